//! Newton steps to the optimum itself, and the evidence of where they ended.

use super::bounds::Bounds;
use super::matrix::{dot, invert, invert_lifted, without};
use super::objective::Objective;

/// Where the search ended.
#[derive(Debug, Clone)]
pub(crate) struct Optimum<const N: usize> {
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
}

/// Most Newton steps; two or three are usual.
const NEWTON_STEPS: u32 = 30;
/// A curvature costs as much as dozens of gradients: it is kept while each step flattens the gradient to this share.
const KEEP_CURVATURE_FLATTENING: f64 = 0.1;
/// Newton stops below this expected decrease of the objective.
const NEWTON_DECREMENT: f64 = 1e-24;
/// A step that flattens the gradient may seem to raise the objective by so much, relatively: rounding
/// of long sums whose terms cancel.
const ROUNDING: f64 = 1e-7;
/// Longest Newton step in any log-parameter.
const NEWTON_REACH: f64 = 1.0;
/// Step of the differences that make the curvature from gradients.
const DIFFERENCE_STEP: f64 = 1e-3;

/// Newton steps from near the optimum, and the evidence of where they ended.
///
/// A step ends at the first bound it meets; a parameter there stays while it is pushed outwards.
pub(crate) fn polish<O: Objective<N>, const N: usize>(
    objective: &O,
    near: &[f64; N],
    bounds: &Bounds<N>,
) -> Optimum<N> {
    let point = bounds.snap(near);
    let (value, gradient) = objective.value_and_gradient(&point);
    let mut at = Place { point, value, gradient };
    let mut newton_steps = 0;
    let mut known = None;
    loop {
        let mut fixed = bounds.pressed(&at.point, &at.gradient);
        let is_from_elsewhere = known.is_some();
        let hessian = known.take().unwrap_or_else(|| curvature(objective, &at.point));
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
            let flattened = free_norm(&better.gradient, &fixed) / free_norm(&at.gradient, &fixed);
            known = (flattened <= KEEP_CURVATURE_FLATTENING).then_some(hessian);
            at = better;
            newton_steps += 1;
            continue;
        }
        if is_from_elsewhere {
            continue;
        }
        let at_bound = bounds.pressed(&at.point, &at.gradient);
        return Optimum {
            ln_parameters: at.point,
            value: at.value,
            gradient_norm: free_norm(&at.gradient, &at_bound),
            at_bound,
            inverse_hessian: invert(&without(&hessian, &at_bound)),
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
