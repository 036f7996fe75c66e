//! Service failures: customers with complaints and returns, by number, and how many of them leave.

use super::measure::Measure;
use serde::Serialize;

/// Customers by number of service failures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ServiceFailures {
    /// Customers at the end of the period with two failures or more in the lookback ÷ all of them.
    pub share_with_two: Measure,
    /// Groups of 0, 1, 2 and 3 or more failures.
    pub groups: Vec<FailureGroup>,
    /// What a failure is, and whose churn is counted, in one sentence.
    pub definition: String,
    /// Why there is no churn in the groups.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub churn_not_available_because: Option<String>,
}

/// Customers with so many failures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FailureGroup {
    /// "0", "1", "2", "3+".
    pub failures: &'static str,
    /// Customers at the end of the period, by their failures in the lookback before it.
    pub customers: u64,
    /// Customers at the start of the period, by their failures in the lookback before it.
    pub customers_at_start: u64,
    /// Of those, customers who were lost in the period.
    pub lost: u64,
    /// Lost ÷ customers at the start.
    pub churn_rate: Option<f64>,
}
