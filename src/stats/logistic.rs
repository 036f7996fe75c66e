//! The logistic function and the log loss, in forms that neither overflow nor lose digits.
//!
//! With `p = sigmoid(z)` the loss of an outcome is `−ln p` where it happened and `−ln(1 − p)` where it
//! did not, which is `softplus(∓z)`; its derivative by `z` is `p − outcome`, its curvature `p(1 − p)`.
//! McCullagh and Nelder, "Generalized Linear Models" (1989), chapter 4.

use super::logarithms::ln_1p;

/// Probabilities are kept this far from 0 and 1 in logarithms, as scikit-learn does.
const CLIP: f64 = f64::EPSILON;

/// Probability of log-odds: `1 / (1 + e^−z)`.
#[inline]
pub(crate) fn sigmoid(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

/// `ln(1 + e^x)` without overflow.
#[inline]
pub(crate) fn softplus(x: f64) -> f64 {
    x.max(0.0) + ln_1p((-x.abs()).exp())
}

/// Log loss of one outcome at log-odds `z`.
#[inline]
pub(crate) fn log_loss(z: f64, happened: bool) -> f64 {
    softplus(if happened { -z } else { z })
}

/// Log loss of one outcome and its derivative by the log-odds, from one exponential.
#[inline]
pub(crate) fn loss_and_residual(z: f64, happened: bool) -> (f64, f64) {
    let Tails { e, near, far } = tails(z);
    let wrong_side = (z > 0.0) != happened;
    let loss = ln_1p(e) + if wrong_side { z.abs() } else { 0.0 };
    let size = if wrong_side { near } else { far };
    (loss, if happened { -size } else { size })
}

/// `p·(1 − p)` at log-odds `z`: the curvature of the log loss.
#[inline]
pub(crate) fn curvature(z: f64) -> f64 {
    let e = (-z.abs()).exp();
    e / ((1.0 + e) * (1.0 + e))
}

/// `−ln p` and `−ln(1 − p)` of a clipped probability: the log loss where it happened and where not.
pub(crate) fn clipped_losses(probability: f64) -> (f64, f64) {
    let p = probability.clamp(CLIP, 1.0 - CLIP);
    (-p.ln(), -(-p).ln_1p())
}

/// Log-odds of a clipped probability.
pub(crate) fn clipped_log_odds(probability: f64) -> f64 {
    let p = probability.clamp(CLIP, 1.0 - CLIP);
    p.ln() - (-p).ln_1p()
}

/// Whether all outcomes are the same, so that nothing can be learned from them; true of none at all.
pub(crate) fn one_outcome_only(happened: &[bool]) -> bool {
    happened.iter().all(|h| *h) || happened.iter().all(|h| !*h)
}

/// What is known of a probability on either side of one half.
pub(super) struct Tails {
    /// `e^−|z|`.
    pub e: f64,
    /// `sigmoid(|z|)`.
    pub near: f64,
    /// `sigmoid(−|z|)`, which keeps its digits far out.
    pub far: f64,
}

#[inline]
pub(super) fn tails(z: f64) -> Tails {
    let e = (-z.abs()).exp();
    Tails { e, near: 1.0 / (1.0 + e), far: e / (1.0 + e) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_loss_is_stable_and_right() {
        assert!((log_loss(0.0, true) - std::f64::consts::LN_2).abs() < 1e-15);
        assert_eq!(log_loss(1000.0, false), 1000.0);
        assert_eq!(log_loss(1000.0, true), 0.0);
    }

    #[test]
    fn loss_derivative_and_curvature_belong_together() {
        let step = 1e-5;
        for z in [-700.0, -30.0, -2.5, -1e-9, 0.0, 0.3, 4.0, 40.0, 700.0] {
            for happened in [false, true] {
                let (loss, residual) = loss_and_residual(z, happened);
                assert_eq!(loss, log_loss(z, happened));
                let expected = sigmoid(z) - f64::from(u8::from(happened));
                assert!((residual - expected).abs() < 1e-15, "{z}: {residual} {expected}");
                let residual_at = |z: f64| loss_and_residual(z, happened).1;
                let difference = (residual_at(z + step) - residual_at(z - step)) / (2.0 * step);
                assert!((curvature(z) - difference).abs() < 1e-10, "{z}");
            }
        }
    }

    #[test]
    fn certain_probabilities_have_finite_losses() {
        let (if_happened, if_not) = clipped_losses(1.0);
        assert!((0.0..1e-15).contains(&if_happened) && (36.0..37.0).contains(&if_not));
        assert!((clipped_log_odds(sigmoid(1.7)) - 1.7).abs() < 1e-12);
        assert!(clipped_log_odds(0.0).is_finite());
    }

    #[test]
    fn two_outcomes_are_not_one() {
        assert!(
            one_outcome_only(&[]) && one_outcome_only(&[true]) && one_outcome_only(&[false; 3])
        );
        assert!(!one_outcome_only(&[false, true]));
    }
}
