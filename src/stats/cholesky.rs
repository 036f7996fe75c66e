//! Solving small symmetric positive definite systems (a few hundred unknowns) by Cholesky.
//!
//! A matrix that is not quite definite (collinear columns without penalty) gets the smallest
//! multiple of a jitter on its diagonal that makes it so.

/// A lower-triangular factor `L` with `L·Lᵀ = A + jitter·I`, the jitter being 0 if that will do.
#[derive(Debug, Clone)]
pub(crate) struct Cholesky {
    /// Order of the matrix.
    n: usize,
    /// Row-major; the upper triangle is zero.
    lower: Vec<f64>,
}

/// A pivot below this share of its diagonal entry is rounding error, in a matrix summed over rows.
pub(crate) const RELATIVE_PIVOT: f64 = 1e-13;
/// First jitter tried, as a share of the mean diagonal entry; then ten times more, each time.
const FIRST_JITTER: f64 = 1e-12;

impl Cholesky {
    /// Factors a row-major symmetric matrix of order `n`, of which the lower triangle is read.
    pub(crate) fn with_jitter(a: &[f64], n: usize) -> Self {
        let mean_diagonal = (0..n).map(|i| a[i * n + i]).sum::<f64>() / n.max(1) as f64;
        // An all-zero matrix (every probability saturated) still needs a direction.
        let scale = if mean_diagonal > 0.0 { mean_diagonal } else { 1.0 };
        let mut jitter = 0.0;
        loop {
            if let Some(lower) = factor(a, n, jitter, RELATIVE_PIVOT) {
                return Self { n, lower };
            }
            jitter = if jitter == 0.0 { FIRST_JITTER * scale } else { jitter * 10.0 };
            if !jitter.is_finite() {
                return Self::identity(n);
            }
        }
    }

    /// Factors a matrix; none where it is not positive definite, a pivot at or below `relative_pivot`
    /// of its diagonal entry counting as zero.
    pub(crate) fn exact(a: &[f64], n: usize, relative_pivot: f64) -> Option<Self> {
        factor(a, n, 0.0, relative_pivot).map(|lower| Self { n, lower })
    }

    /// The last resort for a matrix that holds NaN: the solver then takes gradient steps.
    fn identity(n: usize) -> Self {
        let mut lower = vec![0.0; n * n];
        for i in 0..n {
            lower[i * n + i] = 1.0;
        }
        Self { n, lower }
    }

    /// `A⁻¹·b`.
    pub(crate) fn solve(&self, b: &[f64]) -> Vec<f64> {
        let n = self.n;
        let mut x = b.to_vec();
        for i in 0..n {
            let row = &self.lower[i * n..i * n + i];
            let known: f64 = row.iter().zip(&x).map(|(l, x)| l * x).sum();
            x[i] = (x[i] - known) / self.lower[i * n + i];
        }
        for i in (0..n).rev() {
            x[i] /= self.lower[i * n + i];
            let value = x[i];
            for (j, l) in self.lower[i * n..i * n + i].iter().enumerate() {
                x[j] -= l * value;
            }
        }
        x
    }

    /// `A⁻¹`, row-major.
    pub(crate) fn inverse(&self) -> Vec<f64> {
        let n = self.n;
        let mut inverse = vec![0.0; n * n];
        let mut unit = vec![0.0; n];
        for j in 0..n {
            unit[j] = 1.0;
            for (i, value) in self.solve(&unit).into_iter().enumerate() {
                inverse[i * n + j] = value;
            }
            unit[j] = 0.0;
        }
        inverse
    }
}

/// The factor of `A + jitter·I`, row by row, unless a pivot vanishes.
fn factor(a: &[f64], n: usize, jitter: f64, relative_pivot: f64) -> Option<Vec<f64>> {
    let mut lower = vec![0.0; n * n];
    for i in 0..n {
        let (above, rest) = lower.split_at_mut(i * n);
        let row = &mut rest[..n];
        for j in 0..i {
            let other = &above[j * n..j * n + j];
            let known: f64 = row[..j].iter().zip(other).map(|(x, y)| x * y).sum();
            row[j] = (a[i * n + j] - known) / above[j * n + j];
        }
        let diagonal = a[i * n + i] + jitter;
        let pivot = diagonal - row[..i].iter().map(|x| x * x).sum::<f64>();
        // Also false for NaN.
        if !(pivot > relative_pivot * diagonal && pivot > 0.0) {
            return None;
        }
        row[i] = pivot.sqrt();
    }
    Some(lower)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn solves_and_inverts_a_known_matrix() {
        // A = [[4, 2], [2, 3]], det 8: A⁻¹ = [[3, −2], [−2, 4]] / 8.
        let a = [4.0, 2.0, 2.0, 3.0];
        let factor = Cholesky::with_jitter(&a, 2);
        let x = factor.solve(&[8.0, 7.0]);
        assert!((x[0] - 1.25).abs() < 1e-14 && (x[1] - 1.5).abs() < 1e-14);
        for (found, expected) in factor.inverse().iter().zip([0.375, -0.25, -0.25, 0.5]) {
            assert!((found - expected).abs() < 1e-15);
        }
    }

    #[test]
    fn a_singular_matrix_is_told_and_still_solved() {
        let a = [1.0, 1.0, 1.0, 1.0];
        assert!(Cholesky::exact(&a, 2, RELATIVE_PIVOT).is_none());
        let factor = Cholesky::with_jitter(&a, 2);
        let x = factor.solve(&[1.0, 1.0]);
        assert!((x[0] + x[1] - 1.0).abs() < 1e-6);
    }

    #[test]
    fn zero_and_not_a_number_do_not_hang() {
        assert_eq!(Cholesky::with_jitter(&[0.0; 4], 2).solve(&[0.0, 0.0]), [0.0, 0.0]);
        assert_eq!(Cholesky::with_jitter(&[f64::NAN; 4], 2).solve(&[1.0, 2.0]), [1.0, 2.0]);
    }
}
