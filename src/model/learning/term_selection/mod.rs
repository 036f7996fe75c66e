//! Which hinges and steps a design has, learned from the past: selected on older cutoffs, validated at a later one.
//!
//! Rows known before the newest cutoff are fitted without any; `screen` tests every feature for knots, `forward`
//! adds the terms that score tests speak for, one after the other, and predicts the newest cutoff after each. As
//! many are added on all rows as lowered the loss there, beyond chance. Where the history is too short for an
//! earlier cutoff, customers are split instead. Small data get none.

mod forward;
mod screen;

use super::fit_rows::fit_matrix;
use super::held_out::customer_folds;
use super::rows::{known_before, newest, outcomes, rarer_customers, weights};
use super::tier::HINGE_CUSTOMERS;
use crate::features::Topic;
use crate::labels::YEAR_DAYS;
use crate::model::dataset::TrainingSet;
use crate::model::design::{Design, LearnedTerm, Richness};
use crate::model::fit;
use crate::model::settings::TrainSettings;
use crate::model::train_error::TrainError;
use crate::stats::one_outcome_only;
use forward::{Selection, Side, forward_selection};
use ndarray::ArrayView2;
use screen::shortlist;

/// Rows of a selection, and rows it is validated on, at most.
const ROWS: usize = 25_000;
/// Penalty per row of the fit that is looked at: in the middle of the grid that is chosen from later.
const L2_PER_ROW: f64 = 1e-2;

/// What a selection needs beside its rows.
struct Search<'a> {
    set: &'a TrainingSet,
    usable: &'a [usize],
    richness: Richness<'a>,
    settings: TrainSettings,
}

/// The learned terms of some rows, the most significant first.
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
    let (target, judged) = newest(set, rows);
    let judged = at_most(ROWS, judged);
    let older = known_before(set, rows, target);
    let pairs = if rarer_customers(set, &older) >= HINGE_CUSTOMERS {
        vec![[older, judged.clone()]]
    } else {
        customer_folds(set, rows, &judged)
    };
    let mut gains: Vec<Vec<f64>> = Vec::new();
    for [learn, judge] in pairs {
        let selection = search.run(&learn, &judge)?;
        gains.resize(gains.len().max(selection.gains.len()), Vec::new());
        gains.iter_mut().zip(selection.gains).for_each(|(all, more)| all.extend(more));
    }
    // A step of the selection that not every fold has reached is validated by none.
    gains.retain(|gain| gain.len() == judged.len());
    let length = best_length(&gains);
    let mut terms = if length > 0 { search.run(rows, &[])?.terms } else { Vec::new() };
    terms.truncate(length);
    Ok(terms)
}

impl Search<'_> {
    /// Selects on the rows to learn from and predicts those to judge by.
    fn run(&self, learn: &[u32], judge: &[u32]) -> Result<Selection, TrainError> {
        let Self { set, usable, richness, settings } = self;
        let learn = at_most(ROWS, learn.to_vec());
        let churned = outcomes(set, &learn);
        if one_outcome_only(&churned) {
            return Ok(Selection::default());
        }
        let (design, _) = Design::learn(&set.table, &learn, usable, *richness);
        if design.terms.is_empty() {
            return Ok(Selection::default());
        }
        let x = design.matrix(&set.table, &learn);
        let shape = (&design, x.view());
        let fitted = fit_matrix(set, &learn, &churned, shape, L2_PER_ROW, settings)?;
        let weights = weights(set, &learn, &churned, settings).unwrap_or_default();
        let l2 = L2_PER_ROW * weights.iter().sum::<f64>();
        let evidence = fit::evidence(x.view(), &churned, Some(&weights), l2, &fitted.coefficients)?;
        let log_odds_of = |x: ArrayView2<'_, f64>| fitted.coefficients.log_odds_of_rows(x);
        let side = |rows, churned, x| Side { rows, churned, x };
        let here = side(&learn, &churned, x.view());
        let log_odds = log_odds_of(x.view())?;
        let proposed =
            shortlist(set, &design, here, &weights, &log_odds, may_have_knots(set, &learn));
        let happened = outcomes(set, judge);
        let x = design.matrix(&set.table, judge);
        let later = side(judge, &happened, x.view());
        let sides = [(here, log_odds), (later, log_odds_of(x.view())?)];
        Ok(forward_selection(set, &design, &proposed, sides, &weights, (l2, &evidence.hessian)))
    }
}

/// So many rows at most, drawn evenly.
fn at_most(most: usize, rows: Vec<u32>) -> Vec<u32> {
    let stride = rows.len().div_ceil(most).max(1);
    rows.into_iter().step_by(stride).collect()
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
