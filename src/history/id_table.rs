//! The customers of one partition, each with a small index: rows carry the index, not the name.

use super::packed::{Batch, Column};
use super::packing::SmallNumber;
use crate::ingest::{CustomerId, CustomerIds, IdColumn, unmix};
use hashbrown::HashTable;
use std::ops::Range;

/// Customers in order of first appearance, found by hash and compared in full.
#[derive(Debug, Clone)]
pub struct IdTable {
    ids: CustomerIds,
    hashes: Vec<u64>,
    /// The hash stands beside the index so that a look-up touches one cache line.
    index: HashTable<(u64, u32)>,
}

/// Customers of rows that have arrived and are not looked up yet.
///
/// A batch brings a partition a few hundred rows; looking them up at once would fetch the table into
/// the cache for every batch. Texts wait until there are some thousands, so that it is fetched once
/// for all of them. Whole numbers, which their hashes tell, wait until the partition is sorted.
#[derive(Debug)]
pub enum PendingIds {
    /// Hashes of whole numbers.
    Int(Column<SmallNumber>),
    /// Texts and their hashes.
    Text {
        /// The texts.
        ids: CustomerIds,
        /// Their hashes.
        hashes: Vec<u64>,
    },
}

/// So many texts wait before they are looked up.
const PENDING_ROWS: usize = 4096;

fn no_ids(text: bool) -> CustomerIds {
    if text {
        CustomerIds::Text { bytes: String::new(), ends: Vec::new() }
    } else {
        CustomerIds::Int(Vec::new())
    }
}

impl PendingIds {
    /// Nothing waits.
    pub fn new(text: bool) -> Self {
        if text {
            PendingIds::Text { ids: no_ids(true), hashes: Vec::new() }
        } else {
            PendingIds::Int(Column::default())
        }
    }

    /// Adds the customers of some rows of a batch; says whether enough wait. Whole numbers come
    /// from `numbers[range]`, texts from `rows` of the batch, of which `hashes` are all.
    pub fn add(
        &mut self,
        (numbers, range): (&Batch<SmallNumber>, Range<usize>),
        (customers, hashes, rows): (&IdColumn, &[u64], &[u32]),
    ) -> bool {
        match self {
            PendingIds::Int(waiting) => {
                waiting.extend(numbers, range);
                false
            }
            PendingIds::Text { ids, hashes: waiting } => {
                waiting.extend(rows.iter().map(|&row| hashes[row as usize]));
                for &row in rows {
                    ids.push(customers.id(row as usize));
                }
                waiting.len() >= PENDING_ROWS
            }
        }
    }

    /// The waiting rows' hashes of whole numbers.
    pub fn numbers(&self) -> Option<&Column<SmallNumber>> {
        match self {
            PendingIds::Int(hashes) => Some(hashes),
            PendingIds::Text { .. } => None,
        }
    }

    /// Number of rows that wait.
    pub fn len(&self) -> usize {
        match self {
            PendingIds::Int(hashes) => hashes.len(),
            PendingIds::Text { hashes, .. } => hashes.len(),
        }
    }

    /// Looks up all that wait, in order, and hands on their indices; they go on waiting.
    pub fn look_up(&self, table: &mut IdTable, mut each: impl FnMut(u32)) {
        match self {
            PendingIds::Int(hashes) => {
                // The lines of one order stand together, as a rule: one look-up for all of them.
                let mut last = None;
                hashes.for_each(|hash| {
                    let (_, at) = match last {
                        Some(same @ (known, _)) if known == hash => same,
                        _ => (hash, table.intern_number(hash)),
                    };
                    last = Some((hash, at));
                    each(at);
                });
            }
            PendingIds::Text { ids, hashes } => {
                for (i, &hash) in hashes.iter().enumerate() {
                    each(table.intern(hash, ids.get(i)));
                }
            }
        }
    }

    /// Looks up all texts that wait, in order, and hands on their indices. Whole numbers wait on.
    pub fn resolve(&mut self, table: &mut IdTable, each: impl FnMut(u32)) {
        if self.numbers().is_some() {
            return;
        }
        self.look_up(table, each);
        if let PendingIds::Text { ids, hashes } = self {
            ids.clear();
            hashes.clear();
        }
    }
}

impl IdTable {
    /// No customers, of text or of whole numbers.
    pub fn new(text: bool) -> Self {
        Self { ids: no_ids(text), hashes: Vec::new(), index: HashTable::new() }
    }

    /// The customer's index; new customers get the next one.
    #[inline]
    pub fn intern(&mut self, hash: u64, id: CustomerId<'_>) -> u32 {
        let ids = &self.ids;
        let same = |&(known, at): &(u64, u32)| known == hash && ids.get(at as usize) == id;
        if let Some(&(_, at)) = self.index.find(hash, same) {
            return at;
        }
        let at = self.hashes.len() as u32;
        self.ids.push(id);
        self.hashes.push(hash);
        self.index.insert_unique(hash, (hash, at), |&(hash, _)| hash);
        at
    }

    /// The index of the customer whose number has this hash, which no other number has.
    #[inline]
    pub fn intern_number(&mut self, hash: u64) -> u32 {
        match self.index.find(hash, |&(known, _)| known == hash) {
            Some(&(_, at)) => at,
            None => self.intern(hash, CustomerId::Int(unmix(hash) as i64)),
        }
    }

    /// Takes in another table's customers; says which index each of them has here.
    pub fn extend(&mut self, other: &IdTable) -> Vec<u32> {
        let hashes = other.hashes.iter().enumerate();
        hashes.map(|(i, &hash)| self.intern(hash, other.ids.get(i))).collect()
    }

    /// Number of customers.
    pub fn len(&self) -> usize {
        self.hashes.len()
    }

    /// The customers by index.
    pub fn ids(&self) -> &CustomerIds {
        &self.ids
    }

    /// Their stable hashes by index.
    pub fn hashes(&self) -> &[u64] {
        &self.hashes
    }

    /// Approximate size in memory.
    pub fn bytes(&self) -> u64 {
        let ids = match &self.ids {
            CustomerIds::Int(ids) => ids.capacity() * 8,
            CustomerIds::Text { bytes, ends } => bytes.capacity() + ends.capacity() * 8,
        };
        (ids + self.hashes.capacity() * 8 + self.index.capacity() * 18) as u64
    }
}
