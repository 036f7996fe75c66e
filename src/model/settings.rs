//! How a model is trained: settings of the protocol in `train`, with their defaults.

use super::calibrate::CalibrationSettings;
use super::evaluate::BootstrapSettings;
use super::fit::Solver;
use serde::{Deserialize, Serialize};

/// Settings of a training.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrainSettings {
    /// The algorithm; the optimum is the same.
    pub solver: Solver,
    /// Penalty per row; None chooses it on past cutoffs.
    pub l2_per_row: Option<f64>,
    /// A cutoff so many horizons older counts half; None counts all alike.
    pub half_life_horizons: Option<f64>,
    /// Fit as if both outcomes were equally frequent; undone in the probabilities.
    pub balance_classes: bool,
    /// How the calibration is learned.
    pub calibration: CalibrationSettings,
    /// How confidence intervals are made.
    pub bootstrap: BootstrapSettings,
}

impl Default for TrainSettings {
    fn default() -> Self {
        Self {
            solver: Solver::default(),
            l2_per_row: None,
            half_life_horizons: Some(1.0),
            balance_classes: false,
            calibration: CalibrationSettings::default(),
            bootstrap: BootstrapSettings::default(),
        }
    }
}
