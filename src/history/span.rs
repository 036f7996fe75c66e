//! The first and last instant of a history, gathered while its row groups are read.

use std::sync::atomic::{AtomicI64, Ordering};

/// The first and last instant met.
pub struct Span {
    first: AtomicI64,
    last: AtomicI64,
}

impl Default for Span {
    fn default() -> Self {
        Self { first: AtomicI64::new(i64::MAX), last: AtomicI64::new(i64::MIN) }
    }
}

impl Span {
    /// Takes in the times of `rows`.
    pub fn widen(&self, rows: &[u32], times: &[i64]) {
        let (mut first, mut last) = (i64::MAX, i64::MIN);
        for &row in rows {
            let time = times[row as usize];
            first = first.min(time);
            last = last.max(time);
        }
        self.first.fetch_min(first, Ordering::Relaxed);
        self.last.fetch_max(last, Ordering::Relaxed);
    }

    /// First and last instant; `None` if there was none.
    pub fn get(&self) -> Option<(i64, i64)> {
        let span = (self.first.load(Ordering::Relaxed), self.last.load(Ordering::Relaxed));
        (span.0 <= span.1).then_some(span)
    }
}
