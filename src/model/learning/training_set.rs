//! Collects a training set from a history: every snapshot's features and outcomes, in two passes.
//!
//! The first pass gathers the sufficient statistics of the value models and counts the rows; the second
//! computes features of every snapshot in one visit. Past the cap on rows a share of every stratum
//! (snapshot × outcome) is drawn by the customer's hash, before any feature is computed: the same rows on
//! every run and any number of threads. Rows go to the columns of their snapshot as partitions are
//! done, so no more than one copy of the table is ever held. Nothing is learned here but the value
//! models, each before its snapshot.

use crate::error::{Failure, Kind};
use crate::features::{Feature, FeatureSet, Scratch, SelectError, chosen, families};
use crate::history::{History, HistoryError, Orders, SortedPartition};
use crate::ingest::CustomerId;
use crate::labels::OutcomeRule;
use crate::model::dataset::{FeatureTable, Snapshot, TrainingSet};
use crate::time::{AsOf, MICROS_PER_DAY};
use crate::value::{PartCollector, SummaryCollector, ValueFamily, ValueFamilyTerms, ValueModels};
use rayon::prelude::*;
use std::collections::HashSet;

/// What to collect.
#[derive(Debug, Clone)]
pub struct CollectSettings {
    /// The question.
    pub rule: OutcomeRule,
    /// The present: nothing at or after it is seen.
    pub as_of: AsOf,
    /// Cutoffs and all other snapshots, ascending (see `labels::plan_cutoffs`).
    pub snapshots: Vec<AsOf>,
    /// Whether features of the present are wanted too.
    pub with_present: bool,
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
    /// Features and families that the model may use (see [`chosen`]); empty means all.
    pub features: Vec<String>,
}

/// A collected training set with the value models of its last snapshot.
#[derive(Debug)]
pub struct Collected {
    /// The rows.
    pub set: TrainingSet,
    /// Fitted on everything before the last snapshot: where that is the present, what scoring uses.
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

/// Above so many customers the value models of the present are fitted on a share of them: their
/// forecasts are published.
const PRESENT_CUSTOMERS: u64 = 500_000;
/// The same for the models of past snapshots, which are but features among others.
const PAST_CUSTOMERS: u64 = 100_000;

/// Rows of one snapshot.
#[derive(Debug, Clone, Default)]
struct Rows {
    columns: Vec<Vec<f64>>,
    next: Vec<f64>,
    customer: Vec<u64>,
}

/// A partition's rows of one snapshot, each row's values side by side: few enough to stay in the cache.
#[derive(Debug, Clone, Default)]
struct PartRows {
    values: Vec<f64>,
    next: Vec<f64>,
    customer: Vec<u64>,
}

impl Rows {
    fn new(width: usize) -> Self {
        Self { columns: vec![Vec::new(); width], ..Self::default() }
    }

    fn append(&mut self, part: &PartRows) {
        let width = self.columns.len();
        for (j, column) in self.columns.iter_mut().enumerate() {
            let from_first = part.values.get(j..).unwrap_or_default();
            column.extend(from_first.iter().step_by(width));
        }
        self.next.extend_from_slice(&part.next);
        self.customer.extend_from_slice(&part.customer);
    }
}

/// Collects the rows of all snapshots and, where wanted, of the present.
pub fn collect_training_set(
    history: &History,
    settings: &CollectSettings,
) -> Result<Collected, CollectError> {
    let mut instants = settings.snapshots.clone();
    instants.retain(|at| *at < settings.as_of);
    if settings.with_present {
        instants.push(settings.as_of);
    }
    let first = survey(history, settings, &instants)?;
    let last = first.models.last().cloned();
    let Some(value_models) = last.filter(|_| first.n_rows > 0) else {
        return Err(CollectError::NothingBought(settings.as_of));
    };
    let models = instants.iter().copied().zip(first.models).collect();
    let terms = ValueFamilyTerms::of(&settings.rule, settings.yearly_discount_rate);
    let mut all = families(&settings.channels);
    all.push(Box::new(ValueFamily::new(models, terms)));
    let known: Vec<Feature> = all.iter().flat_map(|family| family.features()).collect();
    let set = FeatureSet::select(all, settings.columns, None)?;
    let may_be_used = may_be_used(&known, set.features(), &settings.features)?;
    let share = (settings.max_rows as f64 / first.n_rows as f64).min(1.0);
    let set = gather(history, settings, &instants, &set, share, first.first_micros)?;
    Ok(Collected { set: TrainingSet { chosen: may_be_used, ..set }, value_models })
}

/// Which of the `computed` features the model may use: those that are asked for of all that are `known`.
fn may_be_used(
    known: &[Feature],
    computed: &[Feature],
    asked: &[String],
) -> Result<Vec<bool>, SelectError> {
    let chosen = chosen(known, asked)?;
    let names: HashSet<&str> =
        known.iter().zip(chosen).filter(|(_, chosen)| *chosen).map(|(f, _)| &*f.name).collect();
    let chosen: Vec<bool> = computed.iter().map(|f| names.contains(&*f.name)).collect();
    if chosen.contains(&true) { Ok(chosen) } else { Err(SelectError::NothingLeft) }
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
    let customers = history.count_customers()?;
    let keep_one_in = |at: AsOf| {
        let enough = if at == settings.as_of { PRESENT_CUSTOMERS } else { PAST_CUSTOMERS };
        customers.div_ceil(enough).max(1) as u32
    };
    let drawn: Vec<(AsOf, u32)> = instants.iter().map(|&at| (at, keep_one_in(at))).collect();
    let mut summaries = SummaryCollector::new(instants.len());
    let (mut n_rows, mut first_micros) = (0u64, i64::MAX);
    let work = |partition: &SortedPartition| {
        let mut orders = Orders::default();
        let (mut rows, mut first) = (0u64, i64::MAX);
        let mut part = PartCollector::new(&drawn);
        partition.for_each(|customer| {
            part.add(customer);
            orders.rebuild(&customer.transactions.before(settings.as_of.micros()));
            first = first.min(orders.time_micros.first().copied().unwrap_or(i64::MAX));
            for &at in instants {
                let known = orders.time_micros.partition_point(|&t| t < at.micros());
                let last = known.checked_sub(1).map(|k| orders.time_micros[k]);
                rows += u64::from(settings.rule.eligibility(last, at).is_ok());
            }
        });
        (part.finish(), rows, first)
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
    let mut gathered = vec![Rows::new(width); instants.len()];
    let work = |partition: &SortedPartition| {
        rows_of_partition(partition, history, settings, instants, set, share)
    };
    history.visit::<_, CollectError>(&|_| (), work, |parts| {
        gathered.iter_mut().zip(&parts).for_each(|(all, part)| all.append(part));
        Ok(())
    })?;
    let outcome_days_known = |at: &AsOf| {
        let window = settings.rule.outcome_window(*at);
        let known = (settings.as_of.micros().min(window.end_micros) - window.start_micros).max(0);
        (known / MICROS_PER_DAY) as u32
    };
    let of_snapshot = |(k, rows): (usize, &Rows)| vec![k as u16; rows.next.len()];
    let snapshot: Vec<u16> = gathered.iter().enumerate().flat_map(of_snapshot).collect();
    let mut parts_of = |j: usize| -> Vec<Vec<f64>> {
        gathered.iter_mut().map(|rows| std::mem::take(&mut rows.columns[j])).collect()
    };
    // A column's parts are given back before the next one is put together.
    let parts: Vec<Vec<Vec<f64>>> = (0..width).map(&mut parts_of).collect();
    let columns = parts.into_par_iter().map(|parts| parts.concat()).collect();
    Ok(TrainingSet {
        chosen: vec![true; width],
        table: FeatureTable { features: set.features().to_vec(), columns, n_rows: snapshot.len() },
        days_to_next_purchase: gathered.iter().flat_map(|rows| &rows.next).copied().collect(),
        snapshot,
        customer: gathered.iter().flat_map(|rows| &rows.customer).copied().collect(),
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

/// A partition's rows, snapshot by snapshot.
fn rows_of_partition(
    partition: &SortedPartition,
    history: &History,
    settings: &CollectSettings,
    instants: &[AsOf],
    set: &FeatureSet,
    share: f64,
) -> Vec<PartRows> {
    let mut parts = vec![PartRows::default(); instants.len()];
    let mut row = vec![f64::NAN; set.features().len()];
    let mut scratch = Scratch::default();
    let mut orders = Orders::default();
    let strata = 2 * instants.len() as u64;
    let may_be_drawn = |id: CustomerId<'_>| {
        let hash = id.stable_hash();
        (0..strata).any(|stratum| is_drawn(hash, stratum, share))
    };
    partition.for_each_of(may_be_drawn, |customer| {
        let hash = customer.id.stable_hash();
        // Orders begin when their first row does: those known at an earlier instant are the first of these.
        orders.rebuild(&customer.transactions.before(settings.as_of.micros()));
        for ((k, &at), part) in instants.iter().enumerate().zip(&mut parts) {
            let next = settings.rule.days_to_next_purchase(&orders.time_micros, at);
            let Ok(next) = next else { continue };
            let stratum = (k as u64) << 1 | u64::from(next.is_finite());
            if !is_drawn(hash, stratum, share) {
                continue;
            }
            set.compute(customer, at, history.zone(), &mut scratch, &mut row);
            part.values.extend_from_slice(&row);
            part.next.push(next);
            part.customer.push(hash);
        }
    });
    parts
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
