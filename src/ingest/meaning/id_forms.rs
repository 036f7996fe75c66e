//! Customers whose identifiers are one number written in two ways: alone and behind letters (`1007`, `CUST-1007`), behind an
//! abbreviation and its word (`C1007`), behind other letters since a system was replaced, or a phone number with its
//! country's and without.
//!
//! The letters may as well tell people apart (`WEB-12`, `POS-12`): what is found here is asked about, and nothing is
//! merged.

use super::id_rules::{IdRule, IdRules};
use super::plain::trimmed;
use std::collections::BTreeMap;

/// Fewer numbers in two forms may be chance, and so may a smaller share of the rarer form.
const FEW_NUMBERS: u64 = 10;
const LEAST_SHARE: f64 = 0.3;
/// Of unrelated letters: from this share on one form follows the other, as after a change of systems.
const ONE_AFTER_OTHER: f64 = 0.95;
/// Letters before a number have no more.
const MOST_LETTERS: usize = 12;
/// The last digits by which phone numbers are compared, and how many there are at most.
const OF_A_PHONE: usize = 9;
const MOST_OF_A_PHONE: usize = 15;
/// The forms of a phone number with its country's and without.
const ABROAD: &str = "+";
const AT_HOME: &str = "0";

/// A customer by the form of their identifier.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Written {
    number: String,
    form: String,
    /// When their first and their last row is.
    first: i64,
    last: i64,
    id: String,
}

/// Numbers that are there in two forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TwoForms {
    /// One number in both.
    pub example: (String, String),
    /// How many there are.
    pub numbers: u64,
    /// Whether they are phone numbers.
    pub are_phones: bool,
}

impl Written {
    /// A customer whose identifier is a number, or one behind letters; none for any other.
    pub(crate) fn of(id: &str, first: i64, last: i64) -> Option<Self> {
        let written = |number: &str, form: &str| {
            let (number, form) = (number.to_owned(), form.to_owned());
            Some(Self { number, form, first, last, id: id.to_owned() })
        };
        if let Some((number, form)) = phone(id) {
            return written(&number, form);
        }
        let plain = IdRules::likeness(id);
        let number = IdRules::number_of_likeness(&plain)?;
        let form = plain.strip_suffix(number)?;
        if form.len() <= MOST_LETTERS { written(number, form) } else { None }
    }
}

/// The last digits of a phone number, and its form; none for what does not begin as one does.
fn phone(id: &str) -> Option<(String, &'static str)> {
    let id = trimmed(id);
    let form = if id.starts_with('+') || id.starts_with("00") { ABROAD } else { AT_HOME };
    let is_of_one =
        |c: char| c.is_ascii_digit() || matches!(c, '+' | ' ' | '-' | '/' | '(' | ')' | '.');
    if !id.starts_with(['+', '0']) || !id.chars().all(is_of_one) {
        return None;
    }
    let digits: String = id.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_start_matches('0');
    let is_one = (OF_A_PHONE..=MOST_OF_A_PHONE).contains(&digits.len());
    is_one.then(|| (digits[digits.len() - OF_A_PHONE..].to_owned(), form))
}

/// What was seen of two forms.
#[derive(Default)]
struct Pairs<'a> {
    numbers: u64,
    /// Those of which the first form ends before the second begins, and the other way round.
    before: u64,
    after: u64,
    example: Option<(&'a str, &'a str)>,
}

/// The two forms in which most numbers are there; none where they may be chance, or letters that tell people apart.
pub(crate) fn two_forms(mut customers: Vec<Written>) -> Option<TwoForms> {
    customers.sort_unstable();
    let mut sizes: BTreeMap<&str, u64> = BTreeMap::new();
    let mut pairs: BTreeMap<(&str, &str), Pairs<'_>> = BTreeMap::new();
    for of_number in customers.chunk_by(|a, b| a.number == b.number) {
        let mut forms: Vec<&Written> = Vec::new();
        for written in of_number {
            // Spellings of one form are asked about elsewhere.
            if forms.last().is_none_or(|last| last.form != written.form) {
                *sizes.entry(&written.form).or_default() += 1;
                forms.push(written);
            }
        }
        for (k, one) in forms.iter().enumerate() {
            for other in &forms[k + 1..] {
                let pair = pairs.entry((&one.form, &other.form)).or_default();
                pair.numbers += 1;
                pair.before += u64::from(one.last < other.first);
                pair.after += u64::from(other.last < one.first);
                pair.example.get_or_insert((&one.id, &other.id));
            }
        }
    }
    let of = |form: &str| sizes.get(form).copied().unwrap_or_default();
    let is_told = |((one, other), pair): &(&(&str, &str), &Pairs<'_>)| {
        let least = of(one).min(of(other)) as f64;
        let in_order = pair.before.max(pair.after) as f64 >= ONE_AFTER_OTHER * pair.numbers as f64;
        pair.numbers >= FEW_NUMBERS
            && pair.numbers as f64 >= LEAST_SHARE * least
            && (other.starts_with(one) || in_order || (*one, *other) == (ABROAD, AT_HOME))
    };
    let ((one, _), pair) = pairs.iter().filter(is_told).max_by_key(|(_, pair)| pair.numbers)?;
    let (first, second) = pair.example?;
    let example = (first.to_owned(), second.to_owned());
    Some(TwoForms { example, numbers: pair.numbers, are_phones: *one == ABROAD })
}

impl TwoForms {
    /// The setting under which the two forms meet; none for phone numbers.
    pub(crate) fn setting(&self) -> Option<String> {
        use IdRule::{Lower, Unprefix, Unquote, Unzero};
        let choices: [&[IdRule]; 3] =
            [&[Unprefix], &[Unprefix, Unzero], &[Unquote, Unprefix, Unzero, Lower]];
        let (one, other) = (&self.example.0, &self.example.1);
        let mut rules = choices.iter().map(|more| IdRules::default().and(more));
        let rules = rules.find(|rules| rules.apply(one) == rules.apply(other))?;
        Some(rules.setting())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Form = fn(u32) -> String;

    /// Twenty customers in each of some forms, of which the rows of each begin at a time.
    fn forms(forms: &[(Form, i64)]) -> Option<TwoForms> {
        let of = |(write, first): &(Form, i64)| -> Vec<Written> {
            (1000..1020).filter_map(|k| Written::of(&write(k), *first, *first + 5)).collect()
        };
        two_forms(forms.iter().flat_map(of).collect())
    }

    #[test]
    fn one_number_in_two_forms_is_found_with_the_setting() {
        let found = |one: Form, other: Form| forms(&[(one, 0), (other, 0)]).unwrap();
        let plain: Form = |k| k.to_string();
        let prefixed = found(plain, |k| format!("CUST-{k}"));
        assert_eq!((prefixed.numbers, prefixed.are_phones), (20, false));
        assert_eq!(prefixed.example, ("1000".to_owned(), "CUST-1000".to_owned()));
        assert_eq!(prefixed.setting().as_deref(), Some("trim,unprefix,unfloat"));
        let padded = found(plain, |k| format!("C{k:08}"));
        assert_eq!(padded.setting().as_deref(), Some("trim,unprefix,unfloat,unzero"));
        assert!(found(|k| format!("C{k}"), |k| format!("Cust_{k}")).setting().is_some());
        let phones = found(|k| format!("+49 170 55{k}9"), |k| format!("0170/55{k}9"));
        assert!(phones.are_phones && phones.setting().is_none());
    }

    #[test]
    fn letters_that_tell_people_apart_are_not_asked_about() {
        let (web, pos): (Form, Form) = (|k| format!("WEB-{k}"), |k| format!("POS-{k}"));
        assert_eq!(forms(&[(web, 0), (pos, 0)]), None);
        assert!(forms(&[(web, 0), (pos, 10)]).is_some(), "one form after the other");
        // Spellings, other numbers, numbers of too few, no numbers at all.
        assert_eq!(forms(&[(|k| format!("C{k}"), 0), (|k| format!("c-{k}"), 0)]), None);
        assert_eq!(forms(&[(|k| format!("C{k}"), 0), (|k| (k + 5000).to_string(), 0)]), None);
        assert_eq!(forms(&[(|k| format!("C{k}"), 0), (|k| (k + 15).to_string(), 0)]), None);
        assert_eq!(forms(&[(|k| format!("a{k}x"), 0), (|k| format!("{k}"), 0)]), None);
    }
}
