//! linfa-logistic's algorithm for rows with weights, which linfa-logistic itself ignores.
//!
//! The same argmin L-BFGS with the same line search and memory, on the weighted loss, so that
//! `solver = "linfa"` minimises what Newton minimises. The loss is divided by the summed weight; the
//! point of least gradient is kept however argmin ends, and judged by the caller.

use argmin::core::{CostFunction, Error, Executor, Gradient};
use argmin::solver::linesearch::MoreThuenteLineSearch;
use argmin::solver::quasinewton::LBFGS;
use std::cell::RefCell;

use super::problem::Problem;
use super::{Coefficients, FitError, FitSettings};

/// Steps that L-BFGS remembers, as in linfa-logistic.
const MEMORY: usize = 10;

/// How often the search begins anew from its best point, at most: with directions that have gone stale
/// the line search fails far from the optimum, or iterations run out.
const MAX_SEARCHES: usize = 40;

/// A point with its mean loss and gradient.
#[derive(Clone)]
struct Point {
    parameters: Vec<f64>,
    mean_loss: f64,
    mean_gradient: Vec<f64>,
    gradient_norm: f64,
}

/// The problem as argmin sees it: the last point, asked for its loss and then for its gradient, and
/// the best one.
struct Weighted<'a> {
    problem: &'a Problem<'a>,
    last: RefCell<Option<Point>>,
    best: RefCell<Option<Point>>,
}

impl Weighted<'_> {
    fn at(&self, parameters: &[f64]) -> Point {
        if let Some(last) = self.last.borrow().as_ref().filter(|last| last.parameters == parameters)
        {
            return last.clone();
        }
        let total = self.problem.total_weight;
        let descent = self.problem.descent(parameters);
        let point = Point {
            parameters: parameters.to_vec(),
            mean_loss: descent.penalised_loss / total,
            gradient_norm: descent.gradient_norm() / total,
            mean_gradient: descent.gradient.iter().map(|g| g / total).collect(),
        };
        let mut best = self.best.borrow_mut();
        if best.as_ref().is_none_or(|best| point.gradient_norm < best.gradient_norm) {
            *best = Some(point.clone());
        }
        *self.last.borrow_mut() = Some(point.clone());
        point
    }
}

impl CostFunction for &Weighted<'_> {
    type Param = Vec<f64>;
    type Output = f64;
    fn cost(&self, parameters: &Vec<f64>) -> Result<f64, Error> {
        Ok(self.at(parameters).mean_loss)
    }
}

impl Gradient for &Weighted<'_> {
    type Param = Vec<f64>;
    type Gradient = Vec<f64>;
    fn gradient(&self, parameters: &Vec<f64>) -> Result<Vec<f64>, Error> {
        Ok(self.at(parameters).mean_gradient)
    }
}

/// The best point that L-BFGS finds from `start`, or from zero.
pub(super) fn minimise(
    problem: &Problem,
    settings: &FitSettings,
    tolerance: f64,
    start: Option<&Coefficients>,
) -> Result<Coefficients, FitError> {
    let start = match start {
        Some(start) => start.to_vector(),
        None => vec![0.0; problem.n_parameters()],
    };
    let weighted = Weighted { problem, last: RefCell::new(None), best: RefCell::new(None) };
    let mut best = weighted.at(&start);
    for _ in 0..MAX_SEARCHES {
        let found = search(&weighted, settings, tolerance, &best)?;
        let is_better = found.gradient_norm < best.gradient_norm;
        best = found;
        if best.gradient_norm <= tolerance || !is_better {
            break;
        }
    }
    Ok(Coefficients::from_vector(&best.parameters))
}

/// One run of L-BFGS from `start`; the best point met in all runs so far.
fn search(
    weighted: &Weighted<'_>,
    settings: &FitSettings,
    tolerance: f64,
    start: &Point,
) -> Result<Point, FitError> {
    let solver = LBFGS::new(MoreThuenteLineSearch::new(), MEMORY)
        .with_tolerance_grad(tolerance)
        .and_then(|solver| solver.with_tolerance_cost(0.0))
        .map_err(|e| FitError::Linfa(e.to_string()))?;
    let parameters = start.parameters.clone();
    // At the optimum the line search finds no way down and fails: what was found still counts.
    let stopped = Executor::new(weighted, solver)
        .configure(|state| state.param(parameters).max_iters(settings.max_iterations))
        .run()
        .map_or_else(|error| error.to_string(), |_| "it never asked for the loss".to_owned());
    weighted.best.borrow().clone().ok_or(FitError::Linfa(stopped))
}
