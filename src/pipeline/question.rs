//! Whether a model answers the question that is asked: its horizon, gap and lookback are those of its
//! training, and a score without them says nothing.

use crate::config::Settings;
use crate::error::{Failure, Kind};
use crate::model::Artifact;
use crate::time::Horizon;

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
