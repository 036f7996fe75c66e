//! What may be set about scores, with defaults. Checked here; read from `winback.toml` elsewhere.
//!
//! Every threshold is on the customer's own number (a probability, days, money) or a share of the
//! base; none is learned.

use crate::error::{Failure, Kind};

/// Cut-offs on the churn probability, ascending: below `medium` is low.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RiskCutoffs {
    /// From here on medium.
    pub medium: f64,
    /// From here on high.
    pub high: f64,
    /// From here on critical.
    pub critical: f64,
}

impl Default for RiskCutoffs {
    fn default() -> Self {
        Self { medium: 0.3, high: 0.6, critical: 0.8 }
    }
}

/// Cut-offs of customer health; see [`super::Health`] for the rule.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
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

impl Default for HealthCutoffs {
    fn default() -> Self {
        Self {
            good_below: 0.4,
            average_below: 0.7,
            engaged_within_days: 30,
            complaint_within_days: 90,
        }
    }
}

/// How spend in the last 365 days makes a tier.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TierCutoffs {
    /// Shares of the customers with spend in the year who must spend less: `[silver, gold, platinum]`.
    Quantiles([f64; 3]),
    /// Money spent in the year: `[silver, gold, platinum]`.
    Spend([f64; 3]),
}

impl Default for TierCutoffs {
    fn default() -> Self {
        TierCutoffs::Quantiles([0.5, 0.8, 0.95])
    }
}

/// Everything that may be set about scores.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
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

impl Default for ScoreSettings {
    fn default() -> Self {
        Self {
            risk: RiskCutoffs::default(),
            health: HealthCutoffs::default(),
            tier: TierCutoffs::default(),
            new_within_days: 30,
            slipping_factor: 1.0,
            lapsed_after_lookbacks: 2.0,
            gap_prior_weight: 2.0,
            all_contributions: false,
        }
    }
}

/// What can be wrong with the settings.
#[derive(Debug, thiserror::Error, PartialEq)]
pub enum ScoreSettingsError {
    /// Cut-offs out of range or order.
    #[error("{key} is {found:?}: {remedy}")]
    Cutoffs {
        /// Key in the configuration.
        key: &'static str,
        /// What stands there.
        found: Vec<f64>,
        /// What should.
        remedy: &'static str,
    },
}

impl Failure for ScoreSettingsError {
    fn kind(&self) -> Kind {
        Kind::Usage
    }
}

impl ScoreSettings {
    /// Refuses cut-offs that are out of range or not ascending.
    pub fn check(&self) -> Result<(), ScoreSettingsError> {
        let RiskCutoffs { medium, high, critical } = self.risk;
        let HealthCutoffs { good_below, average_below, .. } = self.health;
        ascending("score.risk", &[medium, high, critical], 1.0)?;
        ascending("score.health", &[good_below, average_below], 1.0)?;
        match self.tier {
            TierCutoffs::Quantiles(shares) => ascending("score.tier.quantiles", &shares, 1.0)?,
            TierCutoffs::Spend(money) => ascending("score.tier.spend", &money, f64::MAX)?,
        }
        for (key, found, least) in [
            ("score.slipping_factor", self.slipping_factor, 0.0),
            ("score.lapsed_after_lookbacks", self.lapsed_after_lookbacks, 1.0),
            ("score.gap_prior_weight", self.gap_prior_weight, 0.0),
        ] {
            if !(found.is_finite() && found >= least) {
                let remedy = "use a finite number; lookbacks at least 1, the others at least 0";
                return Err(ScoreSettingsError::Cutoffs { key, found: vec![found], remedy });
            }
        }
        Ok(())
    }
}

fn ascending(key: &'static str, found: &[f64], most: f64) -> Result<(), ScoreSettingsError> {
    let ordered = found.windows(2).all(|pair| pair[0] <= pair[1]);
    let within = found.iter().all(|&x| (0.0..=most).contains(&x));
    if ordered && within {
        return Ok(());
    }
    let remedy = if most == 1.0 {
        "use numbers from 0 to 1 in ascending order"
    } else {
        "use amounts of at least 0 in ascending order"
    };
    Err(ScoreSettingsError::Cutoffs { key, found: found.to_vec(), remedy })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_pass_and_disorder_is_named() {
        assert_eq!(ScoreSettings::default().check(), Ok(()));
        let mut settings = ScoreSettings::default();
        settings.risk.high = 0.9;
        let text = settings.check().unwrap_err().to_string();
        assert_eq!(
            text,
            "score.risk is [0.3, 0.9, 0.8]: use numbers from 0 to 1 in ascending order"
        );
        settings.risk.high = f64::NAN;
        assert!(settings.check().is_err());
    }
}
