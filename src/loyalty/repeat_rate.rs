//! Repeat purchase rate: how many of those who buy buy again.

use super::measure::{Benchmark, Measure};
use serde::Serialize;

/// The rate, and where other shops lie.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RepeatPurchaseRate {
    /// Customers with more than one purchase ÷ customers with a purchase, in the period.
    pub rate: Measure,
    /// Other shops, over a year.
    pub benchmark: Benchmark,
}
