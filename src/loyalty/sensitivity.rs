//! Price sensitivity: what a customer's purchase rate does when the paid price level changes.
//!
//! The price level of some purchases is what was paid ÷ what would have been without discounts. For customers
//! who bought in both halves of the period the change in the logarithm of orders is regressed on that of the
//! price level, by least squares; the standard error is that of White (1980), "A Heteroskedasticity-Consistent
//! Covariance Matrix Estimator". What goes together is not what follows: a busy customer may find more offers.

use super::measure::{Figure, Found, Meaning, Measure, Unit};
use super::plan::Plan;
use super::tally::{Customer, Tally};
use crate::time::MICROS_PER_DAY;
use serde::Serialize;
use std::ops::Range;

/// The change in the purchase rate per change in the price level.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PriceSensitivity {
    /// Change in orders, in per cent, per per cent of change in the paid price level; usually negative.
    pub elasticity: Measure,
    /// Lower end of its interval of 95 %.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
}

/// Customers whose price level must have changed.
const LEAST_CHANGED: u64 = 200;
/// From such a change of its logarithm on a price level has changed: one per cent.
const CHANGED: f64 = 0.01;
const Z_95: f64 = 1.959_963_984_540_054;

/// Sums over x, the change in the price level, and y, the change in orders.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct SensitivityTally {
    n: u64,
    changed: u64,
    x: f64,
    y: f64,
    xx: f64,
    xy: f64,
    yy: f64,
    xxx: f64,
    xxy: f64,
    xyy: f64,
    xxxx: f64,
    xxxy: f64,
    xxyy: f64,
}

/// Price level and number of orders of some time; none without a price.
fn level_and_orders(customer: &Customer<'_>, from: i64, to: i64) -> Option<(f64, f64)> {
    let (mut paid, mut asked) = (0.0, 0.0);
    for i in customer.row_at(from)..customer.row_at(to) {
        if !customer.rows.is_return(i) {
            let amount = customer.rows.amount[i];
            paid += amount;
            asked += amount + customer.rows.discount[i].max(0.0);
        }
    }
    let orders: Range<usize> = order_at(customer, from)..order_at(customer, to);
    (paid > 0.0 && !orders.is_empty()).then(|| (paid / asked, orders.len() as f64))
}

fn order_at(customer: &Customer<'_>, micros: i64) -> usize {
    customer.orders.time_micros.partition_point(|&t| t < micros)
}

impl Tally for SensitivityTally {
    type Measured = PriceSensitivity;

    fn new(_plan: &Plan) -> Self {
        Self::default()
    }

    fn add(&mut self, customer: &Customer<'_>, plan: &Plan) {
        if customer.rows.discount.is_empty() || customer.last().orders.len() < 2 {
            return;
        }
        let end = plan.as_of.micros();
        let half = i64::from(plan.days) * MICROS_PER_DAY / 2;
        let earlier = level_and_orders(customer, end - 2 * half, end - half);
        let later = level_and_orders(customer, end - half, end);
        let Some(((old_level, before), (new_level, after))) = earlier.zip(later) else { return };
        let (x, y) = ((new_level / old_level).ln(), (after / before).ln());
        self.n += 1;
        self.changed += u64::from(x.abs() >= CHANGED);
        self.x += x;
        self.y += y;
        self.xx += x * x;
        self.xy += x * y;
        self.yy += y * y;
        self.xxx += x * x * x;
        self.xxy += x * x * y;
        self.xyy += x * y * y;
        self.xxxx += x * x * x * x;
        self.xxxy += x * x * x * y;
        self.xxyy += x * x * y * y;
    }

    fn merge(&mut self, other: Self) {
        self.n += other.n;
        self.changed += other.changed;
        self.x += other.x;
        self.y += other.y;
        self.xx += other.xx;
        self.xy += other.xy;
        self.yy += other.yy;
        self.xxx += other.xxx;
        self.xxy += other.xxy;
        self.xyy += other.xyy;
        self.xxxx += other.xxxx;
        self.xxxy += other.xxxy;
        self.xxyy += other.xxyy;
    }

    fn said(self, plan: &Plan) -> PriceSensitivity {
        let found = self.fit(plan);
        let figure: Found = found
            .as_ref()
            .map_err(Clone::clone)
            .map(|&(slope, _)| Figure { value: slope, n: self.n });
        let at = |side: f64| found.as_ref().ok().map(|&(slope, error)| slope + side * Z_95 * error);
        let meaning = Meaning {
            name: "price sensitivity",
            unit: Unit::Ratio,
            n_of: "customers with orders in both halves of the period",
            definition: "change in a customer's orders, in per cent, that goes with a change of one per cent in the \
                         price level paid (what was paid ÷ the same without discounts), from the first half of the \
                         period to the second; an association, not an effect"
                .to_owned(),
        };
        let elasticity = Measure::once(meaning, figure);
        let known = elasticity.value.is_some();
        PriceSensitivity {
            elasticity,
            low: at(-1.0).filter(|_| known),
            high: at(1.0).filter(|_| known),
        }
    }
}

impl SensitivityTally {
    /// Slope and its standard error, or why not.
    fn fit(&self, plan: &Plan) -> Result<(f64, f64), String> {
        plan.money_known()?;
        if !plan.columns.discount {
            return Err(
                "no column tells of discounts: what was paid cannot be told from what was asked"
                    .to_owned(),
            );
        }
        if self.changed < LEAST_CHANGED {
            return Err(format!(
                "the price level changed by one per cent or more for {} customers with orders in both halves of the \
                 period; at least {LEAST_CHANGED} are needed",
                self.changed
            ));
        }
        let n = self.n as f64;
        let (mx, my) = (self.x / n, self.y / n);
        let variation = self.xx - n * mx * mx;
        let slope = (self.xy - n * mx * my) / variation;
        let error = self.squared_errors(mx, my - slope * mx, slope).max(0.0).sqrt() / variation;
        let (low, high) = (slope - Z_95 * error, slope + Z_95 * error);
        if high >= 0.0 {
            return Err(format!(
                "no fall of orders with rising prices shows (change of {slope:.2}% with a change of one per cent, \
                 interval of 95% from {low:.2} to {high:.2}): what moves both, such as a season of sales, may hide it"
            ));
        }
        Ok((slope, error))
    }

    /// Σ (x − mx)² (y − a − b·x)², from the sums of powers.
    fn squared_errors(&self, mx: f64, a: f64, b: f64) -> f64 {
        let n = self.n as f64;
        // Σ xᵏ · residual², for k = 0, 1, 2.
        let zero = self.yy + n * a * a + b * b * self.xx - 2.0 * a * self.y - 2.0 * b * self.xy
            + 2.0 * a * b * self.x;
        let one =
            self.xyy + a * a * self.x + b * b * self.xxx - 2.0 * a * self.xy - 2.0 * b * self.xxy
                + 2.0 * a * b * self.xx;
        let two = self.xxyy + a * a * self.xx + b * b * self.xxxx
            - 2.0 * a * self.xxy
            - 2.0 * b * self.xxxy
            + 2.0 * a * b * self.xxx;
        two - 2.0 * mx * one + mx * mx * zero
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Buyer, buyers, plan, said};
    use super::*;

    /// Orders of `price` after a discount from 100, first `before` and then `after`.
    fn customer(before: (usize, f64), after: (usize, f64)) -> Buyer {
        let buy =
            |customer: Buyer, day: f64, price: f64| customer.buy(day, price).off(100.0 - price);
        let early = (0..before.0).fold(Buyer::default(), |c, i| buy(c, -50.0 - i as f64, before.1));
        (0..after.0).fold(early, |c, i| buy(c, -20.0 - i as f64, after.1))
    }

    #[test]
    fn twice_the_orders_at_half_the_price_is_minus_one() {
        let halved = buyers(150, |_| customer((2, 100.0), (4, 50.0)));
        let doubled = buyers(150, |_| customer((4, 50.0), (2, 100.0)));
        let base: Vec<Buyer> = halved.into_iter().chain(doubled).collect();
        // Sums of logarithms round differently in parts: compared as one part.
        let found = said::<SensitivityTally>(&plan(72, 365), &base);
        let value = found.elasticity.value.unwrap();
        assert!((value + 1.0).abs() < 1e-12, "{value}");
        assert!(found.low.unwrap() <= value && value <= found.high.unwrap());
        assert_eq!(found.elasticity.n, 300);
    }

    /// The interval against one worked out customer by customer.
    #[test]
    fn the_interval_is_whites() {
        // The cheaper the second half, the more orders in it, but for what is drawn.
        let orders = |i: usize| (1 + i % 3, 1 + (i * 7) % 3 + (i * 3 % 17) / 6);
        let prices = |i: usize| (100.0 - (i % 11) as f64, 100.0 - (i * 3 % 17) as f64);
        let base =
            buyers(400, |i| customer((orders(i).0, prices(i).0), (orders(i).1, prices(i).1)));
        let found = said::<SensitivityTally>(&plan(72, 365), &base);
        let point = |i: usize| {
            let (level, count) = (prices(i), orders(i));
            ((level.1 / level.0).ln(), (count.1 as f64 / count.0 as f64).ln())
        };
        let points: Vec<(f64, f64)> = (0..400).map(point).collect();
        let mx = points.iter().map(|p| p.0).sum::<f64>() / 400.0;
        let my = points.iter().map(|p| p.1).sum::<f64>() / 400.0;
        let sxx: f64 = points.iter().map(|p| (p.0 - mx).powi(2)).sum();
        let slope = points.iter().map(|p| (p.0 - mx) * (p.1 - my)).sum::<f64>() / sxx;
        let residual = |p: &(f64, f64)| p.1 - my - slope * (p.0 - mx);
        let meat: f64 = points.iter().map(|p| ((p.0 - mx) * residual(p)).powi(2)).sum();
        let half = Z_95 * meat.sqrt() / sxx;
        assert!((found.elasticity.value.unwrap() - slope).abs() < 1e-9);
        assert!((found.high.unwrap() - slope - half).abs() < 1e-9);
    }

    #[test]
    fn where_orders_rise_with_prices_something_else_moves_both() {
        let more = buyers(150, |_| customer((2, 50.0), (4, 100.0)));
        let base: Vec<Buyer> =
            more.into_iter().chain(buyers(150, |_| customer((2, 100.0), (2, 50.0)))).collect();
        let found = said::<SensitivityTally>(&plan(72, 365), &base);
        let why = found.elasticity.not_available_because.unwrap();
        assert!(why.starts_with("no fall of orders with rising prices shows"), "{why}");
        assert_eq!((found.elasticity.value, found.low), (None, None));
    }

    #[test]
    fn where_prices_hardly_change_it_says_so() {
        let base = buyers(500, |_| customer((2, 90.0), (2, 90.0)));
        let why = said::<SensitivityTally>(&plan(72, 365), &base).elasticity.not_available_because;
        assert!(why.unwrap().starts_with("the price level changed by one per cent or more for 0"));
    }
}
