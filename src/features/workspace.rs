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
            if at >= self.table.len() {
                self.table.resize((at + 1).next_power_of_two(), (0, 0));
            }
            let entry = &mut self.table[at];
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
        }
    }
}
