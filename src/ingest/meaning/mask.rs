//! How a value of the data is shown in a message: enough to find it, without personal data.

use super::plain::{is_invisible, trimmed};

/// Longest text shown; a longer one is cut.
const MOST_CHARACTERS: usize = 32;
/// Digits in a row that may be a phone, a card or an account.
const FEWEST_HIDDEN_DIGITS: usize = 7;

/// A value for a message: addresses keep their first letter and their domain's end, long numbers their
/// first and last two digits, long texts their beginning. Dates and amounts stay. What nobody sees (line ends,
/// directions of writing) becomes `·`.
pub(crate) fn masked(text: &str) -> String {
    let shown = &with_at_signs(trimmed(text));
    if let Some((name, host)) = shown.rsplit_once('@') {
        let first = |text: &str| {
            text.chars().find(|c| c.is_alphanumeric()).map(String::from).unwrap_or_default()
        };
        let end = host.rsplit_once('.').map_or("", |(_, end)| end);
        let end = if end.len() <= 6 && end.chars().all(char::is_alphabetic) { end } else { "" };
        return format!("{}…@{}….{end}", first(name), first(host));
    }
    let date = if looks_like_a_date(shown) { shown.len() } else { length_of_date_shape(shown) };
    let (date, rest) = shown.split_at(date);
    let hidden = date.to_owned() + &without_long_numbers(rest);
    let visible: String = hidden
        .chars()
        .map(|c| if c != ' ' && is_invisible(c) { '·' } else { c })
        .take(MOST_CHARACTERS)
        .collect();
    if hidden.chars().count() > MOST_CHARACTERS { visible + "…" } else { visible }
}

/// A text with the at signs that are written out: `ada(at)example.org`.
fn with_at_signs(text: &str) -> String {
    ["(at)", "[at]", "(AT)", "[AT]", " at ", "＠"].iter().fold(text.to_owned(), |text, at| {
        if is_address(&text, at) { text.replace(at, "@") } else { text }
    })
}

/// Whether a written at sign stands before what could be a host.
fn is_address(text: &str, at: &str) -> bool {
    let host = text.split_once(at).map_or("", |(_, host)| host);
    let end = host.rsplit_once('.').map_or("", |(_, end)| end);
    end.len() >= 2 && end.chars().all(char::is_alphabetic)
}

/// Dates are digits and marks too, and are no secret of anybody's.
fn looks_like_a_date(text: &str) -> bool {
    use super::date_text::{DateReading, DateText};
    let is_date = !matches!(DateReading::default().read(text), DateText::NotADate);
    is_date && text.chars().any(|c| matches!(c, '-' | '/' | '.' | ':'))
}

/// Bytes at the beginning that are shaped like a date, even one of no calendar: `31/02/2024`.
fn length_of_date_shape(text: &str) -> usize {
    let end = text.find(|c: char| !c.is_ascii_digit() && !"-/.".contains(c)).unwrap_or(text.len());
    let lengths: Vec<usize> = text[..end].split(['-', '/', '.']).map(str::len).collect();
    let is_date = matches!(lengths[..], [1..=2, 1..=2, 2 | 4] | [4, 1..=2, 1..=2]);
    if is_date { end } else { 0 }
}

/// Hides the middle of every run of many digits, over blanks, points and hyphens.
fn without_long_numbers(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let is_part =
        |c: char| c.is_ascii_digit() || matches!(c, ' ' | '-' | '.' | '/' | '(' | ')' | '+');
    let mut shown = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        if !is_part(chars[at]) {
            shown.push(chars[at]);
            at += 1;
            continue;
        }
        let end = at + chars[at..].iter().take_while(|c| is_part(**c)).count();
        let run = &chars[at..end];
        let digits = run.iter().filter(|c| c.is_ascii_digit()).count();
        let mut nth = 0;
        for &c in run {
            nth += usize::from(c.is_ascii_digit());
            let is_hidden = digits >= FEWEST_HIDDEN_DIGITS
                && c.is_ascii_digit()
                && nth > 2
                && nth + 2 <= digits;
            shown.push(if is_hidden { '•' } else { c });
        }
        at = end;
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn personal_data_is_hidden() {
        for (text, shown) in [
            ("ada.lovelace@example.org", "a…@e….org"),
            ("ada(at)example.org", "a…@e….org"),
            ("DE89 3704 0044 0532 0130 00", "DE89 •••• •••• •••• •••• 00"),
            ("+49 171 1234567", "+49 ••• •••••67"),
            ("4111111111111111", "41••••••••••••11"),
            ("0000012", "00•••12"),
            ("000012", "000012"),
            ("12.0", "12.0"),
            ("31/12/2024 8:26", "31/12/2024 8:26"),
            ("2024-12-01 08:26:00 UTC", "2024-12-01 08:26:00 UTC"),
            ("31/02/2024", "31/02/2024"),
            ("2024-13-01 at 0171 1234567", "2024-13-01 at 01•• •••••67"),
            ("1,234", "1,234"),
            (" confirmed\r\n", "confirmed"),
            ("a\nb\u{202e}c", "a·b·c"),
        ] {
            assert_eq!(masked(text), shown, "{text}");
        }
        assert_eq!(masked(&"x".repeat(99)).chars().count(), MOST_CHARACTERS + 1);
    }

    #[test]
    fn no_address_comes_through() {
        for text in ["Ada Lovelace <ada@example.org>", "ada@localhost", "@", "a@b@example.org"] {
            let shown = masked(text);
            assert!(!shown.contains("ada") && !shown.contains("example"), "{shown}");
        }
    }
}
