//! Maximum likelihood over the logarithms of positive parameters, with the proof that it is one.
//!
//! argmin's L-BFGS walks from several starts; Newton steps on the curvature finish, so that the
//! gradient is zero to rounding, and the same curvature gives the standard errors. The search is
//! confined to a box: where a likelihood is flat, a parameter stops at a stated bound instead of
//! running away. Nothing here knows a model.

mod bounds;
mod matrix;
mod objective;
mod polish;
#[cfg(test)]
mod tests;
mod walk;

pub(crate) use bounds::Bounds;
pub(crate) use objective::Objective;
pub(crate) use polish::{Optimum, polish};
pub(crate) use walk::walk;

/// Walks that end this close in the objective found the same optimum.
const SAME_OPTIMUM: f64 = 1e-6;

/// The best of several walks, polished, and how many starts led there.
///
/// With a `thinned` objective (a sample of the same data) all starts walk on it: its optimum is near enough to the
/// whole's to be polished there.
pub(crate) fn minimise<O: Objective<N>, const N: usize>(
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
    (polish(objective, &best.1, bounds), agreeing)
}
