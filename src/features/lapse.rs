//! Earlier lapses: long silences, and the purchases that ended them.
//!
//! A lapse is a silence of more than so many days after a purchase; a reactivation is the purchase
//! that ends it. The present silence is a lapse too once it is that long.

use super::moments::{flag, ratio};
use super::sql::phrase;
use super::view::CustomerView;
use super::workspace::Workspace;
use super::{Family, Feature, Sql, Unit};

/// The lapse family.
pub struct Lapse;

/// How many days of silence make a lapse.
const LAPSE_DAYS: [u32; 2] = [90, 180];

/// Entries per length.
const PER_LENGTH: usize = 5;

fn entry(name: String, unit: Unit, definition: String, sql: Sql) -> Feature {
    Feature::new("lapse", name, unit, definition, sql)
}

fn entries(days: u32) -> [Feature; PER_LENGTH] {
    let micros = phrase::micros(days);
    let lapse = format!("gap_us > {micros}");
    let silence = ":as_of_us - max(ts_us)";
    let time_lapsed = format!(
        "coalesce(sum(gap_us) filter (where {lapse}), 0) \
         + case when {silence} > {micros} then {silence} else 0 end"
    );
    [
        entry(
            format!("lapses_{days}d"),
            Unit::Count,
            format!("Silences of more than {days} days, the present one included"),
            Sql::derived(format!(
                "reactivations_{days}d + case when days_since_last_purchase > {days} then 1 else 0 end"
            )),
        ),
        entry(
            format!("reactivations_{days}d"),
            Unit::Count,
            format!("Purchases after a silence of more than {days} days"),
            Sql::gaps(phrase::count_where(&lapse)),
        ),
        entry(
            format!("lapse_mean_days_{days}d"),
            Unit::Days,
            format!("Mean length of the silences of more than {days} days that a purchase ended"),
            Sql::gaps(format!("avg(gap_days) filter (where {lapse})")),
        ),
        entry(
            format!("lapsed_time_share_{days}d"),
            Unit::Share,
            format!(
                "Share of the time since the first purchase in silences of more than {days} days"
            ),
            Sql::orders(format!("1e0 * ({time_lapsed}) / (:as_of_us - min(ts_us))")),
        ),
        entry(
            format!("days_since_reactivation_{days}d"),
            Unit::Days,
            format!("Days since the last purchase after a silence of more than {days} days"),
            Sql::gaps(phrase::days_since(&format!("max(end_us) filter (where {lapse})"))),
        ),
    ]
}

impl Family for Lapse {
    fn features(&self) -> Vec<Feature> {
        LAPSE_DAYS.into_iter().flat_map(entries).collect()
    }

    fn compute(&self, view: &CustomerView<'_>, _work: &mut Workspace, out: &mut [f64]) {
        let times = &view.orders.time_micros[..];
        let since = |time: Option<&i64>| time.map_or(f64::NAN, |&t| view.days_since(t));
        let (silence_days, tenure_days) = (since(times.last()), since(times.first()));
        for (out, days) in out.chunks_exact_mut(PER_LENGTH).zip(LAPSE_DAYS) {
            let lapse_days = f64::from(days);
            let (mut ended, mut length_days, mut last) = (0.0, 0.0, None);
            for (i, &gap) in view.gaps_days.iter().enumerate() {
                if gap > lapse_days {
                    ended += 1.0;
                    length_days += gap;
                    last = times.get(i + 1);
                }
            }
            let lapsed_now = silence_days > lapse_days;
            out[0] = ended + flag(lapsed_now);
            out[1] = ended;
            out[2] = ratio(length_days, ended);
            out[3] = (length_days + if lapsed_now { silence_days } else { 0.0 }) / tenure_days;
            out[4] = since(last);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::features::testing::{Customer, check};

    #[test]
    fn lapses_are_silences_and_reactivations_end_them() {
        let customer = Customer::default()
            .buy(-1000.0, 1.0)
            .buy(-700.0, 1.0)
            .buy(-600.0, 1.0)
            .buy(-590.0, 1.0)
            .buy(-500.0, 1.0)
            .buy(-100.0, 1.0);
        check(
            &customer,
            &[
                ("reactivations_90d", 3.0),
                ("lapses_90d", 4.0),
                ("lapse_mean_days_90d", 800.0 / 3.0),
                ("lapsed_time_share_90d", 0.9),
                ("days_since_reactivation_90d", 100.0),
                ("reactivations_180d", 2.0),
                ("lapses_180d", 2.0),
                ("lapsed_time_share_180d", 0.7),
            ],
        );
    }

    #[test]
    fn a_faithful_customer_never_lapsed() {
        let customer = Customer::default().buy(-50.0, 1.0).buy(-20.0, 1.0);
        check(
            &customer,
            &[
                ("lapses_90d", 0.0),
                ("lapse_mean_days_90d", f64::NAN),
                ("lapsed_time_share_90d", 0.0),
                ("days_since_reactivation_90d", f64::NAN),
            ],
        );
        let never = Customer::default().give_back(-500.0, 1.0);
        check(&never, &[("lapses_90d", 0.0), ("lapsed_time_share_90d", f64::NAN)]);
    }
}
