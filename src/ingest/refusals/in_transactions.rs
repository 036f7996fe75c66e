//! Refusals among the columns of the transactions: a shop that writes each order with its customer often has
//! `do_not_contact` or `unsubscribed_at` there and nowhere else.
//!
//! Only columns that speak of contact by their names are read, and those of a customer's tags, notes and states for cells that
//! say it (`customer_tags` = do_not_contact); a pass is made only where there is one, and whose a row is is read only
//! where a row group has a no. A consent at the sale (`accepts_marketing`) is not: a box that was not ticked is no
//! refusal.

use super::{NoTo, PersonKeys, RefusalColumn, Refusals, WordCount, Words, never_dates};
use crate::ingest::source::{ANY_COLUMN, Extra, RowGroup, Source};
use crate::ingest::text::{DictionaryMemory, IdColumn};
use crate::ingest::who::{Who, WhoMemory};
use crate::ingest::{ColumnMap, Forms, IngestError, TransactionColumn, type_in};
use crate::table::Files;
use arrow_schema::DataType;
use rayon::prelude::*;

/// What the columns of the transactions say about contact.
#[derive(Debug, Default)]
pub(crate) struct TransactionRefusals {
    /// Who has said no.
    pub refusals: Refusals,
    /// The columns that were read, each with the rows in which it says no.
    pub columns: Vec<(String, u64)>,
    /// Rows of the table.
    pub rows: u64,
    /// Cells that are not understood: a no.
    pub doubts: Vec<WordCount>,
}

/// Reads every refusal; columns `not` are none, whatever their names say.
pub(crate) fn transaction_refusals(
    files: &Files,
    mapping: &ColumnMap<TransactionColumn, String>,
    not: &[String],
    forms: &Forms,
) -> Result<TransactionRefusals, IngestError> {
    let is_free =
        |name: &String| !not.contains(name) && !mapping.is_mapped(name);
    let free = files.column_names().into_iter().filter(is_free);
    let mut columns: Vec<RefusalColumn> =
        free.filter_map(|name| RefusalColumn::of_transactions(&name)).collect();
    let types = |name: &str| -> Vec<DataType> {
        files.footers.iter().filter_map(|footer| type_in(footer, name)).collect()
    };
    columns.retain(|column| {
        let types = types(&column.name);
        // What stands in the files' paths is text.
        types.is_empty() || types.iter().any(|found| column.may_say(found))
    });
    if columns.is_empty() {
        return Ok(TransactionRefusals::default());
    }
    let never = never_dates::<TransactionColumn>(files, forms)?;
    columns = columns.into_iter().map(|column| column.with_never(&never)).collect();
    let extras: Vec<Extra<'_>> =
        columns.iter().map(|column| (column.name.as_str(), &ANY_COLUMN)).collect();
    let is_id = |column| column == TransactionColumn::CustomerId;
    let look = Source::open_extras::<TransactionColumn>(files, &extras, forms)?;
    let source = Source::open_with(files, mapping, forms, is_id, &extras)?;
    let reader = Reader { look, source, columns, who: Who::by(forms) };
    let parts = reader.source.row_groups().into_par_iter().map(|at| reader.read(at));
    let none = || Part { refused: vec![0; reader.columns.len()], ..Part::default() };
    let Part { refusals, doubts, refused, rows } = parts.try_reduce(none, |mut all, more| {
        all.refusals.merge(&more.refusals);
        all.doubts.merge(more.doubts);
        all.refused.iter_mut().zip(more.refused).for_each(|(sum, rows)| *sum += rows);
        all.rows += more.rows;
        Ok(all)
    })?;
    // A column that is read for its cells is named by these.
    let by_name = reader.columns.into_iter().zip(refused).filter(|(column, _)| column.is_named());
    let columns = by_name.map(|(column, rows)| (column.name, rows)).collect();
    Ok(TransactionRefusals { refusals, columns, rows, doubts: doubts.counts() })
}

/// What a part of the rows says.
#[derive(Default)]
struct Part {
    refusals: Refusals,
    doubts: Words,
    /// Rows in which each column says no.
    refused: Vec<u64>,
    rows: u64,
}

struct Reader {
    /// The columns without identifiers.
    look: Source,
    source: Source,
    columns: Vec<RefusalColumn>,
    who: Who,
}

impl Reader {
    fn read(&self, at: RowGroup) -> Result<Part, IngestError> {
        let seen = self.nos_of(&self.look, at)?;
        let has_any = seen.refused.iter().any(|&rows| rows > 0);
        if has_any { self.nos_of(&self.source, at) } else { Ok(seen) }
    }

    /// What a row group says, and whose it is where `source` has identifiers.
    fn nos_of(&self, source: &Source, at: RowGroup) -> Result<Part, IngestError> {
        let (batches, positions) = source.read(at)?;
        let (mut memory, mut who) = (DictionaryMemory::default(), WhoMemory::default());
        let mut part = Part { refused: vec![0; self.columns.len()], ..Part::default() };
        let id = TransactionColumn::CustomerId;
        for batch in batches {
            let batch = batch?;
            part.rows += batch.num_rows() as u64;
            let mut says = vec![NoTo::default(); batch.num_rows()];
            for (k, column) in self.columns.iter().enumerate() {
                let Some(position) = positions.extra::<TransactionColumn>(k) else { continue };
                let place = source.extra_place::<TransactionColumn>(at.file, k);
                let no = column.read(batch.column(position), &mut part.doubts);
                let no = no.map_err(|e| place.unreadable(&e))?;
                part.refused[k] += no.iter().filter(|no| no.is_any()).count() as u64;
                says.iter_mut().zip(no).for_each(|(all, no)| *all |= no);
            }
            let Some(ids) = positions.of(id) else { continue };
            let place = source.place(at.file, id);
            let ids = IdColumn::decode(batch.column(ids), &mut memory, place)?;
            let ids = self.who.read(ids, &mut who);
            for (row, no) in says.into_iter().enumerate() {
                if no.is_any() && ids.is_present(row) {
                    let keys = PersonKeys::of(Some(ids.id(row)), None, None);
                    part.refusals.add_keys(keys, no);
                }
            }
        }
        Ok(part)
    }
}
