//! The identifiers of the customers table: people who are known and may never have bought.
//!
//! Only the identifier column is decoded; contact details are read elsewhere, by who needs them.

use super::source::{RowGroup, Source};
use super::text::{DictionaryMemory, IdColumn};
use super::who::{Who, WhoMemory};
use super::{ColumnMap, CustomerColumn, Forms, IngestError, Quality};
use crate::table::Files;
use crate::time::Zone;

/// Reads the identifiers of a customers table.
#[derive(Debug)]
pub struct CustomerIdReader {
    source: Source,
    who: Who,
    ids_as_text: bool,
}

impl CustomerIdReader {
    /// Finds the identifier column.
    pub fn open(
        files: &Files,
        mapping: &ColumnMap<CustomerColumn, String>,
    ) -> Result<Self, IngestError> {
        // Identifiers have no form that could be set.
        let forms = Forms::usual(&Zone::utc());
        let only_ids = |column| column == CustomerColumn::CustomerId;
        let source = Source::open(files, mapping, &forms, only_ids)?;
        Ok(Self { source, who: Who::default(), ids_as_text: false })
    }

    /// The opened files.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// Whether any file writes customers as text.
    pub fn has_text_ids(&self) -> bool {
        self.source.any_text(CustomerColumn::CustomerId)
    }

    /// How identifiers are read.
    pub fn read_ids_by(&mut self, who: &Who) {
        self.who = who.clone();
    }

    /// Reads customers as text even where they are numbers, because other inputs hold text.
    pub fn read_ids_as_text(&mut self) {
        self.ids_as_text = true;
    }

    /// Decodes one row group: identifiers and the rows that have one.
    pub fn read<E: From<IngestError>>(
        &self,
        at: RowGroup,
        mut sink: impl FnMut(IdColumn, Vec<u32>) -> Result<(), E>,
    ) -> Result<Quality, E> {
        let (reader, positions) = self.source.read(at)?;
        let place = self.source.place(at.file, CustomerColumn::CustomerId);
        let mut quality = Quality::default();
        let (mut memory, mut who) = (DictionaryMemory::default(), WhoMemory::default());
        for batch in reader {
            let batch = batch?;
            let Some(position) = positions.of(CustomerColumn::CustomerId) else {
                // A file of addresses, such as those that are suppressed.
                quality.rows += batch.num_rows() as u64;
                quality.no_customer += batch.num_rows() as u64;
                continue;
            };
            let ids = IdColumn::decode(batch.column(position), &mut memory, place)?;
            let mut ids = self.who.read(ids, &mut who);
            if self.ids_as_text {
                ids = ids.into_text();
            }
            let n = batch.num_rows();
            let rows: Vec<u32> = (0..n as u32).filter(|&i| ids.is_present(i as usize)).collect();
            quality.rows += n as u64;
            quality.used += rows.len() as u64;
            quality.no_customer += (n - rows.len()) as u64;
            sink(ids, rows)?;
        }
        Ok(quality)
    }
}
