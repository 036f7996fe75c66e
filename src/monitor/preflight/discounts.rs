//! Findings about discounts: shares that are read as money, and discounts that are not taken off quantity times price.
//! From names and footers alone. `ingest::order_money` says what comes off orders.

use super::money::range;
use super::schema::{has_any, statistics};
use super::{Finding, Read};
use crate::ingest::{TransactionColumn, is_text, names, type_in};
use crate::table::Files;
use parquet::file::statistics::Statistics;

pub(super) fn findings(read: &Read<'_>) -> Vec<Finding> {
    let is_declined = read.declined.contains(&TransactionColumn::Discount);
    let unread = if is_declined { None } else { unread(read) };
    let column = read.mapping.get(TransactionColumn::Discount).cloned().or(unread);
    let taken_off = column.and_then(|column| not_taken_off(&column, read));
    let kept = share(read).or_else(|| percents(read)).or_else(|| below_zero(read));
    kept.into_iter().chain(taken_off).collect()
}

/// A single discount of all rows from here on is hardly a share: 0.50 is taken off a cup, half the price of nothing.
const HALF: f64 = 0.5;

/// Discounts that are all below 1 while amounts are not: shares, which would be read as money.
fn share(read: &Read<'_>) -> Option<Finding> {
    let (footers, mapping) = (&read.files.footers, read.mapping);
    let column = mapping.get(TransactionColumn::Discount)?;
    if names::is_discount_in_money(column) {
        return None;
    }
    let (least, most) = range(footers, column)?;
    let is_fraction = |x: f64| x > 0.0 && x < 1.0;
    let is_share = least >= 0.0 && most <= 1.0 && (is_fraction(most) || is_fraction(least));
    let amount = mapping.get(TransactionColumn::Amount);
    let amounts = amount.and_then(|amount| range(footers, amount));
    let is_one_sum = most >= HALF && read.seen.discounts.is_single();
    if !is_share || is_one_sum || amounts.is_some_and(|(_, most)| most <= 1.0) {
        return None;
    }
    Some(Finding::warn(
        format!("discount = {column}"),
        format!(
            "all values lie between {least} and {most}: they may be shares of the price, and are read as money \
             taken off"
        ),
        "export the money that was taken off, or leave the column out with --discount none",
    ))
}

/// Discounts that are called parts of a hundred, which would be read as money.
fn percents(read: &Read<'_>) -> Option<Finding> {
    let column = read.mapping.get(TransactionColumn::Discount)?;
    let (least, most) = range(&read.files.footers, column)?;
    let is_any = least < 0.0 || most > 0.0;
    (names::is_discount_in_percent(column) && is_any).then(|| {
        Finding::warn(
            format!("discount = {column}"),
            format!(
                "its name says parts of a hundred, and its values, {least} to {most}, are read as money taken off"
            ),
            "export the money that was taken off, or leave the column out with --discount none",
        )
    })
}

/// Discounts written with a minus, which are read as none.
fn below_zero(read: &Read<'_>) -> Option<Finding> {
    let column = read.mapping.get(TransactionColumn::Discount)?;
    let (least, most) = range(&read.files.footers, column)?;
    (least < 0.0 && most <= 0.0).then(|| {
        Finding::warn(
            format!("discount = {column}"),
            format!("no value is above 0, and {least} is the least: a discount below 0 is read as none"),
            "export what was taken off without its minus, or leave the column out with --discount none",
        )
    })
}

/// A discount beside prices and quantities alone: whether prices contain it nobody can tell.
fn not_taken_off(column: &str, read: &Read<'_>) -> Option<Finding> {
    let mapping = read.mapping;
    let price = mapping.get(TransactionColumn::UnitPrice)?;
    let is_taken = [TransactionColumn::Amount, TransactionColumn::OrderDiscount];
    if is_taken.into_iter().any(|part| mapping.has(part)) {
        return None;
    }
    Some(Finding::warn(
        format!("{price} and {column}"),
        format!("an amount is the quantity times {price}: {column} is not taken off"),
        format!(
            "if {price} is the price before it, name the column of what was paid with --amount (where it is a percentage, \
             export such a column), or take the money off with --order-discount {column} --discount none; if prices are \
             those that were paid, --discount none"
        ),
    ))
}

/// A column that plays no part, and whose name and values tell of discounts.
fn unread(read: &Read<'_>) -> Option<String> {
    let mut named = read.free_columns().into_iter().filter(|name| names::is_discount(name));
    named.find(|name| has_any(read.files, name) && are_numbers(read.files, name))
}

/// Whether a column holds numbers, or texts that begin like numbers.
fn are_numbers(files: &Files, name: &str) -> bool {
    let begins_so = |text: &[u8]| text.first().is_some_and(|b| b.is_ascii_digit() || *b == b'-');
    let is_one = |known: Option<&Statistics>| match known {
        Some(Statistics::ByteArray(ends)) => {
            let ends = [ends.min_opt(), ends.max_opt()];
            ends.into_iter().all(|end| end.is_none_or(|end| begins_so(end.data())))
        }
        _ => false,
    };
    files.footers.iter().all(|footer| match type_in(footer, name) {
        Some(found) if is_text(&found) => statistics(footer, name).all(is_one),
        Some(found) => found.is_numeric(),
        None => true,
    })
}
