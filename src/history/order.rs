//! One customer's records in their final order: by time, and where that is equal by content.
//!
//! The order is total up to identical rows and knows nothing of files or threads. That is what makes
//! every sum downstream reproducible.

use super::layout::{Field, Layout, Slot};
use super::packing::{ByteCode, Hundredths, Packing, ShortCode, SmallNumber};
use crate::ingest::{Codes, NO_CODE};
use std::cmp::Ordering;

/// Final codes by provisional code, per coded column.
#[derive(Debug, Default)]
pub struct Ranks {
    /// Of products.
    pub product: Vec<u32>,
    /// Of categories.
    pub category: Vec<u32>,
    /// Of channels.
    pub channel: Vec<u32>,
}

impl Ranks {
    /// The final codes once every value has been met.
    pub fn of(codes: &Codes) -> Self {
        Self {
            product: codes.product.ranks(),
            category: codes.category.ranks(),
            channel: codes.channel.ranks(),
        }
    }
}

/// A provisional code's final one.
#[inline]
pub fn rank(ranks: &[u32], code: u32) -> u32 {
    if code == NO_CODE { NO_CODE } else { ranks[code as usize] }
}

/// Memory in which records are put in order; its content does not matter.
#[derive(Debug, Default)]
pub struct OrderBuffer {
    keys: Vec<u64>,
    words: Vec<u64>,
}

impl OrderBuffer {
    /// The records by time, those of one instant by content; the memory serves where they are not so
    /// already.
    #[inline]
    pub fn in_order<'a, const W: usize>(
        &'a mut self,
        layout: &Layout,
        records: &'a [[u64; W]],
        content: &impl Content,
    ) -> &'a [[u64; W]] {
        let Some(slot) = layout.slot(Field::Time) else { return records };
        // Instants before 1970 are kept whole: as signed numbers, all bits are in the order of time.
        let time = |record: &[u64; W]| slot.get(record) as i64;
        if records.is_sorted_by(|a, b| time(a) < time(b)) {
            return records;
        }
        self.words.clear();
        if slot.is_whole() || records.is_sorted_by_key(time) {
            self.words.extend_from_slice(records.as_flattened());
            self.words.as_chunks_mut::<W>().0.sort_by_key(time);
        } else {
            // Seconds and index make one number.
            self.keys.clear();
            self.keys.extend(records.iter().zip(0..).map(|(r, i): (_, u64)| slot.get(r) << 32 | i));
            self.keys.sort_unstable();
            let record = |key: &u64| records[*key as u32 as usize];
            self.words.extend(self.keys.iter().flat_map(record));
        }
        let (records, _) = self.words.as_chunks_mut::<W>();
        for tied in records.chunk_by_mut(|a, b| time(a) == time(b)).filter(|tied| tied.len() > 1) {
            tied.sort_unstable_by(|a, b| content.compare(a, b));
        }
        records
    }
}

/// What orders records of one customer and instant.
pub trait Content {
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

fn by_number(a: f64, b: f64) -> Ordering {
    a.total_cmp(&b)
}

/// Events of one instant.
#[derive(Debug)]
pub struct Happenings {
    kind: Slot,
    value: Slot,
}

impl Happenings {
    /// Of records of this layout.
    pub fn new(layout: &Layout) -> Self {
        let slot = |field| layout.slot(field).unwrap_or_default();
        Self { kind: slot(Field::Kind), value: slot(Field::Amount) }
    }
}

impl Content for Happenings {
    #[inline]
    fn compare(&self, a: &[u64], b: &[u64]) -> Ordering {
        by_value::<ByteCode>(self.kind, [a, b], |a, b| a.cmp(&b))
            .then_with(|| by_value::<Hundredths>(self.value, [a, b], by_number))
    }
}

/// Transaction rows of one instant: the lines of an order bear the same time, as a rule.
#[derive(Debug)]
pub struct Lines<'a> {
    order: Slot,
    amount: Slot,
    layout: &'a Layout,
    ranks: &'a Ranks,
}

impl<'a> Lines<'a> {
    /// Of records of this layout; codes are compared by their final ones.
    pub fn new(layout: &'a Layout, ranks: &'a Ranks) -> Self {
        let slot = |field| layout.slot(field).unwrap_or_default();
        Self { order: slot(Field::Order), amount: slot(Field::Amount), layout, ranks }
    }
}

impl Content for Lines<'_> {
    #[inline]
    fn compare(&self, a: &[u64], b: &[u64]) -> Ordering {
        by_value::<SmallNumber>(self.order, [a, b], |a, b| a.cmp(&b))
            .then_with(|| by_value::<Hundredths>(self.amount, [a, b], by_number))
            .then_with(|| self.compare_rest([a, b]))
    }
}

impl Lines<'_> {
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
