//! A Delta table that cannot be read.

use crate::error::{Failure, Kind};
use crate::table::table_format::TableFormat;
use std::path::{Path, PathBuf};

/// Why a Delta table is refused.
#[derive(Debug, thiserror::Error)]
pub enum DeltaError {
    /// The log cannot be read.
    #[error("cannot read {}", path.display())]
    Io {
        /// The file or folder of the log.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// No commit and no checkpoint.
    #[error("the log {} has no commits: copy the whole folder of the table", .0.display())]
    NoLog(PathBuf),
    /// The log has a hole.
    #[error(
        "the log {} lacks version {missing}: copy the whole folder of the table again, with its checkpoints",
        log.display()
    )]
    MissingVersion {
        /// The log.
        log: PathBuf,
        /// The first version that is not there.
        missing: u64,
    },
    /// A file of the log that is none.
    #[error("{}{} is damaged ({reason}): copy the table's log again", path.display(), line_in_words(*line))]
    Damaged {
        /// The file of the log.
        path: PathBuf,
        /// Its line, from 1; None in a checkpoint.
        line: Option<usize>,
        /// What is wrong.
        reason: String,
    },
    /// Something of the protocol that is not read.
    #[error("the Delta table {} {what}, which this program does not read. Write it as Parquet first: {}", table.display(), way_round(table))]
    Unsupported {
        /// The table.
        table: PathBuf,
        /// What it has or needs.
        what: String,
    },
    /// Rows that are deleted and still in their file.
    #[error(
        "the Delta table {} marks deleted rows of {file} in a deletion vector, which this program does not \
         read: rewrite them with REORG TABLE … APPLY (PURGE), or {}", table.display(), way_round(table)
    )]
    DeletionVector {
        /// The table.
        table: PathBuf,
        /// The file.
        file: String,
    },
    /// A file that the log names and that is not there.
    #[error(
        "{} is part of the Delta table {} by its log, and is not there: copy the table again, or repair it \
         with FSCK REPAIR TABLE", file.display(), table.display()
    )]
    Gone {
        /// The table.
        table: PathBuf,
        /// The file.
        file: PathBuf,
    },
    /// A file in an object store.
    #[error(
        "{file} is part of the Delta table {}, and lies in an object store: this build reads local paths \
         only. Write the table as Parquet first: {}", table.display(), way_round(table)
    )]
    Remote {
        /// The table.
        table: PathBuf,
        /// The file.
        file: String,
    },
    /// No file is part of the newest version.
    #[error("the Delta table {} has no files in its newest version: it is empty", .0.display())]
    Empty(PathBuf),
}

fn line_in_words(line: Option<usize>) -> String {
    line.map_or_else(String::new, |line| format!(" line {line}"))
}

fn way_round(table: &Path) -> String {
    TableFormat::Delta.way_round(table)
}

impl Failure for DeltaError {
    fn kind(&self) -> Kind {
        match self {
            DeltaError::Io { .. } => Kind::Failed,
            _ => Kind::Usage,
        }
    }
}
