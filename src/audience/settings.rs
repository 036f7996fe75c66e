//! What may be set about the win-back list. Defaults and checks are in `config::options`.

use serde::{Serialize, Serializer};
use std::path::PathBuf;

/// Economics, limits, timing and the control group.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AudienceSettings {
    /// Name of the campaign; also draws its control group.
    pub campaign: String,
    /// Days for which an offer holds.
    pub expires_in_days: u32,
    /// Money to spend on contacts and offers; no limit where absent.
    pub budget: Option<f64>,
    /// Customers on the list; no limit where absent.
    pub list_size: Option<u64>,
    /// Share of a sale that is margin, 0 to 1.
    pub margin_share: f64,
    /// Own usual gaps of silence before which it is too early to write.
    pub min_overdue: f64,
    /// Own usual gaps of silence beyond which a contact helps less and less; 0 for never.
    pub taper_gaps: f64,
    /// Share of a reminder's receivers about to leave whom it keeps.
    pub reminder_save_rate: f64,
    /// Measurement whose save rates take the place of these; its content counts, not its place.
    #[serde(skip)]
    pub learned_from: Option<PathBuf>,
    /// Money per reminder.
    pub reminder_cost: f64,
    /// Worth of each voucher as a share of an order; here and below one value for all, or one for each.
    pub voucher_share: Vec<f64>,
    /// Worth of each voucher in money, instead of a share.
    pub voucher_amount: Option<Vec<f64>>,
    /// What each voucher is called in files.
    pub voucher_code: Option<Vec<String>>,
    /// Share of a voucher's receivers about to leave whom it keeps.
    pub voucher_save_rate: Vec<f64>,
    /// Share of those who would stay anyway who use the voucher.
    pub voucher_take_rate: Vec<f64>,
    /// Money per voucher sent, its worth aside.
    pub voucher_cost: Vec<f64>,
    /// Share of the base by pace whose members are called, not written to.
    pub call_top_share: f64,
    /// Share of those called about to leave whom a call keeps.
    pub call_save_rate: f64,
    /// Money per call.
    pub call_cost: f64,
    /// Share of the list that is held back.
    pub control_share: ControlShare,
    /// Share of all customers who are never contacted, whatever the campaign.
    pub holdout_share: f64,
    /// Text that draws them.
    pub holdout_salt: String,
    /// Days during which a contacted customer is left alone.
    pub cool_down_days: u32,
    /// Names of the targets that get files.
    pub formats: Vec<String>,
    /// Whether files for sending tools have play, offer and dates.
    pub export_properties: bool,
}

/// How much of a list is held back.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ControlShare {
    /// As much as it takes to see the effect that is assumed.
    Auto,
    /// A share, 0 to 1.
    Share(f64),
}

impl Serialize for ControlShare {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            ControlShare::Auto => serializer.serialize_str("auto"),
            ControlShare::Share(share) => serializer.serialize_f64(*share),
        }
    }
}

#[cfg(test)]
impl AudienceSettings {
    /// Settings to vary in tests.
    pub fn example() -> Self {
        Self {
            campaign: "winback".to_owned(),
            expires_in_days: 14,
            budget: None,
            list_size: None,
            margin_share: 0.35,
            min_overdue: 1.0,
            taper_gaps: 3.0,
            reminder_save_rate: 0.05,
            learned_from: None,
            reminder_cost: 0.25,
            voucher_share: vec![0.1],
            voucher_amount: None,
            voucher_code: None,
            voucher_save_rate: vec![0.08],
            voucher_take_rate: vec![0.5],
            voucher_cost: vec![0.25],
            call_top_share: 0.01,
            call_save_rate: 0.1,
            call_cost: 5.0,
            control_share: ControlShare::Share(0.0),
            holdout_share: 0.0,
            holdout_salt: "holdout".to_owned(),
            cool_down_days: 30,
            formats: Vec::new(),
            export_properties: false,
        }
    }
}
