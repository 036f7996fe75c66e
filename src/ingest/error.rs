//! What can go wrong between a file and a typed row; every message names the file and the column.

use super::columns::Accepts;
use crate::error::{Failure, Kind};
use crate::table::RowsError;
use std::path::PathBuf;

/// A failure to read input.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    /// The rows of a file cannot be read.
    #[error(transparent)]
    Rows(#[from] RowsError),
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
    #[error(
        "{}: column '{column}' has type {found}, but {part} needs {}: {remedy}",
        path.display(),
        accepts.types()
    )]
    WrongType {
        /// The file.
        path: PathBuf,
        /// The column.
        column: String,
        /// The part it should play.
        part: &'static str,
        /// Its type.
        found: String,
        /// The types that would do.
        accepts: Accepts,
        /// What to do.
        remedy: String,
    },
    /// A value cannot be understood.
    #[error("{}: column '{column}': '{value}' is not {wanted}: {remedy}", path.display())]
    BadValue {
        /// The file.
        path: PathBuf,
        /// The column.
        column: String,
        /// The value.
        value: String,
        /// What was expected.
        wanted: &'static str,
        /// What to do.
        remedy: &'static str,
    },
    /// A column that cannot be taken as it is: its values can be read in two ways, it says the opposite of the part
    /// that it should play, or a file has it under another name.
    #[error("{}: column '{column}': {reason}: {remedy}", path.display())]
    UnusableColumn {
        /// The file, or the table.
        path: PathBuf,
        /// The column.
        column: String,
        /// What was found.
        reason: String,
        /// What to do.
        remedy: String,
    },
    /// More cells of a column than allowed are not understood.
    #[error(
        "{found}; of {rows} rows at most {limit:.1} % are allowed (quality.max_no_amount_share): {remedy}"
    )]
    TooManyBadCells {
        /// The column, how many cells, and one of them.
        found: String,
        /// Rows read.
        rows: u64,
        /// Allowed percentage.
        limit: f64,
        /// What to do.
        remedy: String,
    },
    /// The files hold no rows at all.
    #[error("{0} has no rows: nothing to learn from or to score; check the export")]
    Empty(String),
    /// No row can be used.
    #[error(
        "none of the {rows} rows of {input} can be used: {reasons}; check the export, and which columns are mapped{cells}"
    )]
    NothingUsable {
        /// The input.
        input: String,
        /// Rows read.
        rows: u64,
        /// Counts by reason.
        reasons: String,
        /// Cells that are not understood, or nothing.
        cells: String,
    },
    /// More rows than allowed are there twice.
    #[error(
        "{about}{share:.1} % of the rows of {input} repeat an earlier one (equal in customer, time, amount and \
         all else that is read); at most {limit:.1} % are allowed: is an export there twice, or do two \
         overlap? Leave one out, name the columns that tell rows apart (--order-id, --product-id), count the \
         newest version of each alone ([rows] key and newest_by), count a total \
         that stands on every line of its order once ([columns] amount_per = \"order\"), or raise \
         quality.max_repeated_share"
    )]
    TooManyRepeated {
        /// The input.
        input: String,
        /// Empty, or "about " where a sample was looked at.
        about: &'static str,
        /// Share of the rows, in per cent.
        share: f64,
        /// Allowed percentage.
        limit: f64,
    },
    /// More rows than allowed cannot be used.
    #[error(
        "{share:.1} % of the rows of {input} cannot be used because of {reason} ({count} of {rows}); \
         at most {limit:.1} % are allowed. Fix the data or raise quality.{key}{cells}"
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
        /// Share of the rows, in per cent.
        share: f64,
        /// Allowed percentage.
        limit: f64,
        /// Configuration key.
        key: &'static str,
        /// Cells that are not understood, or nothing.
        cells: String,
    },
}

impl Failure for IngestError {
    fn kind(&self) -> Kind {
        match self {
            IngestError::Rows(error) => error.kind(),
            IngestError::NotParquet { .. }
            | IngestError::MissingColumn { .. }
            | IngestError::WrongType { .. }
            | IngestError::UnusableColumn { .. } => Kind::Usage,
            IngestError::BadValue { .. }
            | IngestError::TooManyBadCells { .. }
            | IngestError::Empty(_)
            | IngestError::NothingUsable { .. }
            | IngestError::TooManyRepeated { .. }
            | IngestError::TooManyUnusable { .. } => Kind::DataQuality,
        }
    }
}
