//! A scoring: history and model → scores of every customer, published whole.

pub(super) mod earlier;
pub(super) mod pass;

use crate::config::Settings;
use crate::features::{Family, Feature, FeatureSet, SelectError, Topic, families};
use crate::ingest::{Columns, Meeting, Quality, Refusals, mix};
use crate::loyalty::LoyaltyPass;
use crate::model::{Artifact, ModelContent, Scorer};
use crate::monitor::{Bins, DriftTally};
use crate::pipeline::cluster::{cluster_of, score_in_cluster};
use crate::pipeline::load::refuse_ended;
use crate::pipeline::output::open_output;
use crate::pipeline::published::{Published, configuration};
use crate::pipeline::question::{refuse_other_question, warn_of_hindsight};
use crate::pipeline::refusals::{Gathered, gather_refusals};
use crate::pipeline::report::{measured_columns, plan};
use crate::pipeline::score::pass::{Pass, Passed};
use crate::pipeline::train::YEARLY_DISCOUNT_RATE;
use crate::pipeline::warnings::warn_of;
use crate::pipeline::{Job, Loaded, Machine, Needs, Sources, Watcher, load};
use crate::score::{
    FACTS, IneligibleCount, ReasonBook, ScoreRun, ScoreRuns, Scores, WrittenPart, write_parts,
};
use crate::stats::ExpectedShare;
use crate::table::folders::SCORES;
use crate::table::{DateStaging, InputFacts, Manifest, PublishedFile};
use crate::time::AsOf;
use crate::value::{
    EXPECTED_ORDER_VALUE, EXPECTED_SPEND, PREDICTED_VALUE_365D, ValueFamily, ValueFamilyTerms,
};
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// What was published.
#[derive(Debug, Clone, serde::Serialize)]
pub struct ScoresPublished {
    /// The folder.
    pub folder: PathBuf,
    /// The date everything is seen from.
    pub as_of: AsOf,
    /// The model.
    pub model_version: String,
    /// Days without a purchase that count as leaving.
    pub horizon_days: u32,
    /// Identifies the scores: equal for equal results.
    pub run_id: String,
    /// Customers in the file.
    pub customers: usize,
    /// Customers with a score.
    pub eligible: usize,
    /// The share of these that is expected to leave; None where there is none.
    pub expected_churn_rate: Option<ExpectedShare>,
    /// Customers without one, by reason.
    pub ineligible: Vec<IneligibleCount>,
    /// Transaction rows by what became of them.
    pub quality: Quality,
}

/// Features that scores need beside the model's own: what a customer is worth.
const VALUE_FEATURES: [&str; 3] =
    [EXPECTED_SPEND.name(), PREDICTED_VALUE_365D.name(), EXPECTED_ORDER_VALUE.name()];

/// Rows of transactions from which on one customer in two is counted for drift, then one in three and so on: shares
/// of some ten thousand customers are as good as those of all.
const COUNTED_ROWS: u64 = 500_000;

/// Scores every customer with `artifact` and publishes `<output>/scores/as_of=D/`.
pub fn score_customers(
    sources: &Sources,
    job: &Job<'_>,
    artifact: &Artifact,
) -> crate::Result<ScoresPublished> {
    refuse_other_question(artifact, job.settings)?;
    let output = open_output(job)?;
    let job = &job.with(&output.settings);
    let Gathered { found, inputs, .. } = gather_refusals(sources, job.settings)?;
    let known = Known { refusals: found.refusals, inputs, is_night: false, later_buyers: false };
    let scored = score_and_note(sources, job, artifact, known)?;
    sources.refuse_moved()?;
    scored.staging.publish()?;
    Ok(scored.published)
}

/// What is known before the history is read, and what is to be noted while it is.
pub(in crate::pipeline) struct Known {
    /// Who has said no among the events.
    pub refusals: Refusals,
    /// The inputs in numbers.
    pub inputs: InputFacts,
    /// Whether to count everyone for the loyalty measures of the night.
    pub is_night: bool,
    /// Whether to note who has a purchase at or after `as_of`.
    pub later_buyers: bool,
}

/// A scoring, with what the night goes on from.
pub(in crate::pipeline) struct Scored {
    /// What is to be published.
    pub published: ScoresPublished,
    /// Where it waits for that.
    pub staging: DateStaging,
    /// The scores as they stand there.
    pub scores: Published,
    /// Their customers in the bins of the model's baseline.
    pub tally: DriftTally,
    /// The date everything is seen from.
    pub as_of: AsOf,
    /// Everyone counted for the loyalty measures on the way; none where a cluster read the rows.
    pub loyalty: Option<LoyaltyPass>,
    /// Customers with a purchase at or after `as_of`, if they were to be noted.
    pub later_buyers: HashSet<String>,
}

/// [`score_customers`] with what is known already.
pub(in crate::pipeline) fn score_and_note(
    sources: &Sources,
    job: &Job<'_>,
    artifact: &Artifact,
    known: Known,
) -> crate::Result<Scored> {
    let Job { settings, machine, watcher } = *job;
    if let Some(spark) = cluster_of(settings) {
        return score_in_cluster(spark, sources, job, artifact, known);
    }
    let beside = beside_scores(settings, sources, &artifact.content)?;
    let columns = model_features(settings, &artifact.content, None, sources, &beside)?.needs();
    // What a customer bought last and what went wrong since is said whatever the model looks at.
    let Columns { category, events, .. } = sources.available();
    let said = Columns { category, events, ..Columns::default() };
    let measured = if known.is_night { measured_columns(sources) } else { Columns::default() };
    let needs = Needs::columns(columns).and_beside(said.union(measured));
    let needs = if known.later_buyers { needs.and_later_buyers() } else { needs };
    let Loaded { mut history, as_of } = load(sources, job, needs)?;
    refuse_ended(&history, as_of, artifact.content.rule.lookback_days)?;
    let later_buyers = history.take_later_buyers();
    let Known { refusals, inputs, is_night, .. } = known;
    let used = history.quality().used;
    let begun = begin(sources, settings, artifact, refusals, as_of, used)?;
    let rule = artifact.content.rule;
    let mut loyalty = LoyaltyPass::begin(&history, plan(settings, &history, as_of, rule)?);
    let counting = is_night.then_some(&mut loyalty);
    let passed = begun.pass.run(&mut history, runs(machine), counting, watcher)?;
    let quality = *history.quality();
    let category_names = history.category_names().to_vec();
    drop(history);
    let read = Read { quality, category_names, inputs, loyalty: Some(loyalty), later_buyers };
    finish(sources, job, artifact, begun, passed, read)
}

/// A scoring that has begun: what scores a customer, and where scores will lie.
pub(in crate::pipeline) struct Begun {
    pub pass: Pass,
    staging: DateStaging,
    part: PathBuf,
}

/// What the history told beside its customers.
pub(in crate::pipeline) struct Read {
    pub quality: Quality,
    /// By code.
    pub category_names: Vec<String>,
    pub inputs: InputFacts,
    pub loyalty: Option<LoyaltyPass>,
    pub later_buyers: HashSet<String>,
}

/// Rows of scores between the two phases. By now the history gives its memory back as it is visited: a quarter is
/// to spare.
pub(in crate::pipeline) fn runs(machine: &Machine) -> ScoreRuns {
    ScoreRuns::new(machine.memory_limit_bytes / 4, &machine.spill_dir)
}

/// Prepares a scoring as of a date; `used_rows` are the rows of transactions before it.
pub(in crate::pipeline) fn begin(
    sources: &Sources,
    settings: &Settings,
    artifact: &Artifact,
    refusals: Refusals,
    as_of: AsOf,
    used_rows: u64,
) -> crate::Result<Begun> {
    warn_of_hindsight(artifact, as_of);
    let beside = beside_scores(settings, sources, &artifact.content)?;
    let set = model_features(settings, &artifact.content, Some(as_of), sources, &beside)?;
    let (output, stores) = (&settings.output.output, &settings.data.stores);
    let mut staging = DateStaging::begin(output, as_of, stores)?;
    let part = staging.part(SCORES)?;
    let scorer = Scorer::new(artifact, set.features())?;
    let pass = Pass {
        book: ReasonBook::new(set.features(), scorer.typical(set.features().len())),
        scorer,
        value_columns: VALUE_FEATURES
            .map(|name| set.features().iter().position(|f| f.name == name)),
        set,
        rule: artifact.content.rule,
        settings: settings.scores,
        as_of,
        refusals,
        bins: Bins::of(&artifact.content.baseline),
        counted_one_in: (used_rows / COUNTED_ROWS).max(1),
    };
    Ok(Begun { pass, staging, part })
}

/// What depends on all customers, and the files.
pub(in crate::pipeline) fn finish(
    sources: &Sources,
    job: &Job<'_>,
    artifact: &Artifact,
    begun: Begun,
    passed: Passed,
    read: Read,
) -> crate::Result<Scored> {
    let Job { settings, watcher, .. } = *job;
    let Begun { pass, mut staging, part } = begun;
    let Passed { runs, digest, tally, met, .. } = passed;
    let Read { quality, category_names, inputs, loyalty, later_buyers } = read;
    if let Some(events) = &sources.events {
        warn_of(&[met.finding(events, Meeting::default())]);
    }
    let (as_of, rule) = (pass.as_of, artifact.content.rule);
    let run_id = format!("{:016x}", digest ^ mix(as_of.micros() as u64));
    let run = ScoreRun {
        as_of,
        horizon_days: rule.horizon_days,
        lookback_days: rule.lookback_days,
        model_version: artifact.version.clone(),
        run_id: run_id.clone(),
        base_log_odds: pass.scorer.base_log_odds(),
        has_amounts: sources.available().amount,
        category_names,
        settings: settings.scores,
    };
    let mut scores = Scores::new(run, pass.book, runs);
    let level_sd = artifact.content.evidence.level_shift.sd;
    let expected_churn_rate = scores.expected_churn_rate(level_sd);
    let manifest = Manifest {
        run_id: run_id.clone(),
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
        as_of: as_of.to_string(),
        model_version: Some(artifact.version.clone()),
        expected_churn_rate,
        input_fingerprint: sources.identity(settings)?,
        inputs,
        configuration: configuration(settings)?,
        ..Manifest::default()
    };
    let files = write(&mut scores, &part, watcher)?;
    let manifest = staging.seal(SCORES, Manifest { files, ..manifest })?;
    let published = ScoresPublished {
        folder: staging.place(SCORES),
        as_of,
        model_version: artifact.version.clone(),
        horizon_days: rule.horizon_days,
        run_id,
        customers: scores.len(),
        eligible: scores.eligible(),
        expected_churn_rate,
        ineligible: scores.ineligible(),
        quality,
    };
    let scores = Published { folder: part, shown: published.folder.clone(), manifest };
    Ok(Scored { published, staging, scores, tally, as_of, loyalty, later_buyers })
}

/// Features that scores need beside the model's own: what a customer is worth, where something tells of money,
/// and the facts that reasons state, of topics that the model weighs.
pub(in crate::pipeline) fn beside_scores(
    settings: &Settings,
    sources: &Sources,
    content: &ModelContent,
) -> Result<Vec<&'static str>, SelectError> {
    let available = sources.available();
    let weighed = model_features(settings, content, None, sources, &[])?;
    let weighs = |topic: Topic| weighed.features().iter().any(|feature| feature.topic == topic);
    let catalogue = families(&settings.columns.channels);
    let catalogue: Vec<Feature> = catalogue.iter().flat_map(|family| family.features()).collect();
    let there = |name: &str| {
        catalogue.iter().any(|feature| feature.name == name && feature.needs.within(available))
    };
    let facts = FACTS.iter().filter(|(name, topic)| weighs(*topic) && there(name));
    let values = if available.amount { &VALUE_FEATURES[..] } else { &[] };
    Ok(values.iter().copied().chain(facts.map(|(name, _)| *name)).collect())
}

/// The features that `content` uses, in its order, then those of `beside` that are not among them.
/// Without `as_of` they can be asked for their needs, not computed.
pub(in crate::pipeline) fn model_features(
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
    let terms = ValueFamilyTerms::of(&content.rule, YEARLY_DISCOUNT_RATE);
    let mut families: Vec<Box<dyn Family>> = families(&settings.columns.channels);
    families.push(Box::new(ValueFamily::new(models.into_iter().collect(), terms)));
    FeatureSet::select(families, sources.available(), Some(&names))
}

fn write(
    scores: &mut Scores,
    folder: &Path,
    watcher: &dyn Watcher,
) -> crate::Result<Vec<PublishedFile>> {
    let work = watcher.begin("writing scores", "customers", scores.len() as u64);
    let parts = write_parts(scores, folder, &|customers| work.advance(customers))?;
    let file = |part: WrittenPart| PublishedFile::new(part.file_name, Some(part.rows as u64));
    Ok(parts.into_iter().map(file).collect())
}
