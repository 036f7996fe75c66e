//! Shares with an interval of 95 %, and what two of them differ by.
//!
//! A share has Wilson's score interval ("Probable Inference", 1927), which holds for few customers and for
//! shares near 0 and 1. Sums and differences take theirs from those of their parts: from an estimate to the
//! end of its interval is a distance, and distances of independent estimates add as squares (Zou and Donner,
//! "Construction of Confidence Limits about Effect Measures", 2008). Of two shares that is Newcombe's
//! interval ("Interval Estimation for the Difference Between Independent Proportions", 1998, method 10).

use super::normal::Z_95;
use serde::{Deserialize, Serialize};

/// A number and its interval of 95 %.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// The number.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Estimate {
    /// The same in another unit; `factor` is not negative.
    pub fn times(self, factor: f64) -> Self {
        let Self { value, low, high } = self;
        Self { value: value * factor, low: low * factor, high: high * factor }
    }

    /// The same, moved.
    pub fn plus(self, constant: f64) -> Self {
        let Self { value, low, high } = self;
        Self { value: value + constant, low: low + constant, high: high + constant }
    }

    /// Whether nothing may be behind it.
    pub fn holds_zero(&self) -> bool {
        self.low <= 0.0 && self.high >= 0.0
    }
}

/// The share of `n` for whom something is so, which is more than 0.
pub(crate) fn share_of(count: u64, n: u64) -> Estimate {
    let (x, n, z2) = (count as f64, n as f64, Z_95 * Z_95);
    let value = x / n;
    let centre = 2.0 * x + z2;
    let reach = Z_95 * (z2 + 4.0 * x * (1.0 - value)).sqrt();
    let over = 2.0 * (n + z2);
    // Rounding must not put the share outside its own interval.
    let (low, high) = ((centre - reach) / over, (centre + reach) / over);
    Estimate { value, low: low.clamp(0.0, value), high: high.clamp(value, 1.0) }
}

/// The sum of independent estimates, each times its weight, which is not negative.
pub(crate) fn weighted_sum(parts: &[(f64, Estimate)]) -> Estimate {
    let sum = |part: fn(&Estimate) -> f64| {
        parts.iter().map(|(weight, estimate)| weight * part(estimate)).sum::<f64>()
    };
    let reach = |part: fn(&Estimate) -> f64| {
        let squares = parts.iter().map(|(weight, estimate)| (weight * part(estimate)).powi(2));
        squares.sum::<f64>().sqrt()
    };
    let value = sum(|estimate| estimate.value);
    Estimate {
        value,
        low: value - reach(|estimate| estimate.value - estimate.low),
        high: value + reach(|estimate| estimate.high - estimate.value),
    }
}

/// What two independent estimates differ by.
pub(crate) fn difference(of: Estimate, from: Estimate) -> Estimate {
    let value = of.value - from.value;
    let below = (of.value - of.low).hypot(from.high - from.value);
    let above = (of.high - of.value).hypot(from.value - from.low);
    Estimate { value, low: value - below, high: value + above }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Newcombe (1998), table II, method 10.
    #[test]
    fn as_newcombe_published_them() {
        let published = [
            ((56, 70), (48, 80), (0.0524, 0.3339)),
            ((9, 10), (3, 10), (0.1705, 0.8090)),
            ((6, 7), (2, 7), (0.0582, 0.8062)),
            ((5, 56), (0, 29), (-0.0381, 0.1926)),
            ((0, 10), (0, 20), (-0.1611, 0.2775)),
            ((0, 10), (0, 10), (-0.2775, 0.2775)),
            ((10, 10), (0, 20), (0.6791, 1.0)),
            ((10, 10), (0, 10), (0.6075, 1.0)),
        ];
        for ((a, m), (b, n), (low, high)) in published {
            let found = difference(share_of(a, m), share_of(b, n));
            assert!(
                (found.low - low).abs() < 5e-5 && (found.high - high).abs() < 5e-5,
                "{found:?}"
            );
            let mirrored = difference(share_of(b, n), share_of(a, m));
            assert!((mirrored.low + found.high).abs() < 1e-15, "{mirrored:?}");
        }
    }

    #[test]
    fn two_halves_are_known_better_than_each() {
        let half = share_of(50, 100);
        let both = weighted_sum(&[(0.5, half), (0.5, half)]);
        assert_eq!(both.value, 0.5);
        let shrunk = (both.high - both.low) / (half.high - half.low);
        assert!((shrunk - 0.5_f64.sqrt()).abs() < 1e-12, "{shrunk}");
        assert_eq!(weighted_sum(&[(1.0, half)]), half);
        assert!(share_of(0, 5).low == 0.0 && share_of(5, 5).high == 1.0);
    }
}
