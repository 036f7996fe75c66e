//! A finding about amounts in several currencies that no column of currencies tells of: rates that differ, or the same amounts
//! once more in one currency. From names and footers alone.

use super::money::{ends, range};
use super::{Finding, Read};
use crate::ingest::{TransactionColumn, masked, names};
use crate::table::Files;

pub(super) fn finding(read: &Read<'_>) -> Option<Finding> {
    let Read { files, mapping, .. } = *read;
    if mapping.has(TransactionColumn::Currency) {
        return None;
    }
    let amount = mapping.get(TransactionColumn::Amount)?;
    if names::is_in_one_currency(amount) {
        return None;
    }
    let free = read.free_columns();
    let differs = |name: &&String| {
        range(&files.footers, name).is_some_and(|(least, most)| least > 0.0 && most > least)
    };
    let rate = free.iter().find(|name| names::is_rate(name));
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
    let is_of_one = |name: &&String| names::is_the_same_in_one_currency(name, amount);
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
    if !names::is_of_a_currency(name) {
        return None;
    }
    let ends = ends(&files.footers, name);
    let two = [ends.first()?, ends.last()?].map(|value| masked(value));
    (ends.len() > 1).then_some((name, two))
}
