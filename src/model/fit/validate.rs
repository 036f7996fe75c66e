//! What a design matrix, outcomes and weights must be before a solver sees them.
//!
//! Each check returns the first thing that is wrong, by row and column, the same on any number of
//! threads. Nothing is repaired here.

use ndarray::{ArrayView2, Axis};
use rayon::prelude::*;

use super::FitError;

/// The columns as slices, if each is contiguous.
pub(super) fn columns_of(x: ArrayView2<'_, f64>) -> Result<Vec<&[f64]>, FitError> {
    let column = |j| x.index_axis_move(Axis(1), j).to_slice();
    (0..x.ncols()).map(|j| column(j).ok_or(FitError::NotColumnMajor)).collect()
}

/// Checks that a list has one entry per row or column.
pub(super) fn check_len(what: &'static str, expected: usize, found: usize) -> Result<(), FitError> {
    if expected == found { Ok(()) } else { Err(FitError::Shape { what, expected, found }) }
}

/// Finds the first column, and in it the first row, that is NaN or infinite.
pub(super) fn check_finite(columns: &[&[f64]]) -> Result<(), FitError> {
    let first = columns.par_iter().enumerate().find_map_first(|(column, values)| {
        let row = values.iter().position(|v| !v.is_finite())?;
        Some(FitError::NotFinite { column, name: None, row, value: values[row] })
    });
    first.map_or(Ok(()), Err)
}

/// Checks weights and returns their sum.
pub(super) fn check_weights(weights: &[f64], n_rows: usize) -> Result<f64, FitError> {
    check_len("the list of row weights", n_rows, weights.len())?;
    if let Some(row) = weights.iter().position(|w| !(w.is_finite() && *w >= 0.0)) {
        return Err(FitError::BadWeight { row, value: weights[row] });
    }
    let total = weights.iter().sum();
    if n_rows > 0 && total == 0.0 {
        return Err(FitError::BadWeight { row: 0, value: 0.0 });
    }
    Ok(total)
}

/// Checks that both outcomes occur among the rows that have weight.
pub(super) fn check_both_outcomes(
    churned: &[bool],
    weights: Option<&[f64]>,
) -> Result<(), FitError> {
    let counts = |i: usize| weights.is_none_or(|w| w[i] > 0.0);
    let rows = (0..churned.len()).filter(|&i| counts(i)).count();
    let lost = (0..churned.len()).filter(|&i| counts(i) && churned[i]).count();
    if lost == 0 || lost == rows {
        return Err(FitError::OneClass { rows, churned: rows > 0 && lost == rows });
    }
    Ok(())
}
