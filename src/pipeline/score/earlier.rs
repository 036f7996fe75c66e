//! Published scores of earlier nights, and what became of their customers by a newer one.

use crate::config::Settings;
use crate::model::Artifact;
use crate::monitor::{Early, Matured};
use crate::pipeline::model_file::{load_model, models_of};
use crate::pipeline::published::{Published, PublishedError};
use crate::pipeline::train::model_name;
use crate::table::Manifest;
use crate::table::folders::{dates_of_scores, scores_folder};
use crate::time::{AsOf, TimeError};
use std::path::PathBuf;

/// The model that made the scores, where it is still there and readable; a page without it says so.
pub(in crate::pipeline) fn model_of(settings: &Settings, scores: &Manifest) -> Option<Artifact> {
    let version = scores.model_version.as_ref()?;
    let registry = models_of(settings);
    let named = registry.resolve(&format!("{}/{version}", model_name(settings)));
    let entry = named.or_else(|_| registry.resolve(&settings.model.model)).ok()?;
    load_model(&registry, &entry).ok().filter(|model| model.version == *version)
}

/// Scores whose outcome window ends on this date, and what became of their customers by the scores in `newer`,
/// which `model` made.
pub(in crate::pipeline) fn matured(
    settings: &Settings,
    as_of: AsOf,
    model: &Artifact,
    newer: &[PathBuf],
) -> crate::Result<Option<Matured>> {
    let rule = model.content.rule;
    let days = rule.gap_days + rule.horizon_days;
    let Some((earlier, scores)) = scores_before(settings, as_of, days)? else { return Ok(None) };
    // Another question has another outcome, and a model that was made later has seen it.
    let honest = |model: &Artifact| {
        model.content.rule == rule && model.content.as_of <= scores.manifest.as_of
    };
    let Some(model) = model_of(settings, &scores.manifest).filter(honest) else { return Ok(None) };
    let judged = model.content.judgement.map(|judgement| judgement.test);
    let starts = earlier.day_number() + rule.gap_days as i32;
    Ok(Matured::read(earlier, &scores.files(), newer, starts, judged)?)
}

/// Who of an earlier night's customers has bought since: of the nearest night that `model` has shares to compare
/// with.
pub(in crate::pipeline) fn early(
    settings: &Settings,
    as_of: AsOf,
    model: &Artifact,
    newer: &[PathBuf],
) -> crate::Result<Option<Early>> {
    let gap_days = model.content.rule.gap_days;
    for days in model.content.baseline.returned.iter().map(|returned| returned.days) {
        let Some((earlier, scores)) = scores_before(settings, as_of, gap_days + days)? else {
            continue;
        };
        let starts = earlier.day_number() + gap_days as i32;
        return Ok(Early::read(days, &scores.files(), newer, starts)?);
    }
    Ok(None)
}

/// The whole scores of so many days before a date.
fn scores_before(
    settings: &Settings,
    as_of: AsOf,
    days: u32,
) -> crate::Result<Option<(AsOf, Published)>> {
    let output = &settings.output.output;
    let date = as_of.plus_days(-(days as i32), &settings.data.zone);
    // Nobody has scores of the year 1700.
    let Ok::<_, TimeError>(earlier) = date else { return Ok(None) };
    if !dates_of_scores(output).contains(&earlier.date()) {
        return Ok(None);
    }
    let found: Result<_, PublishedError> =
        Published::find(&scores_folder(output, earlier), &settings.data.stores);
    Ok(found?.filter(Published::is_whole).map(|scores| (earlier, scores)))
}
