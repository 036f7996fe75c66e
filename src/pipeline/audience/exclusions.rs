//! Who is left alone because they have bought since the scores: transactions dated at or after `as_of`. Who was
//! contacted not long ago is for `contacted`.

use crate::audience::Exclusions;
use crate::ingest::{
    Codes, Columns, IngestError, ReadUntil, RowGroup, TransactionColumn, TransactionReader,
};
use crate::pipeline::load::FUTURE_AFTER_MICROS;
use crate::pipeline::{Input, Job};
use crate::time::AsOf;
use rayon::prelude::*;
use std::collections::HashSet;

/// Customers with a purchase at or after `as_of`, by a pass of its own; returns do not count.
pub fn bought_since(
    input: &Input<TransactionColumn>,
    job: &Job<'_>,
    as_of: AsOf,
) -> Result<HashSet<String>, IngestError> {
    let Job { settings, machine, watcher } = *job;
    let until = ReadUntil {
        as_of_micros: Some(as_of.micros()),
        present_micros: machine.now_micros.saturating_add(FUTURE_AFTER_MICROS),
    };
    let keep = Columns::default();
    let (files, mapping, forms) = (&input.files, &input.mapping, &input.forms);
    let reader = TransactionReader::open(files, mapping, keep, forms, until, &settings.rows)?;
    let work = watcher.begin("purchases since", "rows", reader.source().n_rows());
    let codes = Codes::new(&[]);
    let read_one = |at: RowGroup| -> Result<HashSet<String>, IngestError> {
        let mut found = HashSet::new();
        reader.read(at, &codes, |batch| {
            work.advance(batch.amount.len() as u64);
            found.extend(batch.later_buyers().map(|id| id.to_string()));
            Ok::<_, IngestError>(())
        })?;
        Ok(found)
    };
    reader.source().row_groups().into_par_iter().map(read_one).try_reduce(
        HashSet::new,
        |mut all, more| {
            all.extend(more);
            Ok(all)
        },
    )
}

/// Those left alone, and whether it was looked for who has bought since.
#[derive(Debug, Clone, Default)]
pub struct LeftAlone {
    /// The customers, by identifier.
    pub exclusions: Exclusions,
    /// Whether transactions at or after `as_of` were looked at.
    pub looked_for_purchases: bool,
}
