//! A partition's rows in their final order: by customer, then time, then content.
//!
//! The order is total up to identical rows and knows nothing of files or threads: customers by stable
//! hash, rows of one instant by what they say. That is what makes every sum downstream reproducible.

use super::blocks::Blocks;
use super::id_table::IdTable;
use super::packed::Column;
use super::packing::{Packing, Seconds, Wide};
use super::segment::{
    EventColumns as UnsortedEvents, Segment, TransactionColumns as UnsortedTransactions,
};
use super::sorted::{EventColumns, SortedPartition, TransactionColumns};
use crate::ingest::{Codes, CustomerIds, NO_CODE, day_order_key};
use crate::time::Zone;
use std::cmp::Ordering;

/// Final codes by provisional code, per coded column.
#[derive(Debug, Default)]
pub struct Ranks {
    product: Vec<u32>,
    category: Vec<u32>,
    channel: Vec<u32>,
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

fn rank(ranks: &[u32], code: u32) -> u32 {
    if code == NO_CODE { NO_CODE } else { ranks[code as usize] }
}

/// Sorts a segment that holds all of its partition's rows.
pub fn sort(segment: &Segment, ranks: &Ranks, zone: &Zone) -> SortedPartition {
    let (ids, transaction_customer, event_customer) = segment.customers();
    let (customers, position) = order_customers(&ids);
    let t = &segment.transactions;
    let mut transactions =
        order_rows(&transaction_customer, &t.time_micros, &position, &Lines { columns: t, ranks });
    let transaction_ends = std::mem::take(&mut transactions.ends);
    let e = &segment.events;
    let events = order_rows(&event_customer, &e.time_micros, &position, e);
    SortedPartition {
        customers,
        transactions: place_transactions(t, transactions, ranks, zone),
        transaction_ends,
        events: EventColumns {
            kind: place_bytes(&e.kind, &events.places),
            value: place(&e.value, &events.places, |value| value),
            time_micros: events.time_micros,
        },
        event_ends: events.ends,
    }
}

/// What orders rows of one customer and instant.
trait Content {
    /// Decides nearly always.
    fn key(&self, row: u32) -> (u64, u64);
    /// Decides between rows of equal keys; those that it calls equal are identical.
    fn compare(&self, a: u32, b: u32) -> Ordering;
}

/// A number whose order is that of `f64::total_cmp`.
fn order_of(value: f64) -> u64 {
    let bits = value.to_bits();
    if value.is_sign_negative() { !bits } else { bits | 1 << 63 }
}

impl Content for UnsortedEvents {
    #[inline]
    fn key(&self, row: u32) -> (u64, u64) {
        let row = row as usize;
        (u64::from(self.kind.get(row)), order_of(self.value.get(row)))
    }

    fn compare(&self, _: u32, _: u32) -> Ordering {
        Ordering::Equal
    }
}

/// Transaction rows: the lines of an order bear the same time, as a rule.
struct Lines<'a> {
    columns: &'a UnsortedTransactions,
    ranks: &'a Ranks,
}

impl Content for Lines<'_> {
    #[inline]
    fn key(&self, row: u32) -> (u64, u64) {
        let (order, row) = (&self.columns.order, row as usize);
        let order = if order.is_empty() { 0 } else { order.get(row) };
        (order, order_of(self.columns.amount.get(row)))
    }

    fn compare(&self, a: u32, b: u32) -> Ordering {
        fn by_rank(ranks: &[u32]) -> impl Fn(u32, u32) -> Ordering {
            move |x, y| rank(ranks, x).cmp(&rank(ranks, y))
        }
        let (t, ranks) = (self.columns, self.ranks);
        let (a, b) = (a as usize, b as usize);
        let float = |x: f64, y: f64| x.total_cmp(&y);
        compare(&t.product, a, b, by_rank(&ranks.product))
            .then_with(|| compare(&t.category, a, b, by_rank(&ranks.category)))
            .then_with(|| compare(&t.channel, a, b, by_rank(&ranks.channel)))
            .then_with(|| compare(&t.quantity, a, b, float))
            .then_with(|| compare(&t.discount, a, b, float))
    }
}

/// Customers by (stable hash, identifier), and each one's position in that order.
fn order_customers(table: &IdTable) -> (CustomerIds, Vec<u32>) {
    let ids = table.ids();
    let mut order: Vec<(u64, u32)> = table.hashes().iter().copied().zip(0..).collect();
    order.sort_unstable_by(|a, b| {
        a.0.cmp(&b.0).then_with(|| ids.get(a.1 as usize).cmp(&ids.get(b.1 as usize)))
    });
    let mut sorted = ids.empty_like();
    let mut position = vec![0; order.len()];
    for (at, &(_, index)) in order.iter().enumerate() {
        sorted.push(ids.get(index as usize));
        position[index as usize] = at as u32;
    }
    (sorted, position)
}

/// Rows in their final order.
struct Ordered {
    /// Times in final order.
    time_micros: Vec<i64>,
    /// Where each row goes: columns are read in sequence and written to their places, because what
    /// is written stays in the cache and what is read does not.
    places: Vec<u32>,
    /// Where each customer's rows end.
    ends: Vec<u32>,
}

fn order_rows(
    customer: &[u32],
    time: &Column<Seconds>,
    position: &[u32],
    content: &impl Content,
) -> Ordered {
    let mut ends = vec![0u32; position.len()];
    for &c in customer {
        ends[position[c as usize] as usize] += 1;
    }
    let mut start = 0;
    for end in &mut ends {
        start += std::mem::replace(end, start);
    }
    let mut places = Vec::with_capacity(customer.len());
    let mut order = vec![(0i64, 0u32); customer.len()];
    let mut row = 0;
    time.zip_each(customer, |time, c| {
        let at = &mut ends[position[c as usize] as usize];
        order[*at as usize] = (time, row);
        places.push(*at);
        *at += 1;
        row += 1;
    });
    let (mut start, mut tied) = (0, Vec::new());
    for &end in &ends {
        let rows = &mut order[start..end as usize];
        // Files mostly arrive in time order: then there is nothing to do.
        if !rows.is_sorted_by(|a, b| a.0 < b.0) {
            order_customer(rows, content, &mut tied);
            for (place, &(_, row)) in (start as u32..).zip(rows.iter()) {
                places[row as usize] = place;
            }
        }
        start = end as usize;
    }
    Ordered { time_micros: order.into_iter().map(|(time, _)| time).collect(), places, ends }
}

/// Puts one customer's rows in order: by time, and where that is equal by content.
fn order_customer(
    rows: &mut [(i64, u32)],
    content: &impl Content,
    tied: &mut Vec<((u64, u64), u32)>,
) {
    if !rows.is_sorted_by_key(|&(time, _)| time) {
        rows.sort_unstable();
    }
    for run in rows.chunk_by_mut(|a, b| a.0 == b.0).filter(|run| run.len() > 1) {
        tied.clear();
        tied.extend(run.iter().map(|&(_, row)| (content.key(row), row)));
        tied.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| content.compare(a.1, b.1)));
        for (into, &(_, row)) in run.iter_mut().zip(tied.iter()) {
            into.1 = row;
        }
    }
}

fn compare<P: Packing>(
    column: &Column<P>,
    a: usize,
    b: usize,
    by: impl Fn(Wide<P>, Wide<P>) -> Ordering,
) -> Ordering {
    if column.is_empty() { Ordering::Equal } else { by(column.get(a), column.get(b)) }
}

/// Every value changed and in its place; a column that is not kept stays empty.
fn place<P: Packing>(
    column: &Column<P>,
    places: &[u32],
    change: impl Fn(Wide<P>) -> Wide<P>,
) -> Vec<Wide<P>> {
    if column.is_empty() {
        return Vec::new();
    }
    let mut placed = vec![Wide::<P>::default(); places.len()];
    column.zip_each(places, |value, at| placed[at as usize] = change(value));
    placed
}

fn place_bytes(column: &Blocks<u8>, places: &[u32]) -> Vec<u8> {
    let mut placed = vec![0; places.len()];
    for (value, &at) in column.iter().zip(places) {
        placed[at as usize] = value;
    }
    placed
}

fn place_transactions(
    t: &UnsortedTransactions,
    rows: Ordered,
    ranks: &Ranks,
    zone: &Zone,
) -> TransactionColumns {
    let places = &rows.places[..];
    let day: Vec<i32> = rows.time_micros.iter().map(|&time| zone.day_number(time)).collect();
    let order = if t.order.is_empty() {
        day.iter().map(|&day| day_order_key(day)).collect()
    } else {
        place(&t.order, places, |key| key)
    };
    TransactionColumns {
        time_micros: rows.time_micros,
        day,
        amount: place(&t.amount, places, |amount| amount),
        order,
        quantity: place(&t.quantity, places, |units| units),
        discount: place(&t.discount, places, |money| money),
        product: place(&t.product, places, |code| rank(&ranks.product, code)),
        category: place(&t.category, places, |code| rank(&ranks.category, code)),
        channel: place(&t.channel, places, |code| rank(&ranks.channel, code)),
    }
}
