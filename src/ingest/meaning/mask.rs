//! How a value of the data is shown in a message: enough to find it, without personal data.
//!
//! Addresses and long numbers are known by their shape. Names of people are not: what few cells hold and what
//! could be a name or a letter to somebody is shown by its initials.

use super::date_names::month;
use super::plain::{is_invisible, squeeze, trimmed};

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
        // After a name it stands in `<…>`.
        let end = host.trim_end_matches('>').rsplit_once('.').map_or("", |(_, end)| end);
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

/// A word of a column for a message, seen in so many cells: a word that many cells hold is one of the table's
/// language, any other is shown as long as it is one word in small letters.
pub(crate) fn masked_word(text: &str, cells: u64) -> String {
    const MANY: u64 = 5;
    // The rows of one customer may be many.
    const MORE_THAN_ANYBODYS: u64 = 100;
    let is_name = is_like_a_name(text);
    if cells >= MORE_THAN_ANYBODYS || (cells >= MANY && !is_name) {
        return masked(text);
    }
    let is_word = !trimmed(text).contains(char::is_whitespace);
    if is_word { masked(&without_names(text)) } else { masked(&initials(text, &|_| true)) }
}

/// A cell that is not what its column should hold, for a message: it may be anything.
pub(crate) fn masked_example(text: &str) -> String {
    masked(&without_names(text))
}

/// A value that should be one of few for a message: only what looks like a person's whole name is hidden.
pub(crate) fn masked_value(text: &str, cells: u64) -> String {
    const MANY: u64 = 5;
    // No name of a person has these in it.
    #[rustfmt::skip] // A table: as many words a line as fit.
    const TRADE: &[&str] = &[
        "pay", "order", "refund", "ship", "deliver", "sale", "cancel", "return", "invoice", "transfer", "status",
        "account", "credit", "debit", "pending", "review", "confirm", "complet", "process", "event", "mail", "view",
        "click", "user", "customer", "page", "product", "checkout", "subscri", "campaign", "session", "message",
    ];
    let plain = squeeze(text);
    let is_trade = TRADE.iter().any(|stem| plain.contains(stem));
    if cells < MANY && !is_trade && is_like_a_name(text) {
        masked(&without_names(text))
    } else {
        masked(text)
    }
}

/// Whether a text is two or three words that begin as names do.
pub(crate) fn is_like_a_name(text: &str) -> bool {
    let words: Vec<&str> =
        text.split([' ', ',', '\u{a0}']).filter(|word| !word.is_empty()).collect();
    let is_part = |word: &&str| {
        let letters =
            word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '.'));
        letters && word.chars().next().is_some_and(begins_a_name)
    };
    (2..=4).contains(&words.len()) && words.iter().all(is_part)
}

/// Capital letters, and those of scripts that have none.
fn begins_a_name(c: char) -> bool {
    c.is_alphabetic() && !c.is_lowercase()
}

fn without_names(text: &str) -> String {
    initials(text, &|word| {
        let is_month = || month(&squeeze(word)).is_some();
        word.chars().next().is_some_and(begins_a_name) && !is_month()
    })
}

/// A text with the words that are chosen cut to their first letters.
fn initials(text: &str, is_hidden: &dyn Fn(&str) -> bool) -> String {
    let mut shown = String::with_capacity(text.len());
    // What holds an at sign is masked as an address.
    for piece in text.split_inclusive(char::is_whitespace) {
        if piece.contains(['@', '＠']) {
            shown.push_str(piece);
            continue;
        }
        for word in piece.split_inclusive(|c: char| !c.is_alphabetic()) {
            let letters = word.trim_end_matches(|c: char| !c.is_alphabetic());
            if letters.chars().count() < 2 || !is_hidden(letters) {
                shown.push_str(word);
                continue;
            }
            shown.extend(letters.chars().next());
            shown.push('…');
            shown.push_str(&word[letters.len()..]);
        }
    }
    shown
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
    fn names_of_people_are_shown_by_their_initials() {
        for (text, cells, shown) in [
            ("Marlene Dietrich", 1, "M… D…"),
            ("Marlene Dietrich", 50, "M… D…"),
            ("Dietrich, Marlene", 2, "D…, M…"),
            ("Dietrich", 1, "D…"),
            ("please ask marlene first", 1, "p… a… m… f…"),
            ("田中太郎", 1, "田…"),
            ("perhaps", 1, "perhaps"),
            ("opted_in_v2", 1, "opted_in_v2"),
            ("Implied", 1, "I…"),
            ("Implied", 5, "Implied"),
            ("Non marketing contact", 9, "Non marketing contact"),
            ("Marketing Contact", 100, "Marketing Contact"),
        ] {
            assert_eq!(masked_word(text, cells), shown, "{text} {cells}");
        }
        assert_eq!(masked_example("31-Feb-2024 Lovelace"), "31-Feb-2024 L…");
        assert_eq!(masked_example("Ada Lovelace <ada@example.org>"), "A…@e….org");
        assert_eq!(masked_value("Hans Albers", 1), "H… A…");
        assert_eq!(masked_value("Payment pending", 1), "Payment pending");
    }

    #[test]
    fn no_address_comes_through() {
        for text in ["Ada Lovelace <ada@example.org>", "ada@localhost", "@", "a@b@example.org"] {
            let shown = masked(text);
            assert!(!shown.contains("ada") && !shown.contains("example"), "{shown}");
        }
    }
}
