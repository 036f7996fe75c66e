//! What can be wrong with data given for calibration.

use crate::error::{Failure, Kind};
use crate::model::evaluate::EvaluateError;

/// Why there is no calibration. Little data is no reason: it gives the identity.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum CalibrationError {
    /// Two lists do not belong together.
    #[error("{what} has {found} entries where there are {expected} rows")]
    Shape {
        /// What was counted.
        what: &'static str,
        /// Number of rows.
        expected: usize,
        /// Entries found.
        found: usize,
    },
    /// Log-odds that are NaN or infinite.
    #[error("row {row} of the calibration data has the log-odds {value}: they must be finite")]
    NotFinite {
        /// The row.
        row: usize,
        /// What was found.
        value: f64,
    },
    /// The reliability table could not be made.
    #[error(transparent)]
    Evaluate(#[from] EvaluateError),
}

impl Failure for CalibrationError {
    fn kind(&self) -> Kind {
        match self {
            Self::Evaluate(error) => error.kind(),
            Self::Shape { .. } | Self::NotFinite { .. } => Kind::Failed,
        }
    }
}
