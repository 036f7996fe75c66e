//! Damped Newton for the penalised log loss, with parallel passes over the rows.
//!
//! A Hessian costs as much as dozens of gradients, so one is kept as long as every step with it
//! shrinks the gradient tenfold (the chord method), and for large data the first one comes from a
//! subsample, whose own came from a smaller one. Steps are halved until the loss falls enough. The
//! optimum is what the gradient says.

use super::hessian::{hessian, penalised};
use super::problem::{Descent, Problem};
use super::warm_start::subsample;
use super::{Coefficients, FitError, FitSettings, Fitted, Solver, WarmStart};
use crate::stats::Cholesky;

/// A Hessian is kept while each step shrinks the gradient's norm to this share.
const KEEP_HESSIAN_SHRINKAGE: f64 = 0.1;
/// Share of the promised decrease that a step must deliver (Armijo).
const SUFFICIENT_DECREASE: f64 = 1e-4;
/// Halvings of a step before its direction is given up.
const MAX_HALVINGS: u32 = 40;
/// Differences of the loss below this share of it are rounding.
const LOSS_ROUNDING: f64 = 1e-12;
/// ‖∇‖/n to which a subsample is solved: finer than its sampling error, coarser than the goal.
const SUBSAMPLE_TOLERANCE: f64 = 1e-5;

/// Where the descent starts or has arrived, with a Hessian worth reusing.
#[derive(Debug, Clone)]
pub(super) struct State {
    /// `[weights…, intercept]`.
    pub parameters: Vec<f64>,
    /// Unpenalised Hessian at or near `parameters`.
    pub hessian: Option<Vec<f64>>,
}

/// Where the descent ended.
pub(super) struct Arrival {
    /// The last point, with the last Hessian.
    pub state: State,
    /// Loss and gradient there.
    pub descent: Descent,
    /// Steps taken.
    pub iterations: u64,
}

/// Solves a problem from `warm_start`, or from a subsample's optimum, or from the base rate.
pub(super) fn solve(
    problem: &Problem,
    settings: &FitSettings,
    warm_start: Option<WarmStart<'_>>,
) -> Result<Fitted, FitError> {
    let start = match warm_start {
        Some(WarmStart { coefficients, hessian }) => {
            State { parameters: coefficients.to_vector(), hessian: hessian.map(<[f64]>::to_vec) }
        }
        None => first_guess(problem, settings),
    };
    finish(problem, settings, descend(problem, settings, start)).map(|(fitted, _)| fitted)
}

/// Accepts an arrival that is at the optimum and refuses any other.
pub(super) fn finish(
    problem: &Problem,
    settings: &FitSettings,
    arrival: Arrival,
) -> Result<(Fitted, State), FitError> {
    let mean_gradient_norm = arrival.descent.gradient_norm() / problem.total_weight;
    // NaN has not converged.
    let converged = mean_gradient_norm <= settings.mean_gradient_tolerance;
    if !converged {
        return Err(FitError::NotConverged {
            solver: Solver::Newton.name(),
            mean_gradient_norm,
            tolerance: settings.mean_gradient_tolerance,
            max_iterations: settings.max_iterations,
            l2: problem.l2,
        });
    }
    let fitted = Fitted {
        coefficients: Coefficients::from_vector(&arrival.state.parameters),
        iterations: Some(arrival.iterations),
        mean_gradient_norm,
        mean_log_loss: arrival.descent.log_loss / problem.total_weight,
        solver: Solver::Newton,
    };
    Ok((fitted, arrival.state))
}

/// The optimum of a subsample where the data are large, else no effect and the base rate.
pub(super) fn first_guess(problem: &Problem, settings: &FitSettings) -> State {
    from_subsample(problem, settings).unwrap_or_else(|| base_rate(problem))
}

fn from_subsample(problem: &Problem, settings: &FitSettings) -> Option<State> {
    let sample = subsample(problem)?;
    let weights = sample.row_weights.as_deref();
    // A subsample with one outcome only is no help: start from the base rate instead.
    let small = Problem::new(sample.x.view(), &sample.churned, weights, sample.l2).ok()?;
    let settings = FitSettings {
        mean_gradient_tolerance: settings.mean_gradient_tolerance.max(SUBSAMPLE_TOLERANCE),
        ..settings.clone()
    };
    let mut state = descend(&small, &settings, first_guess(&small, &settings)).state;
    // One Hessian at the subsample's optimum, scaled up, stands in for the whole's.
    let fresh = hessian(&small, &state.parameters);
    state.hessian = Some(fresh.into_iter().map(|h| h * sample.scale).collect());
    state.parameters.iter().all(|p| p.is_finite()).then_some(state)
}

/// All weights zero, the intercept at the log-odds of the weighted base rate.
fn base_rate(problem: &Problem) -> State {
    let weight = |i: usize| problem.row_weights.map_or(1.0, |w| w[i]);
    let lost: f64 = (0..problem.n_rows()).filter(|&i| problem.churned[i]).map(weight).sum();
    let mut parameters = vec![0.0; problem.n_parameters()];
    parameters[problem.columns.len()] = (lost / (problem.total_weight - lost)).ln();
    State { parameters, hessian: None }
}

/// Newton steps until the gradient is small enough, the iterations are used up, or none helps.
pub(super) fn descend(problem: &Problem, settings: &FitSettings, start: State) -> Arrival {
    let State { mut parameters, hessian: mut known } = start;
    let n = problem.n_parameters();
    let goal = settings.mean_gradient_tolerance * problem.total_weight;
    let mut here = problem.descent(&parameters);
    let mut fresh = false;
    let mut factor: Option<Cholesky> = None;
    let mut iterations = 0;
    while here.gradient_norm() > goal && iterations < settings.max_iterations {
        let current = factor.take().unwrap_or_else(|| {
            let raw = known.take().unwrap_or_else(|| {
                fresh = true;
                hessian(problem, &parameters)
            });
            let factor = Cholesky::with_jitter(&penalised(&raw, n, problem.l2), n);
            known = Some(raw);
            factor
        });
        iterations += 1;
        let Some((point, there)) = step(problem, &parameters, &here, &current) else {
            if fresh {
                break;
            }
            known = None;
            continue;
        };
        if there.gradient_norm() <= KEEP_HESSIAN_SHRINKAGE * here.gradient_norm() {
            factor = Some(current);
        } else if there.gradient_norm() > goal {
            known = None;
        }
        fresh = false;
        parameters = point;
        here = there;
    }
    Arrival { state: State { parameters, hessian: known }, descent: here, iterations }
}

/// One step along the Newton direction, halved until the loss falls enough.
fn step(
    problem: &Problem,
    parameters: &[f64],
    here: &Descent,
    factor: &Cholesky,
) -> Option<(Vec<f64>, Descent)> {
    let direction = factor.solve(&here.gradient);
    let promised: f64 = direction.iter().zip(&here.gradient).map(|(d, g)| d * g).sum();
    let rounding = LOSS_ROUNDING * here.penalised_loss.abs();
    let mut length = 1.0;
    for _ in 0..MAX_HALVINGS {
        let point: Vec<f64> =
            parameters.iter().zip(&direction).map(|(p, d)| p - length * d).collect();
        let there = problem.descent(&point);
        let decrease = here.penalised_loss - there.penalised_loss;
        // Near the optimum the loss no longer tells; a smaller gradient does.
        let indistinct = decrease.abs() <= rounding && there.gradient_norm() < here.gradient_norm();
        if decrease >= SUFFICIENT_DECREASE * length * promised && decrease > 0.0 || indistinct {
            return Some((point, there));
        }
        length *= 0.5;
    }
    None
}
