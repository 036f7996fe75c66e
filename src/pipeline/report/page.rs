//! The page of a night, published: what the history says of loyalty comes in, what was published of that date is
//! read, and `report` lays it out. The page that lists all nights is made of what each of them left.

use crate::audience::measure::Measurement;
use crate::config::Settings;
use crate::ingest::Quality;
use crate::model::Artifact;
use crate::monitor::{Matured, Watch};
use crate::pipeline::measure::learned::measurement;
use crate::pipeline::output::open_output;
use crate::pipeline::published::{Published, PublishedError, configuration};
use crate::pipeline::report::{Base, facts_of};
use crate::pipeline::score::earlier::{matured, model_of};
use crate::pipeline::watch::watch_in;
use crate::pipeline::{Job, ReportFacts, Sources, report_facts};
use crate::report::{Contacts, Locale, Night, PageFacts, Signals, index, page};
use crate::stats::ExpectedShare;
use crate::table::folders::{
    AUDIENCE, MONITOR, NIGHT_FILE, REPORT, REPORT_FILE, SCORES, all_reports, report_index, way,
};
use crate::table::{AtomicFile, DateStaging, Manifest, PublishedFile};
use crate::time::AsOf;
use serde::Serialize;
use std::path::{Path, PathBuf};
use tracing::warn;
use xxhash_rust::xxh3::xxh3_64;

/// What was published.
#[derive(Debug, Clone, Serialize)]
pub struct PagePublished {
    /// The folder.
    pub folder: PathBuf,
    /// The page.
    pub page: PathBuf,
    /// The page that lists all nights.
    pub index: PathBuf,
    /// Size of the page.
    pub bytes: usize,
    /// Currency of its amounts.
    #[serde(skip)]
    pub currency: Option<String>,
}

/// What was published of a date, as the page needs it.
#[derive(Debug, Default)]
struct Found {
    run_id: Option<String>,
    expected_churn_rate: Option<ExpectedShare>,
    audience_run_id: Option<String>,
    model: Option<Artifact>,
    signals: Option<Signals>,
    contacts: Option<Contacts>,
    matured: Option<Matured>,
    watch: Option<Watch>,
    campaigns: Option<Measurement>,
}

/// What a report says, and the page that says it to people.
#[derive(Debug, Serialize)]
pub struct Report {
    /// What it says.
    #[serde(flatten)]
    pub facts: ReportFacts,
    /// Where the page lies.
    pub page: PagePublished,
}

/// Measures the customer base as of the settings' date and publishes the page of that night.
pub fn make_report(sources: &Sources, job: &Job<'_>, with_contacts: bool) -> crate::Result<Report> {
    let opened = open_output(job)?;
    let job = &job.with(&opened.settings);
    let settings = job.settings;
    let facts = report_facts(sources, job)?;
    let (output, stores) = (&settings.output.output, &settings.data.stores);
    let mut staging = DateStaging::begin(output, facts.loyalty.as_of, stores)?;
    let page = prepare_page(settings, &facts, with_contacts, &mut staging)?;
    sources.refuse_moved()?;
    staging.publish()?;
    list_nights(settings, &page)?;
    Ok(Report { facts, page })
}

/// The page of a night: of the base, and of the scores and the list in `staging`.
pub(in crate::pipeline) fn page_of_night(
    settings: &Settings,
    base: Base,
    quality: Quality,
    scores: &Published,
    staging: &mut DateStaging,
) -> crate::Result<PagePublished> {
    let list = staging.complete(AUDIENCE);
    let facts = facts_of(base, quality, Some(scores), &list, settings)?;
    prepare_page(settings, &facts, false, staging)
}

/// Makes the page of `facts` from the results of their date, as a part of `staging`. Addresses and numbers of
/// customers stand on it `with_contacts` alone.
fn prepare_page(
    settings: &Settings,
    facts: &ReportFacts,
    with_contacts: bool,
    staging: &mut DateStaging,
) -> crate::Result<PagePublished> {
    let as_of = facts.loyalty.as_of;
    let found = find(settings, as_of, with_contacts, staging)?;
    let currency = settings.report.currency.clone().or_else(|| facts.loyalty.currency.clone());
    let locale = Locale::new(settings.report.locale, currency.clone());
    let rule = found.model.as_ref().map(|model| model.content.rule);
    let horizon_days = facts.loyalty.cost_of_churn.horizon_days;
    let shown = PageFacts {
        as_of,
        horizon_days: rule.map_or(horizon_days, |rule| rule.horizon_days),
        lookback_days: rule.map_or(settings.outcome.lookback_days, |rule| rule.lookback_days),
        run_id: found.run_id.as_deref(),
        locale: &locale,
        loyalty: &facts.loyalty,
        expected_churn_rate: found.expected_churn_rate,
        standing: facts.standing.as_ref(),
        changes: facts.changes.as_ref(),
        signals: found.signals.as_ref(),
        contacts: found.contacts.as_ref(),
        model: found.model.as_ref(),
        matured: found.matured.as_ref(),
        watch: found.watch.as_ref(),
        campaigns: found.campaigns.as_ref(),
        quality: &facts.quality,
    };
    let text = page(&shown);
    let night = serde_json::to_vec_pretty(&Night::of(&shown)).map_err(PublishedError::Settings)?;
    let folder = staging.place(REPORT);
    let staged = staging.part(REPORT)?;
    for (name, content) in [(REPORT_FILE, text.as_bytes()), (NIGHT_FILE, &night)] {
        AtomicFile::write_private(&staged.join(name), content)?;
    }
    let input: Vec<&str> =
        [&found.run_id, &found.audience_run_id].into_iter().flatten().map(String::as_str).collect();
    let manifest = Manifest {
        run_id: format!("{:016x}", xxh3_64(text.as_bytes())),
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
        as_of: as_of.to_string(),
        model_version: found.model.as_ref().map(|model| model.version.clone()),
        input_fingerprint: input.join("-"),
        files: [REPORT_FILE, NIGHT_FILE].map(|name| PublishedFile::new(name, None)).to_vec(),
        configuration: configuration(settings)?,
        ..Manifest::default()
    };
    staging.seal(REPORT, manifest)?;
    Ok(PagePublished {
        page: folder.join(REPORT_FILE),
        folder,
        index: settings.data.stores.shown(&report_index(&settings.output.output)),
        bytes: text.len(),
        currency,
    })
}

fn find(
    settings: &Settings,
    as_of: AsOf,
    with_contacts: bool,
    staging: &DateStaging,
) -> crate::Result<Found> {
    let [scores_at, list_at] = [SCORES, AUDIENCE].map(|part| staging.complete(part));
    let measured = settings.report.measured.as_ref().or(settings.audience.learned_from.as_ref());
    let campaigns = measured.map(|path| measurement(path)).transpose()?;
    let mut found = Found { campaigns, ..Found::default() };
    let stores = &settings.data.stores;
    let found_at = |folder: &Path| Published::find(folder, stores);
    let Some(scores) = found_at(&scores_at)? else { return Ok(found) };
    let parts = scores.files();
    // A list may be opened and saved again: it need not be whole to the byte.
    let list = found_at(&list_at)?;
    let way = way(&staging.place(REPORT), &staging.found_at(AUDIENCE));
    let read_list =
        |list: &Published| Contacts::read(&list.folder, &way, as_of.date(), with_contacts);
    let (signals, contacts) = rayon::join(
        || scores.is_whole().then(|| Signals::read(&parts)).transpose(),
        || list.as_ref().map(read_list).transpose(),
    );
    let Some(signals) = signals? else { return Ok(found) };
    (found.signals, found.contacts) = (Some(signals), contacts?);
    found.audience_run_id = list.map(|list| list.manifest.run_id);
    found.model = model_of(settings, &scores.manifest);
    if let Some(model) = &found.model {
        found.matured = matured(settings, as_of, model, &parts)?;
    }
    found.watch =
        watch_in(&staging.complete(MONITOR), stores)?.filter(|watch| watch.is_of(&scores.manifest));
    found.expected_churn_rate = scores.manifest.expected_churn_rate;
    found.run_id = Some(scores.manifest.run_id);
    Ok(found)
}

/// Lists the nights that have left their numbers, `page` among them, once it is published.
pub(in crate::pipeline) fn list_nights(
    settings: &Settings,
    page: &PagePublished,
) -> crate::Result<()> {
    let (output, stores) = (&settings.output.output, &settings.data.stores);
    let locale = Locale::new(settings.report.locale, page.currency.clone());
    let nights = nights(settings)?;
    let path = report_index(output);
    let text = index(&nights, &locale);
    AtomicFile::write_private(&path, text.as_bytes())?;
    Ok(stores.send(&path)?)
}

/// The nights that have left their numbers, each with the way to its page from the list of all.
fn nights(settings: &Settings) -> crate::Result<Vec<(Night, String)>> {
    let (output, stores) = (&settings.output.output, &settings.data.stores);
    let folders = all_reports(output);
    stores.bring(&folders, Some(NIGHT_FILE))?;
    let path = report_index(output);
    let page_from_index = |folder: &Path| {
        let index = stores.shown(&path);
        way(index.parent().unwrap_or(&index), &stores.shown(folder).join(REPORT_FILE))
    };
    let mut nights = Vec::new();
    for folder in folders {
        let path = folder.join(NIGHT_FILE);
        let Ok(bytes) = std::fs::read(&path) else { continue };
        match serde_json::from_slice(&bytes) {
            Ok(night) => nights.push((night, page_from_index(&folder))),
            // What befell an old night is no reason to be without tonight's.
            Err(reason) => warn!(
                "{} is damaged ({reason}): its night is not listed; remove its folder and make the page again",
                path.display()
            ),
        }
    }
    Ok(nights)
}
