//! Small codes for products, categories and channels: four bytes a row instead of a text.
//!
//! Codes are handed out as values are met, so they depend on the order of reading; before anything
//! is computed they are replaced by their rank in hash order ([`Interner::ranks`]), which does not.

use super::ids::CustomerId;
use super::text::{DictionaryEntries, IdColumn};
use arrow_buffer::ScalarBuffer;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The code of an absent product, category or channel.
pub const NO_CODE: u32 = u32::MAX;
use xxhash_rust::xxh3::xxh3_64;

/// The keys are hashes already.
#[derive(Default)]
struct Identity(u64);

impl Hasher for Identity {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        self.0 = xxh3_64(bytes);
    }
    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

type ByHash = HashMap<u64, u32, BuildHasherDefault<Identity>>;

/// All values of one column met so far, with their codes.
#[derive(Debug, Default)]
pub struct Interner {
    codes: Mutex<ByHash>,
    ignore_case: bool,
    n_known: u32,
}

/// The codes a reading thread has met: spares it the shared table.
#[derive(Default)]
pub struct CodeMemory {
    by_hash: ByHash,
    hashes: Vec<u64>,
    of_entries: Option<(Arc<DictionaryEntries>, Arc<[u32]>)>,
}

/// The codes of a decoded column; [`NO_CODE`] where a row has no value.
pub enum CodeColumn {
    /// Row by row.
    Plain(Vec<u32>),
    /// By the row's key into a dictionary.
    Keyed {
        /// Codes of the dictionary's entries.
        codes: Arc<[u32]>,
        /// Each row's entry.
        keys: ScalarBuffer<i32>,
    },
}

impl CodeColumn {
    /// Row `i`'s code.
    #[inline]
    pub fn get(&self, i: usize) -> u32 {
        match self {
            CodeColumn::Plain(codes) => codes[i],
            CodeColumn::Keyed { codes, keys } => codes[keys[i] as usize],
        }
    }
}

impl Interner {
    /// A table whose first codes, in order, are `names`; letter case is ignored throughout.
    pub fn with_known(names: &[String]) -> Self {
        let mut codes = ByHash::default();
        for (code, name) in names.iter().enumerate() {
            codes.insert(folded_hash(name), code as u32);
        }
        Self { codes: Mutex::new(codes), ignore_case: true, n_known: names.len() as u32 }
    }

    fn table(&self) -> MutexGuard<'_, ByHash> {
        // A table is whole after every insertion, whatever became of the thread that held it.
        self.codes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn code(&self, hash: u64, id: CustomerId<'_>) -> u32 {
        let hash = match id {
            CustomerId::Text(text) if self.ignore_case => folded_hash(text),
            _ => hash,
        };
        let mut table = self.table();
        let next = table.len() as u32;
        *table.entry(hash).or_insert(next)
    }

    /// The codes of a decoded column.
    pub fn codes(&self, column: &IdColumn, n_rows: usize, memory: &mut CodeMemory) -> CodeColumn {
        if let Some((entries, keys)) = column.coded() {
            // The entries are kept: as long as they are, no others can be taken for them.
            if memory.of_entries.as_ref().is_none_or(|(known, _)| !Arc::ptr_eq(known, entries)) {
                let codes = (0..entries.len())
                    .map(|i| entries.get(i).map_or(NO_CODE, |(hash, id)| self.code(hash, id)))
                    .collect();
                memory.of_entries = Some((Arc::clone(entries), codes));
            }
            let codes =
                memory.of_entries.as_ref().map_or_else(Arc::default, |(_, c)| Arc::clone(c));
            // An empty text's code is none already.
            if !column.has_nulls() {
                return CodeColumn::Keyed { codes, keys: keys.clone() };
            }
            let code =
                |i: usize| if column.is_present(i) { codes[keys[i] as usize] } else { NO_CODE };
            return CodeColumn::Plain((0..n_rows).map(code).collect());
        }
        let CodeMemory { by_hash, hashes, .. } = memory;
        column.hashes(hashes);
        let all_present = column.all_present();
        let code = |(i, &hash): (usize, &u64)| {
            if !all_present && !column.is_present(i) {
                return NO_CODE;
            }
            *by_hash.entry(hash).or_insert_with(|| self.code(hash, column.id(i)))
        };
        CodeColumn::Plain(hashes.iter().enumerate().map(code).collect())
    }

    /// For each code its final one: known names keep theirs, the others follow in hash order.
    pub fn ranks(&self) -> Vec<u32> {
        let table = self.table();
        let mut by_hash: Vec<(u64, u32)> = table
            .iter()
            .map(|(&hash, &code)| (hash, code))
            .filter(|&(_, code)| code >= self.n_known)
            .collect();
        by_hash.sort_unstable();
        let mut ranks: Vec<u32> = (0..table.len() as u32).collect();
        for (rank, (_, code)) in (self.n_known..).zip(by_hash) {
            ranks[code as usize] = rank;
        }
        ranks
    }
}

fn folded_hash(text: &str) -> u64 {
    xxh3_64(text.trim().to_lowercase().as_bytes())
}

/// The tables of one history's coded columns.
#[derive(Debug, Default)]
pub struct Codes {
    /// Products.
    pub product: Interner,
    /// Categories.
    pub category: Interner,
    /// Channels; the first codes are the configured names.
    pub channel: Interner,
}

impl Codes {
    /// Empty tables, but for the channels named in the configuration.
    pub fn new(channels: &[String]) -> Self {
        Self { channel: Interner::with_known(channels), ..Self::default() }
    }
}
