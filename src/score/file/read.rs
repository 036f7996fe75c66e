//! Columns of a score file, read: in the types that the contract gives them, wherever it was written.

use super::{ColumnType, ScoreColumn};
use crate::error::{Failure, Kind};
use crate::table::cast::{CastError, days, flags, floats, large_texts, whole_numbers};
use crate::table::{Footer, Rows, RowsError, SourceError};
use arrow_array::{ArrayRef, RecordBatch, UInt32Array};
use arrow_schema::DataType;
use arrow_select::take::take;
use parquet::arrow::ProjectionMask;
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Rows of a batch.
const BATCH_ROWS: usize = 8192;

/// What can be wrong with score files.
#[derive(Debug, thiserror::Error)]
pub enum ScoreFileError {
    /// The file cannot be opened.
    #[error("{0}; run winback score again")]
    Open(#[from] SourceError),
    /// Its rows cannot be read.
    #[error("{0}; run winback score again")]
    Rows(#[from] RowsError),
    /// The file is not Parquet, or damaged.
    #[error("'{}' is not a readable score file ({reason}); run winback score again", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// A column is missing.
    #[error(
        "'{}' has no column '{column}': it is not a score file of this version; run winback score again",
        path.display()
    )]
    MissingColumn {
        /// The file.
        path: PathBuf,
        /// The column.
        column: &'static str,
    },
}

impl Failure for ScoreFileError {
    fn kind(&self) -> Kind {
        match self {
            ScoreFileError::Open(error) => error.kind(),
            ScoreFileError::Rows(error) => error.kind(),
            _ => Kind::Usage,
        }
    }
}

/// Columns of one part, batch by batch, in the order of the file.
pub struct ScoreBatches {
    part: PathBuf,
    columns: Vec<ScoreColumn>,
    rows: Rows,
}

impl ScoreBatches {
    /// Opens a part.
    pub fn open(part: &Path, columns: &[ScoreColumn]) -> Result<Self, ScoreFileError> {
        let footer = Footer::open(part)?;
        let row_groups = (0..footer.parquet().num_row_groups()).collect();
        Self::of(part, footer, row_groups, columns)
    }

    fn of(
        part: &Path,
        footer: Footer,
        row_groups: Vec<usize>,
        columns: &[ScoreColumn],
    ) -> Result<Self, ScoreFileError> {
        let schema = footer.schema().clone();
        let root =
            |column: &ScoreColumn| schema.index_of(column.name).map_err(|_| missing(part, column));
        let roots = columns.iter().map(root).collect::<Result<Vec<_>, _>>()?;
        let mask = ProjectionMask::roots(footer.metadata.parquet_schema(), roots);
        let rows = Rows::of(part, footer, mask, row_groups, BATCH_ROWS);
        Ok(Self { part: part.to_owned(), columns: columns.to_vec(), rows })
    }

    /// The columns of a batch in their types: of these rows of it, or of all.
    fn typed(
        &self,
        batch: &RecordBatch,
        rows: Option<&UInt32Array>,
    ) -> Result<Vec<ArrayRef>, ScoreFileError> {
        let Self { part, columns, .. } = self;
        let typed = |column: &ScoreColumn| {
            let found = batch.column_by_name(column.name).ok_or_else(|| missing(part, column))?;
            let some = rows.map(|rows| take(found, rows, None)).transpose();
            let some = some.map_err(|e| unreadable(part, &e))?;
            read_as(column, some.as_ref().unwrap_or(found)).map_err(|e| unreadable(part, &e))
        };
        columns.iter().map(typed).collect()
    }
}

/// One array for each column, in the order in which they were named.
///
/// Texts come as `LargeUtf8`, identifiers as `Int64` or `LargeUtf8`, all else as [`ScoreColumn::field`]
/// says.
impl Iterator for ScoreBatches {
    type Item = Result<Vec<ArrayRef>, ScoreFileError>;

    fn next(&mut self) -> Option<Self::Item> {
        Some(match self.rows.next()? {
            Ok(batch) => self.typed(&batch, None),
            Err(error) => Err(error.into()),
        })
    }
}

/// Shows `columns` of one part to `show`, batch by batch; see [`ScoreBatches`].
pub fn read(
    part: &Path,
    columns: &[ScoreColumn],
    mut show: impl FnMut(&[ArrayRef]),
) -> Result<(), ScoreFileError> {
    for batch in ScoreBatches::open(part, columns)? {
        show(&batch?);
    }
    Ok(())
}

/// What `of_batch` makes of each batch of all parts, in order, batches side by side. It is told the number of rows
/// before the batch, in this part and those before it.
pub fn read_side_by_side<T: Send>(
    parts: &[PathBuf],
    columns: &[ScoreColumn],
    of_batch: impl Fn(usize, &[ArrayRef]) -> T + Sync,
) -> Result<Vec<T>, ScoreFileError> {
    let read = |Group { part, footer, index, mut before }: Group<'_>| {
        let mut made = Vec::new();
        for batch in ScoreBatches::of(part, footer, vec![index], columns)? {
            let batch = batch?;
            made.push(of_batch(before, &batch));
            before += batch.first().map_or(0, |column| column.len());
        }
        Ok(made)
    };
    let made: Result<Vec<Vec<T>>, ScoreFileError> =
        row_groups(parts)?.into_par_iter().map(read).collect();
    Ok(made?.into_iter().flatten().collect())
}

/// Columns of some rows of all parts, batch by batch: `wanted` are their places among the rows of all parts, ascending.
/// What is not wanted is not unpacked.
pub fn read_some(
    parts: &[PathBuf],
    columns: &[ScoreColumn],
    wanted: &[usize],
) -> Result<Vec<Vec<ArrayRef>>, ScoreFileError> {
    let read = |Group { part, footer, index, mut before }: Group<'_>| {
        let mut made = Vec::new();
        let mut batches = ScoreBatches::of(part, footer, vec![index], columns)?;
        while let Some(batch) = batches.rows.next() {
            let batch = batch?;
            let end = before + batch.num_rows();
            let places = wanted.partition_point(|&row| row < before)
                ..wanted.partition_point(|&row| row < end);
            let rows = wanted[places].iter().map(|&row| (row - before) as u32);
            made.push(batches.typed(&batch, Some(&UInt32Array::from_iter_values(rows)))?);
            before = end;
        }
        Ok(made)
    };
    let made: Result<Vec<Vec<Vec<ArrayRef>>>, ScoreFileError> =
        row_groups(parts)?.into_par_iter().map(read).collect();
    Ok(made?.into_iter().flatten().collect())
}

/// A row group of a part.
struct Group<'a> {
    part: &'a Path,
    footer: Footer,
    /// Its place in the part.
    index: usize,
    /// Rows before it, in this part and those before.
    before: usize,
}

fn row_groups(parts: &[PathBuf]) -> Result<Vec<Group<'_>>, ScoreFileError> {
    let mut groups = Vec::new();
    let mut before = 0;
    for part in parts {
        let footer = Footer::open(part)?;
        for (index, group) in footer.parquet().row_groups().iter().enumerate() {
            groups.push(Group { part, footer: footer.clone(), index, before });
            before += usize::try_from(group.num_rows()).unwrap_or(0);
        }
    }
    Ok(groups)
}

fn unreadable(part: &Path, error: &dyn std::fmt::Display) -> ScoreFileError {
    ScoreFileError::Unreadable { path: part.to_owned(), reason: error.to_string() }
}

fn missing(part: &Path, column: &ScoreColumn) -> ScoreFileError {
    ScoreFileError::MissingColumn { path: part.to_owned(), column: column.name }
}

/// A column in the type in which it is shown.
fn read_as(column: &ScoreColumn, found: &ArrayRef) -> Result<ArrayRef, CastError> {
    Ok(match column.holds {
        ColumnType::Identifier if *found.data_type() == DataType::Int64 => found.clone(),
        ColumnType::Identifier | ColumnType::Text => Arc::new(large_texts(found)?),
        ColumnType::Date => Arc::new(days(found)?),
        ColumnType::Float => Arc::new(floats(found)?),
        ColumnType::Integer => Arc::new(whole_numbers(found)?),
        ColumnType::Flag => Arc::new(flags(found)?),
        ColumnType::Contributions => found.clone(),
    })
}
