//! Layouts of transactions.

use super::Preset;
use crate::ingest::TransactionColumn::{
    self, Amount, Category, Channel, Currency, CustomerId, Discount, OrderDiscount, OrderId,
    ProductId, Quantity, RefundedAmount, ReturnFlag, Timestamp, UnitPrice,
};

/// Rows that a layout leaves out, by words of a column.
pub(crate) struct RowsLeftOut {
    /// The preset's name.
    pub preset: &'static str,
    /// The column.
    pub column: &'static str,
    /// Its words.
    pub drop: &'static [&'static str],
}

/// Where well-known words would leave out too much. WooCommerce's report has a refund as a row of its own,
/// and says of both that they are refunded: the sale must count as much as the refund does.
pub(crate) const ROWS_LEFT_OUT: &[RowsLeftOut] = &[RowsLeftOut {
    preset: "woocommerce_report",
    column: "Status",
    drop: &[
        "cancelled",
        "failed",
        "pending",
        "pending payment",
        "on-hold",
        "on hold",
        "draft",
        "checkout-draft",
        "trash",
    ],
}];

/// The presets.
pub(crate) const PRESETS: &[Preset<TransactionColumn>] = &[
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
        known_by: &[&["salesorderid", "transactioncurrencyid"]],
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
        known_by: &[&["original_timestamp", "context_library_name"]],
    },
    // Klaviyo: `Placed Order` events, as CSV and as replicated to warehouses.
    Preset {
        name: "klaviyo",
        columns: &[
            (
                CustomerId,
                &["profile_id", "person_id", "Profile ID", "Person//Email", "Email", "email"],
            ),
            (Timestamp, &["datetime", "Timestamp", "timestamp", "Event Time", "Date"]),
            (Amount, &["$value", "value", "property_value", "Value"]),
            (OrderId, &["$event_id", "OrderId", "Order ID", "property_order_id", "event_id"]),
            (Discount, &["Discount Value", "property_discount_value"]),
            (Channel, &["Source Name", "SourceName", "property_source_name"]),
            (Currency, &["$value_currency", "value_currency", "$currency_code"]),
        ],
        known_by: &[&["Person//Email", "$value"]],
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
        known_by: &[&["Name", "Financial Status", "Lineitem quantity"]],
    },
    // Amazon: the report of all orders, one row an item. Its price is that of all units of the row.
    Preset {
        name: "amazon",
        columns: &[
            (CustomerId, &["buyer-email", "buyer-id"]),
            (Timestamp, &["purchase-date"]),
            (Amount, &["item-price"]),
            (UnitPrice, &[]),
            (Quantity, &["quantity", "quantity-purchased", "quantity-shipped"]),
            (OrderId, &["amazon-order-id", "order-id"]),
            (ProductId, &["sku", "asin"]),
            (Channel, &["sales-channel"]),
            (Discount, &["item-promotion-discount"]),
            (Currency, &["currency"]),
        ],
        known_by: &[&["amazon-order-id", "item-price"]],
    },
    // Stripe: the payments of the dashboard's export, one row a charge. What was paid in other currencies
    // stands beside it in that of the account.
    Preset {
        name: "stripe",
        columns: &[
            (CustomerId, &["Customer Email", "Customer ID"]),
            (Timestamp, &["Created date (UTC)", "Created (UTC)"]),
            (Amount, &["Converted Amount", "Amount"]),
            (OrderId, &["id", "ID"]),
            (RefundedAmount, &["Converted Amount Refunded", "Amount Refunded"]),
            (Currency, &["Converted Currency", "Currency"]),
        ],
        known_by: &[
            &["Created date (UTC)", "Amount Refunded"],
            &["Created (UTC)", "Amount Refunded"],
        ],
    },
    // WooCommerce: the orders of the usual export extensions (WebToffee's and SkyVerge's with names such as
    // `order_total`, AlgolPlus's with names such as `Order Line Total`), one row an order or a line item.
    // Amounts are what was paid, after coupons.
    Preset {
        name: "woocommerce",
        columns: &[
            (CustomerId, &["customer_email", "billing_email", "Email (Billing)", "customer_id"]),
            (Timestamp, &["order_date", "Order Date", "date"]),
            (
                Amount,
                &[
                    "item_total",
                    "Order Line Total (- Refund)",
                    "Order Line Total",
                    "order_total",
                    "Order Total Amount (- Refund)",
                    "Order Total Amount",
                ],
            ),
            (Quantity, &["item_quantity", "Quantity (- Refund)", "Quantity"]),
            (OrderId, &["order_id", "Order Number", "order_number"]),
            (ProductId, &["item_sku", "SKU", "item_product_id"]),
            (Discount, &[]),
            (OrderDiscount, &[]),
            (RefundedAmount, &["item_refunded", "refunded_total"]),
            (Currency, &["order_currency", "Order Currency", "currency"]),
        ],
        known_by: &[&["order_currency", "billing_email"], &["Order Status", "Email (Billing)"]],
    },
    // WooCommerce: the orders report of its analytics, one row an order and one a refund. Who it was is told
    // by name alone.
    Preset {
        name: "woocommerce_report",
        columns: &[
            (CustomerId, &["Customer"]),
            (Timestamp, &["Date"]),
            (Amount, &["Net Sales", "Net sales", "N. Revenue"]),
            (Quantity, &["Items sold", "Items Sold"]),
            (OrderId, &["Order #"]),
        ],
        known_by: &[&["Order #", "Customer type"]],
    },
];
