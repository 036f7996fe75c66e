//! The model's steps as ONNX operations: features → standardised → log-odds → calibrated log-odds.
//!
//! Columns of a kind (shape or term) are computed together, then put back in order or weighed in their
//! new one. The calibration's straight parts are looked up by the number of them that have begun.

use super::graph::Graph;
use super::proto::Element;
use crate::model::calibrate::Calibration;
use crate::model::design::transform::{ColumnTransform, LOGIT_MARGIN, Shape};
use crate::model::design::{Design, Factor, Term};
use crate::model::fit::Coefficients;

/// The standardised features (0 where not known) and where they are not known, rows × features in
/// the design's order.
pub(super) fn standardised(graph: &mut Graph, design: &Design) -> (String, String) {
    let unknown = graph.add("IsNaN", &["features"]);
    if design.columns.is_empty() {
        return ("features".to_owned(), unknown);
    }
    let zero = graph.scalar(0.0);
    let known = graph.add("Where", &[&unknown, &zero, "features"]);
    let (mut order, mut groups) = (Vec::new(), Vec::new());
    for shape in [Shape::Identity, Shape::Log, Shape::Asinh, Shape::Logit] {
        let of_shape = |&j: &usize| design.columns[j].shape == shape;
        let positions: Vec<usize> = (0..design.columns.len()).filter(of_shape).collect();
        if !positions.is_empty() {
            let columns = graph.columns(&known, &positions);
            groups.push(transformed(graph, shape, &columns));
            order.extend(positions);
        }
    }
    let grouped = graph.beside(&groups);
    let back: Vec<usize> =
        (0..order.len()).filter_map(|j| order.iter().position(|&k| k == j)).collect();
    let transformed = graph.columns(&grouped, &back);
    let of = |what: fn(&ColumnTransform) -> f64| design.columns.iter().map(what);
    let low = graph.row("low", of(|t| t.low));
    let high = graph.row("high", of(|t| t.high));
    let mean = graph.row("mean", of(|t| t.mean));
    let sd = graph.row("sd", of(|t| t.sd));
    let raised = graph.add("Max", &[&transformed, &low]);
    let bounded = graph.add("Min", &[&raised, &high]);
    let centred = graph.add("Sub", &[&bounded, &mean]);
    let z = graph.add("Div", &[&centred, &sd]);
    (graph.add("Where", &[&unknown, &zero, &z]), unknown)
}

fn transformed(graph: &mut Graph, shape: Shape, x: &str) -> String {
    match shape {
        Shape::Identity => x.to_owned(),
        Shape::Log => {
            let (zero, one) = (graph.scalar(0.0), graph.scalar(1.0));
            let positive = graph.add("Max", &[x, &zero]);
            let shifted = graph.add("Add", &[&positive, &one]);
            graph.add("Log", &[&shifted])
        }
        // The operator Asinh has no double precision in onnxruntime.
        Shape::Asinh => {
            let (zero, one) = (graph.scalar(0.0), graph.scalar(1.0));
            let size = graph.add("Abs", &[x]);
            let square = graph.add("Mul", &[x, x]);
            let square = graph.add("Add", &[&square, &one]);
            let root = graph.add("Sqrt", &[&square]);
            let sum = graph.add("Add", &[&root, &size]);
            let logarithm = graph.add("Log", &[&sum]);
            let opposite = graph.add("Neg", &[&logarithm]);
            let negative = graph.add("Less", &[x, &zero]);
            graph.add("Where", &[&negative, &opposite, &logarithm])
        }
        Shape::Logit => {
            let (low, high) = (graph.scalar(LOGIT_MARGIN), graph.scalar(1.0 - LOGIT_MARGIN));
            let one = graph.scalar(1.0);
            let p = graph.add("Clip", &[x, &low, &high]);
            let rest = graph.add("Sub", &[&one, &p]);
            let odds = graph.add("Div", &[&p, &rest]);
            graph.add("Log", &[&odds])
        }
    }
}

/// Intercept and weighted terms, rows × 1.
pub(super) fn uncalibrated(
    graph: &mut Graph,
    design: &Design,
    coefficients: &Coefficients,
    z: &str,
    unknown: &str,
) -> String {
    if design.terms.is_empty() {
        return constant_rows(graph, coefficients.intercept);
    }
    let (mut order, mut groups) = (Vec::new(), Vec::new());
    for kind in
        [TermKind::Linear, TermKind::Hinge, TermKind::Step, TermKind::Missing, TermKind::Product]
    {
        let of_kind = |&j: &usize| TermKind::of(&design.terms[j].term) == kind;
        let positions: Vec<usize> = (0..design.terms.len()).filter(of_kind).collect();
        if !positions.is_empty() {
            let terms: Vec<&Term> = positions.iter().map(|&j| &design.terms[j].term).collect();
            groups.push(values(graph, kind, &terms, z, unknown));
            order.extend(positions);
        }
    }
    let terms = graph.beside(&groups);
    let centre = graph.row("centre", order.iter().map(|&j| design.terms[j].centre));
    let scale = graph.row("scale", order.iter().map(|&j| design.terms[j].scale));
    let weights: Vec<f64> = order.iter().map(|&j| coefficients.weights[j]).collect();
    let weights = graph.doubles("weights", &[weights.len(), 1], &weights);
    let centred = graph.add("Sub", &[&terms, &centre]);
    let scaled = graph.add("Div", &[&centred, &scale]);
    let sum = graph.add("MatMul", &[&scaled, &weights]);
    let intercept = graph.scalar(coefficients.intercept);
    graph.add("Add", &[&sum, &intercept])
}

#[derive(Clone, Copy, PartialEq)]
enum TermKind {
    Linear,
    Hinge,
    Step,
    Missing,
    Product,
}

impl TermKind {
    fn of(term: &Term) -> Self {
        match term {
            Term::Linear { .. } => Self::Linear,
            Term::Hinge { .. } => Self::Hinge,
            Term::Step { .. } => Self::Step,
            Term::Missing { .. } => Self::Missing,
            Term::Product { .. } => Self::Product,
        }
    }
}

/// Terms of one kind, rows × terms.
fn values(graph: &mut Graph, kind: TermKind, terms: &[&Term], z: &str, unknown: &str) -> String {
    let owners = |k: usize| -> Vec<usize> { terms.iter().map(|t| t.owners()[k].0).collect() };
    let knots = terms.iter().map(|term| match term {
        Term::Hinge { knot, .. } | Term::Step { knot, .. } => *knot,
        _ => 0.0,
    });
    match kind {
        TermKind::Linear => graph.columns(z, &owners(0)),
        TermKind::Hinge => {
            let (knots, zero) = (graph.row("knots", knots), graph.scalar(0.0));
            let (z, unknown) = (graph.columns(z, &owners(0)), graph.columns(unknown, &owners(0)));
            let above = graph.add("Sub", &[&z, &knots]);
            let hinges = graph.add("Max", &[&above, &zero]);
            graph.add("Where", &[&unknown, &zero, &hinges])
        }
        TermKind::Step => {
            let z = graph.columns(z, &owners(0));
            steps(graph, &z, &owners(0), unknown, knots.collect())
        }
        TermKind::Missing => {
            let unknown = graph.columns(unknown, &owners(0));
            graph.add_with("Cast", &[&unknown], &[("to", Element::Double as i64)])
        }
        TermKind::Product => {
            let factors = |side: usize| -> Vec<Factor> {
                let of = |term: &&Term| match **term {
                    Term::Product { first, second } => [first, second][side],
                    _ => Factor::line(0),
                };
                terms.iter().map(of).collect()
            };
            let sides = [factors(0), factors(1)].map(|of| self::factors(graph, &of, z, unknown));
            graph.add("Mul", &[&sides[0], &sides[1]])
        }
    }
}

/// 1 where a feature is known and at its knot or above, rows × features.
fn steps(graph: &mut Graph, z: &str, columns: &[usize], unknown: &str, knots: Vec<f64>) -> String {
    let knots = graph.row("knots", knots.into_iter());
    let unknown = graph.columns(unknown, columns);
    let at_least = graph.add("GreaterOrEqual", &[z, &knots]);
    let known = graph.add("Not", &[&unknown]);
    let steps = graph.add("And", &[&at_least, &known]);
    graph.add_with("Cast", &[&steps], &[("to", Element::Double as i64)])
}

/// One side of products, rows × products: features as they are, and steps of those that have a knot.
fn factors(graph: &mut Graph, factors: &[Factor], z: &str, unknown: &str) -> String {
    let columns: Vec<usize> = factors.iter().map(|factor| factor.column).collect();
    let lines = graph.columns(z, &columns);
    if factors.iter().all(|factor| factor.knot.is_none()) {
        return lines;
    }
    let knots = factors.iter().map(|factor| factor.knot.unwrap_or(0.0)).collect();
    let steps = steps(graph, &lines, &columns, unknown, knots);
    let is_step = |factor: &Factor| f64::from(u8::from(factor.knot.is_some()));
    let of_steps = graph.row("of_steps", factors.iter().map(is_step));
    let of_lines = graph.row("of_lines", factors.iter().map(|factor| 1.0 - is_step(factor)));
    let steps = graph.add("Mul", &[&steps, &of_steps]);
    let lines = graph.add("Mul", &[&lines, &of_lines]);
    graph.add("Add", &[&steps, &lines])
}

/// The same number in every row, rows × 1.
fn constant_rows(graph: &mut Graph, value: f64) -> String {
    let shape = graph.add_with("Shape", &["features"], &[("start", 0), ("end", 1)]);
    let one = graph.integers("width", &[1]);
    let shape = graph.add_with("Concat", &[&shape, &one], &[("axis", 0)]);
    let value = graph.doubles("intercept", &[1, 1], &[value]);
    graph.add("Expand", &[&value, &shape])
}

/// The calibrated log-odds, rows × 1.
pub(super) fn calibrated(graph: &mut Graph, calibration: &Calibration, log_odds: &str) -> String {
    let pieces = calibration.curve.pieces();
    let starts: Vec<f64> = pieces.iter().filter_map(|piece| piece.from_log_odds).collect();
    let at: Vec<f64> = pieces.iter().map(|piece| piece.log_odds_in).collect();
    let out: Vec<f64> = pieces.iter().map(|piece| piece.log_odds_out).collect();
    let slope: Vec<f64> = pieces.iter().map(|piece| piece.slope).collect();
    let tables = [("at", at), ("out", out), ("slope", slope)];
    let [at, out, slope] = if starts.is_empty() {
        tables.map(|(what, values)| graph.doubles(what, &[1, 1], &values))
    } else {
        let begun = begun(graph, log_odds, &starts);
        tables.map(|(what, values)| {
            let table = graph.doubles(what, &[values.len()], &values);
            graph.add("Gather", &[&table, &begun])
        })
    };
    let along = graph.add("Sub", &[log_odds, &at]);
    let rise = graph.add("Mul", &[&slope, &along]);
    let curve = graph.add("Add", &[&out, &rise]);
    let trust = graph.scalar(calibration.trust);
    let distrust = graph.scalar(1.0 - calibration.trust);
    let offset = graph.scalar(calibration.base_rate_offset);
    let curve = graph.add("Mul", &[&trust, &curve]);
    let original = graph.add("Mul", &[&distrust, log_odds]);
    let blend = graph.add("Add", &[&original, &curve]);
    graph.add("Add", &[&blend, &offset])
}

/// How many of the parts have begun at each row's log-odds, rows × 1.
fn begun(graph: &mut Graph, log_odds: &str, starts: &[f64]) -> String {
    const INT64: i64 = Element::Int64 as i64;
    let starts = graph.row("starts", starts.iter().copied());
    let has_begun = graph.add("GreaterOrEqual", &[log_odds, &starts]);
    let ones = graph.add_with("Cast", &[&has_begun], &[("to", INT64)]);
    let columns = graph.integers("columns_axis", &[1]);
    graph.add_with("ReduceSum", &[&ones, &columns], &[("keepdims", 1)])
}
