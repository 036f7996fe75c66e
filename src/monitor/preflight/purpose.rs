//! Findings about what the data is to be used for: customers, how they buy, the horizon, age, room for
//! outcome windows.

use super::Finding;
use crate::history::Reach;
use crate::labels::{AutomaticHorizon, OutcomeRule, Rhythm, plan_cutoffs};
use crate::time::{AsOf, Horizon, Zone, date_of_day};
use crate::words::{counted, share_to_tenths};

/// Fewer buyers than this make no model worth the name.
const FEW_CUSTOMERS: u64 = 500;

/// So many days after the newest transaction hardly a business had no sale.
const FAR_AFTER_DAYS: i32 = 45;

/// What the data is to be used for.
#[derive(Debug, Clone)]
pub(crate) struct Purpose {
    /// Instant from which it is seen.
    pub as_of: AsOf,
    /// Length of the outcome window.
    pub horizon: Horizon,
    /// Days between `as_of` and the outcome window.
    pub gap_days: u32,
    /// How far back the last purchase may lie.
    pub lookback_days: u32,
    /// Days that may lie between the newest transaction and `as_of`.
    pub max_staleness_days: Option<u32>,
    /// The business's zone.
    pub zone: Zone,
}

pub(crate) fn findings(rhythm: &Rhythm, reach: &Reach, purpose: &Purpose) -> Vec<Finding> {
    let mut findings = vec![buyers(rhythm)];
    findings.push(horizon(rhythm, purpose));
    findings.push(age(rhythm, reach, purpose));
    findings.push(window(rhythm, reach.first_micros, purpose));
    findings
}

fn buyers(rhythm: &Rhythm) -> Finding {
    let Rhythm { buyers, one_time, .. } = *rhythm;
    let share = share_to_tenths(one_time as f64 / buyers.max(1) as f64);
    let found = format!("{buyers} have bought, {one_time} of them once ({share})");
    if buyers < FEW_CUSTOMERS {
        let remedy =
            format!("below {FEW_CUSTOMERS}, scores follow a simple rule of recency at best");
        return Finding::warn("customers", found, remedy);
    }
    Finding::ok("customers", found)
}

/// The horizon beside the customers' own gaps.
fn horizon(rhythm: &Rhythm, purpose: &Purpose) -> Finding {
    let AutomaticHorizon { days: suggested, wanted_days } =
        rhythm.automatic_horizon(purpose.gap_days, purpose.lookback_days);
    let Some(median) = rhythm.median_gap_days() else {
        let found = format!(
            "nobody has bought twice: nothing tells how long to wait; {suggested} days by default"
        );
        return Finding::ok("horizon", found);
    };
    let mut gaps = format!(
        "half of the gaps between orders are within {median} days; nine in ten within {wanted_days}"
    );
    if suggested < wanted_days {
        let shortened = format!(", of which history and lookback can judge {suggested}");
        gaps.push_str(&shortened);
    }
    match purpose.horizon {
        Horizon::Days(days) if days < median => Finding::warn(
            "horizon",
            format!("{days} days; {gaps}"),
            format!(
                "most who only pause would count as lost: use --horizon-days auto or about {suggested}"
            ),
        ),
        Horizon::Days(days) => Finding::ok("horizon", format!("{days} days; {gaps}")),
        Horizon::Auto => Finding::ok("horizon", format!("automatic: {suggested} days; {gaps}")),
    }
}

fn age(rhythm: &Rhythm, reach: &Reach, purpose: &Purpose) -> Finding {
    let as_of = purpose.as_of;
    let last = purpose.zone.day_number(reach.last_micros);
    let goes_on_days = last - as_of.day_number() + 1;
    let before = rhythm.last_micros.filter(|_| goes_on_days > 0);
    let newest = before.map_or(last, |micros| purpose.zone.day_number(micros));
    let days = as_of.day_number() - 1 - newest;
    let found = match days {
        _ if goes_on_days > 0 && days <= 0 => {
            let past = counted(f64::from(goes_on_days), "day", "days");
            format!("the data goes on {past} past as-of {as_of}; that is not looked at")
        }
        0 => format!("the newest transaction is of the day before as-of {as_of}"),
        _ => format!(
            "the newest transaction is of {}, {days} days before the last day that as-of {as_of} \
             would see",
            date_of_day(newest)
        ),
    };
    let stale =
        |remedy: String| Finding { is_stale: true, ..Finding::fail("age", found.clone(), remedy) };
    match purpose.max_staleness_days {
        Some(limit) if days > limit as i32 => {
            stale(format!("at most {limit} days are allowed: has the last export arrived?"))
        }
        _ if i64::from(days) > i64::from(purpose.lookback_days) => stale(format!(
            "nobody is scored who has not bought for {} days (outcome.lookback_days): choose an earlier --as-of, or \
             provide newer transactions",
            purpose.lookback_days
        )),
        _ => far_after(as_of, newest).unwrap_or_else(|| Finding::ok("age", found)),
    }
}

/// A date so long after the newest transaction that silence may be that of the export.
pub(crate) fn far_after(as_of: AsOf, newest_day: i32) -> Option<Finding> {
    let days = as_of.day_number() - 1 - newest_day;
    (days >= FAR_AFTER_DAYS).then(|| {
        Finding::warn(
            "age",
            format!(
                "as-of {as_of} lies {days} days after the newest transaction, which is of {}: everybody looks silent for \
                 so much longer",
                date_of_day(newest_day)
            ),
            "provide newer transactions, or choose an earlier --as-of; data.max_staleness_days ends a run on such data",
        )
    })
}

fn window(rhythm: &Rhythm, first: i64, purpose: &Purpose) -> Finding {
    let Purpose { as_of, gap_days, lookback_days, .. } = *purpose;
    let horizon_days = match purpose.horizon {
        Horizon::Days(days) => days,
        Horizon::Auto => rhythm.automatic_horizon(gap_days, lookback_days).days,
    };
    let found = |n: usize| {
        let windows = counted(n as f64, "window", "windows");
        format!("{windows} of {horizon_days} days each, complete before as-of {as_of}")
    };
    let rule = OutcomeRule { horizon_days, gap_days, lookback_days };
    match plan_cutoffs(&rule, as_of, first, None, usize::MAX, &purpose.zone) {
        Ok(plan) if plan.cutoffs.len() < 3 => Finding::warn(
            "outcome windows",
            found(plan.cutoffs.len()),
            "three or more let the model be calibrated and tested on windows of their own: shorten \
             --horizon-days or provide older transactions",
        ),
        Ok(plan) => Finding::ok("outcome windows", found(plan.cutoffs.len())),
        Err(error) => Finding::fail(
            "outcome windows",
            error.to_string(),
            "shorten --horizon-days or provide older transactions",
        ),
    }
}
