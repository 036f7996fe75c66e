//! Every measure of one set of probabilities, under the names used in JSON, tables and reports.

use serde::{Deserialize, Serialize};

use super::accuracy::{bins, brier, brier_parts, expected_calibration_error, log_loss};
use super::discrimination::{auc_of, average_precision};
use super::error::EvaluateError;
use super::gains::{SHARES, captures};
use super::ranking::{Ranking, Tallies};
use super::recalibration::recalibration;
use crate::stats::{Line, clipped_log_odds, clipped_losses};

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
    pub(super) fn new(ranking: &Ranking) -> Self {
        Self {
            log_losses: ranking.scores.iter().map(|p| clipped_losses(*p)).collect(),
            log_odds: ranking.scores.iter().map(|p| clipped_log_odds(*p)).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The probabilities and outcomes that scikit-learn was given as well.
    fn sample(n: u64) -> (Vec<f64>, Vec<bool>) {
        let p = |i: u64| ((i * 73 % 101) as f64 + 0.5) / 102.0;
        let churned = |i: u64| ((i * i * 3 + i * 17) % 89) as f64 / 89.0 < 0.15 + 0.7 * p(i);
        ((0..n).map(p).collect(), (0..n).map(churned).collect())
    }

    fn close(found: Option<f64>, expected: f64) {
        let found = found.unwrap();
        assert!((found - expected).abs() < 1e-6, "{found} is not {expected}");
    }

    /// `roc_auc_score`, `average_precision_score`, `log_loss`, `brier_score_loss` and an unpenalised
    /// `LogisticRegression` on the log-odds, scikit-learn 1.9.1; 200 rows, 101 distinct values.
    #[test]
    fn scikit_learn_finds_the_same_measures() {
        let (p, churned) = sample(200);
        let metrics = Metrics::of(&p, &churned).unwrap();
        assert_eq!((metrics.n_rows, metrics.n_churned), (200, 97));
        close(metrics.auc, 0.749_024_121_709_538_7);
        close(metrics.pr_auc, 0.739_683_397_540_088_7);
        close(Some(metrics.log_loss), 0.644_789_837_591_792_8);
        close(Some(metrics.brier), 0.208_508_266_051_518_65);
        close(metrics.calibration_slope, 0.547_805_06);
        close(metrics.calibration_intercept, -0.052_147_47);
    }

    /// Mean over `numpy.array_split(argsort(p), 10)`; 97 rows without ties, so bins of 10 and 9.
    #[test]
    fn ece_is_that_of_array_split() {
        let (p, churned) = sample(97);
        close(Some(Metrics::of(&p, &churned).unwrap().ece), 0.125_884_374_368_304_05);
    }

    #[test]
    fn by_hand() {
        // Scores .9 .9 .4 .1 with outcomes 1 0 1 0. Pairs: (.9,.9) half, (.9,.1) right,
        // (.4,.9) wrong, (.4,.1) right: AUC 2.5/4. AP: ½·½ + ½·⅔ = 7/12.
        let metrics = Metrics::of(&[0.9, 0.9, 0.4, 0.1], &[true, false, true, false]).unwrap();
        close(metrics.auc, 0.625);
        close(metrics.pr_auc, 7.0 / 12.0);
        close(Some(metrics.brier), (0.01 + 0.81 + 0.36 + 0.01) / 4.0);
        // The top 20 % are 0.8 of a customer, half of whom churned: 0.4 of 2 churners.
        close(metrics.capture_at_20, 0.2);
        close(metrics.lift_at_20, 1.0);
        // Bins are single customers: .9 (½), .9 (½), .4 (1), .1 (0).
        close(Some(metrics.ece), (0.4 + 0.4 + 0.6 + 0.1) / 4.0);
        close(Some(metrics.brier_uncertainty), 0.25);
    }

    #[test]
    fn the_brier_score_is_the_sum_of_its_parts() {
        let (p, churned) = sample(200);
        let m = Metrics::of(&p, &churned).unwrap();
        let sum = m.brier_reliability - m.brier_resolution + m.brier_uncertainty;
        assert!((sum - m.brier).abs() < 1e-15);
        // Probabilities equal within each bin: Murphy's own case, where the resolution is
        // Σ nₖ/n·(rateₖ − rate)². Ten of .2 with 3 churners, ten of .6 with 5.
        let p: Vec<f64> = (0..20).map(|i| if i < 10 { 0.2 } else { 0.6 }).collect();
        let churned: Vec<bool> = (0..20).map(|i| i < 3 || (10..15).contains(&i)).collect();
        let m = Metrics::of(&p, &churned).unwrap();
        assert!((m.brier_resolution - 0.01).abs() < 1e-15);
        assert!((m.brier_reliability - 0.01).abs() < 1e-15);
    }

    #[test]
    fn order_of_rows_and_monotone_transforms_do_not_matter() {
        let (p, churned) = sample(200);
        let metrics = Metrics::of(&p, &churned).unwrap();
        let reversed: Vec<f64> = p.iter().rev().copied().collect();
        let outcomes: Vec<bool> = churned.iter().rev().copied().collect();
        assert_eq!(Metrics::of(&reversed, &outcomes).unwrap(), metrics);
        let cubed: Vec<f64> = p.iter().map(|p| p.powi(3)).collect();
        let other = Metrics::of(&cubed, &churned).unwrap();
        assert_eq!((other.auc, other.pr_auc), (metrics.auc, metrics.pr_auc));
        assert_eq!(other.lift_at_5, metrics.lift_at_5);
        let negated: Vec<f64> = p.iter().map(|p| -p).collect();
        let auc = crate::model::evaluate::auc(&negated, &churned).unwrap();
        close(auc, 1.0 - metrics.auc.unwrap());
    }

    #[test]
    fn extremes() {
        let one = Metrics::of(&[0.0, 0.5, 1.0], &[true; 3]).unwrap();
        assert_eq!((one.auc, one.pr_auc, one.calibration_slope), (None, None, None));
        close(one.lift_at_10, 1.0);
        assert!(one.log_loss.is_finite() && one.log_loss > 12.0);
        let none = Metrics::of(&[0.5], &[false]).unwrap();
        assert_eq!(none.capture_at_20, None);
        assert!(serde_json::to_string(&none).unwrap().contains(r#""auc":null"#));
        assert_eq!(Metrics::of(&[], &[]), Err(EvaluateError::Empty));
        assert!(Metrics::of(&[f64::NAN], &[true]).is_err());
        assert!(Metrics::of(&[1.1], &[true]).is_err());
        assert!(Metrics::of(&[0.1], &[true, false]).is_err());
        // Zero and minus zero are one score: a tie.
        assert_eq!(super::super::auc(&[0.0, -0.0], &[true, false]).unwrap(), Some(0.5));
    }

    #[test]
    fn names_are_the_fields() {
        let (p, churned) = sample(50);
        let metrics = Metrics::of(&p, &churned).unwrap();
        let json = serde_json::to_value(&metrics).unwrap();
        for (name, value) in metrics.named() {
            assert_eq!(json[name].as_f64(), value, "{name}");
        }
        assert_eq!(serde_json::from_value::<Metrics>(json).unwrap(), metrics);
    }
}
