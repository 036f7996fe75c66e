//! Orders of which several rows tell of one sale: its states one after the other (placed, paid, shipped), or a row that
//! says that the sale in another row was cancelled or given back.
//!
//! Seen in a sample of the orders while the rows are read; no row is read for it, and none is left out: which of the rows
//! counts is for `newest`, where it is set.

use super::codes::{CodeColumn, NO_CODE};
use super::left_out::{LeftOutReason, Marker};
use super::meaning::row_status::NotASale;
use super::text::IdColumn;
use super::transaction_batch::OrderKeys;
use super::{day_order_key, mix};
use crate::time::Zone;
use arrow_array::{Array, Float64Array, Int64Array};
use std::sync::{Mutex, PoisonError};

/// Rows that are looked at, about; all of them where there are fewer.
const SAMPLED_ROWS: u64 = 250_000;

/// What was seen of the sampled orders.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OrderStates {
    /// The columns of states and kinds.
    pub of_states: Vec<String>,
    /// Those, and the flags and times of what was taken back.
    pub of_what_is_taken_back: Vec<String>,
    /// Orders in which several rows count as sales.
    pub of_several_rows: u64,
    /// Of those, the ones in which rows of one product and amount differ in a state.
    pub told_again: u64,
    /// Orders with a row that says that a sale was cancelled or given back, and takes no money off.
    pub taken_back: u64,
    /// Of those, the ones in which the same sale counts by an earlier row.
    pub still_counted: u64,
}

/// The sampled rows so far.
#[derive(Debug)]
pub(super) struct OrderSample {
    /// Nothing seen yet.
    empty: OrderStates,
    /// Whether a row that was deleted takes its sale back: else it may be an older version.
    counts_deleted: bool,
    /// Of so many orders one is looked at.
    one_in: u64,
    rows: Mutex<Vec<SaleRow>>,
}

/// What a row says of its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct SaleRow {
    /// Order and customer.
    order: u64,
    says: Says,
    product: u32,
    /// The bits of the amount without its sign; 0 where there is none.
    amount: u64,
    /// Its states, as one number.
    states: u64,
    micros: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Says {
    Sale,
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
    pub zone: &'a Zone,
}

impl OrderSample {
    /// A sample of a table of so many rows; none where no column tells of states or of what was taken back.
    pub(super) fn of(markers: &[Marker], rows: u64) -> Option<Self> {
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
            ..OrderStates::default()
        };
        let is_any = !empty.of_what_is_taken_back.is_empty();
        is_any.then(|| Self {
            empty,
            counts_deleted: !markers.iter().any(Marker::tells_versions),
            one_in: rows.div_ceil(SAMPLED_ROWS).max(1),
            rows: Mutex::default(),
        })
    }

    /// Takes the rows of the sampled orders.
    pub(super) fn observe(&self, rows: &OrderRows<'_>) {
        let sampled = (0..rows.states.len()).filter_map(|i| {
            let order = rows.orders.get(i);
            let is_sampled = order.is_multiple_of(self.one_in);
            is_sampled.then(|| rows.row(i, order, self.counts_deleted)).flatten()
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
        for order in rows.chunk_by(|a, b| a.order == b.order) {
            let (sales, others) =
                order.split_at(order.partition_point(|row| row.says == Says::Sale));
            let is_again = |pair: &[SaleRow]| pair[0].is_told_again_by(&pair[1]);
            seen.of_several_rows += u64::from(sales.len() > 1);
            seen.told_again += u64::from(sales.windows(2).any(is_again));
            seen.taken_back += u64::from(!others.is_empty());
            let counts = |other: &SaleRow| sales.iter().any(|sale| other.takes_back(sale));
            seen.still_counted += u64::from(others.iter().any(counts));
        }
        seen
    }
}

impl OrderRows<'_> {
    /// A row of an order; none where it has no number, or says nothing of a sale.
    fn row(&self, i: usize, order: u64, counts_deleted: bool) -> Option<SaleRow> {
        let has_time = self.times.is_valid(i);
        let is_day = has_time && order == day_order_key(self.zone.day_number(self.times.value(i)));
        if is_day || !self.customer.is_present(i) {
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
            None if signed.is_sign_negative() || money == 0.0 => return None,
            None => Says::Sale,
        };
        Some(SaleRow {
            order: mix(order) ^ self.customer.id(i).stable_hash(),
            says,
            product: self.product.map_or(NO_CODE, |product| product.get(i)),
            amount: money.to_bits(),
            states: self.states[i],
            micros: if has_time { self.times.value(i) } else { i64::MAX },
        })
    }
}

impl SaleRow {
    /// Whether two rows are of one product and amount and in two states. Of one instant they may be two pieces, where no
    /// product is read.
    fn is_told_again_by(&self, other: &Self) -> bool {
        (self.product, self.amount) == (other.product, other.amount)
            && self.states != other.states
            && (self.micros != other.micros || self.product != NO_CODE)
    }

    /// Whether a row takes back a sale that is told of no later.
    fn takes_back(&self, sale: &Self) -> bool {
        let (has_money, has_product) = (self.amount != 0, self.product != NO_CODE);
        (!has_money || self.amount == sale.amount)
            && (!has_product || self.product == sale.product)
            && self.micros >= sale.micros
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sale(product: u32, amount: f64, states: u64, micros: i64) -> SaleRow {
        SaleRow { order: 1, says: Says::Sale, product, amount: amount.to_bits(), states, micros }
    }

    #[test]
    fn a_sale_is_told_again_in_another_state() {
        let paid = sale(7, 5.0, 1, 10);
        assert!(paid.is_told_again_by(&sale(7, 5.0, 2, 10)));
        assert!(!paid.is_told_again_by(&sale(7, 5.0, 1, 20)), "the same state: a sale each");
        assert!(!paid.is_told_again_by(&sale(8, 5.0, 2, 10)), "another product");
        assert!(!paid.is_told_again_by(&sale(7, 6.0, 2, 10)), "another amount");
        let piece = sale(NO_CODE, 5.0, 1, 10);
        assert!(!piece.is_told_again_by(&sale(NO_CODE, 5.0, 2, 10)), "pieces of one price");
        assert!(piece.is_told_again_by(&sale(NO_CODE, 5.0, 2, 20)));
    }

    #[test]
    fn a_cancellation_takes_back_what_was_sold_before_it() {
        let sold = sale(7, 5.0, 1, 10);
        assert!(sale(7, 5.0, 2, 10).takes_back(&sold));
        assert!(sale(NO_CODE, 0.0, 2, 20).takes_back(&sold), "of the whole order");
        assert!(!sale(7, 5.0, 2, 9).takes_back(&sold), "sold again afterwards");
        assert!(!sale(8, 5.0, 2, 20).takes_back(&sold), "another product");
        assert!(!sale(7, 3.0, 2, 20).takes_back(&sold), "another line");
    }
}
