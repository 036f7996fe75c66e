//! Writing one Parquet file: row groups of fixed size, their columns encoded in parallel.
//!
//! Bytes depend on the rows alone, not on threads nor on how the rows came in batches.

use arrow_array::{Array, RecordBatch};
use arrow_schema::{DataType, SchemaRef};
use arrow_select::concat::concat;
use parquet::arrow::ArrowSchemaConverter;
use parquet::arrow::add_encoded_arrow_schema_to_metadata;
use parquet::arrow::arrow_writer::{
    ArrowColumnChunk, ArrowColumnWriter, ArrowLeafColumn, ArrowRowGroupWriterFactory,
    compute_leaves,
};
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::ColumnPath;
use rayon::prelude::*;
use std::io::Write;
use std::sync::Arc;

/// Rows in a row group.
const ROW_GROUP_ROWS: usize = 131_072;

/// Writes batches of one schema to one Parquet file.
pub struct ParquetSink<W: Write + Send> {
    schema: SchemaRef,
    file: SerializedFileWriter<W>,
    factory: ArrowRowGroupWriterFactory,
    /// Parquet columns of each field, of which lists and structs may have several.
    n_leaves: Vec<usize>,
    pending: Vec<RecordBatch>,
    pending_rows: usize,
    n_rows: u64,
}

fn properties(schema: &SchemaRef) -> WriterProperties {
    // Every reader knows Snappy; zstd would make files a sixth smaller and cost a twentieth of a run.
    let mut properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_created_by(concat!("winback ", env!("CARGO_PKG_VERSION")).to_owned());
    for field in schema.fields() {
        // Identifiers do not repeat and measured quantities hardly: looking for it finds nothing.
        if *field.data_type() == DataType::Float64 || field.name() == "customer_id" {
            properties = properties
                .set_column_dictionary_enabled(ColumnPath::from(field.name().as_str()), false);
        }
    }
    properties.build()
}

fn encode(
    (mut writer, leaf): (ArrowColumnWriter, ArrowLeafColumn),
) -> Result<ArrowColumnChunk, ParquetError> {
    writer.write(&leaf)?;
    writer.close()
}

impl<W: Write + Send> ParquetSink<W> {
    /// Starts a file.
    pub fn new(out: W, schema: SchemaRef) -> Result<Self, ParquetError> {
        let mut properties = properties(&schema);
        let parquet_schema = ArrowSchemaConverter::new()
            .with_coerce_types(properties.coerce_types())
            .convert(&schema)?;
        add_encoded_arrow_schema_to_metadata(&schema, &mut properties);
        let mut n_leaves = vec![0; schema.fields().len()];
        for leaf in 0..parquet_schema.num_columns() {
            n_leaves[parquet_schema.get_column_root_idx(leaf)] += 1;
        }
        let root = parquet_schema.root_schema_ptr();
        let file = SerializedFileWriter::new(out, root, Arc::new(properties))?;
        let factory = ArrowRowGroupWriterFactory::new(&file, Arc::clone(&schema));
        Ok(Self {
            schema,
            file,
            factory,
            n_leaves,
            pending: Vec::new(),
            pending_rows: 0,
            n_rows: 0,
        })
    }

    /// Adds rows.
    pub fn write(&mut self, batch: RecordBatch) -> Result<(), ParquetError> {
        self.n_rows += batch.num_rows() as u64;
        self.pending_rows += batch.num_rows();
        self.pending.push(batch);
        while self.pending_rows >= ROW_GROUP_ROWS {
            self.write_row_group(ROW_GROUP_ROWS)?;
        }
        Ok(())
    }

    /// Ends the row group here: for rows so long that memory should not hold a whole one.
    pub fn end_row_group(&mut self) -> Result<(), ParquetError> {
        if self.pending_rows > 0 { self.write_row_group(self.pending_rows) } else { Ok(()) }
    }

    fn write_row_group(&mut self, n_rows: usize) -> Result<(), ParquetError> {
        let pieces = self.take(n_rows);
        let row_group = self.file.flushed_row_groups().len();
        let mut writers = self.factory.create_column_writers(row_group)?.into_iter();
        let of_fields: Vec<(usize, Vec<ArrowColumnWriter>)> =
            self.n_leaves.iter().map(|&n| writers.by_ref().take(n).collect()).enumerate().collect();
        let chunks = of_fields
            .into_par_iter()
            .map(|(j, writers)| {
                let column: Vec<&dyn Array> = pieces.iter().map(|b| b.column(j).as_ref()).collect();
                let leaves = compute_leaves(self.schema.field(j), &concat(&column)?)?;
                writers.into_par_iter().zip(leaves).map(encode).collect()
            })
            .collect::<Result<Vec<Vec<ArrowColumnChunk>>, ParquetError>>()?;
        let mut row_group = self.file.next_row_group()?;
        for chunk in chunks.into_iter().flatten() {
            chunk.append_to_row_group(&mut row_group)?;
        }
        row_group.close()?;
        Ok(())
    }

    /// The first rows of those that wait.
    fn take(&mut self, n_rows: usize) -> Vec<RecordBatch> {
        self.pending_rows -= n_rows;
        let (mut taken, mut missing) = (Vec::new(), n_rows);
        let mut waiting = std::mem::take(&mut self.pending).into_iter();
        for batch in waiting.by_ref() {
            let n = batch.num_rows().min(missing);
            taken.push(batch.slice(0, n));
            missing -= n;
            if missing == 0 {
                self.pending
                    .extend((n < batch.num_rows()).then(|| batch.slice(n, batch.num_rows() - n)));
                break;
            }
        }
        self.pending.extend(waiting);
        taken
    }

    /// Writes what is left and the footer; returns the writer and the number of rows.
    pub fn finish(mut self) -> Result<(W, u64), ParquetError> {
        self.end_row_group()?;
        let n_rows = self.n_rows;
        Ok((self.file.into_inner()?, n_rows))
    }
}
