//! Whether the sums of a table have its money: where lines cost nothing beside the head of their order, the head is the sale.
//! Read before the rows, where a column of kinds has sums, and of its rows the amounts alone.

use crate::ingest::meaning::row_status::texts as row_texts;
use crate::ingest::source::{ANY_COLUMN, RowGroup, Source};
use crate::ingest::text::{DictionaryMemory, IdColumn};
use crate::ingest::{ColumnMap, CustomerId, Forms, IngestError, TransactionColumn as Column};
use crate::table::Files;
use arrow_array::{Array, Float64Array};
use rayon::prelude::*;
use std::collections::HashMap;

/// Money in a part of a table.
#[derive(Debug, Clone, Copy, Default)]
struct Money {
    of_sums: f64,
    of_others: f64,
}

/// Whether rows that are sums by `column` have all the money.
pub(super) fn have_the_money(
    column: &str,
    files: &Files,
    mapping: &ColumnMap<Column, String>,
    forms: &Forms,
) -> Result<bool, IngestError> {
    let Some(amount) = mapping.get(Column::Amount) else { return Ok(false) };
    let amounts = ColumnMap::named([(Column::Amount, amount.as_str())]);
    let is_amount = |column| column == Column::Amount;
    let source = Source::open_with(files, &amounts, forms, is_amount, &[(column, &ANY_COLUMN)])?;
    let of_group = |at: RowGroup| of_group(&source, at);
    let add = |a: Money, b: Money| {
        Ok(Money { of_sums: a.of_sums + b.of_sums, of_others: a.of_others + b.of_others })
    };
    let money =
        source.row_groups().into_par_iter().map(of_group).try_reduce(Money::default, add)?;
    Ok(money.of_others == 0.0 && money.of_sums > 0.0)
}

fn of_group(source: &Source, at: RowGroup) -> Result<Money, IngestError> {
    let (batches, positions) = source.read(at)?;
    let (mut memory, mut known) = (DictionaryMemory::default(), HashMap::new());
    let (mut money, mut hashes) = (Money::default(), Vec::new());
    for batch in batches {
        let batch = batch?;
        let (Some(kind), Some(amount)) =
            (positions.extra::<Column>(0), positions.of(Column::Amount))
        else {
            continue;
        };
        let place = source.extra_place::<Column>(at.file, 0);
        let kinds = IdColumn::decode(batch.column(kind), &mut memory, place)?;
        let amounts = source.cells(at.file, Column::Amount).numbers(batch.column(amount))?;
        kinds.hashes(&mut hashes);
        for (row, hash) in hashes.iter().enumerate() {
            let is_sum = *known.entry(*hash).or_insert_with(
                || matches!(kinds.id(row), CustomerId::Text(text) if row_texts::is_a_sum(text)),
            );
            let money = if is_sum { &mut money.of_sums } else { &mut money.of_others };
            *money += size(&amounts.values, row);
        }
    }
    Ok(money)
}

/// An amount without its sign; nothing where there is none.
fn size(amounts: &Float64Array, row: usize) -> f64 {
    let amount = if amounts.is_valid(row) { amounts.value(row).abs() } else { 0.0 };
    if amount.is_finite() { amount } else { 0.0 }
}
