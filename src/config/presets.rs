//! Presets: common layouts of transactions, and the names that their columns go by.
//!
//! This is a table; how it is applied is in `choice`. The names that are recognised without a preset
//! are with the columns themselves, in `ingest`.

use crate::ingest::TransactionColumn::{
    self, Amount, Category, Channel, Currency, CustomerId, Discount, OrderDiscount, OrderId,
    ProductId, Quantity, RefundedAmount, ReturnFlag, Timestamp, UnitPrice,
};

/// A common layout of transactions: for each column the names it is known by, first match wins.
#[derive(Debug, PartialEq, Eq)]
pub struct Preset {
    /// Its name in the configuration.
    pub name: &'static str,
    /// Columns and the names they are known by, as they are written there.
    pub columns: &'static [(TransactionColumn, &'static [&'static str])],
}

/// The presets.
pub const PRESETS: &[Preset] = &[
    // Dynamics 365 Customer Insights, the input of its transaction churn prediction, and the
    // Dataverse table `salesorder`.
    Preset {
        name: "dynamics",
        columns: &[
            (CustomerId, &["CustomerId", "ContactId", "LoyaltyId", "customerid"]),
            (Timestamp, &["PurchasedOn", "TransactionDate", "submitdate", "createdon"]),
            (Amount, &["TotalPrice", "TransactionValue", "Subtotal", "totalamount"]),
            (OrderId, &["PurchaseId", "TransactionId", "salesorderid", "ordernumber"]),
            (ProductId, &["ProductId", "productid"]),
            (ReturnFlag, &["IsReturn", "Return", "isreturn"]),
            (Discount, &["totaldiscountamount", "discountamount"]),
            (Currency, &["transactioncurrencyid", "Currency"]),
        ],
    },
    // Segment warehouses: the table `order_completed` (one row an order, properties as columns).
    Preset {
        name: "segment",
        columns: &[
            (CustomerId, &["user_id"]),
            (Timestamp, &["timestamp", "original_timestamp", "sent_at"]),
            (Amount, &["total", "revenue", "value"]),
            (OrderId, &["order_id", "checkout_id"]),
            (Category, &["category"]),
            (ProductId, &["product_id", "sku"]),
            (Channel, &["channel", "context_device_type"]),
            (Discount, &["discount"]),
            (Currency, &["currency"]),
        ],
    },
    // Klaviyo: exported `Placed Order` events.
    Preset {
        name: "klaviyo",
        columns: &[
            (CustomerId, &["profile_id", "person_id", "Profile ID", "Email", "email"]),
            (Timestamp, &["datetime", "timestamp", "Event Time", "Date"]),
            (Amount, &["$value", "value", "property_value", "Value"]),
            (OrderId, &["$event_id", "OrderId", "Order ID", "property_order_id", "event_id"]),
            (Discount, &["Discount Value", "property_discount_value"]),
            (Channel, &["Source Name", "SourceName", "property_source_name"]),
            (Currency, &["$value_currency", "value_currency", "$currency_code"]),
        ],
    },
    // Shopify: the admin's order export (one row a line item; `Total` stands on an order's first row
    // only, hence quantity × price) and the API's `orders` as replicated to warehouses.
    Preset {
        name: "shopify",
        columns: &[
            (CustomerId, &["customer_id", "Customer ID", "Email", "email"]),
            (Timestamp, &["processed_at", "Created at", "created_at", "Paid at"]),
            (Amount, &["current_total_price", "total_price"]),
            (Quantity, &["Lineitem quantity"]),
            (UnitPrice, &["Lineitem price"]),
            (OrderId, &["order_id", "Name", "id", "Id"]),
            (ProductId, &["Lineitem sku", "product_id", "sku"]),
            (Category, &["Vendor", "product_type", "vendor"]),
            (Channel, &["Source", "source_name"]),
            (Discount, &["Lineitem discount", "total_discounts"]),
            (OrderDiscount, &["Discount Amount"]),
            (RefundedAmount, &["Refunded Amount"]),
            (Currency, &["Currency", "currency"]),
        ],
    },
];
