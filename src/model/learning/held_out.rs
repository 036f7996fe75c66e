//! What models say of customers they have not seen: folds of customers, and their losses.

use super::fit_rows::fit_weighted;
use super::rows::{newest, weights};
use crate::model::dataset::TrainingSet;
use crate::model::design::Design;
use crate::model::fit::{Coefficients, Fitted, WarmStart};
use crate::model::settings::TrainSettings;
use crate::model::train_error::TrainError;
use crate::stats::{Assignment, fold_of, one_outcome_only};
use ndarray::ArrayView2;

/// Folds of customers.
const FOLDS: u64 = 3;

/// Log-odds of rows by models that have not seen their customers.
pub(crate) struct OutOfSample {
    pub log_odds: Vec<f64>,
    pub churned: Vec<bool>,
    pub customer: Vec<u64>,
}

/// Pairs of (rows to learn from, rows to judge by) that share no customer, of all folds.
pub(crate) fn customer_folds(
    set: &TrainingSet,
    rows: &[u32],
    judged: &[u32],
) -> Vec<[Vec<u32>; 2]> {
    let fold = |&i: &u32| fold_of(set.customer[i as usize], FOLDS, Assignment::Learning);
    (0..FOLDS)
        .map(|f| {
            let learn = rows.iter().copied().filter(|i| fold(i) != f).collect();
            [learn, judged.iter().copied().filter(|i| fold(i) == f).collect()]
        })
        .collect()
}

/// A fit to all rows: its columns, none of which knows an outcome, are those of every fold, and its optimum is near
/// theirs.
pub(crate) struct Whole<'a> {
    pub set: &'a TrainingSet,
    pub rows: &'a [u32],
    /// Outcomes of the rows.
    pub churned: &'a [bool],
    pub design: &'a Design,
    /// The design's matrix of the rows.
    pub x: ArrayView2<'a, f64>,
    pub l2_per_row: f64,
    pub coefficients: &'a Coefficients,
    /// Of the loss at the optimum, without the penalty.
    pub hessian: &'a [f64],
}

impl Whole<'_> {
    /// Log-odds of the newest cutoff's rows, each by a fit that saw other customers only.
    pub(crate) fn cross_fitted(&self, settings: &TrainSettings) -> Result<OutOfSample, TrainError> {
        let Self { set, rows, churned, .. } = *self;
        let (newest, _) = newest(set, rows);
        let all = weights(set, rows, churned, settings);
        let mut out =
            OutOfSample { log_odds: Vec::new(), churned: Vec::new(), customer: Vec::new() };
        let customer = |k: usize| set.customer[rows[k] as usize];
        for fold in 0..FOLDS {
            let is_held = |k: usize| fold_of(customer(k), FOLDS, Assignment::Learning) == fold;
            let is_newest = |k: usize| usize::from(set.snapshot[rows[k] as usize]) == newest;
            let judged: Vec<usize> =
                (0..rows.len()).filter(|&k| is_newest(k) && is_held(k)).collect();
            let others = all.iter().enumerate().map(|(k, w)| if is_held(k) { 0.0 } else { *w });
            let Some(fitted) = self.fit_to(&others.collect::<Vec<f64>>(), &all, settings)? else {
                continue;
            };
            let log_odds = fitted.coefficients.log_odds_of_rows(self.x)?;
            out.log_odds.extend(judged.iter().map(|&k| log_odds[k]));
            out.churned.extend(judged.iter().map(|&k| churned[k]));
            out.customer.extend(judged.iter().map(|&k| customer(k)));
        }
        Ok(out)
    }

    /// A fit to some of the rows, the others having no weight; none where they had one outcome.
    fn fit_to(
        &self,
        some: &[f64],
        all: &[f64],
        settings: &TrainSettings,
    ) -> Result<Option<Fitted>, TrainError> {
        let known = self.churned.iter().zip(some).filter(|(_, weight)| **weight > 0.0);
        if one_outcome_only(&known.map(|(churned, _)| *churned).collect::<Vec<bool>>()) {
            return Ok(None);
        }
        let share = some.iter().sum::<f64>() / all.iter().sum::<f64>();
        let hessian: Vec<f64> = self.hessian.iter().map(|h| h * share).collect();
        let near = WarmStart { coefficients: self.coefficients, hessian: Some(&hessian) };
        let shape = (self.design, self.x);
        let fitted =
            fit_weighted(some, self.churned, shape, self.l2_per_row, settings, Some(near))?;
        Ok(Some(fitted))
    }
}
