//! Parquet files of contact details become columns: which columns, which types, which errors.

use super::consent::{self, Consent};
use super::merge::{Unmerged, merge};
use super::{CustomerCounts, Customers, DETAILS};
use crate::error::{Failure, Kind};
use crate::history::CustomerIds;
use crate::ingest::CustomerMapping;
use arrow::array::{
    Array, ArrayRef, AsArray, BooleanArray, LargeStringArray, RecordBatch,
};
use arrow::compute::{cast, concat, filter};
use arrow::datatypes::{DataType, Date32Type, Int64Type, SchemaRef};
use arrow::error::ArrowError;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use std::fs::File;
use std::path::{Path, PathBuf};

/// What can be wrong with the customers' table.
#[derive(Debug, thiserror::Error)]
pub enum CustomersError {
    /// The file cannot be opened.
    #[error("cannot open customers file '{}': {source}", path.display())]
    Open {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The file is not Parquet, or damaged.
    #[error("cannot read customers file '{}' as Parquet: {source}", path.display())]
    Decode {
        /// The file.
        path: PathBuf,
        /// What the library says.
        source: parquet::errors::ParquetError,
    },
    /// A mapped column is in none of the files, or the identifier is not in this one.
    #[error(
        "customers file '{}' has no column '{column}' ({part}); it has: {found}; \
         map {part} to one of these or leave it out",
        path.display()
    )]
    MissingColumn {
        /// The file.
        path: PathBuf,
        /// The mapped name.
        column: String,
        /// The part it plays.
        part: &'static str,
        /// The names there are.
        found: String,
    },
    /// A column cannot play its part.
    #[error(
        "column '{column}' of customers file '{}' is {found}, but {part} must be {expected}",
        path.display()
    )]
    WrongType {
        /// The file.
        path: PathBuf,
        /// The column.
        column: String,
        /// Its type.
        found: String,
        /// The part it plays.
        part: &'static str,
        /// What it could be.
        expected: &'static str,
    },
    /// A value cannot be converted.
    #[error("cannot convert the columns of the customers files: {0}")]
    Convert(#[from] ArrowError),
}

impl Failure for CustomersError {
    fn kind(&self) -> Kind {
        match self {
            CustomersError::Open { source, .. } => match source.kind() {
                std::io::ErrorKind::NotFound | std::io::ErrorKind::PermissionDenied => Kind::Usage,
                _ => Kind::Failed,
            },
            CustomersError::MissingColumn { .. } | CustomersError::WrongType { .. } => Kind::Usage,
            CustomersError::Decode { .. } | CustomersError::Convert(_) => Kind::DataQuality,
        }
    }
}

/// How a mapped column is read.
#[derive(Clone, Copy, PartialEq)]
enum Shape {
    Identifier,
    Text,
    Date,
    Consent,
}

/// A mapped column: part, name, shape.
struct Wanted<'a> {
    part: &'static str,
    column: &'a str,
    shape: Shape,
    /// Place among the details, for texts.
    slot: usize,
}

fn wanted(mapping: &CustomerMapping) -> Vec<Wanted<'_>> {
    let CustomerMapping {
        customer_id,
        email,
        phone,
        first_name,
        last_name,
        country,
        postcode,
        signup_date,
        consent_email,
        consent_phone,
        suppression_reason,
        acquisition_channel,
    } = mapping;
    let id = Wanted { part: "customer_id", column: customer_id, shape: Shape::Identifier, slot: 0 };
    // Texts in the order of `Detail`.
    let texts = [
        ("email", email),
        ("phone", phone),
        ("first_name", first_name),
        ("last_name", last_name),
        ("country", country),
        ("postcode", postcode),
        ("suppression_reason", suppression_reason),
        ("acquisition_channel", acquisition_channel),
    ];
    let texts = texts.into_iter().enumerate().filter_map(|(slot, (part, column))| {
        Some(Wanted { part, column: column.as_deref()?, shape: Shape::Text, slot })
    });
    let others = [
        ("signup_date", signup_date, Shape::Date, 0),
        ("consent_email", consent_email, Shape::Consent, 0),
        ("consent_phone", consent_phone, Shape::Consent, 1),
    ];
    let others = others.into_iter().filter_map(|(part, column, shape, slot)| {
        Some(Wanted { part, column: column.as_deref()?, shape, slot })
    });
    std::iter::once(id).chain(texts).chain(others).collect()
}

/// Reads the contact details of all files. The identifier must be in every file; any other mapped
/// column in at least one.
pub fn read_customers(
    paths: &[PathBuf],
    mapping: &CustomerMapping,
) -> Result<Customers, CustomersError> {
    let wanted = wanted(mapping);
    // columns[w]: the pieces of mapped column w, file after file, batch after batch.
    let mut columns: Vec<Vec<ArrayRef>> = wanted.iter().map(|_| Vec::new()).collect();
    let mut seen = vec![false; wanted.len()];
    let mut schema = None;
    for path in paths {
        let found = read_file(path, &wanted, &mut columns, &mut seen)?;
        schema.get_or_insert((path, found));
    }
    if let (Some((path, schema)), Some(w)) = (schema, seen.iter().position(|&seen| !seen)) {
        return Err(missing(path, &wanted[w], &schema));
    }
    Ok(merge(gather(&wanted, &columns)?))
}

fn missing(path: &Path, wanted: &Wanted<'_>, schema: &SchemaRef) -> CustomersError {
    let names: Vec<&str> = schema.fields().iter().map(|field| field.name().as_str()).collect();
    CustomersError::MissingColumn {
        path: path.to_owned(),
        column: wanted.column.to_owned(),
        part: wanted.part,
        found: names.join(", "),
    }
}

fn read_file(
    path: &Path,
    wanted: &[Wanted<'_>],
    columns: &mut [Vec<ArrayRef>],
    seen: &mut [bool],
) -> Result<SchemaRef, CustomersError> {
    let decode = |source| CustomersError::Decode { path: path.to_owned(), source };
    let file = File::open(path)
        .map_err(|source| CustomersError::Open { path: path.to_owned(), source })?;
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(decode)?;
    let schema = builder.schema().clone();
    let places: Vec<Option<usize>> =
        wanted.iter().map(|w| schema.index_of(w.column).ok()).collect();
    for (w, place) in wanted.iter().zip(&places) {
        match place {
            None if w.shape == Shape::Identifier => return Err(missing(path, w, &schema)),
            None => {}
            Some(at) => check_type(path, w, schema.field(*at).data_type())?,
        }
    }
    let mask = ProjectionMask::roots(builder.parquet_schema(), places.iter().flatten().copied());
    let reader = builder.with_projection(mask).build().map_err(decode)?;
    places.iter().zip(seen.iter_mut()).for_each(|(place, seen)| *seen |= place.is_some());
    for batch in reader {
        let batch = batch.map_err(|source| decode(source.into()))?;
        for (w, pieces) in wanted.iter().zip(columns.iter_mut()) {
            pieces.push(piece(&batch, w)?);
        }
    }
    Ok(schema)
}

fn check_type(path: &Path, w: &Wanted<'_>, found: &DataType) -> Result<(), CustomersError> {
    let plain = match found {
        DataType::Dictionary(_, values) => values,
        other => other,
    };
    let is_text = matches!(plain, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View);
    let is_time = plain.is_temporal();
    let (fits, expected) = match w.shape {
        Shape::Identifier => (is_text || plain.is_integer(), "whole numbers or text"),
        Shape::Text => (!plain.is_nested(), "text, numbers or booleans"),
        Shape::Date => (is_text || is_time || plain.is_null(), "dates, timestamps or ISO text"),
        Shape::Consent => (consent::is_readable(plain), "booleans, 0 and 1, or text such as yes/no"),
    };
    if fits {
        return Ok(());
    }
    Err(CustomersError::WrongType {
        path: path.to_owned(),
        column: w.column.to_owned(),
        found: found.to_string(),
        part: w.part,
        expected,
    })
}

/// A column of a batch in the type its shape is kept in; nulls where the file lacks it.
fn piece(batch: &RecordBatch, w: &Wanted<'_>) -> Result<ArrayRef, ArrowError> {
    let kept = match w.shape {
        Shape::Text => DataType::LargeUtf8,
        Shape::Date => DataType::Date32,
        Shape::Consent | Shape::Identifier => match batch.column_by_name(w.column) {
            // Small whole numbers are one kind of identifier, texts the other.
            Some(column) if w.shape == Shape::Identifier => return identifier(column),
            Some(column) if column.data_type().is_numeric() => DataType::Float64,
            _ => DataType::LargeUtf8,
        },
    };
    match batch.column_by_name(w.column) {
        Some(column) => cast(column, &kept),
        None => Ok(arrow::array::new_null_array(&kept, batch.num_rows())),
    }
}

fn identifier(column: &ArrayRef) -> Result<ArrayRef, ArrowError> {
    let plain = match column.data_type() {
        DataType::Dictionary(_, values) => values.as_ref().clone(),
        other => other.clone(),
    };
    if plain.is_integer() {
        let numbers = cast(column, &DataType::Int64)?;
        // An unsigned number beyond the signed range becomes null when cast: keep it as text then.
        if numbers.null_count() == column.logical_null_count() {
            return Ok(numbers);
        }
    }
    cast(column, &DataType::LargeUtf8)
}

fn gather(wanted: &[Wanted<'_>], columns: &[Vec<ArrayRef>]) -> Result<Unmerged, CustomersError> {
    let mut counts = CustomerCounts::default();
    let mut rows = Unmerged {
        ids: CustomerIds::Int(Vec::new()),
        details: [const { None }; DETAILS],
        signup: None,
        consent_email: None,
        consent_phone: None,
        counts,
    };
    let ids = &columns[0];
    let all_int = ids.iter().all(|piece| piece.data_type() == &DataType::Int64);
    let kept = if all_int { DataType::Int64 } else { DataType::LargeUtf8 };
    let ids = joined(ids, &kept)?;
    let present = has_id(&ids);
    counts.rows = ids.len();
    counts.without_id = present.false_count();
    for (w, pieces) in wanted.iter().zip(columns) {
        match w.shape {
            Shape::Identifier => rows.ids = identifiers(&filter(&ids, &present)?),
            Shape::Text => {
                let texts = filter(&joined(pieces, &DataType::LargeUtf8)?, &present)?;
                rows.details[w.slot] = Some(texts.as_string::<i64>().clone());
            }
            Shape::Date => {
                let dates = filter(&joined(pieces, &DataType::Date32)?, &present)?;
                rows.signup = Some(dates.as_primitive::<Date32Type>().clone());
            }
            Shape::Consent => {
                let mut consents: Vec<Consent> = Vec::with_capacity(counts.rows);
                for piece in pieces {
                    let (more, unreadable) = consent::read(piece)?;
                    consents.extend(more);
                    counts.unreadable_consents += unreadable;
                }
                let mut keep = present.values().iter();
                consents.retain(|_| keep.next().unwrap_or(false));
                let place =
                    if w.slot == 0 { &mut rows.consent_email } else { &mut rows.consent_phone };
                *place = Some(consents);
            }
        }
    }
    rows.counts = counts;
    Ok(rows)
}

fn joined(pieces: &[ArrayRef], kept: &DataType) -> Result<ArrayRef, ArrowError> {
    let pieces: Vec<ArrayRef> =
        pieces.iter().map(|piece| cast(piece, kept)).collect::<Result<_, _>>()?;
    let pieces: Vec<&dyn Array> = pieces.iter().map(AsRef::as_ref).collect();
    if pieces.is_empty() { Ok(arrow::array::new_empty_array(kept)) } else { concat(&pieces) }
}

fn has_id(ids: &ArrayRef) -> BooleanArray {
    match ids.as_string_opt::<i64>() {
        Some(texts) => texts.iter().map(|text| Some(text.is_some_and(|t| !t.is_empty()))).collect(),
        None => (0..ids.len()).map(|row| Some(!ids.is_null(row))).collect(),
    }
}

fn identifiers(ids: &ArrayRef) -> CustomerIds {
    if let Some(numbers) = ids.as_primitive_opt::<Int64Type>() {
        return CustomerIds::Int(numbers.values().to_vec());
    }
    let texts: Option<&LargeStringArray> = ids.as_string_opt();
    let (mut bytes, mut ends) = (String::new(), Vec::new());
    for text in texts.into_iter().flatten().flatten() {
        bytes.push_str(text);
        ends.push(bytes.len() as u64);
    }
    CustomerIds::Text { bytes, ends }
}
