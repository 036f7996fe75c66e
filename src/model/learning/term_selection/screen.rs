//! Candidate knots of every feature, by a score test of each hinge and step.
//!
//! A candidate is held against the residuals of the fit without it, orthogonal to its own feature's straight
//! line; other columns and the customers behind the rows are for `forward`, which tests the few that pass. All
//! candidates of a feature cost one pass over the rows.

use super::FittedPart;
use crate::model::dataset::TrainingSet;
use crate::model::design::{Design, KnotKind, LearnedTerm, Term};
use crate::stats::{quantile, sigmoid};
use rayon::prelude::*;

/// Candidate knots of a feature, at most.
const KNOTS: usize = 20;
/// Candidates of one feature that pass, at most.
const PER_FEATURE: usize = 3;
/// Candidates that pass, at most.
pub(super) const IN_ALL: usize = 40;
/// Rows on either side of a knot, at least.
pub(super) const SIDE_ROWS: f64 = 50.0;

/// A candidate.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub term: LearnedTerm,
    /// The same in the design that it is to join.
    pub in_design: Term,
    /// Of its test here.
    pub chi2: f64,
}

/// The candidates that pass, those first that say most.
pub(super) fn knots_worth_testing(
    set: &TrainingSet,
    part: &FittedPart,
    may_have_knots: impl Fn(usize) -> bool + Sync,
) -> Vec<Candidate> {
    let FittedPart { design, learn: side, .. } = part;
    let scores = scores(part);
    let of_feature = |column: usize| -> Vec<Candidate> {
        let Some(feature) = set.table.position(&design.columns[column].feature) else {
            return Vec::new();
        };
        if !may_have_knots(feature) {
            return Vec::new();
        }
        let values: Vec<f64> =
            side.rows.iter().map(|&i| set.table.columns[feature][i as usize]).collect();
        let mut found = tested(design, column, feature, &values, &scores);
        found.sort_by(|a, b| b.chi2.total_cmp(&a.chi2));
        found.truncate(PER_FEATURE);
        found
    };
    let owner = |candidate: &Candidate| candidate.in_design.owners()[0].0;
    let mut all: Vec<Candidate> =
        (0..design.columns.len()).into_par_iter().flat_map_iter(of_feature).collect();
    all.sort_by(|a, b| b.chi2.total_cmp(&a.chi2).then_with(|| owner(a).cmp(&owner(b))));
    all.truncate(IN_ALL);
    all
}

/// Of each row learned from: curvature, residual and its square.
pub(super) fn scores(FittedPart { learn, weights, .. }: &FittedPart) -> Vec<[f64; 3]> {
    let rows = learn.log_odds.iter().zip(weights).zip(&learn.churned);
    rows.map(|((&z, &w), &churned)| {
        let p = sigmoid(z);
        let residual = w * (f64::from(u8::from(churned)) - p);
        [w * p * (1.0 - p), residual, residual * residual]
    })
    .collect()
}

/// Sums over the known rows between two knots: of curvature, residual and its square, each times 1, z, z².
pub(super) type Sums = [[f64; 3]; 3];

pub(super) fn add(to: &mut Sums, from: &Sums) {
    to.iter_mut().flatten().zip(from.iter().flatten()).for_each(|(to, from)| *to += from);
}

/// Every candidate of one feature with its test.
fn tested(
    design: &Design,
    column: usize,
    feature: usize,
    values: &[f64],
    scores: &[[f64; 3]],
) -> Vec<Candidate> {
    let transform = &design.columns[column];
    let knots = knots(values);
    if knots.is_empty() {
        return Vec::new();
    }
    let mut sums: Vec<Sums> = vec![Sums::default(); knots.len() + 1];
    let mut counts = vec![0.0; knots.len() + 1];
    for (&x, score) in values.iter().zip(scores).filter(|(x, _)| !x.is_nan()) {
        let z = transform.apply(x).unwrap_or(0.0);
        let part = knots.partition_point(|&at| at <= x);
        counts[part] += 1.0;
        for (sums, &s) in sums[part].iter_mut().zip(score) {
            for (sum, power) in sums.iter_mut().zip([1.0, z, z * z]) {
                *sum += s * power;
            }
        }
    }
    let mut total = Sums::default();
    for part in &sums {
        add(&mut total, part);
    }
    let rows: f64 = counts.iter().sum();
    let [[w0, w1, w2], [r0, r1, _], [q0, q1, q2]] = total;
    let determinant = w0 * w2 - w1 * w1;
    if determinant <= 1e-9 * w0 * w2 {
        return Vec::new();
    }
    let (mut above, mut rows_above) = (Sums::default(), 0.0);
    let mut found = Vec::new();
    for (k, &at) in knots.iter().enumerate().rev() {
        add(&mut above, &sums[k + 1]);
        rows_above += counts[k + 1];
        if rows_above < SIDE_ROWS || rows - rows_above < SIDE_ROWS {
            continue;
        }
        let z_knot = transform.apply(at).unwrap_or(0.0);
        for (kind, constant, slope) in [(KnotKind::Step, 1.0, 0.0), (KnotKind::Hinge, -z_knot, 1.0)]
        {
            // The candidate is constant + slope·z above the knot; its line is a + b·z everywhere.
            let [[u0, u1, u2], [s0, s1, _], [v0, v1, v2]] = above;
            let (c0, c1) = (constant * u0 + slope * u1, constant * u1 + slope * u2);
            let a = (w2 * c0 - w1 * c1) / determinant;
            let b = (w0 * c1 - w1 * c0) / determinant;
            let score = constant * s0 + slope * s1 - a * r0 - b * r1;
            let (high, steep) = (constant - a, slope - b);
            let variance = high * high * v0
                + 2.0 * high * steep * v1
                + steep * steep * v2
                + a * a * (q0 - v0)
                + 2.0 * a * b * (q1 - v1)
                + b * b * (q2 - v2);
            if variance > 1e-12 {
                let term = LearnedTerm::Knot { feature, kind, at };
                let place = |_| Some(column);
                let in_design = term.term(place, &design.columns);
                let chi2 = score * score / variance;
                found.extend(in_design.map(|in_design| Candidate { term, in_design, chi2 }));
            }
        }
    }
    found
}

/// Candidate knots, ascending: between the distinct values where they are few, else at quantiles.
pub(super) fn knots(values: &[f64]) -> Vec<f64> {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|x| x.is_finite()).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let mut distinct = sorted.clone();
    distinct.dedup();
    let before = |above: usize| {
        let (low, high) = (distinct.get(above.checked_sub(1)?)?, distinct.get(above)?);
        Some(low + (high - low) / 2.0)
    };
    let mut knots: Vec<f64> = if distinct.len() <= KNOTS + 1 {
        (1..distinct.len()).filter_map(before).collect()
    } else {
        let at = |k| quantile(&sorted, k as f64 / KNOTS as f64);
        let above = |k| distinct.partition_point(|&x| x <= at(k));
        // The least value is often one of its own: nothing at all.
        std::iter::once(1).chain((1..KNOTS).map(above)).filter_map(before).collect()
    };
    knots.dedup();
    knots
}
