//! Realised calibration: whether as many customers left as the scores of an earlier night had said.
//!
//! The distance in log-odds between the share who left and the mean probability (calibration in the large).

use super::{NightFacts, WatchLimits};
use crate::monitor::reading::{Limits, Reading};
use crate::stats::clipped_log_odds as log_odds;
use crate::words::share_to_tenths;

/// The check's name.
pub(crate) const CHECK: &str = "calibration";
/// By the distance in log-odds: 0.5 is 62 % who left where 50 % were expected.
pub(crate) const LIMITS: Limits = Limits { warn: 0.25, alert: 0.5 };

/// The one reading.
pub(crate) fn reading_of(seen: &NightFacts<'_>, limits: &WatchLimits) -> Reading {
    let Some(matured) = seen.matured else {
        return Reading::not_known(CHECK, super::NOT_MATURED);
    };
    let metrics = &matured.metrics;
    let n = metrics.n_rows as f64;
    let smoothed = |share: f64| (share * n + 0.5) / (n + 1.0);
    let (left, said) = (smoothed(metrics.churn_rate), smoothed(metrics.mean_probability));
    let distance = (log_odds(left) - log_odds(said)).abs();
    let standard_error = (1.0 / (n * said * (1.0 - said))).sqrt();
    let [left, said] = [metrics.churn_rate, metrics.mean_probability].map(share_to_tenths);
    Reading {
        check: CHECK.to_owned(),
        of: None,
        signal: limits.calibration.beyond_noise(distance, standard_error),
        value: Some(metrics.churn_rate),
        expected: Some(metrics.mean_probability),
        customers: metrics.n_rows,
        says: format!(
            "of those scored on {} {left} have left, {said} were expected (calibration error {:.3})",
            matured.as_of, metrics.ece
        ),
    }
}
