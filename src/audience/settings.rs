//! What may be set about the win-back list. Defaults and checks are in `config::options`.

/// Economics, limits and the control group.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct AudienceSettings {
    /// Money to spend on contacts and offers; no limit where absent.
    pub budget: Option<f64>,
    /// Customers on the list; no limit where absent.
    pub list_size: Option<u64>,
    /// Share of a sale that is margin, 0 to 1.
    pub margin_share: f64,
    /// Share of the customers about to churn whom a contact keeps, 0 to 1.
    pub save_rate: f64,
    /// Share of those who would stay anyway that takes the offer, 0 to 1.
    pub accept_rate: f64,
    /// Money per contact.
    pub contact_cost: f64,
    /// Money per accepted offer.
    pub offer_cost: f64,
    /// Share of the list held back for measurement, 0 to 1.
    pub control_share: f64,
    /// Text hashed with the customer; another salt draws another control group.
    pub control_salt: String,
    /// Days during which a contacted customer is left alone.
    pub cool_down_days: u32,
}

#[cfg(test)]
impl AudienceSettings {
    /// Settings to vary in tests.
    pub fn example() -> Self {
        Self {
            budget: None,
            list_size: None,
            margin_share: 0.3,
            save_rate: 0.1,
            accept_rate: 0.1,
            contact_cost: 0.0,
            offer_cost: 0.0,
            control_share: 0.1,
            control_salt: "winback".to_owned(),
            cool_down_days: 30,
        }
    }
}
