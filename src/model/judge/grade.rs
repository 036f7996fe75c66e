//! The grade: whether the model earns its place beside the baselines, by a printed rule.

use super::baselines::Baselines;
use crate::model::evaluate::{MetricIntervals, Metrics};
use crate::model::learning::tier::Level;
use serde::{Deserialize, Serialize};

/// A, B or C.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Grade {
    /// Better than every baseline, and its probabilities can be taken at their word.
    A,
    /// Worth using: ranks as well as days since the last purchase and knows more than the base rate.
    B,
    /// Not shown to beat the baselines.
    C,
}

/// The rule, as it is printed.
pub const GRADE_RULE: &str = "A: log loss below and AUC at or above every baseline's, and ECE at most 0.05. \
     B: log loss below the base rate's, and AUC at most 0.005 below that of days since the last purchase. \
     Both need an AUC whose 95 % interval lies wholly above 0.53: less may be chance. \
     C: neither, or too little data for a model";

/// The lower end of the AUC's interval must lie above this: 0.5 is chance, and a model that orders
/// customers hardly better than that is of no use even where it is no chance.
const LEAST_AUC_LOW: f64 = 0.53;

impl Grade {
    /// Grades a model by its test metrics and their intervals.
    pub fn of(
        level: Level,
        test: Option<(&Metrics, &MetricIntervals)>,
        baselines: &Baselines,
    ) -> Self {
        let Some((test, intervals)) = test else { return Grade::C };
        let shown = intervals.intervals.get("auc").is_some_and(|auc| auc.low > LEAST_AUC_LOW);
        if !shown || matches!(level, Level::RecencyRule | Level::BaseRate) {
            return Grade::C;
        }
        let Baselines { days_since_last, own_gap, bg_nbd, base_rate } = baselines;
        let all = [days_since_last, own_gap, bg_nbd, base_rate];
        let auc = |m: &Metrics| m.auc.unwrap_or(0.5);
        let beats = |b: &Metrics| test.log_loss < b.log_loss && auc(test) >= auc(b);
        if all.iter().copied().flatten().all(beats) && test.ece <= 0.05 {
            return Grade::A;
        }
        let knows_more = base_rate.as_ref().is_none_or(|b| test.log_loss < b.log_loss);
        let ranks = days_since_last.as_ref().is_none_or(|b| auc(test) >= auc(b) - 0.005);
        if knows_more && ranks { Grade::B } else { Grade::C }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::evaluate::{BootstrapSettings, intervals};

    const CHURNED: [bool; 6] = [false, false, true, false, true, true];

    fn judged(p: [f64; 6], times: usize) -> (Metrics, MetricIntervals) {
        let (p, churned) = (p.repeat(times), CHURNED.repeat(times));
        let settings = BootstrapSettings::default();
        (Metrics::of(&p, &churned).unwrap(), intervals(&p, &churned, None, &settings).unwrap())
    }

    fn grade(level: Level, (test, intervals): &(Metrics, MetricIntervals)) -> Grade {
        let flat = judged([0.5; 6], 1).0;
        let baselines = Baselines {
            days_since_last: Some(flat.clone()),
            base_rate: Some(flat),
            ..Baselines::default()
        };
        Grade::of(level, Some((test, intervals)), &baselines)
    }

    #[test]
    fn the_rule_is_kept() {
        let good = judged([0.01, 0.01, 0.99, 0.02, 0.98, 0.99], 1);
        assert_eq!(grade(Level::Full, &good), Grade::A);
        assert_eq!(grade(Level::RecencyRule, &good), Grade::C);
        assert_eq!(grade(Level::Full, &judged([0.5; 6], 1)), Grade::C);
        assert_eq!(Grade::of(Level::Full, None, &Baselines::default()), Grade::C);
        let unsure = judged([0.3, 0.3, 0.6, 0.3, 0.6, 0.6], 1);
        assert_eq!(grade(Level::Full, &unsure), Grade::B);
    }

    #[test]
    fn what_may_be_chance_earns_no_grade() {
        // Two pairs in three in the right order: shown by 300 customers, not by 6.
        let hint = [0.45, 0.6, 0.6, 0.45, 0.45, 0.6];
        assert_eq!(grade(Level::Full, &judged(hint, 1)), Grade::C);
        assert_eq!(grade(Level::Full, &judged(hint, 50)), Grade::B);
    }
}
