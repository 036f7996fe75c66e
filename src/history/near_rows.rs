//! Rows of a customer that stand near each other: lines that differ in their category alone, and orders within minutes.

use super::visit::rows::Transactions;
use crate::ingest::NO_CODE;

/// What begins this much later begins soon after.
const SOON_MICROS: i64 = 900_000_000;

/// How many orders begin soon after another one. Rows are in order of their orders and times.
pub(super) fn soon_after(rows: &Transactions<'_>, lines: &[usize]) -> u64 {
    let orders = lines.chunk_by(|&a, &b| rows.order[a] == rows.order[b]);
    let mut begins: Vec<i64> = orders.map(|lines| rows.time_micros[lines[0]]).collect();
    begins.sort_unstable();
    let is_soon = |pair: &&[i64]| (1..=SOON_MICROS).contains(&(pair[1] - pair[0]));
    begins.windows(2).filter(is_soon).count() as u64
}

/// How many rows equal another one in all but their category, where products and categories are read.
pub(super) fn in_another_category(rows: &Transactions<'_>) -> u64 {
    if rows.product.is_empty() || rows.category.is_empty() {
        return 0;
    }
    let is_known = |&i: &usize| rows.product[i] != NO_CODE && rows.category[i] != NO_CODE;
    let rest = |i: usize| {
        let of = |column: &[f64]| column.get(i).map(|x| x.to_bits());
        let amount = rows.amount[i].to_bits();
        let bought = (rows.order[i], rows.product[i], amount, of(rows.quantity), of(rows.discount));
        (rows.time_micros[i], bought)
    };
    let mut known: Vec<usize> = (0..rows.len()).filter(is_known).collect();
    known.sort_unstable_by_key(|&i| (rest(i), rows.category[i]));
    let again = |pair: &&[usize]| {
        rest(pair[0]) == rest(pair[1]) && rows.category[pair[0]] != rows.category[pair[1]]
    };
    known.windows(2).filter(again).count() as u64
}
