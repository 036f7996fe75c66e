//! A partition in its final form: customers side by side, each one's rows in time order.

use super::rows::{Events, Transactions};
use crate::ingest::{CustomerId, CustomerIds};

/// Some customers' whole histories in columns, customers in ascending order of their stable hash.
///
/// `transaction_ends[i]` and `event_ends[i]` are where customer `i`'s rows end.
#[derive(Debug)]
pub struct SortedPartition {
    /// The customers, ascending in stable hash (then identifier).
    pub customers: CustomerIds,
    pub(super) transaction_ends: Vec<u32>,
    pub(super) event_ends: Vec<u32>,
    pub(super) transactions: TransactionColumns,
    pub(super) events: EventColumns,
}

/// Owned columns behind [`Transactions`]; optional ones are empty where not kept.
#[derive(Debug, Default)]
pub(super) struct TransactionColumns {
    pub time_micros: Vec<i64>,
    pub day: Vec<i32>,
    pub amount: Vec<f64>,
    pub order: Vec<u64>,
    pub quantity: Vec<f64>,
    pub discount: Vec<f64>,
    pub product: Vec<u32>,
    pub category: Vec<u32>,
    pub channel: Vec<u32>,
}

/// Owned columns behind [`Events`].
#[derive(Debug, Default)]
pub(super) struct EventColumns {
    pub time_micros: Vec<i64>,
    pub kind: Vec<u8>,
    pub value: Vec<f64>,
}

/// One customer: identifier, transactions and events, whole.
#[derive(Debug, Clone, Copy)]
pub struct CustomerHistory<'a> {
    /// Who.
    pub id: CustomerId<'a>,
    /// All transaction rows, ascending in time.
    pub transactions: Transactions<'a>,
    /// All engagement events, ascending in time.
    pub events: Events<'a>,
}

#[inline]
fn span(ends: &[u32], i: usize) -> std::ops::Range<usize> {
    let start = if i == 0 { 0 } else { ends[i - 1] as usize };
    start..ends[i] as usize
}

#[inline]
fn optional<T>(column: &[T], span: std::ops::Range<usize>) -> &[T] {
    if column.is_empty() { column } else { &column[span] }
}

impl SortedPartition {
    /// Number of customers.
    pub fn len(&self) -> usize {
        self.customers.len()
    }

    /// Whether there is no customer.
    pub fn is_empty(&self) -> bool {
        self.customers.is_empty()
    }

    /// Customer `i` of `0..len()`.
    #[inline]
    pub fn customer(&self, i: usize) -> CustomerHistory<'_> {
        let t = span(&self.transaction_ends, i);
        let e = span(&self.event_ends, i);
        let (columns, events) = (&self.transactions, &self.events);
        CustomerHistory {
            id: self.customers.get(i),
            transactions: Transactions {
                time_micros: &columns.time_micros[t.clone()],
                day: &columns.day[t.clone()],
                amount: &columns.amount[t.clone()],
                order: &columns.order[t.clone()],
                quantity: optional(&columns.quantity, t.clone()),
                discount: optional(&columns.discount, t.clone()),
                product: optional(&columns.product, t.clone()),
                category: optional(&columns.category, t.clone()),
                channel: optional(&columns.channel, t),
            },
            events: Events {
                time_micros: &events.time_micros[e.clone()],
                kind: &events.kind[e.clone()],
                value: &events.value[e],
            },
        }
    }

    /// The customers, one after another.
    pub fn iter(&self) -> impl Iterator<Item = CustomerHistory<'_>> {
        (0..self.len()).map(|i| self.customer(i))
    }
}
