//! Reading a history and visiting its customers.
//!
//! [`History::read`] decodes row groups in parallel and scatters their rows; [`History::visit`] sorts
//! one partition at a time per thread, shows it to the work, and hands results on in partition
//! order, so that what is made of them does not depend on threads.

use super::error::HistoryError;
use super::rounds::in_rounds;
use super::span::{Reach, Span};
use super::store::scatter::{Filling, Partitions, Scratch};
use super::store::segment::Segment;
use super::store::spill::SegmentSpill;
use super::visit::group::group;
use super::visit::order::Ranks;
use super::visit::sorted::SortedPartition;
use crate::ingest::{
    AmountPer, BadCells, Codes, ColumnValues, Columns, CustomerIdReader, EventReader, OrderStates,
    Quality, RowGroup, TransactionReader,
};
use crate::progress::Progress;
use crate::time::Zone;
use rayon::prelude::*;
use std::collections::{BTreeSet, HashSet};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

/// What a history is read from.
#[derive(Debug)]
pub struct Inputs {
    /// Purchases and returns.
    pub transactions: TransactionReader,
    /// Engagement events.
    pub events: Option<EventReader>,
    /// Customers who may have no row in either.
    pub customers: Option<CustomerIdReader>,
}

/// How a history is kept.
#[derive(Debug, Clone)]
pub struct HistorySettings {
    /// Bytes of rows held in memory before partitions spill; the whole process takes more than this.
    pub row_budget_bytes: u64,
    /// Where the spill file is made.
    pub spill_dir: PathBuf,
    /// The business's zone.
    pub zone: Zone,
    /// Names whose channel codes are 0, 1, …
    pub channels: Vec<String>,
    /// Whether to note who bought at or after `as_of`; see [`History::take_later_buyers`].
    pub note_later_buyers: bool,
}

/// What was noticed of the inputs' cells: those that are not understood, by column, and currencies.
#[derive(Debug, Default)]
pub struct CellNotes {
    /// Signs of currencies that stand beside amounts.
    pub currencies: BTreeSet<String>,
    /// Those of the transactions.
    pub transactions: Vec<BadCells>,
    /// Those of the events.
    pub events: Vec<BadCells>,
}

/// Every customer's history.
#[derive(Debug)]
pub struct History {
    partitions: Vec<Filling>,
    partition_bits: u32,
    spill: SegmentSpill,
    ranks: Ranks,
    category_names: Vec<String>,
    zone: Zone,
    columns: Columns,
    text_ids: bool,
    quality: Quality,
    event_quality: Option<Quality>,
    marker_values: Vec<ColumnValues>,
    equal_versions: u64,
    order_states: Option<OrderStates>,
    tells_lines_apart: bool,
    amount_per: AmountPer,
    cell_notes: CellNotes,
    reach: Option<Reach>,
    later_buyers: HashSet<String>,
}

/// Rows to a partition, at most, while there are few enough: its sort then stays in the cache.
const PARTITION_ROWS: u64 = 131_072;
/// At most 2^10 partitions: a batch then still brings each some rows to copy in one go, which is
/// worth more than smaller partitions.
const MAX_PARTITION_BITS: u32 = 10;

impl Inputs {
    /// Reads all customers as text if any input has text.
    fn agree_on_ids(&mut self) -> bool {
        let text = self.transactions.has_text_ids()
            || self.events.as_ref().is_some_and(EventReader::has_text_ids)
            || self.customers.as_ref().is_some_and(CustomerIdReader::has_text_ids);
        if text {
            self.transactions.read_ids_as_text();
            self.events.iter_mut().for_each(EventReader::read_ids_as_text);
            self.customers.iter_mut().for_each(CustomerIdReader::read_ids_as_text);
        }
        text
    }

    /// Rows of all inputs, from their footers.
    pub fn n_rows(&self) -> u64 {
        let events = self.events.as_ref().map_or(0, |e| e.source().n_rows());
        let customers = self.customers.as_ref().map_or(0, |c| c.source().n_rows());
        self.transactions.source().n_rows() + events + customers
    }
}

impl History {
    /// Reads everything once. Counts of unusable rows are in [`History::quality`]; the caller gates them.
    pub fn read(
        mut inputs: Inputs,
        settings: &HistorySettings,
        progress: Progress<'_>,
    ) -> Result<Self, HistoryError> {
        let text_ids = inputs.agree_on_ids();
        let total = inputs.n_rows();
        let bits =
            total.div_ceil(PARTITION_ROWS).next_power_of_two().ilog2().min(MAX_PARTITION_BITS);
        let spill = SegmentSpill::new(&settings.spill_dir);
        let partitions = Partitions::new((bits, total), text_ids, settings.row_budget_bytes, spill);
        let codes = Codes::new(&settings.channels);
        let span = Span::default();
        let later_buyers = Mutex::new(HashSet::new());
        let transactions = || {
            read_all(&inputs.transactions.source().row_groups(), |at, scratch| {
                let mut later = HashSet::new();
                let quality = inputs.transactions.read(at, &codes, |batch| {
                    span.widen(&batch.rows, batch.time_micros.values());
                    progress(batch.amount.len() as u64);
                    if settings.note_later_buyers {
                        later.extend(batch.later_buyers().map(|id| id.to_string()));
                    }
                    partitions.add_transactions(&batch, scratch)?;
                    let lines = batch.into_lines_taken_off();
                    lines.map_or(Ok(()), |lines| partitions.add_transactions(&lines, scratch))
                });
                later_buyers.lock().unwrap_or_else(PoisonError::into_inner).extend(later);
                quality
            })
        };
        let people = || match &inputs.customers {
            Some(customers) => read_all(&customers.source().row_groups(), |at, scratch| {
                customers.read(at, |ids, rows| {
                    progress(rows.len() as u64);
                    partitions.add_customers(&ids, &rows, scratch)
                })
            }),
            None => Ok(Quality::default()),
        };
        // A table of customers is often one row group, which is one thread's work.
        let (quality, people) = rayon::join(transactions, people);
        let quality = quality?;
        people?;
        let event_quality = inputs.events.as_ref().map(|events| {
            read_all(&events.source().row_groups(), |at, scratch| {
                events.read(at, |batch| {
                    progress(batch.kind.len() as u64);
                    partitions.add_events(&batch, scratch)
                })
            })
        });
        let columns = Columns { events: inputs.events.is_some(), ..inputs.transactions.columns() };
        let cell_notes = CellNotes {
            currencies: inputs.transactions.currencies(),
            transactions: inputs.transactions.bad_cells(),
            events: inputs.events.as_ref().map(EventReader::bad_cells).unwrap_or_default(),
        };
        let (partitions, spill) = partitions.finish();
        let ranks = Ranks::of(&codes);
        Ok(Self {
            category_names: codes.category.names(&ranks.category),
            cell_notes,
            partitions,
            partition_bits: bits,
            spill,
            ranks,
            zone: settings.zone.clone(),
            columns,
            text_ids,
            quality,
            event_quality: event_quality.transpose()?,
            marker_values: inputs.transactions.marker_values(),
            equal_versions: inputs.transactions.newest().map_or(0, |newest| newest.same_version),
            order_states: inputs.transactions.order_states(),
            tells_lines_apart: inputs.transactions.tells_lines_apart(),
            amount_per: inputs.transactions.amount_per(),
            reach: span.get(),
            later_buyers: later_buyers.into_inner().unwrap_or_else(PoisonError::into_inner),
        })
    }

    /// Counts the customers of all inputs; what waits on disk is read for it.
    pub fn count_customers(&self) -> Result<u64, HistoryError> {
        let count = |filling: &Filling| Ok(self.sorted(filling)?.len() as u64);
        self.partitions.par_iter().map(count).sum()
    }

    /// Whether customers are identified by text (else by whole numbers).
    pub fn has_text_ids(&self) -> bool {
        self.text_ids
    }

    /// What the categories' codes stand for, by code; none where they are not kept or are free text.
    pub fn category_names(&self) -> &[String] {
        &self.category_names
    }

    /// Optional columns that are there.
    pub fn columns(&self) -> Columns {
        self.columns
    }

    /// The business's zone.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// Counts over the transaction rows.
    pub fn quality(&self) -> &Quality {
        &self.quality
    }

    /// Takes what was counted of all rows, where those here are of a sample.
    pub(crate) fn told_of_all(&mut self, quality: Quality, reach: Option<Reach>) {
        self.quality = Quality { left_out: self.quality.left_out, ..quality };
        self.reach = reach;
    }

    /// Rows left out although their version equals the one that counts.
    pub fn equal_versions(&self) -> u64 {
        self.equal_versions
    }

    /// Orders in which several rows tell of one sale, where a column of states could show it.
    pub fn order_states(&self) -> Option<&OrderStates> {
        self.order_states.as_ref()
    }

    /// Values of the columns that leave transaction rows out.
    pub fn marker_values(&self) -> &[ColumnValues] {
        &self.marker_values
    }

    /// Counts over the events, where there are any.
    pub fn event_quality(&self) -> Option<&Quality> {
        self.event_quality.as_ref()
    }

    /// What was noticed of the inputs' cells.
    pub fn cell_notes(&self) -> &CellNotes {
        &self.cell_notes
    }

    /// First and last instant of the usable transaction rows, strays left aside.
    pub fn span_micros(&self) -> Option<(i64, i64)> {
        self.reach.map(|reach| (reach.first_micros, reach.last_micros))
    }

    /// From when to when the usable transaction rows reach, and which of them lie far off.
    pub fn reach(&self) -> Option<Reach> {
        self.reach
    }

    /// Customers with a purchase at or after `as_of`, if they were to be noted; none afterwards.
    pub fn take_later_buyers(&mut self) -> HashSet<String> {
        std::mem::take(&mut self.later_buyers)
    }

    /// Number of partitions, the unit of progress of [`History::visit`].
    pub fn n_partitions(&self) -> u64 {
        self.partitions.len() as u64
    }

    /// Bytes that went to disk.
    pub fn spilled_bytes(&self) -> u64 {
        self.spill.bytes()
    }

    /// Whether what tells one line of an order from another is read.
    pub(super) fn tells_lines_apart(&self) -> bool {
        self.tells_lines_apart
    }

    /// What the amounts are the price of.
    pub(super) fn amount_per(&self) -> AmountPer {
        self.amount_per
    }

    /// Rows of each partition.
    pub(super) fn rows_by_partition(&self) -> impl Iterator<Item = u64> {
        self.partitions.iter().map(|filling| filling.rows)
    }

    /// Partition `p` by customer.
    pub(super) fn partition(&self, p: usize) -> Result<SortedPartition<'_>, HistoryError> {
        self.sorted(&self.partitions[p])
    }

    /// A partition by customer; what waits on disk is read for it.
    fn sorted(&self, filling: &Filling) -> Result<SortedPartition<'_>, HistoryError> {
        let spilled: Vec<Segment> =
            filling.spilled.iter().map(|&part| self.spill.read(part)).collect::<Result<_, _>>()?;
        let parts: Vec<&Segment> = spilled.iter().chain([&filling.segment]).collect();
        let (customers, [transactions, events]) = group(&parts, self.partition_bits);
        let (ranks, zone, amount_per) = (&self.ranks, &self.zone, self.amount_per);
        Ok(SortedPartition { customers, transactions, events, ranks, zone, amount_per })
    }

    /// Shows every partition to `work`, in parallel, and its results to `sink`, in partition order:
    /// customers thus come in ascending order of their stable hash.
    pub fn visit<T: Send, E: From<HistoryError> + Send>(
        &self,
        progress: Progress<'_>,
        work: impl Fn(&SortedPartition<'_>) -> T + Sync,
        sink: impl FnMut(T) -> Result<(), E> + Send,
    ) -> Result<(), E> {
        let one = |filling: &Filling| {
            let result = self.sorted(filling).map(|partition| work(&partition));
            progress(1);
            result
        };
        in_rounds(self.partitions.iter(), one, sink)
    }

    /// As [`History::visit`], and takes the rows out: a partition's memory is given back once it is sorted,
    /// so that what is made of the rows may take their place. Counts and columns are still known
    /// afterwards; there are no customers left.
    pub fn drain<T: Send, E: From<HistoryError> + Send>(
        &mut self,
        progress: Progress<'_>,
        work: impl Fn(&SortedPartition<'_>) -> T + Sync,
        sink: impl FnMut(T) -> Result<(), E> + Send,
    ) -> Result<(), E> {
        let partitions = std::mem::take(&mut self.partitions);
        let one = |filling: Filling| {
            let sorted = self.sorted(&filling);
            // The rows as they came go before anything is made of them.
            drop(filling);
            let result = sorted.map(|partition| work(&partition));
            progress(1);
            result
        };
        in_rounds(partitions.into_iter(), one, sink)
    }
}

fn read_all(
    row_groups: &[RowGroup],
    read: impl Fn(RowGroup, &mut Scratch) -> Result<Quality, HistoryError> + Sync,
) -> Result<Quality, HistoryError> {
    row_groups.par_iter().with_max_len(1).map(|&at| read(at, &mut Scratch::default())).try_reduce(
        Quality::default,
        |mut sum, part| {
            sum.add(&part);
            Ok(sum)
        },
    )
}
