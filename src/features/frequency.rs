//! How often: purchases and active days, in all and per window, the rate over the tenure, and how
//! many 30-day periods saw a purchase.

use super::family::FamilyName;
use super::moments::{flag, ratio};
use super::sql::phrase;
use super::view::CustomerView;
use super::workspace::Workspace;
use super::{Family, Feature, Output, OutputPerDays, Role, Sql, Topic, Unit, Values, WINDOWS_DAYS};
use crate::time::MICROS_PER_DAY;

/// Purchases: counts, rate and regular presence.
pub(super) struct Purchases;

/// Calendar days with a purchase.
pub(super) struct ActiveDays;

/// Length of the periods of `active_periods_share`.
const PERIOD_DAYS: u32 = 30;

/// Number of purchases.
pub const PURCHASES: Output = Output::new(0, "purchases");
/// 1 for customers with exactly one purchase.
pub const ONE_TIME: Output = Output::new(1, "one_time");
const PURCHASE_RATE: Output = Output::new(2, "purchase_rate");
const ACTIVE_PERIODS_SHARE: Output = Output::new(3, "active_periods_share");
const PURCHASES_WITHIN: OutputPerDays = OutputPerDays::new(4, "purchases_{W}d");

const ACTIVE_DAYS: Output = Output::new(0, "active_days");
const ACTIVE_DAYS_WITHIN: OutputPerDays = OutputPerDays::new(1, "active_days_{W}d");

const FAMILY: FamilyName = FamilyName("frequency");

impl Family for Purchases {
    fn features(&self) -> Vec<Feature> {
        let period = phrase::micros(PERIOD_DAYS);
        // Periods are counted back from as_of, so that the newest one is always whole; a period's
        // start serves as its number.
        let age = "(:as_of_us - 1 - ts_us)";
        let start = |age: &str| format!("({age} - {age} % {period})");
        let before = start(&format!("({age} + gap_us)"));
        let begins = format!("ts_us is not null and coalesce({} <> {before}, true)", start(age));
        let oldest = start("(:as_of_us - 1 - min(ts_us))");
        let share = phrase::ratio(
            &phrase::count_where(&begins),
            &format!("({oldest} / {:e} + 1e0)", period as f64),
        );
        let mut features =
            vec![
            FAMILY.entry(
                PURCHASES,
                Topic::Orders,
                Unit::Count,
                "Number of purchases",
                Sql::orders(phrase::N_ORDERS),
            )
            .roles(&[Role::Foremost(2), Role::Hinged]),
            FAMILY.entry(
                ONE_TIME,
                Topic::Orders,
                Unit::Flag,
                "1 for customers with exactly one purchase",
                Sql::orders(phrase::flag(&format!("{} = 1", phrase::N_ORDERS))),
            )
            .roles(&[Role::Foremost(5)]),
            FAMILY.entry(
                PURCHASE_RATE,
                Topic::Orders,
                Unit::PerDay,
                "Purchases ÷ days since the first (at least 1)",
                Sql::derived(
                    "purchases / case when days_since_first_purchase < 1e0 then 1e0 \
                     else days_since_first_purchase end",
                ),
            ),
            FAMILY.entry(
                ACTIVE_PERIODS_SHARE,
                Topic::Orders,
                Unit::Share,
                "Share of the 30-day periods from the first purchase to as_of with a purchase",
                Sql::orders(share),
            )
            .roles(&[Role::Foremost(13)]),
        ];
        features.extend(PURCHASES_WITHIN.each(WINDOWS_DAYS).map(|(label, w)| {
            let roles: &[Role] = match w {
                90 => &[Role::Foremost(11)],
                365 => &[Role::Foremost(12)],
                _ => &[],
            };
            FAMILY
                .entry(
                    label,
                    Topic::Orders,
                    Unit::Count,
                    format!("Purchases in the last {w} days"),
                    Sql::orders(phrase::count_where(&phrase::within(w))),
                )
                .window(w)
                .roles(roles)
        }));
        features
    }

    fn compute(&self, view: &CustomerView<'_>, _work: &mut Workspace, out: &mut Values<'_>) {
        let times = &view.orders.time_micros[..];
        let count = times.len();
        out.set(PURCHASES, count as f64);
        let (one_time, rate, active) = match times.first() {
            None => (f64::NAN, f64::NAN, f64::NAN),
            Some(&first) => (
                flag(count == 1),
                count as f64 / view.days_since(first).max(1.0),
                active_periods_share(times, view.as_of.micros()),
            ),
        };
        out.set(ONE_TIME, one_time);
        out.set(PURCHASE_RATE, rate);
        out.set(ACTIVE_PERIODS_SHARE, active);
        let mut at = count;
        for (i, window_days) in WINDOWS_DAYS.into_iter().enumerate() {
            let start = view.window_start(window_days);
            while at > 0 && times[at - 1] >= start {
                at -= 1;
            }
            out.set_of(PURCHASES_WITHIN, i, (count - at) as f64);
        }
    }
}

fn active_periods_share(times: &[i64], as_of_micros: i64) -> f64 {
    let period_micros = i64::from(PERIOD_DAYS) * MICROS_PER_DAY;
    let (mut active, mut periods) = (0u32, 0i64);
    // From the newest back: a division only where a period is left.
    let mut period_start = as_of_micros;
    for &time in times.iter().rev() {
        if time < period_start {
            periods = (as_of_micros - 1 - time) / period_micros + 1;
            period_start = as_of_micros - periods * period_micros;
            active += 1;
        }
    }
    ratio(f64::from(active), periods as f64)
}

impl Family for ActiveDays {
    fn features(&self) -> Vec<Feature> {
        let sql = |condition: Option<&str>| {
            Sql::days(condition.map_or_else(|| "count(*)".to_owned(), phrase::count_where))
        };
        let mut features = vec![FAMILY.entry(
            ACTIVE_DAYS,
            Topic::Orders,
            Unit::Count,
            "Calendar days (local) with a purchase",
            sql(None),
        )];
        features.extend(ACTIVE_DAYS_WITHIN.each(WINDOWS_DAYS).map(|(label, w)| {
            FAMILY
                .entry(
                    label,
                    Topic::Orders,
                    Unit::Count,
                    format!("Calendar days (local) with a purchase in the last {w} days"),
                    sql(Some(&phrase::within(w))),
                )
                .window(w)
        }));
        features
    }

    fn compute(&self, view: &CustomerView<'_>, _work: &mut Workspace, out: &mut Values<'_>) {
        let rows = &view.rows;
        let starts = WINDOWS_DAYS.map(|w| view.window_start(w));
        let (mut window, mut days, mut last_day) = (0, 0u32, None);
        for i in (0..rows.len()).rev() {
            if rows.is_return(i) {
                continue;
            }
            while window < starts.len() && rows.time_micros[i] < starts[window] {
                out.set_of(ACTIVE_DAYS_WITHIN, window, f64::from(days));
                window += 1;
            }
            if last_day != Some(rows.day[i]) {
                last_day = Some(rows.day[i]);
                days += 1;
            }
        }
        for window in window..WINDOWS_DAYS.len() {
            out.set_of(ACTIVE_DAYS_WITHIN, window, f64::from(days));
        }
        out.set(ACTIVE_DAYS, f64::from(days));
    }
}

#[cfg(test)]
mod tests {
    use crate::features::testing::{Customer, check};

    #[test]
    fn windows_are_half_open_and_returns_are_no_purchases() {
        let customer = Customer::default()
            .buy(-400.0, 5.0)
            .buy(-30.0, 5.0)
            .buy(-7.0, 5.0)
            .buy(-6.9, 5.0)
            .give_back(-1.0, 5.0);
        check(
            &customer,
            &[
                ("purchases", 4.0),
                ("one_time", 0.0),
                ("purchase_rate", 0.01),
                ("purchases_7d", 2.0),
                ("purchases_14d", 2.0),
                ("purchases_30d", 3.0),
                ("purchases_365d", 3.0),
                ("active_days", 3.0),
                ("active_days_7d", 1.0),
                ("active_days_30d", 2.0),
                // Periods 0 and 13 of 14: a purchase exactly 30 days back is inside the newest.
                ("active_periods_share", 2.0 / 14.0),
            ],
        );
    }

    #[test]
    fn without_a_purchase_counts_are_zero_and_the_rest_null() {
        check(
            &Customer::default().give_back(-1.0, 5.0),
            &[
                ("purchases", 0.0),
                ("purchases_365d", 0.0),
                ("active_days", 0.0),
                ("active_days_90d", 0.0),
                ("one_time", f64::NAN),
                ("purchase_rate", f64::NAN),
                ("active_periods_share", f64::NAN),
            ],
        );
    }
}
