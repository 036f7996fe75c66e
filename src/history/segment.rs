//! Rows of one partition as they came: customers by index, one compact column per kept field.

use super::blocks::Blocks;
use super::id_table::{IdTable, PendingIds};
use crate::ingest::{EventBatch, IdColumn, TransactionBatch};
use std::borrow::Cow;

/// Some rows and the customers they belong to.
#[derive(Debug)]
pub struct Segment {
    /// The customers.
    pub ids: IdTable,
    /// Transaction rows.
    pub transactions: TransactionBlocks,
    /// Events.
    pub events: EventBlocks,
    pending: PendingIds,
    pending_events: PendingIds,
}

/// Columns of transaction rows; an optional column that is not kept stays empty.
#[derive(Debug, Default)]
pub struct TransactionBlocks {
    pub customer: Blocks<u32>,
    pub time_micros: Blocks<i64>,
    pub amount: Blocks<f64>,
    pub order: Blocks<u64>,
    pub quantity: Blocks<f64>,
    pub discount: Blocks<f64>,
    pub product: Blocks<u32>,
    pub category: Blocks<u32>,
    pub channel: Blocks<u32>,
}

/// Columns of events.
#[derive(Debug, Default)]
pub struct EventBlocks {
    pub customer: Blocks<u32>,
    pub time_micros: Blocks<i64>,
    pub kind: Blocks<u8>,
    pub value: Blocks<f64>,
}

fn gather<T: Copy>(into: &mut Blocks<T>, column: Option<&Vec<T>>, rows: &[u32]) {
    if let Some(column) = column {
        into.extend_gather(column, rows);
    }
}

impl Segment {
    /// No rows; customers are text or whole numbers.
    pub fn new(text_ids: bool) -> Self {
        Self {
            ids: IdTable::new(text_ids),
            transactions: TransactionBlocks::default(),
            events: EventBlocks::default(),
            pending: PendingIds::new(text_ids),
            pending_events: PendingIds::new(text_ids),
        }
    }

    /// Makes customers known without any row.
    pub fn add_customers(&mut self, customers: &IdColumn, hashes: &[u64], rows: &[u32]) {
        for &row in rows {
            self.ids.intern(hashes[row as usize], customers.id(row as usize));
        }
    }

    /// Appends `rows` of a batch of transactions; `hashes` are those of all the batch's customers.
    pub fn add_transactions(&mut self, batch: &TransactionBatch, hashes: &[u64], rows: &[u32]) {
        let into = &mut self.transactions;
        if self.pending.add(&batch.customer, hashes, rows) {
            self.pending.resolve(&mut self.ids, |index| into.customer.push(index));
        }
        into.time_micros.extend_gather(batch.time_micros.values(), rows);
        into.amount.extend_gather(&batch.amount, rows);
        gather(&mut into.order, batch.order.as_ref(), rows);
        gather(&mut into.quantity, batch.quantity.as_ref(), rows);
        gather(&mut into.discount, batch.discount.as_ref(), rows);
        gather(&mut into.product, batch.product.as_ref(), rows);
        gather(&mut into.category, batch.category.as_ref(), rows);
        gather(&mut into.channel, batch.channel.as_ref(), rows);
    }

    /// Appends `rows` of a batch of events; `hashes` are those of all the batch's customers.
    pub fn add_events(&mut self, batch: &EventBatch, hashes: &[u64], rows: &[u32]) {
        let into = &mut self.events;
        if self.pending_events.add(&batch.customer, hashes, rows) {
            self.pending_events.resolve(&mut self.ids, |index| into.customer.push(index));
        }
        into.time_micros.extend_gather(batch.time_micros.values(), rows);
        into.kind.extend_gather(&batch.kind, rows);
        into.value.extend_gather(&batch.value, rows);
    }

    /// Whether there is neither a row nor a customer.
    pub fn is_empty(&self) -> bool {
        self.ids.len() == 0 && self.pending.len() == 0 && self.pending_events.len() == 0
    }

    /// The customers and, for each transaction and each event, whose it is.
    pub fn customers(&self) -> (Cow<'_, IdTable>, Vec<u32>, Vec<u32>) {
        let mut transactions: Vec<u32> = self.transactions.customer.iter().collect();
        let mut events: Vec<u32> = self.events.customer.iter().collect();
        let mut ids = Cow::Borrowed(&self.ids);
        if self.pending.len() > 0 {
            transactions.reserve(self.pending.len());
            self.pending.look_up(ids.to_mut(), |index| transactions.push(index));
        }
        if self.pending_events.len() > 0 {
            events.reserve(self.pending_events.len());
            self.pending_events.look_up(ids.to_mut(), |index| events.push(index));
        }
        (ids, transactions, events)
    }

    /// Looks up the customers of all rows that wait; to be called before the segment is spilled.
    pub fn settle(&mut self) {
        let (t, e) = (&mut self.transactions.customer, &mut self.events.customer);
        self.pending.resolve(&mut self.ids, |index| t.push(index));
        self.pending_events.resolve(&mut self.ids, |index| e.push(index));
    }

    /// Appends another segment of the same partition.
    pub fn absorb(&mut self, other: &Segment) {
        let hashes = other.ids.hashes();
        let index: Vec<u32> =
            (0..hashes.len()).map(|i| self.ids.intern(hashes[i], other.ids.ids().get(i))).collect();
        let (into, from) = (&mut self.transactions, &other.transactions);
        into.customer.append(&from.customer.mapped(|i| index[i as usize]));
        into.time_micros.append(&from.time_micros);
        into.amount.append(&from.amount);
        into.order.append(&from.order);
        into.quantity.append(&from.quantity);
        into.discount.append(&from.discount);
        into.product.append(&from.product);
        into.category.append(&from.category);
        into.channel.append(&from.channel);
        let (into, from) = (&mut self.events, &other.events);
        into.customer.append(&from.customer.mapped(|i| index[i as usize]));
        into.time_micros.append(&from.time_micros);
        into.kind.append(&from.kind);
        into.value.append(&from.value);
    }

    /// Approximate size in memory.
    pub fn bytes(&self) -> u64 {
        let t = &self.transactions;
        let four = t.time_micros.len() + t.product.len() + t.category.len() + t.channel.len();
        let eight = t.time_micros.len()
            + t.amount.len()
            + t.order.len()
            + t.quantity.len()
            + t.discount.len();
        let events = self.events.time_micros.len() * 21;
        let waiting = (self.pending.len() + self.pending_events.len()) * 4;
        (four * 4 + eight * 8 + events + waiting) as u64 + self.ids.bytes()
    }
}
