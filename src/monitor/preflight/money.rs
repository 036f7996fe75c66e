//! Findings about money from footers alone: several currencies, discounts that are shares. No row is read.

use super::schema::statistics;
use super::{Finding, Read};
use crate::ingest::{ColumnMap, TransactionColumn, is_text, masked};
use crate::table::Footer;
use crate::table::cast::floats;
use arrow_array::Array;
use parquet::arrow::arrow_reader::statistics::StatisticsConverter;
use parquet::data_type::ByteArray;
use parquet::file::statistics::Statistics;
use std::collections::BTreeSet;

pub(super) fn findings(read: &Read<'_>) -> Vec<Finding> {
    let currency_column = read.mapping.get(TransactionColumn::Currency);
    let currency = currency_column.map(|column| currency(column, &read.files.footers));
    no_amounts(read.mapping).into_iter().chain(currency).collect()
}

/// A table in which no column tells of money.
fn no_amounts(mapping: &ColumnMap<TransactionColumn, String>) -> Option<Finding> {
    let tells = [TransactionColumn::Amount, TransactionColumn::UnitPrice];
    if tells.into_iter().any(|column| mapping.has(column)) {
        return None;
    }
    Some(Finding::warn(
        "no amounts",
        "no column tells of money: churn is scored, but value, tier, spend and RFM's monetary class are not \
         available, and a win-back list is by the chance that a contact keeps the customer",
        "name a column of money with --amount, or of prices with --unit-price, if there is one",
    ))
}

fn currency(column: &str, footers: &[Footer]) -> Finding {
    let subject = format!("currency = {column}");
    let listed: Vec<String> = ends(footers, column).iter().map(|value| masked(value)).collect();
    match listed.len() {
        0 => Finding::ok(subject, "the files do not say which"),
        1 => Finding::ok(subject, format!("all {}", listed[0])),
        _ => Finding::warn(
            subject,
            format!("several, {} among them", listed.join(" and ")),
            "amounts of different currencies are added up as they are: convert them to one first",
        ),
    }
}

/// The first and the last value of every row group of a column of texts or whole numbers.
pub(super) fn ends(footers: &[Footer], column: &str) -> BTreeSet<String> {
    let of_group = |known: &Statistics| -> [Option<String>; 2] {
        match known {
            Statistics::ByteArray(known) => [known.min_opt(), known.max_opt()]
                .map(|end| end.map(|end| String::from_utf8_lossy(end.data()).into_owned())),
            Statistics::Int32(known) => {
                [known.min_opt(), known.max_opt()].map(|end| end.map(ToString::to_string))
            }
            Statistics::Int64(known) => {
                [known.min_opt(), known.max_opt()].map(|end| end.map(ToString::to_string))
            }
            _ => [None, None],
        }
    };
    let groups = footers.iter().flat_map(|footer| statistics(footer, column)).flatten();
    groups.flat_map(of_group).flatten().collect()
}

/// Signs of several currencies beside the amounts themselves.
pub(super) fn signs(read: &Read<'_>) -> Option<Finding> {
    let signs = read.history.cell_notes().currencies.iter();
    let upper: BTreeSet<String> = signs.map(|sign| sign.to_uppercase()).collect();
    let listed: Vec<String> = upper.iter().map(|sign| masked(sign)).collect();
    let several = || {
        Finding::warn(
            "currency of amounts",
            format!("several: {}", listed.join(", ")),
            "amounts of different currencies are added up as they are: convert them to one first",
        )
    };
    (upper.len() > 1).then(several)
}

/// The smallest and the largest number of a column of fractions; none where a row group does not say. Of texts the first
/// and the last, which tell as much of numbers up to 1, of signs and of whether they differ.
pub(super) fn range(footers: &[Footer], column: &str) -> Option<(f64, f64)> {
    let mut range: Option<(f64, f64)> = None;
    for footer in footers {
        let Some((_, field)) = footer.schema().column_with_name(column) else { continue };
        if is_text(field.data_type()) {
            let of_footer = range_of_texts(footer, column)?;
            range = of_footer.into_iter().fold(range, |range, number| Some(widened(range, number)));
            continue;
        }
        if !field.data_type().is_floating() && !field.data_type().is_decimal() {
            return None;
        }
        let (schema, parquet) = (footer.schema(), footer.metadata.parquet_schema());
        let groups = footer.parquet().row_groups();
        let known = StatisticsConverter::try_new(column, schema, parquet).ok()?;
        let least = floats(&known.row_group_mins(groups).ok()?).ok()?;
        let most = floats(&known.row_group_maxes(groups).ok()?).ok()?;
        if least.null_count() + most.null_count() > 0 {
            return None;
        }
        for (low, high) in least.values().iter().zip(most.values()) {
            range = Some(widened(Some(widened(range, *low)), *high));
        }
    }
    range
}

/// A range with one more number in it; 0 has no sign.
fn widened(range: Option<(f64, f64)>, number: f64) -> (f64, f64) {
    let number = number + 0.0;
    range.map_or((number, number), |(least, most)| (least.min(number), most.max(number)))
}

/// The first and the last text of each row group of a file as numbers; none where one is no number, or is not known.
fn range_of_texts(footer: &Footer, column: &str) -> Option<Vec<f64>> {
    let number = |text: &ByteArray| -> Option<f64> {
        let text = std::str::from_utf8(text.data()).ok()?.trim();
        // An empty cell comes first.
        if text.is_empty() { Some(0.0) } else { text.replace(',', ".").parse().ok() }
    };
    let mut numbers = Vec::new();
    for known in statistics(footer, column) {
        let Some(Statistics::ByteArray(ends)) = known else { return None };
        for end in [ends.min_opt(), ends.max_opt()].into_iter().flatten() {
            numbers.push(number(end)?);
        }
    }
    Some(numbers)
}
