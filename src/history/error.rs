//! What can go wrong while a history is gathered.

use crate::error::{Failure, Kind};
use crate::ingest::IngestError;
use std::path::PathBuf;

/// A failure to gather or revisit a history.
#[derive(Debug, thiserror::Error)]
pub enum HistoryError {
    /// The input could not be read.
    #[error(transparent)]
    Ingest(#[from] IngestError),
    /// Rows beyond the memory budget could not be written to disk or read back.
    #[error(
        "cannot spill to {}: {reason}; free space there, point --spill-dir elsewhere or raise --memory-limit",
        dir.display()
    )]
    Spill {
        /// The spill folder.
        dir: PathBuf,
        /// What the system said.
        reason: String,
    },
}

impl Failure for HistoryError {
    fn kind(&self) -> Kind {
        match self {
            HistoryError::Ingest(error) => error.kind(),
            HistoryError::Spill { .. } => Kind::Failed,
        }
    }
}
