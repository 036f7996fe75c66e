//! A finding about amounts in several currencies that no column of currencies tells of: rates that differ, or the same amounts
//! once more in one currency. From names and footers alone.

use super::Finding;
use super::money::{ends, range};
use crate::ingest::{ColumnMap, Plain, TransactionColumn, masked, normalised};
use crate::table::Files;

type Mapping = ColumnMap<TransactionColumn, String>;

/// Names of columns of rates between currencies.
#[rustfmt::skip] // A table: as many words a line as fit.
const RATES: &[&str] = &[
    "exchangerate", "conversionrate", "fxrate", "currencyrate", "currencyexchangerate", "wechselkurs", "kurrf", "kursf", "tauxdechange",
    "tipocambio", "tipodecambio", "taxadecambio", "tassodicambio", "wisselkoers",
];
/// Stems and words in names of columns that say in which currency an amount is.
const CURRENCIES: &[&str] = &["currency", "waehrung", "wahrung", "parabirimi"];
const WORDS_OF_CURRENCIES: &[&str] =
    &["devise", "monnaie", "moneda", "divisa", "moeda", "valuta", "waluta", "mena", "penznem"];
/// Beside them it is about the money of the business, or how it is written.
const NOT_OF_SALES: &[&str] = &[
    "base", "home", "report", "default", "settle", "payout", "rate", "symbol", "format", "digits",
];
/// Ends of names of amounts that are all in one currency.
const OF_ONE: &[&str] = &["usd", "eur", "gbp", "chf", "base", "home", "basecurrency", "reporting"];

pub(super) fn finding(files: &Files, mapping: &Mapping) -> Option<Finding> {
    if mapping.has(TransactionColumn::Currency) {
        return None;
    }
    let amount = mapping.get(TransactionColumn::Amount)?;
    let plain = normalised(amount);
    let begins_so =
        Plain::of(amount).parts().next().is_some_and(|part| OF_ONE.contains(&part.as_str()));
    if begins_so || OF_ONE.iter().any(|end| plain.ends_with(end)) {
        return None;
    }
    let is_free = |name: &String| !mapping.is_mapped(name);
    let free: Vec<String> = files.column_names().into_iter().filter(is_free).collect();
    let differs = |name: &&String| {
        range(&files.footers, name).is_some_and(|(least, most)| least > 0.0 && most > least)
    };
    let rate = free.iter().find(|name| RATES.contains(&normalised(name).as_str()));
    if let Some(rate) = rate.filter(differs) {
        let found = format!(
            "{rate} differs between rows: {amount} may be in several currencies, and is added up as it is"
        );
        let remedy =
            format!("name an amount in one currency with --amount, or export {amount} in one");
        return Some(Finding::warn(format!("currency of {amount}"), found, remedy));
    }
    if let Some((column, [one, other])) = free.iter().find_map(|name| several(files, name)) {
        let found = format!(
            "{column} has several values, {one} and {other} among them: {amount} may be in several currencies, and is added \
             up as it is"
        );
        let remedy = format!(
            "name an amount in one currency with --amount, or say with --currency {column} that it tells of {amount}"
        );
        return Some(Finding::warn(format!("currency of {amount}"), found, remedy));
    }
    let is_of_one = |name: &&String| {
        let other = normalised(name);
        other.strip_prefix(&plain).is_some_and(|end| OF_ONE.contains(&end))
    };
    let other = free.iter().filter(is_of_one).find(|other| {
        let (own, other) = (range(&files.footers, amount), range(&files.footers, other));
        own.is_some() && other.is_some() && own != other
    })?;
    let found = format!(
        "{other} stands beside it and differs: {amount} may be in several currencies, and is added up as it is"
    );
    let remedy = format!(
        "name the one that is in one currency: --amount {other}, or --amount {amount} if all are in one"
    );
    Some(Finding::warn(format!("currency of {amount}"), found, remedy))
}

/// A column of currencies with several values, and two of these.
fn several<'n>(files: &Files, name: &'n str) -> Option<(&'n str, [String; 2])> {
    let plain = Plain::of(name);
    let tells = plain.has_stem(CURRENCIES) || plain.has_word(WORDS_OF_CURRENCIES);
    if !tells || plain.has_stem(NOT_OF_SALES) {
        return None;
    }
    let ends = ends(&files.footers, name);
    let two = [ends.first()?, ends.last()?].map(|value| masked(value));
    (ends.len() > 1).then_some((name, two))
}
