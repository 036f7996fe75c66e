//! Whether a model answers the question that is asked: its horizon, gap and lookback are those of its
//! training, and a score without them says nothing. Whether it could have been asked then: a model of a later date
//! has learned from what was still to come.

use crate::config::Settings;
use crate::error::{Failure, Kind};
use crate::model::Artifact;
use crate::time::{AsOf, Horizon};

/// A model of another question.
#[derive(Debug, thiserror::Error)]
#[error(
    "model {version} was trained with {option} = {trained}, and {asked} is asked for: train a model of this \
     question under a name of its own (winback train --model NAME), or ask for {trained}"
)]
pub struct QuestionError {
    /// The model.
    version: String,
    /// The option.
    option: &'static str,
    /// Days of the model.
    trained: u32,
    /// Days that are asked for.
    asked: u32,
}

impl Failure for QuestionError {
    fn kind(&self) -> Kind {
        Kind::Usage
    }
}

/// Refuses a model whose days are not those that the settings name. What they leave open is the model's.
pub(super) fn refuse_other_question(
    artifact: &Artifact,
    settings: &Settings,
) -> Result<(), QuestionError> {
    let (rule, outcome) = (&artifact.content.rule, &settings.outcome);
    let named = |key: &str| settings.given.get("outcome", key).is_some();
    let horizon = match outcome.horizon_days {
        Horizon::Days(days) => Some(days),
        Horizon::Auto => None,
    };
    let gap = named("gap_days").then_some(outcome.gap_days);
    let lookback = named("lookback_days").then_some(outcome.lookback_days);
    for (option, trained, asked) in [
        ("outcome.horizon_days", rule.horizon_days, horizon),
        ("outcome.gap_days", rule.gap_days, gap),
        ("outcome.lookback_days", rule.lookback_days, lookback),
    ] {
        if let Some(asked) = asked.filter(|&asked| asked != trained) {
            let version = artifact.version.clone();
            return Err(QuestionError { version, option, trained, asked });
        }
    }
    Ok(())
}

/// Warns where the model is of a date after the one that is scored: it has seen what became of these customers.
pub(super) fn warn_of_hindsight(artifact: &Artifact, as_of: AsOf) {
    let (version, trained) = (&artifact.version, &artifact.content.as_of);
    // Dates as they are written stand in order.
    if *trained > as_of.to_string() {
        tracing::warn!(
            "model {version} was trained as of {trained}, after {as_of}: it has learned from what these customers did \
             since, so that what becomes of these scores says too much good of it"
        );
    }
}
