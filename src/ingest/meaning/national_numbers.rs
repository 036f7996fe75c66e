//! Phone numbers of countries whose own numbers are shorter than what `address` compares: `+354 581 2345` is `5812345` there.
//!
//! Elsewhere the last eight digits are the same with and without the country.

use super::address::digit;

/// Codes of countries that have numbers of seven digits or fewer, and no digit before them.
#[rustfmt::skip] // A table: as many codes a line as fit.
const SHORT: &[&str] = &[
    // Europe: Iceland, Estonia, Faroes, Greenland, Luxembourg, Andorra, San Marino, Liechtenstein.
    "354", "372", "298", "299", "352", "376", "378", "423",
    // Africa and the Indian Ocean.
    "220", "230", "238", "239", "245", "248", "267", "269", "291", "960",
    // America.
    "297", "500", "501", "507", "508", "592", "597", "599",
    // Asia and the Pacific.
    "670", "673", "674", "675", "676", "677", "678", "679", "680", "681", "682", "685", "686", "687", "691", "692",
];
/// Digits of such numbers.
const DIGITS: std::ops::RangeInclusive<usize> = 6..=7;

/// The number as it is written in its own country; None where it has no country before it, or one of longer numbers.
pub(crate) fn national_number(text: &str) -> Option<String> {
    let text = text.trim();
    let is_abroad = |text: &str| text.starts_with(['+', '＋']) || text.starts_with("00");
    if !is_abroad(text.trim_start_matches(|c: char| !c.is_numeric() && c != '+' && c != '＋')) {
        return None;
    }
    let digits: String =
        text.chars().filter_map(digit).map(|digit| char::from(b'0' + digit)).collect();
    let digits = digits.trim_start_matches('0');
    let rest = SHORT.iter().find_map(|code| digits.strip_prefix(code))?;
    DIGITS.contains(&rest.len()).then(|| rest.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_number_is_the_same_without_its_country() {
        for (text, number) in [
            ("+354 581 2345", Some("5812345")),
            ("00372-512-3456", Some("5123456")),
            ("tel:+298212345", Some("212345")),
            ("+423 237 41 41", Some("2374141")),
            ("5812345", None),
            ("3545812345", None),
            ("+354 581 2345 99", None),
            ("+49 171 2345678", None),
            ("+1 354 581 2345", None),
            ("", None),
        ] {
            assert_eq!(national_number(text).as_deref(), number, "{text}");
        }
    }
}
