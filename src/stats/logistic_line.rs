//! A logistic regression on one number, `log-odds = intercept + slope·z`, of grouped outcomes.
//!
//! Recalibration and Platt scaling both need it, with fractional outcomes and without penalty. Small
//! enough for a plain damped Newton on two unknowns; sums run in the order of the input.

use super::logarithms::ln_1p;
use super::logistic::{Tails, tails};

/// Mean gradient (per unit of weight) at which the line counts as fitted.
const TOLERANCE: f64 = 1e-11;
/// Newton steps before the search is given up.
const MAX_ITERATIONS: usize = 60;
/// Beyond this slope or intercept the likelihood has no maximum worth the name.
const LARGEST: f64 = 1e6;

/// Observations that share one predictor value.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Group {
    /// The predictor.
    pub z: f64,
    /// Weight of the observations.
    pub rows: f64,
    /// Weight of those that churned; may be fractional.
    pub churned: f64,
}

/// `log-odds = intercept + slope·z`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Line {
    /// Change of the log-odds per unit of `z`.
    pub slope: f64,
    /// Log-odds at `z = 0`.
    pub intercept: f64,
}

/// Sums over the groups at one line.
#[derive(Default, Clone, Copy)]
struct Sums {
    rows: f64,
    loss: f64,
    gradient: [f64; 2],
    /// Upper triangle: intercept², intercept·slope, slope².
    hessian: [f64; 3],
}

/// The line of greatest likelihood; none where outcomes are separated or `z` does not vary.
pub(crate) fn fit_line(groups: &[Group]) -> Option<Line> {
    if !outcomes_overlap(groups) {
        return None;
    }
    let mut line = Line { slope: 1.0, intercept: 0.0 };
    let mut here = sums(groups, line);
    for _ in 0..MAX_ITERATIONS {
        let size = here.gradient[0].abs().max(here.gradient[1].abs());
        if size <= TOLERANCE * here.rows {
            return (here.rows > 0.0 && determinant(&here) > 0.0).then_some(line);
        }
        let [g0, g1] = here.gradient;
        let [h00, h01, h11] = here.hessian;
        let det = determinant(&here);
        if det == 0.0 {
            return None;
        }
        let step = [(h11 * g0 - h01 * g1) / det, (h00 * g1 - h01 * g0) / det];
        (line, here) = shortened_step(groups, line, &here, step)?;
        if line.slope.abs() > LARGEST || line.intercept.abs() > LARGEST {
            return None;
        }
    }
    None
}

/// The intercept of greatest likelihood for a given slope; none where all outcomes are the same.
pub(crate) fn fit_intercept(groups: &[Group], slope: f64) -> Option<Line> {
    let sum = |value: fn(&Group) -> f64| groups.iter().map(value).sum::<f64>();
    if sum(|g| g.churned) <= 0.0 || sum(|g| g.rows - g.churned) <= 0.0 {
        return None;
    }
    let mut line = Line { slope, intercept: 0.0 };
    for _ in 0..MAX_ITERATIONS {
        let here = sums(groups, line);
        if here.gradient[0].abs() <= TOLERANCE * here.rows {
            return (here.rows > 0.0).then_some(line);
        }
        // A step of more than 2 would leave the region where the curvature was measured.
        let step = here.gradient[0] / here.hessian[0];
        line.intercept -= step.clamp(-2.0, 2.0);
        if line.intercept.is_nan() || line.intercept.abs() > LARGEST {
            return None;
        }
    }
    None
}

/// Whether churners and stayers overlap in `z`: without that the slope grows for ever, and where
/// `z` does not vary there is none.
fn outcomes_overlap(groups: &[Group]) -> bool {
    let range = |share: fn(&Group) -> f64| {
        groups
            .iter()
            .filter(|group| share(group) > 0.0)
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), group| {
                (low.min(group.z), high.max(group.z))
            })
    };
    let (churned, stayed) = (range(|g| g.churned), range(|g| g.rows - g.churned));
    churned.0 < stayed.1 && stayed.0 < churned.1
}

/// Zero where `z` does not vary beyond rounding, or where a sum is NaN.
fn determinant(sums: &Sums) -> f64 {
    let [h00, h01, h11] = sums.hessian;
    let det = h00 * h11 - h01 * h01;
    if det > 1e-12 * h00 * h11 { det } else { 0.0 }
}

/// The Newton step, halved until the loss does not rise beyond rounding.
fn shortened_step(
    groups: &[Group],
    from: Line,
    here: &Sums,
    mut step: [f64; 2],
) -> Option<(Line, Sums)> {
    for _ in 0..40 {
        let line = Line { slope: from.slope - step[1], intercept: from.intercept - step[0] };
        let there = sums(groups, line);
        if there.loss <= here.loss + 1e-12 * here.loss.abs() {
            return Some((line, there));
        }
        step = [step[0] / 2.0, step[1] / 2.0];
    }
    None
}

fn sums(groups: &[Group], line: Line) -> Sums {
    let mut sums = Sums::default();
    for group in groups {
        let eta = line.intercept + line.slope * group.z;
        let Tails { e, near, far } = tails(eta);
        let p = if eta > 0.0 { near } else { far };
        let residual = group.rows * p - group.churned;
        let weight = group.rows * near * far;
        sums.rows += group.rows;
        sums.loss += group.rows * (ln_1p(e) + eta.max(0.0)) - group.churned * eta;
        sums.gradient[0] += residual;
        sums.gradient[1] += residual * group.z;
        sums.hessian[0] += weight;
        sums.hessian[1] += weight * group.z;
        sums.hessian[2] += weight * group.z * group.z;
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(z: f64, rows: f64, churned: f64) -> Group {
        Group { z, rows, churned }
    }

    #[test]
    fn two_groups_are_fitted_exactly() {
        // Saturated model: log-odds are ln(1/3) at z = 0 and ln(3) at z = 2.
        let line = fit_line(&[group(0.0, 40.0, 10.0), group(2.0, 40.0, 30.0)]).unwrap();
        assert!((line.intercept + 3.0f64.ln()).abs() < 1e-9);
        assert!((line.slope - 3.0f64.ln()).abs() < 1e-9);
    }

    #[test]
    fn an_intercept_alone_meets_the_base_rate() {
        let line = fit_intercept(&[group(0.0, 100.0, 1.0)], 1.0).unwrap();
        assert!((line.intercept - (1.0f64 / 99.0).ln()).abs() < 1e-9);
        assert!(fit_intercept(&[group(0.0, 10.0, 10.0)], 1.0).is_none());
    }

    #[test]
    fn no_line_through_separated_or_constant_values() {
        assert!(fit_line(&[group(-1.0, 5.0, 0.0), group(1.0, 5.0, 5.0)]).is_none());
        assert!(fit_line(&[group(0.7, 5.0, 2.0)]).is_none());
        assert!(fit_line(&[]).is_none());
    }
}
