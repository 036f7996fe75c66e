//! `[scores]`: how probabilities become bands, health, stages and tiers.

use super::options;
use super::spec::{days, factor, list, share, three_amounts, three_shares, yes_no};

options! {
    /// How probabilities become bands, health, stages and tiers.
    section "scores", heading "Scores";
    struct ScoreOptions {
        /// Lowest churn probabilities of the risk bands medium, high and critical.
        risk_bands: [f64; 3] = three_shares("a list of risk bands").default(list(&[0.3, 0.6, 0.8]));
        /// Below this churn probability, a customer's health is good.
        health_good_below: f64 = share().default(0.4);
        /// Below this churn probability, a customer's health is average; from there on, poor.
        health_average_below: f64 = share().default(0.7);
        /// A visit, open, click, review or referral within this many days is engagement.
        engaged_within_days: u32 = days(0, 36_500).default(30);
        /// A complaint within this many days keeps a customer from being in good health.
        complaint_within_days: u32 = days(0, 36_500).default(90);
        /// Tiers by spend in the last 365 days: the shares of spenders below silver, gold and platinum.
        tier_quantiles: [f64; 3] = three_shares("a list of tiers").default(list(&[0.5, 0.8, 0.95]));
        /// Tiers by spend in the last 365 days: the money from which on silver, gold and platinum begin.
        tier_spend: Option<[f64; 3]> = three_amounts("a list of tiers")
            .without("tier_quantiles decide").example(list(&[100.0, 500.0, 2000.0]))
            .instead_of("tier_quantiles");
        /// A customer is new for this many days after the first purchase.
        new_within_days: u32 = days(0, 36_500).default(30);
        /// A customer is slipping when silent for more than this many times the customer's usual gap.
        slipping_factor: f64 = factor(0.0).default(1.0);
        /// A customer has lapsed when silent for more than this many lookbacks.
        lapsed_after_lookbacks: f64 = factor(1.0).default(2.0);
        /// The population's usual gap weighs as much as this many gaps of a customer's own.
        gap_prior_weight: f64 = factor(0.0).default(2.0);
        /// Write every feature's contribution to every score, not only the three largest.
        all_contributions: bool = yes_no().default(false);
    }
}
