//! Drift of the score: whether tonight's probabilities are distributed as when the model was trained.
//!
//! By the population stability index, with the limits of [`super::feature_drift`].

use super::feature_drift::reading;
use super::psi::moved;
use super::{NightFacts, WatchLimits};
use crate::monitor::reading::Reading;

/// The check's name.
pub(crate) const CHECK: &str = "score_drift";

/// The one reading.
pub(crate) fn reading_of(seen: &NightFacts<'_>, limits: &WatchLimits) -> Reading {
    let baseline = &seen.model.content.baseline;
    let found = moved(&baseline.score, baseline.customers, &seen.tally.score);
    reading(CHECK, None, &found, seen.tally.customers, limits.drift)
}
