//! BG/NBD: how often a customer buys and whether they have left for good.
//!
//! Fader, Hardie and Lee (2005), "Counting Your Customers the Easy Way": purchases are Poisson with
//! rate λ ~ Gamma(r, α); after each the customer leaves with probability p ~ Beta(a, b). All times of
//! one call, and α, are in one unit (days in a fitted model). Money is Gamma-Gamma's matter.

use super::grouped::{GroupedSummaries, SummaryGroup};
use super::models::{Convergence, NoModel};
use super::optimise::{Bounds, Objective, minimise};
use super::special::{expected_purchases, softplus};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use statrs::function::gamma::{digamma, ln_gamma};

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

/// A fitted model; time in days.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BgNbd {
    /// Maximum likelihood estimates.
    pub parameters: BgNbdParameters,
    /// From the observed information; None where the likelihood is flat or a bound stopped the fit.
    pub standard_errors: Option<BgNbdParameters>,
    /// That it is the maximum.
    pub convergence: Convergence,
}

/// Where the fit may search; r, alpha (days), a, b. A parameter at its bound says that the data tell
/// only its direction: buyers all alike (r, alpha), nobody or everybody leaving (a, b).
pub const LOWER: [f64; 4] = [1e-4, 1e-3, 1e-4, 1e-4];
/// See [`LOWER`].
pub const UPPER: [f64; 4] = [1e4, 1e8, 1e4, 1e4];
/// Fewer repeat customers than this fix no model.
pub const MIN_REPEAT_CUSTOMERS: u64 = 10;
/// Names in the order of the bounds.
const NAMES: [&str; 4] = ["r", "alpha", "a", "b"];
/// Above so many groups the starts are tried on a sample of about this many.
const THINNED_GROUPS: usize = 20_000;
/// Groups summed at a time; fixed, so that sums do not depend on the number of threads.
const CHUNK: usize = 8192;

impl BgNbdParameters {
    /// ln of the odds of having left by T, for x ≥ 1.
    #[inline]
    fn ln_odds_gone(&self, x: f64, recency: f64, age: f64) -> f64 {
        let silence = ((age - recency) / (self.alpha + recency)).ln_1p();
        (self.a / (self.b + x - 1.0)).ln() + (self.r + x) * silence
    }

    /// P(alive): that a customer with x repeat purchases, the last at `recency`, has not left by
    /// `age`; 1 for x = 0, since one leaves only after a repeat purchase.
    #[inline]
    pub fn alive_probability(&self, x: u32, recency: f64, age: f64) -> f64 {
        if x == 0 {
            return 1.0;
        }
        1.0 / (1.0 + self.ln_odds_gone(f64::from(x), recency, age).exp())
    }

    /// P(no purchase in the `t` after `age`): 1 − P(alive) · [1 − ((α+T)/(α+T+t))^(r+x)].
    #[inline]
    pub fn no_purchase_probability(&self, x: u32, recency: f64, age: f64, t: f64) -> f64 {
        let ln_silent = -(self.r + f64::from(x)) * (t / (self.alpha + age)).ln_1p();
        (1.0 + self.alive_probability(x, recency, age) * ln_silent.exp_m1()).clamp(0.0, 1.0)
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

    fn from_array([r, alpha, a, b]: [f64; 4]) -> Self {
        Self { r, alpha, a, b }
    }
}

impl BgNbd {
    /// Fits by maximum likelihood.
    pub fn fit(data: &GroupedSummaries) -> Result<Self, NoModel> {
        let repeat = data.repeat_customers();
        if repeat < MIN_REPEAT_CUSTOMERS {
            return Err(NoModel::TooFew { found: repeat, needed: MIN_REPEAT_CUSTOMERS });
        }
        let bounds = Bounds::between(LOWER, UPPER);
        let likelihood = Likelihood::new(&data.groups, 1);
        let thin = data.groups.len() / THINNED_GROUPS;
        let thinned = (thin > 1).then(|| Likelihood::new(&data.groups, thin));
        let starts = starts(&data.groups);
        let (optimum, agreeing) = minimise(&likelihood, thinned.as_ref(), &starts, &bounds);
        let (convergence, errors) =
            Convergence::judge(&optimum, data.customers, &NAMES, (starts.len(), agreeing))?;
        Ok(Self {
            parameters: BgNbdParameters::from_array(optimum.ln_parameters.map(f64::exp)),
            standard_errors: errors.map(BgNbdParameters::from_array),
            convergence,
        })
    }
}

/// Log-likelihood of customers at given parameters (not logarithms), time in days.
pub fn log_likelihood(data: &GroupedSummaries, at: &BgNbdParameters) -> f64 {
    let ln_parameters = [at.r, at.alpha, at.a, at.b].map(f64::ln);
    let mean = Likelihood::new(&data.groups, 1).value_and_gradient(&ln_parameters).0;
    -mean * data.customers as f64
}

/// Four shapes of heterogeneity, each with α such that the mean rate fits.
fn starts(groups: &[SummaryGroup]) -> Vec<[f64; 4]> {
    let total = |of: fn(&SummaryGroup) -> u32| -> f64 {
        groups.iter().map(|g| f64::from(of(g)) * f64::from(g.customers)).sum()
    };
    let days_per_purchase = (total(|g| g.age_days) / total(|g| g.frequency)).max(1e-3);
    [[0.25, 0.8, 2.4], [1.0, 0.1, 1.0], [2.0, 2.0, 20.0], [0.6, 5.0, 5.0]]
        .map(|[r, a, b]: [f64; 3]| [r, r * days_per_purchase, a, b].map(f64::ln))
        .to_vec()
}

/// The grouped likelihood: gamma functions are needed once per distinct x, logarithms of α + days
/// once per distinct day.
struct Likelihood {
    groups: Vec<SummaryGroup>,
    /// (x, customers with it), ascending.
    frequencies: Vec<(f64, f64)>,
    customers: f64,
    oldest_days: u32,
}

impl Likelihood {
    /// Over every `thin`-th group.
    fn new(groups: &[SummaryGroup], thin: usize) -> Self {
        let groups: Vec<SummaryGroup> = groups.iter().step_by(thin).copied().collect();
        let mut frequencies: Vec<(f64, f64)> = Vec::new();
        for group in &groups {
            let (x, customers) = (f64::from(group.frequency), f64::from(group.customers));
            match frequencies.last_mut() {
                Some(last) if last.0 == x => last.1 += customers,
                _ => frequencies.push((x, customers)),
            }
        }
        let customers = frequencies.iter().map(|f| f.1).sum();
        let oldest_days = groups.iter().map(|g| g.age_days.max(g.recency_days)).max().unwrap_or(0);
        Self { groups, frequencies, customers, oldest_days }
    }

    /// The terms of x alone: ln Γ(r+x)/Γ(r) + r ln α + ln B(a, b+x)/B(a, b), and their derivatives.
    fn of_frequencies(&self, [r, alpha, a, b]: [f64; 4]) -> [f64; 5] {
        let mut sum = [0.0; 5];
        let at_zero = ln_gamma(a + b) - ln_gamma(b) - ln_gamma(r) + r * alpha.ln();
        let (psi_r, psi_b, psi_ab) = (digamma(r), digamma(b), digamma(a + b));
        for &(x, customers) in &self.frequencies {
            let value = ln_gamma(r + x) + ln_gamma(b + x) - ln_gamma(a + b + x) + at_zero;
            let psi_abx = digamma(a + b + x);
            let terms = [
                value,
                digamma(r + x) - psi_r + alpha.ln(),
                r / alpha,
                psi_ab - psi_abx,
                digamma(b + x) - psi_b + psi_ab - psi_abx,
            ];
            (0..5).for_each(|i| sum[i] += customers * terms[i]);
        }
        sum
    }

    /// The terms of the times: ln[(α+T)^−(r+x) + δ a/(b+x−1) (α+t_x)^−(r+x)], and their derivatives.
    fn of_times(
        [r, _, a, b]: [f64; 4],
        logs: &[(f64, f64)],
        groups: &[SummaryGroup],
    ) -> [f64; 5] {
        let mut sum = [0.0; 5];
        let ln_a = a.ln();
        let (mut frequency, mut ln_leave) = (u32::MAX, 0.0);
        for group in groups {
            let (x, customers) = (f64::from(group.frequency), f64::from(group.customers));
            let (ln_age, inverse_age) = logs[group.age_days as usize];
            if group.frequency == 0 {
                sum[0] -= customers * r * ln_age;
                sum[1] -= customers * ln_age;
                sum[2] -= customers * r * inverse_age;
                continue;
            }
            if group.frequency != frequency {
                frequency = group.frequency;
                ln_leave = ln_a - (b + x - 1.0).ln();
            }
            let (ln_recency, inverse_recency) = logs[group.recency_days as usize];
            let silence = ln_age - ln_recency;
            let ln_odds = ln_leave + (r + x) * silence;
            let gone = 1.0 / (1.0 + (-ln_odds).exp());
            sum[0] += customers * (softplus(ln_odds) - (r + x) * ln_age);
            sum[1] += customers * (gone * silence - ln_age);
            let by_alpha = gone * (inverse_age - inverse_recency) - inverse_age;
            sum[2] += customers * (r + x) * by_alpha;
            sum[3] += customers * gone / a;
            sum[4] -= customers * gone / (b + x - 1.0);
        }
        sum
    }
}

impl Objective<4> for Likelihood {
    fn value_and_gradient(&self, ln_parameters: &[f64; 4]) -> (f64, [f64; 4]) {
        let parameters = ln_parameters.map(f64::exp);
        let alpha = parameters[1];
        let logs: Vec<(f64, f64)> = (0..=self.oldest_days)
            .map(|day| alpha + f64::from(day))
            .map(|shifted| (shifted.ln(), shifted.recip()))
            .collect();
        let mut sum = self.of_frequencies(parameters);
        let chunks = self.groups.par_chunks(CHUNK);
        let parts: Vec<[f64; 5]> =
            chunks.map(|groups| Self::of_times(parameters, &logs, groups)).collect();
        for part in parts {
            (0..5).for_each(|i| sum[i] += part[i]);
        }
        let per_customer = -1.0 / self.customers;
        let gradient = |i: usize| sum[i + 1] * parameters[i] * per_customer;
        (sum[0] * per_customer, std::array::from_fn(gradient))
    }
}
