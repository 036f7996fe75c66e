//! Counts the days on which a customer may have ordered more than once. Without order numbers such a day counts as one
//! order; `monitor::preflight::order_numbers` says when there are many of them.

use super::visit::rows::Transactions;
use crate::ingest::NO_CODE;

/// The lines of one order are rung up within it: ten minutes.
const ONE_ORDER_MICROS: i64 = 600_000_000;

/// Days on which customers bought.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PurchaseDays {
    /// All of them.
    pub days: u64,
    /// Those with rows further apart than the lines of an order, or with one product at two prices.
    pub of_several: u64,
}

impl PurchaseDays {
    /// Takes in the purchases of a customer, by the places of their rows in order of time.
    pub(super) fn observe(&mut self, rows: &Transactions<'_>, purchases: &[usize]) {
        for day in purchases.chunk_by(|&a, &b| rows.day[a] == rows.day[b]) {
            self.days += 1;
            self.of_several += u64::from(may_be_several(rows, day));
        }
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self { days: self.days + other.days, of_several: self.of_several + other.of_several }
    }
}

fn may_be_several(rows: &Transactions<'_>, day: &[usize]) -> bool {
    let [first, .., last] = day else { return false };
    if rows.time_micros[*last] - rows.time_micros[*first] > ONE_ORDER_MICROS {
        return true;
    }
    // Equal rows may be one that is there twice: that is told of by itself.
    let sold = |&i: &usize| {
        let product = rows.product.get(i).filter(|product| **product != NO_CODE)?;
        Some((*product, rows.amount[i].to_bits()))
    };
    let mut sold: Vec<(u32, u64)> = day.iter().filter_map(sold).collect();
    sold.sort_unstable();
    sold.windows(2).any(|pair| pair[0].0 == pair[1].0 && pair[0].1 != pair[1].1)
}
