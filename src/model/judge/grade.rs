//! The grade: whether the model earns its place beside the baselines, by a printed rule.

use super::baselines::{Baselines, Gains};
use crate::model::evaluate::{Interval, MetricIntervals, Metrics};
use crate::model::learning::tier::ModelTier;
use serde::{Deserialize, Serialize};

/// A, B or C.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Grade {
    /// Better than every baseline beyond chance, and its probabilities can be taken at their word.
    A,
    /// Worth using: ranks as well as days since the last purchase and knows more than the base rate.
    B,
    /// Not shown to beat the baselines.
    C,
}

/// The rule, as it is printed.
pub const GRADE_RULE: &str = "A: log loss below every baseline's beyond chance, AUC at or above every baseline's, and ECE \
     at most 0.05. B: AUC at most 0.005 below that of days since the last purchase. \
     Both need a log loss below the base rate's by more than 0.005, and an AUC above 0.53, each with its whole 95 % \
     interval: less may be chance. C: neither, or too little data for a model";

/// The lower end of the AUC's interval must lie above this: 0.5 is chance, and a model that orders
/// customers hardly better than that is of no use even where it is no chance.
const LEAST_AUC_LOW: f64 = 0.53;
/// The lower end of what the log loss is below the base rate's must lie above this, for the same reason.
const LEAST_GAIN_LOW: f64 = 0.005;

/// The most that probabilities of a grade A may be off, by the ECE.
const MOST_ECE: f64 = 0.05;
/// So much below that of days since the last purchase the AUC of a grade B may be.
const LESS_AUC: f64 = 0.005;

/// What a grade is given for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Evidence<'a> {
    pub test: &'a Metrics,
    pub intervals: &'a MetricIntervals,
    pub baselines: &'a Baselines,
    pub gains: &'a Gains,
}

impl Grade {
    /// Grades a model of a level by its judgement; C where there is none.
    pub(crate) fn of(level: ModelTier, evidence: Option<Evidence<'_>>) -> Self {
        let Some(Evidence { test, intervals, baselines, gains }) = evidence else {
            return Grade::C;
        };
        let Baselines { days_since_last, own_gap, bg_nbd, base_rate } = baselines;
        let above = |gain: &Option<Interval>, least: f64| gain.is_none_or(|gain| gain.low > least);
        let shown = intervals.intervals.get("auc").is_some_and(|auc| auc.low > LEAST_AUC_LOW)
            && above(&gains.base_rate, LEAST_GAIN_LOW);
        if !shown || matches!(level, ModelTier::RecencyRule | ModelTier::BaseRate) {
            return Grade::C;
        }
        let ranks = |baseline: &Option<Metrics>, less: f64| {
            let auc = |m: &Metrics| m.auc.unwrap_or(0.5);
            baseline.as_ref().is_none_or(|b| auc(test) >= auc(b) - less)
        };
        let all = [days_since_last, own_gap, bg_nbd, base_rate];
        let gains = [&gains.days_since_last, &gains.own_gap, &gains.bg_nbd];
        let beats = gains.iter().all(|gain| above(gain, 0.0));
        if beats && all.iter().all(|b| ranks(b, 0.0)) && test.ece <= MOST_ECE {
            return Grade::A;
        }
        if ranks(days_since_last, LESS_AUC) { Grade::B } else { Grade::C }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::evaluate::{BootstrapSettings, intervals, log_loss_gain};

    #[test]
    fn the_rule_is_printed_as_it_is() {
        for number in [
            format!("ECE at most {MOST_ECE}."),
            format!("AUC at most {LESS_AUC} below"),
            format!("by more than {LEAST_GAIN_LOW}"),
            format!("AUC above {LEAST_AUC_LOW}"),
        ] {
            let rule = GRADE_RULE.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(rule.contains(&number), "{number}");
        }
    }

    const CHURNED: [bool; 6] = [false, false, true, false, true, true];

    /// The grade of six customers' probabilities, so often repeated, beside everybody the same.
    fn grade(level: ModelTier, p: [f64; 6], times: usize) -> Grade {
        let (p, churned) = (p.repeat(times), CHURNED.repeat(times));
        let flat = vec![0.5; p.len()];
        let customer: Vec<u64> = (0..p.len() as u64).collect();
        let settings = BootstrapSettings::default();
        let gain = log_loss_gain(&p, &flat, &churned, &customer).unwrap();
        let flat = Metrics::of(&flat, &churned).unwrap();
        let baselines = Baselines {
            days_since_last: Some(flat.clone()),
            base_rate: Some(flat),
            ..Baselines::default()
        };
        let evidence = Evidence {
            test: &Metrics::of(&p, &churned).unwrap(),
            intervals: &intervals(&p, &churned, None, &settings).unwrap(),
            baselines: &baselines,
            gains: &Gains { days_since_last: gain, base_rate: gain, ..Gains::default() },
        };
        Grade::of(level, Some(evidence))
    }

    #[test]
    fn the_rule_is_kept() {
        let good = [0.01, 0.01, 0.99, 0.02, 0.98, 0.99];
        assert_eq!(grade(ModelTier::Full, good, 10), Grade::A);
        assert_eq!(grade(ModelTier::RecencyRule, good, 10), Grade::C);
        assert_eq!(grade(ModelTier::Full, [0.5; 6], 10), Grade::C);
        assert_eq!(Grade::of(ModelTier::Full, None), Grade::C);
        // In the right order, and too sure of too little.
        assert_eq!(grade(ModelTier::Full, [0.3, 0.3, 0.6, 0.3, 0.6, 0.6], 10), Grade::B);
    }

    #[test]
    fn what_may_be_chance_earns_no_grade() {
        // Two pairs in three in the right order: shown by 300 customers, not by 6.
        let hint = [0.45, 0.6, 0.6, 0.45, 0.45, 0.6];
        assert_eq!(grade(ModelTier::Full, hint, 1), Grade::C);
        assert_eq!(grade(ModelTier::Full, hint, 50), Grade::B);
        // The right order by a hair is no use.
        assert_eq!(grade(ModelTier::Full, hint.map(|p| 0.5 + (p - 0.5) / 20.0), 50), Grade::C);
    }
}
