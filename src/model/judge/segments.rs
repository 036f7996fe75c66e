//! The parts of the customer base that are judged separately, as they stood at the cutoff.
//!
//! By number of purchases, by tier of spend in the last 365 days (the score file's default shares) and
//! by tenure; the same in a training's judgement and in a backtest. Outcomes decide nobody's part.

use crate::features::Output;
use crate::features::names::{DAYS_SINCE_FIRST_PURCHASE, PURCHASES, SPEND_365D};
use crate::model::dataset::TrainingSet;
use crate::model::evaluate::{EvaluateError, SegmentMetrics, metrics_by_segment};
use serde::{Deserialize, Serialize};

/// Measures of the parts of one dimension.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Dimensioned {
    /// What divides the customers: purchases, `value_tier`, tenure.
    pub dimension: String,
    /// Its parts that have customers.
    pub segments: Vec<SegmentMetrics>,
}

/// The part of each row in each of [`DIMENSIONS`]; None where the dimension's feature is absent.
pub(crate) type Parts = [Option<Vec<usize>>; DIMENSIONS.len()];

/// Judges every part of every dimension.
pub(crate) fn by_dimension(
    probabilities: &[f64],
    churned: &[bool],
    parts: &Parts,
) -> Result<Vec<Dimensioned>, EvaluateError> {
    let divided = DIMENSIONS.iter().zip(parts).filter_map(|(d, p)| Some((d, p.as_ref()?)));
    divided
        .map(|(dimension, of_row)| {
            let segments = metrics_by_segment(probabilities, churned, of_row, dimension.parts)?;
            Ok(Dimensioned { dimension: dimension.name.to_owned(), segments })
        })
        .collect()
}

/// The part of each of `rows`, which are one snapshot's.
pub(crate) fn parts_of(set: &TrainingSet, rows: &[u32]) -> Parts {
    DIMENSIONS.each_ref().map(|dimension| dimension.of_rows(set, rows))
}

/// What each of `rows` had spent in the year before, in money; None where nothing tells of it.
pub(crate) fn spend_of(set: &TrainingSet, rows: &[u32]) -> Option<Vec<f64>> {
    let column = set.table.column(SPEND_365D.name())?;
    Some(rows.iter().map(|&i| column[i as usize]).collect())
}

/// One way to divide the customers: its name, and its parts' names in order.
#[derive(Debug)]
struct Dimension {
    name: &'static str,
    parts: &'static [&'static str],
    of: fn(&[f64]) -> Vec<usize>,
    feature: Output,
}

/// The ways to divide the customers.
const DIMENSIONS: [Dimension; 3] = [
    Dimension {
        name: "purchases",
        parts: &["one-time", "repeat (2 to 4)", "loyal (5 or more)"],
        of: |purchases| classes(purchases, &[2.0, 5.0]),
        feature: PURCHASES,
    },
    Dimension {
        name: "value_tier",
        parts: &["bronze", "silver", "gold", "platinum"],
        of: tiers,
        feature: SPEND_365D,
    },
    Dimension {
        name: "tenure",
        parts: &["below 90 days", "90 to 364 days", "365 days or more"],
        of: |tenure_days| classes(tenure_days, &[90.0, 365.0]),
        feature: DAYS_SINCE_FIRST_PURCHASE,
    },
];

impl Dimension {
    /// Position in `parts` of each of `rows`, which are one snapshot's; None where the feature is absent.
    fn of_rows(&self, set: &TrainingSet, rows: &[u32]) -> Option<Vec<usize>> {
        let column = set.table.column(self.feature.name())?;
        let values: Vec<f64> = rows.iter().map(|&i| column[i as usize]).collect();
        Some((self.of)(&values))
    }
}

/// How many of the ascending `edges` each value reaches.
fn classes(values: &[f64], edges: &[f64]) -> Vec<usize> {
    values.iter().map(|v| edges.iter().filter(|edge| v >= *edge).count()).collect()
}

/// Shares of customers below silver, gold and platinum.
const TIER_SHARES: [f64; 3] = [0.5, 0.8, 0.95];

/// By how many customers spend less; the same spend is the same tier.
fn tiers(spend: &[f64]) -> Vec<usize> {
    let mut sorted = spend.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let n = sorted.len() as f64;
    let tier = |value: &f64| {
        let below = sorted.partition_point(|s| s.total_cmp(value).is_lt()) as f64;
        TIER_SHARES.iter().filter(|share| below >= *share * n).count()
    };
    spend.iter().map(tier).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiers_hold_their_shares_and_ties_stay_together() {
        let spend: Vec<f64> = (0..100).map(f64::from).collect();
        let found = tiers(&spend);
        let count = |tier| found.iter().filter(|t| **t == tier).count();
        assert_eq!([0, 1, 2, 3].map(count), [50, 30, 15, 5]);
        assert_eq!(tiers(&[7.0; 10]), [0; 10]);
        assert_eq!(classes(&[1.0, 2.0, 4.9, 5.0], &[2.0, 5.0]), [0, 1, 1, 2]);
    }
}
