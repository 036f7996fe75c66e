//! How long ago: days since the last, the second-last and the first purchase.

use super::family::FamilyName;
use super::moments::ratio;
use super::sql::phrase;
use super::view::CustomerView;
use super::workspace::Workspace;
use super::{Family, Feature, Output, Role, Sql, Topic, Unit, Values};

/// The recency family.
pub(super) struct Recency;

/// Days since the last purchase.
pub const DAYS_SINCE_LAST_PURCHASE: Output = Output::new(0, "days_since_last_purchase");
const DAYS_SINCE_SECOND_LAST_PURCHASE: Output = Output::new(1, "days_since_second_last_purchase");
/// Days since the first purchase.
pub const DAYS_SINCE_FIRST_PURCHASE: Output = Output::new(2, "days_since_first_purchase");
/// Days since the last purchase ÷ days since the first.
pub const RECENCY_TO_TENURE: Output = Output::new(3, "recency_to_tenure");

const FAMILY: FamilyName = FamilyName("recency");

fn days_feature(output: Output, topic: Topic, definition: &str, time_of_order: &str) -> Feature {
    let sql = Sql::orders(phrase::days_since(time_of_order));
    FAMILY.entry(output, topic, Unit::Days, definition, sql)
}

impl Family for Recency {
    fn features(&self) -> Vec<Feature> {
        vec![
            days_feature(
                DAYS_SINCE_LAST_PURCHASE,
                Topic::Silence,
                "Days since the last purchase",
                "max(ts_us)",
            )
            .roles(&[
                Role::Foremost(1),
                Role::Structural,
                Role::Hinged,
                Role::Spared(3),
            ]),
            days_feature(
                DAYS_SINCE_SECOND_LAST_PURCHASE,
                Topic::Other,
                "Days since the purchase before the last",
                "max(ts_us) filter (where n = n_orders - 1)",
            )
            .roles(&[Role::Foremost(8)]),
            days_feature(
                DAYS_SINCE_FIRST_PURCHASE,
                Topic::Other,
                "Days since the first purchase",
                "min(ts_us)",
            ),
            FAMILY
                .entry(
                    RECENCY_TO_TENURE,
                    Topic::Silence,
                    Unit::Share,
                    "Days since the last purchase ÷ days since the first",
                    Sql::derived(phrase::ratio(
                        "days_since_last_purchase",
                        "days_since_first_purchase",
                    )),
                )
                .roles(&[Role::Foremost(6), Role::Hinged]),
        ]
    }

    fn compute(&self, view: &CustomerView<'_>, _work: &mut Workspace, out: &mut Values<'_>) {
        let times = &view.orders.time_micros;
        let since = |at: Option<&i64>| at.map_or(f64::NAN, |&t| view.days_since(t));
        let (last, first) = (since(times.last()), since(times.first()));
        out.set(DAYS_SINCE_LAST_PURCHASE, last);
        out.set(DAYS_SINCE_SECOND_LAST_PURCHASE, since(times.iter().rev().nth(1)));
        out.set(DAYS_SINCE_FIRST_PURCHASE, first);
        out.set(RECENCY_TO_TENURE, ratio(last, first));
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
