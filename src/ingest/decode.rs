//! Arrow arrays become plain columns: instants in microseconds, numbers in `f64`, flags.
//!
//! Where the data already has the wanted type, nothing is copied. Which type can play which part is
//! for `types`; it is settled once per file, before any row is decoded.

use super::IngestError;
use super::place::Place;
use crate::table::cast::{floats, text_views};
use crate::time::{MICROS_PER_DAY, Zone};
use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Date64Type, Int64Type, TimestampMicrosecondType, TimestampMillisecondType,
    TimestampNanosecondType, TimestampSecondType,
};
use arrow_array::{Array, ArrayRef, Float64Array, Int64Array};
use arrow_schema::{DataType, TimeUnit};
use std::sync::Arc;

/// Decodes numbers (and flags, as 0 and 1) into floats.
pub fn numbers(array: &ArrayRef, place: Place<'_>) -> Result<Float64Array, IngestError> {
    floats(array).map_err(|e| place.unreadable(&e))
}

/// Decodes instants into microseconds since the epoch; what has no zone is wall time in `zone`.
pub fn instants(
    array: &ArrayRef,
    zone: &Zone,
    place: Place<'_>,
) -> Result<Int64Array, IngestError> {
    let (micros, is_wall) = match array.data_type() {
        DataType::Timestamp(unit, tz) => (timestamp_micros(array, *unit, place)?, tz.is_none()),
        DataType::Date32 => {
            let days = array.as_primitive::<Date32Type>();
            (days.unary::<_, Int64Type>(|day| i64::from(day) * MICROS_PER_DAY), true)
        }
        DataType::Date64 => {
            let millis = array.as_primitive::<Date64Type>();
            (checked(millis.try_unary::<_, Int64Type, _>(|ms| scaled(ms, 1000)), place)?, true)
        }
        DataType::Null => return Ok(Int64Array::new_null(array.len())),
        _ => return parsed(array, zone, place),
    };
    if is_wall && !zone.is_utc() {
        return Ok(micros.unary::<_, Int64Type>(|wall| zone.from_wall(wall)));
    }
    Ok(micros)
}

fn timestamp_micros(
    array: &ArrayRef,
    unit: TimeUnit,
    place: Place<'_>,
) -> Result<Int64Array, IngestError> {
    Ok(match unit {
        TimeUnit::Second => {
            let seconds = array.as_primitive::<TimestampSecondType>();
            checked(seconds.try_unary::<_, Int64Type, _>(|s| scaled(s, 1_000_000)), place)?
        }
        TimeUnit::Millisecond => {
            let millis = array.as_primitive::<TimestampMillisecondType>();
            checked(millis.try_unary::<_, Int64Type, _>(|ms| scaled(ms, 1000)), place)?
        }
        TimeUnit::Microsecond => {
            array.as_primitive::<TimestampMicrosecondType>().reinterpret_cast::<Int64Type>()
        }
        TimeUnit::Nanosecond => {
            let nanos = array.as_primitive::<TimestampNanosecondType>();
            nanos.unary::<_, Int64Type>(|ns| ns.div_euclid(1000))
        }
    })
}

fn scaled(value: i64, factor: i64) -> Result<i64, i64> {
    value.checked_mul(factor).ok_or(value)
}

fn checked(result: Result<Int64Array, i64>, place: Place<'_>) -> Result<Int64Array, IngestError> {
    result.map_err(|value| place.bad_value(value.to_string(), "an instant within 290,000 years"))
}

/// ISO 8601 text; a dictionary's entries are parsed once each.
fn parsed(array: &ArrayRef, zone: &Zone, place: Place<'_>) -> Result<Int64Array, IngestError> {
    if let Some(coded) = array.as_any_dictionary_opt() {
        let entries: ArrayRef = Arc::new(parsed(coded.values(), zone, place)?);
        let micros = arrow_select::take::take(&entries, coded.keys(), None)
            .map_err(|e| place.unreadable(&e))?;
        return Ok(micros.as_primitive::<Int64Type>().clone());
    }
    let texts = text_views(array).map_err(|e| place.unreadable(&e))?;
    texts
        .iter()
        .map(|text| match text.map(str::trim) {
            None | Some("") => Ok(None),
            Some(text) => match parse_iso(text, zone) {
                Some(micros) => Ok(Some(micros)),
                None => Err(place.bad_value(text.to_owned(), "an ISO 8601 date or time")),
            },
        })
        .collect()
}

/// `2024-01-31`, `2024-01-31T09:30:00`, with or without fraction, `Z` or an offset.
fn parse_iso(text: &str, zone: &Zone) -> Option<i64> {
    if let Ok(instant) = text.parse::<jiff::Timestamp>() {
        return Some(instant.as_microsecond());
    }
    let wall: jiff::civil::DateTime = text.parse().ok()?;
    let wall_micros = wall.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_microsecond();
    Some(zone.from_wall(wall_micros))
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_array::{
        Date32Array, StringArray, TimestampMillisecondArray, TimestampNanosecondArray,
    };
    use std::path::Path;

    const PLACE: fn() -> Place<'static> = || Place { path: Path::new("f.parquet"), column: "when" };

    fn first(array: impl Array + 'static, zone: &Zone) -> i64 {
        instants(&(Arc::new(array) as ArrayRef), zone, PLACE()).unwrap().value(0)
    }

    #[test]
    fn every_way_to_write_an_instant_means_the_same() {
        let utc = Zone::utc();
        let expected = 1_706_693_400_000_000; // 2024-01-31T09:30:00Z
        for text in [
            "2024-01-31T09:30:00Z",
            "2024-01-31 09:30:00",
            "2024-01-31T10:30:00+01:00",
            "2024-01-31T09:30",
        ] {
            assert_eq!(first(StringArray::from(vec![text]), &utc), expected, "{text}");
        }
        let millis = TimestampMillisecondArray::from(vec![expected / 1000]);
        assert_eq!(first(millis, &utc), expected);
        let nanos = TimestampNanosecondArray::from(vec![expected * 1000 + 999]);
        assert_eq!(first(nanos, &utc), expected);
        let date = Date32Array::from(vec![19_753]);
        assert_eq!(first(date, &utc), 1_706_659_200_000_000);
    }

    #[test]
    fn a_time_without_zone_is_wall_time() {
        let berlin = Zone::named("Europe/Berlin").unwrap();
        let text = StringArray::from(vec!["2024-01-31 10:30:00"]);
        assert_eq!(first(text, &berlin), 1_706_693_400_000_000);
    }

    #[test]
    fn nonsense_is_named() {
        let text: ArrayRef = Arc::new(StringArray::from(vec!["31/01/2024"]));
        let error = instants(&text, &Zone::utc(), PLACE()).unwrap_err().to_string();
        assert_eq!(error, "f.parquet: column 'when': '31/01/2024' is not an ISO 8601 date or time");
    }
}
