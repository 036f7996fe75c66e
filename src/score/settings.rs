//! What may be set about scores. Defaults and checks are in `config::options`.
//!
//! Every threshold is on the customer's own number (a probability, days, money) or a share of the
//! base; none is learned.

/// Cut-offs on the churn probability, ascending: below `medium` is low.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RiskCutoffs {
    /// From here on medium.
    pub medium: f64,
    /// From here on high.
    pub high: f64,
    /// From here on critical.
    pub critical: f64,
}

/// Cut-offs of customer health; see [`super::Health`] for the rule.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HealthCutoffs {
    /// Good below this churn probability.
    pub good_below: f64,
    /// Average below this churn probability, poor from there on.
    pub average_below: f64,
    /// A welcome event (visit, open, click, review, referral) within so many days is engagement.
    pub engaged_within_days: u32,
    /// A complaint within so many days keeps a customer from being in good health.
    pub complaint_within_days: u32,
}

/// How spend in the last 365 days makes a tier.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum TierCutoffs {
    /// Shares of the customers with spend in the year who must spend less: `[silver, gold, platinum]`.
    Quantiles([f64; 3]),
    /// Money spent in the year: `[silver, gold, platinum]`.
    Spend([f64; 3]),
}

/// Everything that may be set about scores.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ScoreSettings {
    /// Risk bands.
    pub risk: RiskCutoffs,
    /// Customer health.
    pub health: HealthCutoffs,
    /// Tiers.
    pub tier: TierCutoffs,
    /// A customer is new for so many days after the first purchase.
    pub new_within_days: u32,
    /// Silent for more than so many times the usual gap is slipping.
    pub slipping_factor: f64,
    /// Sleeping becomes lapsed when the silence exceeds so many lookbacks.
    pub lapsed_after_lookbacks: f64,
    /// The population's gap weighs as much as so many gaps of the customer's own.
    pub gap_prior_weight: f64,
    /// Whether the score file carries every contribution (8 bytes per feature and customer).
    pub all_contributions: bool,
}

#[cfg(test)]
impl ScoreSettings {
    /// Settings to vary in tests.
    pub fn example() -> Self {
        Self {
            risk: RiskCutoffs { medium: 0.3, high: 0.6, critical: 0.8 },
            health: HealthCutoffs {
                good_below: 0.4,
                average_below: 0.7,
                engaged_within_days: 30,
                complaint_within_days: 90,
            },
            tier: TierCutoffs::Quantiles([0.5, 0.8, 0.95]),
            new_within_days: 30,
            slipping_factor: 1.0,
            lapsed_after_lookbacks: 2.0,
            gap_prior_weight: 2.0,
            all_contributions: false,
        }
    }
}
