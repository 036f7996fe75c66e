//! Small symmetric matrices.

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

/// Inverse of a symmetric positive definite matrix by Cholesky; None where it is not.
pub(super) fn invert<const N: usize>(matrix: &[[f64; N]; N]) -> Option<[[f64; N]; N]> {
    let mut lower = [[0.0; N]; N];
    for i in 0..N {
        for j in 0..=i {
            let rest = matrix[i][j] - (0..j).map(|k| lower[i][k] * lower[j][k]).sum::<f64>();
            // Below rounding relative to the diagonal, the direction is flat.
            if i == j && !(rest > 1e-12 * matrix[i][i].abs() && rest > 0.0) {
                return None;
            }
            lower[i][j] = if i == j { rest.sqrt() } else { rest / lower[j][j] };
        }
    }
    let mut inverse = [[0.0; N]; N];
    for (column, row) in inverse.iter_mut().enumerate() {
        let mut solution = [0.0; N];
        for i in 0..N {
            let unit = f64::from(u8::from(i == column));
            let rest = unit - (0..i).map(|k| lower[i][k] * solution[k]).sum::<f64>();
            solution[i] = rest / lower[i][i];
        }
        for i in (0..N).rev() {
            let rest = solution[i] - (i + 1..N).map(|k| lower[k][i] * solution[k]).sum::<f64>();
            solution[i] = rest / lower[i][i];
        }
        // Symmetric: a column is as good as a row.
        *row = solution;
    }
    Some(inverse)
}

pub(super) fn dot<const N: usize>(a: &[f64; N], b: &[f64; N]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}
