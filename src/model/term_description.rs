//! Learned terms in sentences: where an effect jumps or changes its slope, on which other feature it depends, and
//! which way.

use super::dataset::TrainingSet;
use super::design::digits::for_display;
use super::design::{KnotKind, LearnedTerm};
use super::learning::learn::Learned;
use crate::features::Feature;
use crate::words::ratio;
use serde::{Deserialize, Serialize};

/// What a learned term is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TermKind {
    /// The slope of a feature's effect changes at a value.
    Hinge,
    /// The effect jumps there.
    Step,
    /// The effect of a feature depends on another.
    Product,
}

/// A learned term.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TermDescription {
    /// The feature, or both of a product.
    pub features: Vec<String>,
    /// What it is.
    pub kind: TermKind,
    /// Where, in the feature's unit; absent for a product, which has `knots`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<f64>,
    /// Of a product, where the step of each feature is that it is made of, in the feature's unit; null for one
    /// that counts as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub knots: Option<[Option<f64>; 2]>,
    /// Of a step or of two, by how much the log-odds before calibration jump; of a hinge, by how much their slope
    /// changes, per standard deviation of the transformed feature; of a product of a step and a feature likewise; of
    /// one of two features, by how much the slope of one changes per standard deviation of the other, both transformed.
    pub log_odds: f64,
    /// The same as a sentence.
    pub sentence: String,
}

/// The learned terms of a model, the most significant first.
pub(super) fn describe_terms(set: &TrainingSet, learned: &Learned) -> Vec<TermDescription> {
    learned.further_terms.iter().filter_map(|term| describe(set, learned, term)).collect()
}

/// None where the term's column was left out.
fn describe(
    set: &TrainingSet,
    learned: &Learned,
    learned_term: &LearnedTerm,
) -> Option<TermDescription> {
    let feature = |position: usize| &set.table.features[position];
    let design = &learned.design;
    let column = |j: usize| design.columns.iter().position(|c| c.feature == feature(j).name);
    let term = learned_term.term(column, &design.columns)?;
    let place = design.terms.iter().position(|known| known.term == term)?;
    let weight = learned.fitted.coefficients.weights[place];
    let log_odds = for_display(weight / design.terms[place].scale);
    Some(match *learned_term {
        LearnedTerm::Knot { feature: j, kind, at } => TermDescription {
            features: vec![feature(j).name.clone()],
            kind: match kind {
                KnotKind::Hinge => TermKind::Hinge,
                KnotKind::Step => TermKind::Step,
            },
            at: Some(for_display(at)),
            knots: None,
            log_odds,
            sentence: at_knot(feature(j), kind, at, log_odds),
        },
        LearnedTerm::Pair { first, second } => TermDescription {
            features: [first, second].map(|half| feature(half.feature).name.clone()).into(),
            kind: TermKind::Product,
            at: None,
            knots: Some([first, second].map(|half| half.at.map(for_display))),
            log_odds,
            sentence: of_pair([first, second].map(|h| (feature(h.feature), h.at)), log_odds),
        },
    })
}

fn at_knot(feature: &Feature, kind: KnotKind, at: f64, log_odds: f64) -> String {
    format!("{}, {}", feature.definition, effect(kind, shown(feature, at), log_odds))
}

/// A knot as people read it: of whole numbers the first that reaches it.
fn shown(feature: &Feature, at: f64) -> f64 {
    if feature.unit.is_integer() { at.ceil() } else { for_display(at) }
}

fn effect(kind: KnotKind, at: f64, log_odds: f64) -> String {
    let factor = ratio(log_odds.abs().exp());
    match (kind, log_odds > 0.0) {
        (KnotKind::Step, true) => format!("{at} or more: the risk rises, odds times {factor}"),
        (KnotKind::Step, false) => {
            format!("{at} or more: the risk falls, odds divided by {factor}")
        }
        (KnotKind::Hinge, true) => {
            format!("from {at} on: the risk rises faster or falls more slowly than before")
        }
        (KnotKind::Hinge, false) => {
            format!("from {at} on: the risk rises more slowly or falls faster than before")
        }
    }
}

fn of_pair(halves: [(&Feature, Option<f64>); 2], log_odds: f64) -> String {
    let way = if log_odds > 0.0 { "leaving" } else { "coming back" };
    let [first, second] = halves.map(|(feature, _)| &feature.definition);
    match halves.map(|(feature, at)| at.map(|at| shown(feature, at))) {
        [None, None] => format!("the more “{first}” is, the more “{second}” speaks for {way}"),
        [Some(a), Some(b)] => {
            format!("{first}, {a} or more, and {second}, {}", effect(KnotKind::Step, b, log_odds))
        }
        [Some(a), None] => slope_from([first, second], a, way),
        [None, Some(b)] => slope_from([second, first], b, way),
    }
}

fn slope_from([step, line]: [&String; 2], at: f64, way: &str) -> String {
    format!("where “{step}” is {at} or more, the more “{line}” is, the more it speaks for {way}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::testing::features;

    #[test]
    fn a_knot_is_described_by_its_place_and_direction() {
        let text = |kind, log_odds| effect(kind, 4.0, log_odds);
        assert_eq!(text(KnotKind::Step, -0.5), "4 or more: the risk falls, odds divided by 1.65");
        assert_eq!(text(KnotKind::Step, 0.5), "4 or more: the risk rises, odds times 1.65");
        assert!(text(KnotKind::Hinge, 0.1).starts_with("from 4 on: the risk rises faster"));
        assert!(text(KnotKind::Hinge, -0.1).starts_with("from 4 on: the risk rises more slowly"));
    }

    #[test]
    fn a_pair_says_what_depends_on_what() {
        let known = features(&["purchases", "days_since_last_purchase"]);
        let [a, b] = [&known[0], &known[1]];
        let text = |at: [Option<f64>; 2], log_odds| of_pair([(a, at[0]), (b, at[1])], log_odds);
        let lines = [None, None];
        assert!(text(lines, 0.1).ends_with("speaks for leaving"), "{}", text(lines, 0.1));
        assert!(text(lines, -0.1).ends_with("speaks for coming back"), "{}", text(lines, -0.1));
        let steps = text([Some(2.5), Some(30.5)], 0.5);
        assert!(steps.ends_with("30.5 or more: the risk rises, odds times 1.65"), "{steps}");
        assert!(steps.contains(", 3 or more, and "), "{steps}");
        let one = text([None, Some(30.5)], 0.5);
        assert!(one.contains("is 30.5 or more, the more") && one.ends_with("for leaving"), "{one}");
    }
}
