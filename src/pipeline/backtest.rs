//! A backtest: history → snapshots of every origin at once → a model and a judgement per origin.
//!
//! One read and the two passes of a training serve all origins; a third, which computes nothing, finds
//! the customers' identifiers where predictions are asked for.

use super::cluster::{cluster_of, sampled};
use super::features::PassError;
use super::predictions::{customer_ids, write_predictions};
use super::train::train_settings;
use super::{Job, Loaded, Needs, Sources, YEARLY_DISCOUNT_RATE, load, outcome_rule};
use crate::history::{CustomerIds, History};
use crate::labels::{OriginPlan, OutcomeRule, plan_origins};
use crate::model::backtest::{Backtest, JudgedOrigin, Judgement, LeftOut, backtest};
use crate::model::{CollectSettings, GRADE_RULE, TrainingSet, collect_training_set};
use crate::table::{Access, AtomicFile};
use crate::time::AsOf;
use std::path::{Path, PathBuf};

/// What to backtest.
#[derive(Debug, Clone)]
pub struct BacktestPlan {
    /// Origins asked for.
    pub origins: usize,
    /// Days from one origin to the next; the horizon where absent.
    pub step_days: Option<u32>,
    /// Parquet file for the predictions.
    pub out: Option<PathBuf>,
}

/// What is printed of a backtest; the names are fixed.
#[derive(Debug, Clone, serde::Serialize)]
pub struct BacktestReport {
    /// End of what may be known.
    pub as_of: AsOf,
    /// The question.
    pub rule: OutcomeRule,
    /// Days from one origin to the next.
    pub step_days: u32,
    /// Origins asked for.
    pub origins_asked: usize,
    /// Share of the eligible customers that the cap on rows let in, 0 to 1.
    pub sampled_share: f64,
    /// The origins, ascending.
    pub origins: Vec<JudgedOrigin>,
    /// Those that are not judged, and why.
    pub left_out: Vec<LeftOut>,
    /// All predictions together.
    pub pooled: Judgement,
    /// What the grades mean.
    pub grade_rule: &'static str,
    /// The predictions, if they were asked for.
    pub predictions: Option<PathBuf>,
}

/// Judges models trained at past origins on what then happened.
pub fn run_backtest(
    sources: &Sources,
    job: &Job<'_>,
    asked: &BacktestPlan,
) -> crate::Result<BacktestReport> {
    let Job { settings, watcher, .. } = *job;
    if let Some(spark) = cluster_of(settings) {
        let sampled = sampled(spark, sources, job)?;
        return run_backtest(&sampled.sources, &job.with(&sampled.settings), asked);
    }
    let out = asked.out.as_deref();
    // A place that cannot be written to is found before hours of work, not after.
    out.map_or(Ok(()), |out| Sources::refuse_place(settings, out))?;
    let file = out
        .map(|out| AtomicFile::create(out, Access::Private))
        .transpose()
        .map_err(PassError::from)?;
    let Loaded { history, as_of } = load(sources, job, Needs::columns(sources.available()))?;
    let rule = outcome_rule(settings, &history, as_of)?;
    let first_micros = history.span_micros().map_or(as_of.micros(), |(first, _)| first);
    let (n, zone) = (asked.origins, history.zone());
    let plan = plan_origins(&rule, as_of, first_micros, asked.step_days, n, zone)?;
    let set = collect(job, &history, as_of, rule, &plan)?;
    let ids = out.map(|_| ids_of(&history, &set, &plan)).transpose()?;
    // The rows have served; the fits need the memory.
    drop(history);
    sources.refuse_moved()?;
    let work = watcher.begin("backtest", "origins", plan.origins.len() as u64);
    let done = backtest(&set, &plan.origins, &train_settings(settings), &|| work.advance(1))?;
    drop(work);
    let sampled_share = set.sampled_share;
    drop(set);
    if let (Some(file), Some((hashes, ids))) = (file, ids) {
        write_predictions(file, &done.predictions, &hashes, &ids)?;
    }
    Ok(report(as_of, rule, &plan, done, asked, sampled_share))
}

fn collect(
    job: &Job<'_>,
    history: &History,
    as_of: AsOf,
    rule: OutcomeRule,
    plan: &OriginPlan,
) -> crate::Result<TrainingSet> {
    let Job { settings, watcher, .. } = *job;
    let work = watcher.begin("snapshots", "steps", 1);
    let collect = CollectSettings {
        rule,
        as_of,
        snapshots: plan.snapshots(),
        with_present: false,
        cutoffs: plan.snapshots(),
        max_rows: settings.model.max_training_rows as usize,
        channels: settings.columns.channels.clone(),
        yearly_discount_rate: YEARLY_DISCOUNT_RATE,
        columns: history.columns(),
        features: settings.model.features.clone(),
    };
    let collected = collect_training_set(history, &collect)?;
    work.advance(1);
    Ok(collected.set)
}

/// Hashes, ascending, and identifiers of the customers who are judged at some origin.
fn ids_of(
    history: &History,
    set: &TrainingSet,
    plan: &OriginPlan,
) -> crate::Result<(Vec<u64>, CustomerIds)> {
    let is_origin = |k: &usize| plan.origins.iter().any(|o| o.as_of == set.snapshots[*k].as_of);
    let judged: Vec<usize> = (0..set.snapshots.len()).filter(is_origin).collect();
    let mut hashes: Vec<u64> =
        set.rows_of(&judged).into_iter().map(|i| set.customer[i as usize]).collect();
    hashes.sort_unstable();
    hashes.dedup();
    let ids = customer_ids(history, &hashes)?;
    Ok((hashes, ids))
}

fn report(
    as_of: AsOf,
    rule: OutcomeRule,
    plan: &OriginPlan,
    done: Backtest,
    asked: &BacktestPlan,
    sampled_share: f64,
) -> BacktestReport {
    let Backtest { origins, left_out, pooled, predictions: _ } = done;
    let too_early = plan.too_early.iter().map(|at| LeftOut {
        origin: at.to_string(),
        reason: format!("less than {} days of history before it", plan.need_days),
    });
    BacktestReport {
        as_of,
        rule,
        step_days: plan.step_days,
        origins_asked: asked.origins,
        sampled_share,
        origins,
        left_out: too_early.chain(left_out).collect(),
        pooled,
        grade_rule: GRADE_RULE,
        predictions: asked.out.as_deref().map(Path::to_owned),
    }
}
