//! linfa-logistic behind this house's contract. What it does differently, and is put right here:
//!
//! it models the *majority* class (signs are turned by `labels().pos.class`, also those of a warm
//! start); its tolerance is on the summed gradient (scaled by the rows); it returns `Ok` without
//! having converged (the gradient is computed again); it ignores weights (`weighted_lbfgs` runs its
//! algorithm then). Its `predict_probabilities` is never used.

use linfa::DatasetBase;
use linfa::traits::Fit;
use linfa_logistic::LogisticRegression;
use ndarray::{Array1, ArrayView2};

use super::problem::Problem;
use super::warm_start::subsample;
use super::{Coefficients, FitError, FitSettings, Fitted, Solver, weighted_lbfgs};

/// linfa keeps the point of least loss, whose gradient may be a little larger than the last one's.
const TOLERANCE_SHARE: f64 = 0.5;
/// ‖∇‖/n to which a subsample is solved.
const SUBSAMPLE_TOLERANCE: f64 = 1e-5;

/// Solves from `warm_start`, or from a subsample's optimum where the data are large.
pub(super) fn solve(
    x: ArrayView2<f64>,
    problem: &Problem,
    settings: &FitSettings,
    warm_start: Option<&Coefficients>,
) -> Result<Fitted, FitError> {
    let guess = match warm_start {
        Some(start) => Some(start.clone()),
        None => from_subsample(problem, settings),
    };
    let tolerance = settings.mean_gradient_tolerance;
    if let Some(start) = &guess {
        // At the optimum the line search has no way down and fails.
        let fitted = judge(problem, start.clone());
        if fitted.mean_gradient_norm <= tolerance {
            return Ok(fitted);
        }
    }
    let coefficients = minimise(x, problem, settings, guess.as_ref())?;
    let fitted = judge(problem, coefficients);
    // NaN has not converged.
    let converged = fitted.mean_gradient_norm <= tolerance;
    if !converged {
        return Err(FitError::NotConverged {
            solver: Solver::Linfa.name(),
            mean_gradient_norm: fitted.mean_gradient_norm,
            tolerance,
            max_iterations: settings.max_iterations,
            l2: problem.l2,
        });
    }
    Ok(fitted)
}

/// The optimum of every k-th row; none where that fails, which only costs time.
fn from_subsample(problem: &Problem, settings: &FitSettings) -> Option<Coefficients> {
    let sample = subsample(problem)?;
    let weights = sample.row_weights.as_deref();
    let small = Problem::new(sample.x.view(), &sample.churned, weights, sample.l2).ok()?;
    let settings = FitSettings {
        mean_gradient_tolerance: settings.mean_gradient_tolerance.max(SUBSAMPLE_TOLERANCE),
        ..settings.clone()
    };
    minimise(sample.x.view(), &small, &settings, None).ok()
}

/// Runs linfa, or its algorithm where rows have weights.
fn minimise(
    x: ArrayView2<f64>,
    problem: &Problem,
    settings: &FitSettings,
    start: Option<&Coefficients>,
) -> Result<Coefficients, FitError> {
    if problem.row_weights.is_none() {
        return call_linfa(x, problem, settings, start);
    }
    let tolerance = TOLERANCE_SHARE * settings.mean_gradient_tolerance;
    weighted_lbfgs::minimise(problem, settings, tolerance, start)
}

/// Runs linfa and turns its coefficients towards churn.
fn call_linfa(
    x: ArrayView2<f64>,
    problem: &Problem,
    settings: &FitSettings,
    start: Option<&Coefficients>,
) -> Result<Coefficients, FitError> {
    let tolerance = TOLERANCE_SHARE * settings.mean_gradient_tolerance * problem.total_weight;
    let mut regression = LogisticRegression::default()
        .alpha(problem.l2)
        .gradient_tolerance(tolerance)
        .max_iterations(settings.max_iterations);
    if let Some(start) = start {
        let sign = if majority_churned(problem.churned) { 1.0 } else { -1.0 };
        let parameters: Array1<f64> = start.to_vector().into_iter().map(|c| sign * c).collect();
        regression = regression.initial_params(parameters);
    }
    let dataset = DatasetBase::new(x, Array1::from_vec(problem.churned.to_vec()));
    let fitted = regression.fit(&dataset).map_err(|e| FitError::Linfa(e.to_string()))?;
    let sign = if fitted.labels().pos.class { 1.0 } else { -1.0 };
    Ok(Coefficients {
        intercept: sign * fitted.intercept(),
        weights: fitted.params().iter().map(|w| sign * w).collect(),
    })
}

/// Which outcome linfa will call positive: the more frequent one, at a tie the first row's.
fn majority_churned(churned: &[bool]) -> bool {
    let lost = churned.iter().filter(|c| **c).count();
    let stayed = churned.len() - lost;
    lost > stayed || (lost == stayed && churned.first() == Some(&true))
}

/// Loss and gradient of coefficients, whoever found them.
fn judge(problem: &Problem, coefficients: Coefficients) -> Fitted {
    let descent = problem.descent(&coefficients.to_vector());
    Fitted {
        mean_gradient_norm: descent.gradient_norm() / problem.total_weight,
        mean_log_loss: descent.log_loss / problem.total_weight,
        coefficients,
        iterations: None,
        solver: Solver::Linfa,
    }
}
