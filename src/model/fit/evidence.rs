//! What is known about a fit beyond its coefficients: gradient, Hessian, standard errors.
//!
//! Works for the coefficients of any solver. Standard errors are the square roots of the diagonal
//! of the inverse penalised Hessian (model-based: exact for l2 = 0, otherwise those of the Gaussian
//! posterior whose prior the penalty is); no sandwich.

use ndarray::ArrayView2;

use super::hessian::{hessian, penalised};
use super::problem::Problem;
use super::{Coefficients, FitError};
use crate::stats::{Cholesky, RELATIVE_PIVOT};

/// Derivatives of the penalised loss at given coefficients, `[weights…, intercept]`.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// First derivative.
    pub gradient: Vec<f64>,
    /// Euclidean norm of the gradient ÷ number (or summed weight) of rows.
    pub mean_gradient_norm: f64,
    /// Log loss without the penalty ÷ number (or summed weight) of rows.
    pub mean_log_loss: f64,
    /// Second derivative, row-major.
    pub hessian: Vec<f64>,
    /// The penalty that is in it.
    pub l2: f64,
    /// Its inverse, row-major; absent where columns are collinear and l2 is 0.
    pub covariance: Option<Vec<f64>>,
}

impl Evidence {
    /// The second derivative of the loss alone.
    pub fn hessian_without_penalty(&self) -> Vec<f64> {
        penalised(&self.hessian, self.gradient.len(), -self.l2)
    }

    /// Standard errors in the shape of the coefficients, where there are any.
    pub fn standard_errors(&self) -> Option<Coefficients> {
        let covariance = self.covariance.as_ref()?;
        let n = self.gradient.len();
        let errors: Vec<f64> = (0..n).map(|i| covariance[i * n + i].sqrt()).collect();
        Some(Coefficients::from_vector(&errors))
    }
}

/// Computes gradient, Hessian and covariance at `coefficients`; arguments as in [`super::fit`].
pub fn evidence(
    x: ArrayView2<f64>,
    churned: &[bool],
    row_weights: Option<&[f64]>,
    l2: f64,
    coefficients: &Coefficients,
) -> Result<Evidence, FitError> {
    let problem = Problem::new(x, churned, row_weights, l2)?;
    problem.check_coefficients(coefficients)?;
    let parameters = coefficients.to_vector();
    let n = parameters.len();
    let descent = problem.descent(&parameters);
    let hessian = penalised(&hessian(&problem, &parameters), n, l2);
    let covariance = Cholesky::exact(&hessian, n, RELATIVE_PIVOT).map(|factor| factor.inverse());
    Ok(Evidence {
        mean_gradient_norm: descent.gradient_norm() / problem.total_weight,
        mean_log_loss: descent.log_loss / problem.total_weight,
        gradient: descent.gradient,
        hessian,
        l2,
        covariance,
    })
}
