//! The season ahead, as last year's same window tells it.
//!
//! Where the history holds it, the model is asked about the customers of a year ago and of the outcome
//! windows before that: by how much did last year's window depart from the time before it? The same
//! departure is expected of the window ahead, as far as it stands out from chance and from the usual
//! wandering of the level. Only the base rate is corrected; the order of customers is not.

use super::rows::outcomes;
use crate::labels::{WINDOWS_BEFORE, YEAR_DAYS};
use crate::model::calibrate::offset_to_base_rate;
use crate::model::dataset::TrainingSet;
use crate::model::train_error::TrainError;
use crate::stats::sigmoid;
use serde::{Deserialize, Serialize};

/// Last year's departure and how far it is believed.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct SeasonChange {
    /// Log-odds by which last year's window departed from the outcome windows before it.
    pub change: f64,
    /// Share of it that is applied, 0 to 1: what is left beyond chance and wandering.
    pub belief: f64,
}

/// Squared log-odds by which levels wander from one outcome window to the next without a season.
const WANDERING: f64 = 0.15 * 0.15;

/// Departure of a snapshot's outcomes from the model's log-odds, and its sampling variance.
struct Departure {
    log_odds: f64,
    variance: f64,
}

/// What last year says of the season at `target`; None where the snapshots of last year are not there.
/// `log_odds_of` is the model; a window before counts half as much with every `half_life` windows.
pub(crate) fn season_change(
    set: &TrainingSet,
    target: usize,
    half_life: Option<f64>,
    log_odds_of: impl Fn(&[u32]) -> Result<Vec<f64>, TrainError>,
) -> Result<Option<SeasonChange>, TrainError> {
    let reach_days = set.rule.gap_days + set.rule.horizon_days;
    let year_ago = set.snapshots[target].as_of.day_number() - YEAR_DAYS as i32;
    let departure = |k: u32| -> Result<Option<Departure>, TrainError> {
        let day = year_ago - (k * reach_days) as i32;
        let at = |s: &usize| set.snapshots[*s].as_of.day_number() == day && set.is_complete(*s);
        let Some(snapshot) = (0..target).find(at) else { return Ok(None) };
        let rows = set.rows_of(&[snapshot]);
        Ok(departure(&log_odds_of(&rows)?, &outcomes(set, &rows)))
    };
    let Some(ahead) = departure(0)? else { return Ok(None) };
    let (mut sum, mut total, mut variance) = (0.0, 0.0, 0.0);
    for k in 1..=WINDOWS_BEFORE {
        if let Some(before) = departure(k)? {
            let weight = half_life.map_or(1.0, |h| 0.5_f64.powf(f64::from(k - 1) / h));
            sum += weight * before.log_odds;
            total += weight;
            variance += weight * weight * before.variance;
        }
    }
    if total == 0.0 {
        return Ok(None);
    }
    let change = ahead.log_odds - sum / total;
    let noise = ahead.variance + variance / (total * total) + WANDERING;
    let belief = if change == 0.0 { 0.0 } else { (1.0 - noise / (change * change)).max(0.0) };
    Ok(Some(SeasonChange { change, belief }))
}

/// None for no rows, or one outcome.
fn departure(log_odds: &[f64], churned: &[bool]) -> Option<Departure> {
    let n = churned.iter().filter(|c| **c).count() as f64;
    let offset = offset_to_base_rate(log_odds, n / churned.len().max(1) as f64)?;
    let information: f64 =
        log_odds.iter().map(|z| sigmoid(z + offset)).map(|p| p * (1.0 - p)).sum();
    Some(Departure { log_odds: offset, variance: 1.0 / information })
}
