//! What candidates say beyond the columns of a design, on the rows learned from and on those to judge by.
//!
//! A candidate far below what is asked of it is dropped before its column of the rows to judge by is made: most are.

use super::FittedPart;
use super::score_test::{Customers, Slopes, Test};
use super::screen::Candidate;
use crate::model::dataset::TrainingSet;
use crate::model::design::{Design, LearnedTerm};
use crate::stats::Cholesky;
use ndarray::{Array2, Axis, ShapeBuilder};
use rayon::prelude::*;

/// Candidates whose columns are made together.
const TOGETHER: usize = 32;

/// A candidate's column, orthogonal to what is in already, on both sides.
pub(super) struct Residual {
    pub term: LearnedTerm,
    pub here: Vec<f64>,
    pub later: Vec<f64>,
    /// Of the candidate as it is, per row.
    pub variance: f64,
}

/// Candidates' columns less what the design's columns say of them.
pub(super) struct Residuals<'a> {
    pub set: &'a TrainingSet,
    pub part: &'a FittedPart,
    /// Of the rows learned from.
    pub slopes: &'a Slopes,
    pub customers: &'a Customers,
    /// Of the fit's Hessian.
    pub factor: &'a Cholesky,
}

/// A candidate on the rows learned from.
struct Here {
    candidate: Candidate,
    residual: Vec<f64>,
    variance: f64,
    /// What the design's columns and, last, the constant have of it.
    shares: Vec<f64>,
}

impl Residuals<'_> {
    /// Of the candidates whose χ² is at least `least_chi2`, in their order.
    pub(super) fn of(&self, candidates: &[Candidate], least_chi2: f64) -> Vec<Residual> {
        let FittedPart { design, learn, judge, .. } = self.part;
        let here = FeatureValues::of(self.set, design, candidates, &learn.rows);
        let blocks = candidates.par_chunks(TOGETHER);
        let kept: Vec<Here> =
            blocks.flat_map_iter(|block| self.here(block, &here, least_chi2)).collect();
        let candidates: Vec<Candidate> = kept.iter().map(|one| one.candidate.clone()).collect();
        let later = FeatureValues::of(self.set, design, &candidates, &judge.rows);
        let shape = (judge.x.ncols() + 1, kept.len());
        let shares = Array2::from_shape_fn(shape, |(column, k)| kept[k].shares[column]);
        let later = unexplained(&later.matrix(&candidates), &judge.x, &shares);
        let both = kept.into_iter().zip(later.columns());
        both.map(|(one, later)| Residual {
            term: one.candidate.term,
            here: one.residual,
            later: later.to_vec(),
            variance: one.variance,
        })
        .collect()
    }

    /// A block of candidates on the rows learned from; those that say enough.
    fn here(&self, block: &[Candidate], values: &FeatureValues, least_chi2: f64) -> Vec<Here> {
        let columns = values.matrix(block);
        let shares = self.shares(&columns);
        let residuals = unexplained(&columns, &self.part.learn.x, &shares);
        let one = |(k, candidate): (usize, &Candidate)| {
            let residual = residuals.column(k).to_vec();
            let says = Test::of(&residual, self.slopes, self.customers).chi2() >= least_chi2;
            says.then(|| Here {
                candidate: candidate.clone(),
                residual,
                variance: columns.column(k).var(0.0),
                shares: shares.column(k).to_vec(),
            })
        };
        block.iter().enumerate().filter_map(one).collect()
    }

    /// What the design's columns and, last, the constant have of each candidate: columns + 1 × candidates.
    fn shares(&self, candidates: &Array2<f64>) -> Array2<f64> {
        let x = &self.part.learn.x;
        let mut curved = candidates.clone();
        for mut column in curved.columns_mut() {
            column.iter_mut().zip(&self.slopes.curvatures).for_each(|(c, w)| *c *= w);
        }
        let common = x.t().dot(&curved);
        let mut shares = Array2::zeros((x.ncols() + 1, candidates.ncols()));
        for (k, curved) in curved.columns().into_iter().enumerate() {
            let of_columns = common.column(k).into_iter().copied();
            let solved = self.factor.solve(&of_columns.chain([curved.sum()]).collect::<Vec<f64>>());
            shares.column_mut(k).iter_mut().zip(&solved).for_each(|(to, share)| *to = *share);
        }
        shares
    }
}

/// What the columns of `x` and a constant leave of the candidates.
fn unexplained(candidates: &Array2<f64>, x: &Array2<f64>, shares: &Array2<f64>) -> Array2<f64> {
    let (of_columns, constant) = shares.view().split_at(Axis(0), x.ncols());
    candidates - &x.dot(&of_columns) - constant
}

/// Some rows' standardised values of the features that candidates are of.
struct FeatureValues {
    rows: usize,
    /// Positions in the design, ascending.
    columns: Vec<usize>,
    /// NaN where a value is not known.
    z: Vec<Vec<f64>>,
}

impl FeatureValues {
    fn of(set: &TrainingSet, design: &Design, candidates: &[Candidate], rows: &[u32]) -> Self {
        let owners = |one: &Candidate| one.in_design.owners().map(|(owner, _)| owner);
        let mut columns: Vec<usize> = candidates.iter().flat_map(owners).collect();
        columns.sort_unstable();
        columns.dedup();
        let standardised = |&column: &usize| -> Vec<f64> {
            let transform = &design.columns[column];
            let position = set.table.position(&transform.feature);
            let source = position.map_or(&[][..], |j| &set.table.columns[j][..]);
            let z = |&i: &u32| source.get(i as usize).and_then(|&x| transform.apply(x));
            rows.iter().map(|i| z(i).unwrap_or(f64::NAN)).collect()
        };
        let z = columns.par_iter().map(standardised).collect();
        Self { rows: rows.len(), columns, z }
    }

    /// Candidates as they are, rows × candidates.
    fn matrix(&self, candidates: &[Candidate]) -> Array2<f64> {
        let place = |column: usize| self.columns.partition_point(|&known| known < column);
        let of = |column: usize| self.z[place(column)].as_slice();
        let mut values = vec![0.0; self.rows * candidates.len()];
        for (out, candidate) in values.chunks_mut(self.rows.max(1)).zip(candidates) {
            candidate.in_design.values(of, out);
        }
        // The shape is right by construction; an empty matrix stands in for what cannot happen.
        Array2::from_shape_vec((self.rows, candidates.len()).f(), values).unwrap_or_default()
    }
}
