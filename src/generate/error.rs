//! What can go wrong while generating: a setting that cannot be met, or a disk that refuses.

use crate::error::{Failure, Kind};
use crate::table::PublishError;
use std::path::{Path, PathBuf};

/// Why nothing was generated. No output is left behind.
#[derive(Debug, thiserror::Error)]
pub enum GenerateError {
    /// A setting is outside what can be generated.
    #[error("{flag} {found} cannot be generated: {remedy}")]
    Setting {
        /// The command line's flag.
        flag: &'static str,
        /// What was asked for.
        found: String,
        /// What to give instead.
        remedy: String,
    },
    /// The output exists and is not an empty folder.
    #[error(
        "output {} exists and is not an empty folder: remove it, or give another folder",
        .0.display()
    )]
    OutputExists(PathBuf),
    /// No business that has later days lies there.
    #[error(
        "{} has no {}: --append-day goes on with a business that was generated with --more-days",
        .0.display(), super::plan::PLAN
    )]
    NoPlan(PathBuf),
    /// The plan of a business cannot be read.
    #[error("{} is not a plan of a generated business: generate the business anew", .path.display())]
    Plan {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// Every later day has been added.
    #[error(
        "the business in {} has no day left after {days}: generate one with more --more-days", .folder.display()
    )]
    NoDayLeft {
        /// Where it lies.
        folder: PathBuf,
        /// The days that were added.
        days: u32,
    },
    /// A file or folder could not be written or read back.
    #[error("cannot {action} {}: check that the folder is writable and the disk not full", .path.display())]
    Io {
        /// What was being done.
        action: &'static str,
        /// To what.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The output cannot be put in its place.
    #[error(transparent)]
    Publish(#[from] PublishError),
    /// The Parquet writer refused.
    #[error("cannot write Parquet file {}: check that the disk is not full", .path.display())]
    Parquet {
        /// The file.
        path: PathBuf,
        /// What the writer said.
        source: parquet::errors::ParquetError,
    },
}

impl Failure for GenerateError {
    fn kind(&self) -> Kind {
        match self {
            GenerateError::Setting { .. }
            | GenerateError::OutputExists(_)
            | GenerateError::NoPlan(_)
            | GenerateError::Plan { .. }
            | GenerateError::NoDayLeft { .. } => Kind::Usage,
            GenerateError::Publish(error) => error.kind(),
            // A place that may not be written to will not be writable on a second try.
            GenerateError::Io { source, .. }
                if source.kind() == std::io::ErrorKind::PermissionDenied =>
            {
                Kind::Usage
            }
            GenerateError::Io { .. } | GenerateError::Parquet { .. } => Kind::Failed,
        }
    }
}

/// Names the file and the action of an input/output error.
pub(super) fn io<'a>(
    action: &'static str,
    path: &'a Path,
) -> impl FnOnce(std::io::Error) -> GenerateError + 'a {
    move |source| GenerateError::Io { action, path: path.to_owned(), source }
}

/// Names the file of an error of the Parquet writer.
pub(super) fn parquet(path: &Path) -> impl Fn(parquet::errors::ParquetError) -> GenerateError + '_ {
    move |source| GenerateError::Parquet { path: path.to_owned(), source }
}
