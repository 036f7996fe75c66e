//! Which hinges, steps and products a design has, learned from the past: selected on older cutoffs, validated at a
//! later one.
//!
//! Rows known before the newest cutoff are fitted without any; `screen` tests every feature for knots, `forward`
//! adds the terms that score tests speak for, one after the other, and predicts the newest cutoff after each. As
//! many are added on all rows as lowered the loss there, beyond chance. Where the history is too short for an
//! earlier cutoff, customers are split instead. Small data get none.

mod forward;
mod pairs;
mod residuals;
mod score_test;
mod screen;

use super::fit_rows::fit_matrix;
use super::held_out::customer_folds;
use super::rows::{at_most, known_before, newest, outcomes, rarer_customers, weights};
use super::tier::HINGE_CUSTOMERS;
use crate::features::Topic;
use crate::model::dataset::TrainingSet;
use crate::model::design::{Design, LearnedTerm, Richness};
use crate::model::fit::{self, Evidence, Fitted};
use crate::model::settings::TrainSettings;
use crate::model::train_error::TrainError;
use crate::stats::one_outcome_only;
use crate::time::YEAR_DAYS;
use forward::{Selection, forward_selection};
use ndarray::Array2;
use pairs::pairs_worth_testing;
use screen::knots_worth_testing;

/// Rows of a selection, and rows it is validated on, at most.
const ROWS: usize = 25_000;
/// Penalty per row of the fit that is looked at: in the middle of the grid that is chosen from later.
const L2_PER_ROW: f64 = 1e-2;

/// Which terms are looked for.
#[derive(Clone, Copy)]
enum Sought {
    /// Hinges and steps of one feature.
    Knots,
    /// Products of two, or of steps of them.
    Pairs,
}

impl Sought {
    /// χ² that a term must have. There are some ten times as many pairs, of which the largest is larger by chance.
    fn least_chi2(self) -> f64 {
        match self {
            Self::Knots => 10.0,
            Self::Pairs => 14.0,
        }
    }
}

/// What a search needs beside its rows.
struct Search<'a> {
    set: &'a TrainingSet,
    usable: &'a [usize],
    richness: Richness<'a>,
    settings: TrainSettings,
}

/// The learned terms of some rows: first the knots, then the pairs, of each the most significant first.
pub(crate) fn select_terms(
    set: &TrainingSet,
    rows: &[u32],
    usable: &[usize],
    richness: Richness<'_>,
    settings: &TrainSettings,
) -> Result<Vec<LearnedTerm>, TrainError> {
    if !richness.hinges {
        return Ok(Vec::new());
    }
    // Sizes of effects may wear off; where they have knots does not: old cutoffs count like new ones.
    let settings =
        TrainSettings { half_life_horizons: None, balance_classes: false, ..settings.clone() };
    let search = Search { set, usable, richness, settings };
    let parts = search.parts(rows);
    let mut asked = search.fit_all(&parts, &[])?;
    let knots = search.learn(rows, &[], &asked, Sought::Knots)?;
    if !knots.is_empty() {
        asked = search.fit_all(&parts, &knots)?;
    }
    let pairs = search.learn(rows, &knots, &asked, Sought::Pairs)?;
    Ok([knots, pairs].concat())
}

impl Search<'_> {
    /// Rows to learn from and rows to judge by: older cutoffs and the newest one, or folds of customers.
    fn parts(&self, rows: &[u32]) -> Vec<[Vec<u32>; 2]> {
        let (target, judged) = newest(self.set, rows);
        let judged = at_most(ROWS, &judged);
        let older = known_before(self.set, rows, target);
        if rarer_customers(self.set, &older) >= HINGE_CUSTOMERS {
            vec![[older, judged]]
        } else {
            customer_folds(self.set, rows, &judged)
        }
    }

    /// The terms sought, beside those `known`, that the fits to `asked` gain by: as many, selected on all rows.
    fn learn(
        &self,
        rows: &[u32],
        known: &[LearnedTerm],
        asked: &[Option<FittedPart>],
        sought: Sought,
    ) -> Result<Vec<LearnedTerm>, TrainError> {
        let mut gains: Vec<Vec<f64>> = Vec::new();
        for part in asked.iter().flatten() {
            let selection = self.select(part, sought);
            gains.resize(gains.len().max(selection.gains.len()), Vec::new());
            gains.iter_mut().zip(selection.gains).for_each(|(all, more)| all.extend(more));
        }
        // A step of the selection that not every fold has reached is validated by none.
        let judged: usize = asked.iter().flatten().map(|part| part.judge.rows.len()).sum();
        gains.retain(|gain| gain.len() == judged);
        let length = best_length(&gains);
        if length == 0 {
            return Ok(Vec::new());
        }
        let all = self.fit(rows, &[], known)?;
        let mut terms = all.map_or_else(Vec::new, |all| self.select(&all, sought).terms);
        terms.truncate(length);
        Ok(terms)
    }

    fn fit_all(
        &self,
        parts: &[[Vec<u32>; 2]],
        known: &[LearnedTerm],
    ) -> Result<Vec<Option<FittedPart>>, TrainError> {
        parts.iter().map(|[learn, judge]| self.fit(learn, judge, known)).collect()
    }

    /// Fits the rows to learn from; none where there is nothing to learn.
    fn fit(
        &self,
        learn: &[u32],
        judge: &[u32],
        known: &[LearnedTerm],
    ) -> Result<Option<FittedPart>, TrainError> {
        let Self { set, usable, settings, .. } = self;
        let rows = at_most(ROWS, learn);
        let churned = outcomes(set, &rows);
        if one_outcome_only(&churned) {
            return Ok(None);
        }
        let richness = Richness { learned: known, ..self.richness };
        let (design, _) = Design::learn(&set.table, &rows, usable, richness);
        if design.terms.is_empty() {
            return Ok(None);
        }
        let x = design.matrix(&set.table, &rows);
        let shape = (&design, x.view());
        let Fitted { coefficients, .. } =
            fit_matrix(set, &rows, &churned, shape, L2_PER_ROW, settings)?;
        let weights = weights(set, &rows, &churned, settings);
        let l2 = L2_PER_ROW * weights.iter().sum::<f64>();
        let Evidence { hessian, .. } =
            fit::evidence(x.view(), &churned, Some(&weights), l2, &coefficients)?;
        let later = design.matrix(&set.table, judge);
        let side = |rows: Vec<u32>, churned, x: Array2<f64>| -> Result<Side, TrainError> {
            let log_odds = coefficients.log_odds_of_rows(x.view())?;
            Ok(Side { rows, churned, x, log_odds })
        };
        let learn = side(rows, churned, x)?;
        let judge = side(judge.to_vec(), outcomes(set, judge), later)?;
        let slopes = coefficients.weights;
        Ok(Some(FittedPart { design, slopes, learn, judge, weights, l2, hessian }))
    }

    /// Selects on the rows learned from and predicts those to judge by.
    fn select(&self, part: &FittedPart, sought: Sought) -> Selection {
        let candidates = match sought {
            Sought::Knots => {
                knots_worth_testing(self.set, part, may_have_knots(self.set, &part.learn.rows))
            }
            Sought::Pairs => pairs_worth_testing(self.set, part),
        };
        forward_selection(self.set, part, &candidates, sought.least_chi2())
    }
}

/// Rows with outcomes, the design's matrix and log-odds without any term that is sought.
struct Side {
    rows: Vec<u32>,
    churned: Vec<bool>,
    x: Array2<f64>,
    log_odds: Vec<f64>,
}

/// A design fitted to the rows to learn from, and what it says of those to judge by.
struct FittedPart {
    design: Design,
    /// Weights of its columns.
    slopes: Vec<f64>,
    learn: Side,
    judge: Side,
    /// Of the rows learned from.
    weights: Vec<f64>,
    l2: f64,
    /// Penalised by `l2`, intercept last.
    hessian: Vec<f64>,
}

/// Whether a feature may have knots: one of the season, only where the cutoffs span a year.
fn may_have_knots<'a>(set: &'a TrainingSet, rows: &[u32]) -> impl Fn(usize) -> bool + Sync + 'a {
    let day = |&i: &u32| set.snapshots[usize::from(set.snapshot[i as usize])].as_of.day_number();
    let span = rows.iter().map(day).max().unwrap_or(0) - rows.iter().map(day).min().unwrap_or(0);
    move |feature| set.table.features[feature].topic != Topic::Season || span >= YEAR_DAYS as i32
}

/// The number of terms with the lowest loss, if it is below that without any by more than a standard error.
fn best_length(gains: &[Vec<f64>]) -> usize {
    let sum = |k: usize| gains[k].iter().sum::<f64>();
    let best = (0..gains.len()).max_by(|&a, &b| sum(a).total_cmp(&sum(b)));
    best.filter(|&k| z_score(&gains[k]) > 1.0).map_or(0, |k| k + 1)
}

/// A mean in its standard errors.
fn z_score(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|v| (v - mean).powi(2)).sum();
    let error = (squares / (n - 1.0).max(1.0) / n).sqrt();
    if error > 0.0 { mean / error } else { 0.0 }
}

#[cfg(test)]
mod tests;
