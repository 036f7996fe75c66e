//! Rolling origins: what a model trained at each past instant would have said, and what then happened.
//!
//! At each origin a model learns from the rows of the origin's own cutoffs, whose outcome windows end
//! by the origin, and is judged on the origin's outcome window, which it has not seen. All origins
//! share one training set; each is a choice of its rows. Unlike a training's judgement nothing is ever
//! learned from other customers of the same window: an origin without a past is left out, and said.

mod judgement;
#[cfg(test)]
mod tests;

pub(crate) use judgement::Judgement;

use crate::error::{Failure, Kind};
use crate::labels::Origin;
use crate::model::calibrate::offset_to_base_rate;
use crate::model::dataset::TrainingSet;
use crate::model::judge::baselines::{BASELINE_NAMES, BaselineScores};
use crate::model::judge::segments::{parts_of, spend_of};
use crate::model::learning::learn::learn;
use crate::model::learning::level::LevelShift;
use crate::model::learning::rows::{known_before, outcomes};
use crate::model::learning::tier::ModelTier;
use crate::model::settings::TrainSettings;
use crate::model::train_error::TrainError;
use crate::stats::{ExpectedShare, sigmoid};
use crate::time::AsOf;
use judgement::HeldOutTest;
use serde::Serialize;

/// One origin's model and judgement.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct JudgedOrigin {
    /// The origin's date.
    pub origin: String,
    /// Dates of the training cutoffs.
    pub cutoffs: Vec<String>,
    /// Rows learned from.
    pub n_train_rows: u64,
    /// Share of them that churned.
    pub train_churn_rate: f64,
    /// What the data allowed.
    pub level: ModelTier,
    /// Columns of the design matrix.
    pub columns: usize,
    /// Penalty per row.
    pub l2_per_row: f64,
    /// By how much the level departs from the training cutoffs', and what says so.
    pub level_shift: LevelShift,
    /// By how many log-odds more it should have departed for as many to leave as did; None where all had one
    /// outcome.
    pub level_missed: Option<f64>,
    /// The share of the customers that was expected to leave.
    pub expected_churn_rate: Option<ExpectedShare>,
    /// How the model did.
    #[serde(flatten)]
    pub judgement: Judgement,
}

/// An origin that was asked for and is not judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// The origin's date.
    pub origin: String,
    /// Why it was left out, in words.
    pub reason: String,
}

/// What was said of each customer at each origin; origins ascending, then customers by hash.
#[derive(Debug, Clone, Default)]
pub(crate) struct Predictions {
    /// The origin of each row.
    pub origin: Vec<AsOf>,
    /// Stable hash of each row's customer.
    pub customer: Vec<u64>,
    /// Calibrated probability of churn.
    pub probability: Vec<f64>,
    /// What happened.
    pub churned: Vec<bool>,
    /// Scores of each of [`BASELINE_NAMES`].
    pub baselines: [Vec<Option<f64>>; BASELINE_NAMES.len()],
}

/// A whole backtest.
#[derive(Debug, Clone)]
pub(crate) struct Backtest {
    /// The origins, ascending.
    pub origins: Vec<JudgedOrigin>,
    /// Those that could not be judged.
    pub left_out: Vec<LeftOut>,
    /// All predictions judged together, at the level of the newest origin's model.
    pub pooled: Judgement,
    /// The predictions.
    pub predictions: Predictions,
}

/// Why there is no backtest.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BacktestError {
    /// A training failed.
    #[error(transparent)]
    Train(#[from] TrainError),
    /// No origin has customers to learn from and customers to judge.
    #[error("no origin can be judged: {0}; check --lookback-days and the timestamps")]
    NoOrigin(String),
}

impl Failure for BacktestError {
    fn kind(&self) -> Kind {
        match self {
            BacktestError::Train(error) => error.kind(),
            BacktestError::NoOrigin(_) => Kind::DataQuality,
        }
    }
}

/// Learns and judges at every origin; all their snapshots are in `set`. `progress` is told of each
/// origin done.
pub(crate) fn backtest(
    set: &TrainingSet,
    origins: &[Origin],
    settings: &TrainSettings,
    progress: &dyn Fn(),
) -> Result<Backtest, BacktestError> {
    let mut done = Vec::new();
    let mut left_out: Vec<LeftOut> = Vec::new();
    let mut predictions = Predictions::default();
    let mut pooled = HeldOutTest::default();
    for origin in origins {
        match at_origin(set, origin, settings)? {
            Ok((model, judged)) => {
                pooled.append(&judged);
                predictions.origin.extend(judged.customer.iter().map(|_| origin.as_of));
                done.push(model);
            }
            Err(reason) => {
                left_out.push(LeftOut { origin: origin.as_of.to_string(), reason });
            }
        }
        progress();
    }
    let Some(newest) = done.last() else {
        let why = left_out.last().map_or_else(|| "none was given".to_owned(), |l| l.reason.clone());
        return Err(BacktestError::NoOrigin(why));
    };
    let judgement = Judgement::of(&pooled, newest.level, settings)?;
    predictions.baselines.clone_from(pooled.baselines.rows());
    predictions.customer = pooled.customer;
    predictions.probability = pooled.probability;
    predictions.churned = pooled.churned;
    Ok(Backtest { origins: done, left_out, pooled: judgement, predictions })
}

/// One origin's model and its predictions, or why there is none.
type AtOrigin = Result<(JudgedOrigin, HeldOutTest), String>;

fn at_origin(
    set: &TrainingSet,
    origin: &Origin,
    settings: &TrainSettings,
) -> Result<AtOrigin, TrainError> {
    let place = |at: &AsOf| set.snapshots.iter().position(|s| s.as_of == *at);
    let Some(target) = place(&origin.as_of) else {
        return Ok(Err("its snapshot was not collected".to_owned()));
    };
    let cutoffs: Vec<usize> = origin.cutoffs.iter().filter_map(place).collect();
    // The plan sees to it that every window is known by the origin; this makes it so.
    let past = known_before(set, &set.rows_of(&cutoffs), target);
    let rows = set.rows_of(&[target]);
    if past.is_empty() || rows.is_empty() {
        let whom = if rows.is_empty() {
            "no customer is eligible"
        } else {
            "no customer was eligible at its cutoffs"
        };
        return Ok(Err(whom.to_owned()));
    }
    let learned = learn(set, &past, target, settings)?;
    let log_odds = learned.log_odds(set, &rows)?;
    let mut baselines = BaselineScores::default();
    baselines.add(set, &past, &rows, settings)?;
    let judged = HeldOutTest {
        customer: rows.iter().map(|&i| set.customer[i as usize]).collect(),
        probability: log_odds.iter().map(|z| sigmoid(*z)).collect(),
        churned: outcomes(set, &rows),
        baselines,
        spend: spend_of(set, &rows),
        parts: parts_of(set, &rows),
    };
    let model = JudgedOrigin {
        origin: origin.as_of.to_string(),
        cutoffs: cutoffs.iter().map(|&k| set.snapshots[k].as_of.to_string()).collect(),
        n_train_rows: learned.n_rows as u64,
        train_churn_rate: learned.n_churned as f64 / learned.n_rows.max(1) as f64,
        level: learned.level,
        columns: learned.design.terms.len(),
        l2_per_row: learned.l2_per_row,
        expected_churn_rate: ExpectedShare::of(&judged.probability, learned.level_shift.sd),
        level_missed: offset_to_base_rate(&log_odds, churn_rate(&judged.churned)),
        level_shift: learned.level_shift,
        judgement: Judgement::of(&judged, learned.level, settings)?,
    };
    Ok(Ok((model, judged)))
}

fn churn_rate(churned: &[bool]) -> f64 {
    churned.iter().filter(|churned| **churned).count() as f64 / churned.len().max(1) as f64
}
