//! Forward selection of learned terms, each for what it adds to all columns and the terms before it.
//!
//! A candidate's score test is against the residuals of the rows, made orthogonal to every column; its
//! variance is summed customer by customer, since a customer's rows at several cutoffs say much the same. The
//! one with the largest χ² is added by a penalised Newton step, and the others are made orthogonal to it: no
//! fit is repeated. The rows to judge by see the same steps.

use super::FittedPart;
use super::screen::Candidate;
use crate::model::calibrate::offset_to_base_rate;
use crate::model::dataset::TrainingSet;
use crate::model::design::LearnedTerm;
use crate::stats::{Cholesky, curvature, log_loss, loss_and_residual};
use ndarray::{Array2, ShapeBuilder};
use rayon::prelude::*;

/// Terms at most.
const MOST: usize = 12;

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
    let curvatures: Vec<f64> = here.iter().zip(weights).map(|(&z, w)| w * curvature(z)).collect();
    let columns = CandidateColumns { set, part, curvatures: &curvatures };
    let mut left = columns.beyond(candidates, &Cholesky::with_jitter(hessian, learn.x.ncols() + 1));
    let customers = Customers::of(set, &learn.rows);
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

/// A candidate's column, orthogonal to what is in already, on both sides.
struct Residual {
    term: LearnedTerm,
    here: Vec<f64>,
    later: Vec<f64>,
    /// Of the candidate as it is, per row.
    variance: f64,
}

/// What candidates' columns are made of.
struct CandidateColumns<'a> {
    set: &'a TrainingSet,
    part: &'a FittedPart,
    /// Of the rows learned from.
    curvatures: &'a [f64],
}

impl CandidateColumns<'_> {
    /// Every candidate less what the design's columns say of it. `factor` is of the fit's Hessian.
    fn beyond(&self, candidates: &[Candidate], factor: &Cholesky) -> Vec<Residual> {
        let FittedPart { learn, judge, .. } = self.part;
        let sides = [learn, judge];
        let [here, later] = sides.map(|side| self.matrix(candidates, &side.rows));
        let mut curved = here.clone();
        for mut column in curved.columns_mut() {
            column.iter_mut().zip(self.curvatures).for_each(|(c, w)| *c *= w);
        }
        let common = learn.x.t().dot(&curved);
        let mut shares = Array2::zeros(common.raw_dim());
        let mut constants: Vec<f64> = Vec::with_capacity(candidates.len());
        for (k, curved) in curved.columns().into_iter().enumerate() {
            let of_columns = common.column(k).into_iter().copied();
            let solved = factor.solve(&of_columns.chain([curved.sum()]).collect::<Vec<f64>>());
            shares.column_mut(k).iter_mut().zip(&solved).for_each(|(to, share)| *to = *share);
            constants.extend(solved.last());
        }
        let explained = sides.map(|side| side.x.dot(&shares));
        let rest = |all: &Array2<f64>, side: usize, k: usize| -> Vec<f64> {
            let pairs = all.column(k).into_iter().zip(explained[side].column(k));
            pairs.map(|(c, explained)| c - explained - constants[k]).collect()
        };
        let one = |(k, candidate): (usize, &Candidate)| Residual {
            term: candidate.term,
            here: rest(&here, 0, k),
            later: rest(&later, 1, k),
            variance: here.column(k).var(0.0),
        };
        candidates.iter().enumerate().map(one).collect()
    }

    /// The candidates as they are, rows × candidates.
    fn matrix(&self, candidates: &[Candidate], rows: &[u32]) -> Array2<f64> {
        let n = rows.len();
        let mut owners: Vec<usize> = candidates
            .iter()
            .flat_map(|one| one.in_design.owners().map(|(owner, _)| owner))
            .collect();
        owners.sort_unstable();
        owners.dedup();
        let z: Vec<Vec<f64>> =
            owners.par_iter().map(|&column| self.standardised(column, rows)).collect();
        let of = |column: usize| z[owners.partition_point(|&known| known < column)].as_slice();
        let mut values = vec![0.0; n * candidates.len()];
        values
            .par_chunks_mut(n.max(1))
            .zip(candidates)
            .for_each(|(out, candidate)| candidate.in_design.values(of, out));
        // The shape is right by construction; an empty matrix stands in for what cannot happen.
        Array2::from_shape_vec((n, candidates.len()).f(), values).unwrap_or_default()
    }

    /// The rows' values of the feature at a position of the design; NaN where it is not known.
    fn standardised(&self, column: usize, rows: &[u32]) -> Vec<f64> {
        let transform = &self.part.design.columns[column];
        let position = self.set.table.position(&transform.feature);
        let source = position.map_or(&[][..], |j| &self.set.table.columns[j][..]);
        let z = |&i: &u32| source.get(i as usize).and_then(|&x| transform.apply(x));
        rows.iter().map(|i| z(i).unwrap_or(f64::NAN)).collect()
    }
}

/// First and second derivative of the rows' log-likelihood by their log-odds.
struct Slopes {
    residuals: Vec<f64>,
    curvatures: Vec<f64>,
}

impl Slopes {
    fn at(log_odds: &[f64], weights: &[f64], churned: &[bool]) -> Self {
        let rows = || log_odds.iter().zip(weights).zip(churned);
        let residual = |((&z, w), &c): ((&f64, &f64), &bool)| -w * loss_and_residual(z, c).1;
        Self {
            residuals: rows().map(residual).collect(),
            curvatures: rows().map(|((&z, w), _)| w * curvature(z)).collect(),
        }
    }
}

/// A score test.
struct Test {
    score: f64,
    /// Summed customer by customer.
    variance: f64,
    information: f64,
}

impl Test {
    fn of(column: &[f64], slopes: &Slopes, customers: &Customers) -> Self {
        let mut sums = vec![0.0; customers.count];
        let (mut score, mut information) = (0.0, 0.0);
        let slopes = slopes.residuals.iter().zip(&slopes.curvatures);
        for ((&c, (residual, curvature)), &who) in column.iter().zip(slopes).zip(&customers.of_row)
        {
            let part = c * residual;
            score += part;
            sums[who as usize] += part;
            information += c * c * curvature;
        }
        Self { score, variance: sums.iter().map(|s| s * s).sum(), information }
    }

    fn chi2(&self) -> f64 {
        // What the columns say wholly has nothing left to be tested.
        let says = self.variance > 1e-12 && self.information > 1e-9;
        if says { self.score * self.score / self.variance } else { 0.0 }
    }
}

/// Customers as consecutive numbers.
struct Customers {
    of_row: Vec<u32>,
    count: usize,
}

impl Customers {
    fn of(set: &TrainingSet, rows: &[u32]) -> Self {
        let mut distinct: Vec<u64> = rows.iter().map(|&i| set.customer[i as usize]).collect();
        distinct.sort_unstable();
        distinct.dedup();
        let number =
            |&i: &u32| distinct.partition_point(|&known| known < set.customer[i as usize]) as u32;
        Self { of_row: rows.iter().map(number).collect(), count: distinct.len() }
    }
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
