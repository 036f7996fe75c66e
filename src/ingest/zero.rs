//! How many rows have the identifier 0: guests in many shops, a customer in tables that count from 0.
//!
//! Only row groups that may have one by their statistics are read, and of them only the identifiers: in
//! most histories none.

use super::source::{RowGroup, Source};
use super::text::{DictionaryMemory, IdColumn};
use super::types::is_text;
use super::who::{Who, WhoMemory};
use super::{ColumnMap, Forms, IngestError, TableColumn, TransactionColumn as Column};
use crate::table::{Files, Footer};
use parquet::file::statistics::Statistics;
use rayon::prelude::*;

/// The share of all rows whose customer is 0.
pub fn zero_share(
    files: &Files,
    mapping: &ColumnMap<Column, String>,
    forms: &Forms,
) -> Result<f64, IngestError> {
    let source = Source::open(files, mapping, forms, |column| column == Column::CustomerId)?;
    let possible: Vec<RowGroup> =
        source.row_groups().into_par_iter().filter(|&at| may_have_zero(&source, at)).collect();
    let rows = possible
        .into_par_iter()
        .map(|at| zero_rows(&source, at))
        .try_reduce(|| 0, |a, b| Ok(a + b))?;
    Ok(rows as f64 / source.n_rows().max(1) as f64)
}

/// Whether a table's identifiers of customers are texts in any file.
pub fn text_ids<C: TableColumn>(files: &Files, mapping: &ColumnMap<C, String>) -> bool {
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
