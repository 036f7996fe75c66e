//! What a cell says of its row, by the words of the tables. Which of these readings a column has stands in `states`, `kinds` and `marks`.

use super::words::{
    KINDS, KINDS_OF_NO_SALE, KINDS_OF_RETURN, KINDS_OF_SALE, NO_SALE, OPEN, Phrases, SALE, STATES,
};
use super::{Counts, NotASale};
use crate::ingest::meaning::flags::says_nothing;
use crate::ingest::meaning::plain::squeeze;

fn reason(of: &[(NotASale, &[&str])], word: &str) -> Option<NotASale> {
    of.iter().find(|(_, words)| words.contains(&word)).map(|(why, _)| *why)
}

/// What stems say.
fn by_phrases(phrases: &[Phrases], plain: &str) -> Counts {
    let has = |stems: &[&str]| stems.iter().any(|stem| plain.contains(stem));
    let found = phrases.iter().find(|phrase| has(phrase.stems) && !has(phrase.unless));
    found.map_or(Counts::Unknown, |phrase| phrase.says)
}

/// Whether a kind of row speaks of what takes money back, in whatever way.
fn is_about_returns(plain: &str) -> bool {
    let returns = KINDS.iter().filter(|phrase| phrase.says == Counts::Return);
    returns.flat_map(|phrase| phrase.stems).any(|stem| plain.contains(stem))
}

/// A word of status, with WooCommerce's prefix or without.
pub(super) fn word(text: &str) -> Counts {
    if says_nothing(text) {
        return Counts::Sale;
    }
    let plain = squeeze(text);
    let known = |word: &str| {
        let is_open = OPEN.contains(&word).then_some(NotASale::Unpaid);
        let no = reason(NO_SALE, word).or(is_open).map(Counts::No);
        no.or_else(|| SALE.contains(&word).then_some(Counts::Sale))
    };
    let without_prefix = plain.strip_prefix("wc").or_else(|| plain.strip_prefix("order"));
    let known = known(&plain).or_else(|| without_prefix.and_then(known));
    known.unwrap_or_else(|| by_phrases(STATES, &plain))
}

/// A kind of row; else the state that it may say.
pub(super) fn kind(text: &str) -> Counts {
    if says_nothing(text) {
        return Counts::Sale;
    }
    let plain = squeeze(text);
    if KINDS_OF_SALE.contains(&plain.as_str()) {
        return Counts::Sale;
    }
    if KINDS_OF_RETURN.contains(&plain.as_str()) {
        return Counts::Return;
    }
    if let Some(why) = reason(KINDS_OF_NO_SALE, &plain) {
        return Counts::No(why);
    }
    match by_phrases(KINDS, &plain) {
        // A refund that was taken back, a fee of a chargeback: neither a sale nor a return.
        Counts::Unknown if is_about_returns(&plain) => Counts::Unknown,
        Counts::Unknown => match word(text) {
            Counts::No(NotASale::Refunded) => Counts::Return,
            state => state,
        },
        known => known,
    }
}

/// A cross in a box, as SAP writes a yes.
pub(super) const CROSS: &str = "x";
/// Other signs of that meaning.
pub(super) const MARKS: [&str; 4] = ["*", "•", "●", "■"];
/// Digits and signs that mark a row.
pub(super) const ONES: &[&str] = &["1", "01", "1.0", MARKS[0], MARKS[1], MARKS[2], MARKS[3]];

/// Words for the two signs, as `squeeze` leaves them.
pub(super) const MINUS: &[&str] = &["minus", "negative", "neg"];
pub(super) const PLUS: &[&str] = &["plus", "positive", "pos"];
/// The signs themselves.
pub(super) const MINUS_SIGNS: &[&str] = &["-", "−", "–", "-1", "-1.0", "-1.00", "(1)"];
const PLUS_SIGNS: &[&str] = &["+", "1", "+1", "1.0", "1.00"];

/// A sign in a column of its own.
pub(super) fn sign(text: &str) -> Counts {
    let plain = squeeze(text);
    let is = |signs: &[&str], words: &[&str]| {
        signs.contains(&text.trim()) || words.contains(&plain.as_str())
    };
    if is(MINUS_SIGNS, MINUS) {
        Counts::Return
    } else if is(PLUS_SIGNS, PLUS) || says_nothing(text) {
        Counts::Sale
    } else {
        Counts::Unknown
    }
}
