//! One customer's records in their final order: by time, and where that is equal by content.
//!
//! The order is total up to identical rows and knows nothing of files or threads. That is what makes
//! every sum downstream reproducible.

use super::layout::{Field, Layout, Slot};
use super::packing::{ByteCode, Hundredths, Packing, Seconds, ShortCode, SmallNumber};
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

/// Times and indices of one customer's records, in order; filled again for every customer.
#[derive(Debug, Default)]
pub struct RowOrder {
    /// Microseconds, and the record's index among the customer's.
    pub rows: Vec<(i64, u32)>,
    tied: Vec<((u64, u64), u32)>,
}

impl RowOrder {
    /// Replaces the content by the order of `records`.
    pub fn sort(&mut self, layout: &Layout, records: &[u64], content: &impl Content) {
        self.rows.clear();
        let Some(time) = layout.slot(Field::Time) else { return };
        let n_words = layout.n_words();
        let times = records.chunks_exact(n_words).map(|record| time.value::<Seconds>(record));
        self.rows.extend(times.zip(0..));
        // Files mostly arrive in time order: then there is nothing to do.
        if self.rows.is_sorted_by(|a, b| a.0 < b.0) {
            return;
        }
        if !self.rows.is_sorted_by_key(|&(time, _)| time) {
            self.rows.sort_unstable();
        }
        let record = |row: u32| &records[row as usize * n_words..][..n_words];
        for run in self.rows.chunk_by_mut(|a, b| a.0 == b.0).filter(|run| run.len() > 1) {
            self.tied.clear();
            self.tied.extend(run.iter().map(|&(_, row)| (content.key(record(row)), row)));
            self.tied.sort_unstable_by(|a, b| {
                a.0.cmp(&b.0).then_with(|| content.compare(record(a.1), record(b.1)))
            });
            for (into, &(_, row)) in run.iter_mut().zip(self.tied.iter()) {
                into.1 = row;
            }
        }
    }
}

/// What orders records of one customer and instant.
pub trait Content {
    /// Decides nearly always.
    fn key(&self, record: &[u64]) -> (u64, u64);
    /// Decides between records of equal keys; those that it calls equal are identical.
    fn compare(&self, a: &[u64], b: &[u64]) -> Ordering;
}

/// A number whose order is that of `f64::total_cmp`.
fn order_of(value: f64) -> u64 {
    let bits = value.to_bits();
    if value.is_sign_negative() { !bits } else { bits | 1 << 63 }
}

/// The value in an optional slot, or what stands for none.
#[inline]
fn value_or<P: Packing>(slot: Option<Slot>, record: &[u64], none: P::Value) -> P::Value {
    slot.map_or(none, |slot| slot.value::<P>(record))
}

/// Events of one instant.
#[derive(Debug)]
pub struct Happenings<'a>(pub &'a Layout);

impl Content for Happenings<'_> {
    #[inline]
    fn key(&self, record: &[u64]) -> (u64, u64) {
        let kind = value_or::<ByteCode>(self.0.slot(Field::Kind), record, 0);
        let value = value_or::<Hundredths>(self.0.slot(Field::Amount), record, 0.0);
        (u64::from(kind), order_of(value))
    }

    fn compare(&self, _: &[u64], _: &[u64]) -> Ordering {
        Ordering::Equal
    }
}

/// Transaction rows of one instant: the lines of an order bear the same time, as a rule.
#[derive(Debug)]
pub struct Lines<'a> {
    /// Of the records.
    pub layout: &'a Layout,
    /// Codes are compared by their final ones.
    pub ranks: &'a Ranks,
}

impl Content for Lines<'_> {
    #[inline]
    fn key(&self, record: &[u64]) -> (u64, u64) {
        let order = value_or::<SmallNumber>(self.layout.slot(Field::Order), record, 0);
        let amount = value_or::<Hundredths>(self.layout.slot(Field::Amount), record, 0.0);
        (order, order_of(amount))
    }

    fn compare(&self, a: &[u64], b: &[u64]) -> Ordering {
        let (layout, ranks) = (self.layout, self.ranks);
        let code = |field, ranks: &[u32], record: &[u64]| {
            let slot = layout.slot(field);
            let code = match field {
                Field::Product => value_or::<ShortCode>(slot, record, NO_CODE),
                _ => value_or::<ByteCode>(slot, record, NO_CODE),
            };
            rank(ranks, code)
        };
        let by_code = |field, ranks| code(field, ranks, a).cmp(&code(field, ranks, b));
        let by_money = |field| {
            let slot = layout.slot(field);
            let value = |record| value_or::<Hundredths>(slot, record, 0.0);
            value(a).total_cmp(&value(b))
        };
        by_code(Field::Product, &ranks.product)
            .then_with(|| by_code(Field::Category, &ranks.category))
            .then_with(|| by_code(Field::Channel, &ranks.channel))
            .then_with(|| by_money(Field::Quantity))
            .then_with(|| by_money(Field::Discount))
    }
}
