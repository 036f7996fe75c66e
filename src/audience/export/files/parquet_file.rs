//! A Parquet file of texts.

use super::{Row, TableFile};
use crate::table::{ParquetSink, private_file};
use arrow_array::builder::StringBuilder;
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::Arc;

/// Rows that are handed on at a time.
const BATCH_ROWS: usize = 8192;

/// A Parquet file that is being written.
pub(crate) struct ParquetFile {
    sink: ParquetSink<BufWriter<File>>,
    schema: SchemaRef,
    columns: Vec<StringBuilder>,
    rows: usize,
}

impl ParquetFile {
    /// Begins a file.
    pub(crate) fn begin(path: &Path, header: &[&str]) -> io::Result<Self> {
        let fields: Vec<Field> =
            header.iter().map(|name| Field::new(*name, DataType::Utf8, true)).collect();
        let schema: SchemaRef = Arc::new(Schema::new(fields));
        let out = BufWriter::new(private_file(path)?);
        let sink = ParquetSink::new(out, Arc::clone(&schema)).map_err(io::Error::other)?;
        let columns = header.iter().map(|_| StringBuilder::new()).collect();
        Ok(Self { sink, schema, columns, rows: 0 })
    }

    fn write_batch(&mut self) -> io::Result<()> {
        let columns =
            self.columns.iter_mut().map(|column| Arc::new(column.finish()) as ArrayRef).collect();
        self.rows = 0;
        let batch = RecordBatch::try_new(Arc::clone(&self.schema), columns);
        self.sink.write(batch.map_err(io::Error::other)?).map_err(io::Error::other)
    }
}

impl TableFile for ParquetFile {
    fn offer(&mut self, row: &Row<'_>) -> io::Result<bool> {
        for (column, cell) in self.columns.iter_mut().zip(row) {
            column.append_option(cell.as_deref());
        }
        self.rows += 1;
        if self.rows == BATCH_ROWS {
            self.write_batch()?;
        }
        Ok(true)
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.write_batch()?;
        let (mut out, _) = self.sink.finish().map_err(io::Error::other)?;
        out.flush()
    }
}
