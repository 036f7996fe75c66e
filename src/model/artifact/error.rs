//! Why a model's file is not read, or not written.

use crate::error::{Failure, Kind};

/// The format this program writes and reads.
pub(crate) const FORMAT_VERSION: u32 = 6;

/// Why a file is no model.
#[derive(Debug, thiserror::Error)]
pub enum ArtifactError {
    /// Not JSON, or not this document.
    #[error("the model file is not readable: {0}; restore it or train again")]
    Unreadable(String),
    /// Another format.
    #[error(
        "the model file has format version {found}, this program reads {FORMAT_VERSION}: \
         train again, or use the program that wrote it"
    )]
    UnknownFormat {
        /// As written in the file.
        found: String,
    },
    /// The content does not match its hash.
    #[error(
        "the model file's content was altered after training (its hash is {found}, \
         {expected} is written beside it); restore it or train again"
    )]
    Altered {
        /// Hash of what is there.
        found: String,
        /// Hash in the file.
        expected: String,
    },
    /// Numbers that no training gives.
    #[error("the model file says what cannot be ({0}): restore it or train again")]
    Impossible(String),
    /// A number that JSON cannot hold.
    #[error("the model cannot be written: {0}")]
    Unwritable(String),
}

impl Failure for ArtifactError {
    fn kind(&self) -> Kind {
        Kind::Usage
    }
}
