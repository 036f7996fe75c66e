//! Time between orders: histogram and quantiles of the days from one order to the next.

use serde::Serialize;

/// Days between orders.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TimeBetweenOrders {
    /// Gaps that were counted.
    pub n: u64,
    /// Customers with at least one.
    pub customers: u64,
    /// Half of the gaps are at most this many days.
    pub median_days: Option<f64>,
    /// Three in four are.
    pub three_quarters_days: Option<f64>,
    /// Nine in ten are.
    pub nine_tenths_days: Option<f64>,
    /// Gaps by length, in bins of equal width; the last is open.
    pub histogram: Vec<GapBin>,
    /// What is counted, in one sentence.
    pub definition: String,
    /// Why there is nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_available_because: Option<String>,
}

/// Gaps of some lengths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct GapBin {
    /// Shortest, in days.
    pub from_days: u32,
    /// Longest, in days; none for the open bin.
    pub to_days: Option<u32>,
    /// How many.
    pub gaps: u64,
}
