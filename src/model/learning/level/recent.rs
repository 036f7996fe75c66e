//! The newest weeks, of which the model has learned nothing yet.
//!
//! The first third of the outcome window is known for a later snapshot than the whole is: a second fit,
//! of no purchase in that third, is compared there with what happened.

use super::{Departure, Level};
use crate::labels::short_horizon_days;
use crate::model::dataset::TrainingSet;
use crate::model::fit::Fitted;
use crate::model::train_error::TrainError;
use crate::stats::one_outcome_only;

/// The departure at the newest snapshot known before the target and later than every training row's;
/// None where there is none, or the first third of the horizon shows one outcome only.
pub(super) fn departure(
    level: &Level<'_>,
    fit_short: impl FnOnce(&[bool]) -> Result<Fitted, TrainError>,
) -> Result<Option<Departure>, TrainError> {
    let Level { set, rows, target, design, .. } = *level;
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
    let rows = set.rows_of(&[recent]);
    let x = design.matrix(&set.table, &rows);
    let log_odds = fitted.coefficients.log_odds_of_rows(x.view())?;
    Ok(Departure::of(&log_odds, &within(set, &rows, short)))
}

fn within(set: &TrainingSet, rows: &[u32], days: u32) -> Vec<bool> {
    rows.iter().map(|&i| set.churned_within(i as usize, days)).collect()
}
