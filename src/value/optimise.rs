//! Maximum likelihood over the logarithms of positive parameters, with the proof that it is one.
//!
//! argmin's L-BFGS walks from several starts; Newton steps on the curvature finish, so that the
//! gradient is zero to rounding, and the same curvature gives the standard errors. The search is
//! confined to a box: where a likelihood is flat, a parameter stops at a stated bound instead of
//! running away. This file knows no model.

use argmin::core::{CostFunction, Error, Executor, Gradient};
use argmin::solver::linesearch::MoreThuenteLineSearch;
use argmin::solver::quasinewton::LBFGS;
use std::cell::RefCell;

/// A function of N log-parameters to be made small: a mean negative log-likelihood.
pub trait Objective<const N: usize> {
    /// The value and its gradient with respect to the log-parameters.
    fn value_and_gradient(&self, ln_parameters: &[f64; N]) -> (f64, [f64; N]);
}

/// The box within which log-parameters are sought.
#[derive(Debug, Clone, Copy)]
pub struct Bounds<const N: usize> {
    /// Least log-parameters.
    pub ln_lower: [f64; N],
    /// Greatest log-parameters.
    pub ln_upper: [f64; N],
}

impl<const N: usize> Bounds<N> {
    /// The box between parameters (not logarithms) `lower` and `upper`.
    pub fn between(lower: [f64; N], upper: [f64; N]) -> Self {
        Self { ln_lower: lower.map(f64::ln), ln_upper: upper.map(f64::ln) }
    }

    fn clamp(&self, at: &[f64; N]) -> [f64; N] {
        std::array::from_fn(|i| at[i].clamp(self.ln_lower[i], self.ln_upper[i]))
    }

    /// The nearest point of the box, a coordinate close to a bound on it.
    fn snap(&self, at: &[f64; N]) -> [f64; N] {
        std::array::from_fn(|i| {
            if at[i] >= self.ln_upper[i] - SNAP {
                self.ln_upper[i]
            } else if at[i] <= self.ln_lower[i] + SNAP {
                self.ln_lower[i]
            } else {
                at[i]
            }
        })
    }

    /// Whether a step leads out of the box from a coordinate at its bound.
    fn leaves(&self, at: f64, step: f64, i: usize) -> bool {
        (at >= self.ln_upper[i] && step > 0.0) || (at <= self.ln_lower[i] && step < 0.0)
    }

    /// The share of a step that coordinate `i` can go within the box.
    fn room(&self, at: f64, step: f64, i: usize) -> f64 {
        let to = if step > 0.0 { self.ln_upper[i] } else { self.ln_lower[i] };
        if step == 0.0 { 1.0 } else { (to - at) / step }
    }

    /// Which coordinates stand at a bound while the gradient pushes them out.
    fn pressed(&self, at: &[f64; N], gradient: &[f64; N]) -> [bool; N] {
        std::array::from_fn(|i| {
            (at[i] <= self.ln_lower[i] && gradient[i] >= 0.0)
                || (at[i] >= self.ln_upper[i] && gradient[i] <= 0.0)
        })
    }
}

/// Where the search ended.
#[derive(Debug, Clone)]
pub struct Optimum<const N: usize> {
    /// The log-parameters.
    pub ln_parameters: [f64; N],
    /// The objective there.
    pub value: f64,
    /// Greatest absolute gradient among the parameters that are free to move.
    pub gradient_norm: f64,
    /// Which parameters were stopped by the box.
    pub at_bound: [bool; N],
    /// Inverse of the curvature, the identity's rows and columns for parameters at a bound; None where
    /// the objective is not strictly convex over the others: a flat direction.
    pub inverse_hessian: Option<[[f64; N]; N]>,
    /// Newton steps taken.
    pub newton_steps: u32,
}

/// Most iterations of one L-BFGS walk.
const WALK_ITERATIONS: u64 = 200;
/// Walks that end this close in the objective found the same optimum.
const SAME_OPTIMUM: f64 = 1e-6;
/// Most Newton steps; two or three are usual.
const NEWTON_STEPS: u32 = 30;
/// Newton stops below this expected decrease of the objective.
const NEWTON_DECREMENT: f64 = 1e-24;
/// A step that flattens the gradient may seem to raise the objective by so much, relatively: rounding
/// of long sums whose terms cancel.
const ROUNDING: f64 = 1e-7;
/// A log-parameter this close to a bound is put on it.
const SNAP: f64 = 1e-3;
/// Longest Newton step in any log-parameter.
const NEWTON_REACH: f64 = 1.0;
/// Step of the differences that make the curvature from gradients.
const DIFFERENCE_STEP: f64 = 1e-3;

/// Where the objective was computed last, its value and its gradient.
type Evaluation = (Vec<f64>, f64, Vec<f64>);

/// The objective as argmin sees it. Outside the box it continues as the value at the nearest point of
/// the box plus the squared distance; the best point ever seen is kept even if argmin gives up.
struct Boxed<'a, O, const N: usize> {
    objective: &'a O,
    bounds: &'a Bounds<N>,
    last: RefCell<Option<Evaluation>>,
    best: RefCell<(f64, [f64; N])>,
}

impl<O: Objective<N>, const N: usize> Boxed<'_, O, N> {
    fn evaluate(&self, at: &[f64]) -> (f64, Vec<f64>) {
        if let Some((known, value, gradient)) = &*self.last.borrow()
            && known == at
        {
            return (*value, gradient.clone());
        }
        let wanted: [f64; N] = std::array::from_fn(|i| at[i]);
        let inside = self.bounds.clamp(&wanted);
        let (mut value, mut gradient) = self.objective.value_and_gradient(&inside);
        if value < self.best.borrow().0 {
            *self.best.borrow_mut() = (value, inside);
        }
        for i in 0..N {
            let beyond = wanted[i] - inside[i];
            if beyond != 0.0 {
                value += beyond * beyond;
                gradient[i] = 2.0 * beyond;
            }
        }
        *self.last.borrow_mut() = Some((at.to_vec(), value, gradient.to_vec()));
        (value, gradient.to_vec())
    }
}

impl<O: Objective<N>, const N: usize> CostFunction for &Boxed<'_, O, N> {
    type Param = Vec<f64>;
    type Output = f64;
    fn cost(&self, at: &Vec<f64>) -> Result<f64, Error> {
        Ok(self.evaluate(at).0)
    }
}

impl<O: Objective<N>, const N: usize> Gradient for &Boxed<'_, O, N> {
    type Param = Vec<f64>;
    type Gradient = Vec<f64>;
    fn gradient(&self, at: &Vec<f64>) -> Result<Vec<f64>, Error> {
        Ok(self.evaluate(at).1)
    }
}

/// One L-BFGS walk: the best value seen and where. How argmin ended does not matter: what it found is
/// judged by [`polish`].
pub fn walk<O: Objective<N>, const N: usize>(
    objective: &O,
    start: &[f64; N],
    bounds: &Bounds<N>,
) -> (f64, [f64; N]) {
    let start = bounds.clamp(start);
    let boxed = Boxed {
        objective,
        bounds,
        last: RefCell::new(None),
        best: RefCell::new((f64::INFINITY, start)),
    };
    let solver = LBFGS::new(MoreThuenteLineSearch::new(), 2 * N)
        .with_tolerance_grad(1e-8)
        .and_then(|solver| solver.with_tolerance_cost(1e-13));
    if let Ok(solver) = solver {
        let executor = Executor::new(&boxed, solver)
            .configure(|state| state.param(start.to_vec()).max_iters(WALK_ITERATIONS));
        let _ = executor.run();
    }
    boxed.best.into_inner()
}

/// The best of several walks, polished, and how many starts led there.
///
/// With a `thinned` objective (a sample of the same data) all starts walk on it, and only the best goes
/// on over the whole.
pub fn minimise<O: Objective<N>, const N: usize>(
    objective: &O,
    thinned: Option<&O>,
    starts: &[[f64; N]],
    bounds: &Bounds<N>,
) -> (Optimum<N>, usize) {
    let scout = thinned.unwrap_or(objective);
    let ends: Vec<_> = starts.iter().map(|start| walk(scout, start, bounds)).collect();
    let best = ends
        .iter()
        .fold((f64::INFINITY, [0.0; N]), |best, end| if end.0 < best.0 { *end } else { best });
    let agreeing = ends.iter().filter(|end| end.0 - best.0 < SAME_OPTIMUM).count();
    let near = if thinned.is_some() { walk(objective, &best.1, bounds).1 } else { best.1 };
    (polish(objective, &near, bounds), agreeing)
}

/// Newton steps from near the optimum, and the evidence of where they ended.
///
/// A step ends at the first bound it meets; a parameter there stays while it is pushed outwards.
pub fn polish<O: Objective<N>, const N: usize>(
    objective: &O,
    near: &[f64; N],
    bounds: &Bounds<N>,
) -> Optimum<N> {
    let point = bounds.snap(near);
    let (value, gradient) = objective.value_and_gradient(&point);
    let mut at = Place { point, value, gradient };
    let mut newton_steps = 0;
    loop {
        let mut fixed = bounds.pressed(&at.point, &at.gradient);
        let hessian = curvature(objective, &at.point);
        let mut step = newton_step(&hessian, &at.gradient, &fixed);
        // Correlation can turn a step outwards where the gradient alone does not.
        while let Some(i) = (0..N).find(|&i| !fixed[i] && bounds.leaves(at.point[i], step[i], i)) {
            fixed[i] = true;
            step = newton_step(&hessian, &at.gradient, &fixed);
        }
        let decrement = -dot(&step, &at.gradient);
        let moved = (decrement > NEWTON_DECREMENT && newton_steps < NEWTON_STEPS)
            .then(|| descend(objective, bounds, &at, &step, &fixed))
            .flatten();
        if let Some(better) = moved {
            at = better;
            newton_steps += 1;
            continue;
        }
        let at_bound = bounds.pressed(&at.point, &at.gradient);
        return Optimum {
            ln_parameters: at.point,
            value: at.value,
            gradient_norm: free_norm(&at.gradient, &at_bound),
            at_bound,
            inverse_hessian: invert(&without(&hessian, &at_bound)),
            newton_steps,
        };
    }
}

/// A point, the objective there and its gradient.
struct Place<const N: usize> {
    point: [f64; N],
    value: f64,
    gradient: [f64; N],
}

/// Greatest absolute gradient among free coordinates.
fn free_norm<const N: usize>(gradient: &[f64; N], fixed: &[bool; N]) -> f64 {
    (0..N).filter(|&i| !fixed[i]).fold(0.0, |most, i| gradient[i].abs().max(most))
}

/// −H⁻¹ g over the free coordinates, with the curvature raised where it is flat or hollow.
fn newton_step<const N: usize>(
    hessian: &[[f64; N]; N],
    gradient: &[f64; N],
    fixed: &[bool; N],
) -> [f64; N] {
    let hessian = without(hessian, fixed);
    let downhill = std::array::from_fn(|i| if fixed[i] { 0.0 } else { -gradient[i] });
    let inverse = invert(&hessian).or_else(|| invert_lifted(&hessian));
    inverse.map_or(downhill, |inverse| inverse.map(|row| dot(&row, &downhill)))
}

/// The first of ever shorter steps that goes down: in value, or, where the value cannot tell for
/// rounding, in gradient. None where none does.
fn descend<O: Objective<N>, const N: usize>(
    objective: &O,
    bounds: &Bounds<N>,
    at: &Place<N>,
    step: &[f64; N],
    fixed: &[bool; N],
) -> Option<Place<N>> {
    let longest = step.iter().fold(0.0_f64, |most, s| most.max(s.abs()));
    let mut share = (0..N)
        .filter(|&i| !fixed[i])
        .map(|i| bounds.room(at.point[i], step[i], i))
        .fold((NEWTON_REACH / longest).min(1.0), f64::min);
    for _ in 0..20 {
        let point = bounds.snap(&std::array::from_fn(|i| at.point[i] + share * step[i]));
        let (value, gradient) = objective.value_and_gradient(&point);
        let flatter = free_norm(&gradient, fixed) < free_norm(&at.gradient, fixed);
        if value < at.value || (flatter && value <= at.value + ROUNDING * (1.0 + at.value.abs())) {
            return Some(Place { point, value, gradient });
        }
        share *= 0.5;
    }
    None
}

/// Hessian by fourth-order central differences of the gradient.
fn curvature<O: Objective<N>, const N: usize>(objective: &O, at: &[f64; N]) -> [[f64; N]; N] {
    let mut hessian = [[0.0; N]; N];
    for j in 0..N {
        let shifted = |steps: f64| {
            let mut point = *at;
            point[j] += steps * DIFFERENCE_STEP;
            objective.value_and_gradient(&point).1
        };
        let (minus2, minus1, plus1, plus2) =
            (shifted(-2.0), shifted(-1.0), shifted(1.0), shifted(2.0));
        for i in 0..N {
            let difference = 8.0 * (plus1[i] - minus1[i]) - (plus2[i] - minus2[i]);
            // Half to each triangle: rounding leaves the two sides unequal.
            hessian[i][j] += 0.5 * difference / (12.0 * DIFFERENCE_STEP);
            hessian[j][i] += 0.5 * difference / (12.0 * DIFFERENCE_STEP);
        }
    }
    hessian
}

/// The matrix with the rows and columns of fixed coordinates replaced by the identity's.
fn without<const N: usize>(matrix: &[[f64; N]; N], fixed: &[bool; N]) -> [[f64; N]; N] {
    let entry = |i: usize, j: usize| match (fixed[i] || fixed[j], i == j) {
        (false, _) => matrix[i][j],
        (true, same) => f64::from(u8::from(same)),
    };
    std::array::from_fn(|i| std::array::from_fn(|j| entry(i, j)))
}

/// Inverse of the matrix with its diagonal raised as little as makes it positive definite: in a flat or
/// hollow direction the step then still goes downhill, and far.
fn invert_lifted<const N: usize>(matrix: &[[f64; N]; N]) -> Option<[[f64; N]; N]> {
    let largest = (0..N).map(|i| matrix[i][i].abs()).fold(f64::MIN_POSITIVE, f64::max);
    let mut lifts = (-12..=3).map(|power| largest * 10_f64.powi(power));
    lifts.find_map(|lift| {
        let mut lifted = *matrix;
        (0..N).for_each(|i| lifted[i][i] += lift);
        invert(&lifted)
    })
}

/// Inverse of a symmetric positive definite matrix by Cholesky; None where it is not.
fn invert<const N: usize>(matrix: &[[f64; N]; N]) -> Option<[[f64; N]; N]> {
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

fn dot<const N: usize>(a: &[f64; N], b: &[f64; N]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// (u − 1)² + 10 (v − u²)²: a bent valley with its floor at (1, 1).
    struct Valley;

    impl Objective<2> for Valley {
        fn value_and_gradient(&self, &[u, v]: &[f64; 2]) -> (f64, [f64; 2]) {
            let bend = v - u * u;
            let value = (u - 1.0).powi(2) + 10.0 * bend * bend;
            (value, [2.0 * (u - 1.0) - 40.0 * u * bend, 20.0 * bend])
        }
    }

    #[test]
    fn the_floor_of_the_valley_is_found_with_its_curvature() {
        let bounds = Bounds { ln_lower: [-9.0; 2], ln_upper: [9.0; 2] };
        let (_, near) = walk(&Valley, &[-2.0, 3.0], &bounds);
        let optimum = polish(&Valley, &near, &bounds);
        assert!(optimum.ln_parameters.iter().all(|p| (p - 1.0).abs() < 1e-9), "{optimum:?}");
        assert_eq!(optimum.at_bound, [false; 2]);
        // Hessian at (1, 1) is [[82, −40], [−40, 20]] with determinant 40.
        let inverse = optimum.inverse_hessian.unwrap();
        for (got, wanted) in inverse.as_flattened().iter().zip([0.5, 1.0, 1.0, 2.05]) {
            assert!((got - wanted).abs() < 1e-8, "{got} {wanted}");
        }
    }

    #[test]
    fn a_minimum_outside_the_box_stops_at_the_bound_and_says_so() {
        let bounds = Bounds { ln_lower: [-9.0; 2], ln_upper: [0.5, 9.0] };
        let (_, near) = walk(&Valley, &[-2.0, 3.0], &bounds);
        let optimum = polish(&Valley, &near, &bounds);
        assert_eq!(optimum.at_bound, [true, false]);
        assert_eq!(optimum.ln_parameters[0], 0.5);
        assert!((optimum.ln_parameters[1] - 0.25).abs() < 1e-9);
        assert!(optimum.gradient_norm < 1e-8);
    }
}
