//! Arrow arrays of many types as the few that the program computes with: `f64`, `i64`, flags, days, text.
//!
//! Nested types become JSON and nothing else. Nulls stay null. A
//! dictionary's values are converted once each. Not here: instants, which need a time zone; see
//! `ingest`.

mod json;
mod numbers;
#[cfg(test)]
mod tests;
mod texts;

pub(crate) use json::json_values;
pub(crate) use numbers::{days, flags};
pub use numbers::{floats, whole_numbers};
pub use texts::large_texts;
pub(crate) use texts::text_views;

use arrow_array::cast::AsArray;
use arrow_array::types::{Int16Type, Int32Type, Int64Type, RunEndIndexType};
use arrow_array::{Array, ArrayRef, RunArray, UInt32Array};
use arrow_schema::{ArrowError, DataType};
use std::sync::Arc;

/// Why an array cannot be converted.
#[derive(Debug, thiserror::Error)]
pub enum CastError {
    /// The type does not hold what is wanted.
    #[error("type {found} cannot be read as {wanted}")]
    Type {
        /// The array's type.
        found: DataType,
        /// What is wanted.
        wanted: &'static str,
    },
    /// A whole number needs more than 64 bits.
    #[error("{0} is not a 64-bit signed integer")]
    TooLarge(String),
    /// An instant lies outside the calendar.
    #[error("{0} is not a date of the years -262143 to 262142")]
    NoDate(i64),
    /// The array contradicts itself.
    #[error(transparent)]
    Arrow(#[from] ArrowError),
}

impl CastError {
    fn of_type(array: &dyn Array, wanted: &'static str) -> Self {
        Self::Type { found: array.data_type().clone(), wanted }
    }
}

/// The distinct values of a dictionary or of runs, and which of them each row has; none for others.
fn packed(array: &dyn Array) -> Option<(&ArrayRef, ArrayRef)> {
    if let Some(dictionary) = array.as_any_dictionary_opt() {
        // Slicing by nothing is the way to share an array behind a reference.
        let keys = dictionary.keys();
        return Some((dictionary.values(), keys.slice(0, keys.len())));
    }
    let DataType::RunEndEncoded(ends, _) = array.data_type() else { return None };
    match ends.data_type() {
        DataType::Int16 => array.as_run_opt::<Int16Type>().map(runs),
        DataType::Int32 => array.as_run_opt::<Int32Type>().map(runs),
        _ => array.as_run_opt::<Int64Type>().map(runs),
    }
}

fn runs<R: RunEndIndexType>(array: &RunArray<R>) -> (&ArrayRef, ArrayRef) {
    let run = |row| array.get_physical_index(row) as u32;
    (array.values(), Arc::new(UInt32Array::from_iter_values((0..array.len()).map(run))))
}

/// Converts `array`, by `convert` on its distinct values where it is packed.
fn spread<T: Array + Clone + 'static>(
    array: &dyn Array,
    convert: &dyn Fn(&dyn Array) -> Result<T, CastError>,
) -> Result<T, CastError> {
    let Some((values, rows)) = packed(array) else { return convert(array) };
    // Values may be packed once more: runs of a dictionary's.
    let values = spread(values, convert)?;
    let taken = arrow_select::take::take(&values, &rows, None)?;
    let taken = taken.as_any().downcast_ref::<T>().cloned();
    taken.ok_or_else(|| CastError::of_type(array, "plain values"))
}

/// A packed array laid out, one value a row; none for one that is not packed.
fn spread_any(array: &dyn Array) -> Result<Option<ArrayRef>, CastError> {
    let taken = packed(array).map(|(values, rows)| arrow_select::take::take(values, &rows, None));
    Ok(taken.transpose()?)
}
