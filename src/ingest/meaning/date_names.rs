//! Dates with the month's name: `01-Dec-24`, `Dec 1, 2024`, RFC 2822, and what clocks of computers write.

use super::date_text::{DateText, four_digit_year};
use super::iso_date::{dated, digits};
use super::plain::squeeze;

/// The beginnings by which months are known, and their full names; as `squeeze` leaves them.
const MONTHS: [(&[&str], &[&str]); 12] = [
    (
        &["jan", "janv", "ene", "gen"],
        &["january", "januar", "janner", "janvier", "enero", "gennaio", "januari"],
    ),
    (
        &["feb", "fev", "fevr"],
        &["february", "februar", "fevrier", "febrero", "febbraio", "februari"],
    ),
    (&["mar", "mrz", "maer", "mrt"], &["march", "marz", "maerz", "mars", "marzo", "maart"]),
    (&["apr", "avr", "abr"], &["april", "avril", "abril", "aprile"]),
    (&["may", "mai", "mag", "mei"], &["mayo", "maggio"]),
    (&["jun", "giu"], &["june", "juni", "juin", "junio", "giugno"]),
    (&["jul", "juil", "lug"], &["july", "juli", "juillet", "julio", "luglio"]),
    (&["aug", "aou", "ago"], &["august", "aout", "agosto", "augustus"]),
    (&["sep", "sept", "set"], &["september", "septembre", "septiembre", "settembre"]),
    (&["oct", "okt", "ott"], &["october", "oktober", "octobre", "octubre", "ottobre"]),
    (&["nov"], &["november", "novembre", "noviembre"]),
    (&["dec", "dez", "dic"], &["december", "dezember", "decembre", "diciembre", "dicembre"]),
];

/// Words that may stand beside a day, a month and a year; weekdays are known by their beginnings.
const BESIDE: &[&str] =
    &["st", "nd", "rd", "th", "er", "e", "of", "de", "del", "le", "the", "at", "um"];

const WEEKDAYS: &[&str] = &[
    "mon", "tue", "wed", "thu", "fri", "sat", "sun", "mo", "di", "mi", "do", "fr", "sa", "so",
    "lun", "mar", "mer", "jeu", "ven", "sam", "dim", "mie", "jue", "vie", "sab", "dom", "gio",
    "ma", "wo", "vr", "za", "zo",
];

pub(super) fn month(word: &str) -> Option<i64> {
    let is_named =
        |(short, full): &(&[&str], &[&str])| short.contains(&word) || full.contains(&word);
    MONTHS.iter().position(is_named).map(|at| at as i64 + 1)
}

fn may_stand_beside(word: &str) -> bool {
    let is_weekday =
        |day: &&str| word == *day || (day.len() > 2 && word.starts_with(day) && word.len() > 4);
    BESIDE.contains(&word)
        || WEEKDAYS.iter().any(is_weekday)
        || matches!(word, "tues" | "thur" | "thurs" | "weds")
}

/// Reads a date with the month's name.
pub(super) fn read(text: &str) -> DateText {
    let (date, rest) = split_at_time(text);
    let pieces = date.split(|c: char| !c.is_alphanumeric()).filter(|piece| !piece.is_empty());
    let (mut months, mut numbers) = (Vec::new(), Vec::new());
    for piece in pieces.flat_map(numbers_and_words) {
        if let Some(number) = digits(piece.as_bytes()) {
            numbers.push((piece, number));
            continue;
        }
        let word = squeeze(piece);
        match month(&word) {
            Some(month) => months.push(month),
            None if may_stand_beside(&word) => {}
            None => return DateText::NotADate,
        }
    }
    // A French or Spanish Tuesday reads like March: the month is the one that stands last.
    let Some(&month) = months.last().filter(|_| months.len() <= 2) else {
        return DateText::NotADate;
    };
    let year_first = |text: &str| text.len() == 4;
    let (day, year, rest) = match (numbers[..].iter().as_slice(), year_behind(rest)) {
        ([(text, year), (_, day)], _) if year_first(text) => (*day, Some(*year), rest.to_owned()),
        ([(_, day), (text, year)], _) => (*day, four_digit_year(text, *year), rest.to_owned()),
        ([(_, day)], Some((year, rest))) => (*day, Some(year), rest),
        _ => return DateText::NotADate,
    };
    year.map_or(DateText::NotADate, |year| dated(year, month, day, &rest))
}

/// The date, and the text from the time of day on: up to two digits before the first colon.
fn split_at_time(text: &str) -> (&str, &str) {
    let Some(colon) = text.find(':') else { return split_at_points(text) };
    let digits = text[..colon].bytes().rev().take(2).take_while(u8::is_ascii_digit).count();
    let (date, rest) = text.split_at(colon - digits);
    (
        date.strip_suffix('T')
            .filter(|date| date.ends_with(|c: char| c.is_ascii_digit()))
            .unwrap_or(date),
        rest,
    )
}

/// The same where points part the hours from the minutes and these from the seconds, as Oracle writes them.
fn split_at_points(text: &str) -> (&str, &str) {
    let is_time = |text: &str| {
        let mut parts = text.split('.');
        let mut is_part = || {
            parts.next().is_some_and(|part| {
                part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit())
            })
        };
        is_part() && is_part() && is_part()
    };
    let mut blanks = text.match_indices(' ').map(|(at, _)| at);
    let time = |at: &usize| text[at + 1..].split(' ').next().is_some_and(is_time);
    blanks.find(time).map_or((text, ""), |at| text.split_at(at))
}

/// The year that some clocks write behind the time, and the time without it.
fn year_behind(rest: &str) -> Option<(i64, String)> {
    let (time, year) = rest.trim_end().rsplit_once(' ')?;
    let year = digits(year.as_bytes()).filter(|_| year.len() == 4)?;
    Some((year, time.to_owned()))
}

/// `1st` is `1`, `st`; `01DEC2024` is `01`, `DEC`, `2024`.
fn numbers_and_words(piece: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = piece;
    while let Some(first) = rest.chars().next() {
        let is_number = first.is_ascii_digit();
        let end = rest.find(|c: char| c.is_ascii_digit() != is_number).unwrap_or(rest.len());
        let (part, behind) = rest.split_at(end);
        parts.push(part);
        rest = behind;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_have_names() {
        let day = 1_733_011_200_000_000; // 2024-12-01
        for text in [
            "01-Dec-24",
            "1 Dec 2024",
            "Dec 1, 2024",
            "December 1st, 2024",
            "1. Dezember 2024",
            "1er décembre 2024",
            "1 de diciembre de 2024",
            "Sunday, December 1, 2024",
            "01/Dec/2024",
            "01DEC2024",
            "2024-Dec-01",
            "dim. 1 déc. 2024",
        ] {
            assert_eq!(read(text), DateText::Wall(day), "{text}");
        }
        let instant = DateText::Instant(day + 30_360_000_000); // 08:26Z
        for text in [
            "Sun, 01 Dec 2024 08:26:00 +0000",
            "Sun Dec 01 2024 09:26:00 GMT+0100 (Central European Standard Time)",
            "Sun Dec 01 08:26:00 +0000 2024",
            "Sun Dec  1 08:26:00 UTC 2024",
            "Dec 1, 2024 8:26 AM UTC",
            "01-DEC-24 08.26.00.000000 AM UTC",
        ] {
            assert_eq!(read(text), instant, "{text}");
        }
        assert_eq!(read("mar. 5 mars 2024"), DateText::Wall(1_709_596_800_000_000));
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "December",
            "Dec 2024",
            "31 Feb 2024",
            "Dec 1 24 items",
            "may 1",
            "1 Foo 2024",
            "a:b",
            "Dec 1 2024 5",
        ] {
            assert_eq!(read(text), DateText::NotADate, "{text}");
        }
    }
}
