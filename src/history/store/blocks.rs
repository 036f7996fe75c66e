//! A growing column in blocks of fixed size: it grows without copying and wastes at most one block.

/// A column under construction.
#[derive(Debug, Clone)]
pub(crate) struct Blocks<T> {
    blocks: Vec<Vec<T>>,
    block_len: usize,
}

impl<T: Copy> Blocks<T> {
    /// An empty column of blocks of `block_len` values, at least one.
    pub(crate) fn new(block_len: usize) -> Self {
        Self { blocks: Vec::new(), block_len: block_len.max(1) }
    }

    /// Number of values.
    pub(crate) fn len(&self) -> usize {
        match self.blocks.last() {
            Some(last) => (self.blocks.len() - 1) * self.block_len + last.len(),
            None => 0,
        }
    }

    /// Appends values.
    pub(crate) fn extend_from_slice(&mut self, values: &[T]) {
        let mut rest = values;
        while !rest.is_empty() {
            let room = self.block_len;
            let block = self.tail();
            let (now, later) = rest.split_at(rest.len().min(room - block.len()));
            block.extend_from_slice(now);
            rest = later;
        }
    }

    /// Appends a value.
    #[inline]
    pub(crate) fn push(&mut self, value: T) {
        self.tail().push(value);
    }

    /// The blocks in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &[T]> {
        self.blocks.iter().map(Vec::as_slice)
    }

    /// The last block, with room for at least one value.
    fn tail(&mut self) -> &mut Vec<T> {
        if self.blocks.last().is_none_or(|block| block.len() == self.block_len) {
            self.blocks.push(Vec::with_capacity(self.block_len));
        }
        let last = self.blocks.len() - 1;
        &mut self.blocks[last]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_back_in_order_across_blocks() {
        let mut column = Blocks::new(4);
        assert_eq!((column.len(), column.iter().count()), (0, 0));
        column.extend_from_slice(&[0, 1, 2]);
        column.push(3);
        column.extend_from_slice(&[4, 5, 6, 7, 8]);
        assert_eq!(column.len(), 9);
        assert_eq!(
            column.iter().flatten().copied().collect::<Vec<_>>(),
            (0..9).collect::<Vec<_>>()
        );
        assert_eq!(column.iter().count(), 3);
    }
}
