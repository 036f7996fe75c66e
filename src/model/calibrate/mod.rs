//! From the model's log-odds to log-odds that mean what they say.
//!
//! A calibration is a strictly increasing, continuous function of the log-odds, so it changes
//! probabilities and never the order of customers. It is learned on a cutoff that the coefficients
//! have not seen; which kind is used is decided by held-out log loss, and small data trust it less.

mod base_rate;
mod error;
mod isotonic;
mod learn;
mod platt;

use serde::{Deserialize, Serialize};

pub(crate) use base_rate::offset_to_base_rate;
pub(crate) use error::CalibrationError;
pub use isotonic::Knot;
pub(crate) use learn::{CalibrationSettings, learn};

use crate::model::evaluate::ReliabilityBin;

/// No part of a calibration curve is flatter than this (log-odds out per log-odds in): equal
/// scores stay equal and different ones stay different.
pub(super) const MIN_SLOPE: f64 = 0.05;

/// The shape of a calibration.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Curve {
    /// The model's log-odds as they are.
    Identity,
    /// `intercept + slope·log-odds`.
    Platt {
        /// At least `MIN_SLOPE`.
        slope: f64,
        /// Log-odds out at log-odds in of 0.
        intercept: f64,
    },
    /// Piecewise linear through knots that rise in both coordinates.
    Isotonic {
        /// At least one, ascending.
        knots: Vec<Knot>,
    },
}

/// A straight part of a curve: `log_odds_out + slope · (z − log_odds_in)` for log-odds `z` from
/// `from_log_odds` on, up to where the next part begins.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Piece {
    /// Where it begins; absent for the first part, which has no beginning.
    pub from_log_odds: Option<f64>,
    /// Log-odds in at the point it goes through.
    pub log_odds_in: f64,
    /// Log-odds out at that point.
    pub log_odds_out: f64,
    /// Log-odds out per log-odds in.
    pub slope: f64,
}

impl Curve {
    /// Name of the kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Platt { .. } => "platt",
            Self::Isotonic { .. } => "isotonic",
        }
    }

    /// Log-odds out for log-odds in.
    pub fn apply(&self, log_odds: f64) -> f64 {
        match self {
            Self::Identity => log_odds,
            Self::Platt { slope, intercept } => intercept + slope * log_odds,
            Self::Isotonic { knots } => isotonic::interpolate(knots, log_odds),
        }
    }

    /// The curve as its straight parts from left to right, at least one: every kind is made of them.
    pub fn pieces(&self) -> Vec<Piece> {
        let line = |log_odds_out, slope| {
            vec![Piece { from_log_odds: None, log_odds_in: 0.0, log_odds_out, slope }]
        };
        match self {
            Self::Platt { slope, intercept } => line(*intercept, *slope),
            Self::Isotonic { knots } if !knots.is_empty() => isotonic::pieces(knots),
            Self::Identity | Self::Isotonic { .. } => line(0.0, 1.0),
        }
    }
}

/// A learned calibration with the evidence for it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    /// What was learned.
    pub curve: Curve,
    /// Weight of the curve against the identity, 0 to 1: `m / (m + k)`, `m` being the rarer
    /// outcome's rows in the calibration data.
    pub trust: f64,
    /// Added to the log-odds after the curve: the correction for another season's base rate.
    pub base_rate_offset: f64,
    /// Why this curve; absent for [`Calibration::identity`].
    pub evidence: Option<CalibrationEvidence>,
}

/// Mean held-out log losses, by kind; absent where the kind could not be fitted.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct KindLosses {
    /// Of the model as it is.
    pub identity: f64,
    /// Of Platt scaling.
    pub platt: Option<f64>,
    /// Of the isotonic curve.
    pub isotonic: Option<f64>,
}

/// What the choice of a calibration rests on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CalibrationEvidence {
    /// Rows of the calibration data.
    pub n_rows: u64,
    /// Those that churned.
    pub n_churned: u64,
    /// Cross-fitted log losses, shrinkage included.
    pub held_out_log_loss: KindLosses,
    /// Predicted and observed before calibration.
    pub reliability_before: Vec<ReliabilityBin>,
    /// The same after it, each row calibrated by a curve that was learned without its fold.
    pub reliability_after: Vec<ReliabilityBin>,
}

impl Default for Calibration {
    fn default() -> Self {
        Self::identity()
    }
}

impl Calibration {
    /// No change.
    pub fn identity() -> Self {
        Self { curve: Curve::Identity, trust: 1.0, base_rate_offset: 0.0, evidence: None }
    }

    /// Calibrated log-odds: `(1 − trust)·z + trust·curve(z) + base_rate_offset`.
    pub fn apply(&self, log_odds: f64) -> f64 {
        let curved = match self.curve {
            // Exact: no rounding through the blend.
            Curve::Identity => log_odds,
            _ => (1.0 - self.trust) * log_odds + self.trust * self.curve.apply(log_odds),
        };
        curved + self.base_rate_offset
    }

    /// The same calibration with `offset` log-odds added to its result, in place of any earlier
    /// offset. [`offset_to_base_rate`] finds the offset that meets a given churn rate.
    #[must_use]
    pub fn shift_to_base_rate(mut self, offset: f64) -> Self {
        self.base_rate_offset = offset;
        self
    }
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
