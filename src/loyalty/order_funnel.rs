//! From the first order to the second and the third: how many get there, and after how many days.

use serde::Serialize;

/// Steps of the funnel.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OrderFunnel {
    /// First to second order, second to third.
    pub steps: Vec<FunnelStep>,
    /// What is counted, in one sentence.
    pub definition: String,
}

/// From one order to the next.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FunnelStep {
    /// The order it starts from: 1, 2.
    pub from_order: u32,
    /// Customers with that order, before `as_of`.
    pub customers: u64,
    /// Of those, customers with the next one too.
    pub reached_next: u64,
    /// Reached ÷ customers.
    pub share: Option<f64>,
    /// Customers whose order lies at least 365 days back.
    pub customers_of_a_year: u64,
    /// Of those, customers whose next order came within 365 days.
    pub reached_within_a_year: u64,
    /// Reached within a year ÷ customers of a year.
    pub share_within_a_year: Option<f64>,
    /// Days to the next order: the middle one of those who reached it.
    pub median_days: Option<f64>,
    /// Days within which three in four of those who reached it had done so.
    pub three_quarters_days: Option<f64>,
}
