//! What a history's rows look like, seen in a sample of its customers: rows that repeat another, orders
//! whose lines all have the same amount or add up to one of them, returns, two units of money, and one customer with a
//! large share of everything.
//!
//! Partitions are ranges of a hash of the customer, so the first ones are a sample of customers, each with
//! all of its rows; the same for any order of files. Nothing here says what is too much.

use super::amount_sizes::AmountSizes;
use super::clock_times::ClockTimes;
use super::discount_values::DiscountValues;
use super::engine::History;
use super::error::HistoryError;
use super::near_rows::{in_another_category, soon_after};
use super::purchase_days::PurchaseDays;
use super::twins::Twins;
use super::unit_prices::{Bought, UnitPrices};
use super::visit::rows::Transactions;
use super::visit::sorted::SortedPartition;
use crate::ingest::{
    AmountPer, CustomerId, IdRules, NO_CODE, SAME_ORDER_MICROS, TwoForms, Written, is_email,
    two_forms,
};
use rayon::prelude::*;

/// Rows that are looked at, about; all of them where there are fewer.
const SAMPLED_ROWS: u64 = 250_000;

/// A partition with at least one row in so many may hold a customer who has that share, if it is so many times as large as
/// most.
const ONE_ROW_IN: u64 = 50;
const TIMES_MEAN: u64 = 2;

/// Instants that are whole multiples of it may be dates, or appointments: a quarter of an hour.
const TIME_OF_DAY_MICROS: i64 = 900_000_000;

/// What was seen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inspection {
    /// Transaction rows looked at.
    pub rows: u64,
    /// Whether those are all.
    pub is_whole: bool,
    /// Customers with a row among them.
    pub customers: u64,
    /// Whether order numbers are read, and products where there are any: what tells one line from another.
    pub tells_lines_apart: bool,
    /// Rows that equal an earlier one in all that is read of a row.
    pub repeated: u64,
    /// Rows that equal another one in all but their category.
    pub in_another_category: u64,
    /// Orders of several lines that are not equal throughout.
    pub orders_of_lines: u64,
    /// Of those, the ones in which every line has the same amount.
    pub orders_of_one_amount: u64,
    /// The most lines of such an order.
    pub most_lines_of_one_amount: u64,
    /// Orders of three lines and more, not counting those that cost nothing.
    pub orders_of_three: u64,
    /// Of those, the ones in which a line costs what the others do together.
    pub orders_of_a_sum: u64,
    /// Orders that have a number, one for each customer of the number.
    pub numbers: u64,
    /// Of those, the ones with several rows.
    pub numbers_of_rows: u64,
    /// The numbers themselves, within a partition.
    pub distinct_numbers: u64,
    /// Orders whose number the customer has again so much later that it counts as another order.
    pub numbers_again: u64,
    /// Orders with rows on several days that are near enough to be one order.
    pub numbers_over_days: u64,
    /// Moments, with a time of day, at which a customer bought.
    pub moments: u64,
    /// Of those, the ones with several orders.
    pub moments_of_several: u64,
    /// Orders that begin within minutes of another one of their customer, and not at one moment with it.
    pub soon_after: u64,
    /// Orders, and of those the ones that cost nothing.
    pub orders: u64,
    pub orders_of_nothing: u64,
    /// Rows of a number and a product that another row of the order has.
    pub lines_again: u64,
    /// Sales that may be there twice, or be sums so far.
    pub twins: Twins,
    /// Days on which customers bought, and those that may have several orders.
    pub purchase_days: PurchaseDays,
    /// The discounts of the rows.
    pub discounts: DiscountValues,
    /// How large the amounts of purchases are.
    pub sizes: AmountSizes,
    /// At which times of the day the rows are.
    pub clock_times: ClockTimes,
    /// What a unit costs in rows of several units, beside rows of one.
    pub unit_prices: UnitPrices,
    /// Customers whose identifier another customer has in another spelling.
    pub alike: u64,
    /// Customers whose identifier is an address.
    pub by_address: u64,
    /// Numbers of customers that are there in two forms, such as `1007` and `CUST-1007`.
    pub two_forms: Option<TwoForms>,
    /// Rows that are returns.
    pub returns: u64,
    /// Purchases of no unit.
    pub no_units: u64,
    /// The customer with most rows.
    pub heaviest: Option<Heaviest>,
    /// Rows of the one who comes next.
    pub second_rows: u64,
}

/// A customer with many rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heaviest {
    /// The customer's identifier.
    pub id: String,
    /// Their transaction rows.
    pub rows: u64,
}

impl History {
    /// Looks at a sample of the customers, and at every partition that is much larger than others.
    pub fn inspect(&self) -> Result<Inspection, HistoryError> {
        let all: u64 = self.rows_by_partition().sum();
        let mean = all / self.rows_by_partition().count().max(1) as u64;
        let is_large = |rows: u64| rows * ONE_ROW_IN >= all && rows >= TIMES_MEAN * mean;
        let mut before = 0;
        let sampled: Vec<(usize, bool)> = self
            .rows_by_partition()
            .enumerate()
            .filter_map(|(p, rows)| {
                let in_sample = before < SAMPLED_ROWS;
                before += rows;
                (in_sample || is_large(rows) && rows > 0).then_some((p, in_sample))
            })
            .collect();
        let look = |&(p, in_sample): &(usize, bool)| {
            let (seen, spellings) = of_partition(&self.partition(p)?, self.tells_lines_apart());
            // Of a partition that is looked at for its size the rest would be no sample.
            let heaviest_alone = Inspection {
                heaviest: seen.heaviest.clone(),
                second_rows: seen.second_rows,
                ..Inspection::default()
            };
            Ok(if in_sample { (seen, spellings) } else { (heaviest_alone, Ids::default()) })
        };
        let parts = sampled.par_iter().map(look).collect::<Result<Vec<_>, HistoryError>>()?;
        let (parts, spellings): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
        let mut sum = parts.into_iter().fold(Inspection::default(), Inspection::and);
        let (spellings, written): (Vec<_>, Vec<_>) = spellings.into_iter().unzip();
        sum.alike = spelled_again(spellings.concat());
        sum.two_forms = two_forms(written.concat());
        let rows_of: Vec<u64> = self.rows_by_partition().collect();
        let seen: u64 = sampled.iter().filter(|(_, s)| *s).map(|(p, _)| rows_of[*p]).sum();
        sum.is_whole = seen == all;
        sum.tells_lines_apart = self.tells_lines_apart();
        if self.amount_per() == AmountPer::Order {
            // Their totals were spread evenly: that lines have one amount says nothing.
            (sum.orders_of_one_amount, sum.most_lines_of_one_amount) = (0, 0);
            sum.orders_of_a_sum = 0;
            sum.sizes = AmountSizes::default();
            if !self.tells_lines_apart() {
                sum.repeated = 0;
            }
        }
        Ok(sum)
    }
}

impl Inspection {
    fn and(mut self, other: Self) -> Self {
        self.rows += other.rows;
        self.customers += other.customers;
        self.repeated += other.repeated;
        self.in_another_category += other.in_another_category;
        self.by_address += other.by_address;
        self.orders_of_lines += other.orders_of_lines;
        self.orders_of_one_amount += other.orders_of_one_amount;
        self.orders_of_three += other.orders_of_three;
        self.orders_of_a_sum += other.orders_of_a_sum;
        self.orders += other.orders;
        self.orders_of_nothing += other.orders_of_nothing;
        self.numbers += other.numbers;
        self.numbers_of_rows += other.numbers_of_rows;
        self.distinct_numbers += other.distinct_numbers;
        self.numbers_again += other.numbers_again;
        self.numbers_over_days += other.numbers_over_days;
        self.moments += other.moments;
        self.moments_of_several += other.moments_of_several;
        self.soon_after += other.soon_after;
        self.lines_again += other.lines_again;
        self.purchase_days = self.purchase_days.and(other.purchase_days);
        self.twins = self.twins.and(other.twins);
        self.discounts = self.discounts.and(other.discounts);
        self.sizes.and(&other.sizes);
        self.clock_times.and(&other.clock_times);
        self.unit_prices = self.unit_prices.and(other.unit_prices);
        self.returns += other.returns;
        self.no_units += other.no_units;
        let most = &mut self.most_lines_of_one_amount;
        *most = (*most).max(other.most_lines_of_one_amount);
        let second_rows = self.second_rows.max(other.second_rows);
        let rows = |heaviest: &Option<Heaviest>| heaviest.as_ref().map_or(0, |h| h.rows);
        let (own, others) = (rows(&self.heaviest), rows(&other.heaviest));
        self.second_rows = second_rows.max(own.min(others));
        if others > own {
            self.heaviest = other.heaviest;
        }
        self
    }

    /// Takes the rows of a customer into account.
    fn weigh(&mut self, id: CustomerId<'_>, rows: u64) {
        let most = self.heaviest.as_ref().map_or(0, |heaviest| heaviest.rows);
        if rows <= most {
            self.second_rows = self.second_rows.max(rows);
            return;
        }
        self.second_rows = most;
        self.heaviest = Some(Heaviest { id: id.to_string(), rows });
    }
}

/// How many of some hashes stand there before.
fn spelled_again(mut spellings: Vec<u64>) -> u64 {
    let all = spellings.len();
    spellings.sort_unstable();
    spellings.dedup();
    (all - spellings.len()) as u64
}

/// A hash of each customer's identifier that all of its spellings share, and the forms of those that are numbers, where
/// identifiers are texts.
type Ids = (Vec<u64>, Vec<Written>);

/// What was seen, and the customers' identifiers.
/// Lines that look equal only because products are not read are lines of their own.
fn of_partition(partition: &SortedPartition<'_>, tells_lines_apart: bool) -> (Inspection, Ids) {
    let mut seen = Inspection::default();
    let mut orders = Vec::new();
    let mut amounts = Vec::new();
    let mut numbers = Vec::new();
    let (mut spellings, mut written) = (Vec::new(), Vec::new());
    let mut units = Vec::new();
    partition.for_each(|customer| {
        let rows = &customer.transactions;
        if rows.is_empty() {
            return;
        }
        seen.customers += 1;
        if let CustomerId::Text(id) = customer.id {
            spellings.push(CustomerId::Text(&IdRules::likeness(id)).stable_hash());
            seen.by_address += u64::from(is_email(id));
            let at = |row: Option<&i64>| row.copied().unwrap_or_default();
            let (first, last) = (at(rows.time_micros.first()), at(rows.time_micros.last()));
            written.extend(Written::of(id, first, last));
        }
        seen.rows += rows.len() as u64;
        seen.weigh(customer.id, rows.len() as u64);
        for (&micros, &day) in rows.time_micros.iter().zip(rows.day) {
            seen.clock_times.observe(micros, day);
        }
        // Rows of one instant stand in order of their content: equal ones are neighbours.
        let is_new = |i: usize| i == 0 || !equal(rows, i - 1, i);
        seen.repeated += (1..rows.len()).filter(|&i| !is_new(i)).count() as u64;
        seen.in_another_category += in_another_category(rows);
        let returns = (0..rows.len()).filter(|&i| rows.is_return(i)).count();
        seen.returns += returns as u64;
        let is_nothing = |i: usize| rows.quantity.get(i) == Some(&0.0) && !rows.is_return(i);
        seen.no_units += (0..rows.len()).filter(|&i| is_nothing(i)).count() as u64;
        orders.clear();
        let is_line = |&i: &usize| (!tells_lines_apart || is_new(i)) && !rows.is_return(i);
        orders.extend((0..rows.len()).filter(is_line));
        for moment in orders.chunk_by(|&a, &b| rows.time_micros[a] == rows.time_micros[b]) {
            let at = rows.time_micros[moment[0]];
            let is_moment = at % TIME_OF_DAY_MICROS != 0;
            let is_several = moment.iter().any(|&i| rows.order[i] != rows.order[moment[0]]);
            seen.moments += u64::from(is_moment);
            seen.moments_of_several += u64::from(is_moment && is_several);
        }
        let product = |i: usize| rows.product.get(i);
        orders.clear();
        orders.extend((0..rows.len()).filter(|&i| !rows.is_return(i)));
        seen.purchase_days.observe(rows, &orders);
        rows.discount.iter().for_each(|discount| seen.discounts.observe(*discount));
        for &i in &orders {
            seen.sizes.observe(rows.amount[i]);
            units.extend(units_of(rows, i));
        }
        orders.sort_unstable_by_key(|&i| (rows.order[i], product(i)));
        let is_again = |pair: &&[usize]| {
            (rows.order[pair[0]], product(pair[0])) == (rows.order[pair[1]], product(pair[1]))
        };
        seen.lines_again += orders.windows(2).filter(is_again).count() as u64;
        orders.retain(is_line);
        orders.sort_unstable_by_key(|&i| (rows.order[i], rows.time_micros[i]));
        seen.twins.observe(rows, &orders);
        seen.soon_after += soon_after(rows, &orders);
        for lines in orders.chunk_by(|&a, &b| rows.order[a] == rows.order[b]) {
            let is_again = lines.windows(2).any(|pair| {
                rows.time_micros[pair[1]] - rows.time_micros[pair[0]] > SAME_ORDER_MICROS
            });
            numbers.push(rows.order[lines[0]]);
            seen.numbers_of_rows += u64::from(lines.len() > 1);
            seen.numbers_again += u64::from(is_again);
            let is_over_days = lines.windows(2).any(|pair| {
                rows.day[pair[0]] != rows.day[pair[1]]
                    && rows.time_micros[pair[1]] - rows.time_micros[pair[0]] <= SAME_ORDER_MICROS
            });
            seen.numbers_over_days += u64::from(is_over_days);
        }
        for lines in orders.chunk_by(|&a, &b| {
            rows.order[a] == rows.order[b] && rows.time_micros[a] == rows.time_micros[b]
        }) {
            amounts.clear();
            amounts.extend(lines.iter().map(|&i| rows.amount[i]).filter(|amount| *amount > 0.0));
            seen.orders_of_three += u64::from(amounts.len() > 2);
            seen.orders_of_a_sum += u64::from(amounts.len() > 2 && has_a_sum(&amounts));
            seen.orders += 1;
            seen.orders_of_nothing += u64::from(lines.iter().all(|&i| rows.amount[i] == 0.0));
            let amount = rows.amount[lines[0]];
            if lines.len() > 1 && amount != 0.0 {
                seen.orders_of_lines += 1;
                if lines.iter().all(|&i| rows.amount[i].to_bits() == amount.to_bits()) {
                    seen.orders_of_one_amount += 1;
                    let most = &mut seen.most_lines_of_one_amount;
                    *most = (*most).max(lines.len() as u64);
                }
            }
        }
    });
    seen.unit_prices = UnitPrices::of(units);
    seen.numbers = numbers.len() as u64;
    numbers.sort_unstable();
    numbers.dedup();
    seen.distinct_numbers = numbers.len() as u64;
    (seen, (spellings, written))
}

/// A purchase's units and what one of them costs, where products and units are read.
fn units_of(rows: &Transactions<'_>, i: usize) -> Option<Bought> {
    let (units, product) = (*rows.quantity.get(i)?, *rows.product.get(i)?);
    (product != NO_CODE).then(|| Bought { product, units, price: rows.amount[i] / units })
}

/// Half a hundredth: what rounding may change.
const ROUNDING: f64 = 0.005;

/// Whether one of at least three amounts is the sum of the others, or of the others without their own sum.
fn has_a_sum(amounts: &[f64]) -> bool {
    let most = amounts.iter().copied().fold(0.0, f64::max);
    let others = amounts.iter().sum::<f64>() - most;
    let rounding = ROUNDING * amounts.len() as f64;
    let is_sum = |of: f64| (of - most).abs() <= rounding;
    is_sum(others) || amounts.len() > 3 && amounts.iter().any(|subtotal| is_sum(others - subtotal))
}

/// Whether two rows are equal in all that is known of them.
fn equal(rows: &Transactions<'_>, a: usize, b: usize) -> bool {
    fn same<T: PartialEq>(column: &[T], a: usize, b: usize) -> bool {
        column.is_empty() || column[a] == column[b]
    }
    rows.time_micros[a] == rows.time_micros[b]
        && rows.amount[a].to_bits() == rows.amount[b].to_bits()
        && rows.order[a] == rows.order[b]
        && same(rows.quantity, a, b)
        && same(rows.discount, a, b)
        && same(rows.product, a, b)
        && same(rows.category, a, b)
        && same(rows.channel, a, b)
}

#[cfg(test)]
mod tests {
    use super::has_a_sum;

    #[test]
    fn a_line_may_be_the_sum_of_the_others() {
        assert!(has_a_sum(&[19.99, 5.01, 25.0]));
        assert!(has_a_sum(&[33.333, 33.333, 66.67]), "rounded");
        assert!(has_a_sum(&[10.0, 5.0, 15.0, 2.85, 17.85]), "a subtotal, a tax and a total");
        assert!(!has_a_sum(&[10.0, 5.0, 14.0]));
        assert!(!has_a_sum(&[10.0, 10.0, 10.0]));
    }
}
