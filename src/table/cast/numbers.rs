//! Numbers, flags and days out of arrays of any numeric, boolean or date type.

use super::{CastError, spread};
use arrow_array::cast::AsArray;
use arrow_array::temporal_conversions::MILLISECONDS_IN_DAY;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Date64Type, Decimal32Type, Decimal64Type, Decimal128Type,
    Decimal256Type, DecimalType, Float16Type, Float32Type, Float64Type, Int8Type, Int16Type,
    Int32Type, Int64Type, TimestampMicrosecondType, TimestampMillisecondType,
    TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, BooleanArray, Date32Array, Float64Array, Int64Array};
use arrow_schema::{DataType, TimeUnit};
use std::fmt::Display;

/// Whole numbers below it are exact as `f64`.
const EXACT_BELOW: f64 = 9_007_199_254_740_992.0; // 2^53

/// Numbers and flags (as 0 and 1) as floats; each is the float nearest to the value.
pub fn floats(array: &dyn Array) -> Result<Float64Array, CastError> {
    spread(array, &plain_floats)
}

fn plain_floats(array: &dyn Array) -> Result<Float64Array, CastError> {
    Ok(match array.data_type() {
        DataType::Float64 => array.as_primitive::<Float64Type>().clone(),
        DataType::Float32 => each::<Float32Type>(array, f64::from),
        DataType::Float16 => each::<Float16Type>(array, f64::from),
        DataType::Int8 => each::<Int8Type>(array, f64::from),
        DataType::Int16 => each::<Int16Type>(array, f64::from),
        DataType::Int32 => each::<Int32Type>(array, f64::from),
        DataType::Int64 => each::<Int64Type>(array, |x| x as f64),
        DataType::UInt8 => each::<UInt8Type>(array, f64::from),
        DataType::UInt16 => each::<UInt16Type>(array, f64::from),
        DataType::UInt32 => each::<UInt32Type>(array, f64::from),
        DataType::UInt64 => each::<UInt64Type>(array, |x| x as f64),
        DataType::Decimal32(..) => decimals::<Decimal32Type>(array, f64::from),
        DataType::Decimal64(..) => decimals::<Decimal64Type>(array, |x| x as f64),
        DataType::Decimal128(..) => decimals::<Decimal128Type>(array, |x| x as f64),
        // Beyond 128 bits no float is exact: the way through text is taken.
        DataType::Decimal256(..) => {
            decimals::<Decimal256Type>(array, |x| x.to_i128().map_or(f64::INFINITY, |x| x as f64))
        }
        DataType::Boolean => {
            let flags = array.as_boolean().iter();
            flags.map(|flag| flag.map(|flag| f64::from(u8::from(flag)))).collect()
        }
        DataType::Null => Float64Array::new_null(array.len()),
        _ => return Err(CastError::of_type(array, "numbers")),
    })
}

fn each<T: ArrowPrimitiveType>(array: &dyn Array, to: impl Fn(T::Native) -> f64) -> Float64Array {
    array.as_primitive::<T>().unary(to)
}

/// `unscaled` is the whole number that a decimal holds, or anything from 2^53 on where that is beyond.
fn decimals<T: DecimalType>(
    array: &dyn Array,
    unscaled: impl Fn(T::Native) -> f64,
) -> Float64Array {
    let array = array.as_primitive::<T>();
    let (precision, scale) = (array.precision(), array.scale());
    // Powers of ten to 10^22 are floats themselves.
    let exact_power = scale.unsigned_abs() <= 22;
    let power = 10_f64.powi(i32::from(scale.unsigned_abs()));
    array.unary(|value| {
        let whole = unscaled(value);
        if exact_power && whole.abs() < EXACT_BELOW {
            // Both operands are exact: rounded once.
            return if scale >= 0 { whole / power } else { whole * power };
        }
        // Otherwise reading the digits is what rounds once. They are digits: NaN is never met.
        T::format_decimal(value, precision, scale).parse().unwrap_or(f64::NAN)
    })
}

/// Whole numbers; decimals are only without decimal places.
pub fn whole_numbers(array: &dyn Array) -> Result<Int64Array, CastError> {
    spread(array, &plain_whole_numbers)
}

fn plain_whole_numbers(array: &dyn Array) -> Result<Int64Array, CastError> {
    match array.data_type() {
        DataType::Int64 => Ok(array.as_primitive::<Int64Type>().clone()),
        DataType::Int8 => whole::<Int8Type>(array, |x| Some(x.into())),
        DataType::Int16 => whole::<Int16Type>(array, |x| Some(x.into())),
        DataType::Int32 => whole::<Int32Type>(array, |x| Some(x.into())),
        DataType::UInt8 => whole::<UInt8Type>(array, |x| Some(x.into())),
        DataType::UInt16 => whole::<UInt16Type>(array, |x| Some(x.into())),
        DataType::UInt32 => whole::<UInt32Type>(array, |x| Some(x.into())),
        DataType::UInt64 => whole::<UInt64Type>(array, |x| x.try_into().ok()),
        DataType::Decimal32(_, 0) => whole::<Decimal32Type>(array, |x| Some(x.into())),
        DataType::Decimal64(_, 0) => whole::<Decimal64Type>(array, Some),
        DataType::Decimal128(_, 0) => whole::<Decimal128Type>(array, |x| x.try_into().ok()),
        DataType::Decimal256(_, 0) => {
            whole::<Decimal256Type>(array, |x| x.to_i128().and_then(|x| x.try_into().ok()))
        }
        DataType::Null => Ok(Int64Array::new_null(array.len())),
        _ => Err(CastError::of_type(array, "whole numbers")),
    }
}

fn whole<T: ArrowPrimitiveType<Native: Display>>(
    array: &dyn Array,
    to: impl Fn(T::Native) -> Option<i64>,
) -> Result<Int64Array, CastError> {
    array
        .as_primitive::<T>()
        .try_unary(|value| to(value).ok_or_else(|| CastError::TooLarge(value.to_string())))
}

/// Flags; a number is a yes where it is not 0.
pub(crate) fn flags(array: &dyn Array) -> Result<BooleanArray, CastError> {
    spread(array, &|array| {
        if let Some(flags) = array.as_boolean_opt() {
            return Ok(flags.clone());
        }
        Ok(floats(array)?.iter().map(|number| number.map(|number| number != 0.0)).collect())
    })
}

/// Days since 1970-01-01; an instant's is its day in UTC.
pub(crate) fn days(array: &dyn Array) -> Result<Date32Array, CastError> {
    spread(array, &|array| {
        Ok(match array.data_type() {
            DataType::Date32 => array.as_primitive::<Date32Type>().clone(),
            DataType::Date64 => day::<Date64Type>(array, MILLISECONDS_IN_DAY),
            DataType::Timestamp(TimeUnit::Second, _) => {
                day::<TimestampSecondType>(array, MILLISECONDS_IN_DAY / 1000)
            }
            DataType::Timestamp(TimeUnit::Millisecond, _) => {
                day::<TimestampMillisecondType>(array, MILLISECONDS_IN_DAY)
            }
            DataType::Timestamp(TimeUnit::Microsecond, _) => {
                day::<TimestampMicrosecondType>(array, MILLISECONDS_IN_DAY * 1000)
            }
            DataType::Timestamp(TimeUnit::Nanosecond, _) => {
                day::<TimestampNanosecondType>(array, MILLISECONDS_IN_DAY * 1_000_000)
            }
            DataType::Null => Date32Array::new_null(array.len()),
            _ => return Err(CastError::of_type(array, "dates")),
        })
    })
}

fn day<T: ArrowPrimitiveType<Native = i64>>(array: &dyn Array, units_a_day: i64) -> Date32Array {
    array.as_primitive::<T>().unary(|at| at.div_euclid(units_a_day) as i32)
}
