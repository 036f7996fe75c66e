//! Logistic regression: a design matrix and outcomes in, coefficients at the optimum out.
//!
//! The loss is `Σ wᵢ·log_loss(xᵢ·β + b, yᵢ) + l2/2·‖β‖²`: a *sum* over rows, the intercept `b` free
//! of penalty. Both solvers minimise it; whatever they claim, the gradient is computed again here
//! and a fit that is not at the optimum is an error. Nothing here knows features, names or files.

mod error;
mod estimator;
mod evidence;
mod hessian;
mod linfa_solver;
mod newton;
mod path;
mod problem;
#[cfg(test)]
mod tests;
mod validate;
mod warm_start;
mod weighted_lbfgs;

use ndarray::ArrayView2;
use serde::{Deserialize, Serialize};

pub use error::FitError;
pub use estimator::{FittedNewtonRegression, NewtonRegression, ValidNewtonRegression};
pub use evidence::{Evidence, evidence};
pub use path::fit_path;

use problem::Problem;

/// Which algorithm finds the optimum. The optimum itself is the same.
///
/// Newton is the default: on 1,000,000 × 60 it needs less than a tenth of linfa's processor time,
/// uses all threads, takes row weights as they are, and its sums do not depend on the number of threads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Solver {
    /// linfa-logistic, on one thread; its L-BFGS on the weighted loss where rows have weights.
    Linfa,
    /// Damped Newton with parallel passes over the rows.
    #[default]
    Newton,
}

impl Solver {
    /// Both.
    pub const ALL: [Solver; 2] = [Solver::Newton, Solver::Linfa];

    /// The name in configuration and messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Linfa => "linfa",
            Self::Newton => "newton",
        }
    }
}

/// How to fit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FitSettings {
    /// The algorithm.
    pub solver: Solver,
    /// Weight of the penalty `l2/2·‖β‖²` beside the *sum* of log losses; at least 0.
    pub l2: f64,
    /// The fit is done when the Euclidean norm of the gradient, divided by the number (or summed
    /// weight) of rows, is at most this.
    pub mean_gradient_tolerance: f64,
    /// Steps of the solver before it gives up.
    pub max_iterations: u64,
}

impl Default for FitSettings {
    fn default() -> Self {
        Self {
            solver: Solver::default(),
            l2: 1.0,
            mean_gradient_tolerance: 1e-8,
            max_iterations: 500,
        }
    }
}

/// The linear model of the log-odds of churn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Coefficients {
    /// Log-odds of churn where every column is zero.
    pub intercept: f64,
    /// Change of the log-odds per unit of each column, in the matrix's order.
    pub weights: Vec<f64>,
}

impl Coefficients {
    /// Log-odds of churn of one row.
    pub fn log_odds(&self, row: impl IntoIterator<Item = f64>) -> f64 {
        self.weights.iter().zip(row).fold(self.intercept, |sum, (w, x)| sum + w * x)
    }

    /// Log-odds of churn of every row of a column-major matrix, in parallel.
    ///
    /// The sum runs over columns in order, as in [`Coefficients::log_odds`].
    pub fn log_odds_of_rows(&self, x: ArrayView2<f64>) -> Result<Vec<f64>, FitError> {
        problem::log_odds_of_rows(x, self)
    }

    /// `[weights…, intercept]`, the order the solvers work in.
    fn to_vector(&self) -> Vec<f64> {
        self.weights.iter().copied().chain([self.intercept]).collect()
    }

    /// The reverse of `to_vector`.
    fn from_vector(vector: &[f64]) -> Self {
        let (intercept, weights) = vector.split_last().map_or((0.0, &[][..]), |(b, w)| (*b, w));
        Self { intercept, weights: weights.to_vec() }
    }
}

/// A point from which few steps lead to the optimum.
#[derive(Debug, Clone, Copy)]
pub struct WarmStart<'a> {
    /// The point.
    pub coefficients: &'a Coefficients,
    /// The second derivative of the loss without the penalty there or nearby, row-major, the intercept last. A wrong one
    /// costs time.
    pub hessian: Option<&'a [f64]>,
}

impl<'a> From<&'a Coefficients> for WarmStart<'a> {
    fn from(coefficients: &'a Coefficients) -> Self {
        Self { coefficients, hessian: None }
    }
}

/// A fit at the optimum, with the evidence that it is one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fitted {
    /// The model.
    pub coefficients: Coefficients,
    /// Steps taken on the full data; linfa does not tell.
    pub iterations: Option<u64>,
    /// Euclidean norm of the penalised gradient ÷ number (or summed weight) of rows.
    pub mean_gradient_norm: f64,
    /// Log loss on the training rows, without the penalty, ÷ number (or summed weight) of rows.
    pub mean_log_loss: f64,
    /// The algorithm used.
    pub solver: Solver,
}

/// Fits a logistic regression of `churned` on the columns of `x`.
///
/// `x` is rows × columns, column-major and finite; `row_weights` are frequencies.
/// `warm_start` changes the time taken and not the optimum.
pub fn fit(
    x: ArrayView2<f64>,
    churned: &[bool],
    row_weights: Option<&[f64]>,
    settings: &FitSettings,
    warm_start: Option<WarmStart<'_>>,
) -> Result<Fitted, FitError> {
    check_settings(settings)?;
    let problem = Problem::new(x, churned, row_weights, settings.l2)?;
    if let Some(start) = warm_start {
        problem.check_start(start)?;
    }
    let fitted = match settings.solver {
        Solver::Linfa => {
            linfa_solver::solve(x, &problem, settings, warm_start.map(|start| start.coefficients))
        }
        Solver::Newton => newton::solve(&problem, settings, warm_start),
    }?;
    refuse_separated(&fitted, settings)?;
    Ok(fitted)
}

/// On separated outcomes the gradient vanishes as well, together with the loss, far from anywhere.
fn refuse_separated(fitted: &Fitted, settings: &FitSettings) -> Result<(), FitError> {
    let vanished = fitted.mean_log_loss <= 100.0 * settings.mean_gradient_tolerance;
    if settings.l2 == 0.0 && vanished { Err(FitError::Separated) } else { Ok(()) }
}

fn check_settings(settings: &FitSettings) -> Result<(), FitError> {
    let FitSettings { solver: _, l2, mean_gradient_tolerance, max_iterations } = *settings;
    let bad = |name, value, requirement| Err(FitError::BadSetting { name, value, requirement });
    if !(l2.is_finite() && l2 >= 0.0) {
        return bad("l2", l2, "at least 0");
    }
    if !(mean_gradient_tolerance.is_finite() && mean_gradient_tolerance > 0.0) {
        return bad("mean_gradient_tolerance", mean_gradient_tolerance, "above 0");
    }
    if max_iterations == 0 {
        return bad("max_iterations", 0.0, "at least 1");
    }
    Ok(())
}
