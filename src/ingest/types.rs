//! Which column types can play which part.

use arrow_schema::DataType;

/// Whether a type can say when: numbers count from 1970, or are dates such as 20241201.
pub(super) fn is_time(data_type: &DataType) -> bool {
    matches!(data_type, DataType::Timestamp(..) | DataType::Date32 | DataType::Date64)
        || is_text(data_type)
        || is_number(data_type)
}

/// Whether a type can say at what time of a day.
pub(super) fn is_clock(data_type: &DataType) -> bool {
    matches!(data_type, DataType::Time32(_) | DataType::Time64(_))
        || is_text(data_type)
        || is_whole_number(data_type)
}

/// Whether a type can say how much.
pub(super) fn is_number(data_type: &DataType) -> bool {
    match data_type {
        DataType::Dictionary(_, value) => is_number(value),
        other => other.is_numeric(),
    }
}

/// Whether a type can say yes or no (numbers: not 0).
pub(super) fn is_flag(data_type: &DataType) -> bool {
    matches!(data_type, DataType::Boolean) || is_number(data_type)
}

/// Whether a type can serve as an identifier.
pub(super) fn is_identifier(data_type: &DataType) -> bool {
    is_whole_number(data_type)
        || is_text(data_type)
        || matches!(data_type, DataType::FixedSizeBinary(_) | DataType::Decimal128(..))
}

/// Whether a type holds text (a dictionary of text counts, and so do the bytes that older writers
/// do not say to be text).
pub(crate) fn is_text(data_type: &DataType) -> bool {
    match data_type {
        DataType::Utf8
        | DataType::LargeUtf8
        | DataType::Utf8View
        | DataType::Binary
        | DataType::LargeBinary
        | DataType::BinaryView => true,
        DataType::Dictionary(_, value) => is_text(value),
        _ => false,
    }
}

/// Whether a type holds whole numbers; floats count because pandas writes integers with gaps so.
pub(super) fn is_whole_number(data_type: &DataType) -> bool {
    match data_type {
        DataType::Float64 | DataType::Float32 => true,
        DataType::Decimal128(_, scale)
        | DataType::Decimal64(_, scale)
        | DataType::Decimal32(_, scale) => *scale == 0,
        DataType::Dictionary(_, value) => is_whole_number(value),
        other => other.is_integer(),
    }
}

/// Whether a column of this type can hold consent.
pub(super) fn is_readable_consent(data_type: &DataType) -> bool {
    match data_type {
        DataType::Boolean | DataType::Null => true,
        DataType::Dictionary(_, values) => is_readable_consent(values),
        other => is_time(other) || other.is_integer() || other.is_floating(),
    }
}
