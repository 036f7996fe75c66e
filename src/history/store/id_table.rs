//! The customers of one partition, each with a small index: rows carry the index, not the name.

use super::blocks::Blocks;
use crate::ingest::{CustomerId, CustomerIds, IdColumn, TextView, TextViews};
use hashbrown::HashTable;
use std::borrow::Cow;

/// Customers. Texts stand in order of first appearance, found by hash and compared in full. A number is told by its
/// hash, which alone is kept, as often as it comes.
#[derive(Debug, Clone)]
pub(crate) struct IdTable {
    /// Empty where customers are numbers.
    ids: CustomerIds,
    hashes: Vec<u64>,
    index: HashTable<Entry>,
}

/// What a look-up needs stands together: as a rule it touches one cache line.
#[derive(Debug, Clone, Copy)]
struct Entry {
    head: u128,
    hash: u64,
    index: u32,
}

/// Whose the records of a segment are, where customers are texts: an index into the table each.
///
/// A batch brings a partition a few hundred rows at most; looking them up at once would fetch the table
/// into the cache for every batch. Texts wait until there are some thousands, so that it is fetched
/// once for all of them.
#[derive(Debug)]
pub(crate) struct TextOwners {
    indices: Blocks<u32>,
    waiting: TextViews,
    hashes: Vec<u64>,
}

/// So many texts wait before they are looked up.
const WAITING_ROWS: usize = 8192;

impl Default for TextOwners {
    fn default() -> Self {
        let (waiting, hashes) = <_>::default();
        Self { indices: Blocks::new(WAITING_ROWS), waiting, hashes }
    }
}

impl TextOwners {
    /// Adds the customers of some rows of a batch; `hashes` are those of the whole batch.
    pub(crate) fn add(
        &mut self,
        table: &mut IdTable,
        customers: &IdColumn,
        hashes: &[u64],
        rows: &[u32],
    ) {
        if self.hashes.is_empty() {
            self.hashes.reserve(WAITING_ROWS);
            self.waiting.reserve(WAITING_ROWS);
        }
        self.hashes.extend(rows.iter().map(|&row| hashes[row as usize]));
        customers.append_texts(rows, &mut self.waiting);
        if self.hashes.len() >= WAITING_ROWS {
            self.resolve(table);
        }
    }

    /// Looks up all that wait.
    pub(crate) fn resolve(&mut self, table: &mut IdTable) {
        for (&hash, text) in self.hashes.iter().zip(self.waiting.iter()) {
            self.indices.push(table.intern_text(hash, text));
        }
        self.waiting.clear();
        self.hashes.clear();
    }

    /// The indices of all records; those that wait are looked up and go on waiting.
    pub(crate) fn indices(&self, table: &mut Cow<'_, IdTable>) -> Vec<u32> {
        let mut indices = Vec::with_capacity(self.indices.len() + self.hashes.len());
        self.indices.iter().for_each(|block| indices.extend_from_slice(block));
        if !self.hashes.is_empty() {
            let table = table.to_mut();
            let waiting = self.hashes.iter().zip(self.waiting.iter());
            indices.extend(waiting.map(|(&hash, text)| table.intern_text(hash, text)));
        }
        indices
    }

    /// Indices that have been resolved.
    pub(crate) fn resolved(&self) -> &Blocks<u32> {
        &self.indices
    }

    /// Owners read back from disk.
    pub(crate) fn of_indices(indices: &[u32]) -> Self {
        let mut owners = Self::default();
        owners.indices.extend_from_slice(indices);
        owners
    }

    /// Approximate size in memory.
    pub(crate) fn bytes(&self) -> usize {
        self.indices.len() * size_of::<u32>()
            + self.hashes.len() * size_of::<u64>()
            + self.waiting.bytes()
    }
}

impl IdTable {
    /// No customers, of text or of whole numbers.
    pub(crate) fn new(text: bool) -> Self {
        let ids = if text {
            CustomerIds::Text { bytes: String::new(), ends: Vec::new() }
        } else {
            CustomerIds::Int(Vec::new())
        };
        Self { ids, hashes: Vec::new(), index: HashTable::new() }
    }

    /// Makes a customer known.
    #[inline]
    pub(crate) fn know(&mut self, hash: u64, id: CustomerId<'_>) {
        match id {
            CustomerId::Int(_) => self.hashes.push(hash),
            CustomerId::Text(text) => {
                self.intern_text(hash, TextView::of(text));
            }
        }
    }

    /// A text's index; new ones get the next one.
    #[inline]
    fn intern_text(&mut self, hash: u64, text: TextView<'_>) -> u32 {
        let ids = &self.ids;
        let same = |known: &Entry| {
            known.hash == hash
                && known.head == text.head
                && (text.long.is_empty()
                    || ids.get(known.index as usize) == CustomerId::Text(text.long))
        };
        if let Some(known) = self.index.find(hash, same) {
            return known.index;
        }
        text.show(|text| self.ids.push(CustomerId::Text(text)));
        let index = self.hashes.len() as u32;
        self.hashes.push(hash);
        self.index.insert_unique(hash, Entry { head: text.head, hash, index }, |entry| entry.hash);
        index
    }

    /// Takes in another table's texts; says which index each of them has here.
    pub(crate) fn extend(&mut self, other: &IdTable) -> Vec<u32> {
        let texts = other.hashes.iter().zip(other.ids.iter());
        let index = |(&hash, id): (&u64, CustomerId<'_>)| match id {
            CustomerId::Int(_) => None,
            CustomerId::Text(text) => Some(self.intern_text(hash, TextView::of(text))),
        };
        texts.filter_map(index).collect()
    }

    /// The texts by index.
    pub(crate) fn ids(&self) -> &CustomerIds {
        &self.ids
    }

    /// Their stable hashes by index.
    pub(crate) fn hashes(&self) -> &[u64] {
        &self.hashes
    }

    /// Approximate size in memory.
    pub(crate) fn bytes(&self) -> u64 {
        let ids = match &self.ids {
            CustomerIds::Int(ids) => ids.capacity() * 8,
            CustomerIds::Text { bytes, ends } => bytes.capacity() + ends.capacity() * 8,
        };
        (ids + self.hashes.capacity() * 8 + self.index.capacity() * (size_of::<Entry>() + 1)) as u64
    }
}
