//! Times of day in a column of their own, beside the column of dates: decoded, put together, and recognised.
//!
//! `meaning::clock` says what a text says. Without a zone of its own, such a time is the wall clock's of
//! the business.

use super::cells::Cells;
use super::columns::{Accepts, ColumnSpec};
use super::decode::Decoded;
use super::meaning::clock_micros;
use super::source::{BARE, Source};
use super::types::{is_number, is_text};
use super::{Forms, IngestError, TransactionColumn};
use crate::table::Files;
use crate::table::cast::whole_numbers;
use crate::time::{MICROS_PER_DAY, Zone};
use arrow_array::cast::AsArray;
use arrow_array::types::{
    Int64Type, Time32MillisecondType, Time32SecondType, Time64MicrosecondType, Time64NanosecondType,
};
use arrow_array::{Array, ArrayRef, Int64Array};
use arrow_schema::{DataType, TimeUnit};

static DATE: ColumnSpec = ColumnSpec { accepts: Accepts::Time, ..BARE };
static CLOCK: ColumnSpec = ColumnSpec { accepts: Accepts::Clock, ..BARE };

impl Cells<'_> {
    /// Decodes times of day into microseconds since midnight.
    pub fn clocks(&self, array: &ArrayRef) -> Result<Decoded<Int64Array>, IngestError> {
        let micros: Int64Array = match array.data_type() {
            DataType::Time32(TimeUnit::Second) => array
                .as_primitive::<Time32SecondType>()
                .unary::<_, Int64Type>(|second| i64::from(second) * 1_000_000),
            DataType::Time32(_) => array
                .as_primitive::<Time32MillisecondType>()
                .unary::<_, Int64Type>(|milli| i64::from(milli) * 1000),
            DataType::Time64(TimeUnit::Nanosecond) => {
                array.as_primitive::<Time64NanosecondType>().unary(|nano| nano / 1000)
            }
            DataType::Time64(_) => {
                array.as_primitive::<Time64MicrosecondType>().reinterpret_cast::<Int64Type>()
            }
            DataType::Null => Int64Array::new_null(array.len()),
            found if is_text(found) => return self.read_texts(array, clock_micros),
            _ => {
                let numbers = whole_numbers(array).map_err(|e| self.place.unreadable(&e))?;
                let unit = self.clock_unit()?;
                numbers.unary_opt(|number| unit.micros(number))
            }
        };
        let bad = self.lost(array, &micros);
        Ok(Decoded { values: micros, bad })
    }
}

/// The instants of dates at the times of day beside them; a date without a time of day is its midnight.
pub(super) fn at_clock(
    dates: Decoded<Int64Array>,
    clocks: &Decoded<Int64Array>,
    zone: &Zone,
) -> Decoded<Int64Array> {
    let instant = |(date, clock): (Option<i64>, Option<i64>)| {
        let wall = zone.to_wall(date?);
        Some(zone.from_wall(wall - wall.rem_euclid(MICROS_PER_DAY) + clock.unwrap_or(0)))
    };
    let values = dates.values.iter().zip(&clocks.values).map(instant).collect();
    Decoded { values, bad: dates.bad }
}

/// Whether `clock` holds the times of day of `date`, as far as the first rows of the first file show: every
/// date is a midnight, and every other cell a time of day. What cannot be read says no.
pub(crate) fn is_clock_of(files: &Files, date: &str, clock: &str, forms: &Forms) -> bool {
    let look = || -> Result<bool, IngestError> {
        let extras = [(date, &DATE), (clock, &CLOCK)];
        let source = Source::open_extras::<TransactionColumn>(files, &extras, forms)?;
        let types = source.extra_types::<TransactionColumn>(1);
        if types.iter().any(|found| is_number(found) && !found.is_integer()) {
            return Ok(false);
        }
        let Some(&at) = source.row_groups().first() else { return Ok(false) };
        let (mut batches, positions) = source.read(at)?;
        let [Some(date), Some(clock)] = [0, 1].map(|k| positions.extra::<TransactionColumn>(k))
        else {
            return Ok(false);
        };
        let Some(Ok(batch)) = batches.next() else { return Ok(false) };
        let cells = |k: usize| source.extra_cells::<TransactionColumn>(at.file, k);
        let dates = cells(0).instants(batch.column(date))?;
        let clocks = cells(1).clocks(batch.column(clock))?;
        let zone = &forms.zone;
        let is_midnight = |at: i64| zone.to_wall(at).rem_euclid(MICROS_PER_DAY) == 0;
        Ok(dates.values.iter().flatten().all(is_midnight)
            && clocks.bad.is_empty()
            && clocks.values.null_count() < clocks.values.len())
    };
    look().unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_array::{StringArray, Time32SecondArray, Time64NanosecondArray};
    use std::path::Path;
    use std::sync::Arc;

    fn clocks(array: impl Array + 'static) -> Decoded<Int64Array> {
        let source = Source::without_files(Forms::usual(&Zone::utc()));
        let place = super::super::place::Place { path: Path::new("f.parquet"), column: "time" };
        Cells::new(&source, 0, place).clocks(&(Arc::new(array) as ArrayRef)).unwrap()
    }

    #[test]
    fn times_of_day_are_read_in_every_form() {
        const HALF_PAST_NINE: i64 = 34_200_000_000;
        let texts = StringArray::from(vec!["9:30", "09:30:00", "9:30 AM", "09:30:00.000"]);
        assert!(clocks(texts).values.iter().all(|at| at == Some(HALF_PAST_NINE)));
        let texts = clocks(StringArray::from(vec![Some("noon"), None, Some(""), Some("21:30")]));
        let values: Vec<Option<i64>> = texts.values.iter().collect();
        assert_eq!(values, [None, None, None, Some(77_400_000_000)]);
        assert_eq!(texts.bad, [0]);
        let seconds = Time32SecondArray::from(vec![34_200]);
        assert_eq!(clocks(seconds).values.value(0), HALF_PAST_NINE);
        let nanos = Time64NanosecondArray::from(vec![34_200_000_000_000]);
        assert_eq!(clocks(nanos).values.value(0), HALF_PAST_NINE);
    }

    #[test]
    fn a_day_keeps_its_wall_clock_when_clocks_change() {
        let zone = Zone::named("America/New_York").unwrap();
        let midnight = zone.midnight(jiff::civil::date(2024, 3, 10));
        let read = |values: Vec<Option<i64>>| Decoded { values: values.into(), bad: Vec::new() };
        let dates = read(vec![Some(midnight), Some(midnight), None]);
        let hours = read(vec![Some(12 * 3_600_000_000), None, Some(0)]);
        let instants = at_clock(dates, &hours, &zone).values;
        let found: Vec<Option<i64>> = instants.iter().collect();
        // Noon of that day is eleven hours after its midnight.
        assert_eq!(found, [Some(midnight + 11 * 3_600_000_000), Some(midnight), None]);
    }
}
