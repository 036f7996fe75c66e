//! Everything that a page says, as it is handed to it. What is none was not published, not asked for, or cannot be
//! said yet; the page says which in a sentence.

use super::contacts::Contacts;
use super::locale::Locale;
use super::signals::Signals;
use crate::audience::measure::Measurement;
use crate::ingest::Quality;
use crate::loyalty::{Changes, Loyalty, Standing};
use crate::model::Artifact;
use crate::monitor::{Matured, Watch};
use crate::stats::ExpectedShare;
use crate::time::AsOf;

/// What a page is made from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PageFacts<'a> {
    /// The date everything is seen from.
    pub as_of: AsOf,
    /// Days without a purchase that count as churn.
    pub horizon_days: u32,
    /// Days without a purchase after which somebody is no customer any more.
    pub lookback_days: u32,
    /// Identifies the scores.
    pub run_id: Option<&'a str>,
    /// How numbers are written.
    pub locale: &'a Locale,
    /// The loyalty measures.
    pub loyalty: &'a Loyalty,
    /// The share of the scored customers that is expected to leave.
    pub expected_churn_rate: Option<ExpectedShare>,
    /// Where customers stand.
    pub standing: Option<&'a Standing>,
    /// What changed since the previous scores.
    pub changes: Option<&'a Changes>,
    /// What the scores say of why.
    pub signals: Option<&'a Signals>,
    /// The list.
    pub contacts: Option<&'a Contacts>,
    /// The model that made the scores.
    pub model: Option<&'a Artifact>,
    /// Past scores beside what happened.
    pub matured: Option<&'a Matured>,
    /// What the checks of the scores found.
    pub watch: Option<&'a Watch>,
    /// What campaigns did.
    pub campaigns: Option<&'a Measurement>,
    /// Transaction rows by what became of them.
    pub quality: &'a Quality,
}

impl PageFacts<'_> {
    /// Whether the transactions tell of money.
    pub(super) fn has_money(&self) -> bool {
        self.loyalty.base.revenue_ever.is_some()
    }
}
