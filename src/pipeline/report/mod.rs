//! What the morning's report is made from, as values: loyalty measures, where customers stand, what changed.
//!
//! The history is read for it, and published scores and lists of the output folder where there are any. How a
//! report looks is not known here.

pub(super) mod page;

use crate::audience::CUSTOMER_ID;
use crate::audience::export::armed;
use crate::config::Settings;
use crate::history::History;
use crate::ingest::{Columns, Quality};
use crate::labels::OutcomeRule;
use crate::loyalty::{
    Changes, List, Loyalty, LoyaltyPass, Plan, PlanSettings, ScoreRows, ScoredValue, Standing,
    StandingTally, changes,
};
use crate::model::Artifact;
use crate::pipeline::cluster::{Sampled, cluster_of, sampled};
use crate::pipeline::model_file::models_of;
use crate::pipeline::published::Published;
use crate::pipeline::score::model_features;
use crate::pipeline::train::{model_name, outcome_rule};
use crate::pipeline::{Job, Loaded, Needs, Sources, load, load_model};
use crate::score::file::ScoreFileError;
use crate::table::folders::{
    CALL_FILE, LIST_FILE, audience_folder, dates_of_scores, scores_folder,
};
use crate::table::{CsvFile, Stores};
use crate::time::AsOf;
use serde::Serialize;
use std::path::Path;

/// Everything that a report says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReportFacts {
    /// The loyalty measures.
    pub loyalty: Loyalty,
    /// Where customers stand; none without scores of that date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standing: Option<Standing>,
    /// What changed since the previous published scores; none without two dates of scores.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changes: Option<Changes>,
    /// Transaction rows by what became of them.
    pub quality: Quality,
}

/// Measures the customer base as of the settings' date.
pub fn report_facts(sources: &Sources, job: &Job<'_>) -> crate::Result<ReportFacts> {
    let settings = job.settings;
    let needs = Needs::columns(measured_columns(sources));
    let (output, stores) = (&settings.output.output, &settings.data.stores);
    let rule = |history: &History, as_of: AsOf| {
        let scores = find_scores(&scores_folder(output, as_of), stores)?;
        match scores.and_then(|scores| rule_of(&scores, settings)) {
            Some(rule) => Ok(rule),
            None => outcome_rule(settings, history, as_of),
        }
    };
    let (counted, quality) = count(sources, job, needs, &rule)?;
    let as_of = counted.plan().as_of;
    let scores = find_scores(&scores_folder(output, as_of), stores)?;
    let list = audience_folder(output, as_of);
    let base = Base::of(counted, scores.as_ref())?;
    facts_of(base, quality, scores.as_ref(), &list, settings)
}

/// Everyone of a night counted that has scored without reading the rows here.
pub(in crate::pipeline) fn count_for_night(
    sources: &Sources,
    job: &Job<'_>,
    artifact: &Artifact,
    as_of: AsOf,
) -> crate::Result<LoyaltyPass> {
    let settings = job.settings;
    let data = settings.data.clone().seen_from(as_of);
    let settings = &Settings { data, ..settings.clone() };
    // Events that are not fit end a night whose model looks at them.
    let looked_at = model_features(settings, &artifact.content, None, sources, &[])?.needs();
    let needs = Needs::columns(looked_at).and_beside(measured_columns(sources));
    let rule = |_: &History, _: AsOf| Ok(artifact.content.rule);
    count(sources, &job.with(settings), needs, &rule).map(|(counted, _)| counted)
}

/// Counts everyone in a pass of its own, and the rows by what becomes of them. With a cluster those customers are counted
/// whose rows it hands over.
fn count(
    sources: &Sources,
    job: &Job<'_>,
    needs: Needs,
    rule: &dyn Fn(&History, AsOf) -> crate::Result<OutcomeRule>,
) -> crate::Result<(LoyaltyPass, Quality)> {
    let Job { settings, watcher, .. } = *job;
    if let Some(spark) = cluster_of(settings) {
        let handed = sampled(spark, sources, job)?;
        let Sampled { sources, settings, share, quality, .. } = &handed;
        let (counted, _) = count(sources, &job.with(settings), needs, rule)?;
        return Ok((counted.of_a_share(*share), *quality));
    }
    let Loaded { history, as_of } = load(sources, job, needs)?;
    let plan = plan(settings, &history, as_of, rule(&history, as_of)?)?;
    let work = watcher.begin("measuring", "partitions", history.n_partitions());
    let counted = LoyaltyPass::over(&history, &plan, &|done| work.advance(done))
        .map_err(crate::pipeline::LoadError::from)?;
    Ok((counted, *history.quality()))
}

/// The columns that measures need: what tells one line of an order from another changes none of them.
pub(in crate::pipeline) fn measured_columns(sources: &Sources) -> Columns {
    Columns { product: false, quantity: false, ..sources.available() }
}

/// What a report says of the base alone, whoever is on a list.
pub(in crate::pipeline) struct Base {
    as_of: AsOf,
    loyalty: Loyalty,
    standing: Option<Standing>,
}

impl Base {
    /// What everyone counted says, and their scores of the same date.
    pub(in crate::pipeline) fn of(
        counted: LoyaltyPass,
        scores: Option<&Published>,
    ) -> Result<Self, ScoreFileError> {
        let as_of = counted.plan().as_of;
        let standing = scores.map(standing).transpose()?;
        let loyalty = counted.measures(standing.as_ref().map(|(value, _)| value));
        Ok(Self { as_of, loyalty, standing: standing.map(|(_, standing)| standing) })
    }
}

/// What the base says, beside the scores and the list of the same date.
pub(in crate::pipeline) fn facts_of(
    base: Base,
    quality: Quality,
    scores: Option<&Published>,
    list: &Path,
    settings: &Settings,
) -> crate::Result<ReportFacts> {
    let Base { as_of, loyalty, standing } = base;
    let changes = match scores {
        Some(scores) => changes_since(settings, scores, list, as_of)?,
        None => None,
    };
    Ok(ReportFacts { loyalty, standing, changes, quality })
}

/// By what the base is measured.
pub(in crate::pipeline) fn plan(
    settings: &Settings,
    history: &History,
    as_of: AsOf,
    rule: OutcomeRule,
) -> Result<Plan, crate::time::TimeError> {
    Plan::new(PlanSettings {
        as_of,
        zone: settings.data.zone.clone(),
        columns: history.columns(),
        channels: settings.columns.channels.clone(),
        period_days: settings.report.period_days,
        rule,
        first_micros: history.span_micros().map_or(as_of.micros(), |(first, _)| first),
        margin_share: settings.audience.margin_share,
        acquisition_cost: settings.report.acquisition_cost,
    })
}

/// The complete scores in a folder.
fn find_scores(folder: &Path, stores: &Stores) -> crate::Result<Option<Published>> {
    Ok(Published::find(folder, stores)?.filter(Published::is_whole))
}

/// The question that the model of these scores answered; none where the model is not kept any more.
fn rule_of(scores: &Published, settings: &Settings) -> Option<OutcomeRule> {
    let version = scores.manifest.model_version.as_deref()?;
    let spec = format!("{}/{version}", model_name(settings));
    let registry = models_of(settings);
    let entry = registry.resolve(&spec).ok()?;
    Some(load_model(&registry, &entry).ok()?.content.rule)
}

fn standing(scores: &Published) -> Result<(ScoredValue, Standing), ScoreFileError> {
    let mut tally = StandingTally::default();
    let mut rows = ScoreRows::open(scores.files())?;
    while let Some((_, row)) = rows.current() {
        tally.add(&row);
        rows.advance()?;
    }
    Ok((tally.value(), tally.said()))
}

/// What changed since the newest complete scores before `as_of`.
fn changes_since(
    settings: &Settings,
    scores: &Published,
    list: &Path,
    as_of: AsOf,
) -> crate::Result<Option<Changes>> {
    let (output, stores) = (&settings.output.output, &settings.data.stores);
    for date in dates_of_scores(output).into_iter().rev().filter(|&date| date < as_of.date()) {
        let previous = AsOf::at(date, &settings.data.zone)?;
        let Some(before) = find_scores(&scores_folder(output, previous), stores)? else { continue };
        let old = match ScoreRows::open(before.files()) {
            // Scores of an earlier version of this program are nothing to compare with.
            Err(ScoreFileError::MissingColumn { .. }) => continue,
            rows => rows?,
        };
        let new = ScoreRows::open(scores.files())?;
        let old_list = list_of(&audience_folder(output, previous), stores)?;
        let (old, new) = ((previous, old, old_list), (as_of, new, list_of(list, stores)?));
        return Ok(changes(old, new)?);
    }
    Ok(None)
}

/// Who is on the list of a published folder, best first; those to be called too.
fn list_of(folder: &Path, stores: &Stores) -> crate::Result<Option<List>> {
    if Published::find(folder, stores)?.is_none() {
        return Ok(None);
    }
    let mut ranked: Vec<(u64, String)> = Vec::new();
    for name in [LIST_FILE, CALL_FILE] {
        let path = folder.join(name);
        if !path.is_file() {
            continue;
        }
        let mut file = CsvFile::open(&path)?;
        let place = |name: &str| file.columns.iter().position(|column| column == name);
        let Some((rank, id)) = place("rank").zip(place(CUSTOMER_ID)) else { return Ok(None) };
        while let Some(row) = file.next_row()? {
            let rank = row.cell(rank).parse().unwrap_or(u64::MAX);
            ranked.push((rank, armed(row.cell(id)).to_owned()));
        }
    }
    ranked.sort_by_key(|(rank, _)| *rank);
    Ok(Some(ranked.into_iter().map(|(_, id)| id).collect()))
}
