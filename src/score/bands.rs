//! Classes a person acts on: risk band, health, tier. Thresholds come from the settings.

use super::rows::Engagement;
use super::settings::{HealthCutoffs, RiskCutoffs};

/// Risk by churn probability.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum RiskBand {
    /// Below the first cut-off.
    Low,
    /// From the first cut-off on.
    Medium,
    /// From the second on.
    High,
    /// From the third on.
    Critical,
}

impl RiskBand {
    /// The band of a probability.
    pub(super) fn of(probability: f64, cutoffs: &RiskCutoffs) -> Self {
        match probability {
            p if p >= cutoffs.critical => RiskBand::Critical,
            p if p >= cutoffs.high => RiskBand::High,
            p if p >= cutoffs.medium => RiskBand::Medium,
            _ => RiskBand::Low,
        }
    }

    /// The name in the score file.
    pub(super) fn name(self) -> &'static str {
        match self {
            RiskBand::Low => "low",
            RiskBand::Medium => "medium",
            RiskBand::High => "high",
            RiskBand::Critical => "critical",
        }
    }
}

/// Customer health from churn probability and engagement: good below one cut-off, average below
/// another, poor from there on; a recent welcome event lifts poor to average, a recent complaint lowers good
/// to average. Lapsed customers, who have no probability, are poor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Health {
    /// Needs help.
    Poor,
    /// Neither.
    Average,
    /// Doing well.
    Good,
}

impl Health {
    /// The health of a customer with a probability.
    pub(super) fn of(probability: f64, engagement: Engagement, cutoffs: &HealthCutoffs) -> Self {
        if probability >= cutoffs.average_below {
            if engagement.engaged && !engagement.complained {
                Health::Average
            } else {
                Health::Poor
            }
        } else if probability < cutoffs.good_below && !engagement.complained {
            Health::Good
        } else {
            Health::Average
        }
    }

    /// The name in the score file.
    pub(super) fn name(self) -> &'static str {
        match self {
            Health::Poor => "poor",
            Health::Average => "average",
            Health::Good => "good",
        }
    }
}

/// Names of the tiers by class of spend in the last 365 days, lowest first.
pub(super) const TIERS: [&str; 4] = ["bronze", "silver", "gold", "platinum"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_probability_on_a_cutoff_is_in_the_upper_band() {
        let cutoffs = crate::score::ScoreSettings::example().risk;
        let bands = [0.0, 0.3, 0.599_999, 0.6, 0.8, 1.0].map(|p| RiskBand::of(p, &cutoffs).name());
        assert_eq!(bands, ["low", "medium", "medium", "high", "critical", "critical"]);
    }

    #[test]
    fn engagement_lifts_and_complaints_lower_by_one_step() {
        let cutoffs = crate::score::ScoreSettings::example().health;
        let with = |p, engaged, complained| {
            let engagement = Engagement { engaged, complained, ..Engagement::default() };
            Health::of(p, engagement, &cutoffs)
        };
        assert_eq!(with(0.1, false, false), Health::Good);
        assert_eq!(with(0.1, true, true), Health::Average);
        assert_eq!(with(0.5, true, false), Health::Average);
        assert_eq!(with(0.9, true, false), Health::Average);
        assert_eq!(with(0.9, true, true), Health::Poor);
    }
}
