//! When in the week, the day and the year: by the local time of the orders.

use super::moments::flag;
use super::sql::phrase;
use super::view::CustomerView;
use super::workspace::Workspace;
use super::{Family, Feature, Label, LookBack, Output, OutputPerDays, Sql, Topic, Unit, Values};
use crate::time::{MICROS_PER_DAY, YEAR_DAYS};

/// The calendar family.
pub(super) struct Calendar;

/// How far ahead of `as_of` the season reaches.
const SEASON_DAYS: u32 = 90;
/// Last year's windows: from one year before `as_of`, so many days on.
const LAST_YEAR_DAYS: [u32; 2] = [30, 90];
/// The evening begins at 18:00.
const EVENING_MICROS: i64 = 18 * 3_600_000_000;
/// 1970-01-01, day number 0, was a Thursday; Sunday is 0.
const WEEKDAY_OF_DAY_0: i32 = 4;

const WEEKEND_SHARE: Output = Output::new(0, "weekend_share");
const EVENING_SHARE: Output = Output::new(1, "evening_share");
const TOP_WEEKDAY_SHARE: Output = Output::new(2, "top_weekday_share");
const SEASON_AHEAD_SHARE: Output = Output::new(3, "season_ahead_share");
const PURCHASES_LAST_YEAR: OutputPerDays =
    OutputPerDays::new(4, "purchases_last_year_next_{W}d").every(2);
const SPEND_LAST_YEAR: OutputPerDays = OutputPerDays::new(5, "spend_last_year_next_{W}d").every(2);

fn entry(
    label: impl Into<Label>,
    topic: Topic,
    unit: Unit,
    definition: impl Into<String>,
    sql: String,
) -> Feature {
    Feature::new("calendar", label, topic, unit, definition, Sql::orders(sql))
}

fn share(output: Output, topic: Topic, definition: &str, condition: &str) -> Feature {
    let sql = phrase::ratio(&phrase::count_where(condition), phrase::N_ORDERS);
    entry(output, topic, Unit::Share, definition, sql)
}

impl Family for Calendar {
    fn features(&self) -> Vec<Feature> {
        // The days before 1970 have negative numbers, and remainders.
        let weekday = format!("((day + {WEEKDAY_OF_DAY_0}) % 7 + 7) % 7");
        let per_weekday: Vec<_> =
            (0..7).map(|d| phrase::count_where(&format!("{weekday} = {d}"))).collect();
        let year = phrase::micros(YEAR_DAYS);
        let ahead = format!(
            "({year} - (:as_of_us - ts_us) % {year}) % {year} < {}",
            phrase::micros(SEASON_DAYS)
        );
        let mut features = vec![
            share(
                WEEKEND_SHARE, Topic::Other,
                "Share of orders on a Saturday or Sunday (local)",
                &format!("{weekday} in (0, 6)"),
            ),
            share(
                EVENING_SHARE, Topic::Other,
                "Share of orders from 18:00 to midnight (local)",
                &format!("day_us >= {EVENING_MICROS}"),
            ),
            entry(
                TOP_WEEKDAY_SHARE, Topic::Other,
                Unit::Share,
                "Share of orders on the customer's most frequent weekday (local)",
                phrase::ratio(&format!("greatest({})", per_weekday.join(", ")), phrase::N_ORDERS),
            ),
            share(
                SEASON_AHEAD_SHARE, Topic::Season,
                "Share of orders that fell, in earlier years, into the 90 days from as_of's date on",
                &ahead,
            ).looking_back(LookBack::AtLeast(YEAR_DAYS)),
        ];
        for (i, days) in LAST_YEAR_DAYS.into_iter().enumerate() {
            let condition = phrase::between(YEAR_DAYS, YEAR_DAYS - days);
            features.push(
                entry(
                    PURCHASES_LAST_YEAR.of(i, days),
                    Topic::Season,
                    Unit::Count,
                    format!(
                        "Purchases in the {days} days from one year (365 days) before as_of on"
                    ),
                    phrase::count_where(&condition),
                )
                .looking_back(LookBack::Days(YEAR_DAYS)),
            );
            features.push(
                entry(
                    SPEND_LAST_YEAR.of(i, days),
                    Topic::Season,
                    Unit::Money,
                    format!("Value of the orders of the {days} days from one year before as_of on"),
                    phrase::sum_where("value", &condition),
                )
                .looking_back(LookBack::Days(YEAR_DAYS)),
            );
        }
        features
    }

    fn compute(&self, view: &CustomerView<'_>, _work: &mut Workspace, out: &mut Values<'_>) {
        let orders = view.orders;
        let mut weekdays = [0u32; 7];
        let (mut evening, mut ahead) = (0u32, 0u32);
        let year_micros = i64::from(YEAR_DAYS) * MICROS_PER_DAY;
        // As the remainder of an age within its year: the season ahead is its last part.
        let season_age_micros = i64::from(YEAR_DAYS - SEASON_DAYS) * MICROS_PER_DAY;
        for (&time, &day) in orders.time_micros.iter().zip(&orders.day) {
            weekdays[(day + WEEKDAY_OF_DAY_0).rem_euclid(7) as usize] += 1;
            let since_midnight = view.zone.to_wall(time) - i64::from(day) * MICROS_PER_DAY;
            evening += u32::from(since_midnight >= EVENING_MICROS);
            let age = (view.as_of.micros() - time) % year_micros;
            ahead += u32::from(age == 0 || age > season_age_micros);
        }
        let count = orders.len() as f64;
        let top = weekdays.into_iter().max().unwrap_or(0);
        out.set(WEEKEND_SHARE, f64::from(weekdays[0] + weekdays[6]) / count);
        out.set(EVENING_SHARE, f64::from(evening) / count);
        out.set(TOP_WEEKDAY_SHARE, f64::from(top) / count);
        out.set(SEASON_AHEAD_SHARE, f64::from(ahead) / count);
        let year_ago = view.window_start(YEAR_DAYS);
        for (i, days) in LAST_YEAR_DAYS.into_iter().enumerate() {
            let end = view.window_start(YEAR_DAYS - days);
            let (mut purchases, mut spend) = (0.0, 0.0);
            for (&time, &value) in orders.time_micros.iter().zip(&orders.value) {
                let inside = flag(year_ago <= time && time < end);
                purchases += inside;
                spend += inside * value;
            }
            out.set_of(PURCHASES_LAST_YEAR, i, purchases);
            out.set_of(SPEND_LAST_YEAR, i, if orders.is_empty() { f64::NAN } else { spend });
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::features::testing::{Customer, check};

    // The tests' as_of is the midnight of Monday, 2024-07-01.

    #[test]
    fn weekday_and_hour_are_the_orders_local_ones() {
        let customer = Customer::default()
            .buy(-1.0, 1.0) // Sunday, 00:00
            .buy(-1.5, 1.0) // Saturday, 12:00
            .buy(-2.25, 1.0) // Friday, 18:00
            .buy(-9.0 - 1e-9, 1.0); // Friday, a moment before midnight
        check(
            &customer,
            &[("weekend_share", 0.5), ("evening_share", 0.5), ("top_weekday_share", 0.5)],
        );
    }

    #[test]
    fn last_year_and_the_season_ahead() {
        let customer = Customer::default()
            .buy(-730.0, 1.0)
            .buy(-365.0, 10.0)
            .buy(-336.0, 20.0)
            .buy(-335.0, 40.0)
            .buy(-275.0, 80.0)
            .buy(-10.0, 1.0);
        check(
            &customer,
            &[
                ("season_ahead_share", 4.0 / 6.0),
                ("purchases_last_year_next_30d", 2.0),
                ("spend_last_year_next_30d", 30.0),
                ("purchases_last_year_next_90d", 3.0),
                ("spend_last_year_next_90d", 70.0),
            ],
        );
        let never = Customer::default().give_back(-336.0, 1.0);
        check(
            &never,
            &[
                ("purchases_last_year_next_30d", 0.0),
                ("spend_last_year_next_30d", f64::NAN),
                ("weekend_share", f64::NAN),
            ],
        );
    }
}
