//! Dates written year first, the form that programs write: the fast way. All other forms are in `date_text`.

use super::clock;
use super::date_text::DateText;
use jiff::civil::Date;

const EPOCH: Date = Date::constant(1970, 1, 1);
const MICROS_PER_SECOND: i64 = 1_000_000;

/// Microseconds from 1970 to the midnight of a date, if there is such a day.
pub(super) fn midnight_micros(year: i64, month: i64, day: i64) -> Option<i64> {
    let (year, month, day) = (year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?);
    let date = Date::new(year, month, day).ok()?;
    Some(date.duration_since(EPOCH).as_secs() * MICROS_PER_SECOND)
}

/// A date and what stands behind it. The year 1 is what programs write for no date.
pub(super) fn dated(year: i64, month: i64, day: i64, rest: &str) -> DateText {
    let Some(midnight) = midnight_micros(year, month, day) else { return DateText::NotADate };
    let Some(clock) = clock::read(rest) else { return DateText::NotADate };
    if year <= 1 {
        return DateText::ZeroDate;
    }
    let wall = midnight + clock.micros;
    clock.offset_micros.map_or(DateText::Wall(wall), |offset| DateText::Instant(wall - offset))
}

/// Reads `2024-01-31`, also with `/` or `.`, with a time and a zone behind it; None for another form.
pub(super) fn read(text: &str) -> Option<DateText> {
    let bytes = text.as_bytes();
    let separator = *bytes.get(4)?;
    if !matches!(separator, b'-' | b'/' | b'.') {
        return None;
    }
    let year = digits(bytes.get(..4)?)?;
    let (month, at) = one_or_two(bytes, 5)?;
    if *bytes.get(at)? != separator {
        return None;
    }
    let (day, at) = one_or_two(bytes, at + 1)?;
    if bytes.get(at).is_some_and(u8::is_ascii_digit) {
        return None;
    }
    Some(dated(year, month, day, text.get(at..)?))
}

/// The number of a few digits.
pub(super) fn digits(bytes: &[u8]) -> Option<i64> {
    if bytes.is_empty() || bytes.len() > 18 {
        return None;
    }
    bytes
        .iter()
        .try_fold(0, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + i64::from(byte - b'0')))
}

/// A number of one or two digits at a place, and the place behind it.
fn one_or_two(bytes: &[u8], at: usize) -> Option<(i64, usize)> {
    let length = bytes.get(at..)?.iter().take(2).take_while(|b| b.is_ascii_digit()).count();
    Some((digits(&bytes[at..at + length])?, at + length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_year_may_stand_first() {
        let day = 1_706_659_200_000_000; // 2024-01-31
        assert_eq!(read("2024-01-31"), Some(DateText::Wall(day)));
        assert_eq!(read("2024/1/31"), Some(DateText::Wall(day)));
        assert_eq!(read("2024.01.31"), Some(DateText::Wall(day)));
        assert_eq!(read("2024-01-31T09:30Z"), Some(DateText::Instant(day + 34_200_000_000)));
        assert_eq!(read("2024-01-31 10:30 +0100"), Some(DateText::Instant(day + 34_200_000_000)));
        assert_eq!(read("9999-12-31"), Some(DateText::Wall(253_402_214_400_000_000)));
        assert_eq!(read("0001-01-01 00:00:00"), Some(DateText::ZeroDate));
        assert_eq!(read("2024-02-30"), Some(DateText::NotADate));
        assert_eq!(read("2024-01-31 noon"), Some(DateText::NotADate));
        assert_eq!(read("31-01-2024"), None);
        assert_eq!(read("2024-01/31"), None);
        assert_eq!(read("2024-001"), None);
    }
}
