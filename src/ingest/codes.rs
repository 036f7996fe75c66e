//! Small codes for products, categories and channels: four bytes a row instead of a text.
//!
//! Codes are handed out as values are met, so they depend on the order of reading; before anything
//! is computed they are replaced by their rank in hash order ([`Interner::ranks`]), which does not.

use super::by_hash::ByHash;
use super::ids::CustomerId;
use super::text::{DictionaryEntries, IdColumn};
use arrow_buffer::ScalarBuffer;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use xxhash_rust::xxh3::xxh3_64;

/// The code of an absent product, category or channel.
pub(crate) const NO_CODE: u32 = u32::MAX;

/// Values that a column is kept the texts of, at most: more are no names but free text.
const MOST_NAMES: usize = u16::MAX as usize;

/// All values of one column met so far, with their codes.
#[derive(Debug, Default)]
pub struct Interner {
    table: Mutex<Table>,
    ignore_case: bool,
    keeps_names: bool,
    n_known: u32,
}

#[derive(Debug, Default)]
struct Table {
    codes: ByHash<u32>,
    /// The texts by code, where they are kept.
    names: Vec<String>,
}

/// The codes a reading thread has met: spares it the shared table.
#[derive(Default)]
pub struct CodeMemory {
    by_hash: ByHash<u32>,
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
        let table = Mutex::new(Table { codes, names: Vec::new() });
        let n_known = names.len() as u32;
        Self { table, ignore_case: true, n_known, ..Self::default() }
    }

    /// An empty table that also keeps the values' texts.
    pub fn with_names() -> Self {
        Self { keeps_names: true, ..Self::default() }
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        // A table is whole after every insertion, whatever became of the thread that held it.
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn code(&self, hash: u64, id: CustomerId<'_>) -> u32 {
        let hash = match id {
            CustomerId::Text(text) if self.ignore_case => folded_hash(text),
            _ => hash,
        };
        let mut table = self.table();
        let next = table.codes.len();
        let code = *table.codes.entry(hash).or_insert(next as u32);
        if self.keeps_names && code as usize == next && next < MOST_NAMES {
            table.names.push(id.to_string());
        }
        code
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
            .codes
            .iter()
            .map(|(&hash, &code)| (hash, code))
            .filter(|&(_, code)| code >= self.n_known)
            .collect();
        by_hash.sort_unstable();
        let mut ranks: Vec<u32> = (0..table.codes.len() as u32).collect();
        for (rank, (_, code)) in (self.n_known..).zip(by_hash) {
            ranks[code as usize] = rank;
        }
        ranks
    }

    /// The values' texts by final code; none where they are not kept, or are too many to be names.
    pub fn names(&self, ranks: &[u32]) -> Vec<String> {
        let table = self.table();
        if table.names.len() < ranks.len() {
            return Vec::new();
        }
        let mut names = vec![String::new(); ranks.len()];
        for (name, &rank) in table.names.iter().zip(ranks) {
            names[rank as usize].clone_from(name);
        }
        names
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
        let channel = Interner::with_known(channels);
        Self { channel, category: Interner::with_names(), ..Self::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(interner: &Interner, text: &str) -> u32 {
        interner.code(xxh3_64(text.as_bytes()), CustomerId::Text(text))
    }

    #[test]
    fn names_follow_their_final_codes() {
        let orders = [["shoes", "hats", "bags"], ["bags", "shoes", "hats"]];
        let [one, other] = orders.map(|texts| {
            let interner = Interner::with_names();
            let codes = texts.map(|text| code(&interner, text));
            let ranks = interner.ranks();
            let names = interner.names(&ranks);
            for (text, code) in texts.into_iter().zip(codes) {
                assert_eq!(names[ranks[code as usize] as usize], text);
            }
            names
        });
        assert_eq!(one, other, "whatever was met first");
        let nameless = Interner::default();
        code(&nameless, "shoes");
        assert_eq!(nameless.names(&nameless.ranks()), [""; 0]);
    }

    #[test]
    fn free_text_has_no_names() {
        let interner = Interner::with_names();
        for k in 0..=MOST_NAMES {
            code(&interner, &format!("note {k}"));
        }
        assert_eq!(interner.names(&interner.ranks()), [""; 0]);
    }
}
