//! Shift of the base rate: whether as many customers come back within days as did when the model was trained.
//!
//! An outcome is known only when its window has passed; this is its early sign. Of those who had a score 7, 14 or
//! 28 days ago (before the gap, if there is one) the share who have bought since is compared with the same share
//! at the model's training cutoffs, in log-odds. A share between the smallest and the largest of the cutoffs is
//! what the year brings, and no shift.

use super::{Seen, WatchLimits};
use crate::monitor::reading::{Limits, Reading, Signal};
use crate::stats::clipped_log_odds as log_odds;
use crate::words::share_to_tenths;

/// The check's name.
pub const CHECK: &str = "base_rate";
/// By the distance in log-odds: 0.5 is from 20 % to 13 %.
pub const LIMITS: Limits = Limits { warn: 0.25, alert: 0.5 };

/// Customers who had a score some days ago, and how many of them have bought since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Early {
    /// Days since the window began.
    pub days: u32,
    /// Customers who had a score.
    pub scored: u64,
    /// Those of them who have bought.
    pub back: u64,
}

/// The one reading.
pub fn reading_of(seen: &Seen<'_>, limits: &WatchLimits) -> Reading {
    let baseline = &seen.model.content.baseline;
    let Some(Early { days, scored, back }) = seen.early else {
        let days: Vec<String> = baseline.returned.iter().map(|r| r.days.to_string()).collect();
        let because = format!("no scores of {} days before", days.join(" or "));
        return Reading::not_known(CHECK, because);
    };
    let Some(then) = baseline.returned.iter().find(|r| r.days == days) else {
        return Reading::not_known(CHECK, format!("the model knows no share within {days} days"));
    };
    let n = scored as f64;
    // Half a customer on either side: no share is 0 or 1.
    let smoothed = |count: f64, of: f64| (count + 0.5) / (of + 1.0);
    let now = smoothed(back as f64, n);
    let expected = smoothed(then.share * n, n);
    let shift = log_odds(now) - log_odds(expected);
    let standard_error = (1.0 / (n * expected * (1.0 - expected))).sqrt();
    let share = back as f64 / n.max(1.0);
    let usual = (then.lowest..=then.highest).contains(&share);
    let signal = if usual {
        Signal::Good
    } else {
        limits.base_rate.beyond_noise(shift.abs(), standard_error)
    };
    let [said, at_training, lowest, highest] =
        [share, then.share, then.lowest, then.highest].map(share_to_tenths);
    Reading {
        check: CHECK.to_owned(),
        of: None,
        signal,
        value: Some(share),
        expected: Some(then.share),
        customers: scored,
        says: format!(
            "{said} of those scored {days} days earlier have bought since; at training it was {at_training} \
             ({lowest} to {highest})"
        ),
    }
}
