//! Countries: from a code or a name as people write it to ISO 3166, and how their phone numbers look.

use std::collections::HashMap;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// A country.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Country {
    /// ISO 3166-1 alpha-2, upper case: `GB`, not `UK`.
    pub alpha_2: &'static str,
    /// How its phone numbers look; a few territories have none.
    pub numbers: Option<Numbers>,
}

/// How phone numbers of a country look.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Numbers {
    /// The calling code, such as `44`.
    pub code: &'static str,
    /// What is dialled before a national number at home; often `0`, may be empty.
    pub trunk: &'static str,
    /// What is dialled before a calling code at home, where it is not `00`; else empty.
    pub international: &'static str,
    /// Lengths of national numbers without the trunk prefix: bit `n` stands for `n` digits.
    pub lengths: u32,
    /// The same of mobile numbers.
    pub mobile_lengths: u32,
    is_main: bool,
}

struct Countries {
    all: Vec<Country>,
    /// By code and name, squeezed.
    by_text: HashMap<String, usize>,
    /// The main country of each calling code.
    by_code: HashMap<&'static str, usize>,
}

static COUNTRIES: LazyLock<Countries> = LazyLock::new(|| {
    let mut countries =
        Countries { all: Vec::new(), by_text: HashMap::new(), by_code: HashMap::new() };
    let lines = include_str!("countries.txt").lines().filter(|line| !line.starts_with('#'));
    for line in lines {
        let mut fields = line.split('|');
        let mut field = || fields.next().unwrap_or_default();
        let at = countries.all.len();
        let (alpha_2, alpha_3) = (field(), field());
        let numbers = numbers([field(), field(), field(), field(), field()]);
        for text in [alpha_2, alpha_3].into_iter().chain(field().split(';')) {
            countries.by_text.entry(squeezed(text)).or_insert(at);
        }
        if let Some(numbers) = numbers.as_ref().filter(|numbers| numbers.is_main) {
            countries.by_code.insert(numbers.code, at);
        }
        countries.all.push(Country { alpha_2, numbers });
    }
    countries
});

fn numbers([code, trunk, international, lengths, mobile]: [&'static str; 5]) -> Option<Numbers> {
    let bits = |lengths: &str| {
        lengths.split(',').filter_map(|n| n.parse::<u32>().ok()).fold(0, |bits, n| bits | 1 << n)
    };
    (!code.is_empty()).then(|| Numbers {
        code: code.trim_end_matches('*'),
        trunk,
        international,
        lengths: bits(lengths),
        mobile_lengths: bits(mobile),
        is_main: code.ends_with('*'),
    })
}

/// The country of a code of two or three letters or of a name, in English or its own language.
pub(crate) fn country(text: &str) -> Option<&'static Country> {
    let at = *COUNTRIES.by_text.get(&squeezed(text))?;
    COUNTRIES.all.get(at)
}

/// The calling code that a number begins with, as its main country; no code begins another one.
pub(super) fn country_of_number(digits: &str) -> Option<&'static Country> {
    let at = (1..=3).find_map(|n| COUNTRIES.by_code.get(digits.get(..n)?))?;
    COUNTRIES.all.get(*at)
}

/// Letters and digits in lower case, without accents.
fn squeezed(text: &str) -> String {
    if text.is_ascii() {
        let kept = text.bytes().filter(u8::is_ascii_alphanumeric);
        return kept.map(|byte| char::from(byte.to_ascii_lowercase())).collect();
    }
    text.nfkd().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_are_known_by_codes_and_names() {
        for (texts, code) in [
            (&["GB", "uk", "U.K.", "United Kingdom", "GBR", "England"][..], "GB"),
            (&["de", " Germany ", "DEUTSCHLAND", "Allemagne"], "DE"),
            (&["Österreich", "O\u{308}sterreich", "Austria"], "AT"),
            (&["USA", "U.S.A.", "United States of America", "us"], "US"),
            (&["Côte d’Ivoire", "Ivory Coast"], "CI"),
            (&["Türkiye", "Turkey"], "TR"),
        ] {
            for text in texts {
                assert_eq!(country(text).map(|c| c.alpha_2), Some(code), "{text}");
            }
        }
        for text in ["", "-", "Atlantis", "XX"] {
            assert_eq!(country(text), None, "{text}");
        }
    }

    #[test]
    fn every_line_of_the_table_is_whole() {
        assert_eq!(COUNTRIES.all.len(), 250);
        for country in &COUNTRIES.all {
            assert_eq!(country.alpha_2.len(), 2);
            let Some(numbers) = &country.numbers else { continue };
            assert!(numbers.code.bytes().all(|byte| byte.is_ascii_digit()), "{}", country.alpha_2);
            assert!(numbers.lengths > 0, "{}", country.alpha_2);
            assert!(country_of_number(numbers.code).is_some(), "{}", country.alpha_2);
        }
    }
}
