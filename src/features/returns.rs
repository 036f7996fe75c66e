//! What came back: number, rate, value and time of return rows.

use super::family::FamilyName;
use super::moments::ratio;
use super::sql::phrase;
use super::view::CustomerView;
use super::workspace::Workspace;
use super::{Family, Feature, Output, OutputPerDays, Sql, Topic, Unit, Values};

/// The returns family.
pub(super) struct Returns;

/// Windows of the return counts, in days.
const WINDOWS: [u32; 2] = [90, 365];

const RETURNS: Output = Output::new(0, "returns");
const RETURN_RATE: Output = Output::new(1, "return_rate");
const RETURN_VALUE_SHARE: Output = Output::new(2, "return_value_share");
const DAYS_SINCE_LAST_RETURN: Output = Output::new(3, "days_since_last_return");
const RETURNS_SINCE_LAST_PURCHASE: Output = Output::new(4, "returns_since_last_purchase");
const RETURNS_WITHIN: OutputPerDays = OutputPerDays::new(5, "returns_{W}d");

const FAMILY: FamilyName = FamilyName("returns");

impl Family for Returns {
    fn features(&self) -> Vec<Feature> {
        let n_returns = "sum(n_returned)";
        let mut features = vec![
            FAMILY.entry(
                RETURNS,
                Topic::Service,
                Unit::Count,
                "Return rows",
                Sql::returns(n_returns),
            ),
            FAMILY.entry(
                RETURN_RATE,
                Topic::Service,
                Unit::Ratio,
                "Return rows ÷ purchase rows",
                Sql::returns(phrase::ratio(n_returns, "sum(n_rows)")),
            ),
            FAMILY
                .entry(
                    RETURN_VALUE_SHARE,
                    Topic::Service,
                    Unit::Ratio,
                    "Money given back ÷ money paid",
                    Sql::returns(phrase::ratio("coalesce(sum(given_back), 0e0)", "sum(value)")),
                )
                .of_money(),
            FAMILY.entry(
                DAYS_SINCE_LAST_RETURN,
                Topic::Service,
                Unit::Days,
                "Days since the last return",
                Sql::returns(phrase::days_since("max(returned_us)")),
            ),
            FAMILY.entry(
                RETURNS_SINCE_LAST_PURCHASE,
                Topic::Service,
                Unit::Count,
                "Return rows at or after the time of the last purchase",
                Sql::orders("coalesce(sum(n_returned) filter (where returned_us >= last_us), 0)"),
            ),
        ];
        features.extend(RETURNS_WITHIN.each(WINDOWS).map(|(label, w)| {
            FAMILY
                .entry(
                    label,
                    Topic::Service,
                    Unit::Count,
                    format!("Return rows in the last {w} days"),
                    Sql::returns(format!(
                        "coalesce(sum(n_returned) filter (where returned_us >= {}), 0)",
                        phrase::ago(w)
                    )),
                )
                .window(w)
        }));
        features
    }

    fn compute(&self, view: &CustomerView<'_>, _work: &mut Workspace, out: &mut Values<'_>) {
        let rows = &view.rows;
        let last_purchase = view.orders.time_micros.last().copied().unwrap_or(i64::MAX);
        let starts = WINDOWS.map(|w| view.window_start(w));
        let (mut returns, mut since_purchase, mut in_window) = (0u32, 0u32, [0u32; WINDOWS.len()]);
        let (mut paid, mut given_back, mut last) = (0.0, 0.0, None);
        for (&amount, &time) in rows.amount.iter().zip(rows.time_micros) {
            if amount.is_sign_positive() {
                paid += amount;
                continue;
            }
            given_back -= amount;
            returns += 1;
            last = Some(time);
            since_purchase += u32::from(time >= last_purchase);
            for (count, &start) in in_window.iter_mut().zip(&starts) {
                *count += u32::from(time >= start);
            }
        }
        let purchase_rows = rows.len() as f64 - f64::from(returns);
        out.set(RETURNS, f64::from(returns));
        out.set(RETURN_RATE, ratio(f64::from(returns), purchase_rows));
        out.set(RETURN_VALUE_SHARE, ratio(given_back, paid));
        out.set(DAYS_SINCE_LAST_RETURN, last.map_or(f64::NAN, |time| view.days_since(time)));
        out.set(RETURNS_SINCE_LAST_PURCHASE, f64::from(since_purchase));
        for (i, count) in in_window.into_iter().enumerate() {
            out.set_of(RETURNS_WITHIN, i, f64::from(count));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::features::testing::{Customer, check};

    #[test]
    fn returns_are_counted_valued_and_dated() {
        let customer = Customer::default()
            .give_back(-500.0, 10.0)
            .buy(-200.0, 60.0)
            .buy(-100.0, 40.0)
            .give_back(-91.0, 5.0)
            .give_back(-90.0, 10.0);
        check(
            &customer,
            &[
                ("returns", 3.0),
                ("returns_90d", 1.0),
                ("returns_365d", 2.0),
                ("return_rate", 1.5),
                ("return_value_share", 0.25),
                ("days_since_last_return", 90.0),
                ("returns_since_last_purchase", 2.0),
            ],
        );
    }

    #[test]
    fn without_returns_or_without_purchases() {
        let bought = Customer::default().buy(-20.0, 5.0);
        check(
            &bought,
            &[("returns", 0.0), ("return_rate", 0.0), ("days_since_last_return", f64::NAN)],
        );
        let returned = Customer::default().give_back(-20.0, 5.0);
        check(
            &returned,
            &[
                ("returns", 1.0),
                ("return_rate", f64::NAN),
                ("return_value_share", f64::NAN),
                ("returns_since_last_purchase", 0.0),
            ],
        );
    }
}
