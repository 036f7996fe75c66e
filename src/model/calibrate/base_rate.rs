//! Prior shift: the log-odds offset that makes the mean probability meet another base rate.
//!
//! Where last year's window tells this season's churn rate, ranks stay and all log-odds move alike.

use crate::stats::{Group, fit_intercept};

/// The offset `δ` with `mean(sigmoid(log_oddsᵢ + δ)) = churn_rate`.
///
/// None for no rows, or a rate that is not strictly between 0 and 1.
pub(crate) fn offset_to_base_rate(log_odds: &[f64], churn_rate: f64) -> Option<f64> {
    if !(churn_rate > 0.0 && churn_rate < 1.0) {
        return None;
    }
    let groups: Vec<Group> =
        log_odds.iter().map(|z| Group { z: *z, rows: 1.0, churned: churn_rate }).collect();
    fit_intercept(&groups, 1.0).map(|line| line.intercept)
}
