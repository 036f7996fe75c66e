//! What the morning's report is made from, as values: loyalty measures, where customers stand, what changed.

use crate::loyalty::{Changes, Loyalty, Standing};
use serde::Serialize;

/// Everything that a report says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReportFacts {
    /// The loyalty measures.
    pub loyalty: Loyalty,
    /// Where customers stand; none without scores of that date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standing: Option<Standing>,
    /// What changed since the previous published scores; none without two dates of scores.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changes: Option<Changes>,
}
