//! One customer's records in their final order: by time, and where that is equal by content.
//!
//! The order is total up to identical rows and knows nothing of files or threads. That is what makes
//! every sum downstream reproducible.

use crate::history::store::layout::{Field, Layout, Slot};
use crate::history::store::packing::{ByteCode, Hundredths, Packing, ShortCode, SmallNumber};
use crate::ingest::{Codes, NO_CODE};
use std::cmp::Ordering;

/// Final codes by provisional code, per coded column.
#[derive(Debug, Default)]
pub(crate) struct Ranks {
    /// Of products.
    pub product: Vec<u32>,
    /// Of categories.
    pub category: Vec<u32>,
    /// Of channels.
    pub channel: Vec<u32>,
}

impl Ranks {
    /// The final codes once every value has been met.
    pub(crate) fn of(codes: &Codes) -> Self {
        Self {
            product: codes.product.ranks(),
            category: codes.category.ranks(),
            channel: codes.channel.ranks(),
        }
    }
}

/// A provisional code's final one.
#[inline]
pub(crate) fn rank(ranks: &[u32], code: u32) -> u32 {
    if code == NO_CODE { NO_CODE } else { ranks[code as usize] }
}

/// Memory in which records are put in order; its content does not matter.
#[derive(Debug, Default)]
pub(crate) struct OrderBuffer {
    keys: Vec<u128>,
    words: Vec<u64>,
}

impl OrderBuffer {
    /// The records by time, those of one instant by content; the memory serves where they are not so
    /// already.
    #[inline]
    pub(crate) fn in_order<'a, const W: usize>(
        &'a mut self,
        layout: &Layout,
        records: &'a [[u64; W]],
        content: &impl Content,
    ) -> &'a [[u64; W]] {
        let Some(slot) = layout.slot(Field::Time) else { return records };
        // Instants before 1970 are kept in full: as signed numbers, all bits are in the order of time.
        let time = |record: &[u64; W]| slot.get(record) as i64;
        if records.is_sorted_by(|a, b| time(a) < time(b)) {
            return records;
        }
        self.keys.clear();
        let numbered = records.iter().zip(0u128..);
        if slot.is_whole() {
            let signed = |record: &[u64; W]| u128::from(slot.get(record) ^ 1 << 63);
            self.keys.extend(numbered.map(|(record, i)| signed(record) << 64 | i));
        } else {
            let key = |record: &[u64; W]| {
                u128::from(slot.get(record)) << 64 | u128::from(content.leading(record))
            };
            self.keys.extend(numbered.map(|(record, i)| key(record) << INDEX_BITS | i));
        }
        self.keys.sort_unstable();
        let n_words = records.len() * W;
        if self.words.len() < n_words {
            self.words.resize(n_words, 0);
        }
        let (sorted, _) = self.words[..n_words].as_chunks_mut::<W>();
        for (record, &key) in sorted.iter_mut().zip(&self.keys) {
            *record = records[key as u32 as usize];
        }
        let mut start = 0;
        for tied in self.keys.chunk_by(|a, b| a >> INDEX_BITS == b >> INDEX_BITS) {
            if tied.len() > 1 {
                sorted[start..start + tied.len()].sort_unstable_by(|a, b| content.compare(a, b));
            }
            start += tied.len();
        }
        sorted
    }
}

/// The low bits of a key say which record it is of: a partition has less than 2^32.
const INDEX_BITS: u32 = 32;

/// What orders records of one customer and instant.
pub(crate) trait Content {
    /// What is looked at first, as one number: of two records whose numbers differ, the one with the
    /// lower comes first.
    fn leading(&self, record: &[u64]) -> u64;

    /// Those that it calls equal are identical.
    fn compare(&self, a: &[u64], b: &[u64]) -> Ordering;
}

/// Compares by what stands in a slot; equal bits are equal whatever they mean.
#[inline]
fn by_value<P: Packing>(
    slot: Slot,
    [a, b]: [&[u64]; 2],
    compare: impl Fn(P::Value, P::Value) -> Ordering,
) -> Ordering {
    if slot.get(a) == slot.get(b) {
        return Ordering::Equal;
    }
    compare(slot.value::<P>(a), slot.value::<P>(b))
}

/// Ascending, -0 before 0; no number comes first.
fn by_number(a: f64, b: f64) -> Ordering {
    b.is_nan().cmp(&a.is_nan()).then_with(|| a.total_cmp(&b))
}

/// Events of one instant.
#[derive(Debug)]
pub(crate) struct EventOrder {
    kind: Slot,
    value: Slot,
}

impl EventOrder {
    /// Of records of this layout.
    pub(crate) fn new(layout: &Layout) -> Self {
        let slot = |field| layout.slot(field).unwrap_or_default();
        Self { kind: slot(Field::Kind), value: slot(Field::Amount) }
    }
}

impl Content for EventOrder {
    #[inline]
    fn leading(&self, _: &[u64]) -> u64 {
        0
    }

    #[inline]
    fn compare(&self, a: &[u64], b: &[u64]) -> Ordering {
        by_value::<ByteCode>(self.kind, [a, b], |a, b| a.cmp(&b))
            .then_with(|| by_value::<Hundredths>(self.value, [a, b], by_number))
    }
}

/// Transaction rows of one instant: the lines of an order bear the same time, as a rule.
#[derive(Debug)]
pub(crate) struct RowOrder<'a> {
    order: Slot,
    amount: Slot,
    layout: &'a Layout,
    ranks: &'a Ranks,
}

impl<'a> RowOrder<'a> {
    /// Of records of this layout; codes are compared by their final ones.
    pub(crate) fn new(layout: &'a Layout, ranks: &'a Ranks) -> Self {
        let slot = |field| layout.slot(field).unwrap_or_default();
        Self { order: slot(Field::Order), amount: slot(Field::Amount), layout, ranks }
    }
}

impl Content for RowOrder<'_> {
    #[inline]
    fn leading(&self, record: &[u64]) -> u64 {
        let order = self.order.value::<SmallNumber>(record) & UPPER_HALF;
        if self.amount.is_whole() {
            return order;
        }
        order | u64::from(Hundredths::rank(self.amount.get(record) as u32))
    }

    #[inline]
    fn compare(&self, a: &[u64], b: &[u64]) -> Ordering {
        let order = |record| self.order.value::<SmallNumber>(record);
        (order(a) & UPPER_HALF)
            .cmp(&(order(b) & UPPER_HALF))
            .then_with(|| by_value::<Hundredths>(self.amount, [a, b], by_number))
            .then_with(|| order(a).cmp(&order(b)))
            .then_with(|| self.compare_rest([a, b]))
    }
}

/// Half of an order's hash nearly always tells it, and leaves the other half of a word to the amount.
const UPPER_HALF: u64 = u64::MAX << 32;

impl RowOrder<'_> {
    #[cold]
    fn compare_rest(&self, both: [&[u64]; 2]) -> Ordering {
        fn by_rank(ranks: &[u32]) -> impl Fn(u32, u32) -> Ordering {
            move |a, b| rank(ranks, a).cmp(&rank(ranks, b))
        }
        let (slot, ranks) = (|field| self.layout.slot(field).unwrap_or_default(), self.ranks);
        let category = by_rank(&ranks.category);
        by_value::<ShortCode>(slot(Field::Product), both, by_rank(&ranks.product))
            .then_with(|| by_value::<ByteCode>(slot(Field::Category), both, category))
            .then_with(|| by_value::<ByteCode>(slot(Field::Channel), both, by_rank(&ranks.channel)))
            .then_with(|| by_value::<Hundredths>(slot(Field::Quantity), both, by_number))
            .then_with(|| by_value::<Hundredths>(slot(Field::Discount), both, by_number))
    }
}
