//! Findings about amounts in hundredths: costs and margins are in whole units, and would mean nothing beside them.
//! From names, footers and the rows that were looked at.

use super::money::ends;
use super::schema::statistics;
use super::{Finding, Read};
use crate::ingest::{TransactionColumn, is_text, names, normalised, type_in};
use crate::table::{Files, Footer};
use crate::words::whole;
use parquet::file::statistics::Statistics;

/// Amounts that are all in hundredths, or all of a file's.
pub(super) fn finding(read: &Read<'_>) -> Option<Finding> {
    let Read { files, mapping, seen, .. } = *read;
    let amounts = [TransactionColumn::Amount, TransactionColumn::UnitPrice];
    let amount = amounts.into_iter().find_map(|column| mapping.get(column))?;
    let why = if names::is_in_parts_of_a_unit(amount) {
        "by its name"
    } else if seen.sizes.may_be_hundredths()
        && is_whole(files, amount)
        && is_of_hundredths(files, amount, mapping.get(TransactionColumn::Currency))
    {
        "as payment services write them: whole numbers, beside a currency that has hundredths"
    } else if are_in_two_units(files, amount) {
        "in some of the files: whole numbers there, and about a hundred times those of the others"
    } else {
        return None;
    };
    Some(Finding::warn(
        format!("unit of {amount}"),
        format!("its amounts may be in hundredths of a unit ({why}); they are read as they are"),
        format!(
            "costs, margins and values are in whole units: divide it where it is exported ({amount} / 100.0 in SQL)"
        ),
    ))
}

/// Amounts in hundredths among others, and amounts far above all others, by the rows that were looked at.
pub(super) fn of_rows(read: &Read<'_>) -> Vec<Finding> {
    let Read { mapping, seen, .. } = *read;
    let Some(amount) = mapping.get(TransactionColumn::Amount) else { return Vec::new() };
    let hundredths = seen.sizes.in_hundredths().map(|rows| {
        Finding::warn(
            format!("units of {amount}"),
            format!(
                "{rows} of {} rows have whole numbers, about a hundred times the amounts of the others: they may be in \
                 hundredths of a unit, or in another currency; they are read as they are",
                seen.rows
            ),
            format!("export all of {amount} in one unit and one currency"),
        )
    });
    let far = seen.sizes.far_off().map(|(rows, from)| {
        Finding::warn(
            format!("{amount} far off"),
            format!(
                "{rows} of {} rows have amounts of about {} and more, far above all others: they count as money",
                seen.rows,
                whole(from)
            ),
            format!(
                "if such a number stands for something else, leave it out: [rows] column = {amount:?} with drop in \
                 winback.toml"
            ),
        )
    });
    hundredths.into_iter().chain(far).collect()
}

/// Whether a column holds whole numbers or texts in every file: money in whole units is mostly kept as fractions.
fn is_whole(files: &Files, column: &str) -> bool {
    let mut types = files.footers.iter().filter_map(|footer| type_in(footer, column)).peekable();
    types.peek().is_some() && types.all(|found| found.is_integer() || is_text(&found))
}

/// Whether some files have whole numbers, and by their largest ones some hundred times the money of the others.
fn are_in_two_units(files: &Files, column: &str) -> bool {
    let largest = |is_whole_number: bool| {
        let of_type = files.footers.iter().filter(|footer| {
            let field = footer.schema().column_with_name(column);
            field.is_some_and(|(_, field)| field.data_type().is_integer() == is_whole_number)
        });
        of_type.filter_map(|footer| largest_of(footer, column)).reduce(f64::max)
    };
    match (largest(true), largest(false)) {
        (Some(whole), Some(other)) => {
            other > 0.0 && (TWO_UNITS_FROM..TWO_UNITS_TO).contains(&(whole / other))
        }
        _ => false,
    }
}

/// A hundred times the money, between tables whose dearest sales differ.
const TWO_UNITS_FROM: f64 = 25.0;
const TWO_UNITS_TO: f64 = 400.0;

/// The largest number of a column, where the file tells.
fn largest_of(footer: &Footer, column: &str) -> Option<f64> {
    let ends = statistics(footer, column).flatten().filter_map(|known| match known {
        Statistics::Int32(ends) => ends.max_opt().map(|most| f64::from(*most)),
        Statistics::Int64(ends) => ends.max_opt().map(|most| *most as f64),
        Statistics::Float(ends) => ends.max_opt().map(|most| f64::from(*most)),
        Statistics::Double(ends) => ends.max_opt().copied(),
        _ => None,
    });
    ends.reduce(f64::max)
}

/// Whether a column of currencies, or the one in the same struct as the amount, has codes of currencies with hundredths
/// alone.
fn is_of_hundredths(files: &Files, amount: &str, currency: Option<&String>) -> bool {
    let parent = amount.rsplit_once('.').map(|(parent, _)| format!("{parent}."));
    let beside = parent.and_then(|parent| {
        let names = files.column_names();
        let is_beside =
            |name: &String| name.starts_with(&parent) && normalised(name).contains("currency");
        names.into_iter().find(is_beside)
    });
    let Some(column) = currency.cloned().or(beside) else { return false };
    let codes = ends(&files.footers, &column);
    !codes.is_empty() && codes.iter().all(|code| names::has_hundredths(code))
}
