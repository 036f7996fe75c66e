//! Rows waiting on disk for their turn: one temporary file, cut into buckets.
//!
//! Blocks of customers append in any order; a bucket is a stretch of time (or of the shuffled
//! order) and is read, sorted and written whole. Memory holds one block and one bucket per thread.

use super::error::{GenerateError, io};
use super::rows::Row;
use super::settings::RowOrder;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::marker::PhantomData;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Rows of a bucket that is worth an own one.
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

/// Where pieces of buckets lie in the file.
#[derive(Debug)]
struct Pieces {
    file: File,
    end: u64,
    /// Of each bucket: (offset, rows).
    buckets: Vec<Vec<(u64, u32)>>,
}

/// Rows of one kind on disk.
#[derive(Debug)]
pub(super) struct Spill<R> {
    path: PathBuf,
    placement: Placement,
    buckets: usize,
    pieces: Mutex<Pieces>,
    row: PhantomData<R>,
}

impl<R: Row> Spill<R> {
    /// An empty spill for about so many rows.
    pub(super) fn create(
        path: &Path,
        placement: Placement,
        expected_rows: u64,
    ) -> Result<Self, GenerateError> {
        let buckets = (expected_rows / BUCKET_ROWS).clamp(1, BUCKETS_MAX) as usize;
        let file = File::create(path).map_err(io("create", path))?;
        let pieces = Pieces { file, end: 0, buckets: vec![Vec::new(); buckets] };
        let (path, pieces) = (path.to_owned(), Mutex::new(pieces));
        Ok(Self { path, placement, buckets, pieces, row: PhantomData })
    }

    /// Appends rows.
    pub(super) fn append(&self, rows: &[R]) -> Result<(), GenerateError> {
        let places: Vec<u32> =
            rows.iter().map(|row| self.placement.bucket(row, self.buckets) as u32).collect();
        let mut counts = vec![0_u32; self.buckets];
        for &bucket in &places {
            counts[bucket as usize] += 1;
        }
        let mut next = Vec::with_capacity(self.buckets);
        let mut start = 0;
        for &count in &counts {
            next.push(start);
            start += count as usize;
        }
        let mut bytes = vec![0; rows.len() * R::BYTES];
        for (row, &bucket) in rows.iter().zip(&places) {
            let at = &mut next[bucket as usize];
            row.write(&mut bytes[*at * R::BYTES..(*at + 1) * R::BYTES]);
            *at += 1;
        }
        let mut pieces = self.lock();
        pieces.file.write_all(&bytes).map_err(io("write", &self.path))?;
        let mut offset = pieces.end;
        for (bucket, &count) in counts.iter().enumerate().filter(|&(_, &count)| count > 0) {
            pieces.buckets[bucket].push((offset, count));
            offset += u64::from(count) * R::BYTES as u64;
        }
        pieces.end = offset;
        Ok(())
    }

    /// Number of rows.
    pub(super) fn len(&self) -> u64 {
        self.lock().end / R::BYTES as u64
    }

    /// Passes the rows of this range of the final order to `take`, a bucket's part at a time.
    pub(super) fn read(
        &self,
        range: Range<u64>,
        take: &mut dyn FnMut(&[R]) -> Result<(), GenerateError>,
    ) -> Result<(), GenerateError> {
        let mut start = 0;
        for bucket in 0..self.buckets {
            let rows: u64 =
                self.lock().buckets[bucket].iter().map(|&(_, rows)| u64::from(rows)).sum();
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

    fn sorted(&self, bucket: usize) -> Result<Vec<R>, GenerateError> {
        let pieces = self.lock().buckets[bucket].clone();
        let mut file = File::open(&self.path).map_err(io("read", &self.path))?;
        let mut rows = Vec::with_capacity(pieces.iter().map(|&(_, rows)| rows as usize).sum());
        let mut bytes = Vec::new();
        for (offset, count) in pieces {
            bytes.resize(count as usize * R::BYTES, 0);
            file.seek(SeekFrom::Start(offset)).map_err(io("read", &self.path))?;
            file.read_exact(&mut bytes).map_err(io("read", &self.path))?;
            rows.extend(bytes.chunks_exact(R::BYTES).map(R::read));
        }
        self.placement.sort(&mut rows);
        Ok(rows)
    }

    /// A thread that panicked while appending has ended the run; its state is read by nobody.
    fn lock(&self) -> MutexGuard<'_, Pieces> {
        self.pieces.lock().unwrap_or_else(PoisonError::into_inner)
    }
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
                let path = folder.path().join("spill");
                let spill = Spill::create(&path, placement, 4 * BUCKET_ROWS).unwrap();
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
