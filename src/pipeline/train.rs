//! A training: history → snapshots → model → registry.

use super::cluster::{cluster_of, sampled};
use super::load::refuse_ended;
use super::model_file::models_of;
use super::{Job, Loaded, Needs, Sources, load};
use crate::config::Settings;
use crate::history::History;
use crate::labels::{
    AutomaticHorizon, CutoffPlan, DEFAULT_MAX_CUTOFFS, OutcomeRule, plan_cutoffs, rhythm,
};
use crate::model::{
    Artifact, CollectSettings, Collected, JudgedRows, TrainSettings, TrainSummary,
    collect_training_set, model_card, train_and_judge,
};
use crate::registry::{Alias, Decision, ModelEntry, ModelSpec};
use crate::time::{AsOf, Horizon};
use serde::Serialize;
use std::path::PathBuf;

/// A trained and stored model.
#[derive(Debug, Clone, Serialize)]
pub struct ModelTrained {
    /// The name under which it is stored.
    pub name: String,
    /// Where the artifact lies.
    pub path: PathBuf,
    /// Whether it became champion: the first of its name does.
    pub champion: bool,
    /// What was learned, and how good it is.
    #[serde(flatten)]
    pub summary: TrainSummary,
}

/// The model's name without version or alias; "churn" for a model named by path.
pub fn model_name(settings: &Settings) -> String {
    match settings.model.model.parse() {
        Ok(ModelSpec::Named { name, .. }) => name,
        _ => "churn".to_owned(),
    }
}

/// The question as the settings ask it, its horizon read off the data where it is automatic.
pub fn outcome_rule(
    settings: &Settings,
    history: &History,
    as_of: AsOf,
) -> crate::Result<OutcomeRule> {
    let crate::config::OutcomeSettings { horizon_days, gap_days, lookback_days } = settings.outcome;
    let horizon_days = match horizon_days {
        Horizon::Days(days) => days,
        Horizon::Auto => {
            let found = rhythm(history, as_of)?.automatic_horizon(gap_days, lookback_days);
            warn_if_shortened(found);
            found.days
        }
    };
    Ok(OutcomeRule { horizon_days, gap_days, lookback_days })
}

fn warn_if_shortened(AutomaticHorizon { days, wanted_days }: AutomaticHorizon) {
    if days < wanted_days {
        tracing::warn!(
            "horizon: {days} days instead of the {wanted_days} in which nine gaps between orders in ten end, as \
             far as history and --lookback-days can judge; --horizon-days sets it"
        );
    }
}

/// What a training collects from a history that is seen from `as_of`.
pub fn collect_settings(
    settings: &Settings,
    history: &History,
    as_of: AsOf,
) -> crate::Result<(CollectSettings, CutoffPlan)> {
    let rule = outcome_rule(settings, history, as_of)?;
    let first_micros = history.span_micros().map_or(as_of.micros(), |(first, _)| first);
    let plan = plan_cutoffs(&rule, as_of, first_micros, None, DEFAULT_MAX_CUTOFFS, history.zone())?;
    let collect = CollectSettings {
        rule,
        as_of,
        snapshots: plan.snapshots(),
        with_present: true,
        cutoffs: plan.cutoffs.clone(),
        max_rows: settings.model.max_training_rows as usize,
        channels: settings.columns.channels.clone(),
        yearly_discount_rate: YEARLY_DISCOUNT_RATE,
        columns: history.columns(),
        features: settings.model.features.clone(),
    };
    Ok((collect, plan))
}

/// How a model is trained: what may be set of it, and the protocol's own settings.
pub(super) fn train_settings(settings: &Settings) -> TrainSettings {
    TrainSettings { solver: settings.model.solver, ..TrainSettings::default() }
}

/// At which future spend is discounted in predicted values.
pub const YEARLY_DISCOUNT_RATE: f64 = 0.1;

/// Trains on what is known before the settings' as-of date and stores the model.
pub fn train_model(sources: &Sources, job: &Job<'_>) -> crate::Result<ModelTrained> {
    let (artifact, entry) = train_and_store(sources, job)?;
    let champion = entry.aliases.contains(&Alias::Champion);
    let ModelEntry { name, path, .. } = entry;
    Ok(ModelTrained { name, path, champion, summary: artifact.summary() })
}

/// The same; gives what the night goes on with.
pub(super) fn train_and_store(
    sources: &Sources,
    job: &Job<'_>,
) -> crate::Result<(Artifact, ModelEntry)> {
    let settings = job.settings;
    models_of(settings).refuse_unwritable()?;
    let artifact = train_now(sources, job)?;
    let entry = store(&artifact, settings, None)?;
    Ok((artifact, entry))
}

/// Trains and stores nothing. With a cluster: on the customers that it hands over.
pub(super) fn train_now(sources: &Sources, job: &Job<'_>) -> crate::Result<Artifact> {
    let Job { settings, watcher, .. } = *job;
    if let Some(spark) = cluster_of(settings) {
        let sampled = sampled(spark, sources, job)?;
        return train_now(&sampled.sources, &job.with(&sampled.settings));
    }
    let Loaded { history, as_of } = load(sources, job, Needs::columns(sources.available()))?;
    refuse_ended(&history, as_of, settings.outcome.lookback_days)?;
    let work = watcher.begin("training", "steps", 2);
    let collected = collect(&history, settings, as_of)?;
    drop(history);
    sources.refuse_moved()?;
    work.advance(1);
    let Learning { artifact, .. } = learn(&collected, settings)?;
    work.advance(1);
    Ok(artifact)
}

/// Collects what a training as of a date learns from.
pub(super) fn collect(
    history: &History,
    settings: &Settings,
    as_of: AsOf,
) -> crate::Result<Collected> {
    let (collect, _) = collect_settings(settings, history, as_of)?;
    Ok(collect_training_set(history, &collect)?)
}

/// A model, and the rows that it was judged on.
pub(super) struct Learning {
    /// The model.
    pub artifact: Artifact,
    /// None where it could not be judged.
    pub judged: Option<JudgedRows>,
}

/// Learns from what was collected.
pub(super) fn learn(collected: &Collected, settings: &Settings) -> crate::Result<Learning> {
    let Collected { set, value_models } = collected;
    let (artifact, judged) = train_and_judge(set, value_models.clone(), &train_settings(settings))?;
    Ok(Learning { artifact, judged })
}

/// Stores a model; the first of its name becomes champion.
pub(super) fn store(
    artifact: &Artifact,
    settings: &Settings,
    decision: Option<&Decision>,
) -> crate::Result<ModelEntry> {
    let registry = models_of(settings);
    let name = model_name(settings);
    let json = artifact.to_json()?;
    let card = model_card(artifact);
    let at = &artifact.content.as_of;
    registry.store(&name, &artifact.version, json.as_bytes(), &card, decision)?;
    Ok(registry.promote_first(&name, &artifact.version, at)?)
}
