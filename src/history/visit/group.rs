//! A partition's records by customer: each one's side by side, customers in order of their hash.
//!
//! Records are moved once, to buckets. Where customers are numbers a bucket is a range of hashes, about
//! as many as there are customers, so that most hold one customer and the others are quickly put
//! in order; where they are texts, a bucket is a customer. Nothing here looks at times.

use super::buckets::{common_layout, to_buckets};
use crate::history::store::id_table::IdTable;
use crate::history::store::layout::{Field, Layout};
use crate::history::store::records::Records;
use crate::history::store::segment::{Kept, Segment};
use crate::ingest::{CustomerIds, mix, unmix};
use std::borrow::Cow;

/// Records by customer.
#[derive(Debug)]
pub(crate) struct Grouped {
    /// Their shape.
    pub layout: Layout,
    words: Vec<u64>,
    /// Where each customer's records end.
    ends: Vec<u32>,
}

impl Grouped {
    /// The words of a customer's records.
    #[inline]
    pub(crate) fn of_customer(&self, i: usize) -> &[u64] {
        let start = if i == 0 { 0 } else { self.ends[i - 1] as usize };
        let n_words = self.layout.n_words();
        &self.words[start * n_words..self.ends[i] as usize * n_words]
    }
}

/// Customers ascending by (stable hash, identifier), and the transactions and events of each.
/// `parts` are all segments of a partition; its hashes have their first `skipped_bits` in common.
pub(crate) fn group(parts: &[&Segment], skipped_bits: u32) -> (CustomerIds, [Grouped; 2]) {
    if parts.iter().any(|part| part.ids.ids().is_text()) {
        return group_texts(parts);
    }
    let numbers = |of: fn(&Segment) -> &Kept| {
        let records: Vec<&Records> = parts.iter().map(|part| &of(part).records).collect();
        group_numbers(&records, skipped_bits)
    };
    let (buyers, mut bought) = numbers(|segment| &segment.transactions);
    let (doers, mut done) = numbers(|segment| &segment.events);
    let mut all = buyers.clone();
    all.extend_from_slice(&doers);
    for part in parts {
        all.extend_from_slice(part.ids.hashes());
    }
    if all.len() > buyers.len() {
        all.sort_unstable();
        all.dedup();
    }
    bought.ends = ends_among(&all, &buyers, &bought.ends);
    done.ends = ends_among(&all, &doers, &done.ends);
    let ids = all.into_iter().map(|hash| unmix(hash) as i64).collect();
    (CustomerIds::Int(ids), [bought, done])
}

/// The ends of some customers' records, for all customers: those not among them have none.
fn ends_among(all: &[u64], some: &[u64], ends: &[u32]) -> Vec<u32> {
    let (mut k, mut end) = (0, 0);
    let of_customer = |hash: &u64| {
        if some.get(k) == Some(hash) {
            end = ends[k];
            k += 1;
        }
        end
    };
    all.iter().map(of_customer).collect()
}

/// The hashes of the customers, ascending, and their records. A record of the layout that all share
/// holds its customer.
fn group_numbers(records: &[&Records], skipped_bits: u32) -> (Vec<u64>, Grouped) {
    let layout = common_layout(records);
    let n: usize = records.iter().map(|records| records.len()).sum();
    let bits = (n / RECORDS_PER_BUCKET).max(1).next_power_of_two().ilog2().min(MAX_BUCKET_BITS);
    let mut buckets = Vec::with_capacity(n);
    for (own, words) in records.iter().flat_map(|records| records.blocks()) {
        let hash = customer_hash(own);
        buckets.extend(words.chunks_exact(own.n_words()).map(|record| {
            (hash(record) << skipped_bits).checked_shr(64 - bits).unwrap_or(0) as u32
        }));
    }
    let (mut words, bucket_ends) = to_buckets(records, &layout, &buckets, 1 << bits);
    let (mut hashes, mut ends) = (Vec::new(), Vec::new());
    let (mut start, mut mixed) = (0, Mixed::default());
    for end in bucket_ends.into_iter().map(|end| end as usize) {
        let of_bucket = &mut words[start * layout.n_words()..end * layout.n_words()];
        split_bucket(&layout, of_bucket, &mut mixed, |hash, n_records| {
            hashes.push(hash);
            start += n_records;
            ends.push(start as u32);
        });
    }
    (hashes, Grouped { layout, words, ends })
}

/// A customer has several records, as a rule, and a bucket best holds one customer.
const RECORDS_PER_BUCKET: usize = 2;
/// More buckets than these do not stay in the cache while records are moved to them.
const MAX_BUCKET_BITS: u32 = 16;

/// Tells the hash of the customer of a record.
fn customer_hash(layout: &Layout) -> impl Fn(&[u64]) -> u64 {
    let slot = layout.slot(Field::Customer).unwrap_or_default();
    move |record| if slot.is_whole() { slot.get(record) } else { mix(slot.get(record)) }
}

/// Memory for buckets with several customers.
#[derive(Default)]
struct Mixed {
    order: Vec<(u64, u32)>,
    before: Vec<u64>,
}

/// Puts a bucket's records in order of their customers' hashes, keeping each customer's as they came;
/// tells each customer's hash and number of records.
fn split_bucket(
    layout: &Layout,
    words: &mut [u64],
    mixed: &mut Mixed,
    mut customer: impl FnMut(u64, usize),
) {
    let (hash, n_words) = (customer_hash(layout), layout.n_words());
    let slot = layout.slot(Field::Customer).unwrap_or_default();
    let Some(first) = words.get(..n_words).filter(|record| !record.is_empty()) else { return };
    let own = slot.get(first);
    if words.chunks_exact(n_words).all(|record| slot.get(record) == own) {
        return customer(hash(first), words.len() / n_words);
    }
    let Mixed { order, before } = mixed;
    order.clear();
    order.extend(words.chunks_exact(n_words).map(&hash).zip(0..));
    order.sort_unstable();
    before.clear();
    before.extend_from_slice(words);
    for (record, &(_, from)) in words.chunks_exact_mut(n_words).zip(order.iter()) {
        record.copy_from_slice(&before[from as usize * n_words..][..n_words]);
    }
    for of_one in order.chunk_by(|a, b| a.0 == b.0) {
        customer(of_one[0].0, of_one.len());
    }
}

/// Customers by (stable hash, text), and their records.
fn group_texts(parts: &[&Segment]) -> (CustomerIds, [Grouped; 2]) {
    let (table, owners) = text_owners(parts);
    let (customers, position) = order_customers(&table);
    let grouped = |of: fn(&Segment) -> &Kept, mut owners: Vec<u32>| {
        let records: Vec<&Records> = parts.iter().map(|part| &of(part).records).collect();
        for owner in &mut owners {
            *owner = position[*owner as usize];
        }
        let layout = common_layout(&records);
        let (words, ends) = to_buckets(&records, &layout, &owners, position.len());
        Grouped { layout, words, ends }
    };
    let [of_transactions, of_events] = owners;
    let bought = grouped(|segment| &segment.transactions, of_transactions);
    let done = grouped(|segment| &segment.events, of_events);
    (customers, [bought, done])
}

/// The customers of all parts, and for each transaction and each event whose it is.
fn text_owners<'a>(parts: &[&'a Segment]) -> (Cow<'a, IdTable>, [Vec<u32>; 2]) {
    if let [only] = parts {
        return only.owners();
    }
    let mut all = IdTable::new(true);
    let mut owners = [Vec::new(), Vec::new()];
    for part in parts {
        let (table, own) = part.owners();
        let index = all.extend(&table);
        for (all, own) in owners.iter_mut().zip(own) {
            all.extend(own.into_iter().map(|i| index[i as usize]));
        }
    }
    (Cow::Owned(all), owners)
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
