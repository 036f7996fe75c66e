//! Forward selection of learned terms, each for what it adds to all columns and the terms before it.
//!
//! A candidate's score test is against the residuals of the rows, made orthogonal to every column. The
//! one with the largest χ² is added by a penalised Newton step, and the others are made orthogonal to it: no
//! fit is repeated. The rows to judge by see the same steps.

use super::FittedPart;
use super::residuals::Residuals;
use super::score_test::{Customers, Slopes, Test};
use super::screen::Candidate;
use crate::model::calibrate::offset_to_base_rate;
use crate::model::dataset::TrainingSet;
use crate::model::design::LearnedTerm;
use crate::stats::{Cholesky, log_loss};
use rayon::prelude::*;

/// Terms at most.
const MOST: usize = 12;
/// What a candidate must say at first, of what it must say when it is added: terms before it seldom raise it.
const AT_FIRST: f64 = 0.25;

/// Terms in the order in which they were added; for each, the loss of every row to judge by without any
/// less that with all up to it.
#[derive(Debug, Default)]
pub(super) struct Selection {
    pub terms: Vec<LearnedTerm>,
    pub gains: Vec<Vec<f64>>,
}

/// Selects among `candidates` those whose χ² is at least `least_chi2`.
pub(super) fn forward_selection(
    set: &TrainingSet,
    part: &FittedPart,
    candidates: &[Candidate],
    least_chi2: f64,
) -> Selection {
    let FittedPart { learn, judge, weights, l2, hessian, .. } = part;
    let (mut here, mut later) = (learn.log_odds.clone(), judge.log_odds.clone());
    let customers = Customers::of(set, &learn.rows);
    let slopes = Slopes::at(&here, weights, &learn.churned);
    let factor = &Cholesky::with_jitter(hessian, learn.x.ncols() + 1);
    let residuals = Residuals { set, part, slopes: &slopes, customers: &customers, factor };
    let mut left = residuals.of(candidates, AT_FIRST * least_chi2);
    let before = losses(&later, &judge.churned);
    let mut selection = Selection::default();
    while selection.terms.len() < MOST {
        let slopes = Slopes::at(&here, weights, &learn.churned);
        let tests: Vec<Test> =
            left.par_iter().map(|one| Test::of(&one.here, &slopes, &customers)).collect();
        let best = (0..left.len()).max_by(|&a, &b| tests[a].chi2().total_cmp(&tests[b].chi2()));
        let Some(best) = best.filter(|&best| tests[best].chi2() >= least_chi2) else { break };
        let added = left.remove(best);
        let information = tests[best].information + l2 * added.variance;
        add(&mut here, tests[best].score / information, &added.here);
        add(&mut later, tests[best].score / information, &added.later);
        // Each of the others loses what it has in common with the one added.
        left.par_iter_mut().for_each(|other| {
            let pairs = other.here.iter().zip(&added.here).zip(&slopes.curvatures);
            let share = pairs.map(|((a, b), w)| a * b * w).sum::<f64>() / information;
            add(&mut other.here, -share, &added.here);
            add(&mut other.later, -share, &added.later);
        });
        selection.terms.push(added.term);
        let after = losses(&later, &judge.churned);
        selection
            .gains
            .push(before.iter().zip(after).map(|(before, after)| before - after).collect());
    }
    selection
}

fn add(to: &mut [f64], times: f64, what: &[f64]) {
    to.iter_mut().zip(what).for_each(|(to, what)| *to += times * what);
}

/// Loss of each row at the level that came: a term is not for the level.
fn losses(log_odds: &[f64], churned: &[bool]) -> Vec<f64> {
    let rate = churned.iter().filter(|c| **c).count() as f64 / churned.len().max(1) as f64;
    let level = offset_to_base_rate(log_odds, rate).unwrap_or(0.0);
    log_odds.iter().zip(churned).map(|(z, c)| log_loss(z + level, *c)).collect()
}
