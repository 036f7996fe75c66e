//! Every measure of one set of probabilities, under the names used in JSON, tables and reports.

use serde::{Deserialize, Serialize};

use super::accuracy::{bins, brier, brier_parts, expected_calibration_error, log_loss, log_losses};
use super::discrimination::{auc_of, average_precision};
use super::error::EvaluateError;
use super::gains::{SHARES, captures};
use super::ranking::{Ranking, Tallies};
use super::recalibration::{log_odds, recalibration};
use crate::model::fit::line::Line;

/// The judgement. A measure that the outcomes do not allow (one outcome only) is null.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Metrics {
    /// Customers judged.
    pub n_rows: u64,
    /// Those that churned.
    pub n_churned: u64,
    /// Share that churned.
    pub churn_rate: f64,
    /// Mean probability of churn.
    pub mean_probability: f64,
    /// Area under the ROC curve, ties counted half.
    pub auc: Option<f64>,
    /// Average precision.
    pub pr_auc: Option<f64>,
    /// Mean log loss (natural logarithm), probabilities clipped to 2.2e-16 from 0 and 1.
    pub log_loss: f64,
    /// Mean squared distance of probability and outcome.
    pub brier: f64,
    /// Part of the Brier score that calibration could remove; ten equal-count bins.
    pub brier_reliability: f64,
    /// Part of the Brier score gained by telling customers apart;
    /// `brier = brier_reliability − brier_resolution + brier_uncertainty` holds exactly.
    pub brier_resolution: f64,
    /// Brier score of the base rate.
    pub brier_uncertainty: f64,
    /// Expected calibration error: mean |predicted − observed| over ten equal-count bins.
    pub ece: f64,
    /// Slope of the outcome's log-odds on the predicted log-odds; 1 is perfect.
    pub calibration_slope: Option<f64>,
    /// Intercept of the same regression; 0 is perfect.
    pub calibration_intercept: Option<f64>,
    /// Churn rate among the riskiest 1 % ÷ churn rate of all.
    pub lift_at_1: Option<f64>,
    /// The same among the riskiest 5 %.
    pub lift_at_5: Option<f64>,
    /// The same among the riskiest 10 %.
    pub lift_at_10: Option<f64>,
    /// The same among the riskiest 20 %.
    pub lift_at_20: Option<f64>,
    /// Share of all churners found among the riskiest 1 %.
    pub capture_at_1: Option<f64>,
    /// The same among the riskiest 5 %.
    pub capture_at_5: Option<f64>,
    /// The same among the riskiest 10 %.
    pub capture_at_10: Option<f64>,
    /// The same among the riskiest 20 %.
    pub capture_at_20: Option<f64>,
}

impl Metrics {
    /// Judges probabilities of churn against what happened. Independent of the order of rows.
    pub fn of(probabilities: &[f64], churned: &[bool]) -> Result<Self, EvaluateError> {
        let ranking = Ranking::of_probabilities(probabilities, churned)?;
        let per_score = PerScore::new(&ranking);
        let tallies = ranking.tallies();
        let line = recalibration(&per_score.log_odds, &tallies);
        Ok(Self::from_tallies(&ranking, &per_score, &tallies, line))
    }

    /// The measures of given counts, with their recalibration line.
    pub(super) fn from_tallies(
        ranking: &Ranking,
        per_score: &PerScore,
        tallies: &Tallies,
        line: Option<Line>,
    ) -> Self {
        let probabilities = &ranking.scores;
        let bins = bins(probabilities, tallies);
        let brier = brier(probabilities, tallies);
        let parts = brier_parts(brier, &bins, tallies);
        let expected = probabilities.iter().zip(tallies.iter()).map(|(p, (rows, _))| p * rows);
        let found = captures(tallies);
        let lift = |i: usize| found[i].map(|capture| capture / SHARES[i]);
        Self {
            n_rows: tallies.n_rows as u64,
            n_churned: tallies.n_churned as u64,
            churn_rate: tallies.n_churned / tallies.n_rows,
            mean_probability: expected.sum::<f64>() / tallies.n_rows,
            auc: auc_of(tallies),
            pr_auc: average_precision(tallies),
            log_loss: log_loss(&per_score.log_losses, tallies),
            brier,
            brier_reliability: parts.reliability,
            brier_resolution: parts.resolution,
            brier_uncertainty: parts.uncertainty,
            ece: expected_calibration_error(&bins),
            calibration_slope: line.map(|line| line.slope),
            calibration_intercept: line.map(|line| line.intercept),
            lift_at_1: lift(0),
            lift_at_5: lift(1),
            lift_at_10: lift(2),
            lift_at_20: lift(3),
            capture_at_1: found[0],
            capture_at_5: found[1],
            capture_at_10: found[2],
            capture_at_20: found[3],
        }
    }

    /// Every measure with its name, in the order of the fields; counts are left out.
    pub fn named(&self) -> [(&'static str, Option<f64>); 20] {
        [
            ("churn_rate", Some(self.churn_rate)),
            ("mean_probability", Some(self.mean_probability)),
            ("auc", self.auc),
            ("pr_auc", self.pr_auc),
            ("log_loss", Some(self.log_loss)),
            ("brier", Some(self.brier)),
            ("brier_reliability", Some(self.brier_reliability)),
            ("brier_resolution", Some(self.brier_resolution)),
            ("brier_uncertainty", Some(self.brier_uncertainty)),
            ("ece", Some(self.ece)),
            ("calibration_slope", self.calibration_slope),
            ("calibration_intercept", self.calibration_intercept),
            ("lift_at_1", self.lift_at_1),
            ("lift_at_5", self.lift_at_5),
            ("lift_at_10", self.lift_at_10),
            ("lift_at_20", self.lift_at_20),
            ("capture_at_1", self.capture_at_1),
            ("capture_at_5", self.capture_at_5),
            ("capture_at_10", self.capture_at_10),
            ("capture_at_20", self.capture_at_20),
        ]
    }
}

/// What depends on a distinct probability alone: computed once, used by every replicate.
pub(super) struct PerScore {
    /// Log loss if churned, if stayed.
    pub log_losses: Vec<(f64, f64)>,
    /// Log-odds.
    pub log_odds: Vec<f64>,
}

impl PerScore {
    /// Of the distinct probabilities of a ranking.
    pub fn new(ranking: &Ranking) -> Self {
        Self {
            log_losses: ranking.scores.iter().map(|p| log_losses(*p)).collect(),
            log_odds: ranking.scores.iter().map(|p| log_odds(*p)).collect(),
        }
    }
}
