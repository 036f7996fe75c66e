//! Dates whose numbers stand before marks, year first: `2026. 11. 28.` as in Hungarian, `2026年11月28日` as in
//! Chinese and Japanese, `2026년 11월 28일` as in Korean.

use super::clock;
use super::date_text::DateText;
use super::iso_date::{dated, digits};

/// The marks behind the year, the month and the day.
const MARKS: [[&str; 3]; 3] = [[".", ".", "."], ["年", "月", "日"], ["년", "월", "일"]];

/// Reads such a date, with a time behind it; None for another form.
pub(super) fn read(text: &str) -> Option<DateText> {
    let year = digits(text.as_bytes().get(..4)?)?;
    let rest = text.get(4..)?;
    let marks = MARKS.iter().find(|marks| rest.starts_with(marks[0]))?;
    let rest = rest[marks[0].len()..].trim_start();
    let (month, rest) = number_before(rest, marks[1])?;
    let length = rest.bytes().take_while(u8::is_ascii_digit).count();
    let day = digits(&rest.as_bytes()[..length])?;
    let rest = &rest[length..];
    let rest = rest.strip_prefix(marks[2]).unwrap_or(rest);
    let is_short = month <= 12 && day <= 31;
    is_short.then(|| with_clock(year, month, day, rest))
}

/// A number, and what stands behind its mark and the blanks after it.
fn number_before<'a>(text: &'a str, mark: &str) -> Option<(i64, &'a str)> {
    let (number, rest) = text.split_once(mark)?;
    Some((digits(number.as_bytes())?, rest.trim_start()))
}

/// The date at its time of day, whose numbers may have marks as well: `10时30分`.
fn with_clock(year: i64, month: i64, day: i64, rest: &str) -> DateText {
    if clock::read(rest).is_some() {
        return dated(year, month, day, rest);
    }
    let marked =
        rest.replace(['时', '時', '시', '点', '分', '분'], ":").replace(['秒', '초', ' '], "");
    dated(year, month, day, &format!(" {}", marked.trim_end_matches(':')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_stand_behind_the_numbers() {
        const DAY: i64 = 1_795_824_000_000_000; // 2026-11-28
        const HALF_PAST_TEN: i64 = 37_800_000_000;
        for text in ["2026. 11. 28.", "2026.11.28.", "2026年11月28日", "2026년 11월 28일"] {
            assert_eq!(read(text), Some(DateText::Wall(DAY)), "{text}");
        }
        for text in [
            "2026. 11. 28. 10:30",
            "2026. 11. 28. 10:30:00",
            "2026年11月28日 10:30",
            "2026年11月28日10时30分",
            "2026年11月28日 10時30分00秒",
        ] {
            assert_eq!(read(text), Some(DateText::Wall(DAY + HALF_PAST_TEN)), "{text}");
        }
        assert_eq!(read("2026年2月30日"), Some(DateText::NotADate));
        for text in [
            "28. 11. 2026.",
            "1.11.24",
            "31.12.24",
            "2026. november 28.",
            "1.5.3.2",
            "2026年",
            "2026. 99. 1.",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
