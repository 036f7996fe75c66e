//! The file formats of exports, behind one trait. What stands in a row is for the targets.

mod csv_file;
mod parquet_file;
mod xlsx_file;
mod zip;

pub(super) use csv_file::CsvFile;
pub(super) use parquet_file::ParquetFile;
pub(super) use xlsx_file::XlsxFile;

use std::borrow::Cow;
use std::io;

/// The texts of a row, in the order of the header.
pub(super) type Row<'a> = [Option<Cow<'a, str>>];

/// What a file may hold at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limits {
    /// Rows below the header.
    pub rows: u64,
    /// Bytes.
    pub bytes: u64,
}

impl Limits {
    /// As much as there is.
    pub(crate) const NONE: Limits = Limits { rows: u64::MAX, bytes: u64::MAX };
}

/// A file of one table.
pub(super) trait TableFile: Send {
    /// Adds a row, and says whether it did: it does not where the file would exceed its limits.
    fn offer(&mut self, row: &Row<'_>) -> io::Result<bool>;

    /// Completes the file.
    fn finish(self: Box<Self>) -> io::Result<()>;
}
