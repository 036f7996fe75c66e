//! The newest weeks, of which the model has learned nothing yet.
//!
//! The first third of the outcome window is known for a later snapshot than the whole is: a second fit,
//! of no purchase in that third, is compared there with what happened. How much of such a departure lasts
//! is estimated from the training cutoffs, shrunk towards nothing.

use super::{Departure, Level};
use crate::labels::short_horizon_days;
use crate::model::dataset::TrainingSet;
use crate::model::fit::Fitted;
use crate::model::learning::rows::{at_most, outcomes, stride_to};
use crate::model::train_error::TrainError;
use crate::stats::one_outcome_only;
use ndarray::{Array2, ArrayView2, Axis, ShapeBuilder, Slice};

/// The newest weeks' departure, and how much of it lasts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Recent {
    pub departure: Departure,
    /// Share of it that past departures had in the outcome windows that followed, 0 to 1.
    pub persistence: f64,
}

/// Training rows looked at, at most: a level is known far better than it lasts.
const MOST_ROWS: usize = 60_000;
/// Squared log-odds added to the past departures' sum of squares: as much as five departures
/// of 0.15 that were followed by nothing.
const DOUBT: f64 = 5.0 * 0.15 * 0.15;

/// What the newest snapshot known before the target and later than every training row's says; None where
/// there is none, or the first third of the horizon shows one outcome only.
pub(super) fn recent(
    level: &Level<'_>,
    fit_short: impl FnOnce(&[u32], ArrayView2<'_, f64>, &[bool]) -> Result<Fitted, TrainError>,
) -> Result<Option<Recent>, TrainError> {
    let Level { set, target, design, .. } = *level;
    let rows = &at_most(MOST_ROWS, level.rows)[..];
    let short = short_horizon_days(set.rule.horizon_days);
    let reach = (set.rule.gap_days + short) as i32;
    let day = |k: usize| set.snapshots[k].as_of.day_number();
    let newest_trained =
        rows.iter().map(|&i| usize::from(set.snapshot[i as usize])).max().unwrap_or(0);
    let is_recent =
        |k: &usize| day(*k) + reach <= day(target) && set.snapshots[*k].outcome_days_known >= short;
    let newest = (newest_trained + 1..target).rev().find(is_recent);
    let churned = within(set, rows, short);
    let (Some(newest), false) = (newest, one_outcome_only(&churned)) else { return Ok(None) };
    let x = every(stride_to(MOST_ROWS, level.rows.len()), level.x);
    let fitted = fit_short(rows, x.view(), &churned)?;
    let of_newest = set.rows_of(&[newest]);
    let newest_x = design.matrix(&set.table, &of_newest);
    let log_odds = fitted.coefficients.log_odds_of_rows(newest_x.view())?;
    let departure = Departure::of(&log_odds, &within(set, &of_newest, short));
    let before = by_snapshot(set, rows, &fitted.coefficients.log_odds_of_rows(x.view())?, &churned);
    let whole = level.coefficients.log_odds_of_rows(x.view())?;
    let after = by_snapshot(set, rows, &whole, &outcomes(set, rows));
    let persistence = persistence(&before, &after, |j, k| day(j) + reach <= day(k));
    Ok(departure.map(|departure| Recent { departure, persistence }))
}

/// Every k-th row of a matrix, column-major like it.
fn every(k: usize, x: ArrayView2<'_, f64>) -> Array2<f64> {
    let rows = x.slice_axis(Axis(0), Slice::from(..).step_by(k as isize));
    let mut copy = Array2::zeros(rows.raw_dim().f());
    copy.assign(&rows);
    copy
}

/// Slope of the departures `after` on those `before` them, each snapshot's on the newest one that
/// `was_known` by then.
fn persistence(
    before: &[Option<f64>],
    after: &[Option<f64>],
    was_known: impl Fn(usize, usize) -> bool,
) -> f64 {
    let (mut both, mut squares) = (0.0, DOUBT);
    for (k, after) in after.iter().enumerate() {
        let known = (0..k).rev().find(|&j| was_known(j, k) && before[j].is_some());
        if let (Some(after), Some(before)) = (after, known.and_then(|j| before[j])) {
            both += before * after;
            squares += before * before;
        }
    }
    (both / squares).clamp(0.0, 1.0)
}

fn within(set: &TrainingSet, rows: &[u32], days: u32) -> Vec<bool> {
    rows.iter().map(|&i| set.churned_within(i as usize, days)).collect()
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
    parts.iter().map(|(z, c)| Departure::of(z, c).map(|departure| departure.log_odds)).collect()
}
