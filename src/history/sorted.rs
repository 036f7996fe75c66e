//! A partition in its final form: customers side by side, each one's rows in time order.
//!
//! Records stay packed; a customer's are put in order and spelled out when they are looked at, into
//! memory that the next customer's take over and that never leaves the cache.

use super::group::Grouped;
use super::layout::{Field, Layout, Slot};
use super::order::{Happenings, Lines, Ranks, RowOrder, rank};
use super::packing::{ByteCode, Hundredths, Packing, ShortCode, SmallNumber};
use super::rows::{Events, Transactions};
use crate::ingest::{CustomerId, CustomerIds, day_order_key};
use crate::time::Zone;

/// Some customers' whole histories, customers in ascending order of their stable hash.
#[derive(Debug)]
pub struct SortedPartition<'h> {
    /// The customers, ascending in stable hash (then identifier).
    pub customers: CustomerIds,
    pub(super) transactions: Grouped,
    pub(super) events: Grouped,
    pub(super) ranks: &'h Ranks,
    pub(super) zone: &'h Zone,
}

/// Memory in which one customer's rows are spelled out; its content does not matter.
#[derive(Debug, Default)]
struct RowBuffer {
    order: RowOrder,
    transactions: TransactionColumns,
    events: EventColumns,
}

/// Owned columns behind [`Transactions`]; optional ones are empty where not kept.
#[derive(Debug, Default)]
struct TransactionColumns {
    time_micros: Vec<i64>,
    day: Vec<i32>,
    amount: Vec<f64>,
    order: Vec<u64>,
    quantity: Vec<f64>,
    discount: Vec<f64>,
    product: Vec<u32>,
    category: Vec<u32>,
    channel: Vec<u32>,
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
    /// Who.
    pub id: CustomerId<'a>,
    /// All transaction rows, ascending in time.
    pub transactions: Transactions<'a>,
    /// All engagement events, ascending in time.
    pub events: Events<'a>,
}

/// Records of one customer and their order.
#[derive(Clone, Copy)]
struct Ordered<'a> {
    layout: &'a Layout,
    records: &'a [u64],
    rows: &'a [(i64, u32)],
}

impl Ordered<'_> {
    /// Replaces a column by the values of a field, each changed; a field that is not kept has none.
    #[inline]
    fn spell<P: Packing>(
        &self,
        field: Field,
        column: &mut Vec<P::Value>,
        change: impl Fn(P::Value) -> P::Value,
    ) {
        column.clear();
        let Some(slot) = self.layout.slot(field) else { return };
        let n_words = self.layout.n_words();
        let bits = |slot: Slot, row: u32| slot.get(&self.records[row as usize * n_words..]);
        if slot.is_whole() {
            column.extend(self.rows.iter().map(|&(_, row)| change(P::from_bits(bits(slot, row)))));
        } else {
            let form = |row| P::widen(bits(slot, row) as u32);
            column.extend(self.rows.iter().map(|&(_, row)| change(form(row))));
        }
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
    pub fn for_each(&self, mut look: impl FnMut(&CustomerHistory<'_>)) {
        let mut rows = RowBuffer::default();
        for i in 0..self.len() {
            look(&self.customer(i, &mut rows));
        }
    }

    fn customer<'a>(&'a self, i: usize, rows: &'a mut RowBuffer) -> CustomerHistory<'a> {
        self.spell_transactions(self.transactions.of_customer(i), rows);
        self.spell_events(self.events.of_customer(i), rows);
        let (t, e) = (&rows.transactions, &rows.events);
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

    fn spell_transactions(&self, records: &[u64], rows: &mut RowBuffer) {
        let (layout, ranks) = (&self.transactions.layout, self.ranks);
        let RowBuffer { order, transactions: columns, .. } = rows;
        order.sort(layout, records, &Lines { layout, ranks });
        let ordered = Ordered { layout, records, rows: &order.rows };
        columns.time_micros.clear();
        columns.time_micros.extend(order.rows.iter().map(|&(time, _)| time));
        columns.day.clear();
        columns.day.extend(order.rows.iter().map(|&(time, _)| self.zone.day_number(time)));
        ordered.spell::<Hundredths>(Field::Amount, &mut columns.amount, |amount| amount);
        ordered.spell::<SmallNumber>(Field::Order, &mut columns.order, |key| key);
        if layout.slot(Field::Order).is_none() {
            columns.order.extend(columns.day.iter().map(|&day| day_order_key(day)));
        }
        ordered.spell::<Hundredths>(Field::Quantity, &mut columns.quantity, |units| units);
        ordered.spell::<Hundredths>(Field::Discount, &mut columns.discount, |money| money);
        let codes = (&mut columns.product, &mut columns.category, &mut columns.channel);
        ordered.spell::<ShortCode>(Field::Product, codes.0, |code| rank(&ranks.product, code));
        ordered.spell::<ByteCode>(Field::Category, codes.1, |code| rank(&ranks.category, code));
        ordered.spell::<ByteCode>(Field::Channel, codes.2, |code| rank(&ranks.channel, code));
    }

    fn spell_events(&self, records: &[u64], rows: &mut RowBuffer) {
        let layout = &self.events.layout;
        let RowBuffer { order, events: columns, .. } = rows;
        order.sort(layout, records, &Happenings(layout));
        let ordered = Ordered { layout, records, rows: &order.rows };
        columns.time_micros.clear();
        columns.time_micros.extend(order.rows.iter().map(|&(time, _)| time));
        ordered.spell::<Hundredths>(Field::Amount, &mut columns.value, |value| value);
        columns.kind.clear();
        if let Some(slot) = layout.slot(Field::Kind) {
            let kind = |row: u32| slot.get(&records[row as usize * layout.n_words()..]) as u8;
            columns.kind.extend(order.rows.iter().map(|&(_, row)| kind(row)));
        }
    }
}
