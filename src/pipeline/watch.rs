//! The checks of a night's scores: run, prepared for publication with the scores, and written into the history of all
//! nights once they are published.

use super::published::{Published, PublishedError, configuration};
use super::score::earlier::{early, matured};
use crate::config::Settings;
use crate::error::{Failure, Kind};
use crate::model::Artifact;
use crate::monitor::history::{self, HistoryFileError};
use crate::monitor::{DriftTally, NightFacts, Signal, Watch, notice, watch};
use crate::table::folders::{MONITOR, WATCH_FILE, all_monitors, monitor_history};
use crate::table::{Access, AtomicFile, DateStaging, Manifest, PublishedFile, Stores};
use crate::time::AsOf;
use jiff::civil::Date;
use std::path::{Path, PathBuf};
use xxhash_rust::xxh3::xxh3_64;

/// What the checks of a night end it with.
#[derive(Debug, thiserror::Error)]
pub enum WatchError {
    /// A check alerts, and alerts are to end the night.
    #[error(
        "the scores of {} may be wrong, and monitor.fail_on_alert is set: {}. Nothing was published",
        .0.as_of, notice::in_words(.0)
    )]
    Alerts(Box<Watch>),
    /// The history cannot be written.
    #[error("cannot write {}", path.display())]
    History {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: HistoryFileError,
    },
}

impl Failure for WatchError {
    fn kind(&self) -> Kind {
        match self {
            WatchError::Alerts(_) => Kind::Alert,
            WatchError::History { .. } => Kind::Failed,
        }
    }
}

impl WatchError {
    /// What was found, where that is the error.
    pub(super) fn watch(&self) -> Option<&Watch> {
        match self {
            WatchError::Alerts(watch) => Some(watch),
            WatchError::History { .. } => None,
        }
    }
}

impl Watch {
    /// Whether it is about the scores of this manifest.
    pub(super) fn is_of(&self, scores: &Manifest) -> bool {
        self.scores_run_id == scores.run_id
    }
}

/// Checks the scores in `staging`, whose customers are counted in `tally`, and prepares what was found there.
pub(super) fn watch_scores(
    settings: &Settings,
    as_of: AsOf,
    model: &Artifact,
    (scores, tally): (&Published, &DriftTally),
    staging: &mut DateStaging,
) -> crate::Result<Watch> {
    let parts = scores.files();
    let matured = matured(settings, as_of, model, &parts)?;
    let seen = NightFacts {
        as_of,
        scores_run_id: &scores.manifest.run_id,
        model,
        tally,
        early: early(settings, as_of, model, &parts)?,
        matured: matured.as_ref(),
    };
    let found = watch(&seen, &settings.monitor.limits);
    for reading in found.readings.iter().filter(|reading| reading.signal >= Signal::Warn) {
        tracing::warn!(signal = reading.signal.name(), "{}", reading.in_a_line());
    }
    if settings.monitor.fail_on_alert && found.signal == Signal::Alert {
        return Err(WatchError::Alerts(Box::new(found)).into());
    }
    let mut text = serde_json::to_vec_pretty(&found).map_err(PublishedError::Settings)?;
    text.push(b'\n');
    let folder = staging.part(MONITOR)?;
    AtomicFile::write_private(&folder.join(WATCH_FILE), &text)?;
    let manifest = Manifest {
        run_id: format!("{:016x}", xxh3_64(&text)),
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
        as_of: as_of.to_string(),
        model_version: Some(model.version.clone()),
        input_fingerprint: scores.manifest.run_id.clone(),
        files: vec![PublishedFile::new(WATCH_FILE, None)],
        configuration: configuration(settings)?,
        ..Manifest::default()
    };
    staging.seal(MONITOR, manifest)?;
    Ok(found)
}

/// What the checks of a published night found; none where there is nothing, or nothing that can be read.
pub(super) fn watch_in(folder: &Path, stores: &Stores) -> crate::Result<Option<Watch>> {
    let found = match Published::find(folder, stores) {
        Ok(found) => found.filter(Published::is_whole),
        Err(PublishedError::Damaged { .. }) => None,
        Err(error) => return Err(error.into()),
    };
    let text = found.and_then(|found| std::fs::read(found.folder.join(WATCH_FILE)).ok());
    Ok(text.and_then(|text| serde_json::from_slice(&text).ok()))
}

/// Writes what the checks of all nights found into one file. The nights are whole without it: one that is
/// interrupted before is caught up with by the next.
pub(super) fn keep_history(settings: &Settings) -> crate::Result<()> {
    let (output, stores) = (&settings.output.output, &settings.data.stores);
    let folders = all_monitors(output);
    stores.bring(&folders, None)?;
    let mut nights = Vec::new();
    for folder in folders {
        nights.extend(watch_in(&folder, stores)?);
    }
    let dates: Vec<Date> = nights.iter().filter_map(|night| night.as_of.parse().ok()).collect();
    let path = monitor_history(output);
    let others = if path.is_file() {
        history::rows_of_others(&path, &dates).unwrap_or_else(|error| {
            tracing::warn!("{} is made anew of the nights that are there: {error}", path.display());
            Vec::new()
        })
    } else {
        Vec::new()
    };
    let mut file = AtomicFile::create(&path, Access::Private)?;
    let failed = |source| WatchError::History { path: path.clone(), source };
    history::write(file.file(), &others, &nights).map_err(failed)?;
    file.publish()?;
    Ok(stores.send(&path)?)
}
