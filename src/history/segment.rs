//! Rows of one partition as they came: customers by index, one compact column per kept field.

use super::blocks::Blocks;
use super::id_table::{IdTable, PendingIds};
use super::packed::{Batch, Column};
use super::packing::{ByteCode, Hundredths, Packing, Seconds, ShortCode, SmallNumber};
use crate::ingest::{CodeColumn, EventBatch, IdColumn, OrderKeys, TransactionBatch};
use arrow::buffer::ScalarBuffer;
use arrow::datatypes::UInt32Type;
use std::borrow::Cow;
use std::ops::Range;

/// Some rows and the customers they belong to.
#[derive(Debug)]
pub struct Segment {
    /// The customers.
    pub ids: IdTable,
    /// Transaction rows.
    pub transactions: TransactionColumns,
    /// Events.
    pub events: EventColumns,
    pending: PendingIds,
    pending_events: PendingIds,
}

/// Columns of transaction rows; an optional column that is not kept stays empty.
#[derive(Debug, Default)]
pub struct TransactionColumns {
    pub customer: Blocks<u32>,
    pub time_micros: Column<Seconds>,
    pub amount: Column<Hundredths>,
    pub order: Column<SmallNumber>,
    pub quantity: Column<Hundredths>,
    pub discount: Column<Hundredths>,
    pub product: Column<ShortCode>,
    pub category: Column<ByteCode>,
    pub channel: Column<ByteCode>,
}

/// Columns of events.
#[derive(Debug, Default)]
pub struct EventColumns {
    pub customer: Blocks<u32>,
    pub time_micros: Column<Seconds>,
    pub kind: Blocks<u8>,
    pub value: Column<Hundredths>,
}

/// Rows of a batch of transactions, those of one partition side by side.
#[derive(Debug, Default)]
pub struct GroupedTransactions {
    customer: Batch<SmallNumber>,
    time_micros: Batch<Seconds>,
    amount: Batch<Hundredths>,
    order: Batch<SmallNumber>,
    quantity: Batch<Hundredths>,
    discount: Batch<Hundredths>,
    product: Batch<ShortCode>,
    category: Batch<ByteCode>,
    channel: Batch<ByteCode>,
}

/// Events of a batch, those of one partition side by side.
#[derive(Debug, Default)]
pub struct GroupedEvents {
    customer: Batch<SmallNumber>,
    time_micros: Batch<Seconds>,
    kind: Vec<u8>,
    value: Batch<Hundredths>,
}

/// The share of one partition in a batch.
#[derive(Debug, Clone)]
pub struct Share<'a> {
    /// Hashes of the whole batch's customers.
    pub hashes: &'a [u64],
    /// The share's rows in the batch.
    pub rows: &'a [u32],
    /// Where they stand among the grouped rows.
    pub range: Range<usize>,
}

fn gather_customers(into: &mut Batch<SmallNumber>, customers: &IdColumn, rows: &[u32]) {
    match customers.numbers() {
        Some(numbers) => into.gather_numbers(numbers, rows),
        None => into.clear(),
    }
}

fn gather_numbers(into: &mut Batch<Hundredths>, column: Option<&ScalarBuffer<f64>>, rows: &[u32]) {
    match column {
        Some(numbers) => into.gather(rows, |row| numbers[row]),
        None => into.clear(),
    }
}

fn gather_codes<P: Packing<WideType = UInt32Type>>(
    into: &mut Batch<P>,
    column: Option<&CodeColumn>,
    rows: &[u32],
) {
    match column {
        Some(CodeColumn::Plain(codes)) => into.gather(rows, |row| codes[row]),
        Some(CodeColumn::Keyed { codes, keys }) => {
            into.gather(rows, |row| codes[keys[row] as usize]);
        }
        None => into.clear(),
    }
}

impl GroupedTransactions {
    /// Replaces the content by `rows` of a batch, in this order.
    pub fn gather(&mut self, batch: &TransactionBatch, rows: &[u32]) {
        gather_customers(&mut self.customer, &batch.customer, rows);
        let (times, amounts) = (batch.time_micros.values(), &batch.amount);
        self.time_micros.gather(rows, |row| times[row]);
        self.amount.gather(rows, |row| amounts[row]);
        match &batch.order {
            None => self.order.clear(),
            Some(OrderKeys::Numbers(numbers)) => self.order.gather_numbers(numbers, rows),
            Some(OrderKeys::Hashes(hashes)) => self.order.gather(rows, |row| hashes[row]),
        }
        gather_numbers(&mut self.quantity, batch.quantity.as_ref(), rows);
        gather_numbers(&mut self.discount, batch.discount.as_ref(), rows);
        gather_codes(&mut self.product, batch.product.as_ref(), rows);
        gather_codes(&mut self.category, batch.category.as_ref(), rows);
        gather_codes(&mut self.channel, batch.channel.as_ref(), rows);
    }
}

impl GroupedEvents {
    /// Replaces the content by `rows` of a batch, in this order.
    pub fn gather(&mut self, batch: &EventBatch, rows: &[u32]) {
        gather_customers(&mut self.customer, &batch.customer, rows);
        let times = batch.time_micros.values();
        self.time_micros.gather(rows, |row| times[row]);
        self.kind.clear();
        self.kind.extend(rows.iter().map(|&row| batch.kind[row as usize]));
        self.value.gather(rows, |row| batch.value[row]);
    }
}

impl Segment {
    /// No rows; customers are text or whole numbers.
    pub fn new(text_ids: bool) -> Self {
        Self {
            ids: IdTable::new(text_ids),
            transactions: TransactionColumns::default(),
            events: EventColumns::default(),
            pending: PendingIds::new(text_ids),
            pending_events: PendingIds::new(text_ids),
        }
    }

    /// Makes customers known without any row.
    pub fn add_customers(&mut self, customers: &IdColumn, share: &Share<'_>) {
        for &row in share.rows {
            self.ids.intern(share.hashes[row as usize], customers.id(row as usize));
        }
    }

    /// Appends a share of a batch of transactions.
    pub fn add_transactions(
        &mut self,
        customers: &IdColumn,
        grouped: &GroupedTransactions,
        share: &Share<'_>,
    ) {
        let (into, range) = (&mut self.transactions, &share.range);
        let numbers = (&grouped.customer, range.clone());
        if self.pending.add(numbers, (customers, share.hashes, share.rows)) {
            self.pending.resolve(&mut self.ids, |index| into.customer.push(index));
        }
        into.time_micros.extend(&grouped.time_micros, range.clone());
        into.amount.extend(&grouped.amount, range.clone());
        into.order.extend(&grouped.order, range.clone());
        into.quantity.extend(&grouped.quantity, range.clone());
        into.discount.extend(&grouped.discount, range.clone());
        into.product.extend(&grouped.product, range.clone());
        into.category.extend(&grouped.category, range.clone());
        into.channel.extend(&grouped.channel, range.clone());
    }

    /// Appends a share of a batch of events.
    pub fn add_events(&mut self, customers: &IdColumn, grouped: &GroupedEvents, share: &Share<'_>) {
        let (into, range) = (&mut self.events, &share.range);
        let numbers = (&grouped.customer, range.clone());
        if self.pending_events.add(numbers, (customers, share.hashes, share.rows)) {
            self.pending_events.resolve(&mut self.ids, |index| into.customer.push(index));
        }
        into.time_micros.extend(&grouped.time_micros, range.clone());
        into.kind.extend_from_slice(&grouped.kind[range.clone()]);
        into.value.extend(&grouped.value, range.clone());
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

    /// Looks up the customers that wait as texts; to be called before the segment is spilled.
    pub fn settle(&mut self) {
        let (t, e) = (&mut self.transactions.customer, &mut self.events.customer);
        self.pending.resolve(&mut self.ids, |index| t.push(index));
        self.pending_events.resolve(&mut self.ids, |index| e.push(index));
    }

    /// The customers of all rows and events, where they are whole numbers.
    pub fn numbers(&self) -> Option<[&Column<SmallNumber>; 2]> {
        Some([self.pending.numbers()?, self.pending_events.numbers()?])
    }

    /// A segment without rows whose customers, and those of its events, will be these numbers.
    pub fn of_numbers(transactions: Column<SmallNumber>, events: Column<SmallNumber>) -> Self {
        let (pending, pending_events) = (PendingIds::Int(transactions), PendingIds::Int(events));
        Self { pending, pending_events, ..Self::new(false) }
    }

    /// Appends another segment of the same partition. This one has been settled.
    pub fn absorb(&mut self, other: &Segment) {
        self.absorb_customers(other);
        let (into, from) = (&mut self.transactions, &other.transactions);
        into.time_micros.append(&from.time_micros);
        into.amount.append(&from.amount);
        into.order.append(&from.order);
        into.quantity.append(&from.quantity);
        into.discount.append(&from.discount);
        into.product.append(&from.product);
        into.category.append(&from.category);
        into.channel.append(&from.channel);
        let (into, from) = (&mut self.events, &other.events);
        into.time_micros.append(&from.time_micros);
        into.kind.append(&from.kind);
        into.value.append(&from.value);
    }

    fn absorb_customers(&mut self, other: &Segment) {
        if let (PendingIds::Int(into), PendingIds::Int(events)) =
            (&mut self.pending, &mut self.pending_events)
            && let Some([more, more_events]) = other.numbers()
        {
            into.append(more);
            events.append(more_events);
            self.ids.extend(&other.ids);
            return;
        }
        let (ids, transactions, events) = other.customers();
        let index = self.ids.extend(&ids);
        for (into, rows) in
            [(&mut self.transactions.customer, transactions), (&mut self.events.customer, events)]
        {
            for row in rows {
                into.push(index[row as usize]);
            }
        }
    }

    /// Approximate size in memory.
    pub fn bytes(&self) -> u64 {
        let (t, e) = (&self.transactions, &self.events);
        let rows = t.time_micros.bytes()
            + t.amount.bytes()
            + t.order.bytes()
            + t.quantity.bytes()
            + t.discount.bytes()
            + t.product.bytes()
            + t.category.bytes()
            + t.channel.bytes();
        let events = e.time_micros.bytes() + e.kind.len() + e.value.bytes();
        // A customer waits as a number of four bytes or eight, or as text; an index takes four.
        let customers = (t.customer.len() + e.customer.len()) * 4
            + (self.pending.len() + self.pending_events.len()) * 8;
        (rows + events + customers) as u64 + self.ids.bytes()
    }
}
