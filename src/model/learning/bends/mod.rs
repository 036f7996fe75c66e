//! Where effects bend, learned from the past: proposed on older cutoffs, kept for what they do at a later one.
//!
//! Rows known before the newest cutoff are fitted without any bend; `screen` asks every feature where its
//! effect might bend, `path` takes the bends that score tests speak for, one after the other, and foretells
//! the newest cutoff after each. As many are taken on all rows as made that better, beyond chance. Where the
//! history is too short for an earlier cutoff, customers are split instead. Small data bends nowhere.

mod path;
mod screen;

use super::fit_rows::fit_matrix;
use super::held_out::customer_folds;
use super::rows::{known_before, newest, outcomes, rarer_customers, weights};
use super::tier::BEND_CUSTOMERS;
use crate::features::Topic;
use crate::labels::YEAR_DAYS;
use crate::model::dataset::TrainingSet;
use crate::model::design::{Bend, Design, Richness};
use crate::model::fit;
use crate::model::settings::TrainSettings;
use crate::model::train_error::TrainError;
use crate::stats::one_outcome_only;
use ndarray::ArrayView2;
use path::{Path, Side, path};
use screen::shortlist;

/// Rows that bends are looked for in, at most; drawn evenly.
const ROWS: usize = 25_000;
/// Penalty per row of the fit that is looked at: in the middle of the grid that is chosen from later.
const L2_PER_ROW: f64 = 1e-2;

/// What bends are learned with.
struct Search<'a> {
    set: &'a TrainingSet,
    usable: &'a [usize],
    richness: Richness<'a>,
    settings: TrainSettings,
}

/// The bends that rows speak for, those first that say most.
pub(crate) fn learn_bends(
    set: &TrainingSet,
    rows: &[u32],
    usable: &[usize],
    richness: Richness<'_>,
    settings: &TrainSettings,
) -> Result<Vec<Bend>, TrainError> {
    if !richness.bends {
        return Ok(Vec::new());
    }
    // Where an effect bends does not wear off as its size may: old cutoffs count like new ones.
    let settings = TrainSettings { half_life_horizons: None, ..settings.clone() };
    let search = Search { set, usable, richness, settings };
    let (target, judged) = newest(set, rows);
    let older = known_before(set, rows, target);
    let pairs = if rarer_customers(set, &older) >= BEND_CUSTOMERS {
        vec![[older, judged.clone()]]
    } else {
        customer_folds(set, rows, &judged)
    };
    let mut gains: Vec<Vec<f64>> = Vec::new();
    for [learn, judge] in pairs {
        let path = search.path(&learn, &judge)?;
        gains.resize(gains.len().max(path.gains.len()), Vec::new());
        gains.iter_mut().zip(path.gains).for_each(|(all, more)| all.extend(more));
    }
    // A step that not every fold has taken is shown by none.
    gains.retain(|gain| gain.len() == judged.len());
    let stay = how_many(&gains);
    let mut bends = if stay > 0 { search.path(rows, &[])?.bends } else { Vec::new() };
    bends.truncate(stay);
    Ok(bends)
}

impl Search<'_> {
    /// Takes bends on the rows to learn from and foretells those to judge by.
    fn path(&self, learn: &[u32], judge: &[u32]) -> Result<Path, TrainError> {
        let Self { set, usable, richness, settings } = self;
        let stride = learn.len().div_ceil(ROWS).max(1);
        let learn: Vec<u32> = learn.iter().copied().step_by(stride).collect();
        let churned = outcomes(set, &learn);
        if one_outcome_only(&churned) {
            return Ok(Path::default());
        }
        let (design, _) = Design::learn(&set.table, &learn, usable, *richness);
        if design.terms.is_empty() {
            return Ok(Path::default());
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
        let proposed = shortlist(set, &design, here, &weights, &log_odds, may_bend(set, &learn));
        let happened = outcomes(set, judge);
        let x = design.matrix(&set.table, judge);
        let later = side(judge, &happened, x.view());
        let sides = [(here, log_odds), (later, log_odds_of(x.view())?)];
        Ok(path(set, &design, &proposed, sides, &weights, (l2, &evidence.hessian)))
    }
}

/// Whether a feature may bend: what follows the calendar, only once a whole year of it was seen.
fn may_bend<'a>(set: &'a TrainingSet, rows: &[u32]) -> impl Fn(usize) -> bool + Sync + 'a {
    let day = |&i: &u32| set.snapshots[usize::from(set.snapshot[i as usize])].as_of.day_number();
    let span = rows.iter().map(day).max().unwrap_or(0) - rows.iter().map(day).min().unwrap_or(0);
    move |feature| set.table.features[feature].topic != Topic::Season || span >= YEAR_DAYS as i32
}

/// How many bends stay: as many as lessen the loss most, if that is beyond chance, by more than a standard
/// error.
fn how_many(gains: &[Vec<f64>]) -> usize {
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
