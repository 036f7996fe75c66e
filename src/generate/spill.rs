//! Rows waiting on disk for their turn: one temporary file, cut into buckets.
//!
//! Blocks of customers append in any order; a bucket is a stretch of time (or of the shuffled
//! order) and is read, sorted and written whole. Memory holds one block and one bucket per thread.

use super::error::{GenerateError, io};
use super::rows::Row;
use super::settings::RowOrder;
use crate::table::{Block, Spill};
use std::marker::PhantomData;
use std::ops::Range;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Rows of a bucket that is worth one of its own.
const BUCKET_ROWS: u64 = 250_000;

/// More buckets would make the pieces of a block too small to be read back fast.
const BUCKETS_MAX: u64 = 2048;

/// Where a row goes and which rows come before it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Placement {
    /// By time or at random.
    pub order: RowOrder,
    /// The seed of the random order.
    pub seed: u64,
    /// Length of the history.
    pub span_seconds: u32,
}

impl Placement {
    fn bucket<R: Row>(&self, row: &R, buckets: usize) -> usize {
        let (place, places) = match self.order {
            RowOrder::Time => (u64::from(row.second()), u64::from(self.span_seconds)),
            RowOrder::Shuffled => (row.shuffled(self.seed) >> 32, 1 << 32),
        };
        (place * buckets as u64 / places) as usize
    }

    fn sort<R: Row>(&self, rows: &mut [R]) {
        match self.order {
            RowOrder::Time => rows.sort_unstable(),
            RowOrder::Shuffled => rows.sort_by_cached_key(|row| (row.shuffled(self.seed), *row)),
        }
    }
}

/// Rows of one kind on disk, by bucket.
#[derive(Debug)]
pub(super) struct RowSpill<R> {
    spill: Spill,
    placement: Placement,
    /// The pieces of each bucket.
    buckets: Vec<Mutex<Pieces>>,
    row: PhantomData<R>,
}

/// Where the rows of a bucket lie.
#[derive(Debug, Default)]
struct Pieces {
    blocks: Vec<Block>,
    rows: u64,
}

impl<R: Row> RowSpill<R> {
    /// An empty spill in `folder` for about so many rows.
    pub(super) fn new(folder: &Path, placement: Placement, expected_rows: u64) -> Self {
        let buckets = (expected_rows / BUCKET_ROWS).clamp(1, BUCKETS_MAX);
        let buckets = (0..buckets).map(|_| Mutex::default()).collect();
        Self { spill: Spill::new(folder), placement, buckets, row: PhantomData }
    }

    /// Appends rows.
    pub(super) fn append(&self, rows: &[R]) -> Result<(), GenerateError> {
        let buckets = self.buckets.len();
        let places: Vec<u32> =
            rows.iter().map(|row| self.placement.bucket(row, buckets) as u32).collect();
        let mut ends = vec![0_usize; buckets];
        for &bucket in &places {
            ends[bucket as usize] += 1;
        }
        let mut start = 0;
        for end in &mut ends {
            start += std::mem::replace(end, start);
        }
        let mut bytes = vec![0; rows.len() * R::BYTES];
        for (row, &bucket) in rows.iter().zip(&places) {
            let at = &mut ends[bucket as usize];
            row.write(&mut bytes[*at * R::BYTES..(*at + 1) * R::BYTES]);
            *at += 1;
        }
        let all = self.spill.append(&bytes).map_err(io("write to", self.spill.dir()))?;
        let mut start = 0;
        for (bucket, &end) in self.buckets.iter().zip(&ends) {
            if start < end {
                let mut pieces = locked(bucket);
                pieces.blocks.push(all.part(start * R::BYTES..end * R::BYTES));
                pieces.rows += (end - start) as u64;
            }
            start = end;
        }
        Ok(())
    }

    /// Number of rows.
    pub(super) fn len(&self) -> u64 {
        self.spill.bytes() / R::BYTES as u64
    }

    /// Passes the rows of this range of the final order to `take`, a bucket's part at a time.
    pub(super) fn read(
        &self,
        range: Range<u64>,
        take: &mut dyn FnMut(&[R]) -> Result<(), GenerateError>,
    ) -> Result<(), GenerateError> {
        let mut start = 0;
        for bucket in &self.buckets {
            let rows = locked(bucket).rows;
            let from = range.start.clamp(start, start + rows) - start;
            let to = range.end.clamp(start, start + rows) - start;
            if from < to {
                let sorted = self.sorted(bucket)?;
                take(&sorted[from as usize..to as usize])?;
            }
            start += rows;
        }
        Ok(())
    }

    fn sorted(&self, bucket: &Mutex<Pieces>) -> Result<Vec<R>, GenerateError> {
        let blocks = locked(bucket).blocks.clone();
        let mut rows = Vec::with_capacity(locked(bucket).rows as usize);
        let mut bytes = Vec::new();
        for block in blocks {
            self.spill.read(block, &mut bytes).map_err(io("read back from", self.spill.dir()))?;
            rows.extend(bytes.chunks_exact(R::BYTES).map(R::read));
        }
        self.placement.sort(&mut rows);
        Ok(rows)
    }
}

/// A thread that panicked while appending has ended the run; its state is read by nobody.
fn locked(pieces: &Mutex<Pieces>) -> MutexGuard<'_, Pieces> {
    pieces.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::super::rows::EventRow;
    use super::*;

    #[test]
    fn rows_come_back_in_order_whatever_the_order_of_blocks() {
        let folder = tempfile::tempdir().unwrap();
        for order in [RowOrder::Time, RowOrder::Shuffled] {
            let placement = Placement { order, seed: 7, span_seconds: 10_000 };
            let rows: Vec<EventRow> = (0..10_000)
                .map(|i| EventRow { second: i * 7919 % 10_000, customer: i, kind: 1, value: 0 })
                .collect();
            let read = |blocks: &mut dyn Iterator<Item = &[EventRow]>| {
                let spill = RowSpill::new(folder.path(), placement, 4 * BUCKET_ROWS);
                blocks.for_each(|block| spill.append(block).unwrap());
                assert_eq!(spill.len(), 10_000);
                let mut all: Vec<EventRow> = Vec::new();
                for range in [0..3333, 3333..3334, 3334..10_000] {
                    let mut part = |rows: &[EventRow]| {
                        all.extend(rows);
                        Ok(())
                    };
                    spill.read(range, &mut part).unwrap();
                }
                all
            };
            let forwards = read(&mut rows.chunks(999));
            assert_eq!(forwards, read(&mut rows.rchunks(500)));
            assert_eq!(forwards.len(), 10_000);
            assert_eq!(forwards.is_sorted(), order == RowOrder::Time);
        }
    }
}
