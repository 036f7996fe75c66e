//! How much: spend in all and per window, and the values of single orders.

use super::family::FamilyName;
use super::moments::{Moments, median, ratio};
use super::sql::phrase;
use super::view::CustomerView;
use super::workspace::Workspace;
use super::{Family, Feature, Output, OutputPerDays, Role, Sql, Topic, Unit, Values, WINDOWS_DAYS};

/// Sums of all amounts; returns reduce them.
pub(super) struct Spend;

/// Moments of the order values.
pub(super) struct OrderValues;

/// The median order value, apart because it sorts.
pub(super) struct OrderValueMedian;

const SPEND: Output = Output::new(0, "spend");
const SPEND_WITHIN: OutputPerDays = OutputPerDays::new(1, "spend_{W}d");
/// Sum of all amounts in the last 365 days.
pub const SPEND_365D: Output = SPEND_WITHIN.output(6, "spend_365d");

const PURCHASE_SPEND: Output = Output::new(0, "purchase_spend");
const ORDER_VALUE_MEAN: Output = Output::new(1, "order_value_mean");
const ORDER_VALUE_SD: Output = Output::new(2, "order_value_sd");
const ORDER_VALUE_MIN: Output = Output::new(3, "order_value_min");
const ORDER_VALUE_MAX: Output = Output::new(4, "order_value_max");
const ORDER_VALUE_LAST: Output = Output::new(5, "order_value_last");
const ORDER_VALUE_CV: Output = Output::new(6, "order_value_cv");
const ORDER_VALUE_LAST_TO_MEAN: Output = Output::new(7, "order_value_last_to_mean");
const PURCHASE_SPEND_PER_DAY: Output = Output::new(8, "purchase_spend_per_day");

const ORDER_VALUE_MEDIAN: Output = Output::new(0, "order_value_median");

const FAMILY: FamilyName = FamilyName("monetary");

impl Family for Spend {
    fn features(&self) -> Vec<Feature> {
        let definition = "Sum of all amounts; returns reduce it";
        let mut features = vec![
            FAMILY
                .entry(SPEND, Topic::Spend, Unit::Money, definition, Sql::rows("sum(amount)"))
                .roles(&[Role::Foremost(9)]),
        ];
        features.extend(SPEND_WITHIN.each(WINDOWS_DAYS).map(|(label, w)| {
            FAMILY
                .entry(
                    label,
                    Topic::Spend,
                    Unit::Money,
                    format!("Sum of all amounts in the last {w} days; returns reduce it"),
                    Sql::rows(phrase::sum_where("amount", &phrase::within(w))),
                )
                .window(w)
        }));
        features
    }

    fn compute(&self, view: &CustomerView<'_>, _work: &mut Workspace, out: &mut Values<'_>) {
        let rows = &view.rows;
        if rows.is_empty() {
            return out.fill(f64::NAN);
        }
        let (mut at, mut sum) = (rows.len(), 0.0);
        for (i, window_days) in WINDOWS_DAYS.into_iter().enumerate() {
            let start = view.window_start(window_days);
            while at > 0 && rows.time_micros[at - 1] >= start {
                at -= 1;
                sum += rows.amount[at];
            }
            out.set_of(SPEND_WITHIN, i, sum);
        }
        out.set(SPEND, rows.amount[..at].iter().rev().fold(sum, |sum, amount| sum + amount));
    }
}

impl Family for OrderValues {
    fn features(&self) -> Vec<Feature> {
        let money = |output: Output, topic, definition, sql: &str| {
            FAMILY.entry(output, topic, Unit::Money, definition, Sql::orders(sql))
        };
        vec![
            money(
                PURCHASE_SPEND,
                Topic::Spend,
                "Sum of the order values, returns left aside",
                "sum(value)",
            ),
            money(ORDER_VALUE_MEAN, Topic::Other, "Mean order value", "avg(value)")
                .roles(&[Role::Foremost(10)]),
            money(
                ORDER_VALUE_SD,
                Topic::Other,
                "Sample standard deviation of the order values",
                "stddev_samp(value)",
            ),
            money(ORDER_VALUE_MIN, Topic::Other, "Smallest order value", "min(value)"),
            money(ORDER_VALUE_MAX, Topic::Other, "Largest order value", "max(value)"),
            money(
                ORDER_VALUE_LAST,
                Topic::Other,
                "Value of the last order (the mean where several share that instant)",
                "avg(value) filter (where ts_us = last_us)",
            ),
            FAMILY
                .entry(
                    ORDER_VALUE_CV,
                    Topic::Other,
                    Unit::Ratio,
                    "Standard deviation of the order values ÷ their mean",
                    Sql::derived(phrase::ratio("order_value_sd", "order_value_mean")),
                )
                .of_money(),
            FAMILY
                .entry(
                    ORDER_VALUE_LAST_TO_MEAN,
                    Topic::Other,
                    Unit::Ratio,
                    "Value of the last order ÷ mean order value",
                    Sql::derived(phrase::ratio("order_value_last", "order_value_mean")),
                )
                .of_money(),
            FAMILY.entry(
                PURCHASE_SPEND_PER_DAY,
                Topic::Spend,
                Unit::Money,
                "Sum of the order values ÷ days since the first purchase (at least 1)",
                Sql::derived(
                    "purchase_spend / case when days_since_first_purchase < 1e0 then 1e0 \
                     else days_since_first_purchase end",
                ),
            ),
        ]
    }

    fn compute(&self, view: &CustomerView<'_>, _work: &mut Workspace, out: &mut Values<'_>) {
        let orders = view.orders;
        let (Some(&first), Some(&last)) = (orders.time_micros.first(), orders.time_micros.last())
        else {
            return out.fill(f64::NAN);
        };
        let sum: f64 = orders.value.iter().sum();
        let values = Moments::of(&orders.value);
        let before_last = orders.time_micros.iter().rposition(|&t| t < last).map_or(0, |at| at + 1);
        let last_values = &orders.value[before_last..];
        let last_value = last_values.iter().sum::<f64>() / last_values.len() as f64;
        out.set(PURCHASE_SPEND, sum);
        out.set(ORDER_VALUE_MEAN, values.mean);
        out.set(ORDER_VALUE_SD, values.sd);
        out.set(ORDER_VALUE_MIN, values.min);
        out.set(ORDER_VALUE_MAX, values.max);
        out.set(ORDER_VALUE_LAST, last_value);
        out.set(ORDER_VALUE_CV, ratio(values.sd, values.mean));
        out.set(ORDER_VALUE_LAST_TO_MEAN, ratio(last_value, values.mean));
        out.set(PURCHASE_SPEND_PER_DAY, sum / view.days_since(first).max(1.0));
    }
}

impl Family for OrderValueMedian {
    fn features(&self) -> Vec<Feature> {
        let sql = Sql::orders(phrase::median("value", "value_rank", "n_orders"));
        vec![FAMILY.entry(ORDER_VALUE_MEDIAN, Topic::Other, Unit::Money, "Median order value", sql)]
    }

    fn compute(&self, view: &CustomerView<'_>, work: &mut Workspace, out: &mut Values<'_>) {
        work.values.clear();
        work.values.extend_from_slice(&view.orders.value);
        out.set(ORDER_VALUE_MEDIAN, median(&mut work.values));
    }
}

#[cfg(test)]
mod tests {
    use crate::features::testing::{Customer, check};

    #[test]
    fn order_values_are_sums_of_rows_and_returns_only_reduce_spend() {
        let customer = Customer::default()
            .row(-20.0, 6.0, "a")
            .row(-19.5, 4.0, "a")
            .buy(-10.0, 30.0)
            .buy(-5.0, 20.0)
            .give_back(-4.0, 8.0);
        check(
            &customer,
            &[
                ("spend", 52.0),
                ("spend_7d", 12.0),
                ("spend_14d", 42.0),
                ("spend_30d", 52.0),
                ("purchase_spend", 60.0),
                ("order_value_mean", 20.0),
                ("order_value_sd", 10.0),
                ("order_value_median", 20.0),
                ("order_value_min", 10.0),
                ("order_value_max", 30.0),
                ("order_value_last", 20.0),
                ("order_value_last_to_mean", 1.0),
                ("order_value_cv", 0.5),
                ("purchase_spend_per_day", 3.0),
            ],
        );
    }

    #[test]
    fn a_window_cuts_rows_where_an_order_stays_whole() {
        let customer = Customer::default().row(-31.0, 6.0, "a").row(-29.0, 4.0, "a");
        check(&customer, &[("spend_30d", 4.0), ("purchases_30d", 0.0), ("purchases_60d", 1.0)]);
    }

    #[test]
    fn returns_alone_are_negative_spend_and_orders_of_nothing_have_no_ratio() {
        let only_returns = Customer::default().give_back(-3.0, 5.0);
        check(
            &only_returns,
            &[("spend", -5.0), ("spend_7d", -5.0), ("order_value_mean", f64::NAN)],
        );
        let free = Customer::default().buy(-3.0, 0.0).buy(-2.0, 0.0);
        check(&free, &[("order_value_mean", 0.0), ("order_value_cv", f64::NAN)]);
        let events_only = Customer::default().event(-3.0, "visit", f64::NAN);
        check(&events_only, &[("spend", f64::NAN), ("spend_7d", f64::NAN)]);
    }
}
