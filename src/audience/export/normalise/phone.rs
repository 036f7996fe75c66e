//! Phone numbers as they are dialled from everywhere (E.164): a plus, the calling code, the number.
//!
//! What is checked is the number's length in its country, not whether it is in use. A number that can be
//! read in two ways is none: it would reach a stranger.

use super::country::{Country, Numbers, country_of_number};
use crate::ingest::trimmed;
use std::borrow::Cow;

/// A number that can be dialled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Phone {
    /// With a plus, digits only.
    pub e164: String,
    /// Its country; of a calling code that several share, the customer's or else the main one.
    pub country: &'static Country,
}

/// The number; `country` is the customer's, by which a number without a plus is read. None for what
/// cannot be dialled or is not clear.
pub(crate) fn phone(text: &str, country: Option<&'static Country>) -> Option<Phone> {
    let written = Written::read(text)?;
    let digits = written.digits.as_str();
    if written.plus {
        return international(digits, country);
    }
    let home = country?;
    let numbers = home.numbers.as_ref()?;
    let abroad = [numbers.international, "00"].into_iter().filter(|prefix| !prefix.is_empty());
    for prefix in abroad {
        if let Some(rest) = digits.strip_prefix(prefix) {
            return international(rest, country);
        }
    }
    Some(dialled(home, numbers, national(digits, numbers)?))
}

/// Whether a number that was read as one can be dialled. What is written as at home, by a customer of whom no country is
/// known, may be one.
pub(crate) fn can_be_dialled(text: &str, country: Option<&'static Country>) -> bool {
    let says_country = country.is_some() || trimmed(text).starts_with(['+', '＋']);
    !says_country || phone(text, country).is_some()
}

fn dialled(country: &'static Country, numbers: &Numbers, national: &str) -> Phone {
    Phone { e164: format!("+{}{national}", numbers.code), country }
}

/// A number after the plus.
fn international(digits: &str, customer: Option<&'static Country>) -> Option<Phone> {
    let main = country_of_number(digits)?;
    let code = main.numbers.as_ref()?.code;
    let shares = |c: &&Country| c.numbers.as_ref().is_some_and(|numbers| numbers.code == code);
    let country = customer.filter(shares).unwrap_or(main);
    let numbers = country.numbers.as_ref()?;
    Some(dialled(country, numbers, without_trunk(digits.strip_prefix(code)?, numbers)?))
}

/// A number as it is dialled at home, without the trunk prefix.
fn national<'a>(digits: &'a str, numbers: &Numbers) -> Option<&'a str> {
    let own = without_trunk(digits, numbers);
    if !numbers.trunk.is_empty() && own.is_some_and(|own| own.len() < digits.len()) {
        return own;
    }
    // The calling code without a plus.
    let rest = digits.strip_prefix(numbers.code).and_then(|rest| without_trunk(rest, numbers));
    match (own, rest) {
        (Some(own), Some(rest)) => {
            let is_mobile = |text: &str| has_length(text, numbers.mobile_lengths);
            match (is_mobile(own), is_mobile(rest)) {
                (true, false) => Some(own),
                (false, true) => Some(rest),
                _ => None,
            }
        }
        (own, rest) => own.or(rest),
    }
}

/// A national number of a possible length, the trunk prefix taken off.
fn without_trunk<'a>(digits: &'a str, numbers: &Numbers) -> Option<&'a str> {
    let fits = |text: &&str| has_length(text, numbers.lengths);
    let whole = Some(digits).filter(fits);
    if numbers.trunk.is_empty() {
        return whole;
    }
    let stripped = digits.strip_prefix(numbers.trunk).filter(fits);
    // Where the prefix is 0, no number begins with it.
    if numbers.trunk == "0" && digits.starts_with('0') { stripped } else { whole.or(stripped) }
}

fn has_length(text: &str, lengths: u32) -> bool {
    text.len() < 32 && lengths & (1 << text.len()) != 0
}

/// The digits of a number as it is written.
struct Written {
    plus: bool,
    digits: String,
}

impl Written {
    /// None where there is something that is no part of a number.
    fn read(text: &str) -> Option<Self> {
        let text = trimmed(text);
        let text = text.strip_suffix(".0").unwrap_or(text);
        // An extension: "ext. 12", "x12", "#12".
        let marks = ['e', 'E', 'x', 'X', '#', ';'];
        let is_extension = |(at, _): &(usize, &str)| {
            let rest = text[*at..].to_ascii_lowercase();
            !rest.starts_with('e') || rest.starts_with("ext")
        };
        let extension = text.match_indices(marks).find(is_extension);
        let number = &text[..extension.map_or(text.len(), |(at, _)| at)];
        let plus = number.starts_with(['+', '＋']);
        let number = number.trim_start_matches(['+', '＋']);
        // The zero that is not dialled from abroad.
        let number = match number.split_once("(0)") {
            Some((code, rest)) if plus => Cow::Owned(format!("{code}{rest}")),
            _ => Cow::Borrowed(number),
        };
        let mut digits = String::with_capacity(number.len());
        for c in number.chars() {
            match digit(c) {
                Some(digit) => digits.push(digit),
                None if c.is_alphabetic() || matches!(c, '+' | '＋' | '@' | '=') => return None,
                None => {}
            }
        }
        Some(Self { plus, digits })
    }
}

/// A digit of one of the scripts in which phone numbers are written.
fn digit(c: char) -> Option<char> {
    let zero = match c {
        '0'..='9' => return Some(c),
        '\u{660}'..='\u{669}' => 0x660,
        '\u{6f0}'..='\u{6f9}' => 0x6f0,
        '\u{ff10}'..='\u{ff19}' => 0xff10,
        _ => return None,
    };
    char::from_digit(c as u32 - zero, 10)
}

#[cfg(test)]
mod tests {
    use super::super::country;
    use super::*;

    fn read(text: &str, code: &str) -> Option<String> {
        phone(text, country(code)).map(|phone| phone.e164)
    }

    #[test]
    fn numbers_are_read_by_the_customer_s_country() {
        for (text, code, e164) in [
            ("07700 900123", "GB", "+447700900123"),
            ("(020) 7946-0958", "UK", "+442079460958"),
            ("+44 (0)20 7946 0958 ext. 12", "", "+442079460958"),
            ("0049 171/1234567", "DE", "+491711234567"),
            ("011 44 20 7946 0958", "US", "+442079460958"),
            ("1-800-555-0100", "US", "+18005550100"),
            ("06 698 12345", "IT", "+390669812345"),
            ("8 (912) 345-67-89", "RU", "+79123456789"),
            ("06 20 123 4567", "HU", "+36201234567"),
            // A zero that a spreadsheet has eaten, a code without plus, digits of another script.
            ("1711234567", "DE", "+491711234567"),
            ("491711234567.0", "DE", "+491711234567"),
            ("447700900123", "GB", "+447700900123"),
            ("+٩٦٦٥١٢٣٤٥٦٧٨", "", "+966512345678"),
        ] {
            assert_eq!(read(text, code).as_deref(), Some(e164), "{text} in {code}");
        }
    }

    #[test]
    fn what_is_not_clear_is_no_number() {
        for (text, code) in [
            ("07700 900123", ""),
            ("07700 900123", "Atlantis"),
            ("4.4771E+11", "GB"),
            ("1-800-FLOWERS", "US"),
            ("+999 123456789", "US"),
            ("+1 555 0100", "US"),
            ("0", "DE"),
            ("+44 7700 900123 or +44 7700 900124", "GB"),
            ("", "DE"),
        ] {
            assert_eq!(read(text, code), None, "{text} in {code}");
        }
    }

    /// None of them is read as another number; those not read are written in ways of their own.
    #[test]
    fn an_example_of_every_country_is_read() {
        let lines = include_str!("phone_examples.txt").lines().filter(|l| !l.starts_with('#'));
        let (mut n, mut unread) = (0, Vec::new());
        for line in lines {
            let fields: Vec<&str> = line.split('|').collect();
            let [code, text, e164] = fields[..] else { panic!("{line}") };
            n += 1;
            assert_eq!(read(e164, code).as_deref(), Some(e164), "{line}");
            assert_eq!(read(e164, "").as_deref(), Some(e164), "{line}");
            match read(text, code) {
                Some(read) => assert_eq!(read, e164, "{line}"),
                None => unread.push(code),
            }
        }
        assert!(n > 400);
        assert_eq!(unread, ["AR"], "a mobile number of Argentina has a 15 in its middle");
    }
}
