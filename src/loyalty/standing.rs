//! Where customers stand tonight: the score file in counts and money, by every class that it has.

use serde::Serialize;

/// The score file in counts and money.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Standing {
    /// Customers in the file.
    pub customers: u64,
    /// What is at risk.
    pub exposure: Exposure,
    /// By lifecycle stage.
    pub stages: Vec<ClassCount>,
    /// By RFM segment.
    pub segments: Vec<ClassCount>,
    /// By risk band, those with a score.
    pub bands: Vec<ClassCount>,
    /// By health.
    pub health: Vec<ClassCount>,
    /// By tier.
    pub tiers: Vec<ClassCount>,
    /// The RFM map: 25 cells, recency 1 to 5 within frequency 1 to 5.
    pub rfm: Vec<RfmCell>,
}

/// What is at risk.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Exposure {
    /// Customers with a score.
    pub scored: u64,
    /// Sum of their churn probabilities.
    pub expected_leavers: f64,
    /// Sum of value at risk over all scored; none where no column tells of money.
    pub value_at_risk: Option<f64>,
    /// Customers who are overdue by their own rhythm and more likely to leave than not.
    pub overdue_and_likely: u64,
    /// What is at risk with those.
    pub value_at_risk_of_overdue: Option<f64>,
}

/// Customers of one class.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClassCount {
    /// The class, by its word in the score file.
    pub class: String,
    /// Customers.
    pub customers: u64,
    /// Sum of their churn probabilities, those with a score.
    pub expected_leavers: f64,
    /// Sum of value at risk; none where no column tells of money.
    pub value_at_risk: Option<f64>,
}

/// A cell of the RFM map.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RfmCell {
    /// Fifth by recency, 1 to 5, 5 the best.
    pub recency: u8,
    /// Fifth by frequency, 1 to 5.
    pub frequency: u8,
    /// The segment that the cell belongs to; none of an empty cell.
    pub segment: Option<String>,
    /// Customers.
    pub customers: u64,
    /// Sum of value at risk; none where no column tells of money.
    pub value_at_risk: Option<f64>,
}
