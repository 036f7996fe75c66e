//! The customers of one partition, each with a small index: rows carry the index, not the name.

use super::blocks::Blocks;
use crate::ingest::{CustomerId, CustomerIds, IdColumn};
use hashbrown::HashTable;
use std::borrow::Cow;

/// Customers in order of first appearance, found by hash and compared in full.
#[derive(Debug, Clone)]
pub struct IdTable {
    ids: CustomerIds,
    hashes: Vec<u64>,
    /// The hash stands beside the index so that a look-up touches one cache line.
    index: HashTable<(u64, u32)>,
}

/// Whose the records of a segment are, where customers are texts: an index into the table each.
///
/// A batch brings a partition a few hundred rows; looking them up at once would fetch the table into
/// the cache for every batch. Texts wait until there are some thousands, so that it is fetched once
/// for all of them.
#[derive(Debug)]
pub struct TextOwners {
    indices: Blocks<u32>,
    waiting: CustomerIds,
    hashes: Vec<u64>,
}

/// So many texts wait before they are looked up.
const WAITING_ROWS: usize = 8192;

fn no_ids(text: bool) -> CustomerIds {
    if text {
        CustomerIds::Text { bytes: String::new(), ends: Vec::new() }
    } else {
        CustomerIds::Int(Vec::new())
    }
}

impl Default for TextOwners {
    fn default() -> Self {
        Self { indices: Blocks::new(WAITING_ROWS), waiting: no_ids(true), hashes: Vec::new() }
    }
}

impl TextOwners {
    /// Adds the customers of some rows of a batch; `hashes` are those of the whole batch.
    pub fn add(&mut self, table: &mut IdTable, customers: &IdColumn, hashes: &[u64], rows: &[u32]) {
        self.hashes.extend(rows.iter().map(|&row| hashes[row as usize]));
        customers.append_texts(rows, &mut self.waiting);
        if self.hashes.len() >= WAITING_ROWS {
            self.settle(table);
        }
    }

    /// Looks up all that wait.
    pub fn settle(&mut self, table: &mut IdTable) {
        for (i, &hash) in self.hashes.iter().enumerate() {
            self.indices.push(table.intern(hash, self.waiting.get(i)));
        }
        self.waiting.clear();
        self.hashes.clear();
    }

    /// The indices of all records; those that wait are looked up and go on waiting.
    pub fn indices(&self, table: &mut Cow<'_, IdTable>) -> Vec<u32> {
        let mut indices = Vec::with_capacity(self.indices.len() + self.hashes.len());
        self.indices.iter().for_each(|block| indices.extend_from_slice(block));
        if !self.hashes.is_empty() {
            let table = table.to_mut();
            let waiting = self.hashes.iter().enumerate();
            indices.extend(waiting.map(|(i, &hash)| table.intern(hash, self.waiting.get(i))));
        }
        indices
    }

    /// Indices that have been settled.
    pub fn settled(&self) -> &Blocks<u32> {
        &self.indices
    }

    /// Owners read back from disk.
    pub fn of_indices(indices: &[u32]) -> Self {
        let mut owners = Self::default();
        owners.indices.extend_from_slice(indices);
        owners
    }

    /// Approximate size in memory; a waiting text is taken as eight bytes.
    pub fn bytes(&self) -> usize {
        self.indices.len() * 4 + self.hashes.len() * 8
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

    /// Takes in another table's customers; says which index each of them has here.
    pub fn extend(&mut self, other: &IdTable) -> Vec<u32> {
        let hashes = other.hashes.iter().enumerate();
        hashes.map(|(i, &hash)| self.intern(hash, other.ids.get(i))).collect()
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
