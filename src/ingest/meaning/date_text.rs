//! What a cell of a date column says, in the usual forms. Zones and the order of day and month of a whole
//! column are settled elsewhere: what has no zone is wall time, and an open order is said to be open.

use super::date_format::DateFormat;
use super::epoch::{self, EpochUnit};
use super::flags::says_nothing;
use super::iso_date::{self, dated, digits};
use super::plain::trimmed;
use super::{date_marks, date_names, iso_date::midnight_micros};
use crate::time::Zone;

/// What a cell says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateText {
    /// The text is empty.
    Empty,
    /// A date that programs write for none: `0000-00-00`, the year 1.
    ZeroDate,
    /// An instant, in microseconds since 1970 in universal time.
    Instant(i64),
    /// A wall clock's reading, in microseconds since 1970 on that wall.
    Wall(i64),
    /// A date whose day and month could be either: `03/04/2024`.
    Ambiguous,
    /// Something else.
    NotADate,
}

impl DateText {
    /// The instant in microseconds since 1970, with wall time read in `zone`; None for no date.
    pub fn micros(self, zone: &Zone) -> Option<i64> {
        match self {
            DateText::Instant(micros) => Some(micros),
            DateText::Wall(wall) => Some(zone.from_wall(wall)),
            _ => None,
        }
    }
}

/// Which of two small numbers is the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DayOrder {
    /// 31/12/2024.
    DayFirst,
    /// 12/31/2024.
    MonthFirst,
}

/// How the cells of a column are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DateReading {
    /// All usual forms.
    Usual {
        /// Which of two small numbers is the day, where that has been settled.
        order: Option<DayOrder>,
        /// What bare numbers count, where that has been said.
        unit: Option<EpochUnit>,
    },
    /// One form only, by `timestamp_format`.
    Format(DateFormat),
}

impl Default for DateReading {
    fn default() -> Self {
        DateReading::Usual { order: None, unit: None }
    }
}

impl DateReading {
    /// Reads a cell.
    #[inline]
    pub fn read(&self, text: &str) -> DateText {
        match self {
            DateReading::Usual { order, unit } => {
                let found = iso_date::read(text);
                found.filter(is_date).unwrap_or_else(|| usual(trimmed(text), *order, *unit))
            }
            DateReading::Format(format) => {
                let text = trimmed(text);
                if says_nothing(text) {
                    DateText::Empty
                } else if is_zero_date(text) {
                    DateText::ZeroDate
                } else {
                    format.read(text)
                }
            }
        }
    }
}

fn is_date(read: &DateText) -> bool {
    !matches!(read, DateText::NotADate)
}

/// All forms but the fast one, in an order in which no form is taken for another.
fn usual(text: &str, order: Option<DayOrder>, unit: Option<EpochUnit>) -> DateText {
    let text = text.trim_matches(['"', '\'']);
    if says_nothing(text) && !text.starts_with('0') {
        return DateText::Empty;
    }
    if is_zero_date(text) {
        return DateText::ZeroDate;
    }
    let forms: [&dyn Fn() -> DateText; 7] = [
        &|| iso_date::read(text).unwrap_or(DateText::NotADate),
        &|| date_marks::read(text).unwrap_or(DateText::NotADate),
        &|| number(text, unit).unwrap_or(DateText::NotADate),
        &|| by_numbers(text, order),
        &|| date_names::read(text),
        &|| of_dot_net(text).unwrap_or(DateText::NotADate),
        &|| by_library(text),
    ];
    forms.into_iter().map(|form| form()).find(is_date).unwrap_or(DateText::NotADate)
}

/// `0`, `0000-00-00`, `00/00/0000 00:00`: digits, and all of them 0.
fn is_zero_date(text: &str) -> bool {
    let is_part = |c: char| matches!(c, '0' | '-' | '/' | '.' | ':' | ' ' | 'T' | 'Z');
    text.contains('0') && text.chars().all(is_part)
}

/// Milliseconds since 1970 as .NET writes them: `/Date(1733041560000+0100)/`, whose zone is that of the writer.
fn of_dot_net(text: &str) -> Option<DateText> {
    let inner = text.strip_prefix("/Date(")?.strip_suffix(")/")?;
    let end = inner.char_indices().skip(1).find(|(_, c)| matches!(c, '+' | '-'));
    let millis = end.map_or(inner, |(end, _)| &inner[..end]);
    Some(epoch::whole(millis.parse().ok()?, Some(EpochUnit::Millis)))
}

/// A text that is one number.
fn number(text: &str, unit: Option<EpochUnit>) -> Option<DateText> {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    if unsigned.is_empty() || !unsigned.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
        return None;
    }
    if let Ok(whole) = text.parse::<i64>() {
        return Some(epoch::whole(whole, unit));
    }
    let number = text.parse::<f64>().ok()?;
    Some(epoch::fractional(number, unit))
}

/// Three numbers of a date that does not begin with the year, and what stands behind them.
#[derive(Debug, Clone, Copy)]
pub(super) struct ThreeNumbers<'a> {
    separator: u8,
    first: i64,
    second: i64,
    /// The year, with its century.
    pub year: i64,
    /// Of a year of two digits: the number as it stands.
    short_year: Option<i64>,
    rest: &'a str,
}

impl<'a> ThreeNumbers<'a> {
    /// Of `31/12/2024 8:26`, `31.12.24` and `12-31-2024`; None for another form.
    pub(super) fn of(text: &'a str) -> Option<Self> {
        let bytes = text.as_bytes();
        let (first, at) = short_number(bytes, 0)?;
        let separator = *bytes.get(at).filter(|b| matches!(b, b'-' | b'/' | b'.'))?;
        let (second, at) = short_number(bytes, at + 1)?;
        if *bytes.get(at)? != separator {
            return None;
        }
        let end = at + 1 + bytes[at + 1..].iter().take_while(|b| b.is_ascii_digit()).count();
        let third = digits(&bytes[at + 1..end])?;
        let year = four_digit_year(&text[at + 1..end], third)?;
        let short_year = (end - at - 1 == 2).then_some(third);
        Some(Self { separator, first, second, year, short_year, rest: &text[end..] })
    }

    fn is_day(&self, month: i64, day: i64) -> bool {
        midnight_micros(self.year, month, day).is_some()
    }

    /// `24-12-01` may begin with its year.
    fn may_begin_with_year(&self) -> bool {
        let day = self.short_year.filter(|_| self.separator == b'-');
        day.is_some_and(|day| midnight_micros(2000 + self.first, self.second, day).is_some())
    }

    /// The only order in which this is a date; None where there are several or none.
    pub(super) fn evidence(&self) -> Option<DayOrder> {
        let (day_first, month_first) =
            (self.is_day(self.second, self.first), self.is_day(self.first, self.second));
        match (day_first, month_first) {
            _ if self.may_begin_with_year() => None,
            (true, false) => Some(DayOrder::DayFirst),
            (false, true) => Some(DayOrder::MonthFirst),
            // Nobody writes dots but day first.
            (true, true) if self.separator == b'.' => Some(DayOrder::DayFirst),
            _ => None,
        }
    }

    /// Whether this is a date in more than one order, and not the same date in each.
    pub(super) fn is_open(&self) -> bool {
        let both = self.is_day(self.second, self.first) && self.is_day(self.first, self.second);
        let open = both && self.first != self.second && self.separator != b'.';
        open || self.may_begin_with_year()
    }

    fn read(&self, order: DayOrder) -> DateText {
        let (day, month) = match order {
            DayOrder::DayFirst => (self.first, self.second),
            DayOrder::MonthFirst => (self.second, self.first),
        };
        dated(self.year, month, day, self.rest)
    }
}

/// A number of one or two digits at a place, and the place behind it.
fn short_number(bytes: &[u8], at: usize) -> Option<(i64, usize)> {
    let length = bytes.get(at..)?.iter().take(3).take_while(|b| b.is_ascii_digit()).count();
    if length > 2 { None } else { Some((digits(&bytes[at..at + length])?, at + length)) }
}

/// The year of two or four digits: 69 and later are of the last century, as POSIX has it.
pub(super) fn four_digit_year(text: &str, number: i64) -> Option<i64> {
    match text.len() {
        4 => Some(number),
        2 => Some(number + if number >= 69 { 1900 } else { 2000 }),
        _ => None,
    }
}

/// A date of three numbers: what only one order allows is read so, whatever the column's order.
fn by_numbers(text: &str, order: Option<DayOrder>) -> DateText {
    let Some(numbers) = ThreeNumbers::of(text) else { return DateText::NotADate };
    match (numbers.evidence(), order) {
        (Some(only), None) => numbers.read(only),
        (Some(only), Some(order)) if numbers.separator != b'.' || only == order => {
            numbers.read(only)
        }
        (_, Some(order)) => match numbers.read(order) {
            DateText::NotADate => {
                numbers.evidence().map_or(DateText::NotADate, |only| numbers.read(only))
            }
            read => read,
        },
        (None, None) if numbers.is_open() && super::clock::read(numbers.rest).is_some() => {
            DateText::Ambiguous
        }
        (None, None) => numbers.read(DayOrder::DayFirst),
    }
}

/// What the library of dates reads beside: `20240131T093000Z`, a zone in brackets.
fn by_library(text: &str) -> DateText {
    if let Ok(instant) = text.parse::<jiff::Timestamp>() {
        return DateText::Instant(instant.as_microsecond());
    }
    let Ok(wall) = text.parse::<jiff::civil::DateTime>() else { return DateText::NotADate };
    let micros =
        wall.duration_since(jiff::civil::DateTime::constant(1970, 1, 1, 0, 0, 0, 0)).as_micros();
    i64::try_from(micros).map_or(DateText::NotADate, DateText::Wall)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 1_733_011_200_000_000; // 2024-12-01
    const TIME: i64 = DAY + 30_360_000_000; // 08:26

    fn usual(text: &str) -> DateText {
        DateReading::default().read(text)
    }

    fn ordered(text: &str, order: DayOrder) -> DateText {
        DateReading::Usual { order: Some(order), unit: None }.read(text)
    }

    #[test]
    fn dates_come_in_many_forms() {
        for text in [
            "2024-12-01 08:26:00 UTC",
            "2024-12-01T08:26:00.000+0000",
            "2024-12-01 10:26:00 +0200",
            "1733041560000",
            "1733041560",
            "20241201T082600Z",
            "2024-12-01T09:26+01:00[Europe/Berlin]",
            "\u{feff}2024-12-01T08:26Z\r",
            "'2024-12-01T08:26Z'",
            "/Date(1733041560000)/",
            "/Date(1733041560000+0100)/",
        ] {
            assert_eq!(usual(text), DateText::Instant(TIME), "{text}");
        }
        for text in [
            "2024-12-01 08:26",
            "2024/12/01 8:26 AM",
            "01.12.2024 08:26",
            "01-Dec-24 08:26",
            "202412010826",
            "20241201082600",
            " 2024-12-01T08:26:00 ",
            "2024. 12. 01. 08:26",
            "2024年12月1日 08:26",
        ] {
            assert_eq!(usual(text), DateText::Wall(TIME), "{text}");
        }
        assert_eq!(usual("20241201"), DateText::Wall(DAY));
        assert_eq!(usual("31/12/2024"), DateText::Wall(DAY + 30 * 86_400_000_000));
        assert_eq!(usual("12/31/2024"), DateText::Wall(DAY + 30 * 86_400_000_000));
        assert_eq!(usual("12/12/24"), DateText::Wall(DAY + 11 * 86_400_000_000));
    }

    #[test]
    fn nothing_and_zero_dates_are_no_dates() {
        for text in ["", " ", "NULL", "NaT", "\\N", "-", "n/a"] {
            assert_eq!(usual(text), DateText::Empty, "{text}");
        }
        for text in ["0", "0000-00-00", "0000-00-00 00:00:00", "00/00/0000", "0001-01-01T00:00:00Z"]
        {
            assert_eq!(usual(text), DateText::ZeroDate, "{text}");
        }
        for text in
            ["soon", "ada@example.org", "2024-13-01", "31/02/2024", "1.5.3.2", "12:30", "2024", "7"]
        {
            assert_eq!(usual(text), DateText::NotADate, "{text}");
        }
    }

    #[test]
    fn day_and_month_are_never_guessed() {
        for text in ["12/1/2024 8:26", "01-12-2024", "1/2/24", "24-12-01"] {
            assert_eq!(usual(text), DateText::Ambiguous, "{text}");
        }
        assert_eq!(ordered("12/1/2024 8:26", DayOrder::MonthFirst), DateText::Wall(TIME));
        assert_eq!(ordered("1/12/2024 8:26", DayOrder::DayFirst), DateText::Wall(TIME));
        assert_eq!(
            ordered("12/31/2024", DayOrder::DayFirst),
            ordered("31/12/2024", DayOrder::MonthFirst)
        );
        assert_eq!(ordered("12.01.2024", DayOrder::MonthFirst), DateText::Wall(DAY));
    }

    #[test]
    fn wall_time_is_read_in_the_zone() {
        let berlin = Zone::named("Europe/Berlin").unwrap();
        assert_eq!(usual("2024-12-01 09:26").micros(&berlin), Some(TIME));
        assert_eq!(usual("2024-12-01 08:26Z").micros(&berlin), Some(TIME));
        assert_eq!(usual("9999-12-31").micros(&Zone::utc()), Some(253_402_214_400_000_000));
        assert_eq!(usual("soon").micros(&berlin), None);
    }
}
