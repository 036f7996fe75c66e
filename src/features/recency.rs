//! How long ago: days since the last, the second-last and the first purchase.

use super::moments::ratio;
use super::sql::phrase;
use super::view::CustomerView;
use super::workspace::Workspace;
use super::{Family, Feature, Sql, Unit};

/// The recency family.
pub struct Recency;

fn days_feature(name: &str, definition: &str, time_of_order: &str) -> Feature {
    let sql = Sql::orders(phrase::days_since(time_of_order));
    Feature::new("recency", name, Unit::Days, definition, sql)
}

impl Family for Recency {
    fn features(&self) -> Vec<Feature> {
        vec![
            days_feature("days_since_last_purchase", "Days since the last purchase", "max(ts_us)"),
            days_feature(
                "days_since_second_last_purchase",
                "Days since the purchase before the last",
                "max(ts_us) filter (where n = n_orders - 1)",
            ),
            days_feature(
                "days_since_first_purchase",
                "Days since the first purchase",
                "min(ts_us)",
            ),
            Feature::new(
                "recency",
                "recency_to_tenure",
                Unit::Share,
                "Days since the last purchase ÷ days since the first",
                Sql::derived(phrase::ratio(
                    "days_since_last_purchase",
                    "days_since_first_purchase",
                )),
            ),
        ]
    }

    fn compute(&self, view: &CustomerView<'_>, _work: &mut Workspace, out: &mut [f64]) {
        let times = &view.orders.time_micros;
        let since = |at: Option<&i64>| at.map_or(f64::NAN, |&t| view.days_since(t));
        out[0] = since(times.last());
        out[1] = since(times.iter().rev().nth(1));
        out[2] = since(times.first());
        out[3] = ratio(out[0], out[2]);
    }
}

#[cfg(test)]
mod tests {
    use crate::features::testing::{Customer, check};

    #[test]
    fn days_are_fractional_and_absent_purchases_null() {
        let customer = Customer::default().buy(-100.0, 1.0).buy(-10.25, 1.0).buy(-2.5, 1.0);
        check(
            &customer,
            &[
                ("days_since_last_purchase", 2.5),
                ("days_since_second_last_purchase", 10.25),
                ("days_since_first_purchase", 100.0),
                ("recency_to_tenure", 0.025),
            ],
        );
        let once = Customer::default().buy(-3.0, 1.0);
        check(&once, &[("days_since_second_last_purchase", f64::NAN), ("recency_to_tenure", 1.0)]);
        let never = Customer::default().give_back(-3.0, 1.0);
        check(&never, &[("days_since_last_purchase", f64::NAN), ("recency_to_tenure", f64::NAN)]);
    }
}
