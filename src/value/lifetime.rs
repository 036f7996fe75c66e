//! Lifetime value: expected spend over a stated number of days, discounted by a yearly rate.
//!
//! Discounting is continuous: a purchase u days from `as_of` counts (1 + rate)^(−u/365). Purchases
//! are BG/NBD's expectation, each worth Gamma-Gamma's expected order value (the two are independent by
//! that model's assumption). Margin is the audience's matter.

use serde::{Deserialize, Serialize};

use crate::stats::FOUR_POINTS;
use crate::time::YEAR_DAYS;

/// Over how long, and at what rate.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) struct LifetimeTerms {
    /// Days from `as_of` that count.
    pub days: f64,
    /// Yearly discount rate, above −1; 0.1 is 10 % a year.
    pub yearly_discount_rate: f64,
}

impl Default for LifetimeTerms {
    fn default() -> Self {
        Self { days: 365.0, yearly_discount_rate: 0.1 }
    }
}

/// Instants at which a [`Discounting`] asks for expected purchases.
pub(crate) const POINTS: usize = 5;

/// How purchases are discounted over a span: at which instants their expected number is needed, and
/// with what weight each counts.
///
/// ∫ e^(−δu) dE(u) = e^(−δH) E(H) + δ ∫ e^(−δu) E(u) du over [0, H]. E rises steeply at first where
/// customers are young: the integral is taken over √u. Exact to 1e-4 of the value (tested at the worst).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Discounting {
    /// The end, then the quadrature's nodes in pairs.
    days: [f64; POINTS],
    weights: [f64; POINTS],
    /// δ H: what the integral over the nodes counts.
    integral_weight: f64,
}

impl Discounting {
    /// Prepares the terms.
    pub(crate) fn new(terms: &LifetimeTerms) -> Self {
        let per_day = terms.yearly_discount_rate.ln_1p() / f64::from(YEAR_DAYS);
        let (mut days, mut weights) = ([terms.days; POINTS], [0.0; POINTS]);
        weights[0] = (-per_day * terms.days).exp();
        for (k, &(node, weight)) in FOUR_POINTS.iter().enumerate() {
            for (at, z) in [(2 * k + 1, -node), (2 * k + 2, node)] {
                let root = 0.5 * (1.0 + z);
                days[at] = terms.days * root * root;
                weights[at] = weight * root * (-per_day * days[at]).exp();
            }
        }
        Self { days, weights, integral_weight: per_day * terms.days }
    }

    /// Days from `as_of` by which the expected number of purchases is needed.
    pub(crate) fn days(&self) -> [f64; POINTS] {
        self.days
    }

    /// Expected purchases, each discounted to `as_of`, given their expected number by [`Self::days`].
    pub(crate) fn sum(&self, expected: [f64; POINTS]) -> f64 {
        let part = |at: usize| self.weights[at] * expected[at];
        let integral = (part(1) + part(2)) + (part(3) + part(4));
        part(0) + self.integral_weight * integral
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::bg_nbd::BgNbdParameters;

    fn discounted(terms: &LifetimeTerms, expected: impl Fn(f64) -> f64) -> f64 {
        let discounting = Discounting::new(terms);
        discounting.sum(discounting.days().map(expected))
    }

    #[test]
    fn discounting_agrees_with_a_sum_over_small_steps() {
        for alpha in [0.5, 30.0, 900.0] {
            let model = BgNbdParameters { r: 0.7, alpha, a: 0.8, b: 2.4 };
            for (x, recency, age) in [(0, 0.0, 0.0), (3, 80.0, 100.0), (60, 700.0, 720.0)] {
                for (days, rate) in [(90.0, 0.1), (365.0, 0.1), (1095.0, 0.3)] {
                    let terms = LifetimeTerms { days, yearly_discount_rate: rate };
                    let expected = |u: f64| model.expected_purchases(x, recency, age, u);
                    let fast = discounted(&terms, expected);
                    let (mut slow, mut before, steps) = (0.0, 0.0, 20_000);
                    for step in 1..=steps {
                        let (end, width) = (f64::from(step), days / f64::from(steps));
                        let by_then = expected(end * width);
                        let weight = (1.0 + rate).powf(-(end - 0.5) * width / 365.0);
                        slow += (by_then - before) * weight;
                        before = by_then;
                    }
                    assert!((fast / slow - 1.0).abs() < 1e-4, "{alpha} {x} {days}: {fast} {slow}");
                }
            }
        }
    }

    #[test]
    fn no_discount_is_the_plain_expectation() {
        let terms = LifetimeTerms { days: 10.0, yearly_discount_rate: 0.0 };
        assert_eq!(discounted(&terms, |u| 2.0 * u), 20.0);
        let terms = LifetimeTerms { days: 365.0, yearly_discount_rate: 0.1 };
        assert!(discounted(&terms, |u| 2.0 * u) < 730.0);
    }
}
