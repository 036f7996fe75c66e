//! What models say of customers they have not seen: folds of customers, and their losses.

use super::fit_rows::fit_rows;
use super::rows::{newest, outcomes};
use crate::model::dataset::TrainingSet;
use crate::model::design::{Design, Richness};
use crate::model::settings::TrainSettings;
use crate::model::train_error::TrainError;
use crate::stats::{Assignment, fold_of, one_outcome_only};

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

/// Log-odds of the newest cutoff's rows, each by a model that saw other customers only.
pub(crate) fn cross_fitted(
    set: &TrainingSet,
    rows: &[u32],
    usable: &[usize],
    richness: Richness<'_>,
    l2_per_row: f64,
    settings: &TrainSettings,
) -> Result<OutOfSample, TrainError> {
    let (_, judged) = newest(set, rows);
    let mut out = OutOfSample { log_odds: Vec::new(), churned: Vec::new(), customer: Vec::new() };
    for [learn, judge] in customer_folds(set, rows, &judged) {
        let churned = outcomes(set, &learn);
        if judge.is_empty() || one_outcome_only(&churned) {
            continue;
        }
        let (design, _) = Design::learn(&set.table, &learn, usable, richness);
        let fitted = fit_rows(set, &learn, &churned, &design, l2_per_row, settings)?;
        let x = design.matrix(&set.table, &judge);
        out.log_odds.extend(fitted.coefficients.log_odds_of_rows(x.view())?);
        out.churned.extend(outcomes(set, &judge));
        out.customer.extend(judge.iter().map(|&i| set.customer[i as usize]));
    }
    Ok(out)
}
