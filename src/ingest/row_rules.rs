//! The row rules: what makes a transaction row unusable, what makes it a return, and which order it
//! belongs to where none is named.

use super::Quality;
use super::decode::Decoded;
use super::ids::mix;
use super::left_out::LeftOutReason;
use super::text::IdColumn;
use super::transaction_batch::OrderKeys;
use crate::time::MICROS_PER_DAY;
use arrow_array::{Array, Float64Array, Int64Array};
use arrow_buffer::ScalarBuffer;

/// Up to when rows are read.
#[derive(Debug, Clone, Copy)]
pub struct ReadUntil {
    /// Rows at or after this instant are not part of the history (`not_yet`); `None` reads all.
    pub as_of_micros: Option<i64>,
    /// Rows at or after this instant are dated in the future, and unusable.
    pub present_micros: i64,
}

/// The rows of a batch that can be used.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct UsableRows {
    /// Those of the history, ascending.
    pub history: Vec<u32>,
    /// Those at or after `as_of`, ascending: no part of the history.
    pub later: Vec<u32>,
}

/// The rows of a batch that can be used; the others are counted by reason. `left_out` has a row's reason
/// not to count, where any row has one.
pub(super) fn usable_rows(
    until: ReadUntil,
    customer: &IdColumn,
    times: &Decoded<Int64Array>,
    amounts: &Decoded<Float64Array>,
    left_out: Option<&[Option<LeftOutReason>]>,
    quality: &mut Quality,
) -> UsableRows {
    let (read_times, read_amounts) = (times, amounts);
    let (times, amounts) = (&times.values, &amounts.values);
    let as_of = until.as_of_micros.unwrap_or(i64::MAX);
    let all_present = customer.all_present();
    let end = as_of.min(until.present_micros);
    // Nearly every batch is clean throughout, which is seen at a glance.
    if all_present
        && left_out.is_none()
        && times.null_count() == 0
        && amounts.null_count() == 0
        && times.values().iter().max().is_none_or(|&latest| latest < end)
        && amounts.values().iter().fold(true, |fine, amount| fine & amount.is_finite())
    {
        quality.rows += times.len() as u64;
        quality.used += times.len() as u64;
        return UsableRows { history: (0..times.len() as u32).collect(), later: Vec::new() };
    }
    let mut rows = UsableRows { history: Vec::with_capacity(times.len()), later: Vec::new() };
    for i in 0..times.len() {
        let time = times.value(i);
        let reason = if let Some(reason) = left_out.and_then(|reasons| reasons[i]) {
            quality.left_out.of(reason)
        } else if !all_present && !customer.is_present(i) {
            &mut quality.no_customer
        } else if times.is_null(i) {
            if read_times.is_bad(i) { &mut quality.bad_time } else { &mut quality.no_time }
        } else if amounts.is_null(i) {
            if read_amounts.is_bad(i) { &mut quality.bad_amount } else { &mut quality.no_amount }
        } else if !amounts.value(i).is_finite() {
            &mut quality.amount_not_finite
        } else if time >= until.present_micros {
            &mut quality.future
        } else if time >= as_of {
            rows.later.push(i as u32);
            &mut quality.not_yet
        } else {
            rows.history.push(i as u32);
            &mut quality.used
        };
        *reason += 1;
    }
    quality.rows += times.len() as u64;
    rows
}

/// The key of the order that rows without an order id form on one calendar day.
#[inline]
pub(crate) fn day_order_key(day: i32) -> u64 {
    // The constant keeps days apart from order ids that are small numbers.
    mix(u64::from(day as u32) ^ 0x6461_795f_6f72_6465)
}

/// A row that comes later than this after the newest row of the order with its key begins another order:
/// receipt numbers restart. Two days leave room for an order that is shipped, or paid, in parts.
pub(crate) const SAME_ORDER_MICROS: i64 = 2 * MICROS_PER_DAY;

/// The order number of rows that say they are returns: goods given back belong to no order.
pub(crate) const RETURN_ORDER_NUMBER: i64 = u32::MAX as i64;

/// The key of [`RETURN_ORDER_NUMBER`].
pub(super) const RETURN_ORDER_KEY: u64 = mix(RETURN_ORDER_NUMBER as u64);

/// Gives rows that say they are returns (a flag, or negative units) the order of returns, so that what
/// takes money off an order (a negative amount without either) can be told from them.
pub(super) fn set_returns_apart(
    order: &mut OrderKeys,
    units: Option<&Float64Array>,
    flags: Option<&Float64Array>,
) {
    let negative = |x: f64| x < 0.0;
    let set = |x: f64| x.abs() > 0.0;
    for (column, says_return) in [(units, negative as fn(f64) -> bool), (flags, set)] {
        let Some(column) = column else { continue };
        // Nearly every batch holds purchases alone, which is seen at a glance.
        if !column.values().iter().fold(false, |any, &value| any | says_return(value)) {
            continue;
        }
        let is_return = |i: usize| column.is_valid(i) && says_return(column.value(i));
        let rows = (0..column.len()).filter(|&i| is_return(i));
        match order {
            OrderKeys::Numbers(numbers) => {
                let mut kept = numbers.to_vec();
                rows.for_each(|i| kept[i] = RETURN_ORDER_NUMBER);
                *numbers = kept.into();
            }
            OrderKeys::Hashes(hashes) => rows.for_each(|i| hashes[i] = RETURN_ORDER_KEY),
        }
    }
}

/// The flags of returns, with the rows that say it by their kind.
pub(super) fn with_returns(
    flags: Option<Float64Array>,
    returns: &[u32],
    n: usize,
) -> Option<Float64Array> {
    if returns.is_empty() {
        return flags;
    }
    let mut values = flags.as_ref().map_or_else(|| vec![0.0; n], |flags| present(flags).to_vec());
    for &row in returns {
        values[row as usize] = 1.0;
    }
    Some(values.into())
}

/// A return is a row with a return flag, a negative amount or a negative quantity; its amount carries
/// the sign bit (also when it is nothing), a purchase's never does.
pub(super) fn signed_amounts(
    amounts: &Float64Array,
    units: Option<&Float64Array>,
    flags: Option<&Float64Array>,
) -> ScalarBuffer<f64> {
    let (units, flags) = (units.map(present), flags.map(present));
    // No number (NaN) is neither negative nor a flag that is set. Nearly every batch holds purchases
    // alone, which is seen at a glance.
    let any = |found: bool, yes: bool| found | yes;
    let signs = amounts.values().iter().map(|a| a.is_sign_negative()).fold(false, any);
    let negative = units.iter().flat_map(|u| u.iter()).map(|&u| u < 0.0).fold(false, any);
    let flagged = flags.iter().flat_map(|f| f.iter()).map(|&f| f.abs() > 0.0).fold(false, any);
    if !(signs || negative || flagged) {
        return amounts.values().clone();
    }
    let is_return = |i: usize, amount: f64| {
        let units = units.as_ref().is_some_and(|units| units[i] < 0.0);
        // `-0.0` is not below 0: a purchase of nothing, whose sign goes.
        units || amount < 0.0 || flags.as_ref().is_some_and(|flags| flags[i].abs() > 0.0)
    };
    let sign = |(i, &amount): (usize, &f64)| {
        if is_return(i, amount) { -amount.abs() } else { amount.abs() }
    };
    amounts.values().iter().enumerate().map(sign).collect()
}

/// The numbers of a column, 0 where there is none.
fn present(column: &Float64Array) -> ScalarBuffer<f64> {
    if column.null_count() == 0 {
        return column.values().clone();
    }
    column.iter().map(|x| x.unwrap_or(0.0)).collect()
}

/// A number per row, changed where there is one; `absent` where there is none.
pub(super) fn optional_numbers(
    array: Option<&Float64Array>,
    n: usize,
    absent: f64,
    change: fn(f64) -> f64,
) -> ScalarBuffer<f64> {
    let Some(array) = array else { return vec![absent; n].into() };
    let stays = |fine: bool, &x: &f64| fine & !x.is_nan() & (change(x).to_bits() == x.to_bits());
    if array.null_count() == 0 && array.values().iter().fold(true, stays) {
        return array.values().clone();
    }
    let value = |i: usize| {
        if array.is_valid(i) && !array.value(i).is_nan() { change(array.value(i)) } else { absent }
    };
    (0..n).map(value).collect()
}
