//! Words that a column holds and that are not understood, counted, for messages.

use crate::ingest::meaning::mask::masked_word;
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

/// Counts by column and word as it is written; masked when they are shown, since that depends on how often.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Words(BTreeMap<(String, String), u64>);

impl Words {
    /// Counts a word of a column.
    pub(crate) fn add(&mut self, column: &str, word: &str, cells: u64) {
        let of_column = self.0.keys().filter(|(known, _)| known == column).count();
        let key = (column.to_owned(), word.to_owned());
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
        let mut shown: BTreeMap<(&str, String), u64> = BTreeMap::new();
        for ((column, word), &cells) in &self.0 {
            *shown.entry((column, masked_word(word, cells))).or_default() += cells;
        }
        let count = |((column, word), cells): ((&str, String), u64)| WordCount {
            column: column.to_owned(),
            word,
            cells,
        };
        let mut counts: Vec<WordCount> = shown.into_iter().map(count).collect();
        counts.sort_by(|a, b| {
            a.column.cmp(&b.column).then(b.cells.cmp(&a.cells)).then_with(|| a.word.cmp(&b.word))
        });
        counts
    }
}
