//! One fit per penalty of a grid, each from its neighbour's optimum.
//!
//! The strongest penalty is fitted first: its optimum is the nearest to zero and the cheapest.
//! Newton also hands its Hessian on, which then serves several penalties.

use ndarray::ArrayView2;

use super::problem::Problem;
use super::{Coefficients, FitError, FitSettings, Fitted, Solver, check_settings, newton};

/// Fits every penalty in `l2_grid` (any order); the fits come back in the grid's order.
///
/// `settings.l2` is not used. See [`super::fit`] for the rest.
pub fn fit_path(
    x: ArrayView2<f64>,
    churned: &[bool],
    row_weights: Option<&[f64]>,
    settings: &FitSettings,
    l2_grid: &[f64],
) -> Result<Vec<Fitted>, FitError> {
    let mut order: Vec<usize> = (0..l2_grid.len()).collect();
    order.sort_by(|a, b| l2_grid[*b].total_cmp(&l2_grid[*a]));
    let mut fits: Vec<Option<Fitted>> = vec![None; l2_grid.len()];
    let mut previous: Option<Coefficients> = None;
    let mut state: Option<newton::State> = None;
    let mut problem = Problem::new(x, churned, row_weights, settings.l2)?;
    for i in order {
        let settings = FitSettings { l2: l2_grid[i], ..settings.clone() };
        check_settings(&settings)?;
        problem.l2 = settings.l2;
        let fitted = match settings.solver {
            Solver::Linfa => super::linfa_solver::solve(x, &problem, &settings, previous.as_ref())?,
            Solver::Newton => {
                let start =
                    state.take().unwrap_or_else(|| newton::first_guess(&problem, &settings));
                let arrival = newton::descend(&problem, &settings, start);
                let (fitted, arrived) = newton::finish(&problem, &settings, arrival)?;
                state = Some(arrived);
                fitted
            }
        };
        super::refuse_separated(&fitted, &settings)?;
        previous = Some(fitted.coefficients.clone());
        fits[i] = Some(fitted);
    }
    Ok(fits.into_iter().flatten().collect())
}
