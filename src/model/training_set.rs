//! Collects a training set from a history: every snapshot's features and outcomes, in two passes.
//!
//! The first pass gathers the sufficient statistics of the value models and counts rows per stratum
//! (snapshot × outcome); the second computes features of every snapshot in one visit. Past the cap on
//! rows a share of every stratum is drawn by the customer's hash: the same rows on every run and any
//! number of threads. Nothing is learned here but the value models, each before its snapshot.

use super::dataset::{FeatureTable, Snapshot, TrainingSet};
use crate::error::{Failure, Kind};
use crate::features::{FeatureSet, Scratch, SelectError, families};
use crate::history::{History, HistoryError, Orders, SortedPartition};
use crate::labels::OutcomeRule;
use crate::time::{AsOf, MICROS_PER_DAY};
use crate::value::{SummaryCollector, ValueFamily, ValueFamilyTerms, ValueModels, collect};
use rayon::prelude::*;

/// What to collect.
#[derive(Debug, Clone)]
pub struct CollectSettings {
    /// The question.
    pub rule: OutcomeRule,
    /// The present: nothing at or after it is seen.
    pub as_of: AsOf,
    /// Cutoffs and all other snapshots, ascending (see `labels::plan_cutoffs`).
    pub snapshots: Vec<AsOf>,
    /// Those of them that a training learns from.
    pub cutoffs: Vec<AsOf>,
    /// Rows at most.
    pub max_rows: usize,
    /// Names of the channels that have features of their own.
    pub channels: Vec<String>,
    /// Yearly discount rate of predicted values.
    pub yearly_discount_rate: f64,
    /// Optional columns that exist in the history and may be used.
    pub columns: crate::ingest::Columns,
}

/// A collected training set with the value models of the present.
#[derive(Debug)]
pub struct Collected {
    /// The rows.
    pub set: TrainingSet,
    /// Fitted on everything before the present: what scoring uses.
    pub value_models: ValueModels,
}

/// Why nothing was collected.
#[derive(Debug, thiserror::Error)]
pub enum CollectError {
    /// The history could not be read.
    #[error(transparent)]
    History(#[from] HistoryError),
    /// The features could not be chosen.
    #[error(transparent)]
    Select(#[from] SelectError),
    /// There is not one purchase before the present.
    #[error("no customer bought anything before {0}: check --as-of and the column mapping")]
    NothingBought(AsOf),
}

impl Failure for CollectError {
    fn kind(&self) -> Kind {
        match self {
            CollectError::History(error) => error.kind(),
            CollectError::Select(error) => error.kind(),
            CollectError::NothingBought(_) => Kind::DataQuality,
        }
    }
}

/// Above so many customers the value models are fitted on a share of them.
const VALUE_MODEL_CUSTOMERS: u64 = 500_000;

/// What the second pass hands on from one partition: per snapshot, columns and row facts.
struct Part {
    columns: Vec<Vec<f64>>,
    next: Vec<f64>,
    snapshot: Vec<u16>,
    customer: Vec<u64>,
}

/// Collects the rows of all snapshots and of the present.
pub fn collect_training_set(
    history: &History,
    settings: &CollectSettings,
) -> Result<Collected, CollectError> {
    let mut instants = settings.snapshots.clone();
    instants.retain(|at| *at < settings.as_of);
    instants.push(settings.as_of);
    let first = survey(history, settings, &instants)?;
    let present = first.models.last().cloned();
    let Some(value_models) = present.filter(|_| first.n_rows > 0) else {
        return Err(CollectError::NothingBought(settings.as_of));
    };
    let models = instants.iter().copied().zip(first.models).collect();
    let terms = ValueFamilyTerms {
        horizon_days: settings.rule.gap_days + settings.rule.horizon_days,
        yearly_discount_rate: settings.yearly_discount_rate,
    };
    let mut all = families(&settings.channels);
    all.push(Box::new(ValueFamily::new(models, terms)));
    let set = FeatureSet::select(all, settings.columns, None)?;
    let share = (settings.max_rows as f64 / first.n_rows as f64).min(1.0);
    let set = gather(history, settings, &instants, &set, share, first.first_micros)?;
    Ok(Collected { set, value_models })
}

/// What the first pass learns.
struct Survey {
    models: Vec<ValueModels>,
    n_rows: u64,
    first_micros: i64,
}

fn survey(
    history: &History,
    settings: &CollectSettings,
    instants: &[AsOf],
) -> Result<Survey, CollectError> {
    let keep_one_in = history.count_customers()?.div_ceil(VALUE_MODEL_CUSTOMERS).max(1) as u32;
    let mut summaries = SummaryCollector::new(instants.len());
    let (mut n_rows, mut first_micros) = (0u64, i64::MAX);
    let work = |partition: &SortedPartition| {
        let mut orders = Orders::default();
        let (mut rows, mut first) = (0u64, i64::MAX);
        for customer in partition.iter() {
            orders.rebuild(&customer.transactions.before(settings.as_of.micros()));
            first = first.min(orders.time_micros.first().copied().unwrap_or(i64::MAX));
            for &at in instants {
                let known = orders.time_micros.partition_point(|&t| t < at.micros());
                let last = known.checked_sub(1).map(|k| orders.time_micros[k]);
                rows += u64::from(settings.rule.eligibility(last, at).is_ok());
            }
        }
        (collect(partition, instants, keep_one_in), rows, first)
    };
    history.visit::<_, CollectError>(&|_| (), work, |(part, rows, first)| {
        summaries.add(part);
        n_rows += rows;
        first_micros = first_micros.min(first);
        Ok(())
    })?;
    let grouped = summaries.finish();
    let models =
        grouped.par_iter().zip(instants).map(|(data, &at)| ValueModels::fit(data, at)).collect();
    Ok(Survey { models, n_rows, first_micros })
}

fn gather(
    history: &History,
    settings: &CollectSettings,
    instants: &[AsOf],
    set: &FeatureSet,
    share: f64,
    first_micros: i64,
) -> Result<TrainingSet, CollectError> {
    let width = set.features().len();
    let mut parts: Vec<Part> = Vec::new();
    let work = |partition: &SortedPartition| {
        rows_of_partition(partition, history, settings, instants, set, share)
    };
    history.visit::<_, CollectError>(&|_| (), work, |part| {
        parts.push(part);
        Ok(())
    })?;
    let mut order: Vec<(u16, u32, u32)> = Vec::new();
    for (p, part) in parts.iter().enumerate() {
        order.extend(part.snapshot.iter().enumerate().map(|(i, &k)| (k, p as u32, i as u32)));
    }
    order.sort_unstable();
    let pick = |p: u32, i: u32| (&parts[p as usize], i as usize);
    let columns = (0..width)
        .into_par_iter()
        .map(|j| order.iter().map(|&(_, p, i)| pick(p, i)).map(|(p, i)| p.columns[j][i]).collect())
        .collect();
    let outcome_days_known = |at: &AsOf| {
        let window = settings.rule.outcome_window(*at);
        let known = (settings.as_of.micros().min(window.end_micros) - window.start_micros).max(0);
        (known / MICROS_PER_DAY) as u32
    };
    Ok(TrainingSet {
        table: FeatureTable { features: set.features().to_vec(), columns, n_rows: order.len() },
        days_to_next_purchase: order
            .iter()
            .map(|&(_, p, i)| pick(p, i))
            .map(|(p, i)| p.next[i])
            .collect(),
        snapshot: order.iter().map(|row| row.0).collect(),
        customer: order.iter().map(|&(_, p, i)| pick(p, i)).map(|(p, i)| p.customer[i]).collect(),
        snapshots: instants
            .iter()
            .map(|at| Snapshot {
                as_of: *at,
                outcome_days_known: outcome_days_known(at),
                is_cutoff: settings.cutoffs.contains(at),
            })
            .collect(),
        rule: settings.rule,
        first_micros,
        sampled_share: share,
    })
}

fn rows_of_partition(
    partition: &SortedPartition,
    history: &History,
    settings: &CollectSettings,
    instants: &[AsOf],
    set: &FeatureSet,
    share: f64,
) -> Part {
    let width = set.features().len();
    let mut part = Part {
        columns: vec![Vec::new(); width],
        next: Vec::new(),
        snapshot: Vec::new(),
        customer: Vec::new(),
    };
    let mut row = vec![f64::NAN; width];
    let mut scratch = Scratch::default();
    let mut orders = Orders::default();
    for customer in partition.iter() {
        let hash = customer.id.stable_hash();
        for (k, &at) in instants.iter().enumerate() {
            let until = settings.as_of.micros();
            let rows = &customer.transactions;
            let next = settings.rule.days_to_next_purchase(rows, at, until, &mut orders);
            let Ok(next) = next else { continue };
            let stratum = (k as u64) << 1 | u64::from(next.is_finite());
            if !is_drawn(hash, stratum, share) {
                continue;
            }
            set.compute(&customer, at, history.zone(), &mut scratch, &mut row);
            for (column, &value) in part.columns.iter_mut().zip(&row) {
                column.push(value);
            }
            part.next.push(next);
            part.snapshot.push(k as u16);
            part.customer.push(hash);
        }
    }
    part
}

/// Whether the draw takes a customer's row of this stratum: a hash of both, so that every stratum
/// gives the same share of its rows and different customers.
fn is_drawn(customer: u64, stratum: u64, share: f64) -> bool {
    if share >= 1.0 {
        return true;
    }
    let mut mixed = (customer ^ stratum.wrapping_mul(0xd134_2543_de82_ef95))
        .wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    ((mixed >> 11) as f64) < share * (1u64 << 53) as f64
}
