//! Shift of the base rate: whether as many customers come back within days as the scores had said.
//!
//! An outcome is known only when its window has passed; this is its early sign. Of those who had a score 7, 14 or
//! 28 days ago (before the gap, if there is one) the share who have bought since is compared, in log-odds, with the mean
//! of `1 − probability` × the share that, at the training cutoffs, came back that soon of those who came back at all.
//! What any one of the cutoffs would have led to is no shift.

use super::{NightFacts, WatchLimits};
use crate::model::Returned;
use crate::monitor::reading::{Limits, Reading, Signal};
use crate::stats::clipped_log_odds as log_odds;
use crate::words::share_to_tenths;

/// The check's name.
pub(crate) const CHECK: &str = "base_rate";
/// By the distance in log-odds: 0.5 is from 20 % to 13 %.
pub(crate) const LIMITS: Limits = Limits { warn: 0.25, alert: 0.5 };

/// Customers who had a score some days ago, and how many of them have bought since.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Early {
    /// Days since the window began.
    pub days: u32,
    /// Customers who had a score.
    pub scored: u64,
    /// Mean of their probabilities to come back within the horizon.
    pub expected_return: f64,
    /// Those of them who have bought.
    pub back: u64,
}

/// The one reading.
pub(crate) fn reading_of(seen: &NightFacts<'_>, limits: &WatchLimits) -> Reading {
    let baseline = &seen.model.content.baseline;
    let Some(early) = seen.early else {
        let days: Vec<String> = baseline.returned.iter().map(|r| r.days.to_string()).collect();
        let because = format!("no scores of {} days before", days.join(" or "));
        return Reading::not_known(CHECK, because);
    };
    match baseline.returned.iter().find(|r| r.days == early.days) {
        Some(then) => compare(early, *then, limits.base_rate),
        None => {
            let because = format!("the model knows no share within {} days", early.days);
            Reading::not_known(CHECK, because)
        }
    }
}

fn compare(early: Early, then: Returned, limits: Limits) -> Reading {
    let Early { days, scored, expected_return, back } = early;
    let n = scored as f64;
    // Half a customer on either side: no share is 0 or 1.
    let smoothed = |share: f64| (share * n + 0.5) / (n + 1.0);
    let share = back as f64 / n;
    let [expected, lowest, highest] =
        [then.share, then.lowest, then.highest].map(|soon| expected_return * soon);
    let shift = log_odds(smoothed(share)) - log_odds(smoothed(expected));
    let standard_error = (1.0 / (n * smoothed(expected) * (1.0 - smoothed(expected)))).sqrt();
    let signal = if (lowest..=highest).contains(&share) {
        Signal::Good
    } else {
        limits.beyond_noise(shift.abs(), standard_error)
    };
    let [said, expected_said] = [share, expected].map(share_to_tenths);
    Reading {
        check: CHECK.to_owned(),
        of: None,
        signal,
        value: Some(share),
        expected: Some(expected),
        customers: scored,
        says: format!(
            "{said} of those scored {days} days earlier have bought since, {expected_said} were expected"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fewer_than_expected_are_a_shift_unless_chance_or_a_cutoff_explains_them() {
        // Half of those who come back do within seven days; at single cutoffs a quarter to three quarters.
        let then = Returned { days: 7, share: 0.5, lowest: 0.25, highest: 0.75 };
        let signal = |scored, back| {
            let early = Early { days: 7, scored, expected_return: 0.4, back };
            compare(early, then, LIMITS).signal
        };
        assert_eq!(signal(1000, 200), Signal::Good);
        assert_eq!(signal(1000, 110), Signal::Good, "a cutoff would have led to it");
        assert_eq!(signal(1000, 90), Signal::Alert);
        assert_eq!(signal(1000, 320), Signal::Alert, "more than expected are a shift too");
        assert_eq!(signal(20, 1), Signal::Good, "of twenty customers chance may explain it");
        assert_eq!(signal(1000, 0), Signal::Alert);
    }
}
