//! A CSV file that cannot be read, with the row and what to do.

use crate::error::{Failure, Kind};
use crate::table::SourceError;
use std::path::PathBuf;

/// A CSV file that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum CsvError {
    /// It cannot be opened, or is no ordinary file.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// A folder.
    #[error("{} is a folder: name its files, such as {}", .0.display(), .0.join("*.csv").display())]
    Folder(PathBuf),
    /// A file of another format.
    #[error("{} is {what}", path.display())]
    NoCsv {
        /// The file.
        path: PathBuf,
        /// What it is, and what to do.
        what: &'static str,
    },
    /// Reading stopped.
    #[error("cannot read {} from row {row} on: copy or download it again", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The row; the header is row 1.
        row: u64,
        /// What the reader says.
        source: csv::Error,
    },
    /// A quote that is not closed, or no line breaks.
    #[error(
        "{} row {row} (line {line}) does not end{}: a cell that begins with a quote must end with one, \
         and a quote within it is written twice",
        path.display(),
        within(*limit)
    )]
    Endless {
        /// The file.
        path: PathBuf,
        /// The row; the header is row 1.
        row: u64,
        /// The line on which it begins.
        line: u64,
        /// The bytes after which reading stopped; None at the end of the file.
        limit: Option<u64>,
    },
    /// No text in UTF-8.
    #[error(
        "{} row {row} is not UTF-8: export it as CSV UTF-8, or convert it with \
         `iconv -f {from} -t UTF-8`", path.display()
    )]
    NotUtf8 {
        /// The file.
        path: PathBuf,
        /// The row; the header is row 1.
        row: u64,
        /// The encoding it probably has.
        from: &'static str,
    },
    /// A row of another length than the header.
    #[error(
        "{} row {row} (line {line}) has {found} cells and the header {expected}: a cell with a delimiter, \
         a quote or a line break in it must stand in quotes; {}", path.display(),
        around_the_table(*line, *found, *expected)
    )]
    Ragged {
        /// The file.
        path: PathBuf,
        /// The row; the header is row 1.
        row: u64,
        /// The line on which it begins.
        line: u64,
        /// Its cells.
        found: usize,
        /// The header's.
        expected: usize,
    },
    /// No header.
    #[error("{} is empty: its first row must name the columns", .0.display())]
    Empty(PathBuf),
    /// A name that stands for two columns.
    #[error(
        "{}: '{name}' stands twice in the first row: rename one of the two columns", path.display()
    )]
    SameName {
        /// The file.
        path: PathBuf,
        /// The name.
        name: String,
    },
}

/// What to do about lines that are no rows: titles above the header, sums below the rows.
fn around_the_table(line: u64, found: usize, expected: usize) -> String {
    if found > expected {
        format!("if lines stand above the header, take them out: `tail -n +{line}` begins here")
    } else {
        let before = line.saturating_sub(1);
        format!(
            "if it is no row but a sum or a remark below them, take it out: `head -n {before}` ends before it"
        )
    }
}

fn within(limit: Option<u64>) -> String {
    limit.map_or_else(String::new, |bytes| format!(" within {} MiB", bytes >> 20))
}

impl Failure for CsvError {
    fn kind(&self) -> Kind {
        match self {
            CsvError::Source(error) => error.kind(),
            CsvError::Read { .. } => Kind::Failed,
            CsvError::Ragged { .. } | CsvError::NotUtf8 { .. } | CsvError::Endless { .. } => {
                Kind::DataQuality
            }
            _ => Kind::Usage,
        }
    }
}
