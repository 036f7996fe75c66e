//! Calibration slope and intercept: the logistic regression of what happened on predicted log-odds.
//!
//! `logit P(churned) = intercept + slope·logit(p)` (Cox 1958). Slope 1 and intercept 0 are perfect;
//! a slope below 1 says that the probabilities are too extreme. Fitted together, not one by one.

use super::ranking::Tallies;
use crate::stats::{Group, Line, fit_line, sigmoid};

/// The recalibration line; none with one outcome only, equal probabilities, or separated outcomes.
pub(super) fn recalibration(log_odds: &[f64], tallies: &Tallies) -> Option<Line> {
    if !tallies.has_both_outcomes() {
        return None;
    }
    let groups: Vec<Group> = log_odds
        .iter()
        .zip(tallies.iter())
        .map(|(z, (rows, churned))| Group { z: *z, rows, churned })
        .collect();
    fit_line(&groups)
}

/// One Newton step from the whole sample's line serves a bootstrap replicate: the difference to a
/// full fit is of second order, and no exponential is computed per replicate.
pub(super) struct OneStep {
    line: Line,
    /// Probability at the whole sample's line, per distinct score.
    fitted: Vec<f64>,
}

impl OneStep {
    /// Prepares replicates around the whole sample's line.
    pub(super) fn around(line: Line, log_odds: &[f64]) -> Self {
        let fitted = log_odds.iter().map(|z| sigmoid(line.intercept + line.slope * z)).collect();
        Self { line, fitted }
    }

    /// The replicate's line.
    pub(super) fn line(&self, log_odds: &[f64], tallies: &Tallies) -> Option<Line> {
        let (mut g0, mut g1, mut h00, mut h01, mut h11) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for ((z, p), (rows, churned)) in log_odds.iter().zip(&self.fitted).zip(tallies.iter()) {
            let residual = churned - rows * p;
            let weight = rows * p * (1.0 - p);
            g0 += residual;
            g1 += residual * z;
            h00 += weight;
            h01 += weight * z;
            h11 += weight * z * z;
        }
        let det = h00 * h11 - h01 * h01;
        (det > 1e-12 * h00 * h11).then(|| Line {
            intercept: self.line.intercept + (h11 * g0 - h01 * g1) / det,
            slope: self.line.slope + (h00 * g1 - h01 * g0) / det,
        })
    }
}
