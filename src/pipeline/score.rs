//! A scoring: history and model → scores of every customer, published whole.

use super::train::YEARLY_DISCOUNT_RATE;
use super::{Loaded, Machine, Sources, Watcher, load};
use crate::config::Settings;
use crate::error::{Failure, Kind};
use crate::features::{CustomerView, Family, FeatureSet, Scratch, SelectError, families};
use crate::history::{History, HistoryError, SortedPartition};
use crate::ingest::{Quality, mix};
use crate::labels::OutcomeRule;
use crate::model::{Artifact, ModelContent, ScoreScratch, Scorer};
use crate::score::{
    Facts, Judgement, PartitionScores, ReasonBook, ScoreRun, ScoreSettings, Scores, Standing,
    WrittenPart, write_parts,
};
use crate::table::{Manifest, PublishedFile, Staging};
use crate::time::{AsOf, Zone};
use crate::value::{ValueFamily, ValueFamilyTerms};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

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
    /// Transaction rows by what became of them.
    pub quality: Quality,
}

/// Features that scores need beside the model's own: what a customer is worth.
const VALUE_FEATURES: [&str; 2] = ["expected_spend", "predicted_value_365d"];

/// The largest |base + contributions − log-odds| that rounding explains.
const SUM_TOLERANCE: f64 = 1e-9;

/// What ends a scoring.
#[derive(Debug, thiserror::Error)]
pub enum ScoringError {
    /// A fault of this program, found before anything was published.
    #[error(
        "the reasons of a score differ from it by {0:e}: nothing was published; please report it"
    )]
    UnexplainedScore(f64),
}

impl Failure for ScoringError {
    fn kind(&self) -> Kind {
        Kind::Failed
    }
}

/// Scores every customer with `artifact` and publishes `<output>/scores/as_of=D/`.
pub fn score_customers(
    sources: &Sources,
    settings: &Settings,
    machine: &Machine,
    artifact: &Artifact,
    watcher: &dyn Watcher,
) -> anyhow::Result<ScoresPublished> {
    let needs =
        model_features(settings, &artifact.content, None, sources, &VALUE_FEATURES)?.needs();
    let Loaded { mut history, as_of } = load(sources, settings, machine, needs, watcher)?;
    let set = model_features(settings, &artifact.content, Some(as_of), sources, &VALUE_FEATURES)?;
    let folder = settings.output.output.join("scores").join(format!("as_of={as_of}"));
    let staging = Staging::begin(&folder)?;
    let pass = Pass {
        scorer: Scorer::new(artifact, set.features())?,
        book: ReasonBook::new(set.features()),
        value_columns: VALUE_FEATURES
            .map(|name| set.features().iter().position(|f| f.name == name)),
        set,
        rule: artifact.content.rule,
        settings: settings.scores,
        as_of,
    };
    let (partitions, digest) = pass.run(&mut history, watcher)?;
    let quality = *history.quality();
    drop(history);
    let run_id = format!("{:016x}", digest ^ mix(as_of.micros() as u64));
    let run = ScoreRun {
        as_of,
        zone: settings.data.zone.clone(),
        lookback_days: artifact.content.rule.lookback_days,
        model_version: artifact.version.clone(),
        run_id,
        settings: settings.scores,
    };
    let run_id = run.run_id.clone();
    let scores = Scores::new(run, pass.book, partitions);
    if scores.largest_sum_error() > SUM_TOLERANCE {
        return Err(ScoringError::UnexplainedScore(scores.largest_sum_error()).into());
    }
    let manifest = Manifest {
        run_id: run_id.clone(),
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
        as_of: as_of.to_string(),
        model_version: Some(artifact.version.clone()),
        input_fingerprint: sources.fingerprint(),
        configuration: serde_json::to_value(&settings.given)?,
        ..Manifest::default()
    };
    publish(&scores, staging, manifest, watcher)?;
    Ok(ScoresPublished {
        folder,
        as_of: as_of.to_string(),
        model_version: artifact.version.clone(),
        run_id,
        customers: scores.len(),
        eligible: scores.eligible(),
        ineligible: scores.ineligible(),
        quality,
    })
}

/// The features that `content` uses, in its order, then those of `beside` that are not among them.
/// Without `as_of` they can be asked for their needs, not computed.
pub(super) fn model_features(
    settings: &Settings,
    content: &ModelContent,
    as_of: Option<AsOf>,
    sources: &Sources,
    beside: &[&str],
) -> Result<FeatureSet, SelectError> {
    let mut names: Vec<String> =
        content.design.columns.iter().map(|column| column.feature.clone()).collect();
    for name in beside {
        if !names.iter().any(|known| known == name) {
            names.push((*name).to_owned());
        }
    }
    let models = as_of.map(|as_of| (as_of, content.value_models.clone()));
    let terms = ValueFamilyTerms {
        horizon_days: content.rule.gap_days + content.rule.horizon_days,
        yearly_discount_rate: YEARLY_DISCOUNT_RATE,
    };
    let mut families: Vec<Box<dyn Family>> = families(&settings.columns.channels);
    families.push(Box::new(ValueFamily::new(models.into_iter().collect(), terms)));
    FeatureSet::select(families, sources.available(), Some(&names))
}

/// One pass over the customers.
struct Pass {
    set: FeatureSet,
    scorer: Scorer,
    book: ReasonBook,
    /// Where [`VALUE_FEATURES`] stand in the set.
    value_columns: [Option<usize>; 2],
    rule: OutcomeRule,
    settings: ScoreSettings,
    as_of: AsOf,
}

impl Pass {
    /// Scores every customer; also a digest of all results, the same for the same results.
    fn run(
        &self,
        history: &mut History,
        watcher: &dyn Watcher,
    ) -> Result<(Vec<PartitionScores>, u64), HistoryError> {
        let work = watcher.begin("scoring", "partitions", history.n_partitions());
        let (mut scored, mut digest) = (Vec::new(), 0);
        let zone = history.zone().clone();
        history.visit_last(
            &|partitions| work.advance(partitions),
            |partition| self.score_partition(partition, &zone),
            |(part, part_digest)| -> Result<(), HistoryError> {
                digest = mix(digest ^ part_digest);
                scored.push(part);
                Ok(())
            },
        )?;
        Ok((scored, digest))
    }

    fn score_partition(&self, partition: &SortedPartition, zone: &Zone) -> (PartitionScores, u64) {
        let n_features = self.set.features().len();
        let mut scores =
            PartitionScores::new(&partition.customers, self.settings.all_contributions);
        let (mut scratch, mut score_scratch) = (Scratch::default(), ScoreScratch::default());
        let (mut values, mut contributions) = (vec![f64::NAN; n_features], vec![0.0; n_features]);
        let mut digest = 0;
        for customer in partition.iter() {
            let look = |view: &CustomerView<'_>| self.look(view);
            let (facts, standing) =
                self.set.compute_and(&customer, self.as_of, zone, &mut scratch, &mut values, look);
            digest = mix(digest ^ customer.id.stable_hash());
            if standing != Standing::Eligible {
                scores.push_unscored(customer.id, facts, standing, n_features);
                continue;
            }
            let (scored, base) =
                self.scorer.explain(&values, &mut score_scratch, &mut contributions);
            digest = mix(digest ^ scored.log_odds.to_bits());
            let value = |k: usize| self.value_columns[k].map_or(f64::NAN, |at| values[at]);
            let judgement = Judgement {
                probability: scored.probability,
                log_odds: scored.log_odds,
                base_log_odds: base,
                contributions: &contributions,
                predicted_value: value(0),
                predicted_value_365d: value(1),
            };
            scores.push_scored(customer.id, facts, &values, &judgement, &self.book);
        }
        (scores, digest)
    }

    fn look(&self, view: &CustomerView<'_>) -> (Facts, Standing) {
        let facts = Facts::of(view, &self.settings.health);
        let last = view.orders.time_micros.last().copied();
        let standing = match self.rule.eligibility(last, self.as_of) {
            Ok(()) => Standing::Eligible,
            Err(reason) => Standing::of_unscored(reason, view),
        };
        (facts, standing)
    }
}

fn publish(
    scores: &Scores,
    staging: Staging,
    manifest: Manifest,
    watcher: &dyn Watcher,
) -> anyhow::Result<()> {
    let work = watcher.begin("writing scores", "customers", scores.len() as u64);
    let told = AtomicU64::new(0);
    let parts = write_parts(scores, staging.folder(), &|done, _| {
        work.advance(done.saturating_sub(told.swap(done, Ordering::Relaxed)));
    })?;
    let file = |part: WrittenPart| PublishedFile::new(part.file_name, Some(part.rows as u64));
    staging.publish(Manifest { files: parts.into_iter().map(file).collect(), ..manifest })?;
    Ok(())
}
