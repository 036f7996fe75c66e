//! How identifiers are written before they are compared: the setting `id_normalise`, and the texts of
//! types that are neither whole numbers of 64 bits nor text.

use super::plain::{ascii_width, composed, trimmed};
use std::borrow::Cow;

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

/// A text with each character in one form: the usual width, an accent with its letter, one blank for several.
fn uniform(text: &str) -> Cow<'_, str> {
    let has_blanks = |text: &str| text.contains("  ");
    if text.is_ascii() && !has_blanks(text) {
        return Cow::Borrowed(text);
    }
    let usual: String = text.chars().map(|c| ascii_width(c).unwrap_or(c)).collect();
    let words: Vec<&str> = usual.split_whitespace().collect();
    Cow::Owned(composed(&words.join(" ").to_lowercase()))
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

    /// The form in which the spellings of one identifier meet, by all rules but [`IdRule::Unprefix`] (what stands
    /// before a number may tell two people apart); for leaving people alone, where a match too many does no harm.
    pub fn likeness(text: &str) -> String {
        Self::all().without(IdRule::Unprefix).apply(undressed(text)).into_owned()
    }

    /// The same, and without what else one person's identifier is written with in one table and without in another: zeros
    /// between letters and a number, hyphens of a UUID, marks of thousands, other forms of one character, blanks.
    pub fn loosest(text: &str) -> String {
        let text = Self::likeness(&uniform(text));
        let is_uuid = text.len() == 36 && text.split('-').map(str::len).eq([8, 4, 4, 4, 12]);
        let mut groups = text.split(',');
        let is_grouped = text.contains(',')
            && groups.next().is_some_and(|first| is_number_of(first, 1..=3))
            && groups.all(|group| is_number_of(group, 3..=3));
        if is_uuid || is_grouped {
            return text.replace(['-', ','], "");
        }
        if text.len() == 32 && text.bytes().all(|b| b.is_ascii_hexdigit()) {
            return text;
        }
        let letters = text.trim_end_matches(|c: char| c.is_ascii_digit());
        let is_prefix = !letters.is_empty() && !letters.contains(|c: char| c.is_ascii_digit());
        let number = text[letters.len()..].trim_start_matches('0');
        if is_prefix && !number.is_empty() { format!("{letters}{number}") } else { text }
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

fn is_number_of(text: &str, digits: std::ops::RangeInclusive<usize>) -> bool {
    digits.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
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
            ("#1007", "1007"),
            ("\"1007\"", "1007"),
            ("１００７", "1007"),
            ("Jo\u{308}rg 7", "Jörg 7"),
            ("Ann  Lee 7", "Ann Lee 7"),
        ] {
            assert_eq!(IdRules::loosest(one), IdRules::loosest(other), "{one}");
        }
        for id in ["a-b", "1,07", "c0a17", "c0", "2024-01-02"] {
            assert_eq!(IdRules::loosest(id), id, "{id}");
        }
    }

    #[test]
    fn what_is_plain_stays() {
        let all = IdRules::all();
        for id in ["12", "a-b", "ada@example"] {
            assert!(IdRules::is_plain(id));
            assert_eq!(all.apply(id), id);
        }
        assert_eq!(IdRules::likeness("A-7"), "a-7");
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
