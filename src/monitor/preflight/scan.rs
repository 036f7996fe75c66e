//! One pass over all rows: what is unusable, from when to when, how many customers.
//!
//! Row groups are read in parallel; nothing of a row is kept but hashes. Rows beside each
//! other (repeats, orders) are for `history::Inspection`.

use super::sketch::Distinct;
use crate::ingest::{
    BadCells, Codes, ColumnValues, IngestError, Quality, RowGroup, TransactionBatch,
    TransactionReader,
};
use rayon::prelude::*;
use std::collections::BTreeSet;

/// What a pass over the rows found.
#[derive(Debug, Default)]
pub struct Scan {
    /// Counts of unusable rows by reason.
    pub quality: Quality,
    /// Values of the columns that leave rows out.
    pub marker_values: Vec<ColumnValues>,
    /// Signs of currencies that stand beside amounts.
    pub currencies: BTreeSet<String>,
    /// Cells that are not understood, by column.
    pub bad_cells: Vec<BadCells>,
    /// First and last instant of usable rows.
    pub span_micros: Option<(i64, i64)>,
    /// Distinct customers, and whether the number is exact.
    pub customers: (u64, bool),
    /// Usable rows that are returns.
    pub returns: u64,
    /// Row groups, and those whose rows ascend in time.
    pub row_groups: (u64, u64),
}

/// Reads every row once; `progress` is told the rows done.
pub fn scan(
    reader: &TransactionReader,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Scan, IngestError> {
    let groups = reader.source().row_groups();
    let codes = Codes::new(&[]);
    let scan_one = |&at: &RowGroup| {
        let mut part = Part::default();
        part.quality = reader.read(at, &codes, |batch| {
            progress(batch.amount.len() as u64);
            part.add(&batch);
            Ok::<_, IngestError>(())
        })?;
        Ok(part)
    };
    // Parts are merged in the order of the files, a few at a time: none waits for long.
    let mut all = Part::default();
    let mut ascending = 0;
    for some in groups.chunks(4 * rayon::current_num_threads()) {
        let parts: Vec<Result<Part, IngestError>> = some.par_iter().map(scan_one).collect();
        for part in parts {
            let part = part?;
            ascending += u64::from(!part.disordered);
            all.merge(&part);
        }
    }
    Ok(Scan {
        quality: all.quality,
        marker_values: reader.marker_values(),
        currencies: reader.currencies(),
        bad_cells: reader.bad_cells(),
        span_micros: all.span,
        customers: all.customers.count(),
        returns: all.returns,
        row_groups: (groups.len() as u64, ascending),
    })
}

/// What was found in one row group, or in several.
#[derive(Default)]
struct Part {
    quality: Quality,
    span: Option<(i64, i64)>,
    customers: Distinct,
    returns: u64,
    latest: Option<i64>,
    disordered: bool,
}

impl Part {
    fn add(&mut self, batch: &TransactionBatch) {
        let times = batch.time_micros.values();
        for &row in &batch.rows {
            let i = row as usize;
            let (time, amount) = (times[i], batch.amount[i]);
            self.disordered |= self.latest.is_some_and(|latest| time < latest);
            self.latest = Some(time);
            self.span = Some(widened(self.span, (time, time)));
            self.returns += u64::from(amount.is_sign_negative());
            let customer = batch.customer.id(i).stable_hash();
            self.customers.add(customer);
        }
    }

    fn merge(&mut self, other: &Self) {
        self.quality.add(&other.quality);
        if let Some(span) = other.span {
            self.span = Some(widened(self.span, span));
        }
        self.customers.merge(&other.customers);
        self.returns += other.returns;
    }
}

fn widened(span: Option<(i64, i64)>, (first, last): (i64, i64)) -> (i64, i64) {
    span.map_or((first, last), |(a, b)| (a.min(first), b.max(last)))
}
