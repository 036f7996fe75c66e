//! Columns in the types that other writers use, made from plain ones; and back, for comparison.
//!
//! No test stands here. Knows the conversions that the tests need, and panics at any other.

use arrow_array::cast::AsArray;
use arrow_array::types::*;
use arrow_array::*;
use arrow_buffer::i256;
use arrow_schema::{ArrowError, DataType, TimeUnit};
use std::sync::Arc;
use winback::internals::table::cast::{floats, large_texts, whole_numbers};

const MICROS_A_DAY: i64 = 86_400_000_000;

/// `array` as type `to`.
pub fn cast(array: &dyn Array, to: &DataType) -> Result<ArrayRef, ArrowError> {
    if array.data_type() == to {
        return Ok(array.slice(0, array.len()));
    }
    Ok(match to {
        DataType::Dictionary(key, value) => return dictionary(array, key, value),
        DataType::Int8 => integers::<Int8Type>(array),
        DataType::Int16 => integers::<Int16Type>(array),
        DataType::Int32 => integers::<Int32Type>(array),
        DataType::Int64 => integers::<Int64Type>(array),
        DataType::UInt8 => integers::<UInt8Type>(array),
        DataType::UInt16 => integers::<UInt16Type>(array),
        DataType::UInt32 => integers::<UInt32Type>(array),
        DataType::UInt64 => integers::<UInt64Type>(array),
        DataType::Float64 => Arc::new(floats(array).unwrap()),
        DataType::Float32 => Arc::new(floats(array).unwrap().unary::<_, Float32Type>(|x| x as f32)),
        DataType::Float16 => Arc::new(
            floats(array)
                .unwrap()
                .unary::<_, Float16Type>(<Float16Type as ArrowPrimitiveType>::Native::from_f64),
        ),
        DataType::Decimal32(p, s) => decimals::<Decimal32Type>(array, *p, *s, |x| x as i32)?,
        DataType::Decimal64(p, s) => decimals::<Decimal64Type>(array, *p, *s, |x| x as i64)?,
        DataType::Decimal128(p, s) => decimals::<Decimal128Type>(array, *p, *s, |x| x)?,
        DataType::Decimal256(p, s) => decimals::<Decimal256Type>(array, *p, *s, i256::from_i128)?,
        DataType::Utf8 => Arc::new(large_texts(array).unwrap().iter().collect::<StringArray>()),
        DataType::LargeUtf8 => Arc::new(large_texts(array).unwrap()),
        DataType::Utf8View => {
            Arc::new(large_texts(array).unwrap().iter().collect::<StringViewArray>())
        }
        DataType::Binary => Arc::new(BinaryArray::from_iter(&large_texts(array).unwrap())),
        DataType::LargeBinary => {
            Arc::new(LargeBinaryArray::from_iter(&large_texts(array).unwrap()))
        }
        DataType::BinaryView => Arc::new(BinaryViewArray::from_iter(&large_texts(array).unwrap())),
        DataType::Date32 => {
            Arc::new(micros(array).unary::<_, Date32Type>(|t| (t / MICROS_A_DAY) as i32))
        }
        DataType::Date64 => Arc::new(micros(array).unary::<_, Date64Type>(|t| t / 1000)),
        DataType::Timestamp(unit, zone) => {
            let (at, zone) = (micros(array), zone.clone());
            match unit {
                TimeUnit::Second => Arc::new(
                    at.unary::<_, TimestampSecondType>(|t| t / 1_000_000).with_timezone_opt(zone),
                ),
                TimeUnit::Millisecond => Arc::new(
                    at.unary::<_, TimestampMillisecondType>(|t| t / 1000).with_timezone_opt(zone),
                ),
                TimeUnit::Microsecond => {
                    Arc::new(at.unary::<_, TimestampMicrosecondType>(|t| t).with_timezone_opt(zone))
                }
                TimeUnit::Nanosecond => Arc::new(
                    at.unary::<_, TimestampNanosecondType>(|t| t * 1000).with_timezone_opt(zone),
                ),
            }
        }
        other => panic!("no test needs {other}"),
    })
}

/// Microseconds since 1970 of a column of times.
fn micros(array: &dyn Array) -> Int64Array {
    match array.data_type() {
        DataType::Date32 => {
            array.as_primitive::<Date32Type>().unary(|day| i64::from(day) * MICROS_A_DAY)
        }
        DataType::Timestamp(TimeUnit::Millisecond, _) => {
            array.as_primitive::<TimestampMillisecondType>().unary(|t| t * 1000)
        }
        DataType::Timestamp(TimeUnit::Microsecond, _) => {
            array.as_primitive::<TimestampMicrosecondType>().reinterpret_cast()
        }
        DataType::Timestamp(TimeUnit::Nanosecond, _) => {
            array.as_primitive::<TimestampNanosecondType>().unary(|t| t.div_euclid(1000))
        }
        other => panic!("no test needs times of {other}"),
    }
}

fn integers<T: ArrowPrimitiveType<Native: TryFrom<i64>>>(array: &dyn Array) -> ArrayRef {
    let numbers = match array.data_type() {
        DataType::Timestamp(..) => micros(array),
        _ => whole_numbers(array).unwrap(),
    };
    let number = |x: i64| T::Native::try_from(x).unwrap_or_else(|_| panic!("{x} is too large"));
    Arc::new(numbers.iter().map(|x| x.map(number)).collect::<PrimitiveArray<T>>())
}

fn decimals<T: DecimalType>(
    array: &dyn Array,
    precision: u8,
    scale: i8,
    number: fn(i128) -> T::Native,
) -> Result<ArrayRef, ArrowError> {
    let power = 10_i128.pow(scale.unsigned_abs().into());
    // Whole cents or less: exact up to 2^53, and the rest is a power of ten.
    let unscaled = |x: f64| number((x * 100.0).round() as i128 * power / 100);
    let numbers: PrimitiveArray<T> = floats(array).unwrap().unary(unscaled);
    Ok(Arc::new(numbers.with_precision_and_scale(precision, scale)?))
}

/// Every row has an entry of its own.
fn dictionary(array: &dyn Array, key: &DataType, value: &DataType) -> Result<ArrayRef, ArrowError> {
    fn of<K: ArrowDictionaryKeyType>(keys: &ArrayRef, values: ArrayRef) -> ArrayRef {
        Arc::new(DictionaryArray::new(keys.as_primitive::<K>().clone(), values))
    }
    let rows = Int64Array::from_iter_values(0..array.len() as i64);
    let (keys, values) = (cast(&rows, key)?, cast(array, value)?);
    Ok(match key {
        DataType::UInt8 => of::<UInt8Type>(&keys, values),
        DataType::Int16 => of::<Int16Type>(&keys, values),
        DataType::Int32 => of::<Int32Type>(&keys, values),
        other => panic!("no test needs keys of {other}"),
    })
}
