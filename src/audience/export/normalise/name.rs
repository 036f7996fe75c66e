//! Names as they are written and as advertising platforms compare them.
//!
//! Letters are composed (NFC): an `ë` that was typed as two characters would hash to something else.

use crate::ingest::trimmed;
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// Words before a name that are not part of it, without their full stop.
const TITLES: [&str; 12] =
    ["mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "herr", "frau", "mme", "mlle"];
/// Words after a name that are not part of it.
const SUFFIXES: [&str; 8] = ["jr", "sr", "ii", "iii", "iv", "phd", "md", "esq"];

/// The name composed, without blanks around it and with a blank for line breaks and tabs; none where nothing is
/// left.
pub(crate) fn composed(name: &str) -> Option<String> {
    let name = on_one_line(trimmed(name));
    some(if name.is_ascii() { name.into_owned() } else { name.nfc().collect() })
}

/// The text with a blank for each run of blanks that holds a line break or a tab.
fn on_one_line(text: &str) -> Cow<'_, str> {
    if text.contains(char::is_control) {
        Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" "))
    } else {
        Cow::Borrowed(text)
    }
}

/// A given name for Google: lower case, without title and blanks.
pub(crate) fn google_first_name(name: &str) -> Option<String> {
    let words = lower_words(name);
    let titles = words.iter().take_while(|word| TITLES.contains(&bare(word).as_str())).count();
    // Somebody may be called Sir.
    let kept = if titles == words.len() { &words[..] } else { &words[titles..] };
    some(kept.concat())
}

/// A family name for Google: lower case, without suffix, punctuation and blanks.
pub(crate) fn google_last_name(name: &str) -> Option<String> {
    let mut words: Vec<String> = lower_words(name).iter().map(|word| bare(word)).collect();
    while words.len() > 1 && words.last().is_some_and(|word| SUFFIXES.contains(&word.as_str())) {
        words.pop();
    }
    some(words.concat())
}

/// A name for Meta: lower case, without punctuation and blanks.
pub(crate) fn meta_name(name: &str) -> Option<String> {
    some(lower_words(name).iter().map(|word| bare(word)).collect())
}

fn lower_words(name: &str) -> Vec<String> {
    let lower = composed(&name.to_lowercase()).unwrap_or_default();
    lower.split_whitespace().map(str::to_owned).collect()
}

/// A word without punctuation and symbols; accents and marks of other scripts stay.
fn bare(word: &str) -> String {
    word.chars().filter(|c| c.is_alphanumeric() || is_mark(*c)).collect()
}

/// A character that belongs to the letter before it.
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

fn some(name: String) -> Option<String> {
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_composed_and_nothing_else() {
        assert_eq!(composed(" Zoe\u{308}\u{200b}").as_deref(), Some("Zoë"));
        assert_eq!(composed("O'Neil-Smith 🌻").as_deref(), Some("O'Neil-Smith 🌻"));
        assert_eq!(composed(" \u{feff} "), None);
    }

    #[test]
    fn titles_suffixes_and_punctuation_do_not_count() {
        assert_eq!(google_first_name("Prof. Dr. Anna Maria").as_deref(), Some("annamaria"));
        assert_eq!(google_first_name("Jean-Luc").as_deref(), Some("jean-luc"));
        assert_eq!(google_first_name("Sir").as_deref(), Some("sir"));
        assert_eq!(google_last_name("van der O'Neil III").as_deref(), Some("vanderoneil"));
        assert_eq!(google_last_name("Iv").as_deref(), Some("iv"));
        assert_eq!(meta_name("Anna-Maria 🌻").as_deref(), Some("annamaria"));
        assert_eq!(meta_name("नमिता").as_deref(), Some("नमिता"));
        assert_eq!(meta_name("🌻"), None);
    }
}
