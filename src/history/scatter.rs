//! A batch's rows go to their customers' partitions.
//!
//! The partition is the top bits of the customer's stable hash, so partitions in order are hashes in
//! order, however many there are. Each partition has its own lock, held for one batch's share.

use super::error::HistoryError;
use super::id_table::IdTable;
use super::layout::Layout;
use super::packer::{Packer, WholeFields};
use super::segment::{Kept, Segment};
use super::spill::{Spill, SpilledSegment};
use crate::ingest::{EventBatch, IdColumn, TransactionBatch};
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

/// The partitions while they are filled.
pub struct Partitions {
    fillings: Vec<Mutex<Filling>>,
    bits: u32,
    text_ids: bool,
    /// Bytes held in memory, approximately.
    held: AtomicU64,
    budget_bytes: u64,
    spill: Spill,
    /// Only one thread spills at a time; the others wait, which is what bounds the memory.
    spilling: Mutex<()>,
    whole_transactions: WholeFields,
    whole_events: WholeFields,
}

/// Less of a partition is not worth a piece of its own on disk while others have more.
const SPILL_AGAIN_BYTES: u64 = 256 << 10;

/// One partition: rows in memory and rows on disk.
#[derive(Debug)]
pub struct Filling {
    /// What is in memory.
    pub segment: Segment,
    /// What went to disk.
    pub spilled: Vec<SpilledSegment>,
    bytes: u64,
}

/// A thread's working memory.
#[derive(Debug, Default)]
pub struct Scratch {
    groups: Groups,
    packer: Packer,
}

/// A batch's rows by partition: partition `p`'s share is `ends[p − 1]..ends[p]`.
#[derive(Debug, Default)]
struct Groups {
    hashes: Vec<u64>,
    partition: Vec<u16>,
    /// Where each usable row goes among the grouped ones.
    places: Vec<u32>,
    /// The usable rows in that order; kept where customers are texts.
    rows: Vec<u32>,
    ends: Vec<u32>,
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    // A poisoned partition belongs to a run that is failing anyway; its error is reported elsewhere.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Partitions {
    /// `2^bits` empty partitions that together hold about `budget_bytes` in memory.
    pub fn new(bits: u32, text_ids: bool, budget_bytes: u64, spill: Spill) -> Self {
        let empty = || Filling { segment: Segment::new(text_ids), spilled: Vec::new(), bytes: 0 };
        Self {
            fillings: (0..1usize << bits).map(|_| Mutex::new(empty())).collect(),
            bits,
            text_ids,
            held: AtomicU64::new(0),
            budget_bytes,
            spill,
            spilling: Mutex::new(()),
            whole_transactions: WholeFields::default(),
            whole_events: WholeFields::default(),
        }
    }

    /// Takes in a batch of transactions.
    pub fn add_transactions(
        &self,
        batch: &TransactionBatch,
        scratch: &mut Scratch,
    ) -> Result<(), HistoryError> {
        let Scratch { groups, packer } = scratch;
        groups.group(&batch.customer, &batch.rows, self.bits);
        let layout = packer.pack_transactions(batch, &self.whole_transactions);
        let words = packer.place(&layout, &batch.rows, &groups.places);
        self.add_records(&batch.customer, groups, (&layout, words), Segment::transactions_mut)
    }

    /// Takes in a batch of events.
    pub fn add_events(
        &self,
        batch: &EventBatch,
        scratch: &mut Scratch,
    ) -> Result<(), HistoryError> {
        let Scratch { groups, packer } = scratch;
        groups.group(&batch.customer, &batch.rows, self.bits);
        let layout = packer.pack_events(batch, &self.whole_events);
        let words = packer.place(&layout, &batch.rows, &groups.places);
        self.add_records(&batch.customer, groups, (&layout, words), Segment::events_mut)
    }

    /// Makes customers known who may have no row.
    pub fn add_customers(
        &self,
        ids: &IdColumn,
        rows: &[u32],
        scratch: &mut Scratch,
    ) -> Result<(), HistoryError> {
        let groups = &mut scratch.groups;
        groups.group(ids, rows, self.bits);
        groups.list_rows(rows);
        self.hand_out(groups, |segment, share| {
            for &row in &groups.rows[share] {
                segment.ids.intern(groups.hashes[row as usize], ids.id(row as usize));
            }
        })
    }

    fn add_records(
        &self,
        customers: &IdColumn,
        groups: &Groups,
        (layout, words): (&Layout, &[u64]),
        of: fn(&mut Segment) -> (&mut IdTable, &mut Kept),
    ) -> Result<(), HistoryError> {
        let n_words = layout.n_words();
        self.hand_out(groups, |segment, share| {
            let records = &words[share.start * n_words..share.end * n_words];
            let (ids, kept) = of(segment);
            kept.records.extend(layout, records);
            if self.text_ids {
                kept.owners.add(ids, customers, &groups.hashes, &groups.rows[share]);
            }
        })
    }

    fn hand_out(
        &self,
        groups: &Groups,
        add: impl Fn(&mut Segment, Range<usize>),
    ) -> Result<(), HistoryError> {
        for (p, partition) in self.fillings.iter().enumerate() {
            let start = if p == 0 { 0 } else { groups.ends[p - 1] as usize };
            let share = start..groups.ends[p] as usize;
            if share.is_empty() {
                continue;
            }
            let mut filling = locked(partition);
            add(&mut filling.segment, share);
            let bytes = filling.segment.bytes();
            let grown = bytes.saturating_sub(filling.bytes);
            filling.bytes = bytes;
            self.held.fetch_add(grown, Ordering::Relaxed);
        }
        if self.held.load(Ordering::Relaxed) > self.budget_bytes { self.relieve() } else { Ok(()) }
    }

    /// Spills partitions until a quarter of the budget is free: first those that have rows on disk
    /// already, so that the others may stay in memory to the end; then the largest.
    fn relieve(&self) -> Result<(), HistoryError> {
        let _one_at_a_time = locked(&self.spilling);
        let rank = |partition: &Mutex<Filling>| {
            let filling = locked(partition);
            (!filling.spilled.is_empty() && filling.bytes >= SPILL_AGAIN_BYTES, filling.bytes)
        };
        let mut by_rank: Vec<_> = self.fillings.iter().map(rank).zip(0..).collect();
        by_rank.sort_unstable_by(|a, b| b.cmp(a));
        for (_, p) in by_rank {
            if self.held.load(Ordering::Relaxed) <= self.budget_bytes / 4 * 3 {
                break;
            }
            self.spill_one(p)?;
        }
        Ok(())
    }

    fn spill_one(&self, p: usize) -> Result<(), HistoryError> {
        let (mut segment, bytes) = {
            let mut filling = locked(&self.fillings[p]);
            let segment = std::mem::replace(&mut filling.segment, Segment::new(self.text_ids));
            (segment, std::mem::take(&mut filling.bytes))
        };
        segment.settle();
        let spilled = self.spill.write(&segment)?;
        locked(&self.fillings[p]).spilled.push(spilled);
        self.held.fetch_sub(bytes, Ordering::Relaxed);
        Ok(())
    }

    /// The filled partitions.
    pub fn finish(self) -> (Vec<Filling>, Spill) {
        let filled = self.fillings.into_iter();
        let filled = filled.map(|p| p.into_inner().unwrap_or_else(PoisonError::into_inner));
        (filled.collect(), self.spill)
    }
}

impl Groups {
    /// Finds the places of `rows` by partition.
    fn group(&mut self, customers: &IdColumn, rows: &[u32], bits: u32) {
        customers.hashes(&mut self.hashes);
        self.partition.clear();
        let hashes = &self.hashes;
        let partition =
            |&row: &u32| hashes[row as usize].checked_shr(64 - bits).unwrap_or(0) as u16;
        self.partition.extend(rows.iter().map(partition));
        self.ends.clear();
        self.ends.resize(1 << bits, 0);
        for &p in &self.partition {
            self.ends[p as usize] += 1;
        }
        let mut start = 0;
        for end in &mut self.ends {
            start += std::mem::replace(end, start);
        }
        self.places.clear();
        let ends = &mut self.ends;
        self.places.extend(self.partition.iter().map(|&p| {
            let at = &mut ends[p as usize];
            *at += 1;
            *at - 1
        }));
        if customers.numbers().is_none() {
            self.list_rows(rows);
        }
    }

    /// Lists `rows`, which have been grouped, in the order of their places.
    fn list_rows(&mut self, rows: &[u32]) {
        self.rows.clear();
        self.rows.resize(rows.len(), 0);
        for (&row, &place) in rows.iter().zip(&self.places) {
            self.rows[place as usize] = row;
        }
    }
}
