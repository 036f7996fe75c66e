//! Parquet files written in parallel: row groups are encoded side by side and appended in order.
//!
//! Knows nothing of what the rows mean. The bytes depend on the rows and their division into row
//! groups only.

use super::error::{GenerateError, parquet};
use arrow_array::ArrayRef;
use arrow_schema::{Schema, SchemaRef};
use parquet::arrow::ArrowSchemaConverter;
use parquet::arrow::arrow_writer::{ArrowColumnChunk, ArrowRowGroupWriterFactory, compute_leaves};
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::{WriterProperties, WriterPropertiesPtr};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::{ColumnPath, TypePtr};
use rayon::prelude::*;
use std::fs::File;
use std::io::BufWriter;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Rows of a row group, at most.
pub(super) const ROW_GROUP_ROWS: u64 = 1_000_000;

/// Row groups encoded at a time, at most: each holds some 100 MB.
const ENCODED_AT_ONCE_MAX: usize = 16;

/// Takes the columns of some rows.
pub(super) type Take<'a> = dyn FnMut(Vec<ArrayRef>) -> Result<(), GenerateError> + 'a;

/// Delivers the rows of a range as columns, a part at a time.
pub(super) type Source<'a> =
    dyn Fn(Range<u64>, &mut Take<'_>) -> Result<(), GenerateError> + Sync + 'a;

/// Files to be written, and how.
pub(super) struct Files<'a> {
    /// The columns.
    pub schema: Schema,
    /// Columns whose values are nearly all different: no dictionary is tried.
    pub distinct: &'a [&'a str],
    /// The files in order.
    pub paths: Vec<PathBuf>,
    /// Rows of every file but the last.
    pub rows_per_file: u64,
    /// Rows in all.
    pub rows: u64,
}

/// Paths `STEM-00000.parquet` … for so many rows; one even when there is none.
pub(super) fn parts(folder: &Path, stem: &str, rows: u64, rows_per_file: u64) -> Vec<PathBuf> {
    let files = rows.div_ceil(rows_per_file).max(1);
    (0..files).map(|i| folder.join(format!("{stem}-{i:05}.parquet"))).collect()
}

struct Format {
    schema: SchemaRef,
    root: TypePtr,
    properties: WriterPropertiesPtr,
}

impl Files<'_> {
    /// Writes all files; `written` hears of rows as they are done.
    pub(super) fn write(
        self,
        source: &Source<'_>,
        written: &dyn Fn(u64),
    ) -> Result<(), GenerateError> {
        let Some(first) = self.paths.first() else { return Ok(()) };
        let format = self.format().map_err(parquet(first))?;
        let columns = format.columns().map_err(parquet(first))?;
        let groups = self.groups();
        let wave = rayon::current_num_threads().clamp(1, ENCODED_AT_ONCE_MAX);
        let mut open: Option<(usize, SerializedFileWriter<BufWriter<File>>)> = None;
        for wave in groups.chunks(wave) {
            let encoded: Vec<Vec<ArrowColumnChunk>> = wave
                .par_iter()
                .map(|(file, rows)| {
                    encode(&columns, &format.schema, rows.clone(), source, &self.paths[*file])
                })
                .collect::<Result<_, _>>()?;
            for ((file, rows), chunks) in wave.iter().zip(encoded) {
                let path = &self.paths[*file];
                let mut writer = match open.take() {
                    Some((current, writer)) if current == *file => writer,
                    finished => {
                        self.close(finished)?;
                        format.open(path)?
                    }
                };
                append(&mut writer, chunks).map_err(parquet(path))?;
                open = Some((*file, writer));
                written(rows.end - rows.start);
            }
        }
        self.close(open)
    }

    fn close(
        &self,
        open: Option<(usize, SerializedFileWriter<BufWriter<File>>)>,
    ) -> Result<(), GenerateError> {
        if let Some((file, writer)) = open {
            writer.close().map_err(parquet(&self.paths[file]))?;
        }
        Ok(())
    }

    fn format(&self) -> Result<Format, ParquetError> {
        let mut properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_max_row_group_row_count(Some(ROW_GROUP_ROWS as usize));
        for &column in self.distinct {
            properties = properties.set_column_dictionary_enabled(ColumnPath::from(column), false);
        }
        Ok(Format {
            schema: Arc::new(self.schema.clone()),
            root: ArrowSchemaConverter::new().convert(&self.schema)?.root_schema_ptr(),
            properties: Arc::new(properties.build()),
        })
    }

    /// The row groups: file and range of rows; an empty table has one, empty.
    fn groups(&self) -> Vec<(usize, Range<u64>)> {
        let mut groups = Vec::new();
        for file in 0..self.paths.len() {
            let start = file as u64 * self.rows_per_file;
            let end = start.saturating_add(self.rows_per_file).min(self.rows);
            let mut from = start;
            while from < end || from == start {
                let to = (from + ROW_GROUP_ROWS).min(end);
                groups.push((file, from..to));
                from = to.max(from + 1);
            }
        }
        groups
    }
}

impl Format {
    fn open(&self, path: &Path) -> Result<SerializedFileWriter<BufWriter<File>>, GenerateError> {
        let file = File::create(path).map_err(super::error::io("create", path))?;
        SerializedFileWriter::new(BufWriter::new(file), self.root.clone(), self.properties.clone())
            .map_err(parquet(path))
    }

    fn columns(&self) -> Result<ArrowRowGroupWriterFactory, ParquetError> {
        // The factory wants a writer for its schema and properties only; nothing goes there.
        let nowhere =
            SerializedFileWriter::new(std::io::sink(), self.root.clone(), self.properties.clone())?;
        Ok(ArrowRowGroupWriterFactory::new(&nowhere, self.schema.clone()))
    }
}

fn encode(
    columns: &ArrowRowGroupWriterFactory,
    schema: &Schema,
    rows: Range<u64>,
    source: &Source<'_>,
    path: &Path,
) -> Result<Vec<ArrowColumnChunk>, GenerateError> {
    let mut writers = columns.create_column_writers(0).map_err(parquet(path))?;
    source(rows, &mut |arrays| {
        for ((writer, array), field) in writers.iter_mut().zip(&arrays).zip(schema.fields()) {
            for leaf in compute_leaves(field, array).map_err(parquet(path))? {
                writer.write(&leaf).map_err(parquet(path))?;
            }
        }
        Ok(())
    })?;
    writers.into_iter().map(|writer| writer.close().map_err(parquet(path))).collect()
}

fn append(
    writer: &mut SerializedFileWriter<BufWriter<File>>,
    chunks: Vec<ArrowColumnChunk>,
) -> Result<(), ParquetError> {
    let mut group = writer.next_row_group()?;
    for chunk in chunks {
        chunk.append_to_row_group(&mut group)?;
    }
    group.close()?;
    Ok(())
}
