//! One form of date, as the setting `timestamp_format` writes it in strftime's letters.

use super::date_text::DateText;
use jiff::civil::{Date, DateTime};
use jiff::fmt::strtime::{self, BrokenDownTime};

/// A form that can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateFormat(String);

impl DateFormat {
    /// A form such as `%d.%m.%Y %H:%M`. Refused, with the reason, unless it tells year, month and day.
    pub fn new(format: &str) -> Result<Self, String> {
        let probe =
            DateTime::constant(2024, 12, 31, 23, 58, 57, 0).to_zoned(jiff::tz::TimeZone::UTC);
        let probe = probe.map_err(|error| error.to_string())?;
        let written = strtime::format(format, &probe)
            .map_err(|error| format!("timestamp_format '{format}' is not understood: {error}"))?;
        let this = Self(format.to_owned());
        let read = BrokenDownTime::parse(format, &written).and_then(|read| read.to_date());
        let reads_back = read.is_ok_and(|date| date == Date::constant(2024, 12, 31))
            || matches!(this.read(&written), DateText::Instant(_));
        if !reads_back {
            return Err(format!(
                "timestamp_format '{format}' does not tell a year, a month and a day: \
                 write for example %Y-%m-%d or %d/%m/%Y %H:%M"
            ));
        }
        Ok(this)
    }

    /// The form in strftime's letters.
    pub fn letters(&self) -> &str {
        &self.0
    }

    /// Reads a text of this form; a form without a time of day means midnight.
    pub fn read(&self, text: &str) -> DateText {
        let Ok(read) = BrokenDownTime::parse(&self.0, text) else { return DateText::NotADate };
        if let Ok(instant) = read.to_timestamp() {
            return DateText::Instant(instant.as_microsecond());
        }
        let wall = read.to_datetime().or_else(|_| read.to_date().map(|date| date.at(0, 0, 0, 0)));
        let Ok(wall) = wall else { return DateText::NotADate };
        let micros = wall.duration_since(DateTime::constant(1970, 1, 1, 0, 0, 0, 0)).as_micros();
        i64::try_from(micros).map_or(DateText::NotADate, DateText::Wall)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_as_it_is_written() {
        let read = |format: &str, text: &str| DateFormat::new(format).unwrap().read(text);
        let day = 1_733_011_200_000_000;
        assert_eq!(read("%d/%m/%Y", "01/12/2024"), DateText::Wall(day));
        assert_eq!(read("%m/%d/%Y %H:%M", "12/1/2024 8:26"), DateText::Wall(day + 30_360_000_000));
        assert_eq!(read("%Y%m%d%H%M%S", "20241201082600"), DateText::Wall(day + 30_360_000_000));
        assert_eq!(
            read("%Y-%m-%d %H:%M:%S %z", "2024-12-01 09:26:00 +0100"),
            DateText::Instant(day + 30_360_000_000)
        );
        assert_eq!(read("%d %b %y", "01 Dec 24"), DateText::Wall(day));
        assert_eq!(read("%d/%m/%Y", "2024-12-01"), DateText::NotADate);
    }

    #[test]
    fn a_form_that_tells_no_date_is_refused() {
        let error = DateFormat::new("%H:%M").unwrap_err();
        assert!(error.contains("year, a month and a day"), "{error}");
        let error = DateFormat::new("%d/%Q/%Y").unwrap_err();
        assert!(error.starts_with("timestamp_format '%d/%Q/%Y'"), "{error}");
        assert!(DateFormat::new("").is_err());
    }
}
