//! Money that a sale's row says was taken off later or off the whole order: discounts of orders, and
//! amounts given back.
//!
//! What is taken off a whole order becomes a line of its own, which `history` spreads over the order's
//! other lines. Where no order number is read, it comes off the row. Not here: rows that are returns.

use super::decode::Decoded;
use super::left_out::LeftOutReason;
use super::meaning::row_status::NotASale;
use arrow_array::{Array, Float64Array};

/// What is left of less than this (half a hundredth) is nothing.
const NOTHING: f64 = 0.005;

/// What the rows of a batch say was taken off.
pub(super) struct OrderMoney {
    /// Off whole orders.
    pub discounts: Option<Float64Array>,
    /// Given back of sales.
    pub refunds: Option<Float64Array>,
}

/// What was taken off a row's order.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct TakenOff {
    /// All of it.
    pub money: f64,
    /// The part that is no discount but was given back.
    pub given_back: f64,
}

impl OrderMoney {
    /// A sale of which a part was given back counts with the rest, even where a flag or a time says that it was
    /// given back.
    pub(super) fn keep_partly_refunded(
        &self,
        left_out: &mut Option<Vec<Option<LeftOutReason>>>,
        amounts: &Decoded<Float64Array>,
    ) {
        let Some(reasons) = left_out else { return };
        for (i, reason) in
            reasons.iter_mut().enumerate().filter(|(_, reason)| is_refunded(**reason))
        {
            let given_back = money(self.refunds.as_ref(), i);
            let price = if amounts.values.is_valid(i) { amounts.values.value(i) } else { 0.0 };
            if given_back > 0.0 && given_back < price - NOTHING {
                *reason = None;
            }
        }
    }

    /// Takes off what concerns a row alone; returns, row by row, what is to be taken off its order, where
    /// anything is. A sale that was given back in full does not count.
    /// `left_out` has a row's reason not to count.
    pub(super) fn settle(
        &self,
        paid: &mut Decoded<Float64Array>,
        left_out: &mut Option<Vec<Option<LeftOutReason>>>,
        has_orders: bool,
    ) -> Option<Vec<TakenOff>> {
        let n = paid.values.len();
        if !is_any(self.discounts.as_ref()) && !is_any(self.refunds.as_ref()) {
            return None;
        }
        let mut taken = vec![TakenOff::default(); n];
        let mut amounts: Vec<Option<f64>> = paid.values.iter().collect();
        let reasons = left_out.get_or_insert_with(|| vec![None; n]);
        for (i, amount) in amounts.iter_mut().enumerate() {
            // A row that takes money back is a return, whatever was given back of its sale.
            let Some(price) = amount.filter(|price| *price > 0.0) else { continue };
            let (off, given_back) =
                (money(self.discounts.as_ref(), i), money(self.refunds.as_ref(), i));
            if given_back > 0.0 && (given_back - price).abs() < NOTHING
                || given_back > price && !has_orders
            {
                reasons[i].get_or_insert(LeftOutReason::NotASale(NotASale::Refunded));
            } else if !has_orders {
                *amount = Some((price - given_back - off).max(0.0));
            } else if given_back <= price {
                *amount = Some(price - given_back);
                taken[i].money = off;
            } else {
                taken[i] = TakenOff { money: off + given_back, given_back };
            }
        }
        paid.values = amounts.into();
        Some(taken).filter(|taken| taken.iter().any(|row| row.money > 0.0))
    }
}

/// What the pieces that were given back cost: their share of each row's amount, at most all of it. A row without
/// a quantity is one piece.
pub(super) fn price_of(
    pieces: &Float64Array,
    amounts: &Float64Array,
    units: Option<&Float64Array>,
) -> Float64Array {
    let share = |row: usize| {
        let sold = money(units, row);
        let sold = if sold > 0.0 { sold } else { 1.0 };
        (money(Some(pieces), row) / sold).min(1.0)
    };
    (0..pieces.len()).map(|row| Some(money(Some(amounts), row) * share(row))).collect()
}

/// Whether a row says that its sale was given back in full.
fn is_refunded(reason: Option<LeftOutReason>) -> bool {
    reason == Some(LeftOutReason::NotASale(NotASale::Refunded))
}

/// A row's money, however its sign is written; nothing where there is none.
fn money(column: Option<&Float64Array>, row: usize) -> f64 {
    let value =
        column.filter(|column| column.is_valid(row)).map_or(0.0, |column| column.value(row));
    if value.is_finite() { value.abs() } else { 0.0 }
}

fn is_any(column: Option<&Float64Array>) -> bool {
    column.is_some_and(|column| (0..column.len()).any(|row| money(Some(column), row) > 0.0))
}

/// A row that takes money back is a return, even where it says that a sale was given back; so is one of
/// `returns`.
pub(super) fn keep_returns(
    left_out: &mut Option<Vec<Option<LeftOutReason>>>,
    amounts: &Decoded<Float64Array>,
    units: Option<&Decoded<Float64Array>>,
    returns: &[u32],
) {
    let Some(reasons) = left_out else { return };
    let is_negative = |column: &Decoded<Float64Array>, i: usize| {
        column.values.is_valid(i) && column.values.value(i) < 0.0
    };
    for (i, reason) in reasons.iter_mut().enumerate() {
        if is_refunded(*reason)
            && (is_negative(amounts, i) || units.is_some_and(|units| is_negative(units, i)))
        {
            *reason = None;
        }
    }
    for &row in returns {
        let reason = &mut reasons[row as usize];
        if is_refunded(*reason) {
            *reason = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(values: &[f64]) -> Decoded<Float64Array> {
        Decoded { values: values.to_vec().into(), bad: Vec::new() }
    }

    fn settled(
        amounts: &[f64],
        discounts: &[f64],
        refunds: &[f64],
        has_orders: bool,
    ) -> (Vec<f64>, Vec<usize>, Vec<TakenOff>) {
        let money = OrderMoney {
            discounts: Some(discounts.to_vec().into()),
            refunds: Some(refunds.to_vec().into()),
        };
        let (mut amounts, mut left_out) = (decoded(amounts), None);
        let taken = money.settle(&mut amounts, &mut left_out, has_orders).unwrap_or_default();
        let out = left_out.unwrap_or_default();
        let out = (0..out.len()).filter(|&i| out[i].is_some()).collect();
        (amounts.values.values().to_vec(), out, taken)
    }

    #[test]
    fn a_refund_reduces_its_row_or_leaves_it_out() {
        let (amounts, out, taken) =
            settled(&[100.0, 50.0, 20.0, -5.0], &[0.0; 4], &[40.0, 50.0, f64::NAN, 5.0], true);
        assert_eq!((amounts[0], amounts[2], amounts[3]), (60.0, 20.0, -5.0));
        assert_eq!((out, taken.len()), (vec![1], 0));
    }

    #[test]
    fn what_exceeds_the_row_comes_off_its_order() {
        let (amounts, out, taken) = settled(&[60.0, 20.0], &[10.0, 0.0], &[70.0, -5.0], true);
        assert_eq!((amounts, out.len()), (vec![60.0, 15.0], 0));
        assert_eq!(taken[0], TakenOff { money: 80.0, given_back: 70.0 });
        assert_eq!(taken[1], TakenOff::default());
        let (amounts, out, taken) = settled(&[60.0, 20.0], &[10.0, 30.0], &[70.0, 0.0], false);
        assert_eq!((amounts[1], out, taken.len()), (0.0, vec![0], 0), "no orders: the row alone");
    }

    #[test]
    fn pieces_given_back_cost_their_share_of_the_row() {
        let pieces = vec![Some(1.0), Some(-2.0), Some(9.0), None, Some(1.0)].into();
        let amounts = vec![30.0, 50.0, 20.0, 10.0, 8.0].into();
        let units = vec![Some(3.0), Some(4.0), Some(2.0), Some(1.0), None].into();
        let price = price_of(&pieces, &amounts, Some(&units));
        assert_eq!(price.values().to_vec(), [10.0, 25.0, 20.0, 0.0, 8.0]);
    }

    #[test]
    fn a_return_stays_one_although_it_says_refunded() {
        let refunded = Some(LeftOutReason::NotASale(NotASale::Refunded));
        let mut left_out = Some(vec![refunded; 3]);
        let units = decoded(&[1.0, 1.0, -1.0]);
        keep_returns(&mut left_out, &decoded(&[5.0, -5.0, 5.0]), Some(&units), &[]);
        assert_eq!(left_out, Some(vec![refunded, None, None]));
        keep_returns(&mut left_out, &decoded(&[5.0, -5.0, 5.0]), None, &[0]);
        assert_eq!(left_out, Some(vec![None; 3]));
    }
}
