//! The engine against a plain model: rows go in as batches, in any order, some of them through the
//! disk, and every customer's history must come out as sorting all rows at once would give it.

use super::store::scatter::{Filling, Partitions, Scratch};
use super::store::segment::Segment;
use super::store::spill::SegmentSpill;
use super::visit::group::group;
use super::visit::order::Ranks;
use super::visit::sorted::SortedPartition;
use crate::ingest::{
    CodeColumn, EventBatch, IdColumn, OrderKeys, RETURN_ORDER_NUMBER, TransactionBatch, mix,
};
use crate::time::Zone;
use arrow_array::{ArrayRef, Int64Array, StringArray};
use proptest::prelude::*;
use std::sync::Arc;

/// One row: customer, time, amount, order, product.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Row {
    customer: i64,
    time_micros: i64,
    amount: f64,
    order: i64,
    product: u32,
}

const N_PRODUCTS: u32 = 300;

fn ids(customers: impl Iterator<Item = i64>, as_text: bool) -> IdColumn {
    let array: ArrayRef = if as_text {
        Arc::new(StringArray::from_iter_values(customers.map(|c| format!("customer {c}"))))
    } else {
        Arc::new(Int64Array::from_iter_values(customers))
    };
    IdColumn::of_array(&array)
}

fn transactions(rows: &[Row], as_text: bool) -> TransactionBatch {
    TransactionBatch {
        later: Vec::new(),
        // Every fifth row is not usable.
        rows: (0..rows.len() as u32).filter(|i| i % 5 != 4).collect(),
        customer: ids(rows.iter().map(|row| row.customer), as_text),
        time_micros: rows.iter().map(|row| row.time_micros).collect::<Vec<_>>().into(),
        amount: rows.iter().map(|row| row.amount).collect(),
        order: Some(OrderKeys::Numbers(rows.iter().map(|row| row.order).collect())),
        quantity: None,
        discount: None,
        product: Some(CodeColumn::Plain(rows.iter().map(|row| row.product).collect())),
        category: None,
        channel: None,
        taken_off: None,
    }
}

fn events(rows: &[Row], as_text: bool) -> EventBatch {
    EventBatch {
        rows: (0..rows.len() as u32).collect(),
        customer: ids(rows.iter().map(|row| row.customer), as_text),
        time_micros: rows.iter().map(|row| row.time_micros).collect::<Vec<_>>().into(),
        kind: rows.iter().map(|row| (row.product % 7) as u8).collect(),
        value: rows.iter().map(|row| row.amount).collect(),
    }
}

/// What comes out, as text to the bit: per customer the transactions and the events.
type Told = Vec<(String, Vec<String>, Vec<String>)>;

fn ranks() -> Ranks {
    // Provisional codes mean nothing: the final ones run the other way.
    Ranks { product: (0..N_PRODUCTS).rev().collect(), ..Ranks::default() }
}

fn tell(fillings: &[Filling], spill: &SegmentSpill, bits: u32) -> Told {
    let (mut told, ranks, zone) = (Vec::new(), ranks(), Zone::utc());
    for filling in fillings {
        let spilled: Vec<Segment> =
            filling.spilled.iter().map(|&at| spill.read(at).unwrap()).collect();
        let parts: Vec<&Segment> = spilled.iter().chain([&filling.segment]).collect();
        let (customers, [transactions, events]) = group(&parts, bits);
        let partition = SortedPartition {
            customers,
            transactions,
            events,
            ranks: &ranks,
            zone: &zone,
            amount_per: crate::ingest::AmountPer::Row,
        };
        partition.for_each(|customer| {
            let t = &customer.transactions;
            let bought = (0..t.len()).map(|i| {
                let bits = t.amount[i].to_bits();
                // Which rows share an order is what counts, not how it is called.
                let order = t.order.iter().position(|order| *order == t.order[i]).unwrap();
                format!("{} {} {order} {bits:x} {}", t.time_micros[i], t.day[i], t.product[i])
            });
            let e = &customer.events;
            let done = (0..e.time_micros.len())
                .map(|i| format!("{} {} {:x}", e.time_micros[i], e.kind[i], e.value[i].to_bits()));
            told.push((customer.id.to_string(), bought.collect(), done.collect()));
        });
    }
    told
}

/// The same by sorting all rows at once.
fn expect(bought: &[Row], done: &[Row], bare: &[i64], as_text: bool) -> Told {
    let name = |c: i64| if as_text { format!("customer {c}") } else { c.to_string() };
    let hash = |c: i64| ids([c].into_iter(), as_text).id(0).stable_hash();
    let mut customers: Vec<i64> =
        bought.iter().chain(done).map(|row| row.customer).chain(bare.iter().copied()).collect();
    customers.sort_unstable();
    customers.dedup();
    customers.sort_by_key(|&c| hash(c));
    let ranks = ranks();
    let tell = |customer: i64| {
        let mine = |rows: &[Row]| -> Vec<Row> {
            rows.iter().filter(|row| row.customer == customer).copied().collect()
        };
        let (mut t, mut e) = (mine(bought), mine(done));
        let product = |row: &Row| ranks.product[row.product as usize];
        t.sort_by(|a, b| {
            let key = |row: &Row| (row.time_micros, mix(row.order as u64));
            let by_amount = a.amount.total_cmp(&b.amount);
            key(a).cmp(&key(b)).then(by_amount).then(product(a).cmp(&product(b)))
        });
        e.sort_by(|a, b| {
            let key = |row: &Row| (row.time_micros, row.product % 7);
            key(a).cmp(&key(b)).then(a.amount.total_cmp(&b.amount))
        });
        let bought = t.iter().map(|row| {
            let day = row.time_micros.div_euclid(86_400_000_000);
            let order = t.iter().position(|other| other.order == row.order).unwrap();
            let bits = row.amount.to_bits();
            format!("{} {day} {order} {bits:x} {}", row.time_micros, product(row))
        });
        let done = e
            .iter()
            .map(|r| format!("{} {} {:x}", r.time_micros, r.product % 7, r.amount.to_bits()));
        (name(customer), bought.collect(), done.collect())
    };
    customers.into_iter().map(tell).collect()
}

fn any_row() -> impl Strategy<Value = Row> {
    let compact = (0..40i64, 0..30i64, -500..500i32, 0..9i64, 0..N_PRODUCTS);
    let shop = compact.prop_map(|(customer, hour, cents, order, product)| Row {
        customer,
        time_micros: hour * 3_600_000_000,
        amount: f64::from(cents) / 100.0,
        order,
        product,
    });
    // One row in twelve has values that have no compact encoding.
    let odd = (shop.clone(), any::<i64>(), any::<i32>(), prop::num::f64::NORMAL);
    let odd = odd.prop_map(|(row, wide, time, amount)| Row {
        customer: if wide % 3 == 0 { wide } else { row.customer },
        time_micros: i64::from(time) * 1_000_003,
        amount,
        order: wide,
        ..row
    });
    // Returns belong to no order; discount lines have tests of their own.
    prop_oneof![11 => shop, 1 => odd].prop_map(|row| Row {
        order: if row.amount.is_sign_negative() { RETURN_ORDER_NUMBER } else { row.order },
        ..row
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn every_history_is_what_sorting_all_rows_would_give(
        rows in prop::collection::vec(any_row(), 0..400),
        done in prop::collection::vec(any_row(), 0..60),
        bare in prop::collection::vec(0..60i64, 0..10),
        batch_rows in 1..150usize,
        bits in 0..4u32,
        as_text in any::<bool>(),
        budget_bytes in prop_oneof![Just(u64::MAX), Just(3_000u64), Just(0u64)],
    ) {
        let folder = tempfile::tempdir().unwrap();
        let spill = SegmentSpill::new(folder.path());
        let partitions = Partitions::new((bits, 0), as_text, budget_bytes, spill);
        let (mut scratch, mut used) = (Scratch::default(), Vec::new());
        for batch in rows.chunks(batch_rows) {
            let batch_of_rows = transactions(batch, as_text);
            used.extend(batch_of_rows.rows.iter().map(|&i| batch[i as usize]));
            partitions.add_transactions(&batch_of_rows, &mut scratch).unwrap();
        }
        for batch in done.chunks(batch_rows) {
            partitions.add_events(&events(batch, as_text), &mut scratch).unwrap();
        }
        let known: Vec<u32> = (0..bare.len() as u32).collect();
        let bare_ids = ids(bare.iter().copied(), as_text);
        partitions.add_customers(&bare_ids, &known, &mut scratch).unwrap();
        let (fillings, spill) = partitions.finish();
        let told = tell(&fillings, &spill, bits);
        prop_assert_eq!(told, expect(&used, &done, &bare, as_text));
    }
}
