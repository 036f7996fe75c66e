//! One learning: rows in, a calibrated model of the log-odds out, for use at one target instant.
//!
//! The same function learns the model that is judged (from the test cutoff's past) and the one that
//! ships (from everything). It sees outcomes only in the rows it is given, and of the target only
//! features. What small data allows is decided by `tier`.

use super::fit_rows::fit_matrix;
use super::held_out::{OutOfSample, Whole};
use super::level::{self, LevelShift};
use super::penalty::select_penalty;
use super::rows::{outcomes, rarer_customers, weights};
use super::term_selection::select_terms;
use super::tier::{self, ModelTier, is_few, richness};
use super::usable::usable_features;
use crate::model::calibrate::{self, Calibration, offset_to_base_rate};
use crate::model::dataset::TrainingSet;
use crate::model::design::prune::Dropped;
use crate::model::design::{Design, LearnedTerm, Richness};
use crate::model::fit::{self, Coefficients, Evidence, Fitted};
use crate::model::settings::TrainSettings;
use crate::model::train_error::TrainError;
use ndarray::ArrayView2;

/// A learned model of the log-odds.
#[derive(Debug, Clone)]
pub(crate) struct Learned {
    /// What the data allowed.
    pub level: ModelTier,
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
    /// By how much the level departs from the training cutoffs'; within the calibration already.
    pub level_shift: LevelShift,
    /// Hinges, steps and products that were learned.
    pub further_terms: Vec<LearnedTerm>,
    /// What was left out.
    pub dropped: Vec<Dropped>,
    /// Training rows.
    pub n_rows: usize,
    /// Those that churned.
    pub n_churned: usize,
}

/// Learns from `rows` (all of complete snapshots) a model for use at the snapshot `target`.
pub(crate) fn learn(
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
    let (usable, mut dropped) = usable_features(set, rows, target, is_few(rarer));
    let plain = richness(rarer);
    let further_terms = select_terms(set, rows, &usable, plain, settings)?;
    let richness = Richness { learned: &further_terms, ..plain };
    let (design, more) = Design::learn(&set.table, rows, &usable, richness);
    dropped.extend(more);
    if design.terms.is_empty() {
        return Ok(Learned { dropped, ..base_rate(&churned, settings) });
    }
    let task = Task { set, rows, rarer, usable: &usable, richness, settings };
    let penalty = task.penalty()?;
    let x = design.matrix(&set.table, rows);
    let fit_them = |rows: &[u32], x: ArrayView2<'_, f64>, churned: &[bool]| {
        fit_matrix(set, rows, churned, (&design, x), penalty, settings)
    };
    let mut fitted = fit_them(rows, x.view(), &churned)?;
    let evidence = task.evidence(x.view(), &churned, &fitted, penalty)?;
    let calibration = task.calibration(&Whole {
        set,
        rows,
        churned: &churned,
        design: &design,
        x: x.view(),
        l2_per_row: penalty,
        coefficients: &fitted.coefficients,
        hessian: &evidence.hessian_without_penalty(),
    })?;
    let level_shift = level::Level {
        set,
        rows,
        target,
        design: &design,
        x: x.view(),
        coefficients: &fitted.coefficients,
        calibration: &calibration,
        settings,
    }
    .shift(fit_them)?;
    let mut standard_errors = evidence.standard_errors();
    let mut scaled: Vec<&mut Coefficients> = standard_errors.iter_mut().collect();
    scaled.push(&mut fitted.coefficients);
    let design = design.without_penalty_factors(&set.table, &mut scaled);
    Ok(Learned {
        level: tier::tier_of(rarer, design.terms.len()),
        design,
        standard_errors,
        fitted,
        l2_per_row: penalty,
        calibration: calibration.shift_to_base_rate(level_shift.log_odds),
        level_shift,
        further_terms,
        dropped,
        n_rows: rows.len(),
        n_churned: churned.iter().filter(|c| **c).count(),
    })
}

/// What a learning is about, once its columns are known.
struct Task<'a> {
    set: &'a TrainingSet,
    rows: &'a [u32],
    /// Customers of the rarer outcome.
    rarer: usize,
    usable: &'a [usize],
    richness: Richness<'a>,
    settings: &'a TrainSettings,
}

impl Task<'_> {
    /// The penalty per row.
    fn penalty(&self) -> Result<f64, TrainError> {
        let Self { set, rows, rarer, usable, richness, settings, .. } = *self;
        match settings.l2_per_row {
            Some(given) => Ok(given),
            None if is_few(rarer) => Ok(1.0 / rows.len() as f64),
            None => select_penalty(set, rows, usable, richness, settings),
        }
    }

    /// What is known at the optimum beyond the coefficients.
    fn evidence(
        &self,
        x: ArrayView2<'_, f64>,
        churned: &[bool],
        fitted: &Fitted,
        penalty: f64,
    ) -> Result<Evidence, TrainError> {
        let weights = weights(self.set, self.rows, churned, self.settings);
        let l2 = penalty * weights.iter().sum::<f64>();
        Ok(fit::evidence(x, churned, Some(&weights), l2, &fitted.coefficients)?)
    }

    /// The calibration curve, from customers not seen; the recency rule has too few for one.
    fn calibration(&self, whole: &Whole<'_>) -> Result<Calibration, TrainError> {
        let Self { rarer, settings, .. } = *self;
        if is_few(rarer) {
            return Ok(Calibration::identity());
        }
        let OutOfSample { mut log_odds, churned, customer } = whole.cross_fitted(settings)?;
        // The newest cutoff's level is chance and season, which `level` answers for: only the
        // shape of the curve is learned here.
        let rate = churned.iter().filter(|c| **c).count() as f64 / churned.len() as f64;
        let level = offset_to_base_rate(&log_odds, rate).unwrap_or(0.0);
        for z in &mut log_odds {
            *z += level;
        }
        Ok(calibrate::learn(&log_odds, &churned, &customer, &settings.calibration)?)
    }
}

impl Learned {
    /// Calibrated log-odds of some rows.
    pub(crate) fn log_odds(&self, set: &TrainingSet, rows: &[u32]) -> Result<Vec<f64>, TrainError> {
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
        level: ModelTier::BaseRate,
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
        level_shift: LevelShift::default(),
        further_terms: Vec::new(),
        dropped: Vec::new(),
        n_rows: churned.len(),
        n_churned,
    }
}
