//! Signs that the level of the forecast, everybody's risk, is not the training cutoffs'.
//!
//! Two are looked at. The recent one: the first third of the outcome window is known for a later
//! snapshot than the whole is; a second fit, of no purchase in that third, is compared there with what
//! happened, and how much of such a departure lasts is estimated from the training cutoffs, shrunk
//! towards nothing. The rhythm's: the mean that BG/NBD, fitted on everything up to the target, expects
//! there, against the model's, whose columns wander as a history grows; a third of it is believed, less
//! what the recent weeks, of which BG/NBD knows nothing, say against it. Only the base rate is
//! corrected; the order of customers is not.

use super::rows::outcomes;
use crate::labels::short_horizon_days;
use crate::model::calibrate::offset_to_base_rate;
use crate::model::dataset::TrainingSet;
use crate::model::design::Design;
use crate::model::fit::Fitted;
use crate::model::settings::TrainSettings;
use crate::model::train_error::TrainError;
use crate::stats::one_outcome_only;
use crate::value::NO_PURCHASE_PROBABILITY;
use ndarray::ArrayView2;
use serde::{Deserialize, Serialize};

/// What speaks for another level; each sign None where it is not known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct LevelSigns {
    /// How the newest activity departs from the training cutoffs'.
    pub recent: Option<RecentLevel>,
    /// Log-odds by which BG/NBD's expectation at the target departs from the model's.
    pub rhythm: Option<f64>,
}

impl LevelSigns {
    /// The correction of the base rate, in log-odds.
    pub(crate) fn shift(&self, settings: &TrainSettings) -> f64 {
        let TrainSettings { level_persistence_max, rhythm_level_share, .. } = settings;
        let (mut shift, mut rhythm) = (0.0, self.rhythm.unwrap_or(0.0));
        if let Some(RecentLevel { departure, persistence }) = self.recent {
            shift = departure * persistence.min(*level_persistence_max);
            if departure * rhythm < 0.0 {
                rhythm = rhythm.signum() * (rhythm.abs() - departure.abs()).max(0.0);
            }
        }
        shift + rhythm_level_share * rhythm
    }
}

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
pub(crate) type Whole<'a> = (&'a Design, ArrayView2<'a, f64>, &'a [f64]);

/// The level at the newest snapshot known before `target` and later than every training row's;
/// None where there is none, or the first third of the horizon shows one outcome only.
pub(crate) fn recent_level(
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
    let (Some(recent), false) = (recent, one_outcome_only(&churned)) else { return Ok(None) };
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

/// The rhythm's sign; `log_odds` are the model's of `rows`, the target's. None where there are none, or
/// BG/NBD could not be fitted.
pub(crate) fn rhythm_sign(set: &TrainingSet, rows: &[u32], log_odds: &[f64]) -> Option<f64> {
    let told = set.table.column(NO_PURCHASE_PROBABILITY.name())?;
    // One that is not known makes the mean unknown, and there is no offset to it.
    let expected: f64 = rows.iter().map(|&i| told[i as usize]).sum();
    offset_to_base_rate(log_odds, expected / rows.len().max(1) as f64)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_the_rhythm_a_third_is_believed_that_the_recent_weeks_leave() {
        let settings = TrainSettings::default();
        let shift = |departure: f64, persistence: f64, rhythm: f64| {
            let recent = Some(RecentLevel { departure, persistence });
            LevelSigns { recent, rhythm: Some(rhythm) }.shift(&settings)
        };
        assert_eq!(LevelSigns::default().shift(&settings), 0.0);
        assert!(
            (LevelSigns { recent: None, rhythm: Some(-0.3) }.shift(&settings) + 0.1).abs() < 1e-15
        );
        assert!((shift(0.2, 0.5, 0.3) - 0.2).abs() < 1e-15);
        assert!((shift(-0.2, 0.5, 0.3) + 0.1 - 0.1 / 3.0).abs() < 1e-15);
        assert!((shift(-0.4, 0.5, 0.3) + 0.2).abs() < 1e-15);
        assert!((shift(0.4, 0.0, -0.3)).abs() < 1e-15);
    }
}
