//! The orders of one customer, beside each other: which of their rows tell of one sale.

use super::{NO_CODE, OrderStates, SaleRow, Says};
use crate::ingest::SAME_ORDER_MICROS;

/// Half a hundredth: what rounding may change.
const ROUNDING: f64 = 0.005;

/// An order as a sale.
struct Sale {
    order: u64,
    /// When it was sold.
    micros: i64,
    money: f64,
}

/// Looks at the rows of a customer, in order.
pub(super) fn look(rows: &[SaleRow], seen: &mut OrderStates) {
    let orders = || rows.chunk_by(|a, b| a.order == b.order);
    let sales: Vec<Sale> = orders().filter_map(sale).collect();
    let mut paid: Vec<(u64, i64)> =
        sales.iter().map(|sale| (sale.money.to_bits(), sale.micros)).collect();
    paid.sort_unstable();
    let is_paid_before = |money: f64, micros: i64| {
        let first = paid.partition_point(|(amount, _)| *amount < money.to_bits());
        let first = paid.get(first).filter(|(amount, _)| *amount == money.to_bits());
        first.is_some_and(|(_, at)| *at < micros)
    };
    seen.sales += sales.len() as u64;
    let again = sales.iter().filter(|sale| is_paid_before(sale.money, sale.micros));
    seen.sales_paid_before += again.count() as u64;
    for order in orders() {
        within(order, seen);
        if let Some((money, micros)) = taken_back_alone(order) {
            seen.taken_back_alone += 1;
            seen.paid_before += u64::from(is_paid_before(money, micros));
        }
    }
    names(rows, &sales, seen);
}

/// What the rows of one order say of each other.
fn within(order: &[SaleRow], seen: &mut OrderStates) {
    let of = |says: Says| {
        let begin = order.partition_point(|row| row.says < says);
        &order[begin..order.partition_point(|row| row.says <= says)]
    };
    let (sales, given_back, others) = (of(Says::Sale), of(Says::GivenBack), of(Says::TakenBack));
    let is_again = |pair: &[SaleRow]| pair[0].is_told_again_by(&pair[1]);
    seen.of_several_rows += u64::from(sales.len() > 1);
    let is_told_again = sales.windows(2).any(is_again);
    seen.told_again += u64::from(is_told_again);
    if let Some(is_same) = are_moments_alike(sales).filter(|_| !is_told_again) {
        seen.of_several_moments += 1;
        seen.sent_again += u64::from(is_same);
    }
    seen.of_several_returns += u64::from(given_back.len() > 1);
    seen.given_back_again += u64::from(given_back.windows(2).any(is_again));
    seen.taken_back += u64::from(!others.is_empty());
    let counts = |other: &SaleRow| sales.iter().any(|sale| other.takes_back(sale));
    seen.still_counted += u64::from(others.iter().any(counts));
}

/// Whether an order sells the same at each of its moments; none where there is but one, or days lie between.
fn are_moments_alike(sales: &[SaleRow]) -> Option<bool> {
    let mut rows: Vec<(i64, u32, u64)> =
        sales.iter().map(|row| (row.micros, row.product, row.amount)).collect();
    rows.sort_unstable();
    let (first, last) = (rows.first()?.0, rows.last()?.0);
    if first == last || last.saturating_sub(first) > SAME_ORDER_MICROS {
        return None;
    }
    let mut moments = rows.chunk_by(|a, b| a.0 == b.0);
    let sold = |rows: &[(i64, u32, u64)]| -> Vec<(u32, u64)> {
        rows.iter().map(|(_, product, amount)| (*product, *amount)).collect()
    };
    let of_first = sold(moments.next()?);
    Some(moments.all(|moment| sold(moment) == of_first))
}

/// An order as a sale, if it is one.
fn sale(order: &[SaleRow]) -> Option<Sale> {
    let sales = order.iter().filter(|row| row.says == Says::Sale);
    let micros = sales.clone().map(|row| row.micros).min()?;
    let money = sales.map(|row| f64::from_bits(row.amount)).sum();
    Some(Sale { order: order[0].order, micros, money })
}

/// What an order cost that was taken back and has no other rows, and when.
fn taken_back_alone(order: &[SaleRow]) -> Option<(f64, i64)> {
    let is_alone = order.iter().all(|row| row.says == Says::TakenBack);
    let money: f64 = order.iter().map(|row| f64::from_bits(row.amount)).sum();
    let micros = order.iter().map(|row| row.micros).min()?;
    (is_alone && money > 0.0).then_some((money, micros))
}

/// Sales that name an earlier one which costs no less.
fn names(rows: &[SaleRow], sales: &[Sale], seen: &mut OrderStates) {
    let find = |order: u64| {
        let at = sales.binary_search_by_key(&order, |sale| sale.order).ok()?;
        Some(&sales[at])
    };
    let mut named: Vec<u64> = Vec::new();
    // What is named, and what those cost that name it.
    let mut parts: Vec<(u64, f64)> = Vec::new();
    for order in rows.chunk_by(|a, b| a.order == b.order) {
        let mut of_sales = order.iter().filter(|row| row.says == Says::Sale);
        let (Some(other), Some(own)) = (of_sales.find_map(|row| row.names), find(order[0].order))
        else {
            continue;
        };
        seen.naming += 1;
        let is_of_its_time =
            |sale: &&Sale| own.micros.abs_diff(sale.micros) <= SAME_ORDER_MICROS.unsigned_abs();
        if find(other).as_ref().is_some_and(is_of_its_time) {
            parts.push((other, own.money));
        }
        let costs_no_less =
            |sale: &&Sale| sale.money + ROUNDING > own.money && sale.micros <= own.micros;
        if find(other).as_ref().is_some_and(costs_no_less) {
            seen.naming_earlier += 1;
            named.push(other);
        }
    }
    named.sort_unstable();
    named.dedup();
    seen.named += named.len() as u64;
    parts.sort_unstable_by_key(|(whole, _)| *whole);
    for parts in parts.chunk_by(|a, b| a.0 == b.0) {
        let together: f64 = parts.iter().map(|(_, money)| money).sum();
        let rounding = ROUNDING * (parts.len() + 1) as f64;
        let is_their_sum = |whole: &Sale| (whole.money - together).abs() <= rounding;
        seen.wholes += 1;
        seen.of_their_parts += u64::from(find(parts[0].0).is_some_and(is_their_sum));
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
        let says = Says::Sale;
        let amount = amount.to_bits();
        SaleRow { customer: 1, order: 1, says, product, amount, states, micros, names: None }
    }

    fn seen_of(mut rows: Vec<SaleRow>) -> OrderStates {
        rows.sort_unstable();
        let mut seen = OrderStates::default();
        look(&rows, &mut seen);
        seen
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
    fn a_sale_is_sent_again_at_another_moment() {
        let of = |rows: Vec<SaleRow>| {
            let seen = seen_of(rows);
            (seen.of_several_moments, seen.sent_again)
        };
        let sent = |at: i64| [sale(7, 5.0, 1, at), sale(8, 6.0, 1, at)];
        assert_eq!(of([sent(10), sent(20)].concat()), (1, 1));
        assert_eq!(of(sent(10).to_vec()), (0, 0), "once");
        assert_eq!(of(vec![sale(7, 5.0, 1, 10), sale(8, 6.0, 1, 20)]), (1, 0), "in parts");
        assert_eq!(
            of([sent(10), sent(10 + SAME_ORDER_MICROS + 1)].concat()),
            (0, 0),
            "a number used again"
        );
        assert_eq!(of(vec![sale(7, 5.0, 1, 10), sale(7, 5.0, 2, 20)]), (0, 0), "in another state");
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

    #[test]
    fn what_is_taken_back_under_a_number_of_its_own_was_paid_before() {
        let bought = sale(NO_CODE, 5.0, 1, 10);
        let back = |amount: f64| SaleRow {
            order: 2,
            says: Says::TakenBack,
            ..sale(NO_CODE, amount, 2, 20)
        };
        let seen = seen_of(vec![bought, back(5.0)]);
        assert_eq!((seen.taken_back_alone, seen.paid_before), (1, 1));
        let seen = seen_of(vec![bought, back(6.0)]);
        assert_eq!((seen.taken_back_alone, seen.paid_before), (1, 0));
        let seen = seen_of(vec![bought, SaleRow { order: 3, ..sale(NO_CODE, 5.0, 1, 30) }]);
        assert_eq!((seen.sales, seen.sales_paid_before), (2, 1));
    }

    #[test]
    fn an_order_may_name_the_earlier_one_that_it_takes_back() {
        let bought = sale(NO_CODE, 5.0, 1, 10);
        let naming = |amount: f64, micros: i64| {
            let row = sale(NO_CODE, amount, 1, micros);
            SaleRow { order: 2, names: Some(1), ..row }
        };
        let earlier = |row: SaleRow| seen_of(vec![bought, row]).naming_earlier;
        assert_eq!(earlier(naming(5.0, 20)), 1);
        assert_eq!(earlier(naming(2.0, 20)), 1, "a part of it");
        assert_eq!(earlier(naming(6.0, 20)), 0, "more than it cost");
        assert_eq!(earlier(naming(5.0, 5)), 0, "sold before it");
    }

    #[test]
    fn an_order_may_cost_what_those_cost_that_name_it() {
        let whole = sale(NO_CODE, 5.0, 1, 10);
        let part = |order: u64, amount: f64, micros: i64| SaleRow {
            order,
            names: Some(1),
            ..sale(NO_CODE, amount, 1, micros)
        };
        let of = |rows: Vec<SaleRow>| {
            let seen = seen_of(rows);
            (seen.wholes, seen.of_their_parts)
        };
        assert_eq!(of(vec![whole, part(2, 3.0, 10), part(3, 2.0, 10)]), (1, 1));
        assert_eq!(of(vec![whole, part(2, 3.0, 10)]), (1, 0), "one of them is missing");
        let later = 10 + 2 * SAME_ORDER_MICROS;
        assert_eq!(of(vec![whole, part(2, 5.0, later)]), (0, 0), "given back later");
    }

    #[test]
    fn money_given_back_is_told_of_twice() {
        let back = |states: u64, micros: i64| SaleRow {
            says: Says::GivenBack,
            ..sale(NO_CODE, 5.0, states, micros)
        };
        let seen = seen_of(vec![sale(NO_CODE, 5.0, 1, 10), back(2, 20), back(3, 30)]);
        assert_eq!((seen.of_several_returns, seen.given_back_again), (1, 1));
        let seen = seen_of(vec![sale(NO_CODE, 5.0, 1, 10), back(2, 20), back(2, 30)]);
        assert_eq!((seen.of_several_returns, seen.given_back_again), (1, 0));
    }
}
