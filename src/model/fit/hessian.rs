//! The second derivative of the log loss, `Xᵀ·diag(p(1−p))·X` with the intercept as last column.
//!
//! The costliest sum of a Newton fit. Rows come in blocks that stay in cache, only one triangle of
//! tiles is computed, and each tile is a small matrix product. Like the gradient it is summed in
//! fixed chunks, in order: the same bits on any number of threads.

use std::ops::Range;

use ndarray::linalg::general_mat_mul;
use ndarray::{Array2, Axis, ShapeBuilder, Slice};
use rayon::prelude::*;

use super::problem::{Problem, add, blocks};
use crate::stats::curvature;

/// Rows of one matrix product.
const BLOCK_ROWS: usize = 256;
/// Rows summed alone: larger than the gradient's chunks, because each sum holds a whole matrix.
const CHUNK_ROWS: usize = 16_384;
/// Chunks summed before they are added up, which bounds the memory.
const WAVE_CHUNKS: usize = 32;
/// Columns of a tile.
const TILE_COLUMNS: usize = 32;

/// The unpenalised Hessian at `parameters`, row-major and symmetric, intercept last.
pub(super) fn hessian(problem: &Problem, parameters: &[f64]) -> Vec<f64> {
    let n = problem.n_parameters();
    let mut sum = vec![0.0; n * n];
    let chunks: Vec<Range<usize>> = blocks(0..problem.n_rows(), CHUNK_ROWS).collect();
    for wave in chunks.chunks(WAVE_CHUNKS) {
        let partials: Vec<Array2<f64>> = wave
            .par_iter()
            .map(|rows| hessian_of_chunk(problem, parameters, rows.clone()))
            .collect();
        for partial in &partials {
            if let Some(partial) = partial.as_slice() {
                add(&mut sum, partial);
            }
        }
    }
    for i in 0..n {
        for j in i + 1..n {
            sum[i * n + j] = sum[j * n + i];
        }
    }
    sum
}

/// Adds the penalty to the diagonal, except the intercept's.
pub(super) fn penalised(hessian: &[f64], n: usize, l2: f64) -> Vec<f64> {
    let mut sum = hessian.to_vec();
    for i in 0..n.saturating_sub(1) {
        sum[i * n + i] += l2;
    }
    sum
}

/// Lower triangle of tiles of one chunk's Hessian.
fn hessian_of_chunk(problem: &Problem, parameters: &[f64], rows: Range<usize>) -> Array2<f64> {
    let n = problem.n_parameters();
    let mut sum = Array2::<f64>::zeros((n, n));
    let mut plain = Array2::<f64>::ones((BLOCK_ROWS, n).f());
    let mut scaled = Array2::<f64>::zeros((BLOCK_ROWS, n).f());
    let mut buffer = [0.0; BLOCK_ROWS];
    for block in blocks(rows, BLOCK_ROWS) {
        let len = block.len();
        let weights = &mut buffer[..len];
        problem.log_odds(parameters, block.clone(), weights);
        for (i, z) in block.clone().zip(weights.iter_mut()) {
            *z = problem.row_weights.map_or(1.0, |w| w[i]) * curvature(*z);
        }
        for (j, column) in problem.columns.iter().enumerate() {
            let values = &column[block.clone()];
            let targets = plain.column_mut(j).into_iter().zip(scaled.column_mut(j));
            for ((x, weight), (plain, scaled)) in values.iter().zip(&*weights).zip(targets) {
                *plain = *x;
                *scaled = x * weight;
            }
        }
        for (target, weight) in scaled.column_mut(n - 1).into_iter().zip(&*weights) {
            *target = *weight;
        }
        for tile in blocks(0..n, TILE_COLUMNS) {
            let (rows, end) = (Slice::from(..len), Slice::from(..tile.end));
            let left = scaled.slice_axis(Axis(0), rows);
            let left = left.slice_axis(Axis(1), Slice::from(tile.clone())).reversed_axes();
            let right = plain.slice_axis(Axis(0), rows);
            let right = right.slice_axis(Axis(1), end);
            let mut target = sum.slice_axis_mut(Axis(0), Slice::from(tile));
            let mut target = target.slice_axis_mut(Axis(1), end);
            general_mat_mul(1.0, &left, &right, 1.0, &mut target);
        }
    }
    sum
}
