//! What the model must beat: four simple scores that need no model of this kind.
//!
//! Days since the last purchase and the customer's own gap are logistic regressions on one feature, fitted on
//! the judged model's own training rows; BG/NBD is its probability as it stands; the base rate is the
//! training rows' churn rate.

use crate::features::names::{DAYS_SINCE_LAST_PURCHASE, RECENCY_TO_GAP_MEAN};
use crate::model::dataset::TrainingSet;
use crate::model::design::{Design, Richness};
use crate::model::evaluate::{Interval, Metrics, ReliabilityBin, log_loss_gain, reliability_table};
use crate::model::learning::fit_rows::fit_rows;
use crate::model::learning::rows::outcomes;
use crate::model::settings::TrainSettings;
use crate::model::train_error::TrainError;
use crate::stats::{one_outcome_only, sigmoid};
use crate::value::NO_PURCHASE_PROBABILITY;
use serde::{Deserialize, Serialize};

/// Metrics of the baselines on the test rows; absent where the feature is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Baselines {
    /// Logistic regression on days since the last purchase.
    pub days_since_last: Option<Metrics>,
    /// Logistic regression on days since the last purchase ÷ own mean gap.
    pub own_gap: Option<Metrics>,
    /// BG/NBD's P(no purchase in the horizon).
    pub bg_nbd: Option<Metrics>,
    /// The training rows' churn rate for everybody.
    pub base_rate: Option<Metrics>,
}

impl Baselines {
    /// Every baseline by name, in alphabetical order.
    pub fn named(&self) -> [(&'static str, Option<&Metrics>); 4] {
        let Self { days_since_last, own_gap, bg_nbd, base_rate } = self;
        [
            ("base_rate", base_rate.as_ref()),
            ("bg_nbd", bg_nbd.as_ref()),
            ("days_since_last", days_since_last.as_ref()),
            ("own_gap", own_gap.as_ref()),
        ]
    }
}

/// By how much the model's log loss is below each baseline's, as 95 % intervals of the paired difference;
/// absent where the baseline is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Gains {
    /// Over days since the last purchase.
    pub days_since_last: Option<Interval>,
    /// Silence over the customer's own gap.
    pub own_gap: Option<Interval>,
    /// Over BG/NBD.
    pub bg_nbd: Option<Interval>,
    /// Over the base rate.
    pub base_rate: Option<Interval>,
}

/// Probabilities of the baselines, row by row; None where the feature is absent.
#[derive(Debug, Clone, Default)]
pub(crate) struct BaselineScores {
    scores: [Vec<Option<f64>>; 4],
}

/// Penalty per row of the one-column fits: next to none.
const L2_PER_ROW: f64 = 1e-5;

/// Names of the baselines, in the order of `BaselineScores::rows`.
pub const BASELINE_NAMES: [&str; 4] = ["days_since_last", "own_gap", "bg_nbd", "base_rate"];

impl BaselineScores {
    /// The scores, row by row, of each of [`BASELINE_NAMES`].
    pub(crate) fn rows(&self) -> &[Vec<Option<f64>>; 4] {
        &self.scores
    }

    /// Appends the scores of further rows.
    pub(crate) fn append(&mut self, more: &Self) {
        self.scores.iter_mut().zip(&more.scores).for_each(|(all, more)| all.extend(more));
    }

    /// Appends the scores of `judged` by baselines learned on `rows`.
    pub(crate) fn add(
        &mut self,
        set: &TrainingSet,
        rows: &[u32],
        judged: &[u32],
        settings: &TrainSettings,
    ) -> Result<(), TrainError> {
        let churned = outcomes(set, rows);
        for (k, feature) in [DAYS_SINCE_LAST_PURCHASE, RECENCY_TO_GAP_MEAN].into_iter().enumerate()
        {
            let scores = one_column(set, feature.name(), rows, &churned, judged, settings)?;
            self.scores[k].extend(scores);
        }
        let p = set.table.column(NO_PURCHASE_PROBABILITY.name());
        self.scores[2]
            .extend(judged.iter().map(|&i| p.map(|p| p[i as usize]).filter(|p| p.is_finite())));
        let rate = churned.iter().filter(|c| **c).count() as f64 / churned.len().max(1) as f64;
        self.scores[3].extend(judged.iter().map(|_| Some(rate)));
        Ok(())
    }

    /// Tenths of the customers by the named baseline's scores; none where one of them is absent.
    pub(crate) fn by_tenth(
        &self,
        name: &str,
        churned: &[bool],
    ) -> Result<Option<Vec<ReliabilityBin>>, TrainError> {
        let found = BASELINE_NAMES.iter().position(|known| *known == name);
        let known: Option<Vec<f64>> = found.and_then(|k| self.scores[k].iter().copied().collect());
        Ok(known.map(|p| reliability_table(&p, churned)).transpose()?)
    }

    /// By how much the log loss of `probabilities` is below that of each of [`BASELINE_NAMES`]; None where one
    /// of its scores is absent.
    pub(crate) fn gains_over(
        &self,
        probabilities: &[f64],
        churned: &[bool],
        customer: &[u64],
    ) -> Result<Gains, TrainError> {
        let gain = |scores: &Vec<Option<f64>>| -> Result<Option<Interval>, TrainError> {
            let known: Option<Vec<f64>> = scores.iter().copied().collect();
            let Some(known) = known else { return Ok(None) };
            Ok(log_loss_gain(probabilities, &known, churned, customer)?)
        };
        let [days_since_last, own_gap, bg_nbd, base_rate] = self.scores.each_ref().map(gain);
        Ok(Gains {
            days_since_last: days_since_last?,
            own_gap: own_gap?,
            bg_nbd: bg_nbd?,
            base_rate: base_rate?,
        })
    }

    /// Judges all of them.
    pub(crate) fn metrics(self, churned: &[bool]) -> Result<Baselines, TrainError> {
        let judge = |scores: Vec<Option<f64>>| -> Result<Option<Metrics>, TrainError> {
            let known: Option<Vec<f64>> = scores.into_iter().collect();
            Ok(known.map(|p| Metrics::of(&p, churned)).transpose()?)
        };
        let [days_since_last, own_gap, bg_nbd, base_rate] = self.scores.map(judge);
        Ok(Baselines {
            days_since_last: days_since_last?,
            own_gap: own_gap?,
            bg_nbd: bg_nbd?,
            base_rate: base_rate?,
        })
    }
}

fn one_column(
    set: &TrainingSet,
    name: &str,
    rows: &[u32],
    churned: &[bool],
    judged: &[u32],
    settings: &TrainSettings,
) -> Result<Vec<Option<f64>>, TrainError> {
    let nothing = vec![None; judged.len()];
    let Some(position) = set.table.position(name) else { return Ok(nothing) };
    if one_outcome_only(churned) {
        return Ok(nothing);
    }
    let richness = Richness { max_terms: 2, hinges: false, learned: &[] };
    let (design, _) = Design::learn(&set.table, rows, &[position], richness);
    if design.terms.is_empty() {
        return Ok(nothing);
    }
    let fitted = fit_rows(set, rows, churned, &design, L2_PER_ROW, settings)?;
    let x = design.matrix(&set.table, judged);
    let log_odds = fitted.coefficients.log_odds_of_rows(x.view())?;
    Ok(log_odds.into_iter().map(|z| Some(sigmoid(z))).collect())
}
