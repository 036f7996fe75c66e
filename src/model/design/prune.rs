//! Which columns are left out before a fit, decided without any outcome.
//!
//! Three rules: windows longer than the history behind the training cutoffs; features whose
//! distribution at the target lies outside the training range; near-duplicates by correlation, the
//! first in order kept. All are deterministic, and each says what it dropped and why.

use crate::stats::quantile_unsorted;

/// A column that is left out, and why.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Dropped {
    /// The feature or column.
    pub column: String,
    /// In words.
    pub reason: String,
}

/// Correlation at which the later of two columns says nothing new.
pub(crate) const DUPLICATE_CORRELATION: f64 = 0.995;
/// Share of the target's customers outside the training range from which a feature is not used.
pub(crate) const DRIFT_SHARE: f64 = 0.2;
/// The training range: these quantiles.
const RANGE: [f64; 2] = [0.005, 0.995];

/// Share of the known `target` values outside the range of the known `training` values.
pub(crate) fn share_outside(
    training: impl Iterator<Item = f64>,
    target: impl Iterator<Item = f64>,
) -> f64 {
    let mut known: Vec<f64> = training.filter(|x| !x.is_nan()).collect();
    if known.is_empty() {
        return 0.0;
    }
    let [low, high] = RANGE.map(|q| quantile_unsorted(&mut known, q));
    let (mut n, mut outside) = (0u64, 0u64);
    for x in target.filter(|x| !x.is_nan()) {
        n += 1;
        outside += u64::from(x < low || x > high);
    }
    if n == 0 { 0.0 } else { outside as f64 / n as f64 }
}

/// Positions of the columns to keep: each one's absolute correlation with every kept one before it
/// is below [`DUPLICATE_CORRELATION`]. Columns are standardised (mean 0, sd 1 over their rows).
pub(crate) fn without_duplicates(columns: &[Vec<f64>]) -> (Vec<usize>, Vec<(usize, usize)>) {
    use rayon::prelude::*;
    let columns: Vec<Compared<'_>> =
        columns.par_iter().map(|column| Compared::of(column)).collect();
    let mut kept: Vec<usize> = Vec::new();
    let mut dropped = Vec::new();
    for (j, column) in columns.iter().enumerate() {
        match kept.par_iter().find_first(|&&k| columns[k].is_twin_of(column)) {
            Some(&twin) => dropped.push((j, twin)),
            None => kept.push(j),
        }
    }
    (kept, dropped)
}

/// Rows that are summed before it is asked whether the rest can still matter.
const TOGETHER: usize = 1024;
/// More than sums of a column round by.
const ROUNDING: f64 = 1e-6;

/// A column, and what its rows can still add to a correlation.
struct Compared<'a> {
    values: &'a [f64],
    /// The norm of all rows from the start of each block on.
    norms: Vec<f64>,
}

impl<'a> Compared<'a> {
    fn of(values: &'a [f64]) -> Self {
        let mut square = 0.0;
        let norm_from = |block: &[f64]| {
            square += block.iter().map(|x| x * x).sum::<f64>();
            f64::sqrt(square)
        };
        // From the last block to the first.
        let mut norms: Vec<f64> = values.chunks(TOGETHER).rev().map(norm_from).collect();
        norms.reverse();
        Self { values, norms }
    }

    /// Whether the absolute correlation reaches [`DUPLICATE_CORRELATION`]. The rows to come add at most the product of
    /// their norms (Cauchy–Schwarz): most pairs are told apart by a hundredth of the rows.
    fn is_twin_of(&self, other: &Self) -> bool {
        let n = self.values.len().max(1) as f64;
        let reached = DUPLICATE_CORRELATION * n * (1.0 - ROUNDING);
        let blocks = self.values.chunks(TOGETHER).zip(other.values.chunks(TOGETHER));
        let norms = self.norms.iter().zip(&other.norms);
        let mut dot = 0.0_f64;
        for ((ours, theirs), (norm, other_norm)) in blocks.zip(norms) {
            if dot.abs() + norm * other_norm < reached {
                return false;
            }
            dot = ours.iter().zip(theirs).fold(dot, |dot, (a, b)| dot + a * b);
        }
        (dot / n).abs() >= DUPLICATE_CORRELATION
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drift_is_measured_against_the_training_range() {
        let training = || (0..1000).map(f64::from);
        assert_eq!(share_outside(training(), (0..10).map(|i| 2000.0 + f64::from(i))), 1.0);
        assert!(share_outside(training(), training()) <= 0.012);
        assert_eq!(share_outside([f64::NAN].into_iter(), training()), 0.0);
    }

    #[test]
    fn of_twins_the_first_is_kept() {
        let a: Vec<f64> = (0..100).map(|i| if i % 2 == 0 { 1.0 } else { -1.0 }).collect();
        let b: Vec<f64> = (0..100).map(|i| if i < 50 { 1.0 } else { -1.0 }).collect();
        let minus_a: Vec<f64> = a.iter().map(|x| -x).collect();
        let (kept, dropped) = without_duplicates(&[a, b, minus_a]);
        assert_eq!((kept, dropped), (vec![0, 1], vec![(2, 0)]));
    }

    #[test]
    fn twins_that_part_late_are_told_from_those_that_do_not() {
        let n = 10 * TOGETHER;
        let wave = |i: usize| if i.is_multiple_of(2) { 1.0 } else { -1.0 };
        let wave_but = |turned: usize| -> Vec<f64> {
            (0..n).map(|i| if i + turned < n { wave(i) } else { -wave(i) }).collect()
        };
        // Of 10,240 rows each that is turned takes two off: 25 leave 0.9951, 26 leave 0.9949.
        let (kept, dropped) = without_duplicates(&[wave_but(0), wave_but(25), wave_but(26)]);
        assert_eq!((kept, dropped), (vec![0, 2], vec![(1, 0)]));
    }
}
