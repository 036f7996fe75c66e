//! A night that trains: when it is due, a challenger is learned from all that is known, and takes the champion's place
//! only where it is better on customers whose outcome neither had seen.
//!
//! Of the challenger it is its twin that is compared: learned in the same way from what was known before those
//! customers' outcomes. So there is nothing to compare before the outcome window of a cutoff after the champion's own
//! training has passed: one horizon (and gap) after it, and none is trained before.

use super::cluster::{cluster_of, sampled};
use super::load::{fixed_as_of, refuse_ended};
use super::model_file::models_of;
use super::score::model_features;
use super::train::{Learning, collect, learn, model_name, store};
use super::watch::watch_in;
use super::{Job, Loaded, Needs, Sources, load};
use crate::config::Settings;
use crate::features::{CustomerView, Scratch};
use crate::history::{History, SortedPartition};
use crate::model::evaluate::{BootstrapSettings, PairedMeasure, paired};
use crate::model::{Artifact, Held, JudgedRows, ScoreScratch, Scorer, TrainError};
use crate::monitor::Signal;
use crate::registry::{
    Alias, Compared, Contest, Decision, ModelEntry, ModelSpec, Retrain, Selector, trained_on,
};
use crate::table::folders::{all_monitors, date_of};
use crate::time::{AsOf, Horizon};
use jiff::civil::Date;
use std::collections::HashMap;

/// A challenger, and what was decided of it.
pub(super) struct Challenger {
    /// The model.
    pub artifact: Artifact,
    /// Whether it is to score from now on.
    pub decision: Decision,
}

/// Trains a challenger, and promotes it, if it is better; nothing is kept where that is only tried. A challenger that
/// cannot be trained or kept is warned of, and ends no night.
pub(super) fn challenge(
    sources: &Sources,
    job: &Job<'_>,
    (entry, champion): (&ModelEntry, &Artifact),
    dry_run: bool,
) -> Option<Challenger> {
    let settings = job.settings;
    let stays = |what: &str, error: crate::Error| {
        tracing::warn!("no challenger was {what}, {} stays champion: {error}", entry.version);
        None
    };
    match contest(sources, job, champion) {
        Ok((artifact, decision)) if dry_run => Some(Challenger { artifact, decision }),
        Ok((artifact, decision)) => keep(settings, entry, artifact, decision)
            .map_or_else(|error| stays("kept", error), Some),
        Err(error) => stays("trained", error),
    }
}

/// The date of the night; none where the data decides it, which nothing is scheduled by.
fn night_of(job: &Job<'_>) -> crate::Result<Option<AsOf>> {
    let Job { settings, machine, .. } = *job;
    let data = &settings.data;
    Ok(fixed_as_of(data.as_of()?, &data.zone, machine.now_micros)?)
}

/// Whether a challenger is to be trained tonight.
pub(super) fn is_due(
    job: &Job<'_>,
    entry: &ModelEntry,
    champion: &Artifact,
) -> crate::Result<bool> {
    let settings = job.settings;
    let Some(as_of) = night_of(job)? else { return Ok(false) };
    let rule = settings.model.retrain;
    // Whoever names a version or a path wants that one.
    let by_name = matches!(
        settings.model.model.parse()?,
        ModelSpec::Named { selector: Selector::Best | Selector::Alias(Alias::Champion), .. }
    );
    if rule == Retrain::Never || !by_name {
        return Ok(false);
    }
    let versions = models_of(settings).versions(&entry.name)?;
    let newest = versions.last().and_then(|version| trained_on(version));
    let Some(newest) = newest.or_else(|| trained_on(&entry.version)) else { return Ok(false) };
    let drifted = rule == Retrain::OnDrift && last_night_alerted(settings, champion, as_of)?;
    Ok(rule.is_due(newest, as_of.date(), drifted) && is_comparable(champion, as_of))
}

/// Whether outcomes are known by now that the champion had not seen.
fn is_comparable(champion: &Artifact, as_of: AsOf) -> bool {
    let rule = champion.content.rule;
    let trained: Option<Date> = champion.content.as_of.parse().ok();
    let known_days = trained.map(|date| as_of.day_number() - crate::time::day_number(date));
    known_days.is_some_and(|days| days >= (rule.gap_days + rule.horizon_days) as i32)
}

/// Whether a check alerted of the newest scores before `as_of`, if the champion made them.
fn last_night_alerted(
    settings: &Settings,
    champion: &Artifact,
    as_of: AsOf,
) -> crate::Result<bool> {
    let nights = all_monitors(&settings.output.output);
    let before = nights.iter().rev().find(|at| date_of(at).is_some_and(|date| date < as_of.date()));
    let watch = before.map(|folder| watch_in(folder, &settings.data.stores)).transpose()?.flatten();
    Ok(watch.is_some_and(|watch| {
        watch.model_version == champion.version && watch.signal == Signal::Alert
    }))
}

/// Trains a challenger of the champion's question, and compares the two; with a cluster, on the customers that it hands
/// over.
fn contest(
    sources: &Sources,
    job: &Job<'_>,
    champion: &Artifact,
) -> crate::Result<(Artifact, Decision)> {
    let settings = job.settings;
    if let Some(spark) = cluster_of(settings) {
        let sampled = sampled(spark, sources, job)?;
        return contest(&sampled.sources, &job.with(&sampled.settings), champion);
    }
    let mut settings = settings.clone();
    let rule = champion.content.rule;
    settings.outcome.horizon_days = Horizon::Days(rule.horizon_days);
    settings.outcome.gap_days = rule.gap_days;
    settings.outcome.lookback_days = rule.lookback_days;
    let job = &job.with(&settings);
    let Job { settings, watcher, .. } = *job;
    // The scoring of this night passes the gates once more, and says what it finds.
    let needs = Needs::columns(sources.available());
    let Loaded { history, as_of } = load(sources, job, needs)?;
    refuse_ended(&history, as_of, rule.lookback_days)?;
    let work = watcher.begin("training a challenger", "steps", 2);
    let collected = collect(&history, settings, as_of)?;
    let test = collected.set.complete().last().map(|k| collected.set.snapshots[*k].as_of);
    let scores = test.map(|at| scores_of(&history, sources, settings, champion, at)).transpose()?;
    drop(history);
    sources.refuse_moved()?;
    work.advance(1);
    let Learning { artifact, judged } = learn(&collected, settings)?;
    work.advance(1);
    let decision = decide(champion, test, scores.as_ref(), judged)?;
    Ok((artifact, decision))
}

/// The champion's probabilities for everybody whom it could score at an earlier instant, by hash of the customer.
fn scores_of(
    history: &History,
    sources: &Sources,
    settings: &Settings,
    champion: &Artifact,
    at: AsOf,
) -> crate::Result<HashMap<u64, f64>> {
    let set = model_features(settings, &champion.content, Some(at), sources, &[])?;
    let scorer = Scorer::new(champion, set.features())?;
    let rule = champion.content.rule;
    let score = |partition: &SortedPartition| {
        let (mut scratch, mut scored) = (Scratch::default(), Vec::new());
        let (mut values, mut z) = (vec![f64::NAN; set.features().len()], ScoreScratch::default());
        partition.for_each(|customer| {
            let last_order = |view: &CustomerView<'_>| view.orders.time_micros.last().copied();
            let zone = history.zone();
            let last = set.compute_and(customer, at, zone, &mut scratch, &mut values, last_order);
            if rule.eligibility(last, at).is_ok() {
                let hash = customer.id.stable_hash();
                scored.push((hash, scorer.score(&values, &mut z).probability));
            }
        });
        scored
    };
    let mut all = HashMap::new();
    history.visit::<_, super::LoadError>(&|_| (), score, |scored| {
        all.extend(scored);
        Ok(())
    })?;
    Ok(all)
}

/// Compares champion and challenger on the customers on whom the challenger was judged.
fn decide(
    champion: &Artifact,
    test: Option<AsOf>,
    scores: Option<&HashMap<u64, f64>>,
    judged: Option<JudgedRows>,
) -> crate::Result<Decision> {
    let version = champion.version.as_str();
    let without = |because: &str| Ok(Decision::without_contest(version, because));
    let (Some(test), Some(scores), Some(judged)) = (test, scores, judged) else {
        return without("it could not be judged: too few customers, or one outcome only");
    };
    let JudgedRows { held, customers, probabilities, churned } = judged;
    if held != Held::LaterWindow {
        return without("the history is too short to hold out a later outcome window");
    }
    if champion.content.as_of > test.to_string() {
        return without("the champion has seen the outcomes that it would be compared by");
    }
    let mut rows: Vec<(u64, f64, f64, bool)> = Vec::with_capacity(customers.len());
    for ((customer, challenger), churned) in customers.into_iter().zip(probabilities).zip(churned) {
        let Some(champion) = scores.get(&customer) else { continue };
        rows.push((customer, *champion, challenger, churned));
    }
    rows.sort_by_key(|(customer, ..)| *customer);
    if rows.is_empty() {
        return without("the champion could score none of the customers");
    }
    let column =
        |of: fn(&(u64, f64, f64, bool)) -> f64| -> Vec<f64> { rows.iter().map(of).collect() };
    let churned: Vec<bool> = rows.iter().map(|row| row.3).collect();
    let settings = BootstrapSettings { replicates: REPLICATES, ..BootstrapSettings::default() };
    let found = paired(&column(|row| row.1), &column(|row| row.2), &churned, &settings)
        .map_err(TrainError::from)?;
    let compared = |measure: PairedMeasure| Compared {
        champion: measure.one,
        challenger: measure.other,
        gain: measure.one - measure.other,
        low: measure.low,
        high: measure.high,
    };
    let contest = Contest {
        test_as_of: test.to_string(),
        customers: rows.len() as u64,
        log_loss: compared(found.log_loss),
        calibration_error: compared(found.ece),
    };
    Ok(Decision::of(version, contest))
}

/// Draws of the paired bootstrap: the ends of its interval decide.
const REPLICATES: u32 = 1000;

/// Stores a challenger with what was decided of it, and promotes it if that was decided.
fn keep(
    settings: &Settings,
    champion: &ModelEntry,
    artifact: Artifact,
    mut decision: Decision,
) -> crate::Result<Challenger> {
    let registry = models_of(settings);
    let (name, at) = (model_name(settings), &artifact.content.as_of);
    store(&artifact, settings, Some(&decision))?;
    if decision.promoted {
        decision.promoted =
            registry.promote_over(&name, &champion.version, &artifact.version, at)?;
        if !decision.promoted {
            tracing::warn!("{} is not champion any more: nobody was promoted", champion.version);
        }
    } else if artifact.version != champion.version {
        registry.promote(&name, &artifact.version, Alias::Challenger, at)?;
    }
    tracing::info!(version = %artifact.version, "{}", decision.in_words());
    Ok(Challenger { artifact, decision })
}
