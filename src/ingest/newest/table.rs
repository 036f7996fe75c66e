//! The newest version of every key met so far, and where it stands: filled by many threads, the same at
//! the end whatever their order.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Mutex, PoisonError};

/// Parts of the table, each with a lock of its own.
const SHARDS: usize = 64;

/// Keys as 64-bit hashes: of a hundred million texts two are the same key by chance in 3 of 10,000 tables,
/// of whole numbers never.
pub(super) struct Table<V> {
    shards: Vec<Mutex<Shard<V>>>,
}

struct Shard<V> {
    newest: HashMap<u64, Newest<V>>,
}

struct Newest<V> {
    version: Option<V>,
    place: u64,
    /// Rows of the same version that stand before it.
    equals: u32,
}

impl<V: Ord> Table<V> {
    pub(super) fn new() -> Self {
        let shard = |_| Mutex::new(Shard { newest: HashMap::new() });
        Self { shards: (0..SHARDS).map(shard).collect() }
    }

    /// Takes in rows: key, version (none is the oldest), and where it stands.
    pub(super) fn enter(&self, rows: impl Iterator<Item = (u64, Option<V>, u64)>) {
        let mut by_shard: Vec<Vec<(u64, Option<V>, u64)>> =
            (0..SHARDS).map(|_| Vec::new()).collect();
        for row in rows {
            by_shard[(row.0 >> 58) as usize].push(row);
        }
        for (shard, rows) in self.shards.iter().zip(by_shard) {
            if !rows.is_empty() {
                // A shard is whole after every row, whatever became of the thread that held it.
                let mut shard = shard.lock().unwrap_or_else(PoisonError::into_inner);
                for row in rows {
                    shard.enter(row);
                }
            }
        }
    }

    /// Hands on where the newest version of each key stands; gives the number of rows that have the
    /// newest version and are not it.
    pub(super) fn finish(self, mut keep: impl FnMut(u64)) -> u64 {
        let mut equals = 0;
        for shard in self.shards {
            let shard = shard.into_inner().unwrap_or_else(PoisonError::into_inner);
            for newest in shard.newest.into_values() {
                keep(newest.place);
                equals += u64::from(newest.equals);
            }
        }
        equals
    }
}

impl<V: Ord> Shard<V> {
    fn enter(&mut self, (key, version, place): (u64, Option<V>, u64)) {
        let mut known = match self.newest.entry(key) {
            Entry::Vacant(vacant) => {
                vacant.insert(Newest { version, place, equals: 0 });
                return;
            }
            Entry::Occupied(known) => known,
        };
        let known = known.get_mut();
        match version.cmp(&known.version) {
            std::cmp::Ordering::Less => {}
            std::cmp::Ordering::Equal => {
                known.place = known.place.max(place);
                known.equals += 1;
            }
            std::cmp::Ordering::Greater => *known = Newest { version, place, equals: 0 },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::mix;
    use proptest::prelude::*;

    proptest! {
        /// Against the definition: of the rows of a key the one with the largest version, of several of
        /// those the last; whatever the order in which rows come.
        #[test]
        fn the_newest_is_the_last_of_the_largest_versions(
            rows in prop::collection::vec((0u64..12, prop::option::of(-3i64..4)), 0..200),
            seed in any::<u64>(),
        ) {
            let mut expected: Vec<u64> = Vec::new();
            let mut same_version = 0;
            for key in 0..12 {
                let of_key = || rows.iter().enumerate().filter(move |(_, row)| row.0 == key);
                let Some(largest) = of_key().map(|(_, row)| row.1).max() else { continue };
                let newest: Vec<usize> =
                    of_key().filter(|(_, row)| row.1 == largest).map(|(place, _)| place).collect();
                expected.push(*newest.last().unwrap() as u64);
                same_version += newest.len() as u64 - 1;
            }
            expected.sort_unstable();
            let mut order: Vec<usize> = (0..rows.len()).collect();
            order.sort_by_key(|&place| mix(place as u64 ^ seed));
            let table = Table::new();
            for places in order.chunks(7) {
                table.enter(places.iter().map(|&place| {
                    (mix(rows[place].0), rows[place].1, place as u64)
                }));
            }
            let mut found = Vec::new();
            prop_assert_eq!(table.finish(|place| found.push(place)), same_version);
            found.sort_unstable();
            prop_assert_eq!(found, expected);
        }
    }
}
