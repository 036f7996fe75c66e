//! Findings about amounts in hundredths: costs and margins are in whole units, and would mean nothing beside them.
//! From names and footers alone.

use super::Finding;
use super::schema::statistics;
use crate::ingest::{ColumnMap, TransactionColumn, normalised};
use crate::table::Files;
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

/// Whether a column holds whole numbers in every file.
fn is_whole(files: &Files, column: &str) -> bool {
    let types = files.footers.iter().filter_map(|footer| footer.schema().column_with_name(column));
    let mut types = types.map(|(_, field)| field.data_type().is_integer()).peekable();
    types.peek().is_some() && types.all(|is_integer| is_integer)
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
