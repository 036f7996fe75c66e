//! A finding about prices that are of 10, 100 or 1000 pieces, as SAP writes them beside the number of pieces: quantity times
//! price would be so many times too much. From names and footers alone.

use super::schema::statistics;
use super::{Finding, Read};
use crate::ingest::{TransactionColumn, names};
use crate::table::Files;
use parquet::data_type::ByteArray;
use parquet::file::statistics::Statistics;

/// What a price may be of, in pieces.
const PIECES: &[f64] = &[1.0, 10.0, 100.0, 1000.0, 10_000.0];

pub(super) fn finding(read: &Read<'_>) -> Option<Finding> {
    let Read { files, mapping, .. } = *read;
    let price = mapping.get(TransactionColumn::UnitPrice)?;
    if mapping.has(TransactionColumn::Amount) {
        return None;
    }
    let free = read.free_columns().into_iter();
    let mut columns = free.filter(|name| names::is_number_of_pieces(name));
    let (column, most) =
        columns.find_map(|column| most_pieces(files, &column).map(|most| (column, most)))?;
    Some(Finding::warn(
        format!("{price} by {column}"),
        format!(
            "an amount is the quantity times {price}, and by {column} prices are of up to {most} pieces: it is not divided \
             by"
        ),
        format!(
            "export what was paid ({price} / {column} * quantity in SQL) and name it with --amount"
        ),
    ))
}

/// The largest number of pieces, where it is more than one and the least and the largest are numbers of pieces.
fn most_pieces(files: &Files, column: &str) -> Option<f64> {
    let known = files.footers.iter().flat_map(|footer| statistics(footer, column));
    let ends = known.map(|known| known.and_then(ends)).collect::<Option<Vec<_>>>()?;
    let are_pieces = ends.iter().flatten().all(|end| PIECES.contains(end));
    let most = ends.into_iter().flatten().reduce(f64::max)?;
    (are_pieces && most > 1.0).then_some(most)
}

/// The least and the largest number of a row group. Of texts that are powers of ten the order is the same.
fn ends(known: &Statistics) -> Option<[f64; 2]> {
    let of_text = |text: &ByteArray| std::str::from_utf8(text.data()).ok()?.trim().parse().ok();
    Some(match known {
        Statistics::Int32(ends) => [f64::from(*ends.min_opt()?), f64::from(*ends.max_opt()?)],
        Statistics::Int64(ends) => [*ends.min_opt()? as f64, *ends.max_opt()? as f64],
        Statistics::Float(ends) => [f64::from(*ends.min_opt()?), f64::from(*ends.max_opt()?)],
        Statistics::Double(ends) => [*ends.min_opt()?, *ends.max_opt()?],
        Statistics::ByteArray(ends) => [of_text(ends.min_opt()?)?, of_text(ends.max_opt()?)?],
        _ => return None,
    })
}
