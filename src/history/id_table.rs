//! The customers of one partition, each with a small index: rows carry the index, not the name.

use crate::ingest::{CustomerId, CustomerIds};
use hashbrown::HashTable;

/// Customers in order of first appearance, found by hash and compared in full.
#[derive(Debug)]
pub struct IdTable {
    ids: CustomerIds,
    hashes: Vec<u64>,
    index: HashTable<u32>,
}

impl IdTable {
    /// No customers, of text or of whole numbers.
    pub fn new(text: bool) -> Self {
        let ids = if text {
            CustomerIds::Text { bytes: String::new(), ends: Vec::new() }
        } else {
            CustomerIds::Int(Vec::new())
        };
        Self { ids, hashes: Vec::new(), index: HashTable::new() }
    }

    /// The customer's index; new customers get the next one.
    #[inline]
    pub fn intern(&mut self, hash: u64, id: CustomerId<'_>) -> u32 {
        let (ids, hashes) = (&self.ids, &self.hashes);
        let same = |&at: &u32| hashes[at as usize] == hash && ids.get(at as usize) == id;
        if let Some(&at) = self.index.find(hash, same) {
            return at;
        }
        let at = self.hashes.len() as u32;
        self.ids.push(id);
        self.hashes.push(hash);
        let hashes = &self.hashes;
        self.index.insert_unique(hash, at, |&other| hashes[other as usize]);
        at
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
        (ids + self.hashes.capacity() * 8 + self.index.capacity() * 6) as u64
    }
}
