//! A checkpoint of a Delta log: the state at one version as Parquet, in one file or in several parts.
//!
//! Each row is one action. Removed files stand there too, for those who clean up: they are not read.

use super::DeltaError;
use super::action::{Action, Add, DeletionVector, Format, MetaData, Protocol};
use super::log::{State, unsupported_checkpoint};
use crate::table::SourceError;
use crate::table::cast::{text_views, whole_numbers};
use crate::table::footer::Footer;
use crate::table::rows::{Rows, RowsError};
use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, Int64Array, RecordBatch, StringViewArray, StructArray};
use arrow_schema::{ArrowError, DataType};
use parquet::arrow::ProjectionMask;
use parquet::schema::types::SchemaDescriptor;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A checkpoint all of whose parts are there.
#[derive(Debug)]
pub(super) struct Checkpoint {
    /// The version whose state it is.
    pub version: u64,
    /// Its files.
    pub parts: Vec<PathBuf>,
}

/// What is read of it: beginnings of paths in its schema.
const READ: [&[&str]; 8] = [
    &["add", "path"],
    &["add", "partitionValues"],
    &["add", "deletionVector"],
    &["protocol", "minReaderVersion"],
    &["protocol", "readerFeatures"],
    &["metaData", "format", "provider"],
    &["metaData", "configuration"],
    &["sidecar", "path"],
];

/// Takes the checkpoint's actions into a state.
pub(super) fn read(
    checkpoint: &Checkpoint,
    log: &Path,
    state: &mut State,
) -> Result<(), DeltaError> {
    for path in &checkpoint.parts {
        let damaged =
            |reason: String| DeltaError::Damaged { path: path.clone(), line: None, reason };
        let io = |source| DeltaError::Io { path: path.clone(), source };
        let footer = Footer::open(path).map_err(|error| match error {
            SourceError::Io { source, .. } => io(source),
            error => damaged(error.to_string()),
        })?;
        let schema = footer.metadata.parquet_schema();
        let mask = ProjectionMask::leaves(schema, leaves(schema));
        for batch in Rows::all_of(path, footer, mask) {
            let batch = batch.map_err(|error| match error {
                RowsError::Io { source, .. } => io(source),
                error => damaged(error.to_string()),
            })?;
            if column(&batch, "sidecar").is_some_and(|sidecar| sidecar.null_count() < sidecar.len())
            {
                return Err(unsupported_checkpoint(log));
            }
            let actions = actions(&batch).map_err(|error| damaged(error.to_string()))?;
            for action in actions {
                state.apply(action);
            }
        }
    }
    Ok(())
}

fn leaves(schema: &SchemaDescriptor) -> Vec<usize> {
    let is_read = |leaf: &usize| {
        let column = schema.column(*leaf);
        let path = column.path().parts();
        READ.iter().any(|read| {
            path.len() >= read.len() && path.iter().zip(*read).all(|(part, name)| part == name)
        })
    };
    (0..schema.num_columns()).filter(is_read).collect()
}

fn column<'a>(batch: &'a RecordBatch, name: &str) -> Option<&'a StructArray> {
    batch.column_by_name(name)?.as_struct_opt()
}

/// The actions of a batch's rows.
fn actions(batch: &RecordBatch) -> Result<Vec<Action>, ArrowError> {
    let mut actions = Vec::new();
    if let Some(adds) = column(batch, "add") {
        let paths = Texts::of(adds, "path")?;
        let vectors = DeletionVectors::of(adds)?;
        for row in (0..adds.len()).filter(|&row| adds.is_valid(row)) {
            let add = Add {
                path: paths.required(row, "add.path")?,
                partition_values: map(adds, "partitionValues", row)?,
                deletion_vector: vectors.as_ref().map(|v| v.at(row)).transpose()?.flatten(),
            };
            actions.push(Action { add: Some(add), ..Action::default() });
        }
    }
    if let Some(protocols) = column(batch, "protocol") {
        let versions = numbers(protocols, "minReaderVersion")?;
        for row in (0..protocols.len()).filter(|&row| protocols.is_valid(row)) {
            let version = versions.as_ref().map_or(0, |versions| versions.value(row));
            let protocol = Protocol {
                min_reader_version: i32::try_from(version).unwrap_or(i32::MAX),
                reader_features: list(protocols, "readerFeatures", row)?,
            };
            actions.push(Action { protocol: Some(protocol), ..Action::default() });
        }
    }
    if let Some(tables) = column(batch, "metaData") {
        let formats = tables.column_by_name("format").and_then(|format| format.as_struct_opt());
        let providers = formats.map(|formats| Texts::of(formats, "provider")).transpose()?;
        for row in (0..tables.len()).filter(|&row| tables.is_valid(row)) {
            let provider = providers.as_ref().and_then(|providers| providers.at(row));
            let configuration = map(tables, "configuration", row)?;
            let meta_data = MetaData { format: Format { provider }, configuration };
            actions.push(Action { meta_data: Some(meta_data), ..Action::default() });
        }
    }
    Ok(actions)
}

/// A field of text.
struct Texts(Option<StringViewArray>);

impl Texts {
    fn of(parent: &StructArray, name: &str) -> Result<Self, ArrowError> {
        parent.column_by_name(name).map(texts).transpose().map(Self)
    }

    fn at(&self, row: usize) -> Option<String> {
        let texts = self.0.as_ref()?;
        texts.is_valid(row).then(|| texts.value(row).to_owned())
    }

    fn required(&self, row: usize, name: &str) -> Result<String, ArrowError> {
        self.at(row).ok_or_else(|| ArrowError::SchemaError(format!("an action without {name}")))
    }
}

fn texts(array: &ArrayRef) -> Result<StringViewArray, ArrowError> {
    text_views(array).map_err(|error| ArrowError::CastError(error.to_string()))
}

fn numbers(parent: &StructArray, name: &str) -> Result<Option<Int64Array>, ArrowError> {
    let numbers = parent.column_by_name(name).map(|column| whole_numbers(column));
    numbers.transpose().map_err(|error| ArrowError::CastError(error.to_string()))
}

/// The deletion vectors of files.
struct DeletionVectors<'a> {
    vectors: &'a StructArray,
    storage_types: Texts,
    paths: Texts,
    offsets: Option<Int64Array>,
}

impl<'a> DeletionVectors<'a> {
    fn of(adds: &'a StructArray) -> Result<Option<Self>, ArrowError> {
        let column = adds.column_by_name("deletionVector");
        let Some(vectors) = column.and_then(|column| column.as_struct_opt()) else {
            return Ok(None);
        };
        let storage_types = Texts::of(vectors, "storageType")?;
        let paths = Texts::of(vectors, "pathOrInlineDv")?;
        let offsets = numbers(vectors, "offset")?;
        Ok(Some(Self { vectors, storage_types, paths, offsets }))
    }

    fn at(&self, row: usize) -> Result<Option<DeletionVector>, ArrowError> {
        // Some writers have a struct of nulls where there is no vector.
        let Some(storage_type) = self.storage_types.at(row).filter(|_| self.vectors.is_valid(row))
        else {
            return Ok(None);
        };
        let path_or_inline_dv = self.paths.required(row, "deletionVector.pathOrInlineDv")?;
        let offsets = self.offsets.as_ref().filter(|offsets| offsets.is_valid(row));
        let offset = offsets.map(|offsets| offsets.value(row));
        Ok(Some(DeletionVector { storage_type, path_or_inline_dv, offset }))
    }
}

/// A map of texts, of one row.
fn map(
    parent: &StructArray,
    name: &str,
    row: usize,
) -> Result<BTreeMap<String, Option<String>>, ArrowError> {
    let Some(column) = parent.column_by_name(name).filter(|column| column.is_valid(row)) else {
        return Ok(BTreeMap::new());
    };
    let Some(maps) = column.as_map_opt() else {
        return Err(ArrowError::SchemaError(format!("{name} is not a map")));
    };
    let entries = maps.value(row);
    let (keys, values) = (texts(entries.column(0))?, texts(entries.column(1))?);
    Ok(keys.iter().flatten().map(str::to_owned).zip(owned(&values)).collect())
}

/// A list of texts, of one row; None for null.
fn list(parent: &StructArray, name: &str, row: usize) -> Result<Option<Vec<String>>, ArrowError> {
    let Some(column) = parent.column_by_name(name).filter(|column| column.is_valid(row)) else {
        return Ok(None);
    };
    let entries = match column.data_type() {
        DataType::List(_) => column.as_list::<i32>().value(row),
        DataType::LargeList(_) => column.as_list::<i64>().value(row),
        _ => return Err(ArrowError::SchemaError(format!("{name} is not a list"))),
    };
    Ok(Some(owned(&texts(&entries)?).flatten().collect()))
}

fn owned(texts: &StringViewArray) -> impl Iterator<Item = Option<String>> + '_ {
    texts.iter().map(|text| text.map(str::to_owned))
}
