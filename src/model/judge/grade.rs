//! The grade: whether the model earns its place beside the baselines, by a printed rule.

use super::baselines::Baselines;
use crate::model::evaluate::Metrics;
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
     C: neither, or too little data for a model";

impl Grade {
    /// Grades a model by its test metrics.
    pub fn of(level: Level, test: Option<&Metrics>, baselines: &Baselines) -> Self {
        let Some(test) = test else { return Grade::C };
        if matches!(level, Level::RecencyRule | Level::BaseRate) {
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

    fn metrics(p: [f64; 6]) -> Metrics {
        Metrics::of(&p, &[false, false, true, false, true, true]).unwrap()
    }

    #[test]
    fn the_rule_is_kept() {
        let good = metrics([0.01, 0.01, 0.99, 0.02, 0.98, 0.99]);
        let flat = metrics([0.5; 6]);
        let baselines = Baselines {
            days_since_last: Some(flat.clone()),
            base_rate: Some(flat.clone()),
            ..Baselines::default()
        };
        assert_eq!(Grade::of(Level::Full, Some(&good), &baselines), Grade::A);
        assert_eq!(Grade::of(Level::RecencyRule, Some(&good), &baselines), Grade::C);
        assert_eq!(Grade::of(Level::Full, Some(&flat), &baselines), Grade::C);
        assert_eq!(Grade::of(Level::Full, None, &baselines), Grade::C);
        let unsure = metrics([0.3, 0.3, 0.6, 0.3, 0.6, 0.6]);
        assert_eq!(Grade::of(Level::Full, Some(&unsure), &baselines), Grade::B);
    }
}
