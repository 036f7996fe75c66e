//! Findings about amounts in hundredths: costs and margins are in whole units, and would mean nothing beside them.
//! From names, footers and the rows that were looked at.

use super::Finding;
use super::schema::statistics;
use crate::history::Inspection;
use crate::ingest::{ColumnMap, TransactionColumn, normalised};
use crate::table::{Files, Footer};
use crate::words::whole;
use parquet::file::statistics::Statistics;

/// Ends of names of amounts in parts of a unit.
const PARTS: &[&str] = &[
    "cents",
    "cent",
    "minor",
    "minorunits",
    "minorunit",
    "pence",
    "centimes",
    "centimos",
    "centavos",
    "kopecks",
    "micros",
    "millis",
];

pub(super) fn finding(
    files: &Files,
    mapping: &ColumnMap<TransactionColumn, String>,
) -> Option<Finding> {
    let amounts = [TransactionColumn::Amount, TransactionColumn::UnitPrice];
    let amount = amounts.into_iter().find_map(|column| mapping.get(column))?;
    let why = if PARTS.iter().any(|part| normalised(amount).ends_with(part)) {
        "by its name"
    } else if is_whole(files, amount)
        && mapping.get(TransactionColumn::Currency).is_some_and(|c| is_lower(files, c))
    {
        "as payment services write them: whole numbers, beside a currency in small letters"
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
pub(super) fn of_rows(
    seen: &Inspection,
    mapping: &ColumnMap<TransactionColumn, String>,
) -> Vec<Finding> {
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

/// Whether a column holds whole numbers in every file.
fn is_whole(files: &Files, column: &str) -> bool {
    let types = files.footers.iter().filter_map(|footer| footer.schema().column_with_name(column));
    let mut types = types.map(|(_, field)| field.data_type().is_integer()).peekable();
    types.peek().is_some() && types.all(|is_integer| is_integer)
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

/// Whether the first and the last of a column's texts are three small letters.
fn is_lower(files: &Files, column: &str) -> bool {
    let is_code = |text: &[u8]| text.len() == 3 && text.iter().all(u8::is_ascii_lowercase);
    let ends = |known: Option<&Statistics>| match known {
        Some(Statistics::ByteArray(known)) => {
            let ends = [known.min_opt(), known.max_opt()];
            ends.into_iter().all(|end| end.is_some_and(|end| is_code(end.data())))
        }
        _ => false,
    };
    let mut all = files.footers.iter().flat_map(|footer| statistics(footer, column)).peekable();
    all.peek().is_some() && all.all(ends)
}
