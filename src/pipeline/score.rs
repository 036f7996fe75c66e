//! A scoring: history and model → scores of every customer, published whole.

use super::train::YEARLY_DISCOUNT_RATE;
use super::{Loaded, Machine, Sources, Watcher, load};
use crate::config::Settings;
use crate::error::{Failure, Kind};
use crate::features::{
    CustomerView, Family, FeatureSet, Scratch, SelectError, ViewScratch, families,
};
use crate::history::{CustomerHistory, CustomerIds, History, HistoryError, SortedPartition};
use crate::ingest::{Quality, mix};
use crate::labels::OutcomeRule;
use crate::model::{Artifact, ModelContent, ScoreBlock, Scorer};
use crate::score::{
    Facts, Judgement, PartitionScores, ReasonBook, RunError, ScoreRun, ScoreRuns, ScoreSettings,
    Scores, Standing, WrittenPart, write_parts,
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
    /// The history could not be revisited.
    #[error(transparent)]
    History(#[from] HistoryError),
    /// Rows could not be kept.
    #[error(transparent)]
    Runs(#[from] RunError),
}

impl Failure for ScoringError {
    fn kind(&self) -> Kind {
        match self {
            ScoringError::UnexplainedScore(_) => Kind::Failed,
            ScoringError::History(error) => error.kind(),
            ScoringError::Runs(error) => error.kind(),
        }
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
    // By now the history gives its memory back as it is visited: a quarter is to spare.
    let runs = ScoreRuns::new(machine.memory_limit_bytes / 4, &machine.spill_dir);
    let (runs, digest) = pass.run(&mut history, runs, watcher)?;
    let quality = *history.quality();
    drop(history);
    let run_id = format!("{:016x}", digest ^ mix(as_of.micros() as u64));
    let run = ScoreRun {
        as_of,
        zone: settings.data.zone.clone(),
        lookback_days: artifact.content.rule.lookback_days,
        model_version: artifact.version.clone(),
        run_id: run_id.clone(),
        base_log_odds: pass.scorer.base_log_odds(),
        settings: settings.scores,
    };
    let mut scores = Scores::new(run, pass.book, runs);
    let manifest = Manifest {
        run_id: run_id.clone(),
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
        as_of: as_of.to_string(),
        model_version: Some(artifact.version.clone()),
        input_fingerprint: sources.fingerprint(),
        configuration: serde_json::to_value(&settings.given)?,
        ..Manifest::default()
    };
    publish(&mut scores, staging, manifest, watcher)?;
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

/// A partition's customers with their scores.
struct Scored {
    rows: PartitionScores,
    digest: u64,
    /// The largest |base + contributions − log-odds|: 0 but for rounding.
    largest_sum_error: f64,
}

impl Scored {
    fn new(like: &CustomerIds) -> Self {
        Self { rows: PartitionScores::new(like), digest: 0, largest_sum_error: 0.0 }
    }
}

/// Customers until a block of the eligible among them is full.
struct Waiting<'a> {
    block: ScoreBlock,
    customers: Vec<(CustomerHistory<'a>, Facts, Standing)>,
}

impl Waiting<'_> {
    fn new(set: &FeatureSet) -> Self {
        Self { block: ScoreBlock::new(set.features().len()), customers: Vec::new() }
    }
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
        mut runs: ScoreRuns,
        watcher: &dyn Watcher,
    ) -> Result<(ScoreRuns, u64), ScoringError> {
        let work = watcher.begin("scoring", "partitions", history.n_partitions());
        let mut digest = 0;
        let zone = history.zone().clone();
        history.visit_last(
            &|partitions| work.advance(partitions),
            |partition| self.score_partition(partition, &zone),
            |scored| -> Result<(), ScoringError> {
                if scored.largest_sum_error > SUM_TOLERANCE {
                    return Err(ScoringError::UnexplainedScore(scored.largest_sum_error));
                }
                digest = scored.digest.wrapping_add(digest);
                Ok(runs.add(scored.rows)?)
            },
        )?;
        Ok((runs, digest))
    }

    fn score_partition(&self, partition: &SortedPartition, zone: &Zone) -> Scored {
        let mut scored = Scored::new(&partition.customers);
        let mut waiting = Waiting::new(&self.set);
        let (mut scratch, mut view) = (Scratch::default(), ViewScratch::default());
        let mut values = vec![f64::NAN; self.set.features().len()];
        for customer in partition.iter() {
            let (facts, standing) = if self.may_be_eligible(&customer) {
                let look = |view: &CustomerView<'_>| self.look(view);
                self.set.compute_and(&customer, self.as_of, zone, &mut scratch, &mut values, look)
            } else {
                self.look(&CustomerView::new(&customer, self.as_of, zone, &mut view))
            };
            if standing == Standing::Eligible {
                waiting.block.push(&values);
            }
            waiting.customers.push((customer, facts, standing));
            if waiting.block.is_full() {
                self.settle(&mut waiting, &mut scored);
            }
        }
        self.settle(&mut waiting, &mut scored);
        Scored { rows: scored.rows.sorted(), ..scored }
    }

    /// Whether the customer's features can matter. An order begins no later than its last row: whose
    /// last row lies before the lookback has no order within it.
    fn may_be_eligible(&self, customer: &CustomerHistory<'_>) -> bool {
        let rows = customer.transactions.before(self.as_of.micros());
        let last = (0..rows.len()).rev().find(|&i| !rows.is_return(i));
        self.rule.eligibility(last.map(|i| rows.time_micros[i]), self.as_of).is_ok()
    }

    /// Scores those who wait, and hands them on in their order.
    fn settle(&self, waiting: &mut Waiting<'_>, scored: &mut Scored) {
        let Waiting { block, customers } = waiting;
        self.scorer.explain(block);
        let n_features = self.set.features().len();
        let mut i = 0;
        for (customer, facts, standing) in customers.drain(..) {
            let id = customer.id;
            let mut digest = mix(id.stable_hash());
            let eligible = standing == Standing::Eligible;
            if eligible {
                let score = block.scored(i);
                digest = mix(digest ^ score.log_odds.to_bits());
                let error = block.sum_error(i);
                scored.largest_sum_error = if error.is_nan() { f64::INFINITY } else { error }
                    .max(scored.largest_sum_error);
                let value =
                    |k: usize| self.value_columns[k].map_or(f64::NAN, |j| block.value(i, j));
                let picked = self.book.pick(
                    facts.rhythm.orders,
                    |j| block.contribution(i, j),
                    |j| block.value(i, j),
                );
                let judgement = Judgement {
                    probability: score.probability,
                    log_odds: score.log_odds,
                    predicted_value: value(0),
                    predicted_value_365d: value(1),
                    picked,
                };
                scored.rows.push_scored(id, facts, judgement);
            } else {
                scored.rows.push_unscored(id, facts, standing);
            }
            if self.settings.all_contributions {
                let contribution = |j| if eligible { block.contribution(i, j) } else { f64::NAN };
                scored.rows.keep_contributions((0..n_features).map(contribution));
            }
            // A sum: however many partitions there are, it is the same.
            scored.digest = scored.digest.wrapping_add(digest);
            i += usize::from(eligible);
        }
        block.clear();
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
    scores: &mut Scores,
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
