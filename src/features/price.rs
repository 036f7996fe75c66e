//! At what price: how much of what is bought is discounted, and whether that changes.
//!
//! A row is discounted where its discount is above 0; an order where money was paid in such rows.

use super::moments::{flag, ratio};
use super::sql::phrase;
use super::view::CustomerView;
use super::workspace::Workspace;
use super::{Family, Feature, Label, LookBack, Output, OutputPerDays, Sql, Topic, Unit, Values};
use crate::history::Columns;

/// The price family.
pub(super) struct Price;

/// The discounted share of so many last days is compared with the time before.
const CHANGE_DAYS: u32 = 180;

const DISCOUNTED_SPEND_SHARE: Output = Output::new(0, "discounted_spend_share");
const DISCOUNTED_ORDER_SHARE: Output = Output::new(1, "discounted_order_share");
const LAST_ORDER_DISCOUNTED: Output = Output::new(2, "last_order_discounted");
const RECENT_SHARE: OutputPerDays = OutputPerDays::new(3, "discounted_spend_share_{W}d");
const SHARE_CHANGE: OutputPerDays = OutputPerDays::new(4, "discounted_spend_share_change_{W}d");
const DISCOUNT_DEPTH: Output = Output::new(5, "discount_depth");

fn entry(label: impl Into<Label>, topic: Topic, unit: Unit, definition: &str, sql: Sql) -> Feature {
    Feature::new("price", label, topic, unit, definition, sql).needing(Columns {
        amount: true,
        discount: true,
        ..Columns::default()
    })
}

impl Family for Price {
    fn features(&self) -> Vec<Feature> {
        let discounted = "discounted_value > 0";
        let share_where = |condition: &str| {
            let sum = |column: &str| format!("sum({column}) filter (where {condition})");
            phrase::ratio(&sum("discounted_value"), &sum("value"))
        };
        let earlier = format!("ts_us < {}", phrase::ago(CHANGE_DAYS));
        vec![
            entry(
                DISCOUNTED_SPEND_SHARE,
                Topic::Price,
                Unit::Share,
                "Spend in discounted purchase rows ÷ spend in all purchase rows",
                Sql::orders(phrase::ratio("sum(discounted_value)", "sum(value)")),
            ),
            entry(
                DISCOUNTED_ORDER_SHARE,
                Topic::Price,
                Unit::Share,
                "Share of orders with spend in discounted rows",
                Sql::orders(phrase::ratio(&phrase::count_where(discounted), phrase::N_ORDERS)),
            ),
            entry(
                LAST_ORDER_DISCOUNTED,
                Topic::Price,
                Unit::Flag,
                "1 where the last order has spend in discounted rows",
                Sql::orders(format!(
                    "max({})",
                    phrase::flag(&format!("ts_us = last_us and {discounted}"))
                )),
            ),
            entry(
                RECENT_SHARE.of(0, CHANGE_DAYS),
                Topic::Price,
                Unit::Share,
                "Discounted share of the spend of the orders of the last 180 days",
                Sql::orders(share_where(&phrase::within(CHANGE_DAYS))),
            )
            .window(CHANGE_DAYS),
            entry(
                SHARE_CHANGE.of(0, CHANGE_DAYS),
                Topic::Price,
                Unit::Ratio,
                "Discounted share of the spend of the last 180 days − of the time before",
                Sql::orders(format!(
                    "{} - {}",
                    share_where(&phrase::within(CHANGE_DAYS)),
                    share_where(&earlier)
                )),
            )
            // All the time before is compared with; there should be as much of it at least.
            .comparing_windows(CHANGE_DAYS)
            .looking_back(LookBack::AtLeast(2 * CHANGE_DAYS)),
            entry(
                DISCOUNT_DEPTH,
                Topic::Price,
                Unit::Share,
                "Money taken off ÷ money asked before discounts, over all purchase rows",
                Sql::orders(phrase::ratio("sum(taken_off)", "(sum(value) + sum(taken_off))")),
            ),
        ]
    }

    fn compute(&self, view: &CustomerView<'_>, _work: &mut Workspace, out: &mut Values<'_>) {
        let (orders, rows) = (view.orders, &view.rows);
        let Some(&last) = orders.time_micros.last().filter(|_| !rows.discount.is_empty()) else {
            return out.fill(f64::NAN);
        };
        let recent = view.first_order_within(CHANGE_DAYS);
        let earlier = Spent::of(&orders.value[..recent], &orders.discounted_value[..recent]);
        let recent = Spent::of(&orders.value[recent..], &orders.discounted_value[recent..]);
        let since_last = orders.time_micros.iter().rposition(|&t| t < last).map_or(0, |at| at + 1);
        let mut taken_off = 0.0;
        for (&discount, &amount) in rows.discount.iter().zip(rows.amount) {
            taken_off += if discount > 0.0 && amount.is_sign_positive() { discount } else { 0.0 };
        }
        let spent = earlier.spend + recent.spend;
        out.set(DISCOUNTED_SPEND_SHARE, ratio(earlier.discounted + recent.discounted, spent));
        out.set(DISCOUNTED_ORDER_SHARE, (earlier.orders + recent.orders) / orders.len() as f64);
        out.set(
            LAST_ORDER_DISCOUNTED,
            flag(orders.discounted_value[since_last..].iter().any(|&d| d > 0.0)),
        );
        out.set_of(RECENT_SHARE, 0, recent.share());
        out.set_of(SHARE_CHANGE, 0, recent.share() - earlier.share());
        out.set(DISCOUNT_DEPTH, ratio(taken_off, spent + taken_off));
    }
}

/// Sums over some orders: spend, discounted spend and the number of discounted orders.
struct Spent {
    spend: f64,
    discounted: f64,
    orders: f64,
}

impl Spent {
    fn of(values: &[f64], discounted_values: &[f64]) -> Self {
        let mut sums = Self { spend: 0.0, discounted: 0.0, orders: 0.0 };
        for (&value, &discounted) in values.iter().zip(discounted_values) {
            sums.spend += value;
            sums.discounted += discounted;
            sums.orders += flag(discounted > 0.0);
        }
        sums
    }

    fn share(&self) -> f64 {
        ratio(self.discounted, self.spend)
    }
}

#[cfg(test)]
mod tests {
    use crate::features::testing::{Customer, check};

    #[test]
    fn discounts_by_spend_by_order_and_over_time() {
        let customer = Customer::default()
            .row(-300.0, 60.0, "a")
            .row(-300.0, 20.0, "a")
            .off(5.0)
            .buy(-200.0, 80.0)
            .buy(-20.0, 40.0)
            .off(20.0)
            .give_back(-5.0, 40.0)
            .off(20.0);
        check(
            &customer,
            &[
                ("discounted_spend_share", 0.3),
                ("discounted_order_share", 2.0 / 3.0),
                ("last_order_discounted", 1.0),
                ("discounted_spend_share_180d", 1.0),
                ("discounted_spend_share_change_180d", 1.0 - 20.0 / 160.0),
                ("discount_depth", 25.0 / 225.0),
            ],
        );
    }

    #[test]
    fn a_share_of_nothing_is_null() {
        check(
            &Customer::default().buy(-20.0, 0.0).buy(-3.0, 0.0),
            &[
                ("discounted_spend_share", f64::NAN),
                ("discounted_order_share", 0.0),
                ("last_order_discounted", 0.0),
                ("discount_depth", f64::NAN),
            ],
        );
        let never = Customer::default().give_back(-5.0, 40.0);
        check(&never, &[("discounted_order_share", f64::NAN), ("discount_depth", f64::NAN)]);
    }
}
