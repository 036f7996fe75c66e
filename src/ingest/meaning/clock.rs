//! What stands behind a date: a time of day and a zone, as text. Not the date itself.

use super::flags::says_nothing;
use super::plain::trimmed;

const MICROS_PER_SECOND: i64 = 1_000_000;

/// A time of day with its distance from universal time, where one is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Clock {
    /// Microseconds since midnight; 24:00 is the next midnight.
    pub micros: i64,
    /// Microseconds to be taken off for universal time; None where no zone is written.
    pub offset_micros: Option<i64>,
}

/// Midnight, without a zone.
pub(super) const MIDNIGHT: Clock = Clock { micros: 0, offset_micros: None };

/// Abbreviations of zones with one meaning in trade: those of RFC 2822 and of Europe. Hours.
const ZONES: [(&str, i64); 22] = [
    ("z", 0),
    ("utc", 0),
    ("gmt", 0),
    ("ut", 0),
    ("est", -5),
    ("edt", -4),
    ("cst", -6),
    ("cdt", -5),
    ("mst", -7),
    ("mdt", -6),
    ("pst", -8),
    ("pdt", -7),
    ("wet", 0),
    ("west", 1),
    ("cet", 1),
    ("cest", 2),
    ("mez", 1),
    ("mesz", 2),
    ("eet", 2),
    ("eest", 3),
    ("bst", 1),
    ("uhr", i64::MAX),
];

/// Reads what stands behind a date: nothing, or `T09:30`, ` 9:30:15.250 PM`, `, 09:30 +0100`, ` UTC`.
pub(super) fn read(text: &str) -> Option<Clock> {
    let rest = text.trim_start_matches([' ', '\u{a0}', '\u{202f}', ',']);
    let rest = rest.strip_prefix(['T', 't']).filter(|r| starts_with_digit(r)).unwrap_or(rest);
    if rest.is_empty() {
        return Some(MIDNIGHT);
    }
    if !starts_with_digit(rest) {
        return Some(Clock { micros: 0, offset_micros: zone(rest)? });
    }
    let (hour, rest) = two_digits(rest)?;
    let (minute, rest) = part(rest)?;
    // Behind a colon a point parts the fraction.
    let has_points = |rest: &str| rest.starts_with('.') && !text.contains(':');
    let (second, mut rest) =
        if rest.starts_with(':') || has_points(rest) { part(rest)? } else { (None, rest) };
    // `10h` is a full hour.
    rest = rest.strip_prefix(['h', 'H']).filter(|_| minute.is_none()).unwrap_or(rest);
    let mut micros = 0;
    if let Some(fraction) = rest.strip_prefix(['.', ',']).filter(|r| starts_with_digit(r)) {
        let end = fraction.bytes().position(|b| !b.is_ascii_digit()).unwrap_or(fraction.len());
        let digits = fraction.bytes().take(end).chain(std::iter::repeat(b'0')).take(6);
        micros = digits.fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0'));
        rest = &fraction[end..];
    }
    let rest = rest.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    let (hour, rest) = twelve_hours(hour, rest)?;
    // A leap second is the last second of its minute.
    let (minute, second) = (minute.unwrap_or(0), second.unwrap_or(0).min(60));
    let second = if second == 60 { 59 } else { second };
    let seconds = hour * 3600 + minute * 60 + second;
    if minute > 59 || seconds > 86_400 {
        return None;
    }
    Some(Clock { micros: seconds * MICROS_PER_SECOND + micros, offset_micros: zone(rest)? })
}

/// A time of day that stands by itself, in microseconds since midnight: `9:30`, `21:30:15`, `9:30 PM`.
/// `Err` is what is none, `Ok(None)` says nothing. A zone is refused: without its date it has no meaning.
pub(crate) fn time_of_day(text: &str) -> Result<Option<i64>, ()> {
    let text = trimmed(text);
    if says_nothing(text) {
        return Ok(None);
    }
    let is_clock = |clock: &Clock| clock.offset_micros.is_none() && text.contains([':', 'm', 'M']);
    read(text).filter(is_clock).map(|clock| Some(clock.micros)).ok_or(())
}

fn starts_with_digit(text: &str) -> bool {
    text.as_bytes().first().is_some_and(u8::is_ascii_digit)
}

/// One or two digits, and what follows.
fn two_digits(text: &str) -> Option<(i64, &str)> {
    let bytes = text.as_bytes();
    let length = bytes.iter().take(2).take_while(|b| b.is_ascii_digit()).count();
    let is_longer = bytes.get(length).is_some_and(u8::is_ascii_digit);
    if length == 0 || is_longer {
        None
    } else {
        Some((text[..length].parse().ok()?, &text[length..]))
    }
}

/// `:30`, `.30` or `h30`, or nothing.
fn part(text: &str) -> Option<(Option<i64>, &str)> {
    let is_number = |text: &str| {
        let bytes = text.as_bytes();
        let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
        is_digit(0) && is_digit(1) && !is_digit(2)
    };
    if let Some(digits) = text.strip_prefix(['.', 'h', 'H']).filter(|digits| is_number(digits)) {
        return Some((Some(digits[..2].parse().ok()?), &digits[2..]));
    }
    let Some(digits) = text.strip_prefix(':') else { return Some((None, text)) };
    let (number, rest) = two_digits(digits)?;
    (number <= 60).then_some((Some(number), rest))
}

/// The halves of a day, and whether each is the second.
const HALVES: [(&str, bool); 8] = [
    ("a.m.", false),
    ("p.m.", true),
    ("a. m.", false),
    ("p. m.", true),
    ("a.\u{a0}m.", false),
    ("p.\u{a0}m.", true),
    ("am", false),
    ("pm", true),
];

/// The hour of 24, where `AM` or `PM` may follow.
fn twelve_hours(hour: i64, rest: &str) -> Option<(i64, &str)> {
    for (half, is_afternoon) in HALVES {
        let Some(word) = rest.get(..half.len()).filter(|word| word.eq_ignore_ascii_case(half))
        else {
            continue;
        };
        if !(1..=12).contains(&hour) {
            // Some programs write 13:05 PM and 0:05 AM.
            let fits = if is_afternoon { (13..24).contains(&hour) } else { hour == 0 };
            return fits.then_some((hour, &rest[word.len()..]));
        }
        return Some((hour % 12 + if is_afternoon { 12 } else { 0 }, &rest[word.len()..]));
    }
    (hour <= 24).then_some((hour, rest))
}

/// The zone's distance in microseconds; the outer None for what is no zone, the inner for none written.
#[allow(clippy::option_option, reason = "no zone and a wrong zone are different answers")]
fn zone(text: &str) -> Option<Option<i64>> {
    let text = text.trim();
    // JavaScript adds the zone's long name: `GMT+0100 (Central European Standard Time)`.
    let text = text.split_once('(').map_or(text, |(before, _)| before).trim_end();
    if text.is_empty() {
        return Some(None);
    }
    let letters = text.bytes().position(|b| !b.is_ascii_alphabetic()).unwrap_or(text.len());
    let (name, distance) = text.split_at(letters);
    let distance = distance.trim_start();
    if name.is_empty() {
        return signed(distance).map(Some);
    }
    let hours = ZONES.iter().find(|(zone, _)| name.eq_ignore_ascii_case(zone))?.1;
    match (hours, distance) {
        (i64::MAX, "") => Some(None),
        (_, "") => Some(Some(hours * 3600 * MICROS_PER_SECOND)),
        (0, distance) => signed(distance).map(Some),
        _ => None,
    }
}

/// `+01:00`, `-0500`, `+2`.
fn signed(text: &str) -> Option<i64> {
    let (sign, digits) = match text.chars().next()? {
        '+' => (1, &text[1..]),
        '-' => (-1, &text[1..]),
        '\u{2212}' => (-1, &text['\u{2212}'.len_utf8()..]),
        _ => return None,
    };
    let (hours, minutes) = match (digits.split_once(':'), digits.len()) {
        (Some((hours, minutes)), _) => (hours, minutes),
        (None, 4) => (digits.get(..2)?, digits.get(2..)?),
        (None, _) => (digits, "0"),
    };
    let number = |text: &str| -> Option<i64> {
        let is_plain = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        if is_plain { text.parse().ok() } else { None }
    };
    let minutes = number(hours)? * 60 + number(minutes).filter(|minutes| *minutes < 60)?;
    (minutes <= 18 * 60).then_some(sign * minutes * 60 * MICROS_PER_SECOND)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Option<(i64, Option<i64>)> {
        let clock = read(text)?;
        Some((clock.micros / MICROS_PER_SECOND, clock.offset_micros.map(|o| o / MICROS_PER_SECOND)))
    }

    #[test]
    fn a_time_and_a_zone_are_read_in_the_usual_forms() {
        for (text, expected) in [
            ("", (0, None)),
            ("T09:30:00", (34_200, None)),
            (" 9:30", (34_200, None)),
            (" 9:30 PM", (77_400, None)),
            (" 12:05 a.m.", (300, None)),
            (", 12:05 pm", (43_500, None)),
            (" 21:30:00 UTC", (77_400, Some(0))),
            (" 21:30:00.123456789Z", (77_400, Some(0))),
            (" 21:30:00 -0500", (77_400, Some(-18_000))),
            (" 21:30:00+05:30", (77_400, Some(19_800))),
            (" 21:30:00+00", (77_400, Some(0))),
            (" 21:30:00 GMT+0100 (Central European Standard Time)", (77_400, Some(3600))),
            (" 21:30 CET", (77_400, Some(3600))),
            (" 21:30 Uhr", (77_400, None)),
            (" 21.30 Uhr", (77_400, None)),
            (" 09.30.00.000000 PM", (77_400, None)),
            (" 21h30", (77_400, None)),
            (" 21h", (75_600, None)),
            (" 9:30 p. m.", (77_400, None)),
            ("T24:00:00", (86_400, None)),
            ("T23:59:60", (86_399, None)),
            ("Z", (0, Some(0))),
        ] {
            assert_eq!(at(text), Some(expected), "{text}");
        }
        assert_eq!(read(" 1:02:03.5").unwrap().micros, 3_723_500_000);
    }

    #[test]
    fn a_time_of_day_stands_by_itself() {
        assert_eq!(time_of_day(" 9:30 pm "), Ok(Some(77_400_000_000)));
        assert_eq!(time_of_day("9 PM"), Ok(Some(75_600_000_000)));
        assert_eq!(time_of_day("n/a"), Ok(None));
        for text in ["9:30 UTC", "12", "2024-01-31 09:30", "soon"] {
            assert_eq!(time_of_day(text), Err(()), "{text}");
        }
    }

    #[test]
    fn what_is_no_time_is_none() {
        for text in
            [" 25:00", " 9:61", " 14:00 AM", " noon", " 9:30 XYZ", " 9:30 +99", " 123:00", "x"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
