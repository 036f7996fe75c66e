//! The penalised log loss and its gradient, in one parallel pass over the rows.
//!
//! Rows are cut into chunks of a fixed size; each chunk is summed alone and the chunks are added in
//! their order, so the result has the same bits on any number of threads. Validation of everything
//! that a solver is given happens once, in [`Problem::new`].

use std::ops::Range;

use ndarray::ArrayView2;
use rayon::prelude::*;

use super::validate::{check_both_outcomes, check_finite, check_len, check_weights, columns_of};
use super::{Coefficients, FitError, WarmStart};
use crate::stats::loss_and_residual;

/// Rows summed alone: the unit of parallel work and of the fixed order of sums.
pub(super) const CHUNK_ROWS: usize = 8192;
/// Rows taken through all columns together, so that they stay in the core's own cache.
const BLOCK_ROWS: usize = 512;

/// A validated matrix with outcomes: what is minimised.
pub(super) struct Problem<'a> {
    /// Columns of the design matrix, each contiguous.
    pub columns: Vec<&'a [f64]>,
    /// Outcome of each row.
    pub churned: &'a [bool],
    /// Weight of each row; 1 where absent.
    pub row_weights: Option<&'a [f64]>,
    /// Penalty on the weights.
    pub l2: f64,
    /// Number of rows, or their summed weight.
    pub total_weight: f64,
}

/// The loss at a point and how it falls.
#[derive(Debug, Clone, Default)]
pub(super) struct Descent {
    /// Sum of log losses plus penalty.
    pub penalised_loss: f64,
    /// Sum of log losses.
    pub log_loss: f64,
    /// Gradient of the penalised loss, `[weights…, intercept]`.
    pub gradient: Vec<f64>,
}

impl Descent {
    /// Euclidean norm of the gradient.
    pub(super) fn gradient_norm(&self) -> f64 {
        self.gradient.iter().map(|g| g * g).sum::<f64>().sqrt()
    }
}

impl<'a> Problem<'a> {
    /// Checks shapes, order, finiteness, weights and that both outcomes occur.
    pub(super) fn new<'x: 'a>(
        x: ArrayView2<'x, f64>,
        churned: &'a [bool],
        row_weights: Option<&'a [f64]>,
        l2: f64,
    ) -> Result<Self, FitError> {
        let columns = columns_of(x)?;
        check_len("the list of outcomes", x.nrows(), churned.len())?;
        check_finite(&columns)?;
        let total_weight = match row_weights {
            Some(weights) => check_weights(weights, churned.len())?,
            None => churned.len() as f64,
        };
        check_both_outcomes(churned, row_weights)?;
        Ok(Self { columns, churned, row_weights, l2, total_weight })
    }

    /// Number of rows.
    pub(super) fn n_rows(&self) -> usize {
        self.churned.len()
    }

    /// Number of coefficients, intercept included.
    pub(super) fn n_parameters(&self) -> usize {
        self.columns.len() + 1
    }

    /// Checks that a warm start fits the matrix and is finite.
    pub(super) fn check_coefficients(&self, start: &Coefficients) -> Result<(), FitError> {
        check_len("the warm start", self.columns.len(), start.weights.len())?;
        let unusable = start.to_vector().into_iter().find(|c| !c.is_finite());
        unusable.map_or(Ok(()), |value| {
            let requirement = "a number in every coefficient";
            Err(FitError::BadSetting { name: "warm_start", value, requirement })
        })
    }

    /// Checks a warm start with its second derivative.
    pub(super) fn check_start(&self, start: WarmStart<'_>) -> Result<(), FitError> {
        self.check_coefficients(start.coefficients)?;
        let n = self.n_parameters();
        let what = "the warm start's second derivative";
        start.hessian.map_or(Ok(()), |hessian| check_len(what, n * n, hessian.len()))
    }

    /// Loss and gradient at `parameters` (`[weights…, intercept]`).
    pub(super) fn descent(&self, parameters: &[f64]) -> Descent {
        let partials: Vec<Descent> = chunks(self.n_rows())
            .into_par_iter()
            .map(|rows| self.descent_of_chunk(parameters, rows))
            .collect();
        let mut sum = Descent { gradient: vec![0.0; self.n_parameters()], ..Descent::default() };
        for partial in &partials {
            sum.log_loss += partial.log_loss;
            add(&mut sum.gradient, &partial.gradient);
        }
        let weights = &parameters[..self.columns.len()];
        let mut penalty = 0.0;
        for (g, w) in sum.gradient.iter_mut().zip(weights) {
            penalty += w * w;
            *g += self.l2 * w;
        }
        sum.penalised_loss = sum.log_loss + 0.5 * self.l2 * penalty;
        sum
    }

    /// Unpenalised loss and gradient of one chunk of rows.
    fn descent_of_chunk(&self, parameters: &[f64], rows: Range<usize>) -> Descent {
        let mut sum = Descent { gradient: vec![0.0; self.n_parameters()], ..Descent::default() };
        let mut buffer = [0.0; BLOCK_ROWS];
        for block in blocks(rows, BLOCK_ROWS) {
            let residuals = &mut buffer[..block.len()];
            self.log_odds(parameters, block.clone(), residuals);
            for (i, z) in block.clone().zip(residuals.iter_mut()) {
                let weight = self.row_weights.map_or(1.0, |w| w[i]);
                let (loss, residual) = loss_and_residual(*z, self.churned[i]);
                sum.log_loss += weight * loss;
                *z = weight * residual;
            }
            for (g, column) in sum.gradient.iter_mut().zip(&self.columns) {
                *g += dot(&column[block.clone()], residuals);
            }
            sum.gradient[self.columns.len()] += residuals.iter().sum::<f64>();
        }
        sum
    }

    /// Log-odds of a block of rows.
    pub(super) fn log_odds(&self, parameters: &[f64], rows: Range<usize>, out: &mut [f64]) {
        log_odds_of_block(&self.columns, parameters, rows, out);
    }
}

/// `out[i] = intercept + Σⱼ wⱼ·xᵢⱼ`, added column by column in order.
fn log_odds_of_block(columns: &[&[f64]], parameters: &[f64], rows: Range<usize>, out: &mut [f64]) {
    out.fill(parameters[columns.len()]);
    let mut groups = columns.chunks_exact(4).zip(parameters.chunks_exact(4));
    for (c, w) in &mut groups {
        let len = out.len();
        let (c0, c1) = (&c[0][rows.clone()][..len], &c[1][rows.clone()][..len]);
        let (c2, c3) = (&c[2][rows.clone()][..len], &c[3][rows.clone()][..len]);
        for (i, z) in out.iter_mut().enumerate() {
            *z = (((*z + w[0] * c0[i]) + w[1] * c1[i]) + w[2] * c2[i]) + w[3] * c3[i];
        }
    }
    let done = columns.len() / 4 * 4;
    for (column, w) in columns[done..].iter().zip(&parameters[done..]) {
        for (z, x) in out.iter_mut().zip(&column[rows.clone()]) {
            *z += w * x;
        }
    }
}

/// See [`Coefficients::log_odds_of_rows`].
pub(super) fn log_odds_of_rows(
    x: ArrayView2<f64>,
    coefficients: &Coefficients,
) -> Result<Vec<f64>, FitError> {
    let columns = columns_of(x)?;
    check_len("the list of weights", columns.len(), coefficients.weights.len())?;
    let parameters = coefficients.to_vector();
    let mut out = vec![0.0; x.nrows()];
    out.par_chunks_mut(BLOCK_ROWS).enumerate().for_each(|(block, out)| {
        let start = block * BLOCK_ROWS;
        log_odds_of_block(&columns, &parameters, start..start + out.len(), out);
    });
    Ok(out)
}

/// Dot product in eight fixed lanes, so that it vectorises without reordering at run time.
#[inline]
pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut lanes = [0.0; 8];
    let (a8, b8) = (a.chunks_exact(8), b.chunks_exact(8));
    let tail: f64 = a8.remainder().iter().zip(b8.remainder()).map(|(x, y)| x * y).sum();
    for (x, y) in a8.zip(b8) {
        for (lane, (x, y)) in lanes.iter_mut().zip(x.iter().zip(y)) {
            *lane += x * y;
        }
    }
    ((lanes[0] + lanes[4]) + (lanes[1] + lanes[5]))
        + ((lanes[2] + lanes[6]) + (lanes[3] + lanes[7]))
        + tail
}

/// `sum += part`, entry by entry.
pub(super) fn add(sum: &mut [f64], part: &[f64]) {
    for (s, p) in sum.iter_mut().zip(part) {
        *s += p;
    }
}

/// The fixed chunks of `n_rows` rows.
pub(super) fn chunks(n_rows: usize) -> Vec<Range<usize>> {
    blocks(0..n_rows, CHUNK_ROWS).collect()
}

/// Cuts a range into pieces of `size`, the last one shorter.
pub(super) fn blocks(rows: Range<usize>, size: usize) -> impl Iterator<Item = Range<usize>> {
    let end = rows.end;
    rows.step_by(size).map(move |start| start..(start + size).min(end))
}
