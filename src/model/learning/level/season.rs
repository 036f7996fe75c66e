//! What earlier years did at the season ahead.
//!
//! Where the history holds it, the model is asked about the customers of a year ago and of the outcome
//! windows before that: by how much did that year's window depart from the time before it? The same
//! windows say how wrong the other signs would have been.

use super::{Departure, Level, rhythm_departure};
use crate::labels::{EARLIER_YEARS, WINDOWS_BEFORE};
use crate::model::learning::rows::outcomes;
use crate::model::train_error::TrainError;
use crate::time::YEAR_DAYS;

/// An outcome window of an earlier year.
#[derive(Debug, Clone, Copy)]
pub(super) struct Window {
    pub departure: Departure,
    /// Log-odds by which BG/NBD's expectation departed from the model's.
    pub rhythm: Option<f64>,
}

/// An earlier year at this season.
#[derive(Debug, Clone)]
pub(super) struct Year {
    /// By how much the window of this season departed from those before it.
    pub change: Departure,
    /// That window and those before it, newest first, as far as they are known.
    pub windows: Vec<Option<Window>>,
}

/// The earlier years of which this season's window and one before it are known, the last one first.
pub(super) fn earlier_years(level: &Level<'_>) -> Result<Vec<Year>, TrainError> {
    let half_life = level.settings.half_life_horizons;
    let mut years = Vec::new();
    for year in 1..=EARLIER_YEARS {
        let windows = (0..=WINDOWS_BEFORE).map(|k| window(level, year, k));
        let windows: Vec<Option<Window>> = windows.collect::<Result<_, _>>()?;
        if let Some(change) = change(&windows, half_life) {
            years.push(Year { change, windows });
        }
    }
    Ok(years)
}

/// The window that began `year` years and `k` outcome windows before the target, if it is known.
fn window(level: &Level<'_>, year: u32, k: u32) -> Result<Option<Window>, TrainError> {
    let set = level.set;
    let reach_days = set.rule.gap_days + set.rule.horizon_days;
    let back_days = year * YEAR_DAYS + k * reach_days;
    let day = set.snapshots[level.target].as_of.day_number() - back_days as i32;
    let at = |s: &usize| set.snapshots[*s].as_of.day_number() == day && set.is_complete(*s);
    let Some(snapshot) = (0..level.target).find(at) else { return Ok(None) };
    let rows = set.rows_of(&[snapshot]);
    let log_odds = level.log_odds(&rows)?;
    let rhythm = rhythm_departure(set, &rows, &log_odds);
    let window = |departure| Window { departure, rhythm };
    Ok(Departure::of(&log_odds, &outcomes(set, &rows)).map(window))
}

/// The first window against those before it, of which one counts half as much with every `half_life`
/// windows: as cutoffs do in the training.
fn change(windows: &[Option<Window>], half_life: Option<f64>) -> Option<Departure> {
    let (ahead, before) = windows.split_first()?;
    let ahead = ahead.as_ref()?.departure;
    let (mut sum, mut total, mut variance) = (0.0, 0.0, 0.0);
    for (k, window) in before.iter().enumerate() {
        if let Some(Window { departure, .. }) = window {
            let weight = half_life.map_or(1.0, |h| 0.5_f64.powf(k as f64 / h));
            sum += weight * departure.log_odds;
            total += weight;
            variance += weight * weight * departure.variance;
        }
    }
    (total > 0.0).then(|| Departure {
        log_odds: ahead.log_odds - sum / total,
        variance: ahead.variance + variance / (total * total),
    })
}
