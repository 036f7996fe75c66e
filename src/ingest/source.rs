//! An input opened: its files' footers read, mapped columns found and their types checked.
//!
//! One [`Source`] is one of the inputs (transactions, events). Files may differ in column order,
//! integer width, time unit and optional columns. Only mapped columns are ever decoded.

use super::IngestError;
use super::columns::{ColumnMap, ColumnSpec, TableColumn};
use super::place::Place;
use super::types::is_text;
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader,
    ParquetRecordBatchReaderBuilder,
};
use parquet::basic::Encoding;
use parquet::file::metadata::RowGroupMetaData;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Rows decoded at a time: large enough to fill every partition's tail, small enough for the cache.
pub const BATCH_ROWS: usize = 32_768;

/// A mapped column that is looked for in the files.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Its name in the files.
    pub name: String,
    spec: &'static ColumnSpec,
    /// How a user maps it, for messages.
    option: String,
    /// Whether every file must have it; the others must be in one file at least.
    required: bool,
}

impl Wanted {
    fn new<C: TableColumn>(column: C, mapping: &ColumnMap<C, String>) -> Option<Self> {
        let name = mapping.get(column)?.clone();
        let spec = column.spec();
        let is_factor = C::PRODUCT
            .is_some_and(|(product, factors)| factors.contains(&column) && !mapping.has(product));
        let required = spec.required || is_factor;
        Some(Self { name, spec, option: column.option(), required })
    }
}

/// A file with its footer.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Where it lies.
    pub path: PathBuf,
    metadata: ArrowReaderMetadata,
    /// For each column of the table, its index in the file's schema.
    indices: Vec<Option<usize>>,
}

/// An input: some files and the columns wanted of them.
#[derive(Debug, Clone)]
pub struct Source {
    /// The files, in the order given.
    pub files: Vec<SourceFile>,
    /// For each column of the table, whether and as what it is looked for.
    wanted: Vec<Option<Wanted>>,
}

/// A unit of parallel work: one row group of one file.
#[derive(Debug, Clone, Copy)]
pub struct RowGroup {
    /// Index of the file.
    pub file: usize,
    /// Index of the row group within.
    pub row_group: usize,
}

fn open(path: &Path) -> Result<File, IngestError> {
    File::open(path).map_err(|source| IngestError::Io { path: path.to_owned(), source })
}

fn not_parquet(path: &Path, reason: &dyn std::fmt::Display) -> IngestError {
    IngestError::NotParquet { path: path.to_owned(), reason: reason.to_string() }
}

impl SourceFile {
    fn open(path: &Path, wanted: &[Option<Wanted>]) -> Result<Self, IngestError> {
        let metadata = ArrowReaderMetadata::load(&open(path)?, ArrowReaderOptions::new())
            .map_err(|e| not_parquet(path, &e))?;
        let schema = metadata.schema();
        let indices = wanted
            .iter()
            .map(|want| match want {
                Some(want) => find(path, schema, want, want.required),
                None => Ok(None),
            })
            .collect::<Result<Vec<_>, IngestError>>()?;
        Ok(Self { path: path.to_owned(), metadata, indices })
    }

    /// Number of rows, from the footer.
    pub fn n_rows(&self) -> u64 {
        self.metadata.metadata().file_metadata().num_rows().unsigned_abs()
    }

    /// The type of a column here; `None` where the file lacks it.
    fn data_type(&self, column: impl TableColumn) -> Option<&DataType> {
        self.indices[column.index()].map(|i| self.metadata.schema().field(i).data_type())
    }
}

fn find(
    path: &Path,
    schema: &Schema,
    want: &Wanted,
    required: bool,
) -> Result<Option<usize>, IngestError> {
    let Some((index, field)) = schema.column_with_name(&want.name) else {
        if !required {
            return Ok(None);
        }
        let names: Vec<&str> = schema.fields().iter().map(|f| f.name().as_str()).collect();
        return Err(IngestError::MissingColumn {
            path: path.to_owned(),
            column: want.name.clone(),
            part: want.spec.label,
            option: want.option.clone(),
            available: names.join(", "),
        });
    };
    // A writer that saw no value at all does not know the type.
    let is_empty = *field.data_type() == DataType::Null;
    if !is_empty && !want.spec.accepts.allows(field.data_type()) {
        return Err(IngestError::WrongType {
            path: path.to_owned(),
            column: want.name.clone(),
            part: want.spec.label,
            found: field.data_type().to_string(),
            wanted: want.spec.accepts.types(),
        });
    }
    Ok(Some(index))
}

impl Source {
    /// Reads the footers of `paths` and finds the mapped columns that `reads` chooses.
    ///
    /// A column that no file must have must still be in one of them: a name that occurs nowhere is a
    /// mistake.
    pub fn open<C: TableColumn>(
        paths: &[PathBuf],
        mapping: &ColumnMap<C, String>,
        reads: impl Fn(C) -> bool,
    ) -> Result<Self, IngestError> {
        let wanted: Vec<Option<Wanted>> = C::ALL
            .iter()
            .map(|&column| reads(column).then(|| Wanted::new(column, mapping)).flatten())
            .collect();
        let files = paths
            .iter()
            .map(|path| SourceFile::open(path, &wanted))
            .collect::<Result<Vec<_>, IngestError>>()?;
        for (i, want) in wanted.iter().enumerate() {
            if let (Some(first), Some(want)) = (files.first(), want)
                && files.iter().all(|file| file.indices[i].is_none())
            {
                find(&first.path, first.metadata.schema(), want, true)?;
            }
        }
        Ok(Self { files, wanted })
    }

    /// Whether a column is read.
    pub fn wants(&self, column: impl TableColumn) -> bool {
        self.wanted[column.index()].is_some()
    }

    /// A column of a file, for messages.
    pub fn place(&self, file: usize, column: impl TableColumn) -> Place<'_> {
        let want = self.wanted[column.index()].as_ref();
        let name = want.map_or(column.spec().key, |want| want.name.as_str());
        Place { path: &self.files[file].path, column: name }
    }

    /// Number of rows in all files, from their footers.
    pub fn n_rows(&self) -> u64 {
        self.files.iter().map(SourceFile::n_rows).sum()
    }

    /// Every row group of every file.
    pub fn row_groups(&self) -> Vec<RowGroup> {
        let of_file = |(file, f): (usize, &SourceFile)| {
            (0..f.metadata.metadata().num_row_groups())
                .map(move |row_group| RowGroup { file, row_group })
        };
        self.files.iter().enumerate().flat_map(of_file).collect()
    }

    /// Whether the column holds text in any file.
    pub fn any_text(&self, column: impl TableColumn) -> bool {
        self.files.iter().any(|file| file.data_type(column).is_some_and(is_text))
    }

    /// A reader of the wanted columns of one row group; `Positions` tells which column is which.
    pub fn read(&self, at: RowGroup) -> Result<(ParquetRecordBatchReader, Positions), IngestError> {
        let file = &self.files[at.file];
        let fail = |e: &dyn std::fmt::Display| not_parquet(&file.path, e);
        let row_group = file.metadata.metadata().row_group(at.row_group);
        let schema = reading_schema(file, row_group);
        let options = ArrowReaderOptions::new().with_schema(schema);
        let metadata = ArrowReaderMetadata::try_new(Arc::clone(file.metadata.metadata()), options)
            .map_err(|e| fail(&e))?;
        let roots: Vec<usize> = file.indices.iter().flatten().copied().collect();
        let mask = ProjectionMask::roots(metadata.parquet_schema(), roots.iter().copied());
        let reader =
            ParquetRecordBatchReaderBuilder::new_with_metadata(open(&file.path)?, metadata)
                .with_projection(mask)
                .with_row_groups(vec![at.row_group])
                .with_batch_size(BATCH_ROWS)
                .build()
                .map_err(|e| fail(&e))?;
        Ok((reader, Positions::new(&file.indices)))
    }
}

/// Where each column stands in the batches read (which follow the file's order).
#[derive(Debug, Clone)]
pub struct Positions(Vec<Option<usize>>);

impl Positions {
    fn new(indices: &[Option<usize>]) -> Self {
        let mut sorted: Vec<usize> = indices.iter().flatten().copied().collect();
        sorted.sort_unstable();
        sorted.dedup();
        Self(
            indices.iter().map(|index| index.and_then(|i| sorted.binary_search(&i).ok())).collect(),
        )
    }

    /// Position of a column in the batch.
    #[inline]
    pub fn of(&self, column: impl TableColumn) -> Option<usize> {
        self.0.get(column.index()).copied().flatten()
    }
}

/// The file's schema with text columns as views, or as codes where the row group is dictionary-coded
/// throughout: then each distinct text is hashed once.
fn reading_schema(file: &SourceFile, row_group: &RowGroupMetaData) -> SchemaRef {
    let schema = file.metadata.schema();
    let coded = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
    let fields: Vec<Field> = schema
        .fields()
        .iter()
        .enumerate()
        .map(|(i, field)| {
            let field = field.as_ref().clone();
            if !file.indices.contains(&Some(i)) || !is_text(field.data_type()) {
                return field;
            }
            let whole = dictionary_coded(&file.metadata, row_group, i);
            field.with_data_type(if whole { coded.clone() } else { DataType::Utf8View })
        })
        .collect();
    Arc::new(Schema::new_with_metadata(fields, schema.metadata().clone()))
}

fn dictionary_coded(
    metadata: &ArrowReaderMetadata,
    row_group: &RowGroupMetaData,
    root: usize,
) -> bool {
    let descriptor = metadata.parquet_schema();
    (0..descriptor.num_columns())
        .find(|&leaf| descriptor.get_column_root_idx(leaf) == root)
        .and_then(|leaf| row_group.column(leaf).page_encoding_stats_mask())
        .is_some_and(|mask| {
            mask.is_only(Encoding::RLE_DICTIONARY) || mask.is_only(Encoding::PLAIN_DICTIONARY)
        })
}
