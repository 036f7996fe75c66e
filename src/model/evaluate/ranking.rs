//! Distinct scores in ascending order, and how often each occurred with which outcome.
//!
//! The one representation that every measure reads. A bootstrap replicate is the same ranking with
//! other counts, so it needs no sorting.

use super::error::{EvaluateError, check_len};

/// Rows in the order of their scores.
pub(super) struct Ranking {
    /// Distinct scores, ascending.
    pub scores: Vec<f64>,
    /// Rows by (score, outcome); see [`RankedRow`].
    pub rows: Vec<RankedRow>,
}

/// One row in its place.
#[derive(Debug, Clone, Copy)]
pub(super) struct RankedRow {
    /// Position of the row in the caller's lists.
    pub row: u32,
    /// Position of its score among the distinct ones.
    pub rank: u32,
    /// Its outcome.
    pub churned: bool,
}

/// Counts at each distinct score of a ranking.
pub(super) struct Tallies {
    /// Rows with the score.
    pub rows: Vec<u32>,
    /// Those of them that churned.
    pub churned: Vec<u32>,
    /// All rows.
    pub n_rows: f64,
    /// All that churned.
    pub n_churned: f64,
}

impl Ranking {
    /// Sorts scores (any finite or infinite number, no NaN) with their outcomes.
    pub(super) fn new(scores: &[f64], churned: &[bool]) -> Result<Self, EvaluateError> {
        check_len("the list of outcomes", scores.len(), churned.len())?;
        if let Some(row) = scores.iter().position(|s| s.is_nan()) {
            return Err(EvaluateError::NotANumber { row, value: scores[row] });
        }
        if scores.is_empty() {
            return Err(EvaluateError::Empty);
        }
        let mut order: Vec<u32> = (0..scores.len() as u32).collect();
        // `+ 0.0` makes -0.0 equal to 0.0 in the total order as well.
        let key = |i: u32| (scores[i as usize] + 0.0, churned[i as usize]);
        order.sort_by(|&a, &b| {
            let ((score_a, lost_a), (score_b, lost_b)) = (key(a), key(b));
            score_a.total_cmp(&score_b).then(lost_a.cmp(&lost_b))
        });
        let mut distinct: Vec<f64> = Vec::with_capacity(order.len());
        let mut rows = Vec::with_capacity(order.len());
        for row in order {
            let (score, churned) = key(row);
            if distinct.last() != Some(&score) {
                distinct.push(score);
            }
            rows.push(RankedRow { row, rank: distinct.len() as u32 - 1, churned });
        }
        Ok(Self { scores: distinct, rows })
    }

    /// As [`Ranking::new`], for scores that must lie in `[0, 1]`.
    pub(super) fn of_probabilities(
        probabilities: &[f64],
        churned: &[bool],
    ) -> Result<Self, EvaluateError> {
        if let Some(row) = probabilities.iter().position(|p| !(0.0..=1.0).contains(p)) {
            return Err(EvaluateError::NotAProbability { row, value: probabilities[row] });
        }
        Self::new(probabilities, churned)
    }

    /// Counts with every row once.
    pub(super) fn tallies(&self) -> Tallies {
        self.weighted_tallies(|_| 1)
    }

    /// Counts with the `i`-th ranked row `times(i)` times.
    pub(super) fn weighted_tallies(&self, times: impl Fn(usize) -> u32) -> Tallies {
        let mut rows = vec![0; self.scores.len()];
        let mut churned = vec![0; self.scores.len()];
        let (mut n_rows, mut n_churned) = (0u64, 0u64);
        for (i, ranked) in self.rows.iter().enumerate() {
            let count = times(i);
            let lost = count * u32::from(ranked.churned);
            rows[ranked.rank as usize] += count;
            churned[ranked.rank as usize] += lost;
            n_rows += u64::from(count);
            n_churned += u64::from(lost);
        }
        Tallies { rows, churned, n_rows: n_rows as f64, n_churned: n_churned as f64 }
    }
}

impl Tallies {
    /// Whether both outcomes occur.
    pub(super) fn has_both_outcomes(&self) -> bool {
        self.n_churned > 0.0 && self.n_churned < self.n_rows
    }

    /// (rows, churned) at each distinct score, ascending.
    pub(super) fn iter(
        &self,
    ) -> impl DoubleEndedIterator<Item = (f64, f64)> + ExactSizeIterator + '_ {
        self.rows.iter().zip(&self.churned).map(|(n, c)| (f64::from(*n), f64::from(*c)))
    }
}
