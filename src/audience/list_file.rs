//! Published lists read back: columns by name, row by row, and the campaign in numbers. What is made of them is the
//! reader's.

use crate::error::{Failure, Kind};
use crate::table::{CsvError, CsvFile};
use serde::de::DeserializeOwned;
use std::path::{Path, PathBuf};

/// A file of an audience folder that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ListFileError {
    /// A list.
    #[error(transparent)]
    Csv(#[from] CsvError),
    /// A list without a column.
    #[error("{} has no column {column}: it is not a list of this version; make it again", path.display())]
    NoColumn {
        /// The list.
        path: PathBuf,
        /// The column.
        column: &'static str,
    },
    /// The campaign in numbers.
    #[error("{} cannot be used ({reason}): make the list again", path.display())]
    Record {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
}

impl Failure for ListFileError {
    fn kind(&self) -> Kind {
        match self {
            ListFileError::Csv(error) => error.kind(),
            ListFileError::NoColumn { .. } | ListFileError::Record { .. } => Kind::Usage,
        }
    }
}

/// A list's file, of which some columns are read.
pub(crate) struct ListFile<const N: usize> {
    file: CsvFile,
    places: [usize; N],
}

impl<const N: usize> ListFile<N> {
    /// Opens it and finds the columns.
    pub(crate) fn open(path: &Path, columns: [&'static str; N]) -> Result<Self, ListFileError> {
        let file = CsvFile::open(path)?;
        let mut places = [0; N];
        for (place, column) in places.iter_mut().zip(columns) {
            let found = file.columns.iter().position(|name| name == column);
            let path = path.to_owned();
            *place = found.ok_or(ListFileError::NoColumn { path, column })?;
        }
        Ok(Self { file, places })
    }

    /// The next row's cells of the columns, in their order; none after the last row.
    pub(crate) fn next_row(&mut self) -> Result<Option<[&str; N]>, ListFileError> {
        let row = self.file.next_row()?;
        Ok(row.map(|row| self.places.map(|place| row.cell(place))))
    }
}

/// A number of a list; NaN where the cell is empty or holds none.
pub(crate) fn number(cell: &str) -> f64 {
    cell.parse().unwrap_or(f64::NAN)
}

/// What a reader wants of `campaign.json`.
pub(crate) fn campaign_record<T: DeserializeOwned>(path: &Path) -> Result<T, ListFileError> {
    let unusable = |reason: String| ListFileError::Record { path: path.to_owned(), reason };
    let bytes = std::fs::read(path).map_err(|error| unusable(error.to_string()))?;
    serde_json::from_slice(&bytes).map_err(|error| unusable(error.to_string()))
}
