//! The mapped columns of an opened input: found in its files or their paths, their types checked, read.
//!
//! One [`Source`] is one of the inputs (transactions, events). Files may differ in column order,
//! integer width, time unit and optional columns. Only mapped columns are ever decoded.

mod extras;

pub(super) use extras::{ANY_COLUMN, BARE, Extra, extra_index};

use super::IngestError;
use super::bad_cells::BadCells;
use super::cells::{Cells, ColumnNotes};
use super::columns::{Accepts, ColumnMap, ColumnSpec, TableColumn, first_of_side_by_side};
use super::file_column::FileColumn;
use super::forms::Forms;
use super::normalised;
use super::path_columns::{PathType, PathValue, in_path, path_type};
use super::place::Place;
use super::types::is_text;
use crate::table::cast::{text_views, whole_numbers};
use crate::table::{DataFile, Files, Footer, Rows};
use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, RecordBatch, RecordBatchOptions};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef, TimeUnit};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions};
use parquet::basic::{Encoding, Type as PhysicalType};
use parquet::file::metadata::RowGroupMetaData;
use parquet::file::statistics::Statistics;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Rows decoded at a time: large enough to fill every partition's tail, small enough for the cache.
pub(super) const BATCH_ROWS: usize = 32_768;

/// A mapped column that is looked for in the files.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    /// Its name in the files.
    pub name: String,
    spec: &'static ColumnSpec,
    /// How a user maps it, for messages.
    option: String,
    /// How to do without it, for messages.
    without: String,
    /// Whether every file must have it; the others must be in one file at least.
    required: bool,
    /// Its type where it stands in the files' paths.
    of_path: Option<PathType>,
    /// What it is called in a file that has not its name, where a table's files come from several tools.
    others: Vec<String>,
    /// What says who it is in a file that has none of these names.
    stand_ins: Vec<String>,
}

impl Wanted {
    fn new<C: TableColumn>(
        column: C,
        mapping: &ColumnMap<C, String>,
        files: &Files,
    ) -> Result<Option<Self>, IngestError> {
        let Some(name) = mapping.get(column).cloned() else { return Ok(None) };
        let spec = column.spec();
        let of_path = path_type(files, &name, spec.accepts);
        if let Some(found) = of_path.map(PathType::data_type)
            && found != DataType::Null
            && !spec.accepts.allows(&found)
        {
            return Err(IngestError::WrongType {
                path: files.dataset.path.clone(),
                column: name,
                part: spec.label,
                found: format!("{found} (in the names of folders)"),
                accepts: spec.accepts,
                remedy: format!(
                    "name another column with {}{}",
                    column.option(),
                    column.way_without()
                ),
            });
        }
        let is_factor = C::PRODUCT
            .is_some_and(|(product, factors)| factors.contains(&column) && !mapping.has(product));
        let required = spec.required && C::IN_EVERY_FILE || is_factor;
        let (option, without) = (column.option(), column.way_without());
        let others = other_names(column, mapping, files);
        let stand_ins = stand_ins(column, mapping, files);
        Ok(Some(Self { name, spec, option, without, required, of_path, others, stand_ins }))
    }

    fn extra((name, spec): (&str, &'static ColumnSpec), files: &Files) -> Self {
        Self {
            name: name.to_owned(),
            spec,
            option: spec.key.to_owned(),
            without: String::new(),
            required: false,
            of_path: path_type(files, name, spec.accepts),
            others: Vec::new(),
            stand_ins: Vec::new(),
        }
    }
}

/// The other usual names of a column of events: a folder of them comes from several tools.
fn other_names<C: TableColumn>(
    column: C,
    mapping: &ColumnMap<C, String>,
    files: &Files,
) -> Vec<String> {
    let spec = column.spec();
    let of_events = C::IN_EVERY_FILE && !C::HAS_FLAGS;
    if !of_events || !(spec.required || spec.accepts == Accepts::Detail) || files.footers.len() < 2
    {
        return Vec::new();
    }
    let is_known = |name: &String| {
        let plain = normalised(name);
        plain == spec.key.replace('_', "") || spec.aliases.contains(&plain.as_str())
    };
    let is_free = |name: &String| !mapping.is_mapped(name);
    files.column_names().into_iter().filter(|name| is_known(name) && is_free(name)).collect()
}

/// The addresses beside an identifier of events: a file may have one of them alone.
fn stand_ins<C: TableColumn>(
    column: C,
    mapping: &ColumnMap<C, String>,
    files: &Files,
) -> Vec<String> {
    let of_events = C::IN_EVERY_FILE && !C::HAS_FLAGS;
    let says_who = column.spec().required && column.spec().accepts == Accepts::Identifier;
    let addresses = ["email", "phone"].into_iter().filter_map(C::of_key);
    let names = |address: C| {
        let mapped = mapping.get(address)?;
        let others = other_names(address, mapping, files);
        Some(std::iter::once(mapped.clone()).chain(others))
    };
    addresses.filter(|_| of_events && says_who).filter_map(names).flatten().collect()
}

/// A file with its footer.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Where it lies.
    pub path: PathBuf,
    footer: Footer,
    /// For each column of the table, where it stands in the file.
    found: Vec<Option<FileColumn>>,
    /// For each column of the table, what the file's path says instead.
    constants: Vec<Option<(PathType, PathValue)>>,
}

/// An input: some files and the columns wanted of them.
#[derive(Debug, Clone)]
pub struct Source {
    /// The files, in the order given.
    pub files: Vec<SourceFile>,
    /// For each column of the table, whether and as what it is looked for.
    wanted: Vec<Option<Wanted>>,
    /// How values are written, as far as that is set.
    pub(super) forms: Forms,
    /// For each column of the table, what was seen of its cells.
    pub(super) notes: Arc<[ColumnNotes]>,
    options: FormOptions,
}

/// How a user says how values are written, for messages.
#[derive(Debug, Clone)]
pub(super) struct FormOptions {
    pub timestamp_format: String,
    pub decimal_mark: String,
}

impl FormOptions {
    fn of<C: TableColumn>() -> Self {
        let option = |key: &str| {
            let flag = format!("--{} or ", key.replace('_', "-"));
            format!("{}{}.{key}", if C::HAS_FLAGS { &flag } else { "" }, C::SECTION)
        };
        Self { timestamp_format: option("timestamp_format"), decimal_mark: option("decimal_mark") }
    }
}

/// A unit of parallel work: one row group of one file.
#[derive(Debug, Clone, Copy)]
pub struct RowGroup {
    /// Index of the file.
    pub file: usize,
    /// Index of the row group within.
    pub row_group: usize,
}

fn not_parquet(path: &Path, reason: &dyn std::fmt::Display) -> IngestError {
    IngestError::NotParquet { path: path.to_owned(), reason: reason.to_string() }
}

impl SourceFile {
    fn open(
        (file, footer): (&DataFile, &Footer),
        wanted: &[Option<Wanted>],
    ) -> Result<Self, IngestError> {
        let path = &file.path;
        let constants: Vec<_> = wanted
            .iter()
            .map(|want| {
                let want = want.as_ref()?;
                let of_path = want.of_path?;
                Some((of_path, of_path.value(in_path(file, footer, &want.name)?)))
            })
            .collect();
        let read_as =
            |found: FileColumn, want: &Wanted| found.read_as(want.spec.accepts, &footer.metadata);
        let found = wanted
            .iter()
            .zip(&constants)
            .map(|(want, constant)| match want {
                Some(want) if constant.is_none() => {
                    let found = find(path, footer.schema(), want, want.required)?;
                    Ok(found.map(|found| read_as(found, want)))
                }
                _ => Ok(None),
            })
            .collect::<Result<Vec<_>, IngestError>>()?;
        Ok(Self { path: path.clone(), footer: footer.clone(), found, constants })
    }

    fn metadata(&self) -> &ArrowReaderMetadata {
        &self.footer.metadata
    }

    fn has(&self, column: usize) -> bool {
        self.found[column].is_some() || self.constants[column].is_some()
    }

    /// Number of rows, from the footer.
    pub fn n_rows(&self) -> u64 {
        self.footer.parquet().file_metadata().num_rows().unsigned_abs()
    }

    /// Rows of each row group.
    pub fn rows_by_group(&self) -> impl Iterator<Item = u64> {
        let groups = self.footer.parquet().row_groups();
        groups.iter().map(|group| group.num_rows().unsigned_abs())
    }

    /// Whether a column holds text here.
    fn is_text(&self, column: usize) -> bool {
        self.found[column].as_ref().is_some_and(FileColumn::is_text)
            || self.constants[column]
                .as_ref()
                .is_some_and(|(of_path, _)| *of_path == PathType::Text)
    }
}

fn find(
    path: &Path,
    schema: &Schema,
    want: &Wanted,
    required: bool,
) -> Result<Option<FileColumn>, IngestError> {
    let find = |name: &String| FileColumn::find(schema, name);
    let by_other_name = || {
        let there: Vec<String> =
            want.others.iter().filter(|name| find(name).is_some()).cloned().collect();
        let name = if there.len() == 1 { there.first() } else { first_of_side_by_side(&there) };
        name.and_then(find)
    };
    let Some(found) = find(&want.name).or_else(by_other_name) else {
        if !required || want.stand_ins.iter().any(|name| find(name).is_some()) {
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
    let is_empty = *found.data_type() == DataType::Null;
    if !is_empty && !want.spec.accepts.allows(found.data_type()) {
        return Err(IngestError::WrongType {
            path: path.to_owned(),
            column: want.name.clone(),
            part: want.spec.label,
            found: found.data_type().to_string(),
            accepts: want.spec.accepts,
            remedy: another_column(want, found.data_type()),
        });
    }
    Ok(Some(found))
}

/// What to do about a column of a type that cannot play its part.
fn another_column(want: &Wanted, found: &DataType) -> String {
    let Wanted { spec, option, without, .. } = want;
    match found {
        DataType::Struct(parts) if !parts.is_empty() => {
            let names: Vec<String> =
                parts.iter().map(|part| format!("{}.{}", want.name, part.name())).collect();
            format!("name one of its parts with {option}: {}{without}", names.join(" or "))
        }
        _ => {
            let export = spec.accepts.export();
            format!("export it as {export}, or name another column with {option}{without}")
        }
    }
}

impl Source {
    /// Finds the mapped columns that `reads` chooses, in the files or in their paths.
    ///
    /// A column that no file must have must still be in one of them: a name that occurs nowhere is a
    /// mistake.
    pub fn open<C: TableColumn>(
        files: &Files,
        mapping: &ColumnMap<C, String>,
        forms: &Forms,
        reads: impl Fn(C) -> bool,
    ) -> Result<Self, IngestError> {
        Self::open_with(files, mapping, forms, reads, &[])
    }

    /// The same, with columns that play no part of the table; see [`Positions::extra`].
    pub fn open_with<C: TableColumn>(
        files: &Files,
        mapping: &ColumnMap<C, String>,
        forms: &Forms,
        reads: impl Fn(C) -> bool,
        extras: &[Extra<'_>],
    ) -> Result<Self, IngestError> {
        let want = |&column: &C| {
            if reads(column) { Wanted::new(column, mapping, files) } else { Ok(None) }
        };
        let mut wanted = C::ALL.iter().map(want).collect::<Result<Vec<_>, IngestError>>()?;
        wanted.extend(extras.iter().map(|&extra| Some(Wanted::extra(extra, files))));
        let opened = files
            .iter()
            .map(|file| SourceFile::open(file, &wanted))
            .collect::<Result<Vec<_>, IngestError>>()?;
        for (i, want) in wanted.iter().enumerate() {
            if let (Some(first), Some(want)) = (opened.first(), want)
                && !opened.iter().any(|file| file.has(i))
            {
                find(&first.path, first.footer.schema(), want, true)?;
            }
        }
        Ok(Self {
            files: opened,
            notes: wanted.iter().map(|_| ColumnNotes::default()).collect(),
            wanted,
            forms: forms.clone(),
            options: FormOptions::of::<C>(),
        })
    }

    /// Whether a column is read.
    pub fn wants(&self, column: impl TableColumn) -> bool {
        self.wanted[column.index()].is_some()
    }

    /// Whether a file or its path has a column.
    pub fn has(&self, file: usize, column: impl TableColumn) -> bool {
        self.files[file].has(column.index())
    }

    /// A column of a file, for messages.
    pub fn place(&self, file: usize, column: impl TableColumn) -> Place<'_> {
        let want = self.wanted[column.index()].as_ref();
        let name = want.map_or(column.spec().key, |want| want.name.as_str());
        Place { path: &self.files[file].path, column: name }
    }

    /// A source without files, whose columns' cells are read in tests.
    #[cfg(test)]
    pub(super) fn without_files(forms: Forms) -> Self {
        use super::TransactionColumn as Column;
        Self {
            files: Vec::new(),
            wanted: Vec::new(),
            forms,
            notes: Column::ALL.iter().map(|_| ColumnNotes::default()).collect(),
            options: FormOptions::of::<Column>(),
        }
    }

    /// A column's cells in a file.
    pub fn cells(&self, file: usize, column: impl TableColumn) -> Cells<'_> {
        Cells::new(self, column.index(), self.place(file, column))
    }

    /// Cells that were not understood so far, by column.
    pub fn bad_cells<C: TableColumn>(&self) -> Vec<BadCells> {
        let report = |&column: &C| {
            let want = self.wanted[column.index()].as_ref()?;
            self.notes[column.index()].bad().report(column, &want.name)
        };
        C::ALL.iter().filter_map(report).collect()
    }

    /// Signs and codes of currencies that stood beside a column's amounts so far.
    pub fn currencies(&self, column: impl TableColumn) -> BTreeSet<String> {
        self.notes[column.index()].currencies().clone()
    }

    pub(super) fn form_options(&self) -> &FormOptions {
        &self.options
    }

    /// Shows every text of a column, those of a dictionary once for each batch that has it.
    pub(super) fn each_text(
        &self,
        column: usize,
        visit: &mut dyn FnMut(&str),
    ) -> Result<(), IngestError> {
        for at in self.row_groups() {
            let file = &self.files[at.file];
            if let Some((_, PathValue::Text(text))) = &file.constants[column] {
                let texts = text_views(text).map_err(|e| not_parquet(&file.path, &e))?;
                texts.iter().flatten().for_each(&mut *visit);
            }
            let Some(found) = &file.found[column] else { continue };
            for batch in self.reader(at, &[found])? {
                let batch = batch?;
                let read =
                    found.prepared(batch.column(0)).map_err(|e| not_parquet(&file.path, &e))?;
                let texts = read.as_any_dictionary_opt().map_or(&read, |coded| coded.values());
                let texts = text_views(texts).map_err(|e| not_parquet(&file.path, &e))?;
                texts.iter().flatten().for_each(&mut *visit);
            }
        }
        Ok(())
    }

    /// Shows every whole number of a column.
    pub(super) fn each_number(
        &self,
        column: usize,
        visit: &mut dyn FnMut(i64),
    ) -> Result<(), IngestError> {
        for at in self.row_groups() {
            let file = &self.files[at.file];
            if let Some((_, PathValue::Integer(number))) = &file.constants[column] {
                visit(*number);
            }
            let Some(found) = &file.found[column] else { continue };
            for batch in self.reader(at, &[found])? {
                let batch = batch?;
                let read =
                    found.prepared(batch.column(0)).map_err(|e| not_parquet(&file.path, &e))?;
                let numbers = whole_numbers(&read).map_err(|e| not_parquet(&file.path, &e))?;
                numbers.iter().flatten().for_each(&mut *visit);
            }
        }
        Ok(())
    }

    /// Number of rows in all files, from their footers.
    pub fn n_rows(&self) -> u64 {
        self.files.iter().map(SourceFile::n_rows).sum()
    }

    /// Every row group of every file.
    pub fn row_groups(&self) -> Vec<RowGroup> {
        let of_file = |(file, f): (usize, &SourceFile)| {
            (0..f.footer.parquet().num_row_groups())
                .map(move |row_group| RowGroup { file, row_group })
        };
        self.files.iter().enumerate().flat_map(of_file).collect()
    }

    /// What a file says of a column's values in a row group, where it says something.
    pub fn statistics(&self, at: RowGroup, column: impl TableColumn) -> Option<&Statistics> {
        self.statistics_of(at, column.index())
    }

    fn statistics_of(&self, at: RowGroup, column: usize) -> Option<&Statistics> {
        let file = &self.files[at.file];
        let found = file.found[column].as_ref()?;
        let leaf = found.leaves(file.metadata().parquet_schema()).into_iter().next()?;
        file.footer.parquet().row_group(at.row_group).column(leaf).statistics()
    }

    /// Whether the column holds text in any file.
    pub fn any_text(&self, column: impl TableColumn) -> bool {
        self.files.iter().any(|file| file.is_text(column.index()))
    }

    /// The batches of one row group; `Positions` tells which column is which.
    pub fn read(&self, at: RowGroup) -> Result<(Batches, Positions), IngestError> {
        let file = &self.files[at.file];
        let found: Vec<&FileColumn> = file.found.iter().flatten().collect();
        let reader = self.reader(at, &found)?;
        let roots = Roots::of(&found);
        let prepared = found.iter().filter(|column| !column.is_plain());
        let prepared = prepared.map(|&column| (roots.position(column), column.clone())).collect();
        let constants: Vec<_> = file.constants.iter().flatten().cloned().collect();
        let positions = Positions::new(&roots, &file.found, &file.constants);
        let path = file.path.clone();
        Ok((Batches { path, rows: reader, prepared, constants }, positions))
    }

    /// The batches of some of the file's columns.
    fn reader(&self, at: RowGroup, columns: &[&FileColumn]) -> Result<Rows, IngestError> {
        let file = &self.files[at.file];
        let fail = |e: &dyn std::fmt::Display| not_parquet(&file.path, e);
        let row_group = file.footer.parquet().row_group(at.row_group);
        let schema = reading_schema(file, row_group);
        let options = ArrowReaderOptions::new().with_schema(schema);
        let metadata = Arc::clone(file.metadata().metadata());
        let metadata = ArrowReaderMetadata::try_new(metadata, options).map_err(|e| fail(&e))?;
        let schema = metadata.parquet_schema();
        let leaves = columns.iter().flat_map(|column| column.leaves(schema));
        let mask = ProjectionMask::leaves(schema, leaves);
        let footer = file.footer.with_metadata(metadata);
        Ok(Rows::of(&file.path, footer, mask, vec![at.row_group], BATCH_ROWS))
    }
}

/// The batches of a row group: columns of the file, those made of them, then those of its path.
pub struct Batches {
    path: PathBuf,
    rows: Rows,
    /// Columns that are not read as they are, each with the place of its outermost one.
    prepared: Vec<(usize, FileColumn)>,
    constants: Vec<(PathType, PathValue)>,
}

impl Batches {
    fn with_more(&self, batch: &RecordBatch) -> Result<RecordBatch, ArrowError> {
        let rows = batch.num_rows();
        let mut fields = batch.schema().fields().to_vec();
        let mut columns = batch.columns().to_vec();
        let mut add = |column: ArrayRef| {
            let name = format!("column {}", columns.len());
            fields.push(Arc::new(Field::new(name, column.data_type().clone(), true)));
            columns.push(column);
        };
        for (at, column) in &self.prepared {
            add(column.prepared(batch.column(*at))?);
        }
        for (of_path, value) in &self.constants {
            add(value.repeated(rows, *of_path));
        }
        let options = RecordBatchOptions::new().with_row_count(Some(rows));
        RecordBatch::try_new_with_options(Arc::new(Schema::new(fields)), columns, &options)
    }
}

impl Iterator for Batches {
    type Item = Result<RecordBatch, IngestError>;

    fn next(&mut self) -> Option<Self::Item> {
        let batch = match self.rows.next()? {
            Ok(batch) => batch,
            Err(error) => return Some(Err(error.into())),
        };
        if self.constants.is_empty() && self.prepared.is_empty() {
            return Some(Ok(batch));
        }
        Some(self.with_more(&batch).map_err(|e| not_parquet(&self.path, &e)))
    }
}

/// The outermost columns that are read, in the order of the file.
struct Roots(Vec<usize>);

impl Roots {
    fn of(columns: &[&FileColumn]) -> Self {
        let roots: BTreeSet<usize> = columns.iter().map(|column| column.root).collect();
        Self(roots.into_iter().collect())
    }

    fn position(&self, column: &FileColumn) -> usize {
        self.0.partition_point(|&root| root < column.root)
    }
}

/// Where each column stands in the batches read (which follow the file's order, then that of the table).
#[derive(Debug, Clone)]
pub struct Positions(Vec<Option<usize>>);

impl Positions {
    fn new(
        roots: &Roots,
        found: &[Option<FileColumn>],
        constants: &[Option<(PathType, PathValue)>],
    ) -> Self {
        let n_prepared = found.iter().flatten().filter(|column| !column.is_plain()).count();
        let mut prepared = roots.0.len()..;
        let mut constant = roots.0.len() + n_prepared..;
        let position = |(found, value): (&Option<FileColumn>, &Option<_>)| match found {
            Some(column) if column.is_plain() => Some(roots.position(column)),
            Some(_) => prepared.next(),
            None => value.as_ref().and_then(|_| constant.next()),
        };
        Self(found.iter().zip(constants).map(position).collect())
    }

    /// Position of a column in the batch.
    #[inline]
    pub fn of(&self, column: impl TableColumn) -> Option<usize> {
        self.0.get(column.index()).copied().flatten()
    }

    /// Position of the extra column `k` of a source of table `C`.
    pub fn extra<C: TableColumn>(&self, k: usize) -> Option<usize> {
        self.0.get(extra_index::<C>(k)).copied().flatten()
    }
}

/// The file's schema with text columns as views, or as codes where the row group is dictionary-coded
/// throughout: then each distinct text is hashed once. Times of INT96 are read as microseconds, since
/// nanoseconds end in 2262.
fn reading_schema(file: &SourceFile, row_group: &RowGroupMetaData) -> SchemaRef {
    let schema = file.footer.schema();
    let coded = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
    let fields: Vec<Field> = schema
        .fields()
        .iter()
        .enumerate()
        .map(|(i, field)| {
            let field = field.as_ref().clone();
            if is_int96(file.metadata(), i) {
                return field.with_data_type(DataType::Timestamp(TimeUnit::Microsecond, None));
            }
            let is_read = file.found.iter().flatten().any(|c| c.root == i && !c.becomes_text());
            if !is_read || !is_text(field.data_type()) {
                return field;
            }
            let whole = dictionary_coded(file.metadata(), row_group, i);
            field.with_data_type(if whole { coded.clone() } else { DataType::Utf8View })
        })
        .collect();
    Arc::new(Schema::new_with_metadata(fields, schema.metadata().clone()))
}

fn is_int96(metadata: &ArrowReaderMetadata, root: usize) -> bool {
    let root = &metadata.parquet_schema().root_schema().get_fields()[root];
    root.is_primitive() && root.get_physical_type() == PhysicalType::INT96
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
