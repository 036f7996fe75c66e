//! What BG/NBD says at given parameters: probabilities and expected purchases.

use crate::stats::{ln_1p, sigmoid};
use crate::value::special::expected_purchases;
use serde::{Deserialize, Serialize};

/// The four parameters; all positive.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct BgNbdParameters {
    /// Shape of the rates' gamma distribution.
    pub r: f64,
    /// Its rate, in units of time.
    pub alpha: f64,
    /// First parameter of the leaving probabilities' beta distribution.
    pub a: f64,
    /// Its second parameter.
    pub b: f64,
}

impl BgNbdParameters {
    /// ln of the odds of having left by T, for x ≥ 1.
    #[inline]
    fn ln_odds_gone(&self, x: f64, recency: f64, age: f64) -> f64 {
        let silence = ln_1p((age - recency) / (self.alpha + recency));
        (self.a / (self.b + x - 1.0)).ln() + (self.r + x) * silence
    }

    /// P(alive): that a customer with x repeat purchases, the last at `recency`, has not left by
    /// `age`; 1 for x = 0, since one leaves only after a repeat purchase.
    #[inline]
    pub fn alive_probability(&self, x: u32, recency: f64, age: f64) -> f64 {
        if x == 0 {
            return 1.0;
        }
        sigmoid(-self.ln_odds_gone(f64::from(x), recency, age))
    }

    /// P(no purchase in the `t` after `age`): 1 − P(alive) · [1 − ((α+T)/(α+T+t))^(r+x)].
    #[inline]
    pub fn no_purchase_probability(&self, x: u32, recency: f64, age: f64, t: f64) -> f64 {
        self.silence_probability(self.alive_probability(x, recency, age), x, age, t)
    }

    /// The same for a customer who is alive with this probability.
    #[inline]
    pub fn silence_probability(&self, alive: f64, x: u32, age: f64, t: f64) -> f64 {
        let ln_silent = -(self.r + f64::from(x)) * ln_1p(t / (self.alpha + age));
        (1.0 + alive * ln_silent.exp_m1()).clamp(0.0, 1.0)
    }

    /// E[Y(t) | x, `t_x`, T]: purchases expected in the `t` after `age` (the paper's equation 10).
    ///
    /// Given that the customer is alive, λ ~ Gamma(r + x, α + T) and p ~ Beta(a, b + x).
    #[inline]
    pub fn expected_purchases(&self, x: u32, recency: f64, age: f64, t: f64) -> f64 {
        self.alive_probability(x, recency, age) * self.expected_if_alive(x, age, t)
    }

    /// E[Y(t)] of a customer known to be alive at `age`.
    #[inline]
    pub fn expected_if_alive(&self, x: u32, age: f64, t: f64) -> f64 {
        let x = f64::from(x);
        expected_purchases(self.r + x, self.alpha + age, self.a, self.b + x, t)
    }

    /// E[X(t)]: repeat purchases expected of a new customer in the `t` after the first (equation 9).
    pub fn expected_of_new_customer(&self, t: f64) -> f64 {
        expected_purchases(self.r, self.alpha, self.a, self.b, t)
    }

    /// The same model with time in units of so many of the present ones.
    #[must_use]
    pub fn with_unit(self, units: f64) -> Self {
        Self { alpha: self.alpha / units, ..self }
    }

    pub(super) fn from_array([r, alpha, a, b]: [f64; 4]) -> Self {
        Self { r, alpha, a, b }
    }
}
