//! Lifetime value: expected spend over a stated number of days, discounted by a yearly rate.
//!
//! Discounting is continuous: a purchase u days from `as_of` counts (1 + rate)^(−u/365). Purchases
//! are BG/NBD's expectation, each worth Gamma-Gamma's expected order value (the two are independent by
//! that model's assumption). Margin is the audience's matter.

use serde::{Deserialize, Serialize};

/// Over how long, and at what rate.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct LifetimeTerms {
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

/// Half the nodes of 4-point Gauss-Legendre quadrature on [−1, 1], and their weights.
const NODES: [(f64, f64); 2] = [
    (0.339_981_043_584_856_3, 0.652_145_154_862_546_1),
    (0.861_136_311_594_052_6, 0.347_854_845_137_453_9),
];

/// Expected purchases, each discounted to `as_of`, given the expected number `expected(days)` by then.
///
/// ∫ e^(−δu) dE(u) = e^(−δH) E(H) + δ ∫ e^(−δu) E(u) du over [0, H]. E grows about like a power of
/// `scale_days` + u (α + T), so the integral is taken over the logarithm of that.
pub fn discounted_purchases(
    terms: &LifetimeTerms,
    scale_days: f64,
    expected: impl Fn(f64) -> f64,
) -> f64 {
    let per_day = terms.yearly_discount_rate.ln_1p() / 365.0;
    let by_the_end = (-per_day * terms.days).exp() * expected(terms.days);
    if per_day == 0.0 {
        return by_the_end;
    }
    let half = 0.5 * (terms.days / scale_days).ln_1p();
    let at = |z: f64, weight: f64| {
        let stretch = (half * (1.0 + z)).exp();
        let days = scale_days * (stretch - 1.0);
        weight * scale_days * stretch * (-per_day * days).exp() * expected(days)
    };
    let integral: f64 = NODES.iter().map(|&(z, weight)| at(-z, weight) + at(z, weight)).sum();
    by_the_end + per_day * half * integral
}
