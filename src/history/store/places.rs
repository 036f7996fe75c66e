//! Where the rows of a batch go when those of one partition are to stand side by side.

use crate::ingest::IdColumn;
use std::ops::Range;

/// A batch's rows by partition: partition `p`'s share is `ends[p − 1]..ends[p]`.
#[derive(Debug, Default)]
pub(crate) struct Places {
    /// Stable hashes of the whole batch's customers.
    pub hashes: Vec<u64>,
    partition: Vec<u16>,
    /// Where each usable row goes.
    pub of_rows: Vec<u32>,
    /// The usable rows in that order; kept where customers are texts.
    pub rows: Vec<u32>,
    ends: Vec<u32>,
}

impl Places {
    /// Finds the places of `rows` among `2^bits` partitions: the top bits of the customer's hash.
    pub(crate) fn group(&mut self, customers: &IdColumn, rows: &[u32], bits: u32) {
        customers.hashes(&mut self.hashes);
        self.partition.clear();
        let hashes = &self.hashes;
        let partition =
            |&row: &u32| hashes[row as usize].checked_shr(64 - bits).unwrap_or(0) as u16;
        self.partition.extend(rows.iter().map(partition));
        self.ends.clear();
        self.ends.resize(1 << bits, 0);
        for &p in &self.partition {
            self.ends[p as usize] += 1;
        }
        let mut start = 0;
        for end in &mut self.ends {
            start += std::mem::replace(end, start);
        }
        self.of_rows.clear();
        let ends = &mut self.ends;
        self.of_rows.extend(self.partition.iter().map(|&p| {
            let at = &mut ends[p as usize];
            *at += 1;
            *at - 1
        }));
        if customers.numbers().is_none() {
            self.list_rows(rows);
        }
    }

    /// Partition `p`'s share.
    #[inline]
    pub(crate) fn share(&self, p: usize) -> Range<usize> {
        let start = if p == 0 { 0 } else { self.ends[p - 1] as usize };
        start..self.ends[p] as usize
    }

    /// Lists `rows`, which have been grouped, in the order of their places.
    pub(crate) fn list_rows(&mut self, rows: &[u32]) {
        self.rows.clear();
        self.rows.resize(rows.len(), 0);
        for (&row, &place) in rows.iter().zip(&self.of_rows) {
            self.rows[place as usize] = row;
        }
    }
}
