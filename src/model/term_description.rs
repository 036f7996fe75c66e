//! Learned terms in sentences: where an effect jumps or changes its slope, and which way.

use super::dataset::TrainingSet;
use super::design::digits::for_display;
use super::design::{LearnedKind, LearnedTerm};
use super::learning::learn::Learned;
use crate::words::ratio;
use serde::{Deserialize, Serialize};

/// A learned term.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TermDescription {
    /// The feature.
    pub feature: String,
    /// What happens there.
    pub kind: LearnedKind,
    /// Where, in the feature's unit.
    pub at: f64,
    /// Of a step, by how much the log-odds before calibration jump; of a hinge, by how much their slope
    /// changes, per standard deviation of the transformed feature.
    pub log_odds: f64,
    /// The same as a sentence.
    pub sentence: String,
}

/// The learned terms of a model, the most significant first.
pub(super) fn describe_terms(set: &TrainingSet, learned: &Learned) -> Vec<TermDescription> {
    learned.hinges_and_steps.iter().filter_map(|term| describe(set, learned, term)).collect()
}

/// None where the term's column was left out.
fn describe(
    set: &TrainingSet,
    learned: &Learned,
    learned_term: &LearnedTerm,
) -> Option<TermDescription> {
    let feature = &set.table.features[learned_term.feature];
    let design = &learned.design;
    let column = design.columns.iter().position(|c| c.feature == feature.name)?;
    let term = learned_term.term(column, &design.columns[column]);
    let place = design.terms.iter().position(|known| known.term == term)?;
    let weight = learned.fitted.coefficients.weights[place];
    let log_odds = for_display(weight / design.terms[place].scale);
    let at = if feature.unit.is_integer() {
        learned_term.at.ceil()
    } else {
        for_display(learned_term.at)
    };
    let sentence = format!("{}, {}", feature.definition, effect(learned_term.kind, at, log_odds));
    Some(TermDescription {
        feature: feature.name.clone(),
        kind: learned_term.kind,
        at: for_display(learned_term.at),
        log_odds,
        sentence,
    })
}

fn effect(kind: LearnedKind, at: f64, log_odds: f64) -> String {
    let factor = ratio(log_odds.abs().exp());
    match (kind, log_odds > 0.0) {
        (LearnedKind::Step, true) => format!("{at} or more: the risk rises, odds times {factor}"),
        (LearnedKind::Step, false) => {
            format!("{at} or more: the risk falls, odds divided by {factor}")
        }
        (LearnedKind::Hinge, true) => {
            format!("from {at} on: the risk rises faster or falls more slowly than before")
        }
        (LearnedKind::Hinge, false) => {
            format!("from {at} on: the risk rises more slowly or falls faster than before")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_is_described_by_its_knot_and_direction() {
        let text = |kind, log_odds| effect(kind, 4.0, log_odds);
        assert_eq!(
            text(LearnedKind::Step, -0.5),
            "4 or more: the risk falls, odds divided by 1.65"
        );
        assert_eq!(text(LearnedKind::Step, 0.5), "4 or more: the risk rises, odds times 1.65");
        assert!(text(LearnedKind::Hinge, 0.1).starts_with("from 4 on: the risk rises faster"));
        assert!(
            text(LearnedKind::Hinge, -0.1).starts_with("from 4 on: the risk rises more slowly")
        );
    }
}
