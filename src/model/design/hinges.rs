//! Which features bend: hinge (piecewise-linear) bases at quantile knots.
//!
//! A hinge is `max(0, z − knot)` on the standardised scale; beside the linear term it lets the slope
//! change at the knot, which is what a tree's splits buy, without its jumps. Only a few features
//! have them: each costs data.

use super::digits::rounded;
use crate::stats::quantile;

/// The features that have hinges: how long ago, how often, how overdue, how surely gone.
pub const HINGED: [&str; 5] = [
    "days_since_last_purchase",
    "purchases",
    "recency_to_gap_mean",
    "no_purchase_probability",
    "recency_to_tenure",
];

/// Interior knots per hinged feature, at equally spaced quantiles.
const KNOTS: usize = 4;

/// Knots of one feature from its standardised values (NaN: not known), ascending, distinct and
/// inside the range.
pub fn knots(z: &[f64]) -> Vec<f64> {
    let mut z: Vec<f64> = z.iter().copied().filter(|z| !z.is_nan()).collect();
    z.sort_unstable_by(f64::total_cmp);
    let (Some(&least), Some(&greatest)) = (z.first(), z.last()) else { return Vec::new() };
    let mut knots: Vec<f64> =
        (1..=KNOTS).map(|k| rounded(quantile(&z, k as f64 / (KNOTS + 1) as f64))).collect();
    knots.dedup_by(|a, b| *a - *b < 1e-6);
    knots.retain(|&k| k > least + 1e-9 && k < greatest - 1e-9);
    knots
}

/// The hinge at `knot`.
#[inline]
pub fn hinge(z: f64, knot: f64) -> f64 {
    (z - knot).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knots_stand_at_quantiles_and_ties_give_fewer() {
        let mut values: Vec<f64> = (0..=100).rev().map(f64::from).collect();
        values.push(f64::NAN);
        assert_eq!(knots(&values), [20.0, 40.0, 60.0, 80.0]);
        let mostly_one: Vec<f64> = (0..100).map(|i| if i < 70 { 1.0 } else { 2.0 }).collect();
        assert!(knots(&mostly_one).is_empty());
        assert!(knots(&[f64::NAN]).is_empty());
    }
}
