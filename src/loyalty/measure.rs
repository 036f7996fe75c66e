//! One measure of the whole customer base: its value, what it rests on, what it means, and how it went.
//!
//! A measure that the data does not allow is there all the same, without a value and with the reason.

use super::plan::{Plan, Span};
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

/// A value and how many it rests on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Figure {
    pub value: f64,
    pub n: u64,
}

/// A value, or why there is none.
pub(super) type Found = Result<Figure, String>;

/// A measure's name, unit, basis and meaning.
pub(super) struct Meaning {
    pub name: &'static str,
    pub unit: Unit,
    pub n_of: &'static str,
    pub definition: String,
}

impl Measure {
    /// A measure of the last period alone.
    pub(super) fn once(meaning: Meaning, found: Found) -> Self {
        let Meaning { name, unit, n_of, definition } = meaning;
        // What is no number is not available, whatever it came from.
        let found = found.and_then(|figure| {
            if figure.value.is_finite() { Ok(figure) } else { Err(NOTHING_TO_DIVIDE_BY.to_owned()) }
        });
        let (figure, reason) = match found {
            Ok(figure) => (Some(figure), None),
            Err(reason) => (None, Some(reason)),
        };
        Self {
            name,
            unit,
            value: figure.map(|figure| figure.value),
            n: figure.map_or(0, |figure| figure.n),
            n_of,
            definition,
            not_available_because: reason,
            series: Vec::new(),
        }
    }

    /// A measure of every period of the plan: `of` is told which.
    pub(super) fn series(
        meaning: Meaning,
        plan: &Plan,
        of: impl Fn(usize, &Span) -> Found,
    ) -> Self {
        let found: Vec<Found> =
            plan.spans.iter().enumerate().map(|(k, span)| of(k, span)).collect();
        let point = |(span, found): (&Span, &Found)| {
            let figure = found.as_ref().ok().filter(|figure| figure.value.is_finite());
            let (value, n) = figure.map_or((None, 0), |figure| (Some(figure.value), figure.n));
            SeriesPoint { end: span.end, value, n }
        };
        let series = plan.spans.iter().zip(&found).map(point).collect();
        let last = found.into_iter().next_back();
        Self { series, ..Self::once(meaning, last.unwrap_or_else(|| Err(String::new()))) }
    }
}

const NOTHING_TO_DIVIDE_BY: &str = "there is nothing to divide by";

/// `count` ÷ `of`; `nobody` says what is missing where `of` is 0.
pub(super) fn share(count: u64, of: u64, nobody: &str) -> Found {
    ratio(count as f64, of, nobody)
}

/// `sum` ÷ `of`; `nobody` says what is missing where `of` is 0.
pub(super) fn ratio(sum: f64, of: u64, nobody: &str) -> Found {
    if of == 0 {
        return Err(nobody.to_owned());
    }
    Ok(Figure { value: sum / of as f64, n: of })
}
