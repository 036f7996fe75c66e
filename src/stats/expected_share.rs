//! The share of some customers that is expected to do something, with an interval for what will come.
//!
//! Probabilities of everybody are wrong together where their level is; that, far more than chance, is what
//! makes the interval wide.

use serde::{Deserialize, Serialize};

/// Half the interval, in standard deviations. With it the share that came lay inside at eight in ten past
/// origins of real histories (docs/accuracy.md); levels have longer tails than a normal distribution.
const HALF_WIDTH: f64 = 1.6;

/// A share that is expected, and where eight in ten of those that come lie; each from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ExpectedShare {
    /// The mean of the probabilities.
    pub share: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
}

impl ExpectedShare {
    /// Of customers with these probabilities, whose common level is known to `level_sd` log-odds. None for
    /// nobody.
    pub fn of(probabilities: &[f64], level_sd: f64) -> Option<Self> {
        if probabilities.is_empty() {
            return None;
        }
        let information: f64 = probabilities.iter().map(|p| p * (1.0 - p)).sum();
        // Beyond 50 log-odds everybody does it, or nobody.
        let half = (HALF_WIDTH * (level_sd * level_sd + 1.0 / information).sqrt()).min(50.0);
        let at = |log_odds: f64| {
            let factor = log_odds.exp();
            let moved = probabilities.iter().map(|p| p * factor / (1.0 - p + p * factor));
            moved.sum::<f64>() / probabilities.len() as f64
        };
        Some(Self { share: at(0.0), low: at(-half), high: at(half) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unsure_level_and_few_customers_widen_the_interval() {
        let width = |n: usize, level_sd| {
            let found = ExpectedShare::of(&vec![0.4; n], level_sd).unwrap();
            assert!((found.share - 0.4).abs() < 1e-12);
            assert!(found.low < 0.4 && found.high > 0.4, "{found:?}");
            found.high - found.low
        };
        assert!(width(10_000, 0.2) > 1.5 * width(10_000, 0.1));
        assert!(width(50, 0.1) > 1.5 * width(10_000, 0.1));
        // Chance alone, where the level is known.
        let chance = 2.0 * HALF_WIDTH * (0.24_f64 / 1000.0).sqrt();
        assert!((width(1000, 0.0) / chance - 1.0).abs() < 0.01);
    }

    #[test]
    fn nobody_and_the_certain_have_an_answer() {
        assert_eq!(ExpectedShare::of(&[], 0.1), None);
        let certain = ExpectedShare::of(&[1.0, 0.0], 0.1).unwrap();
        assert_eq!((certain.share, certain.low, certain.high), (0.5, 0.5, 0.5));
    }
}
