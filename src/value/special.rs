//! The one special function that BG/NBD forecasts need, without the traps of its textbook form.
//!
//! A customer buys at rate λ ~ Gamma(r, α) and leaves after each purchase with probability
//! p ~ Beta(a, b). The expected number of purchases in t is E[(1 − (1 + p t/α)^−r) / p]. The textbook
//! writes it with ₂F₁(r, b; a+b−1; t/(α+t)) over a − 1: a pole at a = 1, and cancellation around it.
//! Here it is a sum of positive terms, or, where that would be long, an integral.

use crate::stats::{SIXTEEN_POINTS, integrate, sigmoid, softplus};
use statrs::function::gamma::ln_gamma;

/// Above this share t/(α+t) the sum needs too many terms.
const SERIES_SHARE_MAX: f64 = 0.97;
/// Above this expected number of purchase opportunities r t/α the sum needs too many terms.
const SERIES_OPPORTUNITIES_MAX: f64 = 400.0;

/// E[(1 − (1 + p t/α)^−r) / p] with p ~ Beta(a, b): expected purchases in `t` of a customer who has
/// not left. All arguments positive (`t` may be 0); `alpha` and `t` in one unit. At least 1e-10 exact.
#[inline]
pub(crate) fn expected_purchases(r: f64, alpha: f64, a: f64, b: f64, t: f64) -> f64 {
    if t.is_nan() || t <= 0.0 {
        return if t.is_nan() { f64::NAN } else { 0.0 };
    }
    let share = t / (alpha + t);
    if share <= SERIES_SHARE_MAX && r * t <= SERIES_OPPORTUNITIES_MAX * alpha {
        by_series(r, share, t / alpha, a, b)
    } else {
        by_quadrature(r, t / alpha, a, b)
    }
}

/// Σₙ NB(n; r, z) Sₙ: n opportunities to buy are negative binomial with z = t/(α+t), and of n
/// opportunities Sₙ = Σₖ₍ₖ₌₀..ₙ₋₁₎ E[(1 − p)^k] are expected to be used.
fn by_series(r: f64, z: f64, scaled_t: f64, a: f64, b: f64) -> f64 {
    let mut opportunity = (-r * scaled_t.ln_1p()).exp();
    let (mut still_here, mut used, mut sum) = (1.0, 0.0, 0.0);
    let mut n = 0.0;
    // Once terms shrink, the rest is less than a geometric series in the current quotient.
    loop {
        let quotient = (r + n) * z / (n + 1.0);
        opportunity *= quotient;
        used += still_here;
        still_here *= (b + n) / (a + b + n);
        let term = opportunity * used;
        sum += term;
        n += 1.0;
        if quotient < 1.0 && term <= 1e-15 * sum * (1.0 - quotient.max(z)) {
            return sum;
        }
    }
}

/// The same expectation over y = ln(p/(1 − p)), in panels outwards from the density's mode; past the
/// last panels the density is a pure power and the integrand's other factor is constant.
fn by_quadrature(r: f64, scaled_t: f64, a: f64, b: f64) -> f64 {
    let ln_beta = ln_gamma(a) + ln_gamma(b) - ln_gamma(a + b);
    let at_most = r * scaled_t; // the integrand's factor at p = 0
    let factor = |p: f64| -(-r * (p * scaled_t).ln_1p()).exp_m1() / p;
    let weighted = |y: f64| {
        let (leave, stay) = (sigmoid(y), sigmoid(-y));
        if leave <= 0.0 {
            return 0.0;
        }
        let ln_density = -a * softplus(-y) - b * softplus(y) - ln_beta;
        if stay == 0.0 && ln_density < -700.0 { 0.0 } else { ln_density.exp() * factor(leave) }
    };
    let panel = |from: f64, to: f64| integrate(&SIXTEEN_POINTS, from, to, weighted);
    let width = (3.0 / (a * b / (a + b)).sqrt()).min(2.0);
    let mode = (a / b).ln();
    let mut sum = 0.0;
    let mut y = mode;
    loop {
        let p = sigmoid(y);
        if p * ((r + 1.0) * scaled_t + b + 1.0) < 1e-11 {
            sum += at_most * (a * y - ln_beta).exp() / a;
            break;
        }
        let part = panel(y - width, y);
        sum += part;
        y -= width;
        // With a < 1 the parts may first grow towards p = 0; one that is nothing is the tail's.
        if part <= 1e-17 * sum && a * y - ln_beta + at_most.ln() < sum.ln() - 40.0 {
            break;
        }
    }
    y = mode;
    loop {
        let stay = sigmoid(-y);
        if stay * (1.0 + a + r) < 1e-11 {
            sum += factor(1.0) * (-b * y - ln_beta).exp() / b;
            break;
        }
        let part = panel(y, y + width);
        sum += part;
        y += width;
        if part <= 1e-17 * sum {
            break;
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    /// ₂F₁(a, b; c; z) by its defining series.
    fn gauss_2f1(a: f64, b: f64, c: f64, z: f64) -> f64 {
        let (mut term, mut sum, mut n) = (1.0, 1.0, 0.0);
        while n < 100_000.0 && f64::abs(term) > 1e-18 * f64::abs(sum) {
            term *= (a + n) * (b + n) / ((c + n) * (n + 1.0)) * z;
            sum += term;
            n += 1.0;
        }
        sum
    }

    /// Fader, Hardie and Lee (2005), equation 9.
    fn textbook(r: f64, alpha: f64, a: f64, b: f64, t: f64) -> f64 {
        let survive = (-r * (t / alpha).ln_1p()).exp();
        let hyper = gauss_2f1(r, b, a + b - 1.0, t / (alpha + t));
        (a + b - 1.0) / (a - 1.0) * (1.0 - survive * hyper)
    }

    #[test]
    fn sum_integral_and_textbook_agree() {
        for (r, alpha) in [(0.05, 3.0), (0.2426, 4.41), (3.0, 40.0), (12.5, 90.0), (40.0, 100.0)] {
            for (a, b) in [(0.03, 0.9), (0.79, 2.43), (1.7, 0.4), (5.0, 30.0), (300.0, 2000.0)] {
                for t in [0.01, 1.0, 30.0, 100.0] {
                    let sum = by_series(r, t / (alpha + t), t / alpha, a, b);
                    let integral = by_quadrature(r, t / alpha, a, b);
                    let published = textbook(r, alpha, a, b, t);
                    assert!(
                        (sum / integral - 1.0).abs() < 1e-11,
                        "{r} {a} {b} {t}: {sum} {integral}"
                    );
                    // The textbook form loses digits; at small t nearly all.
                    assert!(
                        (sum - published).abs() < 1e-9 * sum.max(1.0),
                        "{r} {a} {b} {t}: {sum} {published}"
                    );
                }
            }
        }
    }

    #[test]
    fn no_pole_at_one_and_no_jump_between_the_methods() {
        let near = expected_purchases(1.3, 20.0, 1.0 - 1e-9, 2.0, 50.0);
        let at = expected_purchases(1.3, 20.0, 1.0, 2.0, 50.0);
        assert!((near / at - 1.0).abs() < 1e-8);
        for (r, alpha) in [(0.3, 1.0), (2000.0, 900.0)] {
            let edge = (SERIES_SHARE_MAX / (1.0 - SERIES_SHARE_MAX))
                .min(SERIES_OPPORTUNITIES_MAX / r)
                * alpha;
            let below = expected_purchases(r, alpha, 0.6, 40.0, edge * (1.0 - 1e-12));
            let above = expected_purchases(r, alpha, 0.6, 40.0, edge * (1.0 + 1e-12));
            assert!((above / below - 1.0).abs() < 1e-10, "{below} {above}");
        }
    }

    #[test]
    fn extremes_stay_finite_and_in_bounds() {
        for r in [1e-4, 1.0, 1e4] {
            for alpha in [1e-3, 10.0, 1e7] {
                for a in [1e-4, 1.0, 1e4] {
                    for b in [1e-4, 1.0, 1e4] {
                        let mut last = 0.0;
                        for t in [1e-9, 1.0, 365.0, 36500.0] {
                            let expected = expected_purchases(r, alpha, a, b, t);
                            // No more than without leaving; no fewer than with leaving at once.
                            let most = r * t / alpha;
                            let least = -(-r * (t / alpha).ln_1p()).exp_m1();
                            let case = (r, alpha, a, b, t, expected);
                            assert!(expected <= most * (1.0 + 1e-9), "{case:?} {most}");
                            assert!(expected >= least * (1.0 - 1e-9), "{case:?} {least}");
                            assert!(expected >= last * (1.0 - 1e-9), "{case:?}");
                            last = expected;
                        }
                    }
                }
            }
        }
    }
}
