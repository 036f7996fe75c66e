//! Customer lifetime value: what a customer has brought, and is expected to bring.

use super::measure::Measure;
use serde::Serialize;

/// Customer lifetime value.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LifetimeValue {
    /// Average order value × purchase frequency × customer lifespan.
    pub historic: Measure,
    /// Average order value of the period.
    pub average_order_value: Option<f64>,
    /// Orders of a customer in a year.
    pub orders_per_year: Option<f64>,
    /// Years that a customer remains one: 1 ÷ churn rate.
    pub lifespan_years: Option<f64>,
    /// Revenue so far ÷ customers so far.
    pub so_far: Measure,
    /// Mean of the score file's `predicted_value_365d`.
    pub predicted: Measure,
    /// Days over which values are predicted.
    pub predicted_days: u32,
}
