//! The level of activity now: what no complete outcome window shows yet.
//!
//! A season or a trend moves everybody's risk. The first third of the outcome window is known for a
//! later snapshot than the whole is: a second fit, of no purchase in that third, is compared there
//! with what happened. How much of such a departure lasts into the target's window is estimated
//! from the training cutoffs themselves, shrunk towards nothing. Only the base rate is corrected;
//! the order of customers is not.

use super::calibrate::offset_to_base_rate;
use super::dataset::TrainingSet;
use super::design::Design;
use super::fit::Fitted;
use super::learn::{TrainError, outcomes};
use crate::labels::short_horizon_days;
use ndarray::ArrayView2;
use serde::{Deserialize, Serialize};

/// A departure and how much of it lasts.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct RecentLevel {
    /// Log-odds by which the newest known activity departs from the training cutoffs'.
    pub departure: f64,
    /// Share of it that past departures had in the outcome windows that followed, 0 to 1.
    pub persistence: f64,
}

/// Squared log-odds added to the past departures' sum of squares: as much as five departures
/// of 0.15 that were followed by nothing.
const DOUBT: f64 = 5.0 * 0.15 * 0.15;

/// The design, its matrix of the training rows, and the whole-horizon log-odds of those rows.
pub(super) type Whole<'a> = (&'a Design, ArrayView2<'a, f64>, &'a [f64]);

/// The level at the newest snapshot known before `target` and later than every training row's;
/// None where there is none, or the first third of the horizon shows one outcome only.
pub(super) fn recent_level(
    set: &TrainingSet,
    rows: &[u32],
    target: usize,
    (design, x, whole): Whole<'_>,
    fit_short: impl FnOnce(&[bool]) -> Result<Fitted, TrainError>,
) -> Result<Option<RecentLevel>, TrainError> {
    let short = short_horizon_days(set.rule.horizon_days);
    let reach = (set.rule.gap_days + short) as i32;
    let day = |k: usize| set.snapshots[k].as_of.day_number();
    let newest_trained =
        rows.iter().map(|&i| usize::from(set.snapshot[i as usize])).max().unwrap_or(0);
    let is_recent =
        |k: &usize| day(*k) + reach <= day(target) && set.snapshots[*k].outcome_days_known >= short;
    let recent = (newest_trained + 1..target).rev().find(is_recent);
    let churned = within(set, rows, short);
    let one_outcome = churned.iter().all(|c| *c) || churned.iter().all(|c| !*c);
    let (Some(recent), false) = (recent, one_outcome) else { return Ok(None) };
    let fitted = fit_short(&churned)?;
    let recent_rows = set.rows_of(&[recent]);
    let x_recent = design.matrix(&set.table, &recent_rows);
    let log_odds = fitted.coefficients.log_odds_of_rows(x_recent.view())?;
    let Some(departure) = offset(&log_odds, &within(set, &recent_rows, short)) else {
        return Ok(None);
    };
    let of_short = by_snapshot(set, rows, &fitted.coefficients.log_odds_of_rows(x)?, &churned);
    let of_whole = by_snapshot(set, rows, whole, &outcomes(set, rows));
    let (mut both, mut squares) = (0.0, DOUBT);
    for (k, after) in of_whole.iter().enumerate() {
        let before = (0..k).rev().find(|&j| day(j) + reach <= day(k) && of_short[j].is_some());
        if let (Some(after), Some(before)) = (after, before.and_then(|j| of_short[j])) {
            both += before * after;
            squares += before * before;
        }
    }
    Ok(Some(RecentLevel { departure, persistence: (both / squares).clamp(0.0, 1.0) }))
}

fn within(set: &TrainingSet, rows: &[u32], days: u32) -> Vec<bool> {
    rows.iter().map(|&i| set.churned_within(i as usize, days)).collect()
}

fn offset(log_odds: &[f64], churned: &[bool]) -> Option<f64> {
    let n = churned.iter().filter(|c| **c).count() as f64;
    offset_to_base_rate(log_odds, n / churned.len().max(1) as f64)
}

/// Each snapshot's departure from the log-odds given; None where it has no rows or one outcome.
fn by_snapshot(
    set: &TrainingSet,
    rows: &[u32],
    log_odds: &[f64],
    churned: &[bool],
) -> Vec<Option<f64>> {
    let mut parts: Vec<(Vec<f64>, Vec<bool>)> = vec![Default::default(); set.snapshots.len()];
    for ((&i, &z), &c) in rows.iter().zip(log_odds).zip(churned) {
        let part = &mut parts[usize::from(set.snapshot[i as usize])];
        part.0.push(z);
        part.1.push(c);
    }
    parts.iter().map(|(z, c)| offset(z, c)).collect()
}
