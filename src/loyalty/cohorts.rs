//! Cohort retention: of those who first bought in a month, how many buy in the months after.

use serde::Serialize;

/// Customers by month of their first purchase.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CohortTable {
    /// The newest 24 months that are over or running, oldest first; months without a new customer are there too.
    pub cohorts: Vec<Cohort>,
    /// Share of all these customers who buy, by months since: 0, 1, …; of cohorts whose month is over alone.
    pub average_share: Vec<Option<f64>>,
    /// What is counted, in one sentence.
    pub definition: String,
    /// Why there is nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_available_because: Option<String>,
}

/// Customers whose first purchase lies in one month.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cohort {
    /// The month, YYYY-MM.
    pub month: String,
    /// Customers.
    pub customers: u64,
    /// By months since the first purchase: 0, 1, … up to that of `as_of`, at most 24.
    pub months: Vec<CohortMonth>,
}

/// A cohort in one month.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct CohortMonth {
    /// Customers of the cohort with an order in the month.
    pub buyers: u64,
    /// Buyers ÷ customers of the cohort; none of an empty cohort.
    pub share: Option<f64>,
    /// The cohort's amounts in the month, returns taken off; none where no column tells of money.
    pub revenue: Option<f64>,
    /// Whether the month was over at `as_of`; numbers of a running one still grow.
    pub is_over: bool,
}
