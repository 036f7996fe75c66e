//! Why a training ends without a model.

use super::artifact::error::ArtifactError;
use super::calibrate::CalibrationError;
use super::evaluate::EvaluateError;
use super::fit::FitError;
use crate::error::{Failure, Kind};

/// Why nothing was learned.
#[derive(Debug, thiserror::Error)]
pub enum TrainError {
    /// No row to learn from.
    #[error(
        "no customer is eligible at any of the {cutoffs} training cutoffs: \
         lengthen --lookback-days or check the timestamps"
    )]
    NoRows {
        /// Number of cutoffs.
        cutoffs: usize,
    },
    /// The fit failed.
    #[error(transparent)]
    Fit(#[from] FitError),
    /// The calibration failed.
    #[error(transparent)]
    Calibration(#[from] CalibrationError),
    /// The judgement failed.
    #[error(transparent)]
    Evaluate(#[from] EvaluateError),
    /// The artifact could not be made.
    #[error(transparent)]
    Artifact(#[from] ArtifactError),
}

impl Failure for TrainError {
    fn kind(&self) -> Kind {
        match self {
            TrainError::NoRows { .. } => Kind::DataQuality,
            TrainError::Fit(error) => error.kind(),
            TrainError::Calibration(error) => error.kind(),
            TrainError::Evaluate(error) => error.kind(),
            TrainError::Artifact(error) => error.kind(),
        }
    }
}
