//! Small symmetric matrices.

use crate::stats::Cholesky;

/// A pivot below this share of the diagonal is a flat direction: the curvature comes from differences
/// of gradients, which are less exact than sums.
const FLAT: f64 = 1e-12;

/// The matrix with the rows and columns of fixed coordinates replaced by the identity's.
pub(super) fn without<const N: usize>(matrix: &[[f64; N]; N], fixed: &[bool; N]) -> [[f64; N]; N] {
    let entry = |i: usize, j: usize| match (fixed[i] || fixed[j], i == j) {
        (false, _) => matrix[i][j],
        (true, same) => f64::from(u8::from(same)),
    };
    std::array::from_fn(|i| std::array::from_fn(|j| entry(i, j)))
}

/// Inverse of the matrix with its diagonal raised as little as makes it positive definite: in a flat or
/// hollow direction the step then still goes downhill, and far.
pub(super) fn invert_lifted<const N: usize>(matrix: &[[f64; N]; N]) -> Option<[[f64; N]; N]> {
    let largest = (0..N).map(|i| matrix[i][i].abs()).fold(f64::MIN_POSITIVE, f64::max);
    let mut lifts = (-12..=3).map(|power| largest * 10_f64.powi(power));
    lifts.find_map(|lift| {
        let mut lifted = *matrix;
        (0..N).for_each(|i| lifted[i][i] += lift);
        invert(&lifted)
    })
}

/// Inverse of a symmetric positive definite matrix; None where it is not.
pub(super) fn invert<const N: usize>(matrix: &[[f64; N]; N]) -> Option<[[f64; N]; N]> {
    let factor = Cholesky::exact(matrix.as_flattened(), N, FLAT)?;
    let mut inverse = [[0.0; N]; N];
    inverse.as_flattened_mut().copy_from_slice(&factor.inverse());
    Some(inverse)
}

pub(super) fn dot<const N: usize>(a: &[f64; N], b: &[f64; N]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}
