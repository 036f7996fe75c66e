//! The checks of a night's scores, one a file: its name, its limits, its definition, and what it measures.
//!
//! Two look at tonight's customers, one at who has come back in the last weeks, three at scores of an earlier
//! night whose outcome is known by now. Nothing is read here; see `pipeline/watch`.

pub(crate) mod base_rate;
pub(crate) mod calibration;
pub(crate) mod feature_drift;
pub(crate) mod lost_money;
mod psi;
pub(crate) mod ranking;
pub(crate) mod score_drift;

use super::matured::Matured;
use super::reading::{Limits, Signal, Watch};
use super::tally::DriftTally;
use crate::model::Artifact;
use crate::time::AsOf;
use base_rate::Early;

/// What a night is judged by.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NightFacts<'a> {
    /// The date of the scores.
    pub as_of: AsOf,
    /// Identifies them.
    pub scores_run_id: &'a str,
    /// The model that made them.
    pub model: &'a Artifact,
    /// Their customers in the bins of the model's baseline.
    pub tally: &'a DriftTally,
    /// Who of an earlier night's customers has come back.
    pub early: Option<Early>,
    /// Scores whose outcome window ends tonight, beside what happened.
    pub matured: Option<&'a Matured>,
}

/// The limits of all checks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WatchLimits {
    /// Of [`score_drift`] and [`feature_drift`].
    pub drift: Limits,
    /// Of [`base_rate`].
    pub base_rate: Limits,
    /// Of [`calibration`].
    pub calibration: Limits,
    /// Of [`ranking`].
    pub auc_lost: Limits,
    /// Of [`lost_money`].
    pub lost_money: Limits,
}

/// Why the checks of outcomes cannot speak.
const NOT_MATURED: &str = "no scores whose outcome window ends on this date";

/// Runs every check.
pub(crate) fn watch(seen: &NightFacts<'_>, limits: &WatchLimits) -> Watch {
    let mut readings = vec![
        score_drift::reading_of(seen, limits),
        base_rate::reading_of(seen, limits),
        calibration::reading_of(seen, limits),
        ranking::reading_of(seen, limits),
        lost_money::reading_of(seen, limits),
    ];
    readings.extend(feature_drift::readings(seen, limits));
    Watch {
        as_of: seen.as_of.to_string(),
        model_version: seen.model.version.clone(),
        scores_run_id: seen.scores_run_id.to_owned(),
        signal: readings.iter().map(|r| r.signal).max().unwrap_or(Signal::NotKnown),
        readings,
    }
}
