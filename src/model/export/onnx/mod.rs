//! The model as an ONNX file, in double precision throughout.
//!
//! Input `features`: one row per customer, one column per feature in the order of the property
//! `feature_names`, NaN where not known. Outputs `churn_probability` and `log_odds`, one each per row.
//! The file is encoded here, without a library: `proto` has the messages, `graph`(mod@graph) puts a graph together,
//! `steps` says the model in its operations.

mod graph;
mod proto;
mod steps;

use crate::model::calibrate::Calibration;
use crate::model::design::Design;
use crate::model::export::Portable;
use crate::model::fit::Coefficients;
use graph::Graph;
use proto::{Message, property, rows};
use steps::{calibrated, standardised, uncalibrated};

/// Operators are those of this version (`onnxruntime` 1.12 or later).
const OPSET: i64 = 17;
/// The file format that goes with it.
const IR_VERSION: i64 = 8;

/// The file.
pub fn model(model: &Portable<'_>) -> Vec<u8> {
    let content = model.content;
    let names: Vec<&str> = model.inputs.iter().map(|f| f.name.as_str()).collect();
    let rule = &content.rule;
    let properties = [
        ("feature_names", serde_json::json!(names).to_string()),
        ("model_version", model.version.to_owned()),
        ("as_of", content.as_of.clone()),
        ("horizon_days", rule.horizon_days.to_string()),
        ("gap_days", rule.gap_days.to_string()),
        ("lookback_days", rule.lookback_days.to_string()),
    ];
    let graph = graph(&content.design, &content.coefficients, &content.calibration);
    file(&graph, &properties)
}

fn file(graph: &Message, properties: &[(&str, String)]) -> Vec<u8> {
    let operators = Message::default().text(1, "").integer(2, OPSET);
    let file = Message::default()
        .integer(1, IR_VERSION)
        .text(2, "winback")
        .text(3, env!("CARGO_PKG_VERSION"))
        .message(7, graph)
        .message(8, &operators);
    let add =
        |file: Message, (key, value): &(&str, String)| file.message(14, &property(key, value));
    properties.iter().fold(file, add).into_bytes()
}

/// `GraphProto`.
fn graph(design: &Design, coefficients: &Coefficients, calibration: &Calibration) -> Message {
    let mut graph = Graph::default();
    let (z, unknown) = standardised(&mut graph, design);
    let log_odds = uncalibrated(&mut graph, design, coefficients, &z, &unknown);
    let log_odds = calibrated(&mut graph, calibration, &log_odds);
    let columns = graph.integers("columns_axis", &[1]);
    graph.add_as("Squeeze", &[&log_odds, &columns], "log_odds");
    graph.add_as("Sigmoid", &["log_odds"], "churn_probability");
    let input = "a row per customer, columns in the order of feature_names; NaN: not known";
    graph
        .into_message()
        .text(2, "winback")
        .message(11, &rows("features", Some(design.columns.len()), input))
        .message(12, &rows("churn_probability", None, "P(no purchase in the outcome window)"))
        .message(12, &rows("log_odds", None, "its log-odds"))
}

#[cfg(test)]
mod tests;
