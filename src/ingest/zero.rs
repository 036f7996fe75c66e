//! Whether the identifier 0 is nobody: guests in many shops, a customer in tables that count from 0.
//!
//! Only row groups that may have one by their statistics are read, and of them only the identifiers: in
//! most histories none.

use super::source::{RowGroup, Source};
use super::text::{DictionaryMemory, IdColumn};
use super::types::is_text;
use super::who::{Who, WhoMemory};
use super::{ColumnMap, CustomerId, Forms, IngestError, TableColumn, TransactionColumn as Column};
use crate::table::{Files, Footer};
use parquet::file::statistics::Statistics;
use rayon::prelude::*;
use std::collections::HashSet;

/// Share of the rows from which on 0 is nobody, whatever the other customers.
const SHARE_OF_NOBODY: f64 = 0.1;
/// Below it 0 is nobody where it has so many rows, and so many times those of the mean customer.
const ROWS_OF_NOBODY: u64 = 10;
const TIMES_MEAN: u64 = 5;
/// Rows that are looked at for the mean, about, at most.
const MOST_ROWS: u64 = 2_000_000;

/// Whether 0 is nobody: it has more rows than a customer has, or no other identifier is below 10, so that the
/// table does not count from 0.
pub(crate) fn zero_is_nobody(
    files: &Files,
    mapping: &ColumnMap<Column, String>,
    forms: &Forms,
) -> Result<bool, IngestError> {
    let source = Source::open(files, mapping, forms, |column| column == Column::CustomerId)?;
    let possible: Vec<RowGroup> =
        source.row_groups().into_par_iter().filter(|&at| may_have_zero(&source, at)).collect();
    let found = |at: RowGroup| Ok::<_, IngestError>((at, zero_rows(&source, at)?));
    let found: Vec<(RowGroup, u64)> =
        possible.into_par_iter().map(found).collect::<Result<_, IngestError>>()?;
    let zeros: u64 = found.iter().map(|(_, zeros)| zeros).sum();
    if zeros == 0 {
        return Ok(false);
    }
    if zeros as f64 >= SHARE_OF_NOBODY * source.n_rows() as f64 {
        return Ok(true);
    }
    let mut others = Others::default();
    for (at, zeros) in found.into_iter().filter(|(_, zeros)| *zeros > 0) {
        if others.rows < MOST_ROWS {
            others.look_at(&source, at, zeros)?;
        }
    }
    Ok(others.make_nobody_of_zero())
}

/// The customers beside 0, in some row groups.
#[derive(Default)]
struct Others {
    rows: u64,
    zeros: u64,
    customers: HashSet<u64>,
    /// Whether one of the numbers 1 to 9 is among them.
    count_from_zero: bool,
}

impl Others {
    fn look_at(&mut self, source: &Source, at: RowGroup, zeros: u64) -> Result<(), IngestError> {
        let (reader, positions) = source.read(at)?;
        let place = source.place(at.file, Column::CustomerId);
        let (mut memory, mut hashes) = (DictionaryMemory::default(), Vec::new());
        self.zeros += zeros;
        for batch in reader {
            let batch = batch?;
            let Some(position) = positions.of(Column::CustomerId) else { continue };
            let ids = IdColumn::decode(batch.column(position), &mut memory, place)?;
            ids.hashes(&mut hashes);
            for (row, &hash) in hashes.iter().enumerate().filter(|(row, _)| ids.is_present(*row)) {
                self.rows += 1;
                if self.customers.insert(hash) {
                    self.count_from_zero |= is_below_ten(ids.id(row));
                }
            }
        }
        Ok(())
    }

    fn make_nobody_of_zero(&self) -> bool {
        let customers = self.customers.len() as u64;
        let is_heavy =
            self.zeros >= ROWS_OF_NOBODY && self.zeros * customers >= TIMES_MEAN * self.rows;
        !self.count_from_zero || is_heavy
    }
}

fn is_below_ten(id: CustomerId<'_>) -> bool {
    match id {
        CustomerId::Int(number) => (1..10).contains(&number),
        CustomerId::Text(text) => {
            let digits = text.trim().trim_start_matches('0');
            let digits = digits.strip_suffix(".0").unwrap_or(digits);
            digits.len() == 1 && digits.bytes().all(|b| b.is_ascii_digit())
        }
    }
}

/// Whether a table's identifiers of customers are texts in any file.
pub(crate) fn text_ids<C: TableColumn>(files: &Files, mapping: &ColumnMap<C, String>) -> bool {
    let customer = C::of_key("customer_id").map(|column| mapping.name(column));
    let field = |footer: &Footer| {
        let (_, field) = footer.schema().column_with_name(customer?)?;
        Some(is_text(field.data_type()))
    };
    files.footers.iter().any(|footer| field(footer).unwrap_or(false))
}

/// Whether the statistics of a row group leave a 0 possible.
fn may_have_zero(source: &Source, at: RowGroup) -> bool {
    let Some(statistics) = source.statistics(at, Column::CustomerId) else { return true };
    let within = |least: Option<f64>, most: Option<f64>| {
        least.is_none_or(|least| least <= 0.0) && most.is_none_or(|most| most >= 0.0)
    };
    match statistics {
        Statistics::Int32(s) => {
            within(s.min_opt().map(|&x| x.into()), s.max_opt().map(|&x| x.into()))
        }
        Statistics::Int64(s) => {
            within(s.min_opt().map(|&x| x as f64), s.max_opt().map(|&x| x as f64))
        }
        Statistics::Float(s) => {
            within(s.min_opt().map(|&x| x.into()), s.max_opt().map(|&x| x.into()))
        }
        Statistics::Double(s) => within(s.min_opt().copied(), s.max_opt().copied()),
        Statistics::ByteArray(s) => {
            // 0 is the least of digits and letters: what comes before it is a mark or a blank.
            let is_zero = |text: &[u8]| text.iter().all(|b| matches!(b, b'0' | b'.'));
            let least = s.min_opt().map(parquet::data_type::ByteArray::data);
            least.is_none_or(|least| is_zero(least) || least.first().is_none_or(|&b| b < b'0'))
        }
        _ => true,
    }
}

fn zero_rows(source: &Source, at: RowGroup) -> Result<u64, IngestError> {
    let (reader, positions) = source.read(at)?;
    let place = source.place(at.file, Column::CustomerId);
    let (mut memory, mut with, mut without) =
        (DictionaryMemory::default(), WhoMemory::default(), WhoMemory::default());
    let (who, nobody) = (Who::default(), Who { zero_is_nobody: true, ..Who::default() });
    let mut rows = 0;
    for batch in reader {
        let batch = batch?;
        let Some(position) = positions.of(Column::CustomerId) else { continue };
        let mut present = |who: &Who, known: &mut WhoMemory| -> Result<usize, IngestError> {
            let ids = IdColumn::decode(batch.column(position), &mut memory, place)?;
            let ids = who.read(ids, known);
            Ok((0..batch.num_rows()).filter(|&row| ids.is_present(row)).count())
        };
        rows += present(&who, &mut with)? - present(&nobody, &mut without)?;
    }
    Ok(rows as u64)
}
