//! Chooses the kind of calibration by held-out log loss, and fits it.
//!
//! Folds are made by a hash of the customer, so no customer is on both sides. The held-out losses
//! include the shrinkage towards the identity, so the choice is between what would really be used.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::error::CalibrationError;
use super::{Calibration, CalibrationEvidence, Curve, KindLosses, isotonic, platt};
use crate::model::evaluate::reliability_table;
use crate::stats::{Assignment, fold_of, log_loss, sigmoid};

/// How a calibration is learned.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CalibrationSettings {
    /// Number of folds of the cross-fit.
    pub folds: u64,
    /// `k` of the weight `m / (m + k)` given to the curve against the identity, `m` being the number
    /// of rows with the rarer outcome.
    pub shrinkage_rows: f64,
    /// With fewer rows of the rarer outcome, the identity is kept.
    pub min_rarer_rows: usize,
}

impl Default for CalibrationSettings {
    fn default() -> Self {
        Self { folds: 5, shrinkage_rows: 50.0, min_rarer_rows: 20 }
    }
}

/// Calibration data in ascending order of the log-odds.
struct Sorted {
    log_odds: Vec<f64>,
    churned: Vec<bool>,
    fold: Vec<u64>,
}

/// The kinds that are compared, simplest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CurveKind {
    Identity,
    Platt,
    Isotonic,
}

const KINDS: [CurveKind; 3] = [CurveKind::Identity, CurveKind::Platt, CurveKind::Isotonic];

/// Learns a calibration of `log_odds` from outcomes. `customer` is a stable hash of each row's
/// customer.
///
/// Rule of choice: Platt where its held-out log loss is below the identity's; isotonic, which has
/// many more parameters, only where its loss is below the best other one by more than one standard
/// error of the difference.
pub(crate) fn learn(
    log_odds: &[f64],
    churned: &[bool],
    customer: &[u64],
    settings: &CalibrationSettings,
) -> Result<Calibration, CalibrationError> {
    check(log_odds, churned, customer)?;
    if log_odds.is_empty() {
        return Ok(Calibration::identity());
    }
    let sorted = sort(log_odds, churned, customer, settings.folds.max(2));
    let held_out: Vec<Option<Vec<f64>>> =
        KINDS.par_iter().map(|kind| cross_fit(&sorted, *kind, settings)).collect();
    let losses: Vec<Option<Vec<f64>>> =
        held_out.iter().map(|z| z.as_ref().map(|z| losses(z, &sorted.churned))).collect();
    let chosen = if rarer_rows(&sorted.churned) < settings.min_rarer_rows {
        CurveKind::Identity
    } else {
        choose(&losses)
    };
    let (curve, trust) = fit_kind(&sorted.log_odds, &sorted.churned, chosen, settings)
        .unwrap_or((Curve::Identity, 1.0));
    let mean = |kind: CurveKind| losses[kind as usize].as_ref().map(|l| mean_of(l));
    let evidence = CalibrationEvidence {
        n_rows: churned.len() as u64,
        n_churned: churned.iter().filter(|c| **c).count() as u64,
        held_out_log_loss: KindLosses {
            identity: mean(CurveKind::Identity).unwrap_or_default(),
            platt: mean(CurveKind::Platt),
            isotonic: mean(CurveKind::Isotonic),
        },
        reliability_before: reliability(&sorted.log_odds, &sorted.churned)?,
        reliability_after: match &held_out[chosen as usize] {
            Some(log_odds) => reliability(log_odds, &sorted.churned)?,
            None => Vec::new(),
        },
    };
    Ok(Calibration { curve, trust, base_rate_offset: 0.0, evidence: Some(evidence) })
}

fn check(log_odds: &[f64], churned: &[bool], customer: &[u64]) -> Result<(), CalibrationError> {
    let expected = log_odds.len();
    for (what, found) in
        [("the list of outcomes", churned.len()), ("the list of customers", customer.len())]
    {
        if found != expected {
            return Err(CalibrationError::Shape { what, expected, found });
        }
    }
    match log_odds.iter().position(|z| !z.is_finite()) {
        Some(row) => Err(CalibrationError::NotFinite { row, value: log_odds[row] }),
        None => Ok(()),
    }
}

/// Sorts by log-odds; ties by outcome and fold, so that the order of rows does not matter.
fn sort(log_odds: &[f64], churned: &[bool], customer: &[u64], folds: u64) -> Sorted {
    let fold_of = |customer: u64| fold_of(customer, folds, Assignment::Calibration);
    let mut rows: Vec<(f64, bool, u64)> = log_odds
        .iter()
        .zip(churned)
        .zip(customer)
        .map(|((z, churned), customer)| (z + 0.0, *churned, fold_of(*customer)))
        .collect();
    rows.par_sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then_with(|| (a.1, a.2).cmp(&(b.1, b.2))));
    Sorted {
        log_odds: rows.iter().map(|row| row.0).collect(),
        churned: rows.iter().map(|row| row.1).collect(),
        fold: rows.iter().map(|row| row.2).collect(),
    }
}

/// Each row's calibrated log-odds by a curve learned without its fold; none where a fold has none.
fn cross_fit(data: &Sorted, kind: CurveKind, settings: &CalibrationSettings) -> Option<Vec<f64>> {
    if kind == CurveKind::Identity {
        return Some(data.log_odds.clone());
    }
    let folds: Vec<u64> = (0..settings.folds.max(2)).collect();
    let curves: Vec<Option<(Curve, f64)>> = folds
        .par_iter()
        .map(|fold| {
            let rest = || data.fold.iter().map(|f| f != fold);
            let keep = |(value, keep): (f64, bool)| keep.then_some(value);
            let log_odds: Vec<f64> =
                data.log_odds.iter().copied().zip(rest()).filter_map(keep).collect();
            let churned: Vec<bool> = data
                .churned
                .iter()
                .zip(rest())
                .filter_map(|(churned, keep)| keep.then_some(*churned))
                .collect();
            fit_kind(&log_odds, &churned, kind, settings)
        })
        .collect();
    let curves: Vec<(Curve, f64)> = curves.into_iter().collect::<Option<_>>()?;
    let apply = |(z, fold): (&f64, &u64)| {
        let (curve, trust) = &curves[*fold as usize];
        (1.0 - trust) * z + trust * curve.apply(*z)
    };
    Some(data.log_odds.iter().zip(&data.fold).map(apply).collect())
}

/// A curve of one kind with its weight against the identity.
fn fit_kind(
    log_odds: &[f64],
    churned: &[bool],
    kind: CurveKind,
    settings: &CalibrationSettings,
) -> Option<(Curve, f64)> {
    let rarer = rarer_rows(churned);
    if kind == CurveKind::Identity {
        return Some((Curve::Identity, 1.0));
    }
    if rarer == 0 {
        return None;
    }
    let trust = rarer as f64 / (rarer as f64 + settings.shrinkage_rows);
    let curve = match kind {
        CurveKind::Platt => platt::fit(log_odds, churned),
        _ => isotonic::fit_sorted(log_odds, churned),
    };
    curve.map(|curve| (curve, trust))
}

/// See [`learn`] for the rule.
fn choose(losses: &[Option<Vec<f64>>]) -> CurveKind {
    let mut best = CurveKind::Identity;
    for kind in [CurveKind::Platt, CurveKind::Isotonic] {
        let (Some(candidate), Some(incumbent)) = (&losses[kind as usize], &losses[best as usize])
        else {
            continue;
        };
        let gains: Vec<f64> = incumbent.iter().zip(candidate).map(|(i, c)| i - c).collect();
        let gain = mean_of(&gains);
        let margin = if kind == CurveKind::Isotonic { standard_error(&gains, gain) } else { 0.0 };
        if gain > margin {
            best = kind;
        }
    }
    best
}

fn rarer_rows(churned: &[bool]) -> usize {
    let lost = churned.iter().filter(|c| **c).count();
    lost.min(churned.len() - lost)
}

fn mean_of(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Standard error of a mean.
fn standard_error(values: &[f64], mean: f64) -> f64 {
    let n = values.len() as f64;
    let squares: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
    (squares / (n - 1.0).max(1.0) / n).sqrt()
}

/// Log loss of each row, from log-odds.
fn losses(log_odds: &[f64], churned: &[bool]) -> Vec<f64> {
    log_odds.iter().zip(churned).map(|(z, churned)| log_loss(*z, *churned)).collect()
}

fn reliability(
    log_odds: &[f64],
    churned: &[bool],
) -> Result<Vec<super::ReliabilityBin>, CalibrationError> {
    let probabilities: Vec<f64> = log_odds.iter().map(|z| sigmoid(*z)).collect();
    Ok(reliability_table(&probabilities, churned)?)
}
