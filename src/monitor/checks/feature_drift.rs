//! Drift of every feature: whether tonight's customers are like those the model was trained for.

use super::psi::{Moved, moved};
use super::{NightFacts, WatchLimits};
use crate::monitor::reading::{Limits, Reading, Signal};

/// The check's name.
pub(crate) const CHECK: &str = "feature_drift";
/// By the population stability index; the usual limits of credit scoring (Siddiqi, Credit Risk Scorecards, 2006).
pub(crate) const LIMITS: Limits = Limits { warn: 0.10, alert: 0.25 };

/// A reading for each feature of the model, the farthest moved first.
pub(crate) fn readings(seen: &NightFacts<'_>, limits: &WatchLimits) -> Vec<Reading> {
    let baseline = &seen.model.content.baseline;
    let mut readings: Vec<Reading> = baseline
        .features
        .iter()
        .zip(&seen.tally.features)
        .map(|(then, now)| {
            let found = moved(then, baseline.customers, now);
            reading(CHECK, Some(then.of.clone()), &found, seen.tally.customers, limits.drift)
        })
        .collect();
    let psi = |reading: &Reading| reading.value.unwrap_or(0.0);
    readings.sort_by(|a, b| psi(b).total_cmp(&psi(a)).then_with(|| a.of.cmp(&b.of)));
    readings
}

/// A reading of how far something moved.
pub(super) fn reading(
    check: &str,
    of: Option<String>,
    moved: &Moved,
    customers: u64,
    limits: Limits,
) -> Reading {
    let signal = limits.signal(moved.psi);
    let most = match &moved.most {
        Some(most) if signal >= Signal::Warn => format!("; {most}"),
        _ => String::new(),
    };
    Reading {
        check: check.to_owned(),
        of,
        signal,
        value: Some(moved.psi),
        expected: None,
        customers,
        says: format!("PSI {:.3}{most}", moved.psi),
    }
}
