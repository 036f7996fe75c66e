//! Instants, calendar days and windows: the only place that knows about time zones.
//!
//! Everything inside is microseconds since 1970-01-01T00:00:00Z (`i64`). A date becomes an
//! instant at its midnight in the business's zone, once, here. Every window is half-open
//! `[start, end)`. This file does not read the clock; "yesterday" is the command line's word.

use crate::error::{Failure, Kind};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Microseconds in a day of 24 hours; fractional days are microseconds divided by this.
pub(crate) const MICROS_PER_DAY: i64 = 86_400_000_000;
/// Days of a year that keeps windows of whole days.
pub(crate) const YEAR_DAYS: u32 = 365;

/// Days (fractional) in a span of microseconds.
#[inline]
pub(crate) fn days(micros: i64) -> f64 {
    micros as f64 / MICROS_PER_DAY as f64
}

/// An instant as text in universal time; that of the epoch where there is none.
pub(crate) fn text_of_instant(micros: i64) -> String {
    Timestamp::from_microsecond(micros).unwrap_or_default().to_string()
}

/// What can be wrong with a date or a zone.
#[derive(Debug, thiserror::Error)]
pub enum TimeError {
    /// The zone is not in the IANA database.
    #[error("unknown time zone '{0}': use an IANA name such as Europe/Berlin, or UTC")]
    UnknownZone(String),
    /// The text is not a calendar date.
    #[error("'{0}' is not a date: write it as YYYY-MM-DD")]
    NotADate(String),
    /// The date lies outside the supported years.
    #[error("date {0} is outside the years 1700 to 9000")]
    OutOfRange(Date),
}

impl Failure for TimeError {
    fn kind(&self) -> Kind {
        Kind::Usage
    }
}

/// The instant up to which everything may be known: midnight of a date in the business's zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AsOf {
    micros: i64,
    date: Date,
}

impl AsOf {
    /// Midnight at the start of `date` in `zone`.
    pub fn at(date: Date, zone: &Zone) -> Result<Self, TimeError> {
        if !(1700..9000).contains(&date.year()) {
            return Err(TimeError::OutOfRange(date));
        }
        Ok(Self { micros: zone.midnight(date), date })
    }

    /// Parses `YYYY-MM-DD` and takes its midnight in `zone`.
    pub fn parse(text: &str, zone: &Zone) -> Result<Self, TimeError> {
        let date = text.trim().parse().map_err(|_| TimeError::NotADate(text.to_owned()))?;
        Self::at(date, zone)
    }

    /// Microseconds since the epoch.
    pub fn micros(self) -> i64 {
        self.micros
    }

    /// The calendar date it is the midnight of.
    pub fn date(self) -> Date {
        self.date
    }

    /// The last day before the midnight.
    pub fn day_before(self) -> Date {
        self.date.yesterday().unwrap_or(self.date)
    }

    /// The date as days since 1970-01-01.
    pub fn day_number(self) -> i32 {
        day_number(self.date)
    }

    /// The midnight `days` calendar days later (earlier when negative), in the same zone.
    pub fn plus_days(self, days: i32, zone: &Zone) -> Result<Self, TimeError> {
        let date = self
            .date
            .checked_add(jiff::Span::new().days(days))
            .map_err(|_| TimeError::OutOfRange(self.date))?;
        Self::at(date, zone)
    }
}

/// As its date, YYYY-MM-DD.
impl serde::Serialize for AsOf {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl std::fmt::Display for AsOf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.date.fmt(f)
    }
}

/// A half-open span of time `[start, end)` in microseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// First microsecond inside.
    pub start_micros: i64,
    /// First microsecond after.
    pub end_micros: i64,
}

impl Window {
    /// Whether the instant is inside.
    #[inline]
    pub fn contains(&self, micros: i64) -> bool {
        self.start_micros <= micros && micros < self.end_micros
    }
}

/// A time zone, with its offsets laid out so that a row's local day costs a comparison.
#[derive(Debug, Clone)]
pub struct Zone {
    name: String,
    tz: TimeZone,
    /// `(first instant, offset from UTC)` in microseconds, ascending; the first reaches back for ever.
    offsets: Vec<(i64, i64)>,
}

impl Zone {
    /// Coordinated universal time.
    pub fn utc() -> Self {
        Self { name: "UTC".to_owned(), tz: TimeZone::UTC, offsets: vec![(i64::MIN, 0)] }
    }

    /// The zone of an IANA name.
    pub fn named(name: &str) -> Result<Self, TimeError> {
        if name.eq_ignore_ascii_case("utc") {
            return Ok(Self::utc());
        }
        let tz = TimeZone::get(name).map_err(|_| TimeError::UnknownZone(name.to_owned()))?;
        // Business histories lie between these years; before and after, the nearest offset holds.
        let from = Date::constant(1970, 1, 1).to_zoned(TimeZone::UTC);
        let to = Date::constant(2100, 1, 1).to_zoned(TimeZone::UTC);
        let (Ok(from), Ok(to)) = (from, to) else {
            return Err(TimeError::UnknownZone(name.to_owned()));
        };
        let mut offsets = vec![(i64::MIN, offset_micros(&tz, from.timestamp()))];
        for change in tz.following(from.timestamp()).take_while(|c| c.timestamp() < to.timestamp())
        {
            let offset = i64::from(change.offset().seconds()) * 1_000_000;
            offsets.push((change.timestamp().as_microsecond(), offset));
        }
        Ok(Self { name: name.to_owned(), tz, offsets })
    }

    /// The IANA name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether wall time is universal time.
    pub fn is_utc(&self) -> bool {
        self.offsets.len() == 1 && self.offsets[0].1 == 0
    }

    /// The offsets from universal time: `(first instant, offset)` in microseconds, ascending; the
    /// first holds since ever.
    pub fn offsets(&self) -> &[(i64, i64)] {
        &self.offsets
    }

    /// The instant of midnight at the start of `date`; the first existing instant of the day where
    /// the clocks jump over midnight.
    pub fn midnight(&self, date: Date) -> i64 {
        match date.to_zoned(self.tz.clone()) {
            Ok(zoned) => zoned.timestamp().as_microsecond(),
            Err(_) => i64::from(day_number(date)) * MICROS_PER_DAY,
        }
    }

    /// Local wall-clock microseconds of an instant.
    #[inline]
    pub fn to_wall(&self, micros: i64) -> i64 {
        micros.saturating_add(self.offset_at(micros))
    }

    /// The instant that wall-clock microseconds stand for in this zone (the earlier of two).
    #[inline]
    pub fn from_wall(&self, wall_micros: i64) -> i64 {
        if self.offsets.len() == 1 {
            return wall_micros.saturating_sub(self.offsets[0].1);
        }
        // The offset before a change is tried first: the earlier reading of a repeated hour.
        let guess = wall_micros.saturating_sub(self.offset_at(wall_micros - MICROS_PER_DAY));
        if self.to_wall(guess) == wall_micros {
            return guess;
        }
        wall_micros.saturating_sub(self.offset_at(guess))
    }

    /// Local calendar day of an instant, as days since 1970-01-01.
    #[inline]
    pub fn day_number(&self, micros: i64) -> i32 {
        self.to_wall(micros).div_euclid(MICROS_PER_DAY) as i32
    }

    /// Replaces `days` by the local calendar days of some instants.
    pub fn day_numbers(&self, micros: &[i64], days: &mut Vec<i32>) {
        days.clear();
        if let [(_, offset)] = self.offsets[..] {
            let day = |at: &i64| at.saturating_add(offset).div_euclid(MICROS_PER_DAY) as i32;
            days.extend(micros.iter().map(day));
        } else {
            days.extend(micros.iter().map(|&at| self.day_number(at)));
        }
    }

    /// Local hour of the day, 0 to 23.
    #[inline]
    pub fn hour(&self, micros: i64) -> u8 {
        (self.to_wall(micros).rem_euclid(MICROS_PER_DAY) / 3_600_000_000) as u8
    }

    #[inline]
    fn offset_at(&self, micros: i64) -> i64 {
        if self.offsets.len() == 1 {
            return self.offsets[0].1;
        }
        let after = self.offsets.partition_point(|&(start, _)| start <= micros);
        self.offsets[after.saturating_sub(1)].1
    }
}

fn offset_micros(tz: &TimeZone, at: Timestamp) -> i64 {
    i64::from(tz.to_offset(at).seconds()) * 1_000_000
}

/// Days since 1970-01-01 of a date.
pub(crate) fn day_number(date: Date) -> i32 {
    (date - Date::constant(1970, 1, 1)).get_days()
}

/// The date of a day number.
pub(crate) fn date_of_day(day: i32) -> Date {
    Date::constant(1970, 1, 1).checked_add(jiff::Span::new().days(day)).unwrap_or(if day < 0 {
        Date::MIN
    } else {
        Date::MAX
    })
}

/// How long the outcome window is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Horizon {
    /// The 90th percentile of customers' gaps between purchases, within 7 to 730 days.
    Auto,
    /// A fixed number of days.
    Days(u32),
}

#[cfg(test)]
mod properties;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn midnight_and_local_day_follow_the_zone() {
        let zone = Zone::named("Europe/Berlin").unwrap();
        let as_of = AsOf::parse("2024-07-01", &zone).unwrap();
        assert_eq!(as_of.micros(), 1_719_784_800_000_000); // 2024-06-30T22:00Z
        assert_eq!(zone.day_number(as_of.micros()), as_of.day_number());
        assert_eq!(zone.day_number(as_of.micros() - 1), as_of.day_number() - 1);
        assert_eq!(zone.hour(as_of.micros() - 1), 23);
    }

    #[test]
    fn wall_clock_round_trips_outside_the_repeated_hour() {
        let zone = Zone::named("America/New_York").unwrap();
        for hour in (0..24 * 800).step_by(7) {
            let instant = 1_600_000_000_000_000 + hour * 3_600_000_000;
            let back = zone.from_wall(zone.to_wall(instant));
            assert!(back == instant || back == instant - 3_600_000_000, "{instant}");
        }
    }

    #[test]
    fn a_date_that_is_none_is_said_so() {
        let text = AsOf::parse("2024-13-01", &Zone::utc()).unwrap_err().to_string();
        assert_eq!(text, "'2024-13-01' is not a date: write it as YYYY-MM-DD");
    }

    #[test]
    fn day_numbers_round_trip() {
        for day in [-1000, 0, 1, 365, 20_000] {
            assert_eq!(day_number(date_of_day(day)), day);
        }
    }
}
