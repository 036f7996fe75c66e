//! Platt scaling: slope and intercept by maximum likelihood, with Platt's smoothed outcomes.
//!
//! Platt (1999) replaces 1 and 0 by `(n₁ + 1)/(n₁ + 2)` and `1/(n₀ + 2)`, which keeps the estimate
//! finite when the outcomes are separated.

use super::{Curve, MIN_SLOPE};
use crate::stats::{Group, Line, fit_intercept, fit_line};

/// The curve, or none where the log-odds do not vary.
pub(super) fn fit(log_odds: &[f64], churned: &[bool]) -> Option<Curve> {
    let lost = churned.iter().filter(|c| **c).count() as f64;
    let stayed = churned.len() as f64 - lost;
    let (high, low) = ((lost + 1.0) / (lost + 2.0), 1.0 / (stayed + 2.0));
    let group = |(z, churned): (&f64, &bool)| Group {
        z: *z,
        rows: 1.0,
        churned: if *churned { high } else { low },
    };
    let groups: Vec<Group> = log_odds.iter().zip(churned).map(group).collect();
    let line = fit_line(&groups)?;
    // A model whose order is wrong on this data is flattened, never turned round.
    let Line { slope, intercept } =
        if line.slope < MIN_SLOPE { fit_intercept(&groups, MIN_SLOPE)? } else { line };
    Some(Curve::Platt { slope, intercept })
}
