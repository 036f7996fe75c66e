//! One measure of the whole customer base: its value, what it rests on, what it means, and how it went.
//!
//! A measure that the data does not allow is there all the same, without a value and with the reason.

use crate::time::AsOf;
use serde::Serialize;

/// What a value is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// A share, 0 to 1; people read it in per cent.
    Share,
    /// Money, in the transactions' currency.
    Money,
    /// One number ÷ another, such as orders ÷ customers.
    Ratio,
    /// A number of customers.
    Customers,
    /// Points from −100 to 100.
    Points,
    /// An index from 0 to 100.
    Index,
}

/// A measure of the whole base.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Measure {
    /// Its name, as people say it.
    pub name: &'static str,
    /// What the value is counted in.
    pub unit: Unit,
    /// The value in the last period; none where it is not available.
    pub value: Option<f64>,
    /// How many it rests on.
    pub n: u64,
    /// Who or what they are: "customers with a purchase in the period".
    pub n_of: &'static str,
    /// What it is, in one sentence.
    pub definition: String,
    /// Why there is no value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_available_because: Option<String>,
    /// The same measure of earlier periods of the same length, oldest first; the last point is the last
    /// period. Empty where a measure has none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub series: Vec<SeriesPoint>,
}

/// A measure of one period.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct SeriesPoint {
    /// The date at whose midnight the period ends.
    pub end: AsOf,
    /// The value; none where it is not available.
    pub value: Option<f64>,
    /// How many it rests on.
    pub n: u64,
}

/// Where a measure of other shops lies.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Benchmark {
    /// Lower end of the usual band.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// What to aim for.
    pub target: f64,
}
