//! Where a mapped column stands in a file, and what is made of it before it is decoded: a child is taken
//! out of its struct, and an identifier of a type that is neither a whole number of 64 bits nor text
//! becomes text.

use super::columns::Accepts;
use super::meaning::{decimal_text, uuid_text};
use crate::table::cast::{text_views, whole_numbers};
use crate::table::{Footer, field_path};
use arrow_array::cast::AsArray;
use arrow_array::types::{Decimal128Type, UInt64Type};
use arrow_array::{Array, ArrayRef, StringViewArray, make_array};
use arrow_buffer::NullBuffer;
use arrow_schema::{ArrowError, DataType, Schema};
use parquet::arrow::arrow_reader::ArrowReaderMetadata;
use parquet::arrow::arrow_reader::statistics::StatisticsConverter;
use parquet::schema::types::SchemaDescriptor;
use std::sync::Arc;

/// A column of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FileColumn {
    /// Index of the outermost column in the file's schema.
    pub root: usize,
    /// Names of the fields below it, down to the column.
    below: Vec<String>,
    /// Its type in the file.
    data_type: DataType,
    /// Whether it becomes text.
    becomes_text: bool,
}

impl FileColumn {
    /// The column of a name; `customer.id` is the field `id` of the struct `customer`.
    pub(super) fn find(schema: &Schema, name: &str) -> Option<Self> {
        let path = field_path(schema.fields(), name)?;
        let (root, _) = schema.column_with_name(path.first()?.name())?;
        let below = path[1..].iter().map(|field| field.name().clone()).collect();
        let data_type = path.last()?.data_type().clone();
        Some(Self { root, below, data_type, becomes_text: false })
    }

    /// The same as an identifier, which becomes text where it does not fit 64 bits.
    #[must_use]
    pub(super) fn read_as(self, accepts: Accepts, metadata: &ArrowReaderMetadata) -> Self {
        let becomes_text = accepts == Accepts::Identifier
            && match &self.data_type {
                DataType::FixedSizeBinary(_) => true,
                DataType::Decimal128(precision, scale) => {
                    *scale != 0 || *precision > 18 && !self.fits(metadata)
                }
                DataType::UInt64 => !self.fits(metadata),
                DataType::Binary | DataType::LargeBinary | DataType::BinaryView => {
                    self.holds_bytes(metadata)
                }
                _ => false,
            };
        Self { becomes_text, ..self }
    }

    /// Whether the statistics show that every value is a whole number of 64 bits with a sign.
    fn fits(&self, metadata: &ArrowReaderMetadata) -> bool {
        let fits = |ends: &ArrayRef| ends.null_count() == 0 && whole_numbers(ends).is_ok();
        self.ends(metadata).is_some_and(|ends| ends.iter().all(fits))
    }

    /// Whether the statistics show bytes that are not text. Older writers do not say of text that it is.
    fn holds_bytes(&self, metadata: &ArrowReaderMetadata) -> bool {
        let is_bytes = |ends: &ArrayRef| {
            text_views(ends).is_ok_and(|texts| texts.null_count() > ends.null_count())
        };
        self.ends(metadata).is_some_and(|ends| ends.iter().any(is_bytes))
    }

    /// The smallest and the largest values by row group, null where one is not known.
    fn ends(&self, metadata: &ArrowReaderMetadata) -> Option<[ArrayRef; 2]> {
        if !self.below.is_empty() {
            return None;
        }
        let (schema, groups) = (metadata.schema(), metadata.metadata().row_groups());
        let name = schema.field(self.root).name();
        let known = StatisticsConverter::try_new(name, schema, metadata.parquet_schema()).ok()?;
        Some([known.row_group_mins(groups).ok()?, known.row_group_maxes(groups).ok()?])
    }

    /// Its type in the file.
    pub(super) fn data_type(&self) -> &DataType {
        &self.data_type
    }

    /// Whether the outermost column is read as it is.
    pub(super) fn is_plain(&self) -> bool {
        self.below.is_empty() && !self.becomes_text
    }

    /// Whether its type in the file is replaced, so that no other may be asked for.
    pub(super) fn becomes_text(&self) -> bool {
        self.becomes_text
    }

    /// Whether readers meet text.
    pub(super) fn is_text(&self) -> bool {
        self.becomes_text || super::types::is_text(&self.data_type)
    }

    /// The leaves of the Parquet schema that it is read from.
    pub(super) fn leaves(&self, schema: &SchemaDescriptor) -> Vec<usize> {
        let is_below = |leaf: usize| {
            let parts = schema.column(leaf).path().parts()[1..].to_vec();
            parts.starts_with(&self.below)
        };
        let of_root =
            (0..schema.num_columns()).filter(|&leaf| schema.get_column_root_idx(leaf) == self.root);
        of_root.filter(|&leaf| is_below(leaf)).collect()
    }

    /// The column as it is decoded, out of the outermost one.
    pub(super) fn prepared(&self, root: &ArrayRef) -> Result<ArrayRef, ArrowError> {
        let mut array = Arc::clone(root);
        for name in &self.below {
            array = child(&array, name)?;
        }
        if self.becomes_text { as_text(&array) } else { Ok(array) }
    }
}

/// A child of a struct; null where the struct is.
fn child(array: &ArrayRef, name: &str) -> Result<ArrayRef, ArrowError> {
    let fields = array.as_struct_opt();
    let found = fields.and_then(|fields| fields.column_by_name(name));
    let Some(found) = found else {
        return Err(ArrowError::SchemaError(format!("no field '{name}' in the struct")));
    };
    // What holds nulls alone has no room to mark them.
    if *found.data_type() == DataType::Null {
        return Ok(Arc::clone(found));
    }
    let nulls = NullBuffer::union(array.nulls(), found.logical_nulls().as_ref());
    let data = found.to_data().into_builder().nulls(nulls).build()?;
    Ok(make_array(data))
}

/// Identifiers as text: UUIDs in their usual form, other bytes in hexadecimal, whole numbers in digits.
fn as_text(array: &ArrayRef) -> Result<ArrayRef, ArrowError> {
    let texts: StringViewArray = match array.data_type() {
        DataType::FixedSizeBinary(_) => {
            let bytes = array.as_fixed_size_binary();
            bytes.iter().map(|bytes| bytes.map(bytes_text)).collect()
        }
        DataType::Decimal128(_, scale) => {
            let numbers = array.as_primitive::<Decimal128Type>();
            let text = |row: usize, number: i128| {
                decimal_text(number, *scale).unwrap_or_else(|| numbers.value_as_string(row))
            };
            let rows = numbers.iter().enumerate();
            rows.map(|(row, number)| number.map(|number| text(row, number))).collect()
        }
        DataType::UInt64 => {
            let numbers = array.as_primitive::<UInt64Type>();
            numbers.iter().map(|number| number.map(|number| number.to_string())).collect()
        }
        DataType::Binary => {
            array.as_binary::<i32>().iter().map(|bytes| bytes.map(bytes_text)).collect()
        }
        DataType::LargeBinary => {
            array.as_binary::<i64>().iter().map(|bytes| bytes.map(bytes_text)).collect()
        }
        _ => {
            let bytes = array.as_binary_view_opt().ok_or_else(|| {
                ArrowError::CastError(format!("{} is not a type of identifiers", array.data_type()))
            })?;
            bytes.iter().map(|bytes| bytes.map(bytes_text)).collect()
        }
    };
    Ok(Arc::new(texts))
}

fn bytes_text(bytes: &[u8]) -> String {
    use std::fmt::Write;
    if let Ok(bytes) = <[u8; 16]>::try_from(bytes) {
        return uuid_text(bytes);
    }
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The type of a column in a file, by its name.
pub(crate) fn type_in(footer: &Footer, name: &str) -> Option<DataType> {
    FileColumn::find(footer.schema(), name).map(|column| column.data_type)
}
