//! Yes and no as people and programs write them. Not here: what a yes is about.

use super::plain::{squeeze, trimmed};

/// What a flag says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Flag {
    /// The text says yes.
    Yes,
    /// The text says no.
    No,
    /// Nothing: empty, or a word for an empty cell.
    Empty,
    /// Something else.
    NotUnderstood,
}

/// Words for yes, as `squeeze` leaves them.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(crate) const YES: &[&str] = &[
    "yes", "y", "true", "t", "on", "ja", "j", "wahr", "oui", "vrai", "si", "verdadero", "vero",
    "s", "sim", "waar", "tak", "ano", "checked", "enabled", "da", "да", "はい", "是", "예", "네", "kylla", "evet",
    "ναι", "igen", "jah", "истина", "tosi", "sant", "prawda", "pravda", "igaz", "sand", "dogru", "adevarat", "verdadeiro", "ya", "так", "taip", "כן", "نعم",
];

/// Words for no, as `squeeze` leaves them.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(crate) const NO: &[&str] = &[
    "no", "n", "false", "f", "off", "nein", "falsch", "non", "faux", "falso", "nao", "nee",
    "onwaar", "nie", "ne", "nej", "nei", "unchecked", "notchecked", "notticked", "unticked", "disabled", "нет", "いいえ", "否", "아니요", "ei", "hayir", "όχι", "οχι",
    "nem", "nu", "ложь", "아니오", "לא", "لا", "epatosi", "falskt", "falsz", "nepravda", "hamis", "falsk", "yanlis", "fals", "tidak", "khong", "ні", "не",
];

/// Words for an empty cell, as `squeeze` leaves them.
pub(crate) const EMPTY: &[&str] = &["", "null", "nan", "none", "na", "nil", "nat", "undefined"];

/// Reads a flag. Numbers: 1 is yes, 0 is no, also as `1.0` and as one bit in a byte; any other is not understood.
pub(crate) fn flag(text: &str) -> Flag {
    match text {
        "\u{1}" | "☑" | "✓" | "✔" | "✅" => return Flag::Yes,
        "\0" | "☐" | "✗" | "✘" | "❌" => return Flag::No,
        _ => {}
    }
    let text = trimmed(text);
    if let Some(number) = number(text) {
        return match number {
            1.0 => Flag::Yes,
            0.0 => Flag::No,
            _ => Flag::NotUnderstood,
        };
    }
    let plain = squeeze(text);
    if plain.is_empty() {
        // Empty lists, too: `[]`.
        let is_mark = |c: char| {
            c.is_whitespace() || matches!(c, '-' | '–' | '—' | '.' | '/' | '[' | ']' | '{' | '}')
        };
        let says_nothing = text.chars().all(is_mark);
        return if says_nothing { Flag::Empty } else { Flag::NotUnderstood };
    }
    if is_empty_word(text, &plain) {
        Flag::Empty
    } else if YES.contains(&plain.as_str()) {
        Flag::Yes
    } else if NO.contains(&plain.as_str()) {
        Flag::No
    } else {
        Flag::NotUnderstood
    }
}

/// Whether a text, given with its squeezed form, is a word for an empty cell.
fn is_empty_word(text: &str, plain: &str) -> bool {
    EMPTY.contains(&plain) || text == "\\N"
}

/// Whether a text is empty or a word for an empty cell.
pub(crate) fn says_nothing(text: &str) -> bool {
    flag(text) == Flag::Empty
}

/// A number of digits with at most one point; signs, exponents and words such as `inf` are none.
fn number(text: &str) -> Option<f64> {
    let is_plain =
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if is_plain { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_write_yes_and_no_in_many_ways() {
        for yes in [
            "Yes",
            "Y",
            "TRUE",
            "true",
            "1",
            "1.0",
            " ja ",
            "Oui",
            "sí",
            "ＹＥＳ",
            "01",
            "\u{1}",
            "✓",
        ] {
            assert_eq!(flag(yes), Flag::Yes, "{yes}");
        }
        for no in ["No", "n", "FALSE", "0", "0.0", "nein", "não", "off", "\0", "☐", "ЛОЖЬ", "FAŁSZ"]
        {
            assert_eq!(flag(no), Flag::No, "{no}");
        }
        for empty in
            ["", " \u{a0}", "NULL", "NaN", "None", "N/A", "\\N", "-", "n.a.", "[]", "  /  /"]
        {
            assert_eq!(flag(empty), Flag::Empty, "{empty}");
        }
        for odd in ["2", "-1", "maybe", "x", "?", "1e0", "10"] {
            assert_eq!(flag(odd), Flag::NotUnderstood, "{odd}");
        }
    }

    #[test]
    fn no_word_says_two_things() {
        let all: Vec<_> = YES.iter().chain(NO).chain(EMPTY).collect();
        let distinct: std::collections::BTreeSet<_> = all.iter().collect();
        assert_eq!(distinct.len(), all.len());
    }
}
