//! What the lines of an order cost beside each other: totals that stand on several of them, and lines that
//! take money off the others.
//!
//! Where amounts are of the whole order, its lines share the total evenly. A negative amount among an
//! order's other lines, at one instant, takes money off them: such a line is a voucher or a discount written as a line of its own. It is no purchase and no
//! return: what it takes off is spread over the order's other lines, in proportion to their amounts.
//! Rows that say they are returns (a flag, or negative units) belong to no order and are never taken
//! for one; see `ingest/row_rules.rs`. Not here: returns at another time than the sale.

use super::sorted::TransactionColumns;
use std::ops::Range;

/// An order that its discounts would bring to less than this share of its price is an exchange or a
/// cancellation: its negative lines stay returns.
pub(crate) const LEAST_SHARE_LEFT: f64 = 1e-9;

/// Folds discount lines into the lines that they take money off. Rows are in order of time, those of
/// one instant by order and amount.
pub(crate) fn fold_discount_lines(columns: &mut TransactionColumns) {
    let n_negative: usize = columns.amount.iter().map(|amount| usize::from(*amount < 0.0)).sum();
    if n_negative == 0 {
        return;
    }
    let mut kept = Vec::with_capacity(columns.amount.len());
    let mut start = 0;
    while start < columns.amount.len() {
        let lines = lines_from(columns, start);
        start = lines.end;
        let folded = fold(columns, lines.clone());
        kept.extend(if folded { purchases(columns, &lines)..lines.end } else { lines });
    }
    if kept.len() < columns.amount.len() {
        keep(columns, &kept);
    }
}

/// Spreads each order's total evenly over its lines at one instant, returns by themselves: it stands on
/// each of them, or on one beside zeros.
pub(crate) fn spread_totals(columns: &mut TransactionColumns) {
    let mut start = 0;
    while start < columns.amount.len() {
        let lines = lines_from(columns, start);
        start = lines.end;
        let first = purchases(columns, &lines);
        for side in [lines.start..first, first..lines.end] {
            let amounts = &mut columns.amount[side];
            let total = amounts.iter().copied().max_by(|a, b| a.abs().total_cmp(&b.abs()));
            let each = total.unwrap_or_default() / amounts.len() as f64;
            amounts.fill(each);
        }
    }
}

/// The lines of one order at one instant, from `start` on.
fn lines_from(columns: &TransactionColumns, start: usize) -> Range<usize> {
    let (time, order) = (columns.time_micros[start], columns.order[start]);
    let rest = columns.time_micros[start..].iter().zip(&columns.order[start..]);
    start..start + rest.take_while(|(t, o)| **t == time && **o == order).count()
}

/// The first of the lines that is a purchase: amounts ascend, so those that take off come first.
fn purchases(columns: &TransactionColumns, lines: &Range<usize>) -> usize {
    lines.start + columns.amount[lines.clone()].partition_point(|amount| amount.is_sign_negative())
}

/// Takes the negative lines off the positive ones; tells whether it did.
fn fold(columns: &mut TransactionColumns, lines: Range<usize>) -> bool {
    let first = purchases(columns, &lines);
    if first == lines.start || first == lines.end {
        return false;
    }
    let off: f64 = columns.amount[lines.start..first].iter().map(|amount| -amount).sum();
    let price: f64 = columns.amount[first..lines.end].iter().sum();
    if off == 0.0 || price - off < price * LEAST_SHARE_LEFT {
        return false;
    }
    let left = (price - off) / price;
    // A negative discount says how much of what is taken off was given back, and is no discount.
    let given_back: f64 = columns.discount.get(lines.start..first).map_or(0.0, |discounts| {
        discounts.iter().filter(|discount| **discount < 0.0).map(|discount| -discount).sum()
    });
    let discounted = (off - given_back).max(0.0) / off;
    for line in first..lines.end {
        let amount = columns.amount[line];
        columns.amount[line] = amount * left;
        if let Some(discount) = columns.discount.get_mut(line) {
            *discount += (amount - amount * left) * discounted;
        }
    }
    true
}

/// Leaves the rows `kept`, ascending.
fn keep(columns: &mut TransactionColumns, kept: &[usize]) {
    fn rows<T: Copy>(column: &mut Vec<T>, kept: &[usize]) {
        if column.is_empty() {
            return;
        }
        for (to, &from) in kept.iter().enumerate() {
            column[to] = column[from];
        }
        column.truncate(kept.len());
    }
    let TransactionColumns {
        time_micros,
        day,
        amount,
        order,
        quantity,
        discount,
        product,
        category,
        channel,
    } = columns;
    rows(time_micros, kept);
    rows(day, kept);
    rows(amount, kept);
    rows(order, kept);
    rows(quantity, kept);
    rows(discount, kept);
    rows(product, kept);
    rows(category, kept);
    rows(channel, kept);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(rows: &[(i64, u64, f64)]) -> TransactionColumns {
        TransactionColumns {
            time_micros: rows.iter().map(|row| row.0).collect(),
            day: rows.iter().map(|_| 0).collect(),
            order: rows.iter().map(|row| row.1).collect(),
            amount: rows.iter().map(|row| row.2).collect(),
            discount: rows.iter().map(|_| 0.0).collect(),
            ..TransactionColumns::default()
        }
    }

    fn folded(rows: &[(i64, u64, f64)]) -> Vec<(i64, u64, f64, f64)> {
        let mut columns = columns(rows);
        fold_discount_lines(&mut columns);
        (0..columns.amount.len())
            .map(|i| {
                let (time, order) = (columns.time_micros[i], columns.order[i]);
                (time, order, columns.amount[i], columns.discount[i])
            })
            .collect()
    }

    #[test]
    fn a_negative_line_among_an_orders_others_is_a_discount() {
        let rows = [(5, 1, -20.0), (5, 1, 40.0), (5, 1, 60.0), (6, 2, 10.0)];
        assert_eq!(folded(&rows), [(5, 1, 32.0, 8.0), (5, 1, 48.0, 12.0), (6, 2, 10.0, 0.0)]);
    }

    #[test]
    fn a_total_on_every_line_counts_once() {
        let rows =
            [(5, 1, -60.0), (5, 1, -60.0), (5, 1, 60.0), (5, 2, 0.0), (5, 2, 9.0), (6, 2, 9.0)];
        let mut columns = columns(&rows);
        spread_totals(&mut columns);
        assert_eq!(columns.amount, [-30.0, -30.0, 60.0, 4.5, 4.5, 9.0]);
    }

    #[test]
    fn what_was_given_back_is_no_discount() {
        let mut columns = columns(&[(5, 1, -20.0), (5, 1, 40.0), (5, 1, 60.0)]);
        columns.discount[0] = -15.0;
        fold_discount_lines(&mut columns);
        assert_eq!(columns.amount, [32.0, 48.0]);
        assert_eq!(columns.discount, [2.0, 3.0]);
    }

    #[test]
    fn what_comes_at_another_time_or_in_another_order_stays_a_return() {
        let rows = [(5, 1, 40.0), (5, 2, -20.0), (6, 1, -20.0), (7, 3, -5.0), (8, 3, 9.0)];
        let same: Vec<_> = rows.iter().map(|&(t, o, a)| (t, o, a, 0.0)).collect();
        assert_eq!(folded(&rows), same);
    }

    #[test]
    fn an_order_that_comes_to_nothing_is_no_discount() {
        for off in [-60.0, -100.0] {
            let rows = [(5, 1, off), (5, 1, 20.0), (5, 1, 40.0)];
            assert_eq!(folded(&rows).len(), 3);
            assert_eq!(folded(&rows)[0].2, off);
        }
    }
}
