//! A good first guess for large data: the optimum of every fifth row, which starts from every fifth of these.
//!
//! Whether there is one is fixed by the size of the problem, so the guess (and with it every bit of the fit) does
//! not depend on anything but the data. A poor guess costs time and changes no optimum.

use ndarray::{Array2, ShapeBuilder};

use super::problem::Problem;

/// Fewer rows are fitted at once.
const FEWEST_ROWS_TO_SUBSAMPLE: usize = 20_000;
/// Of so many rows one is taken: rows lie cutoff by cutoff, so that each has its share.
const STRIDE: usize = 5;
/// Rows per coefficient below which a subsample's optimum is too far from the whole's.
const FEWEST_ROWS_PER_PARAMETER: usize = 50;

/// Every k-th row of a problem, copied.
pub(super) struct Subsample {
    /// Column-major copy of the rows.
    pub x: Array2<f64>,
    /// Their outcomes.
    pub churned: Vec<bool>,
    /// Their weights.
    pub row_weights: Option<Vec<f64>>,
    /// Penalty scaled down with the weight, which keeps the optimum comparable.
    pub l2: f64,
    /// Weight of the whole ÷ weight of the subsample.
    pub scale: f64,
}

/// The subsample to start from, where the data are large enough to gain from one.
pub(super) fn subsample(problem: &Problem) -> Option<Subsample> {
    let n_rows = problem.n_rows();
    let needed = STRIDE * FEWEST_ROWS_PER_PARAMETER * problem.n_parameters();
    if n_rows < needed.max(FEWEST_ROWS_TO_SUBSAMPLE) {
        return None;
    }
    let every = |values: &[f64]| values.iter().copied().step_by(STRIDE).collect::<Vec<_>>();
    let churned: Vec<bool> = problem.churned.iter().copied().step_by(STRIDE).collect();
    let mut values = Vec::with_capacity(churned.len() * problem.columns.len());
    for column in &problem.columns {
        values.extend(column.iter().copied().step_by(STRIDE));
    }
    let shape = (churned.len(), problem.columns.len()).f();
    let x = Array2::from_shape_vec(shape, values).ok()?;
    let row_weights = problem.row_weights.map(every);
    let weight = row_weights.as_ref().map_or(churned.len() as f64, |w| w.iter().sum());
    let scale = problem.total_weight / weight;
    scale.is_finite().then(|| Subsample { x, churned, row_weights, l2: problem.l2 / scale, scale })
}
