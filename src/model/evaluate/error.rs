//! What can be wrong with probabilities and outcomes given for judgement.

use crate::error::{Failure, Kind};

/// Why there is no judgement.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum EvaluateError {
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
    /// Nothing to judge.
    #[error("there are no rows to judge: the test cutoff has no eligible customer")]
    Empty,
    /// A score that cannot be ordered.
    #[error("row {row} has the score {value}: scores must be numbers")]
    NotANumber {
        /// The row.
        row: usize,
        /// Its score.
        value: f64,
    },
    /// A probability outside 0 to 1.
    #[error("row {row} has the probability {value}: probabilities lie between 0 and 1")]
    NotAProbability {
        /// The row.
        row: usize,
        /// Its probability.
        value: f64,
    },
    /// A row belongs to a segment that has no name.
    #[error("row {row} is in segment {segment}, but only {names} segments have names")]
    UnknownSegment {
        /// The row.
        row: usize,
        /// Its segment's position.
        segment: usize,
        /// Number of names.
        names: usize,
    },
}

impl Failure for EvaluateError {
    fn kind(&self) -> Kind {
        match self {
            Self::Empty => Kind::DataQuality,
            _ => Kind::Failed,
        }
    }
}

/// Checks that a list has one entry per row.
pub(super) fn check_len(
    what: &'static str,
    expected: usize,
    found: usize,
) -> Result<(), EvaluateError> {
    if expected == found { Ok(()) } else { Err(EvaluateError::Shape { what, expected, found }) }
}
