//! Decoding alone: the yardstick that the cost of a features pass is measured against.
//!
//! Reads the very columns that [`super::load`] would read, in the same row groups on the same threads,
//! and throws the decoded batches away. Nothing is checked, scattered or kept.

use super::load::open_readers;
use super::{Sources, Watcher};
use crate::ingest::{
    Columns, CustomerIdReader, EventReader, IngestError, ReadUntil, RowGroup, Source,
};
use rayon::prelude::*;

/// Decodes every row of the inputs, with the optional columns in `keep`; returns the rows decoded.
pub fn scan(sources: &Sources, keep: Columns, watcher: &dyn Watcher) -> Result<u64, IngestError> {
    let until = ReadUntil { as_of_micros: None, present_micros: i64::MAX };
    let inputs = open_readers(sources, keep, until)?;
    let work = watcher.begin("decoding", "rows", inputs.n_rows());
    let decode = |source: &Source, at: RowGroup| -> Result<u64, IngestError> {
        let (reader, _) = source.read(at)?;
        let mut rows = 0;
        for batch in reader {
            let batch = batch.map_err(|e| IngestError::NotParquet {
                path: source.files[at.file].path.clone(),
                reason: e.to_string(),
            })?;
            rows += batch.num_rows() as u64;
            work.advance(batch.num_rows() as u64);
        }
        Ok(rows)
    };
    let mut total = 0;
    let opened = [
        Some(inputs.transactions.source()),
        inputs.events.as_ref().map(EventReader::source),
        inputs.customers.as_ref().map(CustomerIdReader::source),
    ];
    for source in opened.into_iter().flatten() {
        let row_groups = source.row_groups().into_par_iter().with_max_len(1);
        total += row_groups.map(|at| decode(source, at)).try_reduce(|| 0, |a, b| Ok(a + b))?;
    }
    Ok(total)
}
