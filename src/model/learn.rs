//! One learning: rows in, a calibrated model of the log-odds out, for use at one target instant.
//!
//! The same function learns the model that is judged (from the test cutoff's past) and the one that
//! ships (from everything). It sees outcomes only in the rows it is given, and of the target only
//! features. What small data allows is decided here, by a stated ladder.

use super::calibrate::{self, Calibration, CalibrationError};
use super::dataset::TrainingSet;
use super::design::{Design, Richness, STRUCTURAL};
use super::evaluate::EvaluateError;
use super::fit::{self, Coefficients, FitError, FitSettings, Fitted, Solver};
use super::level::{RecentLevel, recent_level};
use super::penalty::{cross_fitted, select_penalty};
use super::prune::{DRIFT_SHARE, Dropped, share_outside, window_days};
use super::season::{SeasonChange, season_change};
use super::settings::TrainSettings;
use crate::error::{Failure, Kind};
use crate::time::days;
use ndarray::ArrayView2;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// What the data allowed. Customers are counted once, however many cutoffs saw them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// All columns: at least `CUSTOMERS_PER_COLUMN` customers of the rarer outcome for each.
    Full,
    /// Fewer columns, the foremost ones, by that same rule.
    Reduced,
    /// Fewer than `MODEL_CUSTOMERS` customers of the rarer outcome: days since the last purchase alone.
    RecencyRule,
    /// One outcome only: everybody gets the smoothed base rate.
    BaseRate,
}

/// Customers of the rarer outcome per column of the matrix.
pub const CUSTOMERS_PER_COLUMN: usize = 5;
/// Below so many customers of the rarer outcome there is no model but the recency rule.
pub const MODEL_CUSTOMERS: usize = 30;
/// From so many on there are hinges and interactions.
pub const BEND_CUSTOMERS: usize = 300;

/// Why nothing was learned.
#[derive(Debug, thiserror::Error)]
pub enum TrainError {
    /// No row to learn from.
    #[error(
        "no customer is eligible at any of the {cutoffs} training cutoffs: \
         lengthen --lookback-days or check the timestamps"
    )]
    NoRows {
        /// Number of cutoffs.
        cutoffs: usize,
    },
    /// The fit failed.
    #[error(transparent)]
    Fit(#[from] FitError),
    /// The calibration failed.
    #[error(transparent)]
    Calibration(#[from] CalibrationError),
    /// The judgement failed.
    #[error(transparent)]
    Evaluate(#[from] EvaluateError),
    /// The artifact could not be made.
    #[error(transparent)]
    Artifact(#[from] super::artifact::ArtifactError),
}

impl Failure for TrainError {
    fn kind(&self) -> Kind {
        match self {
            TrainError::NoRows { .. } => Kind::DataQuality,
            TrainError::Fit(error) => error.kind(),
            TrainError::Calibration(error) => error.kind(),
            TrainError::Evaluate(error) => error.kind(),
            TrainError::Artifact(error) => error.kind(),
        }
    }
}

/// A learned model of the log-odds.
#[derive(Debug, Clone)]
pub struct Learned {
    /// What the data allowed.
    pub level: Level,
    /// The matrix's columns.
    pub design: Design,
    /// Coefficients and evidence of convergence.
    pub fitted: Fitted,
    /// Standard errors; absent where the Hessian is singular or nothing was fitted. Rows of one
    /// customer at several cutoffs are treated as independent: they are on the small side.
    pub standard_errors: Option<Coefficients>,
    /// Penalty per row.
    pub l2_per_row: f64,
    /// Correction of the log-odds.
    pub calibration: Calibration,
    /// How the newest activity departs from the training cutoffs'; None if not known.
    pub recent_level: Option<RecentLevel>,
    /// What last year says of the season ahead; None if not known.
    pub season: Option<SeasonChange>,
    /// What was left out.
    pub dropped: Vec<Dropped>,
    /// Training rows.
    pub n_rows: usize,
    /// Those that churned.
    pub n_churned: usize,
}

/// Outcomes of rows over the whole horizon.
pub(super) fn outcomes(set: &TrainingSet, rows: &[u32]) -> Vec<bool> {
    rows.iter().map(|&i| set.churned_within(i as usize, set.rule.horizon_days)).collect()
}

/// Customers of the rarer outcome, each counted once per outcome.
pub(super) fn rarer_customers(set: &TrainingSet, rows: &[u32]) -> usize {
    let count = |churned: bool| {
        let of = |&&i: &&u32| set.churned_within(i as usize, set.rule.horizon_days) == churned;
        let mut who: Vec<u64> = rows.iter().filter(of).map(|&i| set.customer[i as usize]).collect();
        who.sort_unstable();
        who.dedup();
        who.len()
    };
    count(true).min(count(false))
}

/// Row weights: by age of the cutoff, and by outcome where classes are balanced.
pub(super) fn weights(
    set: &TrainingSet,
    rows: &[u32],
    churned: &[bool],
    settings: &TrainSettings,
) -> Option<Vec<f64>> {
    if settings.solver == Solver::Linfa {
        return None;
    }
    let newest = rows.iter().map(|&i| set.snapshot[i as usize]).max()?;
    let newest_micros = set.snapshots[usize::from(newest)].as_of.micros();
    let half_life_days = settings.half_life_horizons.map(|h| h * f64::from(set.rule.horizon_days));
    let decay: Vec<f64> = set
        .snapshots
        .iter()
        .map(|s| {
            let age = days(newest_micros - s.as_of.micros());
            half_life_days.map_or(1.0, |half_life| 0.5_f64.powf(age / half_life))
        })
        .collect();
    let odds = if settings.balance_classes { class_odds(churned) } else { 1.0 };
    let weigh = |(&i, &churned): (&u32, &bool)| {
        decay[usize::from(set.snapshot[i as usize])] * if churned { odds } else { 1.0 }
    };
    Some(rows.iter().zip(churned).map(weigh).collect())
}

/// Stayed ÷ churned: the weight of a churned row that balances the classes.
fn class_odds(churned: &[bool]) -> f64 {
    let n = churned.iter().filter(|c| **c).count();
    if n == 0 { 1.0 } else { (churned.len() - n) as f64 / n as f64 }
}

/// A design and its fit with a penalty per row.
pub(super) fn fit_rows(
    set: &TrainingSet,
    rows: &[u32],
    churned: &[bool],
    design: &Design,
    l2_per_row: f64,
    settings: &TrainSettings,
) -> Result<Fitted, TrainError> {
    let x = design.matrix(&set.table, rows);
    fit_matrix(set, rows, churned, (design, x.view()), l2_per_row, settings)
}

/// The same with the design's matrix of the rows at hand.
fn fit_matrix(
    set: &TrainingSet,
    rows: &[u32],
    churned: &[bool],
    (design, x): (&Design, ArrayView2<'_, f64>),
    l2_per_row: f64,
    settings: &TrainSettings,
) -> Result<Fitted, TrainError> {
    let weights = weights(set, rows, churned, settings);
    let total = weights.as_ref().map_or(rows.len() as f64, |w| w.iter().sum());
    let fit_settings =
        FitSettings { solver: settings.solver, l2: l2_per_row * total, ..FitSettings::default() };
    let mut fitted = fit::fit(x, churned, weights.as_deref(), &fit_settings, None)
        .map_err(|error| error.with_column_names(&design.labels()))?;
    if settings.balance_classes && weights.is_some() {
        // Weighting moved the log-odds of everybody by the logarithm of the weights' ratio.
        fitted.coefficients.intercept -= class_odds(churned).ln();
    }
    Ok(fitted)
}

/// Learns from `rows` (all of complete snapshots) a model for use at the snapshot `target`.
pub fn learn(
    set: &TrainingSet,
    rows: &[u32],
    target: usize,
    settings: &TrainSettings,
) -> Result<Learned, TrainError> {
    if rows.is_empty() {
        return Err(TrainError::NoRows { cutoffs: set.complete().len() });
    }
    let churned = outcomes(set, rows);
    let rarer = rarer_customers(set, rows);
    if rarer == 0 {
        return Ok(base_rate(&churned, settings));
    }
    let few = rarer < MODEL_CUSTOMERS;
    let (usable, mut dropped) = usable_features(set, rows, target, few);
    let max_terms = if few { 1 } else { rarer / CUSTOMERS_PER_COLUMN };
    let richness = Richness { max_terms, bends: rarer >= BEND_CUSTOMERS };
    let (design, more) = Design::learn(&set.table, rows, &usable, richness);
    let level = match (few, design.terms.len() >= max_terms || !richness.bends) {
        (true, _) => Level::RecencyRule,
        (false, true) => Level::Reduced,
        (false, false) => Level::Full,
    };
    dropped.extend(more);
    if design.terms.is_empty() {
        return Ok(Learned { dropped, ..base_rate(&churned, settings) });
    }
    let penalty = match settings.l2_per_row {
        Some(given) => given,
        None if few => 1.0 / rows.len() as f64,
        None => select_penalty(set, rows, &usable, richness, settings)?,
    };
    let x = design.matrix(&set.table, rows);
    let fit_them =
        |churned: &[bool]| fit_matrix(set, rows, churned, (&design, x.view()), penalty, settings);
    let fitted = fit_them(&churned)?;
    let w = weights(set, rows, &churned, settings);
    let total = w.as_ref().map_or(rows.len() as f64, |w| w.iter().sum());
    let coefficients = &fitted.coefficients;
    let evidence = fit::evidence(x.view(), &churned, w.as_deref(), penalty * total, coefficients)?;
    let calibration = if few {
        Calibration::identity()
    } else {
        let out = cross_fitted(set, rows, &usable, richness, penalty, settings)?;
        // The newest cutoff's level is chance and season, which `level` answers for: only the
        // shape of the curve is learned here.
        let rate = out.churned.iter().filter(|c| **c).count() as f64 / out.churned.len() as f64;
        let level = calibrate::offset_to_base_rate(&out.log_odds, rate).unwrap_or(0.0);
        let log_odds: Vec<f64> = out.log_odds.iter().map(|z| z + level).collect();
        calibrate::learn(&log_odds, &out.churned, &out.customer, &settings.calibration)?
    };
    let whole = fitted.coefficients.log_odds_of_rows(x.view())?;
    let recent_level = recent_level(set, rows, target, (&design, x.view(), &whole), fit_them)?;
    let season = season_change(set, target, settings.half_life_horizons, |rows| {
        let last_year = design.matrix(&set.table, rows);
        Ok(fitted.coefficients.log_odds_of_rows(last_year.view())?)
    })?;
    let shift = level_shift(recent_level, season, settings);
    let mut standard_errors = evidence.standard_errors();
    let mut fitted = fitted;
    let mut scaled: Vec<&mut Coefficients> = standard_errors.iter_mut().collect();
    scaled.push(&mut fitted.coefficients);
    let design = design.unspare(&mut scaled);
    Ok(Learned {
        level,
        design,
        standard_errors,
        fitted,
        l2_per_row: penalty,
        calibration: calibration.shift_to_base_rate(shift),
        recent_level,
        season,
        dropped,
        n_rows: rows.len(),
        n_churned: churned.iter().filter(|c| **c).count(),
    })
}

/// The correction of the base rate: of the present level, and of the season ahead in its place as far
/// as last year is believed.
fn level_shift(
    recent: Option<RecentLevel>,
    season: Option<SeasonChange>,
    settings: &TrainSettings,
) -> f64 {
    let level =
        recent.map_or(0.0, |l| l.departure * l.persistence.min(settings.level_persistence_max));
    season.map_or(level, |s| s.belief * s.change + (1.0 - s.belief) * level)
}

impl Learned {
    /// Calibrated log-odds of some rows.
    pub fn log_odds(&self, set: &TrainingSet, rows: &[u32]) -> Result<Vec<f64>, TrainError> {
        let x = self.design.matrix(&set.table, rows);
        let raw = if self.design.terms.is_empty() {
            vec![self.fitted.coefficients.intercept; rows.len()]
        } else {
            self.fitted.coefficients.log_odds_of_rows(x.view())?
        };
        Ok(raw.into_iter().map(|z| self.calibration.apply(z)).collect())
    }
}

/// Everybody alike: `(churned + 1) / (n + 2)`.
fn base_rate(churned: &[bool], settings: &TrainSettings) -> Learned {
    let n_churned = churned.iter().filter(|c| **c).count();
    let odds = (n_churned as f64 + 1.0) / ((churned.len() - n_churned) as f64 + 1.0);
    let p = odds / (1.0 + odds);
    let share = n_churned as f64 / churned.len() as f64;
    Learned {
        level: Level::BaseRate,
        design: Design { columns: Vec::new(), terms: Vec::new() },
        fitted: Fitted {
            coefficients: Coefficients { intercept: odds.ln(), weights: Vec::new() },
            iterations: None,
            mean_gradient_norm: 0.0,
            mean_log_loss: -(share * p.ln() + (1.0 - share) * (1.0 - p).ln()),
            solver: settings.solver,
        },
        standard_errors: None,
        l2_per_row: 0.0,
        calibration: Calibration::identity(),
        recent_level: None,
        season: None,
        dropped: Vec::new(),
        n_rows: churned.len(),
        n_churned,
    }
}

/// Features that may be used, by the rules of `prune`, and those that may not.
fn usable_features(
    set: &TrainingSet,
    rows: &[u32],
    target: usize,
    recency_only: bool,
) -> (Vec<usize>, Vec<Dropped>) {
    let features = &set.table.features;
    if recency_only {
        let find = |j: &usize| features[*j].name == STRUCTURAL[0];
        return ((0..features.len()).filter(find).collect(), Vec::new());
    }
    let mut spans: Vec<f64> = set
        .snapshots
        .iter()
        .enumerate()
        .filter(|(k, _)| rows.iter().any(|&i| usize::from(set.snapshot[i as usize]) == *k))
        .map(|(_, s)| days(s.as_of.micros() - set.first_micros))
        .collect();
    spans.sort_unstable_by(f64::total_cmp);
    let median_span = spans.get(spans.len() / 2).copied().unwrap_or(0.0);
    let target_rows = set.rows_of(&[target]);
    let judge = |j: usize| {
        let name = features[j].name.as_str();
        let window = f64::from(window_days(name));
        if window > median_span {
            return Some(format!("looks back {window:.0} days, the cutoffs have {median_span:.0}"));
        }
        if STRUCTURAL.contains(&name) {
            return None;
        }
        let column = &set.table.columns[j];
        let pick =
            |rows: &[u32]| -> Vec<f64> { rows.iter().map(|&i| column[i as usize]).collect() };
        let share = share_outside(pick(rows).into_iter(), pick(&target_rows).into_iter());
        (share > DRIFT_SHARE).then(|| {
            format!("{:.0} % of customers now are outside its training range", share * 100.0)
        })
    };
    let judged: Vec<Option<String>> = (0..features.len()).into_par_iter().map(judge).collect();
    let mut usable = Vec::new();
    let mut dropped = Vec::new();
    for (j, verdict) in judged.into_iter().enumerate() {
        match verdict {
            None => usable.push(j),
            Some(reason) => dropped.push(Dropped { column: features[j].name.clone(), reason }),
        }
    }
    (usable, dropped)
}
