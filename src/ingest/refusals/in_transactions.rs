//! Refusals among the columns of the transactions: a shop that writes each order with its customer often has
//! `do_not_contact` or `unsubscribed_at` there and nowhere else.
//!
//! Only columns that speak of contact by their names are read, and a pass is made only where there is one. A
//! consent at the sale (`accepts_marketing`) is not: a box that was not ticked is no refusal.

use super::{NoTo, PersonKeys, RefusalColumn, Refusals, WordCount, Words, never_dates};
use crate::ingest::source::{ANY_COLUMN, Extra, RowGroup, Source};
use crate::ingest::text::{DictionaryMemory, IdColumn};
use crate::ingest::who::{Who, WhoMemory};
use crate::ingest::{ColumnMap, Forms, IngestError, TransactionColumn};
use crate::table::Files;
use rayon::prelude::*;

/// What the columns of the transactions say about contact.
#[derive(Debug, Default)]
pub(crate) struct TransactionRefusals {
    /// Who has said no.
    pub refusals: Refusals,
    /// The columns that were read.
    pub columns: Vec<String>,
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
        |name: &String| !not.contains(name) && !mapping.iter().any(|(_, mapped)| mapped == name);
    let free = files.column_names().into_iter().filter(is_free);
    let mut columns: Vec<RefusalColumn> =
        free.filter_map(|name| RefusalColumn::of_transactions(&name)).collect();
    if columns.is_empty() {
        return Ok(TransactionRefusals::default());
    }
    let never = never_dates::<TransactionColumn>(files, forms)?;
    columns = columns.into_iter().map(|column| column.with_never(&never)).collect();
    let extras: Vec<Extra<'_>> =
        columns.iter().map(|column| (column.name.as_str(), &ANY_COLUMN)).collect();
    let is_id = |column| column == TransactionColumn::CustomerId;
    let source = Source::open_with(files, mapping, forms, is_id, &extras)?;
    let reader = Reader { source, columns, who: Who::by(forms) };
    let (refusals, doubts) =
        reader.source.row_groups().into_par_iter().map(|at| reader.read(at)).try_reduce(
            Default::default,
            |(mut all, mut words), (more, more_words)| {
                all.merge(&more);
                words.merge(more_words);
                Ok((all, words))
            },
        )?;
    let columns = reader.columns.into_iter().map(|column| column.name).collect();
    Ok(TransactionRefusals { refusals, columns, doubts: doubts.counts() })
}

struct Reader {
    source: Source,
    columns: Vec<RefusalColumn>,
    who: Who,
}

impl Reader {
    fn read(&self, at: RowGroup) -> Result<(Refusals, Words), IngestError> {
        let (batches, positions) = self.source.read(at)?;
        let (mut memory, mut who) = (DictionaryMemory::default(), WhoMemory::default());
        let (mut refusals, mut words) = (Refusals::default(), Words::default());
        let id = TransactionColumn::CustomerId;
        for batch in batches {
            let batch = batch?;
            let Some(ids) = positions.of(id) else { continue };
            let place = self.source.place(at.file, id);
            let ids = IdColumn::decode(batch.column(ids), &mut memory, place)?;
            let ids = self.who.read(ids, &mut who);
            let mut says = vec![NoTo::default(); batch.num_rows()];
            for (k, column) in self.columns.iter().enumerate() {
                let Some(position) = positions.extra::<TransactionColumn>(k) else { continue };
                let place = self.source.extra_place::<TransactionColumn>(at.file, k);
                let no = column.read(batch.column(position), &mut words);
                let no = no.map_err(|e| place.unreadable(&e))?;
                says.iter_mut().zip(no).for_each(|(all, no)| *all |= no);
            }
            for (row, no) in says.into_iter().enumerate() {
                if no.is_any() && ids.is_present(row) {
                    refusals.add_keys(PersonKeys::of(Some(ids.id(row)), None, None), no);
                }
            }
        }
        Ok((refusals, words))
    }
}
