//! Discount dependence: customers most of whose spend is discounted.

use super::measure::Measure;
use serde::Serialize;

/// Discount hunters: customers more than half of whose spend in the period was discounted.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DiscountDependence {
    /// Their share of the customers who bought in the period.
    pub hunters: Measure,
    /// Their number.
    pub customers: Option<u64>,
    /// Their revenue in the period, returns taken off.
    pub revenue: Option<f64>,
    /// Their share of the revenue.
    pub revenue_share: Option<f64>,
    /// Their share of the margin; below the share of the revenue, because goods cost what they cost.
    pub margin_share: Option<f64>,
    /// Discounted share of everybody's purchases, by money.
    pub discounted_sales_share: Option<f64>,
    /// How the margin is worked out, in one sentence.
    pub margin_definition: String,
}
