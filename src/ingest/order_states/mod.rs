//! Orders of which several rows tell of one sale: its states one after the other (placed, paid, shipped), the sale sent
//! more than once, a row that says
//! that the sale in another row was cancelled or given back, money given back in two rows, or an order that names the earlier
//! one that it takes back.
//!
//! Seen in a sample of the customers while the rows are read; no row is read for it, and none is left out: which of the rows
//! counts is for `newest`, where it is set.

mod named;
mod of_customer;

pub(super) use named::NamedOrders;

use super::codes::{CodeColumn, NO_CODE};
use super::left_out::{LeftOutReason, Marker};
use super::meaning::row_status::NotASale;
use super::row_rules::RETURN_ORDER_KEY;
use super::text::IdColumn;
use super::transaction_batch::OrderKeys;
use super::{ColumnMap, TransactionColumn, day_order_key};
use crate::table::Files;
use crate::time::Zone;
use arrow_array::{Array, Float64Array, Int64Array};
use std::sync::{Mutex, PoisonError};

/// Rows that are looked at, about; all of them where there are fewer.
const SAMPLED_ROWS: u64 = 250_000;

/// What was seen of the orders of the sampled customers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OrderStates {
    /// The columns of states and kinds.
    pub of_states: Vec<String>,
    /// Those, and the flags and times of what was taken back.
    pub of_what_is_taken_back: Vec<String>,
    /// The column that names earlier orders.
    pub of_earlier_orders: Option<String>,
    /// Orders in which several rows count as sales.
    pub of_several_rows: u64,
    /// Of those, the ones in which rows of one product and amount differ in a state.
    pub told_again: u64,
    /// Orders of sales at several moments.
    pub of_several_moments: u64,
    /// Of those, the ones in which each moment has the same products and amounts.
    pub sent_again: u64,
    /// Orders in which several rows give money back.
    pub of_several_returns: u64,
    /// Of those, the ones in which rows of one product and amount differ in a state.
    pub given_back_again: u64,
    /// Orders with a row that says that a sale was cancelled or given back, and takes no money off.
    pub taken_back: u64,
    /// Of those, the ones in which the same sale counts by an earlier row.
    pub still_counted: u64,
    /// Orders of nothing else, of a known amount.
    pub taken_back_alone: u64,
    /// Of those, the ones whose amount the customer has paid before in another order.
    pub paid_before: u64,
    /// Orders that count as sales, and those of them whose amount the customer has paid before.
    pub sales: u64,
    pub sales_paid_before: u64,
    /// Orders that count as sales and name another one.
    pub naming: u64,
    /// Of those, the ones that name an earlier order of the customer that costs no less.
    pub naming_earlier: u64,
    /// The orders that they name.
    pub named: u64,
    /// Orders that others of their customer name, bought at the time.
    pub wholes: u64,
    /// Of those, the ones that cost what these cost together.
    pub of_their_parts: u64,
}

/// The sampled rows so far.
#[derive(Debug)]
pub(super) struct OrderSample {
    /// Nothing seen yet.
    empty: OrderStates,
    /// Whether a row that was deleted takes its sale back: else it may be an older version.
    counts_deleted: bool,
    /// Of so many customers one is looked at.
    one_in: u64,
    rows: Mutex<Vec<SaleRow>>,
}

/// What a row says of its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct SaleRow {
    customer: u64,
    order: u64,
    says: Says,
    product: u32,
    /// The bits of the amount without its sign; 0 where there is none.
    amount: u64,
    /// Its states, as one number.
    states: u64,
    micros: i64,
    /// The order that it names, if it is another one.
    names: Option<u64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Says {
    Sale,
    GivenBack,
    TakenBack,
}

/// The columns of a batch that tell of orders; one value a row.
pub(super) struct OrderRows<'a> {
    pub orders: &'a OrderKeys,
    pub customer: &'a IdColumn,
    pub times: &'a Int64Array,
    /// As they were read, where they were.
    pub amounts: &'a Float64Array,
    /// With the sign of returns.
    pub signed: &'a [f64],
    pub product: Option<&'a CodeColumn>,
    pub left_out: Option<&'a [Option<LeftOutReason>]>,
    pub states: &'a [u64],
    pub named: Option<&'a NamedOrders>,
    pub zone: &'a Zone,
}

impl OrderSample {
    /// A sample of a table of so many rows; none where no column tells of orders, of states or of what was taken back.
    pub(super) fn of(
        markers: &[Marker],
        files: &Files,
        mapping: &ColumnMap<TransactionColumn, String>,
    ) -> Option<Self> {
        let columns = |wanted: fn(&Marker) -> bool| -> Vec<String> {
            markers
                .iter()
                .filter(|marker| wanted(marker))
                .map(|marker| marker.column.clone())
                .collect()
        };
        let empty = OrderStates {
            of_states: columns(Marker::tells_states),
            of_what_is_taken_back: columns(Marker::tells_what_is_taken_back),
            of_earlier_orders: named::column(files, mapping),
            ..OrderStates::default()
        };
        let is_any = !empty.of_what_is_taken_back.is_empty()
            || empty.of_earlier_orders.is_some()
            || mapping.has(TransactionColumn::OrderId);
        let rows: u64 = files.footers.iter().map(crate::table::Footer::rows).sum();
        is_any.then(|| Self {
            empty,
            counts_deleted: !markers.iter().any(Marker::tells_versions),
            one_in: rows.div_ceil(SAMPLED_ROWS).max(1),
            rows: Mutex::default(),
        })
    }

    /// The column that names earlier orders.
    pub(super) fn column(&self) -> Option<&str> {
        self.empty.of_earlier_orders.as_deref()
    }

    /// Takes the rows of the sampled customers.
    pub(super) fn observe(&self, rows: &OrderRows<'_>) {
        let mut customers = Vec::new();
        rows.customer.hashes(&mut customers);
        let sampled = customers.into_iter().enumerate().filter_map(|(i, customer)| {
            let is_sampled = customer.is_multiple_of(self.one_in);
            is_sampled.then(|| rows.row(i, customer, self.counts_deleted)).flatten()
        });
        let sampled: Vec<SaleRow> = sampled.collect();
        // Rows are whole after every addition, whatever became of the thread that added them.
        self.rows.lock().unwrap_or_else(PoisonError::into_inner).extend(sampled);
    }

    /// What the orders say.
    pub(super) fn seen(&self) -> OrderStates {
        let mut rows = self.rows.lock().unwrap_or_else(PoisonError::into_inner).clone();
        rows.sort_unstable();
        let mut seen = self.empty.clone();
        for customer in rows.chunk_by(|a, b| a.customer == b.customer) {
            of_customer::look(customer, &mut seen);
        }
        seen
    }
}

impl OrderRows<'_> {
    /// A row of an order; none where it has no number, or says nothing of a sale.
    fn row(&self, i: usize, customer: u64, counts_deleted: bool) -> Option<SaleRow> {
        let order = self.orders.get(i);
        let has_time = self.times.is_valid(i);
        let is_day = has_time && order == day_order_key(self.zone.day_number(self.times.value(i)));
        if is_day || order == RETURN_ORDER_KEY || !self.customer.is_present(i) {
            return None;
        }
        let (signed, is_known) = (self.signed[i], self.amounts.is_valid(i));
        let money = if is_known { signed.abs() } else { 0.0 };
        let says = match self.left_out.and_then(|reasons| reasons[i]) {
            Some(LeftOutReason::NotASale(NotASale::Cancelled | NotASale::Refunded)) => {
                Says::TakenBack
            }
            Some(LeftOutReason::NotASale(NotASale::Deleted)) if counts_deleted => Says::TakenBack,
            Some(_) => return None,
            // A return of nothing takes nothing back.
            None if signed.is_sign_negative() && money == 0.0 => Says::TakenBack,
            None if signed.is_sign_negative() => Says::GivenBack,
            None if money == 0.0 => return None,
            None => Says::Sale,
        };
        Some(SaleRow {
            customer,
            order,
            says,
            product: self.product.map_or(NO_CODE, |product| product.get(i)),
            amount: money.to_bits(),
            states: self.states.get(i).copied().unwrap_or_default(),
            micros: if has_time { self.times.value(i) } else { i64::MAX },
            names: self.named.and_then(|named| named.get(i)).filter(|named| *named != order),
        })
    }
}
