//! The learned function as JSON that explains itself: every column with its formula, and rows to
//! test a re-implementation with.
//!
//! Unlike the artifact (`winback models show --format json`) it holds the function only, without the evidence
//! for it, and is not read back by this program.

use super::Portable;
use crate::features::Sql;
use crate::model::design::transform::{ColumnTransform, LOGIT_MARGIN, Shape};
use crate::model::design::{DesignColumn, Factor, Term};
use serde_json::{Map, Value, json};

/// Version of this document's layout.
const FORMAT_VERSION: u32 = 1;

/// The document.
pub fn document(model: &Portable<'_>) -> Value {
    let content = model.content;
    json!({
        "format": "winback-function",
        "format_version": FORMAT_VERSION,
        "model_version": model.version,
        "tool_version": content.tool_version,
        "as_of": content.as_of,
        "predicts": "P(no purchase in [as_of + gap_days, as_of + gap_days + horizon_days)) of customers \
                     whose last purchase lies in [as_of - lookback_days, as_of)",
        "rule": content.rule,
        "steps": [
            "inputs: each feature x becomes z by its formula; x that is null or NaN has no z",
            "terms: each term is computed from z; column = (term - centre) / scale",
            "uncalibrated = intercept + sum of weight * column, over terms in order",
            "calibrated: see calibration",
            "churn_probability = 1 / (1 + exp(-calibrated))",
        ],
        "inputs": inputs(model),
        "intercept": content.coefficients.intercept,
        "terms": terms(model),
        "calibration": calibration(model),
        "fitted_features": fitted_features(model),
        "examples": examples(model),
    })
}

fn inputs(model: &Portable<'_>) -> Vec<Value> {
    let describe = |(t, feature): (&ColumnTransform, &crate::features::Feature)| {
        json!({
            "feature": t.feature,
            "unit": feature.unit,
            "definition": feature.definition,
            "shape": t.shape,
            "low": t.low,
            "high": t.high,
            "mean": t.mean,
            "sd": t.sd,
            "formula": format!("z = (min(max({}, low), high) - mean) / sd", transformed(t.shape)),
        })
    };
    model.content.design.columns.iter().zip(&model.inputs).map(describe).collect()
}

fn transformed(shape: Shape) -> String {
    match shape {
        Shape::Identity => "x".to_owned(),
        Shape::Log => "ln(1 + max(x, 0))".to_owned(),
        Shape::Asinh => "asinh(x)".to_owned(),
        Shape::Logit => {
            format!("ln(p / (1 - p)), p = min(max(x, {LOGIT_MARGIN:e}), 1 - {LOGIT_MARGIN:e})")
        }
    }
}

fn terms(model: &Portable<'_>) -> Vec<Value> {
    let content = model.content;
    let name = |j: usize| content.design.columns[j].feature.as_str();
    let factor = |Factor { column, knot }: Factor| match knot {
        None => format!("z[{}]", name(column)),
        Some(_) => format!("(1 if z[{}] >= its knot, else 0)", name(column)),
    };
    let errors = content.standard_errors.as_ref();
    let describe = |(j, column): (usize, &DesignColumn)| {
        let DesignColumn { term, centre, scale, .. } = column;
        let formula = match *term {
            Term::Linear { column } => format!("z[{}], or 0 without z", name(column)),
            Term::Hinge { column, .. } => {
                format!("max(0, z[{}] - knot), or 0 without z", name(column))
            }
            Term::Step { column, .. } => format!("1 if z[{}] >= knot, else 0", name(column)),
            Term::Missing { column } => format!("1 if {} has no z, else 0", name(column)),
            Term::Product { first, second } => {
                format!("{} * {}, 0 for one without z", factor(first), factor(second))
            }
        };
        let features: Vec<&str> = match *term {
            Term::Product { first, second } => vec![name(first.column), name(second.column)],
            _ => vec![name(term.owners()[0].0)],
        };
        let mut entry = json!({
            "label": content.design.label(term),
            "features": features,
            "formula": formula,
            "centre": centre,
            "scale": scale,
            "weight": content.coefficients.weights.get(j),
            "standard_error": errors.and_then(|errors| errors.weights.get(j)),
        });
        if let Term::Hinge { knot, .. } | Term::Step { knot, .. } = term {
            entry["knot"] = json!(knot);
        }
        if let Term::Product { first, second } = term
            && (first.knot.is_some() || second.knot.is_some())
        {
            entry["knots"] = json!([first.knot, second.knot]);
        }
        entry
    };
    content.design.terms.iter().enumerate().map(describe).collect()
}

fn calibration(model: &Portable<'_>) -> Value {
    let calibration = &model.content.calibration;
    json!({
        "kind": calibration.curve.kind(),
        "formula": "calibrated = (1 - trust) * u + trust * curve(u) + base_rate_offset, u = uncalibrated; \
                    curve(u) = log_odds_out + slope * (u - log_odds_in) of the last piece with \
                    from_log_odds <= u (the first one has none)",
        "trust": calibration.trust,
        "base_rate_offset": calibration.base_rate_offset,
        "pieces": calibration.curve.pieces(),
    })
}

/// Parameters and formulas of the features that come from fitted models, where the model has any.
fn fitted_features(model: &Portable<'_>) -> Value {
    let models = &model.content.value_models;
    if !model.inputs.iter().any(|feature| feature.sql == Sql::Model) {
        return json!({});
    }
    json!({
        "x": "distinct local days with a purchase before as_of, less 1",
        "t_x": "days from the first of them to the last",
        "T": "days from the first of them to the day before as_of",
        "t": model.horizon_days(),
        "bg_nbd": models.bg_nbd.as_ref().map(|fitted| fitted.parameters),
        "gamma_gamma": models.gamma_gamma.as_ref().map(|fitted| fitted.parameters),
        "alive_probability": "1 if x = 0, else 1 / (1 + a / (b + x - 1) * ((alpha + T) / (alpha + t_x))^(r + x))",
        "no_purchase_probability":
            "1 - alive_probability * (1 - ((alpha + T) / (alpha + T + t))^(r + x))",
    })
}

/// Rows to test with: nothing known, then every feature at the same decile of its distribution.
fn examples(model: &Portable<'_>) -> Vec<Value> {
    let decile = |name: &str, k: usize| {
        let known = model.content.baseline.features.iter().find(|known| known.of == name);
        known.and_then(|known| known.deciles.get(k)).copied().unwrap_or(f64::NAN)
    };
    let nothing = vec![f64::NAN; model.inputs.len()];
    let at = |k: usize| model.inputs.iter().map(|f| decile(&f.name, k)).collect();
    let example = |values: Vec<f64>| {
        let scored = model.score(&values);
        let entry =
            |(feature, x): (&crate::features::Feature, &f64)| (feature.name.clone(), json!(x));
        let features: Map<String, Value> = model.inputs.iter().zip(&values).map(entry).collect();
        json!({
            "features": features,
            "calibrated": scored.log_odds,
            "churn_probability": scored.probability,
        })
    };
    std::iter::once(nothing).chain((0..=10).map(at)).map(example).collect()
}
