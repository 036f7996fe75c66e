//! `audience/as_of=D/refused.parquet`: who has said no by all that a night knew, by hashes of identifiers, addresses and
//! numbers. What the next night asks of it is for `super::forgotten`.

use crate::error::{Failure, Kind};
use crate::ingest::{KnownBy, NoTo, NotedNo, NotedNoes};
use crate::pipeline::published::PublishedError;
use crate::table::{Footer, ParquetSink, Rows, RowsError, SourceError, private_file};
use arrow_array::cast::AsArray;
use arrow_array::types::UInt64Type;
use arrow_array::{ArrayRef, BooleanArray, RecordBatch, StringArray, UInt64Array};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use parquet::arrow::ProjectionMask;
use parquet::errors::ParquetError;
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What each key is of, as the file says it.
const KNOWN_BY: [(KnownBy, &str); 3] =
    [(KnownBy::Id, "customer_id"), (KnownBy::Email, "email"), (KnownBy::Phone, "phone")];

/// Why the file is not read or written.
#[derive(Debug, thiserror::Error)]
pub enum RefusedFileError {
    /// It cannot be opened.
    #[error(transparent)]
    Open(#[from] SourceError),
    /// It cannot be read.
    #[error(transparent)]
    Rows(#[from] RowsError),
    /// It is not what was published.
    #[error(transparent)]
    Published(#[from] PublishedError),
    /// Its columns are others.
    #[error(
        "{} has other columns than this version writes: whoever had said no is not known; --accept-losses goes on \
         without it",
        path.display()
    )]
    OtherColumns {
        /// The file.
        path: PathBuf,
    },
    /// It cannot be written.
    #[error("writing {} failed", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What does not take it.
        source: ParquetError,
    },
}

impl Failure for RefusedFileError {
    fn kind(&self) -> Kind {
        match self {
            RefusedFileError::Open(error) => error.kind(),
            RefusedFileError::Rows(error) => error.kind(),
            RefusedFileError::Published(error) => error.kind(),
            RefusedFileError::OtherColumns { .. } => Kind::Usage,
            RefusedFileError::Write { .. } => Kind::Failed,
        }
    }
}

fn schema() -> SchemaRef {
    let flag = |name: &str| Field::new(name, DataType::Boolean, false);
    Arc::new(Schema::new(vec![
        Field::new("known_by", DataType::Utf8, false),
        Field::new("key", DataType::UInt64, false),
        flag("no_email"),
        flag("no_phone"),
        flag("no_ads"),
        flag("suppressed"),
        flag("by_own_row"),
        flag("of_earlier_nights"),
    ]))
}

/// Writes the file; returns its rows.
pub(in crate::pipeline) fn write(noted: &NotedNoes, path: &Path) -> Result<u64, RefusedFileError> {
    write_rows(noted, path)
        .map_err(|source| RefusedFileError::Write { path: path.to_owned(), source })
}

fn write_rows(noted: &NotedNoes, path: &Path) -> Result<u64, ParquetError> {
    let rows = noted.rows();
    let name = |by: KnownBy| KNOWN_BY.iter().find(|(known, _)| *known == by).map(|(_, name)| *name);
    let flags = |of: fn(&NotedNo) -> bool| -> ArrayRef {
        Arc::new(BooleanArray::from(rows.iter().map(of).collect::<Vec<bool>>()))
    };
    let columns: Vec<ArrayRef> = vec![
        Arc::new(rows.iter().map(|row| name(row.by)).collect::<StringArray>()),
        Arc::new(UInt64Array::from_iter_values(rows.iter().map(|row| row.key))),
        flags(|row| row.no.email),
        flags(|row| row.no.phone),
        flags(|row| row.no.ads),
        flags(|row| row.no.suppressed),
        flags(|row| row.by_own_row),
        flags(|row| row.is_kept),
    ];
    let mut sink = ParquetSink::new(BufWriter::new(private_file(path)?), schema())?;
    sink.write(RecordBatch::try_new(schema(), columns)?)?;
    let (out, rows) = sink.finish()?;
    out.into_inner().map_err(std::io::IntoInnerError::into_error)?;
    Ok(rows)
}

/// Reads the file.
pub(in crate::pipeline) fn read(path: &Path) -> Result<NotedNoes, RefusedFileError> {
    let footer = Footer::open(path)?;
    if footer.schema().fields() != schema().fields() {
        return Err(RefusedFileError::OtherColumns { path: path.to_owned() });
    }
    let mut rows = Vec::new();
    for batch in Rows::all_of(path, footer, ProjectionMask::all()) {
        let batch = batch?;
        let names = batch.column(0).as_string::<i32>();
        let keys = batch.column(1).as_primitive::<UInt64Type>();
        let flag = |column: usize, row: usize| batch.column(column).as_boolean().value(row);
        for row in 0..batch.num_rows() {
            let by = KNOWN_BY.iter().find(|(_, name)| *name == names.value(row));
            let Some((by, _)) = by else { continue };
            let [email, phone, ads, suppressed] = [2, 3, 4, 5].map(|column| flag(column, row));
            rows.push(NotedNo {
                by: *by,
                key: keys.value(row),
                no: NoTo { email, phone, ads, suppressed },
                by_own_row: flag(6, row),
                is_kept: flag(7, row),
            });
        }
    }
    Ok(NotedNoes::of_rows(rows.into_iter()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("refused.parquet");
        let email = NoTo { email: true, ..NoTo::default() };
        let row = |by, key, no| NotedNo { by, key, no, by_own_row: false, is_kept: true };
        let rows = [
            NotedNo { by_own_row: true, is_kept: false, ..row(KnownBy::Id, 7, NoTo::SUPPRESSED) },
            row(KnownBy::Email, u64::MAX, email),
            row(KnownBy::Phone, 3, NoTo::ALL),
        ];
        assert_eq!(write(&NotedNoes::of_rows(rows.into_iter()), &path).unwrap(), 3);
        assert_eq!(read(&path).unwrap().rows(), rows);
        std::fs::write(&path, "PAR1").unwrap();
        assert!(read(&path).is_err());
    }
}
