//! The customer's own rhythm: gaps between purchases, and how unusual the present silence is.

use super::family::FamilyName;
use super::moments::{Moments, median, ratio};
use super::sql::phrase;
use super::view::CustomerView;
use super::workspace::Workspace;
use super::{Family, Feature, Output, Role, Sql, Topic, Unit, Values};

/// Gap moments and the silence measured by them.
pub(super) struct Gaps;

/// What needs the single gaps: median, order, spread over time.
pub(super) struct GapShape;

/// Floor of a rhythm in days: within a day there is no habit to be late by.
const LEAST_DAYS: f64 = 1.0;

/// How many of the last gaps count as recent.
const RECENT_GAPS: usize = 3;

/// Mean gap between consecutive purchases.
pub const GAP_MEAN_DAYS: Output = Output::new(0, "gap_mean_days");
const GAP_SD_DAYS: Output = Output::new(1, "gap_sd_days");
const GAP_MIN_DAYS: Output = Output::new(2, "gap_min_days");
const GAP_MAX_DAYS: Output = Output::new(3, "gap_max_days");
const GAP_LAST_DAYS: Output = Output::new(4, "gap_last_days");
/// Standard deviation of the gaps ÷ their mean.
pub const GAP_CV: Output = Output::new(5, "gap_cv");
const REGULARITY: Output = Output::new(6, "regularity");
/// Days since the last purchase ÷ the customer's own mean gap.
pub const RECENCY_TO_GAP_MEAN: Output = Output::new(7, "recency_to_gap_mean");
const OVERDUE_Z: Output = Output::new(8, "overdue_z");

const GAP_MEDIAN_DAYS: Output = Output::new(0, "gap_median_days");
const RECENCY_TO_GAP_MEDIAN: Output = Output::new(1, "recency_to_gap_median");
const GAP_SHARE_EXCEEDED: Output = Output::new(2, "gap_share_exceeded");
const GAP_TREND_DAYS: Output = Output::new(3, "gap_trend_days");
const GAP_RECENT_RATIO: Output = Output::new(4, "gap_recent_ratio");
const CLUMPINESS: Output = Output::new(5, "clumpiness");

const FAMILY: FamilyName = FamilyName("cadence");

fn at_least_a_day(feature: &str) -> String {
    format!("case when {feature} < 1e0 then 1e0 else {feature} end")
}

impl Family for Gaps {
    fn features(&self) -> Vec<Feature> {
        let days = |output, topic, definition, sql: &str| {
            FAMILY.entry(output, topic, Unit::Days, definition, Sql::orders(sql))
        };
        let derived = |output, topic, definition, sql: String| {
            FAMILY.entry(output, topic, Unit::Ratio, definition, Sql::derived(sql))
        };
        vec![
            days(GAP_MEAN_DAYS, Topic::Other, "Mean gap between consecutive purchases", "avg(gap_days)").roles(&[Role::Foremost(7)]),
            days(
                GAP_SD_DAYS, Topic::Other,
                "Sample standard deviation of the gaps between purchases",
                "stddev_samp(gap_days)",
            ),
            days(GAP_MIN_DAYS, Topic::Other, "Shortest gap between consecutive purchases", "min(gap_days)"),
            days(GAP_MAX_DAYS, Topic::Other, "Longest gap between consecutive purchases", "max(gap_days)"),
            days(
                GAP_LAST_DAYS, Topic::Other,
                "Gap between the last two purchases",
                "max(gap_days) filter (where n = n_orders)",
            ),
            derived(
                GAP_CV, Topic::Other,
                "Standard deviation of the gaps ÷ their mean",
                phrase::ratio("gap_sd_days", "gap_mean_days"),
            ).roles(&[Role::Foremost(14)]),
            derived(
                REGULARITY, Topic::Other,
                "1 ÷ (1 + gap_cv): 1 for clockwork, towards 0 for bursts",
                "1e0 / (1e0 + gap_cv)".to_owned(),
            ),
            derived(
                RECENCY_TO_GAP_MEAN, Topic::Silence,
                "Days since the last purchase ÷ own mean gap (at least 1 day)",
                format!("days_since_last_purchase / {}", at_least_a_day("gap_mean_days")),
            ).roles(&[Role::Foremost(4), Role::Structural, Role::Hinged]),
            derived(
                OVERDUE_Z, Topic::Silence,
                "(Days since the last purchase − own mean gap) ÷ own standard deviation of gaps (at \
                 least 1 day)",
                format!(
                    "(days_since_last_purchase - gap_mean_days) / {}",
                    at_least_a_day("gap_sd_days")
                ),
            ).roles(&[Role::Foremost(16)]),
        ]
    }

    fn compute(&self, view: &CustomerView<'_>, _work: &mut Workspace, out: &mut Values<'_>) {
        let (Some(&last_gap), Some(&last)) =
            (view.gaps_days.last(), view.orders.time_micros.last())
        else {
            return out.fill(f64::NAN);
        };
        let gaps = Moments::of(view.gaps_days);
        let silence_days = view.days_since(last);
        let cv = ratio(gaps.sd, gaps.mean);
        // A missing deviation stays missing: `f64::max` would put the floor in its place.
        let spread_days = if gaps.sd < LEAST_DAYS { LEAST_DAYS } else { gaps.sd };
        out.set(GAP_MEAN_DAYS, gaps.mean);
        out.set(GAP_SD_DAYS, gaps.sd);
        out.set(GAP_MIN_DAYS, gaps.min);
        out.set(GAP_MAX_DAYS, gaps.max);
        out.set(GAP_LAST_DAYS, last_gap);
        out.set(GAP_CV, cv);
        out.set(REGULARITY, 1.0 / (1.0 + cv));
        out.set(RECENCY_TO_GAP_MEAN, silence_days / gaps.mean.max(LEAST_DAYS));
        out.set(OVERDUE_Z, (silence_days - gaps.mean) / spread_days);
    }
}

impl Family for GapShape {
    fn features(&self) -> Vec<Feature> {
        let silence = "(:as_of_us - max(last_us)) / 8.64e10";
        let whole = format!("(sum(gap_days) + {silence})");
        vec![
            FAMILY.entry(
                GAP_MEDIAN_DAYS,
                Topic::Other,
                Unit::Days,
                "Median gap between consecutive purchases",
                Sql::orders(phrase::median("gap_days", "gap_rank", "n_orders - 1")),
            ),
            FAMILY.entry(
                RECENCY_TO_GAP_MEDIAN,
                Topic::Silence,
                Unit::Ratio,
                "Days since the last purchase ÷ own median gap (at least 1 day)",
                Sql::derived(format!(
                    "days_since_last_purchase / {}",
                    at_least_a_day("gap_median_days")
                )),
            ),
            FAMILY.entry(
                GAP_SHARE_EXCEEDED,
                Topic::Silence,
                Unit::Share,
                "Share of own gaps that were shorter than the present silence",
                Sql::orders(phrase::ratio(
                    &phrase::count_where("gap_us < :as_of_us - last_us"),
                    "count(gap_us)",
                )),
            ),
            FAMILY.entry(
                GAP_TREND_DAYS,
                Topic::Orders,
                Unit::Days,
                "Change of the gap from one purchase to the next (least-squares slope)",
                Sql::orders(
                    "12e0 * sum((n - 1 - n_orders / 2e0) * gap_days) \
                     / nullif((max(n_orders) - 1) * max(n_orders) * greatest(max(n_orders) - 2e0, 0e0), 0)",
                ),
            ),
            FAMILY.entry(
                GAP_RECENT_RATIO,
                Topic::Orders,
                Unit::Ratio,
                "Mean of the last three gaps ÷ mean of all gaps",
                Sql::orders(phrase::ratio(
                    &format!("avg(gap_days) filter (where n > n_orders - {RECENT_GAPS})"),
                    "avg(gap_days)",
                )),
            ),
            // Zhang, Bradlow & Small (2015), "Predicting Customer Value Using Clumpiness", eq. 2,
            // over the time since the first purchase.
            FAMILY.entry(
                CLUMPINESS,
                Topic::Other,
                Unit::Ratio,
                "1 − entropy of the silences since the first purchase ÷ its maximum: 0 evenly spaced, \
                 towards 1 all at once",
                Sql::orders(format!(
                    "1e0 + ((sum(case when gap_us > 0 then gap_days * ln(gap_days) else 0e0 end) \
                     + {silence} * ln({silence})) / {whole} - ln({whole})) \
                     / nullif(ln(1e0 * max(n_orders)), 0)"
                )),
            ),
        ]
    }

    fn compute(&self, view: &CustomerView<'_>, work: &mut Workspace, out: &mut Values<'_>) {
        let gaps = view.gaps_days;
        let Some(&last) = view.orders.time_micros.last().filter(|_| !gaps.is_empty()) else {
            return out.fill(f64::NAN);
        };
        let silence_days = view.days_since(last);
        let count = gaps.len() as f64;
        let total_days: f64 = gaps.iter().sum();
        let middle = f64::midpoint(count, 1.0);
        let mut exceeded = 0u32;
        let (mut lever, mut entropy) = (0.0, silence_days * silence_days.ln());
        for (i, &gap) in gaps.iter().enumerate() {
            exceeded += u32::from(gap < silence_days);
            lever += ((i + 1) as f64 - middle) * gap;
            entropy += if gap > 0.0 { gap * gap.ln() } else { 0.0 };
        }
        let recent = &gaps[gaps.len().saturating_sub(RECENT_GAPS)..];
        let whole_days = total_days + silence_days;
        work.values.clear();
        work.values.extend_from_slice(gaps);
        let median_days = median(&mut work.values);
        out.set(GAP_MEDIAN_DAYS, median_days);
        out.set(RECENCY_TO_GAP_MEDIAN, silence_days / median_days.max(LEAST_DAYS));
        out.set(GAP_SHARE_EXCEEDED, f64::from(exceeded) / count);
        out.set(GAP_TREND_DAYS, ratio(12.0 * lever, count * (count * count - 1.0)));
        out.set(
            GAP_RECENT_RATIO,
            ratio(recent.iter().sum::<f64>() / recent.len() as f64, total_days / count),
        );
        out.set(CLUMPINESS, 1.0 + (entropy / whole_days - whole_days.ln()) / (count + 1.0).ln());
    }
}

#[cfg(test)]
mod tests {
    use crate::features::testing::{Customer, check};

    #[test]
    fn gaps_of_two_four_and_six_days() {
        let customer =
            Customer::default().buy(-22.0, 1.0).buy(-20.0, 1.0).buy(-16.0, 1.0).buy(-10.0, 1.0);
        check(
            &customer,
            &[
                ("gap_mean_days", 4.0),
                ("gap_sd_days", 2.0),
                ("gap_min_days", 2.0),
                ("gap_max_days", 6.0),
                ("gap_last_days", 6.0),
                ("gap_cv", 0.5),
                ("regularity", 1.0 / 1.5),
                ("recency_to_gap_mean", 2.5),
                ("overdue_z", 3.0),
                ("gap_median_days", 4.0),
                ("recency_to_gap_median", 2.5),
                ("gap_share_exceeded", 1.0),
                ("gap_trend_days", 2.0),
                ("gap_recent_ratio", 1.0),
            ],
        );
    }

    #[test]
    fn evenly_spaced_purchases_are_not_clumpy_and_a_burst_is() {
        let even = Customer::default().buy(-30.0, 1.0).buy(-20.0, 1.0).buy(-10.0, 1.0);
        check(&even, &[("clumpiness", 0.0), ("gap_cv", 0.0), ("regularity", 1.0)]);
        let burst = Customer::default().buy(-30.0, 1.0).buy(-30.0, 1.0).buy(-30.0, 1.0);
        check(&burst, &[("clumpiness", 1.0), ("gap_cv", f64::NAN), ("gap_recent_ratio", f64::NAN)]);
    }

    #[test]
    fn one_gap_has_no_deviation_and_one_purchase_no_gap() {
        let twice = Customer::default().buy(-12.0, 1.0).buy(-2.0, 1.0);
        check(
            &twice,
            &[
                ("gap_mean_days", 10.0),
                ("gap_sd_days", f64::NAN),
                ("overdue_z", f64::NAN),
                ("gap_trend_days", f64::NAN),
                ("recency_to_gap_mean", 0.2),
                ("gap_share_exceeded", 0.0),
            ],
        );
        let once = Customer::default().buy(-12.0, 1.0);
        check(&once, &[("gap_mean_days", f64::NAN), ("gap_median_days", f64::NAN)]);
    }
}
