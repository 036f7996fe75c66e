//! A scoring: history and model → scores of every customer, published whole.

use super::{Loaded, Machine, Sources, Watcher, load};
use crate::config::Settings;
use crate::features::{Family, FeatureSet, Scratch, families};
use crate::history::{History, HistoryError, SortedPartition};
use crate::ingest::{Quality, mix};
use crate::labels::OutcomeRule;
use crate::model::{Artifact, ModelContent, ScoreScratch, Scorer};
use crate::score::{
    Facts, Judgement, PartitionScores, ReasonBook, ScoreRun, ScoreSettings, Scores, Standing,
    write_parts,
};
use crate::table::{Manifest, PublishedFile, Staging};
use crate::time::AsOf;
use crate::value::{ValueFamily, ValueFamilyTerms};
use std::path::PathBuf;

/// What was published.
#[derive(Debug, Clone, serde::Serialize)]
pub struct ScoresPublished {
    /// The folder.
    pub folder: PathBuf,
    /// The date everything is seen from.
    pub as_of: String,
    /// The model.
    pub model_version: String,
    /// Identifies the scores: equal for equal results.
    pub run_id: String,
    /// Customers in the file.
    pub customers: usize,
    /// Customers with a score.
    pub eligible: usize,
    /// Customers without one, by reason.
    pub ineligible: Vec<(&'static str, usize)>,
    /// Mean churn probability of those with a score.
    pub expected_churn_rate: f64,
    /// Transaction rows by what became of them.
    pub quality: Quality,
}

/// Features that scores need beside the model's own: what a customer is worth.
const VALUE_FEATURES: [&str; 2] = ["expected_spend", "predicted_value_365d"];

/// Scores every customer with `artifact` and publishes `<output>/scores/as_of=D/`.
pub fn score_customers(
    sources: &Sources,
    settings: &Settings,
    machine: &Machine,
    artifact: &Artifact,
    watcher: &dyn Watcher,
) -> anyhow::Result<ScoresPublished> {
    let content = &artifact.content;
    let keep = model_features(settings, content, AsOf::at(jiff::civil::Date::MIN, &settings.data.zone).ok(), sources)?;
    let loaded = load(sources, settings, machine, keep.needs(), watcher)?;
    let set = model_features(settings, content, Some(loaded.as_of), sources)?;
    let folder = settings.output.output.join("scores").join(format!("as_of={}", loaded.as_of));
    let staging = Staging::begin(&folder)?;
    let book = ReasonBook::new(set.features());
    let (partitions, digest) = score_partitions(&loaded, &set, artifact, &book, settings, watcher)?;
    let run_id = format!("{:016x}", mix(digest ^ mix(loaded.as_of.micros() as u64)));
    let run = ScoreRun {
        as_of: loaded.as_of,
        zone: settings.data.zone.clone(),
        lookback_days: content.rule.lookback_days,
        model_version: artifact.version.clone(),
        run_id: run_id.clone(),
        settings: score_settings(settings),
    };
    let scores = Scores::new(run, book, partitions);
    publish(&scores, staging, sources, settings, &loaded, artifact, &run_id, watcher)?;
    Ok(ScoresPublished {
        folder,
        as_of: loaded.as_of.to_string(),
        model_version: artifact.version.clone(),
        run_id,
        customers: scores.len(),
        eligible: scores.eligible(),
        ineligible: scores.ineligible(),
        expected_churn_rate: scores.mean_probability(),
        quality: *loaded.history.quality(),
    })
}
