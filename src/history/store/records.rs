//! Packed records of one partition, in the order in which they came.

use super::blocks::Blocks;
use super::layout::Layout;

/// Records in a block at least: one copy of a batch's share seldom needs two blocks.
const LEAST_BLOCK_RECORDS: usize = 1024;
/// Blocks that a partition fills as a rule. A block's memory, given back, serves what is made of the rows only where
/// it is about as large as that: many small blocks, each between those of other partitions, would lie idle.
const BLOCKS_OF_A_PARTITION: u64 = 4;

/// Growing records. Those of one layout stand together as long as no other layout comes between.
#[derive(Debug)]
pub(crate) struct Records {
    runs: Vec<Run>,
    block_records: usize,
}

#[derive(Debug)]
struct Run {
    layout: Layout,
    words: Blocks<u64>,
}

impl Records {
    /// None yet, of about `expected`. What is not filled of a block is never touched, so it takes no memory.
    pub(crate) fn expecting(expected: u64) -> Self {
        let block_records = (expected / BLOCKS_OF_A_PARTITION) as usize;
        Self { runs: Vec::new(), block_records: block_records.max(LEAST_BLOCK_RECORDS) }
    }

    /// Number of records.
    pub(crate) fn len(&self) -> usize {
        self.runs.iter().map(|run| run.words.len() / run.layout.n_words().max(1)).sum()
    }

    /// Appends records of a layout.
    pub(crate) fn extend(&mut self, layout: &Layout, words: &[u64]) {
        if self.runs.last().is_none_or(|run| run.layout.fields() != layout.fields()) {
            let words = Blocks::new(self.block_records * layout.n_words());
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
