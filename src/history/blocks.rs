//! A growing column in blocks of fixed size: it grows without copying and wastes at most one block.

/// Rows in a block; a power of two, so that finding a row is a shift and a mask.
const BLOCK_ROWS: usize = 4096;

/// A column under construction.
#[derive(Debug, Clone)]
pub struct Blocks<T> {
    blocks: Vec<Vec<T>>,
}

impl<T> Default for Blocks<T> {
    fn default() -> Self {
        Self { blocks: Vec::new() }
    }
}

impl<T: Copy> Blocks<T> {
    /// Number of values.
    pub fn len(&self) -> usize {
        match self.blocks.last() {
            Some(last) => (self.blocks.len() - 1) * BLOCK_ROWS + last.len(),
            None => 0,
        }
    }

    /// Whether there is no value.
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// Value `i`.
    #[inline]
    pub fn get(&self, i: usize) -> T {
        self.blocks[i / BLOCK_ROWS][i % BLOCK_ROWS]
    }

    /// Appends values.
    pub fn extend_from_slice(&mut self, values: &[T]) {
        let mut rest = values;
        while !rest.is_empty() {
            let block = self.tail();
            let (now, later) = rest.split_at(rest.len().min(BLOCK_ROWS - block.len()));
            block.extend_from_slice(now);
            rest = later;
        }
    }

    /// Appends a value.
    #[inline]
    pub fn push(&mut self, value: T) {
        self.tail().push(value);
    }

    /// Appends another column.
    pub fn append(&mut self, more: &Blocks<T>) {
        more.blocks.iter().for_each(|block| self.extend_from_slice(block));
    }

    /// The blocks in order.
    pub fn blocks(&self) -> impl Iterator<Item = &[T]> {
        self.blocks.iter().map(Vec::as_slice)
    }

    /// The values in order.
    pub fn iter(&self) -> impl Iterator<Item = T> + '_ {
        self.blocks.iter().flatten().copied()
    }

    /// The last block, with room for at least one value.
    fn tail(&mut self) -> &mut Vec<T> {
        if self.blocks.last().is_none_or(|block| block.len() == BLOCK_ROWS) {
            self.blocks.push(Vec::with_capacity(BLOCK_ROWS));
        }
        let last = self.blocks.len() - 1;
        &mut self.blocks[last]
    }
}
