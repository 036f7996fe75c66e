//! A partition's rows in their final order: by customer, then time, then content.
//!
//! The order is total up to identical rows and knows nothing of files or threads: customers by stable
//! hash, rows of one instant by what they say. That is what makes every sum downstream reproducible.

use super::segment::{Segment, TransactionBlocks};
use super::sorted::{EventColumns, SortedPartition, TransactionColumns};
use crate::history::blocks::Blocks;
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
    let (customers, position) = order_customers(segment);
    let t = &segment.transactions;
    let by_content = |a: u32, b: u32| compare_rows(t, ranks, a as usize, b as usize);
    let (order, transaction_ends) = order_rows(&t.customer, &t.time_micros, &position, by_content);
    let e = &segment.events;
    let by_event = |a: u32, b: u32| {
        let (a, b) = (a as usize, b as usize);
        e.kind.get(a).cmp(&e.kind.get(b)).then(e.value.get(a).total_cmp(&e.value.get(b)))
    };
    let (event_order, event_ends) = order_rows(&e.customer, &e.time_micros, &position, by_event);
    SortedPartition {
        customers,
        transaction_ends,
        event_ends,
        transactions: gather_transactions(t, &order, ranks, zone),
        events: EventColumns {
            time_micros: event_order.iter().map(|&(time, _)| time).collect(),
            kind: gather(&e.kind, &event_order),
            value: gather(&e.value, &event_order),
        },
    }
}

/// Customers by (stable hash, identifier), and each one's position in that order.
fn order_customers(segment: &Segment) -> (CustomerIds, Vec<u32>) {
    let (ids, hashes) = (segment.ids.ids(), segment.ids.hashes());
    let mut order: Vec<u32> = (0..ids.len() as u32).collect();
    order.sort_unstable_by(|&a, &b| {
        let (a, b) = (a as usize, b as usize);
        hashes[a].cmp(&hashes[b]).then_with(|| ids.get(a).cmp(&ids.get(b)))
    });
    let mut sorted = ids.empty_like();
    let mut position = vec![0; order.len()];
    for (at, &index) in order.iter().enumerate() {
        sorted.push(ids.get(index as usize));
        position[index as usize] = at as u32;
    }
    (sorted, position)
}

/// `(time, row)` in final order, and where each customer's rows end.
fn order_rows(
    customer: &Blocks<u32>,
    time: &Blocks<i64>,
    position: &[u32],
    by_content: impl Fn(u32, u32) -> Ordering,
) -> (Vec<(i64, u32)>, Vec<u32>) {
    let mut ends = vec![0u32; position.len()];
    customer.iter().for_each(|c| ends[position[c as usize] as usize] += 1);
    let mut start = 0;
    for end in &mut ends {
        start += std::mem::replace(end, start);
    }
    let mut order = vec![(0i64, 0u32); customer.len()];
    for (row, (c, time)) in customer.iter().zip(time.iter()).enumerate() {
        let at = &mut ends[position[c as usize] as usize];
        order[*at as usize] = (time, row as u32);
        *at += 1;
    }
    let mut start = 0;
    for &end in &ends {
        let rows = &mut order[start..end as usize];
        // Files mostly arrive in time order: then there is nothing to do.
        if !rows.is_sorted_by(|a, b| a.0 < b.0) {
            rows.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| by_content(a.1, b.1)));
        }
        start = end as usize;
    }
    (order, ends)
}

fn compare<T: Copy>(
    column: &Blocks<T>,
    a: usize,
    b: usize,
    by: impl Fn(T, T) -> Ordering,
) -> Ordering {
    if column.is_empty() { Ordering::Equal } else { by(column.get(a), column.get(b)) }
}

fn compare_rows(t: &TransactionBlocks, ranks: &Ranks, a: usize, b: usize) -> Ordering {
    let coded =
        |column, ranks: &[u32]| compare(column, a, b, |x, y| rank(ranks, x).cmp(&rank(ranks, y)));
    let float = |column| compare(column, a, b, |x: f64, y: f64| x.total_cmp(&y));
    compare(&t.order, a, b, |x, y| x.cmp(&y))
        .then_with(|| float(&t.amount))
        .then_with(|| coded(&t.product, &ranks.product))
        .then_with(|| coded(&t.category, &ranks.category))
        .then_with(|| coded(&t.channel, &ranks.channel))
        .then_with(|| float(&t.quantity))
        .then_with(|| float(&t.discount))
}

fn gather<T: Copy>(column: &Blocks<T>, order: &[(i64, u32)]) -> Vec<T> {
    if column.is_empty() {
        return Vec::new();
    }
    order.iter().map(|&(_, row)| column.get(row as usize)).collect()
}

fn gather_codes(column: &Blocks<u32>, order: &[(i64, u32)], ranks: &[u32]) -> Vec<u32> {
    let mut codes = gather(column, order);
    for code in &mut codes {
        *code = rank(ranks, *code);
    }
    codes
}

fn gather_transactions(
    t: &TransactionBlocks,
    order: &[(i64, u32)],
    ranks: &Ranks,
    zone: &Zone,
) -> TransactionColumns {
    let day: Vec<i32> = order.iter().map(|&(time, _)| zone.day_number(time)).collect();
    let orders = if t.order.is_empty() {
        day.iter().map(|&day| day_order_key(day)).collect()
    } else {
        gather(&t.order, order)
    };
    TransactionColumns {
        time_micros: order.iter().map(|&(time, _)| time).collect(),
        day,
        amount: gather(&t.amount, order),
        order: orders,
        quantity: gather(&t.quantity, order),
        discount: gather(&t.discount, order),
        product: gather_codes(&t.product, order, &ranks.product),
        category: gather_codes(&t.category, order, &ranks.category),
        channel: gather_codes(&t.channel, order, &ranks.channel),
    }
}
