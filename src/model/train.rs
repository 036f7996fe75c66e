//! The protocol of a training, in the order in which it happens.
//!
//! 1. The newest complete cutoff is held out. A model learned from cutoffs whose outcome windows end
//!    before it (where the history is too short for that: from other customers) is judged on it, beside
//!    the baselines.
//! 2. The model that ships is learned in the same way from every complete cutoff, the held-out one
//!    among them; its penalty and calibration rest on predictions for customers not seen.
//! 3. Everything learned, with its evidence, becomes the artifact.

use super::apply::scorer::catalogue_version;
use super::artifact::baseline::{Baseline, Distribution, Returned};
use super::artifact::content::{
    Artifact, BaselineTenths, Held, HeldOutTest, ModelContent, TrainingEvidence,
};
use super::dataset::TrainingSet;
use super::design::digits::for_display;
use super::evaluate::{Metrics, intervals, money_reached, reliability_table};
use super::fit::Coefficients;
use super::judge::baselines::BaselineScores;
use super::judge::grade::{Evidence, Grade};
use super::judge::segments::{by_dimension, parts_of, spend_of};
use super::learning::held_out::customer_folds;
use super::learning::learn::{Learned, learn};
use super::learning::rows::{known_before, outcomes, rarer_customers};
use super::settings::TrainSettings;
use super::term_description::describe_terms;
use super::topics::topic_weights;
use super::train_error::TrainError;
use crate::stats::{one_outcome_only, sigmoid};
use crate::value::ValueModels;
use rayon::prelude::*;
use xxhash_rust::xxh3::Xxh3;

/// Customers of the rarer outcome that an honest past must have to be judged by.
const JUDGE_CUSTOMERS: usize = 100;

/// The rows that a model was judged on, as the judged model saw them: a customer each.
#[derive(Debug, Clone, PartialEq)]
pub struct JudgedRows {
    /// How they were kept apart from what the model had learned from.
    pub held: Held,
    /// Stable hashes of the customers.
    pub customers: Vec<u64>,
    /// Their churn probabilities.
    pub probabilities: Vec<f64>,
    /// Whether they churned.
    pub churned: Vec<bool>,
}

/// Trains a model for use at the last snapshot of `set`, the present.
pub fn train(
    set: &TrainingSet,
    value_models: ValueModels,
    settings: &TrainSettings,
) -> Result<Artifact, TrainError> {
    train_and_judge(set, value_models, settings).map(|(artifact, _)| artifact)
}

/// The same, with the rows that it was judged on, if it could be.
pub fn train_and_judge(
    set: &TrainingSet,
    value_models: ValueModels,
    settings: &TrainSettings,
) -> Result<(Artifact, Option<JudgedRows>), TrainError> {
    let complete = set.complete();
    let present = set.snapshots.len().saturating_sub(1);
    let rows = set.rows_of(&complete);
    // None needs the others, and each has stretches that keep one thread busy.
    let judge = || complete.last().map_or(Ok(None), |&test| judge(set, &rows, test, settings));
    let learn = || learn(set, &rows, present, settings);
    let ((judged, learned), data_fingerprint) =
        rayon::join(|| rayon::join(judge, learn), || fingerprint(set, &rows));
    let ((judgement, judged), learned) = (judged?.unzip(), learned?);
    let grade = Grade::of(learned.level, judgement.as_ref().map(evidence_of));
    let baseline = baseline(set, &complete, present, &learned)?;
    let topics = topic_weights(set, present, &learned, &baseline.features);
    let dates = |k: &usize| set.snapshots[*k].as_of.to_string();
    let Learned { level, design, fitted, standard_errors, calibration, .. } = learned.clone();
    let content = ModelContent {
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
        as_of: set.snapshots[present].as_of.to_string(),
        rule: set.rule,
        cutoffs: complete.iter().map(dates).collect(),
        catalogue_version: catalogue_version(&design, &set.table.features),
        level,
        coefficients: fitted.coefficients.clone(),
        standard_errors: standard_errors.map(|errors| Coefficients {
            intercept: for_display(errors.intercept),
            weights: errors.weights.into_iter().map(for_display).collect(),
        }),
        calibration,
        value_models,
        settings: settings.clone(),
        evidence: evidence(set, data_fingerprint, &learned),
        judgement,
        grade,
        baseline,
        topics,
        design,
    };
    Ok((Artifact::new(content)?, judged))
}

/// What its grade rests on.
fn evidence_of(judgement: &HeldOutTest) -> Evidence<'_> {
    let HeldOutTest { test, intervals, baselines, gains, .. } = judgement;
    Evidence { test, intervals, baselines, gains }
}

fn evidence(set: &TrainingSet, data_fingerprint: String, learned: &Learned) -> TrainingEvidence {
    TrainingEvidence {
        n_rows: learned.n_rows as u64,
        n_churned: learned.n_churned as u64,
        sampled_share: set.sampled_share,
        data_fingerprint,
        l2_per_row: learned.l2_per_row,
        iterations: learned.fitted.iterations,
        mean_gradient_norm: learned.fitted.mean_gradient_norm,
        mean_log_loss: learned.fitted.mean_log_loss,
        level_shift: learned.level_shift.clone(),
        learned_terms: describe_terms(set, learned),
        dropped: learned.dropped.clone(),
    }
}

/// Judges on the snapshot `test`; None where its customers all had one outcome.
fn judge(
    set: &TrainingSet,
    rows: &[u32],
    test: usize,
    settings: &TrainSettings,
) -> Result<Option<(HeldOutTest, JudgedRows)>, TrainError> {
    let judged = set.rows_of(&[test]);
    let past = known_before(set, rows, test);
    let (held, pairs) = if rarer_customers(set, &past) >= JUDGE_CUSTOMERS {
        (Held::LaterWindow, vec![[past, judged]])
    } else {
        (Held::OtherCustomers, customer_folds(set, rows, &judged))
    };
    let (mut order, mut probabilities) = (Vec::new(), Vec::new());
    let mut baselines = BaselineScores::default();
    for [past, judged] in pairs {
        if judged.is_empty() || past.is_empty() {
            continue;
        }
        let learned = learn(set, &past, test, settings)?;
        let log_odds = learned.log_odds(set, &judged)?;
        probabilities.extend(log_odds.iter().map(|z| sigmoid(*z)));
        baselines.add(set, &past, &judged, settings)?;
        order.extend(judged);
    }
    let churned = outcomes(set, &order);
    if one_outcome_only(&churned) {
        return Ok(None);
    }
    let customers: Vec<u64> = order.iter().map(|&i| set.customer[i as usize]).collect();
    let judgement = HeldOutTest {
        as_of: set.snapshots[test].as_of.to_string(),
        held,
        test: Metrics::of(&probabilities, &churned)?,
        intervals: intervals(&probabilities, &churned, Some(&customers), &settings.bootstrap)?,
        reliability: reliability_table(&probabilities, &churned)?,
        money_at_10: match spend_of(set, &order) {
            Some(spend) => money_reached(&probabilities, &spend, &churned)?.map(for_display),
            None => None,
        },
        segments: by_dimension(&probabilities, &churned, &parts_of(set, &order))?,
        baseline_tenths: BaselineTenths {
            days_since_last: baselines.by_tenth("days_since_last", &churned)?,
            own_gap: baselines.by_tenth("own_gap", &churned)?,
        },
        gains: baselines.gains_over(&probabilities, &churned, &customers)?,
        baselines: baselines.metrics(&churned)?,
    };
    Ok(Some((judgement, JudgedRows { held, customers, probabilities, churned })))
}

/// Hash of the training rows, whatever their order in the files.
fn fingerprint(set: &TrainingSet, rows: &[u32]) -> String {
    let mut hash = Xxh3::new();
    for &i in rows {
        let i = i as usize;
        hash.update(&set.customer[i].to_le_bytes());
        hash.update(&set.snapshot[i].to_le_bytes());
        hash.update(&set.days_to_next_purchase[i].to_le_bytes());
    }
    for (feature, column) in set.table.features.iter().zip(&set.table.columns) {
        hash.update(feature.name.as_bytes());
        for &i in rows {
            hash.update(&column[i as usize].to_bits().to_le_bytes());
        }
    }
    format!("{:016x}", hash.digest())
}

/// What customers are like at the present, and how soon those of the complete cutoffs came back.
fn baseline(
    set: &TrainingSet,
    complete: &[usize],
    present: usize,
    learned: &Learned,
) -> Result<Baseline, TrainError> {
    let rows = set.rows_of(&[present]);
    let of = |name: &str| {
        let column = set.table.column(name).unwrap_or_default();
        let value = |&i: &u32| column.get(i as usize).copied().unwrap_or(f64::NAN);
        Distribution::learn(name, rows.iter().map(value).collect())
    };
    let scores = learned.log_odds(set, &rows)?.into_iter().map(sigmoid).collect();
    Ok(Baseline {
        customers: rows.len() as u64,
        score: Distribution::learn("churn_probability", scores),
        features: learned.design.columns.par_iter().map(|c| of(&c.feature)).collect(),
        returned: Returned::learn(set, complete),
    })
}
