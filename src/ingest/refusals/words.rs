//! Words that a column holds and that are not understood, counted, for messages.

use crate::ingest::meaning::mask::masked;
use serde::Serialize;
use std::collections::BTreeMap;

/// Words kept apart for each column.
const MOST_WORDS: usize = 100;

/// A word of a column, masked where it could be personal, and its number of cells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct WordCount {
    /// The column.
    pub column: String,
    /// The word.
    pub word: String,
    /// How many cells.
    pub cells: u64,
}

/// Counts by column and word.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Words(BTreeMap<(String, String), u64>);

impl Words {
    /// Counts a word of a column.
    pub(crate) fn add(&mut self, column: &str, word: &str, cells: u64) {
        let word = masked(word);
        let of_column = self.0.keys().filter(|(known, _)| known == column).count();
        let key = (column.to_owned(), word);
        if of_column < MOST_WORDS || self.0.contains_key(&key) {
            *self.0.entry(key).or_default() += cells;
        } else {
            *self.0.entry((column.to_owned(), "others".to_owned())).or_default() += cells;
        }
    }

    /// Adds the counts of another part.
    pub(crate) fn merge(&mut self, other: Words) {
        for ((column, word), cells) in other.0 {
            *self.0.entry((column, word)).or_default() += cells;
        }
    }

    /// All of them, by column, most frequent first.
    pub(crate) fn counts(&self) -> Vec<WordCount> {
        let count = |((column, word), &cells): (&(String, String), &u64)| WordCount {
            column: column.clone(),
            word: word.clone(),
            cells,
        };
        let mut counts: Vec<WordCount> = self.0.iter().map(count).collect();
        counts.sort_by(|a, b| {
            a.column.cmp(&b.column).then(b.cells.cmp(&a.cells)).then_with(|| a.word.cmp(&b.word))
        });
        counts
    }
}
