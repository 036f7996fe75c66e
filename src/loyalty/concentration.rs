//! Revenue concentration: how much of the revenue comes from how few.

use super::measure::Measure;
use serde::Serialize;

/// How much of the period's revenue comes from how few of its customers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Concentration {
    /// Share of the revenue that comes from the top 20 % of customers.
    pub top_fifth_share: Measure,
    /// Share of the customers who make 80 % of the revenue.
    pub customers_for_four_fifths: Measure,
    /// Customers by spend, the best first: which share of them makes which share of the revenue. In steps of
    /// 5 % from 0 to 1; empty where not available.
    pub curve: Vec<CurvePoint>,
}

/// A point of the curve.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct CurvePoint {
    /// Share of the customers, the best first.
    pub customers: f64,
    /// Share of the revenue that they make.
    pub revenue: f64,
}
