//! Cost of churn: what those who leave take with them, what was really lost, and what replacing them costs.

use super::measure::Measure;
use crate::time::AsOf;
use serde::Serialize;

/// What churn costs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CostOfChurn {
    /// Sum of value at risk over the scored: what the coming horizon is expected to cost.
    pub expected: Measure,
    /// Sum of their churn probabilities: how many are expected to leave.
    pub expected_leavers: Option<f64>,
    /// What those took with them who were customers at the start of the last window that is over and bought
    /// nothing in it: their spend of the 365 days before, for the length of the window.
    pub really_lost: Measure,
    /// How many they were.
    pub really_lost_customers: Option<u64>,
    /// The last window that is over; none where the history is too short.
    pub window: Option<MaturedWindow>,
    /// Acquisition cost × expected leavers.
    pub replacement: Measure,
    /// Acquisition cost × those really lost.
    pub replacement_of_really_lost: Option<f64>,
    /// Days over which churn is counted.
    pub horizon_days: u32,
}

/// A window of outcomes that is over.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct MaturedWindow {
    /// The date from which customers are seen.
    pub seen_from: AsOf,
    /// The date at whose midnight the window begins.
    pub start: AsOf,
    /// The date at whose midnight it ends.
    pub end: AsOf,
}
