//! Earlier lapses: long silences, and the purchases that ended them.
//!
//! A lapse is a silence of more than so many days after a purchase; a reactivation is the purchase
//! that ends it. The present silence is a lapse too once it is that long.

use super::family::FamilyName;
use super::moments::{flag, ratio};
use super::sql::phrase;
use super::view::CustomerView;
use super::workspace::Workspace;
use super::{Family, Feature, OutputPerDays, Sql, Topic, Unit, Values};

/// The lapse family.
pub(super) struct Lapse;

/// How many days of silence make a lapse.
const LAPSE_DAYS: [u32; 2] = [90, 180];

const LAPSES: OutputPerDays = OutputPerDays::new(0, "lapses_{W}d").every(5);
const REACTIVATIONS: OutputPerDays = OutputPerDays::new(1, "reactivations_{W}d").every(5);
const LAPSE_MEAN_DAYS: OutputPerDays = OutputPerDays::new(2, "lapse_mean_days_{W}d").every(5);
const LAPSED_TIME_SHARE: OutputPerDays = OutputPerDays::new(3, "lapsed_time_share_{W}d").every(5);
const DAYS_SINCE_REACTIVATION: OutputPerDays =
    OutputPerDays::new(4, "days_since_reactivation_{W}d").every(5);

const FAMILY: FamilyName = FamilyName("lapse");

fn entries((i, days): (usize, u32)) -> [Feature; 5] {
    let micros = phrase::micros(days);
    let lapse = format!("gap_us > {micros}");
    let silence = ":as_of_us - max(ts_us)";
    let time_lapsed = format!(
        "coalesce(sum(gap_us) filter (where {lapse}), 0) \
         + case when {silence} > {micros} then {silence} else 0 end"
    );
    [
        FAMILY.entry(
            LAPSES.of(i, days),
            Topic::Other,
            Unit::Count,
            format!("Silences of more than {days} days, the present one included"),
            Sql::derived(format!(
                "reactivations_{days}d + case when days_since_last_purchase > {days} then 1 else 0 end"
            )),
        ),
        FAMILY.entry(
            REACTIVATIONS.of(i, days),
            Topic::Other,
            Unit::Count,
            format!("Purchases after a silence of more than {days} days"),
            Sql::orders(phrase::count_where(&lapse)),
        ),
        FAMILY.entry(
            LAPSE_MEAN_DAYS.of(i, days),
            Topic::Other,
            Unit::Days,
            format!("Mean length of the silences of more than {days} days that a purchase ended"),
            Sql::orders(format!("avg(gap_days) filter (where {lapse})")),
        ),
        FAMILY.entry(
            LAPSED_TIME_SHARE.of(i, days),
            Topic::Other,
            Unit::Share,
            format!(
                "Share of the time since the first purchase in silences of more than {days} days"
            ),
            Sql::orders(format!("1e0 * ({time_lapsed}) / (:as_of_us - min(ts_us))")),
        ),
        FAMILY.entry(
            DAYS_SINCE_REACTIVATION.of(i, days),
            Topic::Other,
            Unit::Days,
            format!("Days since the last purchase after a silence of more than {days} days"),
            Sql::orders(phrase::days_since(&format!("max(ts_us) filter (where {lapse})"))),
        ),
    ]
}

impl Family for Lapse {
    fn features(&self) -> Vec<Feature> {
        LAPSE_DAYS.into_iter().enumerate().flat_map(entries).collect()
    }

    fn compute(&self, view: &CustomerView<'_>, _work: &mut Workspace, out: &mut Values<'_>) {
        let times = &view.orders.time_micros[..];
        let since = |time: Option<&i64>| time.map_or(f64::NAN, |&t| view.days_since(t));
        let (silence_days, tenure_days) = (since(times.last()), since(times.first()));
        for (at, days) in LAPSE_DAYS.into_iter().enumerate() {
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
            let lapsed_days = length_days + if lapsed_now { silence_days } else { 0.0 };
            out.set_of(LAPSES, at, ended + flag(lapsed_now));
            out.set_of(REACTIVATIONS, at, ended);
            out.set_of(LAPSE_MEAN_DAYS, at, ratio(length_days, ended));
            out.set_of(LAPSED_TIME_SHARE, at, lapsed_days / tenure_days);
            out.set_of(DAYS_SINCE_REACTIVATION, at, since(last));
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
