//! What can go wrong between a file and a typed row; every message names the file and the column.

use crate::error::{Failure, Kind};
use std::path::PathBuf;

/// A failure to read input.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    /// The file could not be opened or read.
    #[error("cannot read {}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file's content is not (whole) Parquet.
    #[error("{} is not a readable Parquet file ({reason}); write it again or leave it out", path.display())]
    NotParquet {
        /// The file.
        path: PathBuf,
        /// What the decoder said.
        reason: String,
    },
    /// A mapped column is not in the file.
    #[error(
        "{}: no column '{column}' for {part}; the file has: {available}. Map it with {option}",
        path.display()
    )]
    MissingColumn {
        /// The file.
        path: PathBuf,
        /// The column looked for.
        column: String,
        /// The part it should play.
        part: &'static str,
        /// The flag, or section and key, that maps it.
        option: String,
        /// What is there instead.
        available: String,
    },
    /// A column's type cannot play its part.
    #[error("{}: column '{column}' has type {found}, but {part} needs {wanted}", path.display())]
    WrongType {
        /// The file.
        path: PathBuf,
        /// The column.
        column: String,
        /// The part it should play.
        part: &'static str,
        /// Its type.
        found: String,
        /// Types that would do.
        wanted: &'static str,
    },
    /// A value cannot be understood.
    #[error("{}: column '{column}': '{value}' is not {wanted}", path.display())]
    BadValue {
        /// The file.
        path: PathBuf,
        /// The column.
        column: String,
        /// The value.
        value: String,
        /// What was expected.
        wanted: &'static str,
    },
    /// The files hold no rows at all.
    #[error("{0} has no rows: nothing to learn from or to score")]
    Empty(String),
    /// No row can be used.
    #[error("none of the {rows} rows of {input} can be used: {reasons}")]
    NothingUsable {
        /// The input.
        input: String,
        /// Rows read.
        rows: u64,
        /// Counts by reason.
        reasons: String,
    },
    /// More rows than allowed cannot be used.
    #[error(
        "{share:.1} % of the rows of {input} cannot be used because of {reason} ({count} of {rows}); \
         at most {limit:.1} % are allowed. Mend the data or raise quality.{key}"
    )]
    TooManyUnusable {
        /// The input.
        input: String,
        /// The reason.
        reason: &'static str,
        /// Rows lost to it.
        count: u64,
        /// Rows read.
        rows: u64,
        /// Percentage.
        share: f64,
        /// Allowed percentage.
        limit: f64,
        /// Configuration key.
        key: &'static str,
    },
}

impl Failure for IngestError {
    fn kind(&self) -> Kind {
        match self {
            IngestError::Io { source, .. } if source.kind() != std::io::ErrorKind::NotFound => {
                Kind::Failed
            }
            IngestError::Io { .. }
            | IngestError::NotParquet { .. }
            | IngestError::MissingColumn { .. }
            | IngestError::WrongType { .. } => Kind::Usage,
            IngestError::BadValue { .. }
            | IngestError::Empty(_)
            | IngestError::NothingUsable { .. }
            | IngestError::TooManyUnusable { .. } => Kind::DataQuality,
        }
    }
}
