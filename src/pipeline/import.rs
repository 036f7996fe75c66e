//! CSV exports to Parquet: every column as text, as the shop wrote it.
//!
//! Nothing is interpreted but one layout: exports that say an order's facts on its first line only.
//! Dates, amounts and identifiers are read where Parquet is read. Memory holds one row group.

use super::lines_below::LinesBelow;
use crate::error::{Failure, Kind};
use crate::table::{Access, AtomicFile, CsvError, CsvFile, ParquetSink, PublishError};
use arrow_array::builder::StringBuilder;
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use parquet::errors::ParquetError;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Rows that are handed on together, at most.
const BATCH_ROWS: usize = 8192;

/// Bytes of text that are handed on together: about as many, and one row.
const BATCH_BYTES: usize = 16 << 20;

/// Bytes of text in a row group: about as many, where its rows are long.
const ROW_GROUP_BYTES: usize = 128 << 20;

/// One file that was imported.
#[derive(Debug, Serialize)]
pub struct Imported {
    /// The CSV file.
    pub from: PathBuf,
    /// The Parquet file.
    pub to: PathBuf,
    /// Its rows.
    pub rows: u64,
    /// Its columns, all of them text.
    pub columns: Vec<String>,
    /// The layout whose order facts were filled down, if it is one.
    pub filled_down: Option<&'static str>,
}

/// An import that cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The CSV file.
    #[error(transparent)]
    Csv(#[from] CsvError),
    /// The place of the result.
    #[error(transparent)]
    Publish(#[from] PublishError),
    /// Something stands in the place of the result.
    #[error("{} exists already: pass --force to replace it, or --out FOLDER", .0.display())]
    Exists(PathBuf),
    /// Two files whose results would have one name.
    #[error("{} and {} would both become {}: import them into two folders", .0.display(), .1.display(), .2.display())]
    SameName(PathBuf, PathBuf, PathBuf),
    /// Writing failed.
    #[error("writing {} failed: is there space on the disk?", path.display())]
    Write {
        /// The Parquet file.
        path: PathBuf,
        /// What the writer says.
        source: ParquetError,
    },
}

impl Failure for ImportError {
    fn kind(&self) -> Kind {
        match self {
            ImportError::Csv(error) => error.kind(),
            ImportError::Publish(error) => error.kind(),
            ImportError::Exists(_) | ImportError::SameName(..) => Kind::Usage,
            ImportError::Write { .. } => Kind::Failed,
        }
    }
}

/// Writes a Parquet file into `out` for each CSV file: all of them, or none if one cannot be read. What
/// stands there is replaced if `replace` says so.
pub fn import_csv(
    files: &[PathBuf],
    out: &Path,
    replace: bool,
) -> Result<Vec<Imported>, ImportError> {
    let mut targets: BTreeMap<PathBuf, &PathBuf> = BTreeMap::new();
    for file in files {
        let target = out.join(target_name(file));
        if let Some(other) = targets.insert(target.clone(), file) {
            return Err(ImportError::SameName(other.clone(), file.clone(), target));
        }
    }
    if let Some(target) = targets.keys().find(|target| !replace && target.exists()) {
        return Err(ImportError::Exists(target.clone()));
    }
    let made = targets.iter().map(|(target, file)| import_file(file, target));
    let made = made.collect::<Result<Vec<_>, _>>()?;
    let publish = |(imported, target): (Imported, AtomicFile)| {
        target.publish()?;
        Ok(imported)
    };
    made.into_iter().map(publish).collect()
}

/// `orders.csv.gz` becomes `orders.parquet`.
fn target_name(file: &Path) -> String {
    let name = file.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let mut stem: &str = &name;
    for extension in [".gz", ".csv", ".tsv", ".txt"] {
        let cut = stem.len().saturating_sub(extension.len());
        if stem.get(cut..).is_some_and(|end| end.eq_ignore_ascii_case(extension)) {
            stem = &stem[..cut];
        }
    }
    format!("{stem}.parquet")
}

/// Writes the rows of `from` for `to`, which is not yet in its place.
fn import_file(from: &Path, to: &Path) -> Result<(Imported, AtomicFile), ImportError> {
    let mut file = CsvFile::open(from)?;
    let columns = file.columns.clone();
    let fields: Vec<Field> =
        columns.iter().map(|name| Field::new(name, DataType::Utf8, true)).collect();
    let mut batch = TextBatch::new(Arc::new(Schema::new(fields)));
    let mut filling = FillDown::of(&columns);
    let filled_down = filling.as_ref().map(|filling| filling.layout);
    let failed = |source| ImportError::Write { path: to.to_owned(), source };
    let mut target = AtomicFile::create(to, Access::Private)?;
    let mut sink = ParquetSink::new(target.file(), Arc::clone(&batch.schema)).map_err(failed)?;
    let mut waiting_bytes = 0;
    while let Some(row) = file.next_row()? {
        let row: Vec<&str> = row.cells().collect();
        match &mut filling {
            Some(filling) => batch.push(&filling.filled(&row)),
            None => batch.push(&row),
        }
        if batch.is_full() {
            waiting_bytes += batch.bytes;
            sink.write(batch.take().map_err(|e| failed(e.into()))?).map_err(failed)?;
            if waiting_bytes > ROW_GROUP_BYTES {
                sink.end_row_group().map_err(failed)?;
                waiting_bytes = 0;
            }
        }
    }
    sink.write(batch.take().map_err(|e| failed(e.into()))?).map_err(failed)?;
    let (_, rows) = sink.finish().map_err(failed)?;
    let (from, to) = (from.to_owned(), to.to_owned());
    Ok((Imported { from, to, rows, columns, filled_down }, target))
}

/// Rows of text in the making; an empty cell is null.
struct TextBatch {
    schema: SchemaRef,
    columns: Vec<StringBuilder>,
    rows: usize,
    bytes: usize,
}

impl TextBatch {
    fn new(schema: SchemaRef) -> Self {
        let columns = schema.fields().iter().map(|_| StringBuilder::new()).collect();
        Self { schema, columns, rows: 0, bytes: 0 }
    }

    fn push(&mut self, row: &[&str]) {
        for (column, cell) in self.columns.iter_mut().zip(row) {
            column.append_option(Some(*cell).filter(|cell| !cell.is_empty()));
            self.bytes += cell.len();
        }
        self.rows += 1;
    }

    fn is_full(&self) -> bool {
        self.rows >= BATCH_ROWS || self.bytes >= BATCH_BYTES
    }

    fn take(&mut self) -> Result<RecordBatch, ArrowError> {
        (self.rows, self.bytes) = (0, 0);
        let columns = self.columns.iter_mut().map(|c| Arc::new(c.finish()) as ArrayRef).collect();
        RecordBatch::try_new(Arc::clone(&self.schema), columns)
    }
}

/// The order exports of Shopify and Squarespace: who, when and in what state stands on an order's first line only. Sums of
/// money stay there, so that no line item counts them again.
struct FillDown {
    /// Whose export it is.
    layout: &'static str,
    /// The order's number.
    key: usize,
    /// Columns that are filled, and what the order's lines said so far.
    filled: Vec<(usize, String)>,
    order: String,
}

impl FillDown {
    /// Where the columns are those of such an export.
    fn of(columns: &[String]) -> Option<Self> {
        let LinesBelow { layout, key, facts } = LinesBelow::of(columns)?;
        let filled = facts.into_iter().map(|column| (column, String::new())).collect();
        Some(Self { layout, key, filled, order: String::new() })
    }

    /// The row, and where its cells are empty what the order's lines above say.
    fn filled<'a>(&'a mut self, row: &[&'a str]) -> Vec<&'a str> {
        let order = row[self.key];
        let is_new = order.is_empty() || order != self.order;
        if is_new {
            order.clone_into(&mut self.order);
        }
        for (column, value) in &mut self.filled {
            if is_new || !row[*column].is_empty() {
                row[*column].clone_into(value);
            }
        }
        let mut row = row.to_vec();
        for (column, value) in &self.filled {
            row[*column] = value;
        }
        row
    }
}
