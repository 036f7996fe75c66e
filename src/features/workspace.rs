//! Reusable memory of the feature kernels: nothing is allocated per customer.
//!
//! [`CodeCounter`] counts how often each product, category or channel occurs. Codes are small and
//! dense, so it is a table marked with generations, never a hash; clearing it costs nothing.

use crate::history::NO_CODE;

/// Memory lent to a family for one call; any content before and after.
#[derive(Debug, Default)]
pub struct Workspace {
    /// Numbers to sort.
    pub values: Vec<f64>,
    /// Counts by code.
    pub codes: CodeCounter,
}

/// Codes from here on are sorted instead: a table for them would not stay in the cache.
const DENSE_CODES: usize = 1 << 21;

/// Counts codes.
#[derive(Debug, Default)]
pub struct CodeCounter {
    /// `(generation, count)` by code; an entry of an older generation counts as 0.
    table: Vec<(u32, u32)>,
    generation: u32,
    seen: Vec<u32>,
    large: Vec<u32>,
    counts: Vec<u32>,
}

impl CodeCounter {
    /// How often each distinct code occurs, in no promised order; absent codes are left out.
    pub fn count(&mut self, codes: impl Iterator<Item = u32>) -> &mut [u32] {
        self.next_generation();
        for code in codes {
            let at = code as usize;
            if at >= DENSE_CODES {
                if code != NO_CODE {
                    self.large.push(code);
                }
                continue;
            }
            let entry = entry_of(&mut self.table, at);
            if entry.0 == self.generation {
                entry.1 += 1;
            } else {
                *entry = (self.generation, 1);
                self.seen.push(code);
            }
        }
        self.counts.extend(self.seen.iter().map(|&code| self.table[code as usize].1));
        self.large.sort_unstable();
        self.counts.extend(self.large.chunk_by(|a, b| a == b).map(|run| run.len() as u32));
        &mut self.counts
    }

    /// How many distinct codes occur, and how many codes there are; absent ones are left out.
    pub fn distinct(&mut self, codes: impl Iterator<Item = u32>) -> (u32, u32) {
        self.next_generation();
        let (mut small, mut others, mut present) = (0u64, 0u32, 0u32);
        for code in codes {
            if code < u64::BITS {
                small |= 1 << code;
            } else if code == NO_CODE {
                continue;
            } else if code as usize >= DENSE_CODES {
                self.large.push(code);
            } else {
                let entry = entry_of(&mut self.table, code as usize);
                others += u32::from(entry.0 != self.generation);
                entry.0 = self.generation;
            }
            present += 1;
        }
        self.large.sort_unstable();
        self.large.dedup();
        (small.count_ones() + others + self.large.len() as u32, present)
    }

    fn next_generation(&mut self) {
        self.seen.clear();
        self.large.clear();
        self.counts.clear();
        self.generation = self.generation.wrapping_add(1);
        if self.generation == 0 {
            self.table.fill((0, 0));
            self.generation = 1;
        }
    }
}

#[inline]
fn entry_of(table: &mut Vec<(u32, u32)>, at: usize) -> &mut (u32, u32) {
    if at >= table.len() {
        table.resize((at + 1).next_power_of_two(), (0, 0));
    }
    &mut table[at]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_small_large_and_absent_are_counted_again_and_again() {
        let mut counter = CodeCounter { generation: u32::MAX - 1, ..CodeCounter::default() };
        for _ in 0..4 {
            let codes = [3, 0, 3, NO_CODE, u32::MAX - 1, 5_000_000, 3, u32::MAX - 1];
            let counts = counter.count(codes.into_iter());
            counts.sort_unstable();
            assert_eq!(counts, [1, 1, 2, 3]);
            assert!(counter.count(std::iter::empty()).is_empty());
            assert_eq!(counter.distinct(codes.into_iter().chain([70, 63, 70])), (6, 10));
            assert_eq!(counter.distinct(std::iter::empty()), (0, 0));
        }
    }
}
