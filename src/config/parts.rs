//! The parts that columns play, the well-known names by which they are recognised, and presets.
//!
//! Names are compared without case, spaces and punctuation: `CustomerID`, `customer_id` and
//! `Customer ID` are one. This is a table; how it is applied is in `columns`.

/// A part that a column can play.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// The configuration key; also the name that wins over all aliases.
    pub key: &'static str,
    /// Whether nothing works without it.
    pub required: bool,
    /// Well-known names, normalised.
    pub aliases: &'static [&'static str],
}

const fn part(key: &'static str, required: bool, aliases: &'static [&'static str]) -> Part {
    Part { key, required, aliases }
}

const CUSTOMER: &[&str] = &[
    "custid",
    "customerkey",
    "customernumber",
    "customerno",
    "customer",
    "userid",
    "clientid",
    "memberid",
    "buyerid",
    "contactid",
    "profileid",
    "accountid",
    "donorid",
    "householdid",
    "householdkey",
];

const TIME: &[&str] = &[
    "datetime",
    "date",
    "ts",
    "time",
    "transactiontimestamp",
    "transactiondate",
    "transactiontime",
    "transdate",
    "orderdate",
    "ordertimestamp",
    "ordertime",
    "orderedat",
    "invoicedate",
    "purchasedate",
    "purchasetime",
    "purchasedon",
    "purchasedat",
    "createdat",
    "eventtime",
    "eventtimestamp",
    "eventdate",
    "giftdate",
    "donationdate",
];

/// Parts of the transactions.
pub const TRANSACTION_PARTS: &[Part] = &[
    part("customer_id", true, CUSTOMER),
    part("timestamp", true, TIME),
    part(
        "amount",
        true,
        &[
            "totalamount",
            "transactionamount",
            "orderamount",
            "netamount",
            "salesamount",
            "total",
            "totalprice",
            "totalvalue",
            "ordertotal",
            "ordervalue",
            "revenue",
            "sales",
            "salesvalue",
            "salevalue",
            "dollarvalue",
            "spend",
            "value",
            "giftamount",
            "donationamount",
        ],
    ),
    part("quantity", false, &["qty", "units", "quantitysold", "itemquantity"]),
    part("unit_price", false, &["price", "itemprice", "priceperunit", "pricepaid"]),
    part(
        "order_id",
        false,
        &[
            "orderno",
            "ordernumber",
            "invoiceno",
            "invoiceid",
            "invoice",
            "invoicenumber",
            "basketid",
            "receiptid",
            "receiptno",
            "transactionid",
            "purchaseid",
        ],
    ),
    part(
        "category",
        false,
        &["categoryid", "categoryname", "productcategory", "department", "producttype"],
    ),
    part(
        "product_id",
        false,
        &["productcode", "sku", "stockcode", "itemid", "articleid", "product"],
    ),
    part("channel", false, &["saleschannel", "orderchannel", "purchasechannel"]),
    part(
        "discount",
        false,
        &["discountamount", "totaldiscount", "totaldiscounts", "discountvalue"],
    ),
    part("return_flag", false, &["isreturn", "isreturned", "returned", "isrefund", "refunded"]),
    part("currency", false, &["currencycode", "ordercurrency"]),
];

/// Parts of the events.
pub const EVENT_PARTS: &[Part] = &[
    part("customer_id", true, CUSTOMER),
    part("timestamp", true, TIME),
    part("type", true, &["eventtype", "event", "eventname", "kind", "metric"]),
    part("value", false, &["eventvalue", "score", "answer", "rating"]),
];

/// Parts of the customers.
pub const CUSTOMER_PARTS: &[Part] = &[
    part("customer_id", true, CUSTOMER),
    part("email", false, &["emailaddress", "mail"]),
    part("phone", false, &["phonenumber", "telephone", "mobile", "mobilephone"]),
    part("first_name", false, &["givenname", "forename"]),
    part("last_name", false, &["familyname", "surname"]),
    part("country", false, &["countrycode"]),
    part("postcode", false, &["postalcode", "zip", "zipcode"]),
    part("signup_date", false, &["signupat", "registeredat", "registrationdate", "createdat"]),
    part("consent_email", false, &["emailconsent", "acceptsmarketing", "acceptsemailmarketing"]),
    part(
        "consent_phone",
        false,
        &["phoneconsent", "consentsms", "smsconsent", "acceptssmsmarketing"],
    ),
    part("suppression_reason", false, &["suppressed", "suppression"]),
    part("acquisition_channel", false, &["acquisitionsource"]),
];

/// A common layout of transactions: for each part the column names it is known by, first match wins.
#[derive(Debug, PartialEq, Eq)]
pub struct Preset {
    /// Its name in the configuration.
    pub name: &'static str,
    /// Part key and the names it is known by, as they are written there.
    pub columns: &'static [(&'static str, &'static [&'static str])],
}

/// The presets.
pub const PRESETS: &[Preset] = &[
    // Dynamics 365 Customer Insights, the input of its transaction churn prediction, and the
    // Dataverse table `salesorder`.
    Preset {
        name: "dynamics",
        columns: &[
            ("customer_id", &["CustomerId", "ContactId", "LoyaltyId", "customerid"]),
            ("timestamp", &["PurchasedOn", "TransactionDate", "submitdate", "createdon"]),
            ("amount", &["TotalPrice", "TransactionValue", "Subtotal", "totalamount"]),
            ("order_id", &["PurchaseId", "TransactionId", "salesorderid", "ordernumber"]),
            ("product_id", &["ProductId", "productid"]),
            ("return_flag", &["IsReturn", "Return", "isreturn"]),
            ("discount", &["totaldiscountamount", "discountamount"]),
            ("currency", &["transactioncurrencyid", "Currency"]),
        ],
    },
    // Segment warehouses: the table `order_completed` (one row an order, properties as columns).
    Preset {
        name: "segment",
        columns: &[
            ("customer_id", &["user_id"]),
            ("timestamp", &["timestamp", "original_timestamp", "sent_at"]),
            ("amount", &["total", "revenue", "value"]),
            ("order_id", &["order_id", "checkout_id"]),
            ("category", &["category"]),
            ("product_id", &["product_id", "sku"]),
            ("channel", &["channel", "context_device_type"]),
            ("discount", &["discount"]),
            ("currency", &["currency"]),
        ],
    },
    // Klaviyo: exported `Placed Order` events.
    Preset {
        name: "klaviyo",
        columns: &[
            ("customer_id", &["profile_id", "person_id", "Profile ID", "Email", "email"]),
            ("timestamp", &["datetime", "timestamp", "Event Time", "Date"]),
            ("amount", &["$value", "value", "property_value", "Value"]),
            ("order_id", &["$event_id", "OrderId", "Order ID", "property_order_id", "event_id"]),
            ("discount", &["Discount Value", "property_discount_value"]),
            ("channel", &["Source Name", "SourceName", "property_source_name"]),
            ("currency", &["$value_currency", "value_currency", "$currency_code"]),
        ],
    },
    // Shopify: the admin's order export (one row a line item; `Total` stands on an order's first row
    // only, hence quantity × price) and the API's `orders` as replicated to warehouses.
    Preset {
        name: "shopify",
        columns: &[
            ("customer_id", &["customer_id", "Customer ID", "Email", "email"]),
            ("timestamp", &["processed_at", "Created at", "created_at", "Paid at"]),
            ("amount", &["current_total_price", "total_price"]),
            ("quantity", &["Lineitem quantity"]),
            ("unit_price", &["Lineitem price"]),
            ("order_id", &["order_id", "Name", "id", "Id"]),
            ("product_id", &["Lineitem sku", "product_id", "sku"]),
            ("category", &["Vendor", "product_type", "vendor"]),
            ("channel", &["Source", "source_name"]),
            ("discount", &["Lineitem discount", "total_discounts"]),
            ("currency", &["Currency", "currency"]),
        ],
    },
];

/// A name without case, spaces and punctuation.
pub fn normalised(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_name_is_known_for_two_parts_of_one_table() {
        for parts in [TRANSACTION_PARTS, EVENT_PARTS, CUSTOMER_PARTS] {
            let mut seen = BTreeSet::new();
            for part in parts {
                assert!(seen.insert(normalised(part.key)), "{}", part.key);
                for alias in part.aliases {
                    assert_eq!(&normalised(alias), alias, "aliases are written normalised");
                    assert!(seen.insert((*alias).to_owned()), "{alias}");
                }
            }
        }
    }

    #[test]
    fn presets_use_known_parts() {
        for preset in PRESETS {
            for (key, _) in preset.columns {
                assert!(TRANSACTION_PARTS.iter().any(|p| p.key == *key), "{key}");
            }
        }
    }
}
