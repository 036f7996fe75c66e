//! A partition in its final form: customers side by side, each one's rows in time order.
//!
//! Records stay packed; a customer's are put in order and spelled out when they are looked at, into
//! memory that the next customer's take over and that never leaves the cache.

use super::discount_lines::{fold_discount_lines, spread_totals};
use super::group::Grouped;
use super::order::{EventOrder, OrderBuffer, Ranks, RowOrder, rank};
use super::rows::{Events, Transactions};
use crate::history::store::layout::{Field, Layout, with_words};
use crate::history::store::packing::{ByteCode, Hundredths, Packing, Seconds, ShortCode};
use crate::ingest::{AmountPer, CustomerId, CustomerIds, day_order_key};
use crate::time::Zone;

/// Some customers' whole histories, customers in ascending order of their stable hash.
#[derive(Debug)]
pub struct SortedPartition<'h> {
    /// The customers, ascending in stable hash (then identifier).
    pub customers: CustomerIds,
    pub(crate) transactions: Grouped,
    pub(crate) events: Grouped,
    pub(crate) ranks: &'h Ranks,
    pub(crate) zone: &'h Zone,
    pub(crate) amount_per: AmountPer,
}

/// Memory in which one customer's rows are spelled out; its content does not matter.
#[derive(Debug, Default)]
struct RowBuffer {
    sorted: OrderBuffer,
    transactions: TransactionColumns,
    events: EventColumns,
}

/// Owned columns behind [`Transactions`]; optional ones are empty where not kept.
#[derive(Debug, Default)]
pub(crate) struct TransactionColumns {
    pub(crate) time_micros: Vec<i64>,
    pub(crate) day: Vec<i32>,
    pub(crate) amount: Vec<f64>,
    pub(crate) order: Vec<u64>,
    pub(crate) quantity: Vec<f64>,
    pub(crate) discount: Vec<f64>,
    pub(crate) product: Vec<u32>,
    pub(crate) category: Vec<u32>,
    pub(crate) channel: Vec<u32>,
}

/// Owned columns behind [`Events`].
#[derive(Debug, Default)]
struct EventColumns {
    time_micros: Vec<i64>,
    kind: Vec<u8>,
    value: Vec<f64>,
}

/// One customer: identifier, transactions and events, whole.
#[derive(Debug, Clone, Copy)]
pub struct CustomerHistory<'a> {
    /// The customer's identifier.
    pub id: CustomerId<'a>,
    /// All transaction rows, ascending in time.
    pub transactions: Transactions<'a>,
    /// All engagement events, ascending in time.
    pub events: Events<'a>,
}

/// Replaces a column by the values of a field, each changed; a field that is not kept has none.
#[inline]
fn spell<P: Packing, const W: usize>(
    (layout, field): (&Layout, Field),
    records: &[[u64; W]],
    column: &mut Vec<P::Value>,
    change: impl Fn(P::Value) -> P::Value,
) {
    column.clear();
    let Some(slot) = layout.slot(field) else { return };
    if slot.is_whole() {
        column.extend(records.iter().map(|record| change(P::from_bits(slot.get(record)))));
    } else {
        column.extend(records.iter().map(|record| change(P::widen(slot.get(record) as u32))));
    }
}

impl SortedPartition<'_> {
    /// Number of customers.
    pub fn len(&self) -> usize {
        self.customers.len()
    }

    /// Whether there is no customer.
    pub fn is_empty(&self) -> bool {
        self.customers.is_empty()
    }

    /// Shows every customer to `look`, one after another.
    pub fn for_each(&self, look: impl FnMut(&CustomerHistory<'_>)) {
        self.for_each_of(|_| true, look);
    }

    /// Shows every customer who is `wanted`; the others' rows are not spelled out.
    pub(crate) fn for_each_of(
        &self,
        wanted: impl Fn(CustomerId<'_>) -> bool,
        mut look: impl FnMut(&CustomerHistory<'_>),
    ) {
        let mut rows = RowBuffer::default();
        for i in (0..self.len()).filter(|&i| wanted(self.customers.get(i))) {
            look(&self.customer(i, &mut rows));
        }
    }

    fn customer<'a>(&'a self, i: usize, rows: &'a mut RowBuffer) -> CustomerHistory<'a> {
        let RowBuffer { sorted, transactions: t, events: e } = rows;
        let bought = self.transactions.of_customer(i);
        with_words!(self.transactions.layout.n_words(), W => self.spell_transactions::<W>(bought, sorted, t));
        let done = self.events.of_customer(i);
        with_words!(self.events.layout.n_words(), W => self.spell_events::<W>(done, sorted, e));
        CustomerHistory {
            id: self.customers.get(i),
            transactions: Transactions {
                time_micros: &t.time_micros,
                day: &t.day,
                amount: &t.amount,
                order: &t.order,
                quantity: &t.quantity,
                discount: &t.discount,
                product: &t.product,
                category: &t.category,
                channel: &t.channel,
            },
            events: Events { time_micros: &e.time_micros, kind: &e.kind, value: &e.value },
        }
    }

    fn spell_transactions<const W: usize>(
        &self,
        words: &[u64],
        sorted: &mut OrderBuffer,
        columns: &mut TransactionColumns,
    ) {
        let (layout, ranks) = (&self.transactions.layout, self.ranks);
        let lines = RowOrder::new(layout, ranks);
        let records = sorted.in_order::<W>(layout, words.as_chunks().0, &lines);
        spell::<Seconds, W>((layout, Field::Time), records, &mut columns.time_micros, |t| t);
        self.zone.day_numbers(&columns.time_micros, &mut columns.day);
        spell::<Hundredths, W>((layout, Field::Amount), records, &mut columns.amount, |x| x);
        columns.order.clear();
        match layout.slot(Field::Order) {
            // A customer's records are all in compact or all in full encoding here: either tells orders apart.
            Some(slot) => columns.order.extend(records.iter().map(|record| slot.get(record))),
            None => columns.order.extend(columns.day.iter().map(|&day| day_order_key(day))),
        }
        spell::<Hundredths, W>((layout, Field::Quantity), records, &mut columns.quantity, |x| x);
        spell::<Hundredths, W>((layout, Field::Discount), records, &mut columns.discount, |x| x);
        let TransactionColumns { product, category, channel, .. } = columns;
        let code = |ranks| move |code| rank(ranks, code);
        spell::<ShortCode, W>((layout, Field::Product), records, product, code(&ranks.product));
        spell::<ByteCode, W>((layout, Field::Category), records, category, code(&ranks.category));
        spell::<ByteCode, W>((layout, Field::Channel), records, channel, code(&ranks.channel));
        // Without order numbers nothing tells a voucher from a return of the same day.
        if layout.slot(Field::Order).is_some() {
            if self.amount_per == AmountPer::Order {
                spread_totals(columns);
            }
            fold_discount_lines(columns);
        }
    }

    fn spell_events<const W: usize>(
        &self,
        words: &[u64],
        sorted: &mut OrderBuffer,
        columns: &mut EventColumns,
    ) {
        let layout = &self.events.layout;
        let records = sorted.in_order::<W>(layout, words.as_chunks().0, &EventOrder::new(layout));
        spell::<Seconds, W>((layout, Field::Time), records, &mut columns.time_micros, |t| t);
        spell::<Hundredths, W>((layout, Field::Amount), records, &mut columns.value, |x| x);
        columns.kind.clear();
        if let Some(slot) = layout.slot(Field::Kind) {
            columns.kind.extend(records.iter().map(|record| slot.get(record) as u8));
        }
    }
}
