//! Text out of arrays of text, bytes, numbers, flags and dates.
//!
//! Numbers are written as Rust's `{:?}` writes them, so that a float keeps its point (`1.0`); dates and
//! times in ISO 8601.

use super::{CastError, spread};
use arrow_array::cast::AsArray;
use arrow_array::timezone::Tz;
use arrow_array::types::{
    ArrowPrimitiveType, ArrowTimestampType, Date32Type, Date64Type, Decimal32Type, Decimal64Type,
    Decimal128Type, Decimal256Type, DecimalType, Float16Type, Float32Type, Float64Type, Int8Type,
    Int16Type, Int32Type, Int64Type, TimestampMicrosecondType, TimestampMillisecondType,
    TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, LargeStringArray, OffsetSizeTrait, PrimitiveArray, StringViewArray};
use arrow_schema::{DataType, TimeUnit};
use std::borrow::Cow;
use std::fmt::Debug;

/// Texts as views, without copying them where they are text; bytes that are not UTF-8 become null.
pub(crate) fn text_views(array: &dyn Array) -> Result<StringViewArray, CastError> {
    spread(array, &|array| {
        Ok(match array.data_type() {
            DataType::Utf8View => array.as_string_view().clone(),
            DataType::Utf8 => StringViewArray::from(array.as_string::<i32>()),
            DataType::LargeUtf8 => StringViewArray::from(array.as_string::<i64>()),
            _ => rows(array)?.collect(),
        })
    })
}

/// Texts laid end to end; bytes that are not UTF-8 become null.
pub fn large_texts(array: &dyn Array) -> Result<LargeStringArray, CastError> {
    spread(array, &|array| {
        if let Some(texts) = array.as_string_opt::<i64>() {
            return Ok(texts.clone());
        }
        Ok(rows(array)?.collect())
    })
}

type Rows<'a> = Box<dyn Iterator<Item = Option<Cow<'a, str>>> + 'a>;

/// Each row's text.
fn rows(array: &dyn Array) -> Result<Rows<'_>, CastError> {
    Ok(match array.data_type() {
        DataType::Utf8 => borrowed(array.as_string::<i32>().iter()),
        DataType::LargeUtf8 => borrowed(array.as_string::<i64>().iter()),
        DataType::Utf8View => borrowed(array.as_string_view().iter()),
        DataType::Binary => bytes::<i32>(array),
        DataType::LargeBinary => bytes::<i64>(array),
        DataType::BinaryView => decoded(array.as_binary_view().iter()),
        DataType::FixedSizeBinary(_) => decoded(array.as_fixed_size_binary().iter()),
        DataType::Boolean => written(array.as_boolean().iter()),
        DataType::Float64 => numbers::<Float64Type>(array),
        DataType::Float32 => numbers::<Float32Type>(array),
        DataType::Float16 => {
            let halves = array.as_primitive::<Float16Type>().iter();
            Box::new(halves.map(|half| half.map(|half| half.to_string().into())))
        }
        DataType::Int8 => numbers::<Int8Type>(array),
        DataType::Int16 => numbers::<Int16Type>(array),
        DataType::Int32 => numbers::<Int32Type>(array),
        DataType::Int64 => numbers::<Int64Type>(array),
        DataType::UInt8 => numbers::<UInt8Type>(array),
        DataType::UInt16 => numbers::<UInt16Type>(array),
        DataType::UInt32 => numbers::<UInt32Type>(array),
        DataType::UInt64 => numbers::<UInt64Type>(array),
        DataType::Decimal32(..) => decimals::<Decimal32Type>(array),
        DataType::Decimal64(..) => decimals::<Decimal64Type>(array),
        DataType::Decimal128(..) => decimals::<Decimal128Type>(array),
        DataType::Decimal256(..) => decimals::<Decimal256Type>(array),
        DataType::Date32 => each(array.as_primitive::<Date32Type>(), |dates, row| {
            dates.value_as_date(row).map(|date| format!("{date:?}"))
        })?,
        DataType::Date64 => each(array.as_primitive::<Date64Type>(), |dates, row| {
            dates.value_as_datetime(row).map(|at| format!("{at:?}"))
        })?,
        DataType::Timestamp(TimeUnit::Second, zone) => {
            timestamps::<TimestampSecondType>(array, zone.as_deref())?
        }
        DataType::Timestamp(TimeUnit::Millisecond, zone) => {
            timestamps::<TimestampMillisecondType>(array, zone.as_deref())?
        }
        DataType::Timestamp(TimeUnit::Microsecond, zone) => {
            timestamps::<TimestampMicrosecondType>(array, zone.as_deref())?
        }
        DataType::Timestamp(TimeUnit::Nanosecond, zone) => {
            timestamps::<TimestampNanosecondType>(array, zone.as_deref())?
        }
        DataType::Null => Box::new(std::iter::repeat_n(None, array.len())),
        _ => return Err(CastError::of_type(array, "text")),
    })
}

fn borrowed<'a>(texts: impl Iterator<Item = Option<&'a str>> + 'a) -> Rows<'a> {
    Box::new(texts.map(|text| text.map(Cow::Borrowed)))
}

fn bytes<O: OffsetSizeTrait>(array: &dyn Array) -> Rows<'_> {
    decoded(array.as_binary::<O>().iter())
}

fn decoded<'a>(bytes: impl Iterator<Item = Option<&'a [u8]>> + 'a) -> Rows<'a> {
    borrowed(bytes.map(|bytes| bytes.and_then(|bytes| std::str::from_utf8(bytes).ok())))
}

fn written<'a>(values: impl Iterator<Item = Option<impl Debug>> + 'a) -> Rows<'a> {
    Box::new(values.map(|value| value.map(|value| format!("{value:?}").into())))
}

fn numbers<T: ArrowPrimitiveType>(array: &dyn Array) -> Rows<'_> {
    written(array.as_primitive::<T>().iter())
}

fn decimals<T: DecimalType>(array: &dyn Array) -> Rows<'_> {
    let array = array.as_primitive::<T>();
    let text = |row| array.is_valid(row).then(|| array.value_as_string(row).into());
    Box::new((0..array.len()).map(text))
}

fn timestamps<'a, T: ArrowTimestampType>(
    array: &'a dyn Array,
    zone: Option<&str>,
) -> Result<Rows<'a>, CastError> {
    let array = array.as_primitive::<T>();
    let Some(zone) = zone else {
        return each(array, |times, row| times.value_as_datetime(row).map(|at| format!("{at:?}")));
    };
    // Names of zones need a table of them; the instant is the same in UTC.
    let zone: Tz = zone.parse().or_else(|_| "+00:00".parse())?;
    each(array, move |times, row| {
        let at = times.value_as_datetime_with_tz(row, zone)?;
        let text = format!("{:?}{}", at.naive_local(), at.offset());
        Some(text.strip_suffix("+00:00").map_or(text.clone(), |wall| format!("{wall}Z")))
    })
}

/// Each row's text, which only an instant outside the calendar does not have.
fn each<T: ArrowPrimitiveType<Native: Into<i64>>>(
    array: &PrimitiveArray<T>,
    text: impl Fn(&PrimitiveArray<T>, usize) -> Option<String>,
) -> Result<Rows<'_>, CastError> {
    let outside = |row| CastError::NoDate(array.value(row).into());
    let texts: Vec<Option<Cow<'_, str>>> = (0..array.len())
        .map(|row| {
            if array.is_null(row) {
                return Ok(None);
            }
            text(array, row).map(|text| Some(text.into())).ok_or_else(|| outside(row))
        })
        .collect::<Result<_, _>>()?;
    Ok(Box::new(texts.into_iter()))
}
