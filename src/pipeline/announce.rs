//! Whoever is told of a night: metrics for a collector, lineage for a catalogue, a webhook for people. Nobody who
//! cannot be told ends a night; a warning says so.

use super::load::fixed_as_of;
use super::night::NightError;
use super::watch::WatchError;
use super::{AudiencePublished, Night, ScoresPublished};
use crate::config::Settings;
use crate::error::{Error, Kind};
use crate::monitor::lineage::{Dataset, End, Run};
use crate::monitor::metrics::{self, LastNight, Made};
use crate::monitor::{Endpoint, Watch, notice};
use crate::table::AtomicFile;
use crate::table::folders::{SCORES, dates_of_scores};
use crate::time::AsOf;
use jiff::civil::Date;
use serde_json::Value;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Nobody waits longer for whoever is told: a night is not about them.
const TIMEOUT: Duration = Duration::from_secs(5);

/// Tells others of one night: that it begins, and how it ends.
#[derive(Debug)]
pub struct Announcer<'a> {
    settings: &'a Settings,
    run: Run,
    /// The date of the night, where it is known before the data is read.
    as_of: Option<AsOf>,
}

impl<'a> Announcer<'a> {
    /// Tells that a night begins. `process` tells it from another one of the same instant.
    pub fn begin(settings: &'a Settings, now_micros: i64, process: u32) -> Self {
        let data = &settings.data;
        let named = [data.transactions().ok(), data.events.as_deref(), data.customers.as_deref()];
        let inputs = named.into_iter().flatten().map(str::to_owned).collect();
        let output = settings.output.output.to_path_buf();
        let run = Run::begin(output, inputs, now_micros, process);
        let rule = data.as_of().ok();
        let as_of = rule.and_then(|rule| fixed_as_of(rule, &data.zone, now_micros).ok().flatten());
        *under_way() = Some(UnderWay { settings: settings.clone(), as_of });
        tell(settings.monitor.lineage.as_ref(), "lineage", TIMEOUT, || run.started(now_micros));
        Self { settings, run, as_of }
    }

    /// Tells how it ended, at `now_micros`.
    pub fn end(&self, ended: &Result<Night, Error>, now_micros: i64) {
        *under_way() = None;
        let monitor = &self.settings.monitor;
        let watch = match ended {
            Ok(night) => Some(&night.watch),
            Err(error) => error.downcast_ref::<WatchError>().and_then(WatchError::watch),
        };
        let exit_code = ended.as_ref().map_or_else(|error| error.kind().exit_code(), |_| 0);
        let grade = ended.as_ref().map(|night| format!("{:?}", night.grade)).unwrap_or_default();
        let made = ended.as_ref().ok().map(|night| made(night, &grade));
        if self.settings.monitor.metrics.is_some() {
            let newest = newest_scores(self.settings);
            write_metrics(self.settings, exit_code, now_micros, newest, (made, watch));
        }
        let lineage = || self.run.ended(now_micros, &end_of(ended));
        tell(monitor.lineage.as_ref(), "lineage", TIMEOUT, lineage);
        let told = match ended {
            Ok(night) => notice::of_alerts(&night.watch),
            Err(error) if error.is::<NightError>() => None,
            Err(error) => {
                let code = error.kind().exit_code();
                Some(of_failure(self.as_of, code, &in_words(error), watch))
            }
        };
        if let Some(told) = told {
            tell(monitor.webhook.as_ref(), "webhook", TIMEOUT, || told);
        }
    }
}

/// The night that is under way, for whoever ends the process.
struct UnderWay {
    settings: Settings,
    as_of: Option<AsOf>,
}

static UNDER_WAY: Mutex<Option<UnderWay>> = Mutex::new(None);

fn under_way() -> MutexGuard<'static, Option<UnderWay>> {
    UNDER_WAY.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whoever ends the process waits no longer for those who are told.
const TIMEOUT_AT_THE_END: Duration = Duration::from_secs(2);

/// Leaves in the metrics that the night under way, if one is, was ended from outside, `by` a signal. What it gives
/// tells the webhook of it, when nothing else is left to be done before the process ends: until then the night cannot
/// tell of another end.
pub(crate) fn note_interruption(by: &str, exit_code: u8, now_micros: i64) -> impl FnOnce() {
    let night = under_way();
    if let Some(UnderWay { settings, .. }) = &*night {
        let output = &settings.output.output;
        // Whoever ends the process does not wait for a store.
        let newest =
            if output.is_in_store() { None } else { dates_of_scores(output).last().copied() };
        write_metrics(settings, exit_code, now_micros, newest, (None, None));
    }
    let error = format!("it was ended from outside, by {by}");
    move || {
        if let Some(UnderWay { settings, as_of }) = &*night {
            let webhook = settings.monitor.webhook.as_ref();
            let notice = || of_failure(*as_of, exit_code, &error, None);
            tell(webhook, "webhook", TIMEOUT_AT_THE_END, notice);
        }
    }
}

fn of_failure(as_of: Option<AsOf>, exit_code: u8, error: &str, watch: Option<&Watch>) -> Value {
    let as_of = as_of.map(|as_of| as_of.to_string());
    notice::of_failure(as_of.as_deref(), exit_code, error, watch)
}

fn write_metrics(
    settings: &Settings,
    exit_code: u8,
    now_micros: i64,
    newest: Option<Date>,
    (made, watch): (Option<Made<'_>>, Option<&Watch>),
) {
    let Some(path) = &settings.monitor.metrics else { return };
    let as_of = newest.and_then(|date| AsOf::at(date, &settings.data.zone).ok());
    let text = metrics::text(&LastNight {
        succeeded: exit_code == 0 || exit_code == Kind::NothingToDo.exit_code(),
        exit_code,
        ended_micros: now_micros,
        results_as_of_seconds: as_of.map(|as_of| as_of.micros().div_euclid(1_000_000)),
        made,
        watch,
    });
    // Whoever collects metrics is another user.
    if let Err(error) = AtomicFile::write(path, text.as_bytes()) {
        tracing::warn!("monitor.metrics: {error}");
    }
}

/// The newest date of which there are scores; none where that cannot be found out.
fn newest_scores(settings: &Settings) -> Option<Date> {
    let output = &settings.output.output;
    if !output.is_in_store() {
        return dates_of_scores(output).last().copied();
    }
    let newest = settings.data.stores.newest_results(output, SCORES);
    newest.unwrap_or_else(|error| {
        tracing::warn!("monitor.metrics: {error}");
        None
    })
}

fn made<'a>(night: &'a Night, grade: &'a str) -> Made<'a> {
    let ScoresPublished { model_version, customers, eligible, quality, .. } = &night.scores;
    Made {
        model_version,
        grade,
        rows: quality.rows,
        rows_used: quality.used,
        customers: *customers as u64,
        scored: *eligible as u64,
        listed: night.audience.as_ref().map(|audience| audience.summary.listed as u64),
    }
}

/// What went out, or why nothing did. A night with nothing to do is complete as it is.
fn end_of(ended: &Result<Night, Error>) -> End {
    match ended {
        Ok(night) => {
            let scores = &night.scores;
            let rows = Some(scores.customers as u64);
            let mut outputs = vec![Dataset { folder: scores.folder.clone(), rows }];
            if let Some(AudiencePublished { folder, summary, .. }) = &night.audience {
                let rows = Some(summary.listed as u64);
                outputs.push(Dataset { folder: folder.clone(), rows });
            }
            outputs.push(Dataset { folder: night.page.folder.clone(), rows: None });
            End::Complete { as_of: Some(night.as_of.to_string()), outputs }
        }
        Err(error) if error.is::<NightError>() => {
            End::Complete { as_of: None, outputs: Vec::new() }
        }
        Err(error) => End::Fail { error: in_words(error) },
    }
}

/// What failed, and because of what.
pub(super) fn in_words(error: &Error) -> String {
    let causes = error.because().into_iter().map(|cause| format!(", because: {cause}"));
    std::iter::once(error.to_string()).chain(causes).collect()
}

fn tell(
    endpoint: Option<&Endpoint>,
    option: &str,
    timeout: Duration,
    what: impl FnOnce() -> Value,
) {
    let Some(endpoint) = endpoint else { return };
    if let Err(error) = endpoint.tell(&what().to_string(), timeout) {
        tracing::warn!("monitor.{option}: not told: {error}");
    }
}
