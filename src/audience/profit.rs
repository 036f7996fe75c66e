//! What contacting a customer is expected to bring.
//!
//! `P(churn) × save rate × margin − contact cost − P(accept) × offer cost` (definitions.md, "Who is on a
//! win-back list"). The margin is the margin share of the value. The offer is taken by those whom it keeps
//! and by some of those who would have stayed anyway:
//! `P(accept) = P(churn) × save rate + (1 − P(churn)) × accept rate`.

use super::settings::AudienceSettings;

/// Expectation for one customer, in money.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Expected {
    /// What contacting brings, costs taken off; NaN where nothing tells of the value.
    pub profit: f64,
    /// What contacting costs: contact and expected offer.
    pub cost: f64,
}

impl Expected {
    /// The profit, where it is known.
    pub fn known_profit(&self) -> Option<f64> {
        Some(self.profit).filter(|profit| !profit.is_nan())
    }

    /// The expectation of contacting a customer of this churn probability and value.
    pub fn of(probability: f64, value: f64, settings: &AudienceSettings) -> Self {
        let saved = probability * settings.save_rate;
        let accepted = saved + (1.0 - probability) * settings.accept_rate;
        let cost = settings.contact_cost + accepted * settings.offer_cost;
        Self { profit: saved * value * settings.margin_share - cost, cost }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_worked_example() {
        let settings = AudienceSettings {
            margin_share: 0.4,
            save_rate: 0.2,
            accept_rate: 0.5,
            contact_cost: 1.0,
            offer_cost: 10.0,
            ..AudienceSettings::example()
        };
        // Saved 0.16 of 500 × 0.4 = 32; accepted 0.16 + 0.2 × 0.5 = 0.26, costing 2.6, and 1.
        let expected = Expected::of(0.8, 500.0, &settings);
        assert!((expected.profit - 28.4).abs() < 1e-12 && (expected.cost - 3.6).abs() < 1e-12);
        assert!(Expected::of(0.8, 20.0, &settings).profit < 0.0, "costs more than it brings");
    }

    #[test]
    fn more_risk_or_more_value_never_brings_less_when_offers_are_free() {
        let settings = AudienceSettings::example();
        let profit = |p: f64, value: f64| Expected::of(p, value, &settings).profit;
        for step in 0..10 {
            let p = f64::from(step) / 10.0;
            assert!(profit(p + 0.1, 100.0) >= profit(p, 100.0));
            assert!(profit(p, 200.0) >= profit(p, 100.0));
        }
    }
}
