//! A small model with every shape, every kind of term and a calibration with a curve.

use crate::model::calibrate::{Calibration, Curve, Knot};
use crate::model::design::transform::{ColumnTransform, Shape};
use crate::model::design::{Design, DesignColumn, Factor, Term};
use crate::model::fit::Coefficients;

pub(super) fn design() -> Design {
    let column = |feature: &str, shape| ColumnTransform {
        feature: feature.to_owned(),
        shape,
        low: -1.5,
        high: 4.0,
        mean: 0.5,
        sd: 2.0,
    };
    let columns = vec![
        column("gap_cv", Shape::Log),
        column("days", Shape::Identity),
        column("share_Click & Collect", Shape::Asinh),
        column("p", Shape::Logit),
    ];
    let terms = [
        Term::Linear { column: 0 },
        Term::Missing { column: 0 },
        Term::Linear { column: 1 },
        Term::Hinge { column: 1, knot: 0.25 },
        Term::Product { first: Factor::line(1), second: Factor::line(0) },
        Term::Linear { column: 2 },
        Term::Linear { column: 3 },
        Term::Step { column: 3, knot: 0.5 },
        Term::Product { first: Factor { column: 1, knot: Some(0.25) }, second: Factor::line(0) },
        Term::Product {
            first: Factor { column: 0, knot: Some(-0.5) },
            second: Factor { column: 3, knot: Some(0.5) },
        },
    ];
    let standardised = |term| DesignColumn { term, centre: 0.125, scale: 1.5, is_learned: false };
    Design { columns, terms: terms.into_iter().map(standardised).collect() }
}

pub(super) fn coefficients() -> Coefficients {
    Coefficients {
        intercept: -0.75,
        weights: vec![1.0, -2.0, 0.5, 0.25, -0.125, 3.0, 1.5, 0.375, -0.25, 0.75],
    }
}

pub(super) fn calibration() -> Calibration {
    let knot = |log_odds_in, log_odds_out| Knot { log_odds_in, log_odds_out };
    let knots = vec![knot(-1.0, -2.0), knot(1.0, 2.0), knot(2.0, 2.5)];
    Calibration {
        curve: Curve::Isotonic { knots },
        trust: 0.75,
        base_rate_offset: -0.0625,
        evidence: None,
    }
}
