//! A batch's rows go to their customers' partitions.
//!
//! The partition is the top bits of the customer's stable hash, so partitions in order are hashes in
//! order, however many there are. Each partition has its own lock, held for one batch's share.

use super::id_table::IdTable;
use super::layout::Layout;
use super::packer::{FullFields, Packer};
use super::places::Places;
use super::segment::{Kept, Segment};
use super::spill::SegmentSpill;
use crate::history::error::HistoryError;
use crate::ingest::{EventBatch, IdColumn, TransactionBatch};
use crate::table::Block;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

/// The partitions while they are filled.
pub(crate) struct Partitions {
    fillings: Vec<Mutex<Filling>>,
    bits: u32,
    text_ids: bool,
    /// Rows that a partition holds at a time, as a rule.
    expected: u64,
    /// Bytes held in memory, approximately.
    held: AtomicU64,
    budget_bytes: u64,
    spill: SegmentSpill,
    /// Partitions to spill while memory is short, the next one last.
    to_spill: Mutex<Vec<usize>>,
    whole_transactions: FullFields,
    whole_events: FullFields,
}

/// Less of a partition is not worth a piece of its own on disk while others have more.
const SPILL_AGAIN_BYTES: u64 = 256 << 10;

/// A row of a shop's transactions with most columns that are read.
const USUAL_ROW_BYTES: u64 = 32;

/// One partition: rows in memory and rows on disk.
#[derive(Debug)]
pub(crate) struct Filling {
    /// What is in memory.
    pub segment: Segment,
    /// What went to disk.
    pub spilled: Vec<Block>,
    /// Rows of all kinds, in memory and on disk.
    pub rows: u64,
    bytes: u64,
}

/// A thread's working memory.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    places: Places,
    packer: Packer,
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    // A poisoned partition belongs to a run that is failing anyway; its error is reported elsewhere.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Partitions {
    /// `2^bits` empty partitions for about `rows` rows, which together hold about `budget_bytes` in memory.
    pub(crate) fn new(
        (bits, rows): (u32, u64),
        text_ids: bool,
        budget_bytes: u64,
        spill: SegmentSpill,
    ) -> Self {
        let expected = rows.min(budget_bytes / USUAL_ROW_BYTES) >> bits;
        let empty = || {
            let segment = Segment::new(text_ids, expected);
            Filling { segment, spilled: Vec::new(), rows: 0, bytes: 0 }
        };
        Self {
            fillings: (0..1usize << bits).map(|_| Mutex::new(empty())).collect(),
            bits,
            text_ids,
            expected,
            held: AtomicU64::new(0),
            budget_bytes,
            spill,
            to_spill: Mutex::default(),
            whole_transactions: FullFields::default(),
            whole_events: FullFields::default(),
        }
    }

    /// Takes in a batch of transactions.
    pub(crate) fn add_transactions(
        &self,
        batch: &TransactionBatch,
        scratch: &mut Scratch,
    ) -> Result<(), HistoryError> {
        let Scratch { places, packer } = scratch;
        places.group(&batch.customer, &batch.rows, self.bits);
        let layout = packer.pack_transactions(batch, &self.whole_transactions);
        let words = packer.place(&layout, &batch.rows, &places.of_rows);
        self.add_records(&batch.customer, places, (&layout, words), Segment::transactions_mut)
    }

    /// Takes in a batch of events.
    pub(crate) fn add_events(
        &self,
        batch: &EventBatch,
        scratch: &mut Scratch,
    ) -> Result<(), HistoryError> {
        let Scratch { places, packer } = scratch;
        places.group(&batch.customer, &batch.rows, self.bits);
        let layout = packer.pack_events(batch, &self.whole_events);
        let words = packer.place(&layout, &batch.rows, &places.of_rows);
        self.add_records(&batch.customer, places, (&layout, words), Segment::events_mut)
    }

    /// Makes customers known who may have no row.
    pub(crate) fn add_customers(
        &self,
        ids: &IdColumn,
        rows: &[u32],
        scratch: &mut Scratch,
    ) -> Result<(), HistoryError> {
        let places = &mut scratch.places;
        places.group(ids, rows, self.bits);
        places.list_rows(rows);
        self.hand_out(places, |segment, share| {
            for &row in &places.rows[share] {
                segment.ids.know(places.hashes[row as usize], ids.id(row as usize));
            }
        })
    }

    fn add_records(
        &self,
        customers: &IdColumn,
        places: &Places,
        (layout, words): (&Layout, &[u64]),
        of: fn(&mut Segment) -> (&mut IdTable, &mut Kept),
    ) -> Result<(), HistoryError> {
        let n_words = layout.n_words();
        self.hand_out(places, |segment, share| {
            let records = &words[share.start * n_words..share.end * n_words];
            let (ids, kept) = of(segment);
            kept.records.extend(layout, records);
            if self.text_ids {
                kept.owners.add(ids, customers, &places.hashes, &places.rows[share]);
            }
        })
    }

    fn hand_out(
        &self,
        places: &Places,
        add: impl Fn(&mut Segment, Range<usize>),
    ) -> Result<(), HistoryError> {
        for (p, partition) in self.fillings.iter().enumerate() {
            let share = places.share(p);
            if share.is_empty() {
                continue;
            }
            let mut filling = locked(partition);
            filling.rows += share.len() as u64;
            add(&mut filling.segment, share);
            let bytes = filling.segment.bytes();
            let grown = bytes.saturating_sub(filling.bytes);
            filling.bytes = bytes;
            self.held.fetch_add(grown, Ordering::Relaxed);
        }
        if self.held.load(Ordering::Relaxed) > self.budget_bytes { self.spill() } else { Ok(()) }
    }

    /// Spills partitions until a quarter of the budget is free. Threads that find it exceeded do so side
    /// by side; the others go on reading.
    fn spill(&self) -> Result<(), HistoryError> {
        while let Some(p) = self.next_to_spill() {
            self.spill_one(p)?;
        }
        Ok(())
    }

    /// First come partitions that have rows on disk already, so that the others may stay in memory to
    /// the end; then the largest. None once enough is free.
    fn next_to_spill(&self) -> Option<usize> {
        let mut next = locked(&self.to_spill);
        if self.held.load(Ordering::Relaxed) <= self.budget_bytes / 4 * 3 {
            next.clear();
            return None;
        }
        if next.is_empty() {
            let rank = |partition: &Mutex<Filling>| {
                let filling = locked(partition);
                (!filling.spilled.is_empty() && filling.bytes >= SPILL_AGAIN_BYTES, filling.bytes)
            };
            let ranks = self.fillings.iter().map(rank).zip(0..);
            let mut by_rank: Vec<_> = ranks.filter(|((_, bytes), _)| *bytes > 0).collect();
            by_rank.sort_unstable();
            next.extend(by_rank.into_iter().map(|(_, p)| p));
        }
        next.pop()
    }

    fn spill_one(&self, p: usize) -> Result<(), HistoryError> {
        let mut segment = {
            let mut filling = locked(&self.fillings[p]);
            self.held.fetch_sub(std::mem::take(&mut filling.bytes), Ordering::Relaxed);
            std::mem::replace(&mut filling.segment, Segment::new(self.text_ids, self.expected))
        };
        segment.resolve();
        let spilled = self.spill.write(&segment)?;
        locked(&self.fillings[p]).spilled.push(spilled);
        Ok(())
    }

    /// The filled partitions.
    pub(crate) fn finish(self) -> (Vec<Filling>, SegmentSpill) {
        let filled = self.fillings.into_iter();
        let filled = filled.map(|p| p.into_inner().unwrap_or_else(PoisonError::into_inner));
        (filled.collect(), self.spill)
    }
}
