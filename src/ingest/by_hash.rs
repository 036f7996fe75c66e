//! Maps and sets whose keys are hashes already: they are not hashed once more.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};
use xxhash_rust::xxh3::xxh3_64;

/// What is known by a hash. Never iterated where order matters: it has none.
pub(super) type ByHash<T, K = u64> = HashMap<K, T, BuildHasherDefault<Identity>>;

/// Some hashes.
pub(super) type Hashes<K = u64> = HashSet<K, BuildHasherDefault<Identity>>;

/// Takes a key as its own hash.
#[derive(Debug, Default)]
pub(super) struct Identity(u64);

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
