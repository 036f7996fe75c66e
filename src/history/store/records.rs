//! Packed records of one partition, in the order in which they came.

use super::blocks::Blocks;
use super::layout::Layout;

/// Records in a block: one copy of a batch's share seldom needs two of them.
const BLOCK_RECORDS: usize = 1024;

/// Growing records. Those of one layout stand together as long as no other layout comes between.
#[derive(Debug, Default)]
pub(crate) struct Records {
    runs: Vec<Run>,
}

#[derive(Debug)]
struct Run {
    layout: Layout,
    words: Blocks<u64>,
}

impl Records {
    /// Number of records.
    pub(crate) fn len(&self) -> usize {
        self.runs.iter().map(|run| run.words.len() / run.layout.n_words().max(1)).sum()
    }

    /// Appends records of a layout.
    pub(crate) fn extend(&mut self, layout: &Layout, words: &[u64]) {
        if self.runs.last().is_none_or(|run| run.layout.fields() != layout.fields()) {
            let words = Blocks::new(BLOCK_RECORDS * layout.n_words());
            self.runs.push(Run { layout: *layout, words });
        }
        if let Some(run) = self.runs.last_mut() {
            run.words.extend_from_slice(words);
        }
    }

    /// Whole records in order, some at a time, with their layout.
    pub(crate) fn blocks(&self) -> impl Iterator<Item = (&Layout, &[u64])> {
        self.runs.iter().flat_map(|run| run.words.iter().map(|words| (&run.layout, words)))
    }

    /// The layouts met.
    pub(crate) fn layouts(&self) -> impl Iterator<Item = &Layout> {
        self.runs.iter().map(|run| &run.layout)
    }

    /// Bytes of the records.
    pub(crate) fn bytes(&self) -> usize {
        self.runs.iter().map(|run| run.words.len() * size_of::<u64>()).sum()
    }
}
