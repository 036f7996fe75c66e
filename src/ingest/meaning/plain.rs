//! Names and words without their spelling: case, accents, blanks and punctuation taken away.
//!
//! `Un-Subscribe`, `unsubscribe ` and `ＵＮＳＵＢＳＣＲＩＢＥ` become one text. Nothing here knows what a
//! word means.

use std::borrow::Cow;

/// A text in two plain forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plain {
    /// All letters and digits in a row, lower case, without accents: `opt_out` is `optout`.
    pub squeezed: String,
    /// The words between blanks and punctuation, then the parts of words in camel case.
    words: Vec<String>,
    /// The places among them of words that have parts.
    whole: Vec<usize>,
}

impl Plain {
    /// The plain forms of a text.
    pub fn of(text: &str) -> Self {
        let is_blank = |c: char| !c.is_alphanumeric() && !is_mark(c);
        let pieces = text.split(is_blank).filter(|piece| !piece.is_empty());
        let (mut words, mut whole) = (Vec::new(), Vec::new());
        for piece in pieces {
            let parts = camel_parts(piece);
            if parts.len() > 1 {
                whole.push(words.len());
            }
            words.push(squeeze(piece));
            if parts.len() > 1 {
                words.extend(parts.into_iter().map(squeeze));
            }
        }
        Self { squeezed: squeeze(text), words, whole }
    }

    /// The smallest words in their order: parts of words in camel case in place of these.
    pub(crate) fn parts(&self) -> impl DoubleEndedIterator<Item = &String> {
        let is_whole = |at: &usize| self.whole.contains(at);
        self.words.iter().enumerate().filter(move |(at, _)| !is_whole(at)).map(|(_, word)| word)
    }

    /// Whether one of the words stands in the text as a word of its own.
    pub fn has_word(&self, words: &[&str]) -> bool {
        self.words.iter().any(|word| words.contains(&word.as_str()))
    }

    /// Whether one of the stems stands anywhere in the text, across blanks and punctuation.
    pub fn has_stem(&self, stems: &[&str]) -> bool {
        stems.iter().any(|stem| self.squeezed.contains(stem))
    }
}

/// All letters and digits of a text in a row, lower case, without accents.
pub(crate) fn squeeze(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    if text.is_ascii() {
        let kept = text.bytes().filter(u8::is_ascii_alphanumeric);
        plain.extend(kept.map(|byte| byte.to_ascii_lowercase() as char));
        return plain;
    }
    for c in text.chars().flat_map(char::to_lowercase) {
        match unaccented(c) {
            Some(letters) => plain.push_str(letters),
            None => plain.extend(ascii_width(c).filter(|c| c.is_alphanumeric())),
        }
    }
    plain
}

/// A name in lower case, without spaces and punctuation, with its accents: how names of columns are compared.
pub(crate) fn normalised(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A text without the blanks and invisible marks around it: also no-break blanks, a byte order mark,
/// zero-width marks and control characters, which [`str::trim`] leaves.
pub(crate) fn trimmed(text: &str) -> &str {
    text.trim_matches(is_invisible)
}

/// Whether a character shows nothing.
pub(crate) fn is_invisible(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

/// A full-width character in its usual width; None for one that is no letter of its own.
pub(super) fn ascii_width(c: char) -> Option<char> {
    match c {
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(c as u32 - 0xfee0).map(|c| c.to_ascii_lowercase())
        }
        c if is_mark(c) => None,
        c => Some(c),
    }
}

/// A text whose letters, digits and signs have their usual width.
pub(super) fn usual_width(text: &str) -> Cow<'_, str> {
    let is_wide = |c: char| matches!(c, '\u{3000}' | '\u{ff01}'..='\u{ff5e}');
    if text.is_ascii() || !text.contains(is_wide) {
        return Cow::Borrowed(text);
    }
    let usual = |c: char| match c {
        '\u{3000}' => ' ',
        c if is_wide(c) => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        c => c,
    };
    Cow::Owned(text.chars().map(usual).collect())
}

/// Whether a character is an accent that follows its letter.
pub(super) fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// A text in lower case in which letters and the accents after them are one: `u\u{308}` is `ü`.
pub(super) fn composed(text: &str) -> String {
    let mut all = String::with_capacity(text.len());
    for c in text.chars() {
        let one = if is_mark(c) {
            all.chars().last().and_then(|letter| with_accent(letter, c))
        } else {
            None
        };
        if one.is_some() {
            all.pop();
        }
        all.push(one.unwrap_or(c));
    }
    all
}

/// A letter with an accent as one character; None for pairs that no domain of the usual languages has.
fn with_accent(letter: char, accent: char) -> Option<char> {
    #[rustfmt::skip] // A table: the letters that an accent may follow, and what they become.
    const ACCENTS: &[(char, &str, &str)] = &[
        ('\u{300}', "aeiou", "àèìòù"), ('\u{301}', "aceinosuyz", "áćéíńóśúýź"), ('\u{302}', "aeiou", "âêîôû"),
        ('\u{303}', "ano", "ãñõ"), ('\u{308}', "aeiouy", "äëïöüÿ"), ('\u{30a}', "au", "åů"), ('\u{30c}', "cenrstz", "čěňřšťž"),
        ('\u{327}', "cs", "çş"), ('\u{328}', "ae", "ąę"), ('\u{30b}', "ou", "őű"), ('\u{306}', "ag", "ăğ"), ('\u{307}', "ez", "ėż"),
        ('\u{304}', "aeiou", "āēīōū"),
    ];
    let (_, letters, composed) = ACCENTS.iter().find(|(mark, ..)| *mark == accent)?;
    composed.chars().nth(letters.chars().position(|known| known == letter)?)
}

/// The plain letters of an accented one in lower case.
fn unaccented(c: char) -> Option<&'static str> {
    Some(match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => "a",
        'ç' | 'ć' | 'č' => "c",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' => "e",
        'ğ' => "g",
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'ı' => "i",
        'ł' => "l",
        'ñ' | 'ń' | 'ň' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ő' => "o",
        'ř' => "r",
        'š' | 'ś' | 'ş' | 'ș' => "s",
        'ť' | 'ţ' | 'ț' => "t",
        'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' => "u",
        'ý' | 'ÿ' => "y",
        'ž' | 'ź' | 'ż' => "z",
        'æ' => "ae",
        'œ' => "oe",
        'ß' => "ss",
        _ => return None,
    })
}

/// The parts of a word in camel case: `SMSOptOut` is `SMS`, `Opt`, `Out`.
fn camel_parts(word: &str) -> Vec<&str> {
    let chars: Vec<(usize, char)> = word.char_indices().collect();
    let mut parts = Vec::new();
    let mut start = 0;
    for i in 1..chars.len() {
        let (at, c) = chars[i];
        let before = chars[i - 1].1;
        let next_is_lower = chars.get(i + 1).is_some_and(|(_, next)| next.is_lowercase());
        if c.is_uppercase() && (!before.is_uppercase() || next_is_lower) {
            parts.push(&word[start..at]);
            start = at;
        }
    }
    parts.push(&word[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_does_not_matter() {
        for text in
            ["un-subscribe", " UnSubscribe\u{a0}", "UN_SUBSCRIBE", "ＵＮ-ｓｕｂｓｃｒｉｂｅ"]
        {
            assert_eq!(squeeze(text), "unsubscribe", "{text}");
        }
        assert_eq!(squeeze("Désinscrit"), "desinscrit");
        assert_eq!(squeeze("De\u{301}sinscrit"), "desinscrit");
        assert_eq!(squeeze("GELÖSCHT, Straße"), "geloschtstrasse");
        assert_eq!(squeeze("отписка!"), "отписка");
        assert_eq!(squeeze("-?."), "");
    }

    #[test]
    fn words_stand_between_blanks_and_in_camel_case() {
        let plain = Plain::of("users.SMSOptOut stopAll");
        for word in ["users", "smsoptout", "sms", "opt", "out", "stopall", "stop", "all"] {
            assert!(plain.has_word(&[word]), "{word}");
        }
        assert!(!plain.has_word(&["user"]));
        assert!(plain.has_stem(&["optoutstop"]));
    }

    #[test]
    fn invisible_marks_around_a_text_go() {
        assert_eq!(trimmed("\u{feff} \u{a0}12\r\n\u{200b}\0"), "12");
        assert_eq!(trimmed(" \u{a0} "), "");
    }
}
