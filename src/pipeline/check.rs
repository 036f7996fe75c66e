//! A check: every input read once, everything found about it. Nothing is gated, trained or written.

use super::cluster::{Whole, cluster_of, handed_for_check};
use super::contact_inputs::{contacts, event_findings, refusals_of, refusals_of_transactions};
use super::lines_below::not_filled;
use super::load::{FUTURE_AFTER_MICROS, LoadError, end_of_data, fixed_as_of, open_readers};
use super::overlaps::about_ids;
use super::refusals::unmet::reach_of_events;
use super::shared_numbers::shared_numbers;
use super::versions::{suggested_versions, versions_unseen};
use super::{Input, Job, Sources, Taken};
use crate::config::{Preset, Settings, Unsure};
use crate::history::{History, HistoryError, HistorySettings};
use crate::ingest::{ReadUntil, TableColumn};
use crate::labels::rhythm;
use crate::monitor::preflight::{
    Finding, Purpose, Read, Severity, of_customers, of_purpose, of_transaction_refusals,
    of_transactions,
};
use crate::time::AsOf;
use crate::words::share_to_tenths;
use serde::Serialize;
use std::path::PathBuf;

/// What a check found.
#[derive(Debug, Serialize)]
pub struct Checked {
    /// The transactions.
    pub input: PathBuf,
    /// How many files they are.
    pub files: usize,
    /// The worst of the findings.
    pub verdict: Severity,
    /// What was taken for what, in every table.
    pub columns: Vec<Taken>,
    /// The findings.
    pub findings: Vec<Finding>,
}

/// Looks at all inputs.
pub fn check_inputs(sources: &Sources, job: &Job<'_>) -> crate::Result<Checked> {
    let settings = job.settings;
    let handed = match cluster_of(settings) {
        Some(spark) => Some(handed_for_check(spark, sources, job)?),
        None => None,
    };
    let rows = handed.as_ref().map_or(sources, |handed| &handed.drawn.sources);
    let mut history = read(rows, job).map_err(LoadError::from)?;
    let whole = handed.as_ref().and_then(|handed| handed.whole.as_ref());
    if let Some(whole) = whole {
        history.told_of_all(whole.quality, whole.reach);
    }
    let mut findings = about_transactions(&history, whole, sources, job)?;
    findings.extend(whole.map(of_a_sample));
    findings.extend(before_rows(sources, settings));
    let mut refusals = refusals_of(sources.events.as_ref(), settings)?;
    findings.extend(event_findings(sources.events.as_ref(), &refusals));
    let said = refusals_of_transactions(&sources.transactions, settings)?;
    findings.extend(of_transaction_refusals(&said));
    let of_events = refusals.clone();
    refusals.refusals.merge(&said.refusals);
    findings.extend(sources.events.iter().flat_map(about_columns));
    let customers = match &sources.customers {
        Some(input) => Some(contacts(input, job, &refusals.refusals)?),
        None => None,
    };
    if let (Some(customers), Some(input)) = (&customers, &sources.customers) {
        findings.extend(of_customers(customers));
        let reach = reach_of_events(&of_events, customers, &input.forms.ids);
        findings.extend(reach.and_then(|reach| reach.finding()));
        findings.extend(about_columns(input));
    }
    findings.extend(about_ids(&history, whole, customers.as_ref(), sources)?);
    let mut columns = sources.transactions.taken();
    columns.extend(sources.events.iter().flat_map(Input::taken));
    columns.extend(sources.customers.iter().flat_map(Input::taken));
    let dataset = &sources.transactions.files.dataset;
    Ok(Checked {
        input: dataset.path.clone(),
        files: dataset.files.len(),
        verdict: findings.iter().map(|f| f.severity).max().unwrap_or(Severity::Ok),
        columns,
        findings,
    })
}

/// Reads transactions and events whole, rows after `as_of` among them.
fn read(sources: &Sources, job: &Job<'_>) -> Result<History, HistoryError> {
    let Job { settings, machine, watcher } = *job;
    let present_micros = machine.now_micros.saturating_add(FUTURE_AFTER_MICROS);
    let until = ReadUntil { as_of_micros: None, present_micros };
    let mut inputs = open_readers(sources, sources.available(), until)?;
    // Whoever stands in the customers table alone has no history.
    inputs.customers = None;
    let engine = HistorySettings {
        row_budget_bytes: machine.memory_limit_bytes / 2,
        spill_dir: machine.spill_dir.clone(),
        zone: settings.data.zone.clone(),
        channels: settings.columns.channels.clone(),
        note_later_buyers: false,
    };
    let work = watcher.begin("checking", "rows", inputs.n_rows());
    History::read(inputs, &engine, &|rows| work.advance(rows))
}

/// What was counted of some customers alone.
fn of_a_sample(whole: &Whole) -> Finding {
    let found = format!(
        "{} of the customers, drawn at random, had their rows looked at; rows, span, customers, gaps, the largest customer and \
         who stands in which table are counted of all by the cluster",
        share_to_tenths(whole.share)
    );
    let remedy = "rows left out by their words and cells that are not understood are counted of those alone; \
                  engine.sample_customers says how many they are";
    Finding { remedy: Some(remedy.to_owned()), ..Finding::ok("sample", found) }
}

fn about_transactions(
    history: &History,
    whole: Option<&Whole>,
    sources: &Sources,
    job: &Job<'_>,
) -> crate::Result<Vec<Finding>> {
    let settings = job.settings;
    let input = &sources.transactions;
    let mut seen = history.inspect().map_err(LoadError::from)?;
    if let Some(whole) = whole {
        (seen.is_whole, seen.heaviest) = (false, whole.heaviest.clone());
    }
    let mut findings = of_transactions(&Read {
        files: &input.files,
        mapping: &input.mapping,
        declined: &input.declined,
        history,
        seen: &seen,
        limits: &settings.quality,
    });
    findings.extend(suggested_versions(sources, history, &seen));
    findings.extend(shared_numbers(sources));
    let Some(reach) = history.reach() else { return Ok(findings) };
    let as_of = match as_of(job, reach.last_micros) {
        Ok(as_of) => as_of,
        Err(error) => {
            findings.push(Finding::fail("as-of", error.to_string(), "choose another --as-of"));
            return Ok(findings);
        }
    };
    let purpose = Purpose {
        as_of,
        horizon: settings.outcome.horizon_days,
        gap_days: settings.outcome.gap_days,
        lookback_days: settings.outcome.lookback_days,
        max_staleness_days: settings.data.max_staleness_days,
        zone: settings.data.zone.clone(),
    };
    let rhythm = match whole.and_then(|whole| whole.rhythm.clone()) {
        Some(rhythm) => rhythm,
        None => rhythm(history, as_of).map_err(LoadError::from)?,
    };
    findings.extend(of_purpose(&rhythm, &reach, &purpose));
    Ok(findings)
}

/// The date asked for; without one the check says what the data would allow at its end.
pub(super) fn as_of(job: &Job<'_>, last_micros: i64) -> Result<AsOf, crate::time::TimeError> {
    let Job { settings, machine, .. } = *job;
    let zone = &settings.data.zone;
    let fixed = match settings.data.as_of() {
        Ok(rule) => fixed_as_of(rule, zone, machine.now_micros)?,
        Err(_) => None,
    };
    fixed.map_or_else(|| end_of_data(last_micros, zone), Ok)
}

/// What is seen before any row is read: columns of the transactions that could be taken for something, files that are not
/// read, and, where a cluster reads the rows, rows that look as if they had versions.
pub(super) fn before_rows(sources: &Sources, settings: &Settings) -> Vec<Finding> {
    let versions = cluster_of(settings).and_then(|_| versions_unseen(sources));
    let unread = [
        unread_beside(&sources.transactions),
        sources.events.as_ref().and_then(unread_beside),
        sources.customers.as_ref().and_then(unread_beside),
    ];
    let unread = unread.into_iter().flatten().chain(not_filled(sources));
    versions.into_iter().chain(about_columns(&sources.transactions)).chain(unread).collect()
}

/// Files beside a table that seem to hold rows and are not read.
fn unread_beside<C: TableColumn>(input: &Input<C>) -> Option<Finding> {
    let unread = &input.files.dataset.unread;
    (!unread.is_empty()).then(|| {
        let found = format!("{} beside it: not read", listed(unread));
        let remedy = "winback import makes Parquet of CSV; a name that begins with _ is that of a job's leftovers: rename the \
                      file if it is data, or move it elsewhere";
        Finding::warn(format!("files of {}", C::SECTION), found, remedy)
    })
}

/// Some names, and how many more there are.
fn listed(names: &[String]) -> String {
    const NAMED: usize = 5;
    let more = names.len().saturating_sub(NAMED);
    let named = names[..names.len().min(NAMED)].join(", ");
    if more > 0 { format!("{named} and {more} more") } else { named }
}

/// What a table's columns could be taken for.
fn about_columns<C: TableColumn>(input: &Input<C>) -> Vec<Finding> {
    input
        .suggested
        .map(other_preset)
        .into_iter()
        .chain(input.unsure.iter().map(open_part))
        .collect()
}

/// A table whose columns are those of a preset that is not set.
fn other_preset<C: TableColumn>(preset: &'static Preset<C>) -> Finding {
    Finding::warn(
        format!("{} have a preset", C::SECTION),
        format!("they are those of {}, which would take other columns", preset.name),
        format!("set it with {}", preset.option()),
    )
}

/// A part that nobody plays although a column may be meant for it: worth a warning where its name is a
/// well-known one.
fn open_part<C: TableColumn>(unsure: &Unsure<C>) -> Finding {
    let candidates = unsure.candidates.join(", ");
    let subject = format!("{} is not mapped", unsure.column.spec().key);
    let remedy = format!("say which with {}", unsure.column.option());
    if unsure.well_known {
        return Finding::warn(subject, format!("it could be {candidates}"), remedy);
    }
    Finding { remedy: Some(remedy), ..Finding::ok(subject, format!("perhaps {candidates}")) }
}
