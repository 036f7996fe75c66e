//! Whom to write to or call: what a list knows of a customer that its files say. What is thought of a customer is for
//! the files that people of the house read, and for no tool. No segment, no value.

/// A customer on the list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Contact {
    /// Identifier as text.
    pub customer_id: String,
    /// E-mail address; none where contact by e-mail is not allowed.
    pub email: Option<String>,
    /// Phone number; none where contact by phone is not allowed.
    pub phone: Option<String>,
    /// Given name.
    pub first_name: Option<String>,
    /// Family name.
    pub last_name: Option<String>,
    /// Country, as it stands in the data.
    pub country: Option<String>,
    /// Postal code.
    pub postcode: Option<String>,
    /// What to do: reminder, offer, call …
    pub play: Option<String>,
    /// Code of the offer.
    pub offer_code: Option<String>,
    /// What the offer is worth, as it is to be shown.
    pub offer_value: Option<String>,
    /// Name of the campaign.
    pub campaign: Option<String>,
    /// Day of the list, `YYYY-MM-DD`.
    pub list_date: Option<String>,
    /// Last day on which the list is to be used, `YYYY-MM-DD`.
    pub expires_on: Option<String>,
    /// Place on the list, from 1; for people of the house, as all that follows but the last.
    pub rank: Option<String>,
    /// Churn probability, as it is to be shown.
    pub churn_probability: Option<String>,
    /// The same as a word.
    pub risk_band: Option<String>,
    /// Why now, in a sentence.
    pub why: Option<String>,
    /// Whether the address may be handed to advertising platforms; unknown is no.
    pub consent_ads: bool,
}
