//! Sales of one customer that may be one sale, as two systems write it: under two numbers, with one amount, a day alone beside
//! a time of that day or two clocks that are whole hours apart; and amounts that only ever rise, as sums so far do.

use super::visit::rows::Transactions;

/// Clocks of two zones are so many of these apart, and times that are multiples of it may be rounded.
const HALF_HOUR_MICROS: i64 = 1_800_000_000;
const QUARTER_MICROS: i64 = HALF_HOUR_MICROS / 2;
/// Zones are no further apart.
const MOST_APART_MICROS: i64 = 28 * HALF_HOUR_MICROS;
/// Fewer sales may rise by chance.
const FEW_SALES: usize = 4;

/// What was seen of the sales of customers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Twins {
    /// Sales that cost something.
    pub sales: u64,
    /// Pairs of these that may be one sale.
    pub pairs: u64,
    /// Customers with several sales, and those of them whose sales each cost more than the one before.
    pub customers: u64,
    pub rising: u64,
}

/// A sale: its amount's bits, when it was, on which day.
type Sale = (u64, i64, i32);

impl Twins {
    /// Takes in the purchases of a customer, in order of their orders and times.
    pub(super) fn observe(&mut self, rows: &Transactions<'_>, purchases: &[usize]) {
        let of_order = |lines: &[usize]| -> Option<Sale> {
            let money: f64 = lines.iter().map(|&i| rows.amount[i]).sum();
            let first = *lines.first()?;
            (money > 0.0).then(|| (money.to_bits(), rows.time_micros[first], rows.day[first]))
        };
        let orders = purchases.chunk_by(|&a, &b| rows.order[a] == rows.order[b]);
        let mut sales: Vec<Sale> = orders.filter_map(of_order).collect();
        self.sales += sales.len() as u64;
        sales.sort_unstable_by_key(|(money, at, _)| (*at, *money));
        if sales.len() >= FEW_SALES {
            self.customers += 1;
            // Bits of numbers above 0 sort as these do.
            self.rising += u64::from(sales.windows(2).all(|pair| pair[0].0 < pair[1].0));
        }
        sales.sort_unstable();
        for of_one_amount in sales.chunk_by(|a, b| a.0 == b.0) {
            let mut rest = of_one_amount;
            while let [first, others @ ..] = rest {
                let is_twin = others.first().is_some_and(|second| are_twins(first, second));
                self.pairs += u64::from(is_twin);
                rest = if is_twin { &others[1..] } else { others };
            }
        }
    }

    /// The same with what was seen elsewhere.
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            sales: self.sales + other.sales,
            pairs: self.pairs + other.pairs,
            customers: self.customers + other.customers,
            rising: self.rising + other.rising,
        }
    }
}

/// Whether two sales of one amount, the earlier one first, may be one.
fn are_twins(one: &Sale, other: &Sale) -> bool {
    let apart = other.1 - one.1;
    let is_round = |sale: &Sale| sale.1 % QUARTER_MICROS == 0;
    let by_clocks =
        apart > 0 && apart <= MOST_APART_MICROS && apart % HALF_HOUR_MICROS == 0 && !is_round(one);
    by_clocks || one.2 == other.2 && is_round(one) && !is_round(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 48 * HALF_HOUR_MICROS;

    /// Sales of one customer: amount and moment.
    fn of(sales: &[(f64, i64)]) -> Twins {
        let mut sales = sales.to_vec();
        sales.sort_by_key(|sale| sale.1);
        let amount: Vec<f64> = sales.iter().map(|sale| sale.0).collect();
        let time_micros: Vec<i64> = sales.iter().map(|sale| sale.1).collect();
        let day: Vec<i32> = time_micros.iter().map(|at| at.div_euclid(DAY) as i32).collect();
        let order: Vec<u64> = (0..sales.len() as u64).collect();
        let rows = Transactions {
            time_micros: &time_micros,
            day: &day,
            amount: &amount,
            order: &order,
            quantity: &[],
            discount: &[],
            product: &[],
            category: &[],
            channel: &[],
        };
        let mut seen = Twins::default();
        seen.observe(&rows, &(0..sales.len()).collect::<Vec<_>>());
        seen
    }

    #[test]
    fn one_sale_of_two_systems_is_a_pair() {
        let at = 10 * DAY + 7_654_321;
        assert_eq!(of(&[(5.0, 10 * DAY), (5.0, at), (7.0, at + DAY)]).pairs, 1, "a day and a time");
        assert_eq!(of(&[(5.0, at), (5.0, at + 2 * HALF_HOUR_MICROS)]).pairs, 1, "two clocks");
        for others in [
            [(5.0, at), (6.0, at + 2 * HALF_HOUR_MICROS)],
            [(5.0, at), (5.0, at + 2 * HALF_HOUR_MICROS + 1)],
            [(5.0, at), (5.0, at + DAY)],
            [(5.0, at), (5.0, at)],
            [(5.0, 10 * DAY), (5.0, 11 * DAY)],
        ] {
            assert_eq!(of(&others).pairs, 0, "{others:?}");
        }
    }

    #[test]
    fn sums_so_far_only_rise() {
        let of = |amounts: [f64; 4]| of(&[0, 1, 2, 3].map(|k| (amounts[k], k as i64 * DAY)));
        let seen = of([5.0, 6.0, 9.0, 9.5]);
        assert_eq!((seen.customers, seen.rising), (1, 1));
        assert_eq!(of([5.0, 6.0, 6.0, 9.5]).rising, 0);
    }
}
