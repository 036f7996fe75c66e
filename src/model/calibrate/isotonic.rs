//! Isotonic calibration made continuous and strictly increasing.
//!
//! Customers are binned by log-odds (equal numbers, equal values together), neighbouring bins that
//! are out of order are pooled (PAV), and each pooled block becomes a knot: mean log-odds in, log-odds
//! of the smoothed churn rate out. Between knots the curve is linear in log-odds.

use serde::{Deserialize, Serialize};

use super::{Curve, MIN_SLOPE, Piece};
use crate::stats::sigmoid;

/// Bins before pooling, at most.
const MAX_BINS: usize = 100;
/// Rows of a bin, at least.
const MIN_ROWS_PER_BIN: usize = 50;
/// Rows that the model's own prediction counts as, in a block's churn rate: keeps it off 0 and 1.
const PRIOR_ROWS: f64 = 2.0;

/// A point of the curve.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Knot {
    /// The model's log-odds.
    pub log_odds_in: f64,
    /// The calibrated log-odds.
    pub log_odds_out: f64,
}

/// Bins pooled into one.
#[derive(Debug, Clone, Copy, Default)]
struct Block {
    rows: f64,
    churned: f64,
    sum_log_odds: f64,
    sum_probability: f64,
}

impl Block {
    fn plus(self, other: Self) -> Self {
        Self {
            rows: self.rows + other.rows,
            churned: self.churned + other.churned,
            sum_log_odds: self.sum_log_odds + other.sum_log_odds,
            sum_probability: self.sum_probability + other.sum_probability,
        }
    }

    fn rate(&self) -> f64 {
        self.churned / self.rows
    }

    fn knot(&self) -> Knot {
        let log_odds_in = self.sum_log_odds / self.rows;
        let prior = self.sum_probability / self.rows;
        let lost = self.churned + PRIOR_ROWS * prior;
        let stayed = self.rows - self.churned + PRIOR_ROWS * (1.0 - prior);
        // A prior that is 0 or 1 to the last bit would make the log-odds infinite.
        let log_odds_out = (lost.max(f64::MIN_POSITIVE) / stayed.max(f64::MIN_POSITIVE)).ln();
        Knot { log_odds_in, log_odds_out }
    }
}

/// The curve of rows sorted by ascending log-odds; none where there are too few for two bins.
pub(super) fn fit_sorted(log_odds: &[f64], churned: &[bool]) -> Option<Curve> {
    if log_odds.len() < 2 * MIN_ROWS_PER_BIN {
        return None;
    }
    let mut pooled: Vec<Block> = Vec::new();
    for bin in equal_count_bins(log_odds, churned) {
        let mut block = bin;
        while let Some(last) = pooled.last().filter(|last| last.rate() >= block.rate()) {
            block = last.plus(block);
            pooled.pop();
        }
        pooled.push(block);
    }
    let mut knots: Vec<Knot> = Vec::with_capacity(pooled.len());
    for block in &pooled {
        let mut knot = block.knot();
        if let Some(last) = knots.last() {
            // Smoothing can undo the order that pooling made.
            let least = last.log_odds_out + MIN_SLOPE * (knot.log_odds_in - last.log_odds_in);
            knot.log_odds_out = knot.log_odds_out.max(least);
        }
        knots.push(knot);
    }
    Some(Curve::Isotonic { knots })
}

/// Bins of at least the same number of rows; equal log-odds are never divided.
fn equal_count_bins(log_odds: &[f64], churned: &[bool]) -> Vec<Block> {
    let n = log_odds.len();
    let n_bins = (n / MIN_ROWS_PER_BIN).clamp(1, MAX_BINS);
    let mut bins = Vec::with_capacity(n_bins);
    let mut block = Block::default();
    for (i, (z, churned)) in log_odds.iter().zip(churned).enumerate() {
        block = block.plus(Block {
            rows: 1.0,
            churned: f64::from(u8::from(*churned)),
            sum_log_odds: *z,
            sum_probability: sigmoid(*z),
        });
        let due = (bins.len() + 1) * n / n_bins;
        let value_ends = log_odds.get(i + 1) != Some(z);
        if (i + 1 >= due && value_ends) || i + 1 == n {
            bins.push(std::mem::take(&mut block));
        }
    }
    bins
}

/// The curve at `z`: linear between knots, beyond the ends with the outer segment's slope, but no
/// steeper than the model itself.
pub(super) fn interpolate(knots: &[Knot], z: f64) -> f64 {
    let (Some(first), Some(last)) = (knots.first(), knots.last()) else { return z };
    if z < first.log_odds_in || knots.len() == 1 {
        let slope = knots.get(1).map_or(MIN_SLOPE, |next| outer_slope(first, next));
        return first.log_odds_out + slope * (z - first.log_odds_in);
    }
    if z >= last.log_odds_in {
        let slope = outer_slope(&knots[knots.len() - 2], last);
        return last.log_odds_out + slope * (z - last.log_odds_in);
    }
    // At least 1 also for NaN, which then comes out as NaN.
    let above = knots.partition_point(|knot| knot.log_odds_in <= z).max(1);
    let (a, b) = (&knots[above - 1], &knots[above]);
    a.log_odds_out + slope_between(a, b) * (z - a.log_odds_in)
}

/// The same curve as its straight parts, from left to right.
pub(super) fn pieces(knots: &[Knot]) -> Vec<Piece> {
    let (Some(first), Some(last)) = (knots.first(), knots.last()) else { return Vec::new() };
    let part = |from_log_odds, at: &Knot, slope| Piece {
        from_log_odds,
        log_odds_in: at.log_odds_in,
        log_odds_out: at.log_odds_out,
        slope,
    };
    let outer = knots.get(1).map_or(MIN_SLOPE, |next| outer_slope(first, next));
    let mut pieces = vec![part(None, first, outer)];
    for pair in knots.windows(2) {
        pieces.push(part(Some(pair[0].log_odds_in), &pair[0], slope_between(&pair[0], &pair[1])));
    }
    if let [.., before, _] = knots {
        pieces.push(part(Some(last.log_odds_in), last, outer_slope(before, last)));
    }
    pieces
}

fn outer_slope(a: &Knot, b: &Knot) -> f64 {
    slope_between(a, b).clamp(MIN_SLOPE, 1.0)
}

fn slope_between(a: &Knot, b: &Knot) -> f64 {
    (b.log_odds_out - a.log_odds_out) / (b.log_odds_in - a.log_odds_in)
}
