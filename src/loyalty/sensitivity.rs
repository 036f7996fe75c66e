//! Price sensitivity: what a customer's purchase rate does when the paid price level changes.

use super::measure::Measure;
use serde::Serialize;

/// The change in the purchase rate per change in the price level.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PriceSensitivity {
    /// Change in orders, in per cent, per per cent of change in the paid price level; usually negative.
    pub elasticity: Measure,
    /// Lower end of its interval of 95 %.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
}
