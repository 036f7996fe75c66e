//! Which columns of the input play which part. Names only; types are settled when files are opened.

/// Where a row's money comes from.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AmountMapping {
    /// A column holds it.
    Column(String),
    /// The product of two columns.
    QuantityTimesUnitPrice {
        /// Units.
        quantity: String,
        /// Price of a unit.
        unit_price: String,
    },
}

/// Columns of the transactions; only mapped ones are decoded.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct TransactionMapping {
    /// Whose row it is: any integer or string type.
    pub customer_id: String,
    /// When: date, timestamp of any unit and zone, or ISO text.
    pub timestamp: String,
    /// How much money.
    pub amount: AmountMapping,
    /// Rows of one order share it; without one, a calendar day is an order.
    pub order_id: Option<String>,
    /// Units; also used when the amount is a product.
    pub quantity: Option<String>,
    /// What was bought.
    pub product_id: Option<String>,
    /// Kind of product.
    pub category: Option<String>,
    /// Where it was bought (web, store, …).
    pub channel: Option<String>,
    /// Money taken off the row; above 0 means discounted.
    pub discount: Option<String>,
    /// True, or not 0, where the row is a return.
    pub return_flag: Option<String>,
}

/// Columns of the engagement events.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct EventMapping {
    /// Whose event it is.
    pub customer_id: String,
    /// When.
    pub timestamp: String,
    /// Type of event (see `history::EventKind`).
    pub kind: String,
    /// A number that goes with it (the NPS answer).
    pub value: Option<String>,
}

/// Columns of the customers' contact details.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct CustomerMapping {
    /// Who.
    pub customer_id: String,
    /// E-mail address.
    pub email: Option<String>,
    /// Phone number.
    pub phone: Option<String>,
    /// Given name.
    pub first_name: Option<String>,
    /// Family name.
    pub last_name: Option<String>,
    /// ISO country.
    pub country: Option<String>,
    /// Postal code.
    pub postcode: Option<String>,
    /// Date of registration.
    pub signup_date: Option<String>,
    /// Consent to e-mail; missing means none.
    pub consent_email: Option<String>,
    /// Consent to phone or text message; missing means none.
    pub consent_phone: Option<String>,
    /// Why the customer must not be contacted; empty means may be.
    pub suppression_reason: Option<String>,
    /// Through what the customer was won.
    pub acquisition_channel: Option<String>,
}
