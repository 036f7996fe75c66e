//! How identifiers are written before they are compared: the setting `id_normalise`, and the texts of
//! types that are neither whole numbers of 64 bits nor text.

use super::plain::{composed, trimmed, usual_width};
use std::borrow::Cow;
use std::sync::LazyLock;

/// One way to write an identifier anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum IdRule {
    /// Blanks, no-break blanks, line ends and invisible marks around it go.
    Trim,
    /// The apostrophe goes by which spreadsheets keep text, and so do quotes and the sign of a number: `'12`, `"12"`, `#12`.
    Unquote,
    /// Letters before a number go, with one sign between them: `CUST000012` is `000012`, `C-12` is `12`.
    Unprefix,
    /// A whole number written as a float becomes one: `12.0` is `12`.
    Unfloat,
    /// Leading zeros of digits go: `000012` is `12`.
    Unzero,
    /// Lower case.
    Lower,
}

impl IdRule {
    /// All rules by the names of the setting, in the order in which they are applied.
    pub const NAMES: [(&str, IdRule); 6] = [
        ("trim", IdRule::Trim),
        ("unquote", IdRule::Unquote),
        ("unprefix", IdRule::Unprefix),
        ("unfloat", IdRule::Unfloat),
        ("unzero", IdRule::Unzero),
        ("lower", IdRule::Lower),
    ];

    fn apply(self, text: Cow<'_, str>) -> Cow<'_, str> {
        match self {
            IdRule::Trim => cut(text, trimmed),
            IdRule::Unquote => {
                cut(text, |text| text.trim_start_matches(['\'', '"', '#']).trim_end_matches('"'))
            }
            IdRule::Unprefix => cut(text, |text| number_after_letters(text).unwrap_or(text)),
            IdRule::Unfloat => cut(text, |text| {
                let whole = text.split_once('.').filter(|(whole, zeros)| {
                    let digits = whole.strip_prefix('-').unwrap_or(whole);
                    is_digits(digits) && !zeros.is_empty() && zeros.bytes().all(|b| b == b'0')
                });
                whole.map_or(text, |(whole, _)| whole)
            }),
            IdRule::Unzero => cut(text, |text| {
                let short = text.trim_start_matches('0');
                match (is_digits(text), short) {
                    (true, "") => "0",
                    (true, short) => short,
                    (false, _) => text,
                }
            }),
            IdRule::Lower if text.chars().any(char::is_uppercase) => {
                Cow::Owned(text.to_lowercase())
            }
            IdRule::Lower => text,
        }
    }
}

/// An identifier without what services write around it: `gid://shopify/Customer/12` is 12, `{7c…}` a GUID without braces,
/// and of Salesforce's 18 characters the last three only tell the case of the others.
fn undressed(text: &str) -> &str {
    let text = trimmed(text).trim_matches(['{', '}']);
    if text.starts_with("gid://") {
        return text.rsplit('/').next().unwrap_or(text);
    }
    let is_of_salesforce = text.len() == 18
        && text.starts_with("00")
        && text.bytes().all(|b| b.is_ascii_alphanumeric())
        && !is_digits(text);
    if is_of_salesforce { &text[..15] } else { text }
}

/// The digits that follow letters, where nothing else does.
fn number_after_letters(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let number = rest.strip_prefix(['-', '_', ':', '#', '/', '.', ' ']).unwrap_or(rest);
    (rest.len() < text.len() && is_digits(number)).then_some(number)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// A part of a text; borrowed as long as the text is.
fn cut(text: Cow<'_, str>, part: impl Fn(&str) -> &str) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(part(text)),
        Cow::Owned(text) => Cow::Owned(part(&text).to_owned()),
    }
}

/// Rules to be applied together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdRules(Vec<IdRule>);

/// What does not tell two people apart.
static ALIKE: LazyLock<IdRules> = LazyLock::new(|| IdRules::all().without(IdRule::Unprefix));

impl Default for IdRules {
    /// What is done where nothing is set: blanks around go, and floats of whole numbers are those.
    fn default() -> Self {
        Self(vec![IdRule::Trim, IdRule::Unfloat])
    }
}

impl IdRules {
    /// Of a setting such as `trim,lower,unzero`, whatever its order; the error names the word.
    pub fn parse(setting: &str) -> Result<Self, String> {
        let words = setting.split(',').map(str::trim).filter(|word| !word.is_empty());
        let rule = |word: &str| {
            let known = IdRule::NAMES.iter().find(|(name, _)| *name == word);
            known.map(|(_, rule)| *rule).ok_or_else(|| {
                let names: Vec<&str> = IdRule::NAMES.iter().map(|(name, _)| *name).collect();
                format!("'{word}' is not a way to normalise identifiers: use {}", names.join(", "))
            })
        };
        let rules = words.map(rule).collect::<Result<Vec<_>, _>>()?;
        Ok(Self::of(&rules))
    }

    /// Of some rules, each once and in their order.
    pub fn of(rules: &[IdRule]) -> Self {
        let mut rules = rules.to_vec();
        rules.sort_unstable();
        rules.dedup();
        Self(rules)
    }

    /// The form in which the spellings of one identifier meet: by all rules but [`IdRule::Unprefix`] (what stands before
    /// a number may tell two people apart), and without what else one table writes and another leaves out: width,
    /// punctuation, zeros between letters and a number, marks of thousands, accents of their own. For leaving people alone, where a match too
    /// many does no harm.
    pub fn likeness(text: &str) -> String {
        if is_digits(text) && !text.starts_with('0') {
            return text.to_owned();
        }
        let text = usual_width(text);
        let mut text = ALIKE.apply(undressed(&text)).into_owned();
        if !text.is_ascii() {
            text = composed(&text);
        }
        if text.contains('@') {
            return text;
        }
        let bare = without_punctuation(&text);
        if bare.len() == 32 && bare.bytes().all(|b| b.is_ascii_hexdigit()) {
            return bare.into_owned();
        }
        let letters = bare.trim_end_matches(|c: char| c.is_ascii_digit());
        let digits = &bare[letters.len()..];
        if digits.is_empty() || letters.contains(|c: char| c.is_ascii_digit()) {
            return bare.into_owned();
        }
        let number = digits[..digits.len() - 1].trim_start_matches('0');
        format!("{letters}{number}{}", &digits[digits.len() - 1..])
    }

    /// The number of a [`likeness`](Self::likeness) that is one, whatever letters stand before it.
    pub(in crate::ingest) fn number_of_likeness(text: &str) -> Option<&str> {
        if is_digits(text) { Some(text) } else { number_after_letters(text) }
    }

    /// Every rule there is.
    pub(super) fn all() -> Self {
        Self::of(&IdRule::NAMES.map(|(_, rule)| rule))
    }

    /// The same without a rule.
    #[must_use]
    pub(super) fn without(mut self, rule: IdRule) -> Self {
        self.0.retain(|other| *other != rule);
        self
    }

    /// Whether a rule is among them.
    pub fn has(&self, rule: IdRule) -> bool {
        self.0.contains(&rule)
    }

    /// These rules and more.
    #[must_use]
    pub fn and(&self, more: &[IdRule]) -> Self {
        Self::of(&[&self.0, more].concat())
    }

    /// The setting that has these rules.
    pub fn setting(&self) -> String {
        let names = IdRule::NAMES.iter().filter(|(_, rule)| self.0.contains(rule));
        names.map(|(name, _)| *name).collect::<Vec<_>>().join(",")
    }

    /// An identifier as the rules write it. Allocates only for letters in upper case.
    pub fn apply<'a>(&self, id: &'a str) -> Cow<'a, str> {
        self.0.iter().fold(Cow::Borrowed(id), |text, rule| rule.apply(text))
    }

    /// Whether an identifier stays as it is under every rule: most do, at the cost of a look.
    #[inline]
    pub fn is_plain(id: &str) -> bool {
        let plain =
            |b: u8| b.is_ascii_digit() || b.is_ascii_lowercase() || matches!(b, b'-' | b'_' | b'@');
        let has_prefix = id.starts_with(|c: char| c.is_ascii_alphabetic())
            && id.ends_with(|c: char| c.is_ascii_digit());
        !id.is_empty() && !id.starts_with('0') && !has_prefix && id.bytes().all(plain)
    }
}

/// A text without punctuation; a hyphen stays between the numbers of two things (`12-3` is not `1-23`).
fn without_punctuation(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Cow::Borrowed(text);
    }
    let is_uuid = text.len() == 36 && text.split('-').map(str::len).eq([8, 4, 4, 4, 12]);
    let mut bare = String::with_capacity(text.len());
    let (mut last, mut mark) = ("", ' ');
    for piece in text.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let next = piece.trim_end_matches(|c: char| !c.is_alphanumeric());
        if !next.is_empty() {
            if !is_uuid && !is_one_number(last, mark, next) {
                bare.push('-');
            }
            bare.push_str(next);
            last = next;
        }
        mark = piece.chars().next_back().unwrap_or(' ');
    }
    if bare.is_empty() { Cow::Borrowed(text) } else { Cow::Owned(bare) }
}

/// Whether what stands around a mark is one number in groups (`1,234`; `5012 7700`), or no two numbers.
fn is_one_number(last: &str, mark: char, next: &str) -> bool {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let before = last.bytes().rev().take_while(u8::is_ascii_digit).count();
    let after = digits(next);
    let is_thousands = is_thousands_mark(mark) && before <= 3 && after == 3;
    before == 0 || after == 0 || is_thousands || (before >= 3 && after >= 3)
}

fn is_thousands_mark(mark: char) -> bool {
    matches!(mark, ',' | '.' | '\'' | '\u{2019}') || mark.is_whitespace()
}

/// The usual text of a UUID's 16 bytes.
pub(crate) fn uuid_text(bytes: [u8; 16]) -> String {
    let hex = format!("{:032x}", u128::from_be_bytes(bytes));
    [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
}

/// The text of a decimal that is a whole number, such as DECIMAL(38,0); None for one with a fraction.
pub(crate) fn decimal_text(unscaled: i128, scale: i8) -> Option<String> {
    let factor = 10i128.checked_pow(u32::from(scale.unsigned_abs()))?;
    let whole = if scale <= 0 {
        unscaled.checked_mul(factor)?
    } else if unscaled % factor == 0 {
        unscaled / factor
    } else {
        return None;
    };
    Some(whole.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_does_one_thing() {
        let by = |setting: &str, id: &str| IdRules::parse(setting).unwrap().apply(id).into_owned();
        assert_eq!(by("trim", "\u{feff} 12\u{a0}\r\n"), "12");
        for id in ["'12", "\"12\"", "#12"] {
            assert_eq!(by("unquote", id), "12");
        }
        assert_eq!(by("unquote", "a#12"), "a#12");
        assert_eq!(by("unprefix", "CUST000012"), "000012");
        assert_eq!(by("unprefix", "C-12"), "12");
        for id in ["A1B2", "12", "CUST", "A-B-12", "C--12", "ada@b.org1"] {
            assert_eq!(by("unprefix", id), id);
        }
        assert_eq!(by("unfloat", "12.0"), "12");
        assert_eq!(by("unfloat", "12.50"), "12.50");
        assert_eq!(by("unfloat", "1.2.0"), "1.2.0");
        assert_eq!(by("unzero", "000012"), "12");
        assert_eq!(by("unzero", "000"), "0");
        assert_eq!(by("unzero", "00A1"), "00A1");
        assert_eq!(by("lower", "A-1É"), "a-1é");
        assert_eq!(by("lower,unzero,unfloat,unquote,trim", " '0012.0 "), "12");
    }

    #[test]
    fn a_setting_is_read_and_written() {
        assert_eq!(IdRules::parse("unzero, trim").unwrap().setting(), "trim,unzero");
        assert_eq!(IdRules::default().setting(), "trim,unfloat");
        let error = IdRules::parse("trim,upper").unwrap_err();
        assert_eq!(
            error,
            "'upper' is not a way to normalise identifiers: use trim, unquote, unprefix, unfloat, unzero, \
             lower"
        );
    }

    #[test]
    fn spellings_of_one_identifier_meet() {
        for (one, other) in [
            ("C0001007", "C1007"),
            ("7ED4BFFC-F189-40B0-9090-C58E1CBA14B8", "7ed4bffcf18940b09090c58e1cba14b8"),
            ("a0000000-0000-4000-8000-000000001000", "A0000000000040008000000000001000"),
            ("1,007", "1007"),
            ("1,234,567", "1234567"),
            ("Ｃ０００１００７", "c1007"),
            ("C-0001007", "C0001007"),
            ("C 1007", "c_1007"),
            ("#1007", "1007"),
            ("#000", "0"),
            ("Jo\u{308}rg 7", "Jörg 7"),
            ("Ann  Lee 7", "Ann Lee 7"),
            ("+1007", "1007"),
            ("\"001007\"", "1007"),
            ("5012 7700 1234", "501277001234"),
            ("12-3", "12/3"),
        ] {
            assert_eq!(IdRules::likeness(one), IdRules::likeness(other), "{one}");
        }
        for id in ["c0a17", "c0", "2024-01-02", "12-3", "1-234", "ada-b.c@x.org", "--", "ä7"] {
            assert_eq!(IdRules::likeness(id), id, "{id}");
        }
        for (one, other) in [("12-3", "1-23"), ("1-234", "1234"), ("A12", "B12"), ("A12", "12")] {
            assert_ne!(IdRules::likeness(one), IdRules::likeness(other), "{one}");
        }
    }

    #[test]
    fn what_is_plain_stays() {
        let all = IdRules::all();
        for id in ["12", "a-b", "ada@example"] {
            assert!(IdRules::is_plain(id));
            assert_eq!(all.apply(id), id);
        }
        assert_eq!(IdRules::likeness("A-7"), "a7");
        for id in ["", "012", "A", " 1", "1.0", "'1", "a-1"] {
            assert!(!IdRules::is_plain(id), "{id}");
        }
    }

    #[test]
    fn other_types_have_a_text() {
        let bytes = [
            0x7e, 0xd4, 0xbf, 0xfc, 0xf1, 0x89, 0x40, 0xb0, 0x90, 0x90, 0xc5, 0x8e, 0x1c, 0xba,
            0x14, 0xb8,
        ];
        assert_eq!(uuid_text(bytes), "7ed4bffc-f189-40b0-9090-c58e1cba14b8");
        let nines = 99_999_999_999_999_999_999;
        assert_eq!(decimal_text(nines, 0).as_deref(), Some("99999999999999999999"));
        assert_eq!(decimal_text(1200, 2).as_deref(), Some("12"));
        assert_eq!(decimal_text(1250, 2), None);
        assert_eq!(decimal_text(12, -2).as_deref(), Some("1200"));
        assert_eq!(decimal_text(i128::MAX, -10), None);
    }
}
