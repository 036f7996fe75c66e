//! Rows become orders: the unit in which purchases are counted.
//!
//! A purchase is an order: the purchase rows (not returns) of one customer with one order key; its
//! time is that of its earliest row, its value the sum of its rows. Numbers that a till gives out anew
//! (by day, by store) do not join what lies days apart: see [`SAME_ORDER_MICROS`]. [`Orders`] is a scratch filled
//! again for every customer and `as_of`, so that the pass over a base allocates nothing.
//! It lives below `features` and `labels` because both count purchases and neither may see the other.

use super::rows::Transactions;
use crate::ingest::SAME_ORDER_MICROS;
use crate::ingest::{NO_CODE, mix};
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use std::ops::Range;

/// The orders of one customer, ascending in time; every column has one entry per order.
#[derive(Debug, Default)]
pub struct Orders {
    /// Time of the earliest row.
    pub time_micros: Vec<i64>,
    /// Local calendar day of the earliest row.
    pub day: Vec<i32>,
    /// Sum of the rows' amounts (purchase rows only).
    pub value: Vec<f64>,
    /// Sum of the amounts of rows sold at a discount.
    pub discounted_value: Vec<f64>,
    /// Number of rows.
    pub rows: Vec<u32>,
    /// Sum of quantities; the number of rows where no quantity column is mapped.
    pub quantity: Vec<f64>,
    /// Channel of the earliest row.
    pub channel: Vec<u32>,
    /// Time of the newest row so far.
    newest_micros: Vec<i64>,
    /// Order keys, mixed: no two become one, and their bits are good for hashing.
    keys: Vec<u64>,
    /// The marks of all keys: most new keys are seen to be new at a glance.
    seen: u64,
    lookup: HashTable<u32>,
}

/// Up to so many orders, looking back through the keys beats hashing.
const LINEAR_SEARCH_MAX: usize = 16;

/// A lookup grown past so many entries is given back after the customer who needed it.
const LOOKUP_KEEP_MAX: usize = 4096;

impl Orders {
    /// Number of orders.
    #[inline]
    pub fn len(&self) -> usize {
        self.time_micros.len()
    }

    /// Whether there is no order.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.time_micros.is_empty()
    }

    /// Replaces the content by the orders of `rows` (already cut at `as_of`).
    pub fn rebuild(&mut self, rows: &Transactions<'_>) {
        self.clear();
        let mut i = 0;
        while i < rows.len() {
            if rows.is_return(i) {
                i += 1;
                continue;
            }
            let run = run_from(rows, i);
            let key = mix(rows.order[i]);
            let at = match self.find(key) {
                Some(at) if rows.time_micros[i] - self.newest_micros[at] <= SAME_ORDER_MICROS => at,
                _ => self.open(key, rows, i),
            };
            self.newest_micros[at] = rows.time_micros[run.end - 1];
            self.add_run(at, rows, run.clone());
            i = run.end;
        }
    }

    /// Adds rows that belong to order `at`.
    #[inline]
    fn add_run(&mut self, at: usize, rows: &Transactions<'_>, run: Range<usize>) {
        let amounts = &rows.amount[run.clone()];
        self.value[at] = amounts.iter().fold(self.value[at], |sum, amount| sum + amount);
        if let Some(discounts) = rows.discount.get(run.clone()) {
            let discounted = |sum: f64, (&amount, &discount): (&f64, &f64)| {
                sum + if discount > 0.0 { amount } else { 0.0 }
            };
            let before = self.discounted_value[at];
            self.discounted_value[at] = amounts.iter().zip(discounts).fold(before, discounted);
        }
        self.rows[at] += run.len() as u32;
        self.quantity[at] = match rows.quantity.get(run.clone()) {
            Some(units) => units.iter().fold(self.quantity[at], |sum, units| sum + units),
            None => self.quantity[at] + run.len() as f64,
        };
    }

    fn clear(&mut self) {
        self.time_micros.clear();
        self.day.clear();
        self.value.clear();
        self.discounted_value.clear();
        self.rows.clear();
        self.quantity.clear();
        self.channel.clear();
        self.newest_micros.clear();
        self.keys.clear();
        self.seen = 0;
        // One giant customer must not make clearing dear for all who follow.
        if self.lookup.capacity() > LOOKUP_KEEP_MAX {
            self.lookup = HashTable::new();
        }
        self.lookup.clear();
    }

    #[inline]
    fn find(&self, key: u64) -> Option<usize> {
        if self.seen & mark(key) == 0 {
            return None;
        }
        if self.keys.len() <= LINEAR_SEARCH_MAX {
            return self.keys.iter().rposition(|&k| k == key);
        }
        self.lookup.find(key, |&at| self.keys[at as usize] == key).map(|&at| at as usize)
    }

    fn open(&mut self, key: u64, rows: &Transactions<'_>, i: usize) -> usize {
        let at = self.keys.len();
        self.keys.push(key);
        self.seen |= mark(key);
        self.time_micros.push(rows.time_micros[i]);
        self.newest_micros.push(rows.time_micros[i]);
        self.day.push(rows.day[i]);
        self.value.push(0.0);
        self.discounted_value.push(0.0);
        self.rows.push(0);
        self.quantity.push(0.0);
        self.channel.push(rows.channel.get(i).copied().unwrap_or(NO_CODE));
        if at == LINEAR_SEARCH_MAX {
            (0..at).for_each(|old| self.index(old));
        }
        if at >= LINEAR_SEARCH_MAX {
            self.index(at);
        }
        at
    }

    fn index(&mut self, at: usize) {
        // Of orders with one key the newest is looked up: rows come in order of time.
        let keys = &self.keys;
        let same = |&other: &u32| keys[other as usize] == keys[at];
        match self.lookup.entry(keys[at], same, |&other| keys[other as usize]) {
            Entry::Occupied(mut older) => *older.get_mut() = at as u32,
            Entry::Vacant(place) => {
                place.insert(at as u32);
            }
        }
    }
}

/// The purchase rows from `start` on that belong to one order: they mostly stand together.
#[inline]
fn run_from(rows: &Transactions<'_>, start: usize) -> Range<usize> {
    let key = rows.order[start];
    let others = rows.order[start + 1..].iter().zip(&rows.amount[start + 1..]);
    let more = others.take_while(|(order, amount)| **order == key && !amount.is_sign_negative());
    let end = start + 1 + more.count();
    let times = &rows.time_micros[start..end];
    if times[times.len() - 1] - times[0] <= SAME_ORDER_MICROS {
        return start..end;
    }
    let together =
        times.windows(2).take_while(|pair| pair[1] - pair[0] <= SAME_ORDER_MICROS).count();
    start..start + 1 + together
}

/// One of 64 bits; keys are mixed.
#[inline]
fn mark(key: u64) -> u64 {
    1 << (key >> 58)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::MICROS_PER_DAY;

    #[test]
    fn a_number_given_out_again_days_later_is_another_order() {
        // Receipts 1, 2, 1, 1 and 1 again within two days: four orders. Many others before test the lookup.
        for before in [0, 30] {
            let days: Vec<i64> = (0..before).chain([100, 130, 160, 190, 191]).collect();
            let numbers = (0..before as u64).map(|i| 1000 + i).chain([1, 2, 1, 1, 1]);
            let time: Vec<i64> = days.iter().map(|day| day * MICROS_PER_DAY).collect();
            let (day, amount) = (vec![0; time.len()], vec![1.0; time.len()]);
            let order: Vec<u64> = numbers.map(mix).collect();
            let rows = Transactions {
                time_micros: &time,
                day: &day,
                amount: &amount,
                order: &order,
                ..Transactions::default()
            };
            let mut orders = Orders::default();
            orders.rebuild(&rows);
            assert_eq!(orders.len(), before as usize + 4);
            assert_eq!(orders.value[before as usize..], [1.0, 1.0, 1.0, 2.0]);
        }
    }

    #[test]
    fn rows_of_an_order_are_gathered_wherever_they_stand() {
        let time: Vec<i64> = (0..100).collect();
        let day = vec![0; 100];
        let order: Vec<u64> =
            (0..100u64).map(|i| (i % 40).wrapping_mul(0x9e37_79b9_7f4a_7c15)).collect();
        let mut amount = vec![1.0; 100];
        amount[99] = -0.0;
        let rows = Transactions {
            time_micros: &time,
            day: &day,
            amount: &amount,
            order: &order,
            ..Transactions::default()
        };
        let mut orders = Orders::default();
        for _ in 0..2 {
            orders.rebuild(&rows);
            assert_eq!(orders.len(), 40);
            assert_eq!(orders.time_micros, (0..40).collect::<Vec<_>>());
            assert_eq!(orders.value.iter().sum::<f64>(), 99.0);
            assert_eq!(orders.rows[19], 2, "the return is no part of the order");
        }
    }
}
