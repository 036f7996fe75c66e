//! BG/NBD: how often a customer buys and whether they have left for good.
//!
//! Fader, Hardie and Lee (2005), "Counting Your Customers the Easy Way": purchases are Poisson with
//! rate λ ~ Gamma(r, α); after each the customer leaves with probability p ~ Beta(a, b). All times of
//! one call, and α, are in one unit (days in a fitted model). Money is Gamma-Gamma's matter.

use super::grouped::{GroupedSummaries, SummaryGroup};
use super::models::{Convergence, NoModel};
use super::optimise::{Bounds, Objective, minimise};
use super::special::expected_purchases;
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
        self.silence_probability(self.alive_probability(x, recency, age), x, age, t)
    }

    /// The same for a customer who is alive with this probability.
    #[inline]
    pub fn silence_probability(&self, alive: f64, x: u32, age: f64, t: f64) -> f64 {
        let ln_silent = -(self.r + f64::from(x)) * (t / (self.alpha + age)).ln_1p();
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

/// Factors of at most 2 that are multiplied before their logarithm is taken: far from overflow.
const POWERS_MAX: u32 = 400;

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

    /// The terms of the times: ln[(α+T)^−(r+x) + δ a/(b+x−1) (α+`t_x`)^−(r+x)], and their derivatives.
    fn of_times([r, _, a, b]: [f64; 4], logs: &[(f64, f64)], groups: &[SummaryGroup]) -> [f64; 5] {
        let mut sum = [0.0; 5];
        let ln_a = a.ln();
        let (mut frequency, mut ln_leave, mut leave_weight) = (u32::MAX, 0.0, 0.0);
        // Π (1 + odds), of which one logarithm is taken for many groups.
        let (mut product, mut powers) = (1.0_f64, 0);
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
                leave_weight = 1.0 / (b + x - 1.0);
            }
            let (ln_recency, inverse_recency) = logs[group.recency_days as usize];
            let silence = ln_age - ln_recency;
            let ln_odds = ln_leave + (r + x) * silence;
            // ln(1 + odds) = max(0, ln odds) + ln(1 + small), with `small` at most 1.
            let small = (-ln_odds.abs()).exp();
            let odds_over_larger = if ln_odds > 0.0 { 1.0 } else { small };
            let gone = customers * odds_over_larger / (1.0 + small);
            if group.customers > POWERS_MAX {
                sum[0] += customers * (1.0 + small).ln();
            } else {
                product *= (1.0 + small).powi(group.customers as i32);
                powers += group.customers;
                if powers > POWERS_MAX {
                    sum[0] += product.ln();
                    (product, powers) = (1.0, 0);
                }
            }
            sum[0] += customers * (ln_odds.max(0.0) - (r + x) * ln_age);
            sum[1] += gone * silence - customers * ln_age;
            let by_alpha = gone * (inverse_age - inverse_recency) - customers * inverse_age;
            sum[2] += (r + x) * by_alpha;
            sum[3] += gone;
            sum[4] -= gone * leave_weight;
        }
        sum[0] += product.ln();
        sum[3] /= a;
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

#[cfg(test)]
mod tests {
    use super::super::fixtures::{cdnow, grouped, simulated};
    use super::super::gamma_gamma::GammaGammaParameters;
    use super::super::summary::PurchaseSummary;
    use super::*;
    use proptest::prelude::*;

    /// Equal to so many printed decimals.
    fn assert_prints(value: f64, published: f64, decimals: i32) {
        let half = 0.5 * 10_f64.powi(-decimals) + 1e-12;
        assert!((value - published).abs() <= half, "{value} is not {published}");
    }

    /// Fader, Hardie and Lee (2005), the fit of the CDNOW sample, in weeks.
    const PUBLISHED: BgNbdParameters =
        BgNbdParameters { r: 0.242_594_5, alpha: 4.413_601_9, a: 0.792_919_9, b: 2.425_888_1 };

    #[test]
    fn the_cdnow_sample_gives_the_published_fit() {
        let Some(customers) = cdnow() else { return };
        assert_eq!(customers.len(), 2357);
        assert_eq!(customers.iter().map(|c| c.0.frequency).sum::<u32>(), 2457);
        assert_eq!(customers.iter().filter(|c| c.0.frequency == 0).count(), 1411);
        assert_eq!(customers.iter().map(|c| c.1).sum::<u32>(), 1882);
        assert_eq!(customers.iter().filter(|c| c.1 > 0).count(), 684);

        let data = grouped(customers.iter().map(|c| c.0));
        let fit = BgNbd::fit(&data).unwrap();
        let weekly = fit.parameters.with_unit(7.0);
        // The published estimates stop short of the maximum by their optimiser's tolerance, 3e-5 of a
        // standard error: at ours the gradient vanishes and the likelihood is no smaller.
        let published = [PUBLISHED.r, PUBLISHED.alpha, PUBLISHED.a, PUBLISHED.b];
        let found = [weekly.r, weekly.alpha, weekly.a, weekly.b];
        for (got, wanted) in found.into_iter().zip(published) {
            assert!((got / wanted - 1.0).abs() < 1e-5, "{got} is not {wanted}");
        }
        let theirs = log_likelihood(&data, &PUBLISHED.with_unit(1.0 / 7.0));
        assert!(theirs <= fit.convergence.log_likelihood + 1e-9, "{theirs}");
        assert!(fit.convergence.log_likelihood - theirs < 1e-6);
        // A density per week is 7 times that per day, for each of the purchases.
        assert_prints(fit.convergence.log_likelihood + 2457.0 * 7_f64.ln(), -9582.4292, 4);
        // So do the published standard errors, in the fourth digit or beyond.
        let errors = fit.standard_errors.unwrap().with_unit(7.0);
        let errors = [errors.r, errors.alpha, errors.a, errors.b];
        for (got, wanted) in errors.into_iter().zip([0.012_557, 0.378_221, 0.185_719, 0.705_345]) {
            assert!((got / wanted - 1.0).abs() < 1e-4, "{got} is not {wanted}");
        }
        assert!(fit.convergence.gradient_norm < 1e-9, "{:?}", fit.convergence);
        assert_eq!(fit.convergence.starts_agreeing, fit.convergence.starts);
        assert!(fit.convergence.at_bound.is_empty());

        // These too were printed for estimates that stop short: they differ in the fifth or sixth digit.
        let (alive, expected) = (
            weekly.alive_probability(26, 30.857, 31.0),
            weekly.expected_purchases(26, 30.857, 31.0, 52.0),
        );
        assert!((alive - 0.968_852_3).abs() < 2e-6, "{alive}");
        assert!((expected / 25.756_59 - 1.0).abs() < 5e-5, "{expected}");
    }

    #[test]
    fn the_published_expectations() {
        let rounded = BgNbdParameters { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
        assert_prints(rounded.expected_purchases(2, 30.43, 38.86, 39.0), 1.226, 3);
        // The published E[X(t)] belong to the unrounded fit: with r = .243, E[X(1)] would be .0533.
        assert_prints(PUBLISHED.expected_purchases(2, 30.43, 38.86, 39.0), 1.226, 3);
        let by_time =
            [(0.1429, 0.0078), (1.0, 0.0532), (3.0, 0.1506), (31.8571, 1.0405), (32.0, 1.0437)];
        for (weeks, published) in by_time {
            assert_prints(PUBLISHED.expected_of_new_customer(weeks), published, 4);
        }
        // The published 1.8576 breaks its series off; summed to the end it is 1.85796.
        assert_prints(PUBLISHED.expected_of_new_customer(78.0), 1.8576, 3);
        assert_prints(PUBLISHED.expected_of_new_customer(78.0), 1.85796, 5);
    }

    const BUYING: BgNbdParameters = BgNbdParameters { r: 0.8, alpha: 30.0, a: 0.9, b: 3.0 };
    const PAYING: GammaGammaParameters = GammaGammaParameters { p: 4.0, q: 3.5, v: 20.0 };

    #[test]
    fn the_parameters_of_a_simulated_base_are_recovered() {
        let fit = BgNbd::fit(&grouped(simulated(60_000, 700, &BUYING, &PAYING))).unwrap();
        let (found, errors) = (fit.parameters, fit.standard_errors.unwrap());
        // Same-day purchases collapse and times lose their fractions: a slight bias beyond sampling.
        for (name, got, wanted, error) in [
            ("r", found.r, BUYING.r, errors.r),
            ("alpha", found.alpha, BUYING.alpha, errors.alpha),
            ("a", found.a, BUYING.a, errors.a),
            ("b", found.b, BUYING.b, errors.b),
        ] {
            assert!((got - wanted).abs() < 3.0 * error + 0.08 * wanted, "{name}: {got} ± {error}");
            assert!(error < 0.1 * wanted, "{name} ± {error}");
        }
    }

    /// The likelihood as printed in the paper (equation 6), customer by customer.
    fn ungrouped(customers: &[PurchaseSummary], at: &BgNbdParameters) -> f64 {
        let BgNbdParameters { r, alpha, a, b } = *at;
        let ln_beta = |a: f64, b: f64| ln_gamma(a) + ln_gamma(b) - ln_gamma(a + b);
        let one = |c: &PurchaseSummary| {
            let (x, recency) = (f64::from(c.frequency), f64::from(c.recency_days));
            let scale = ln_gamma(r + x) - ln_gamma(r) + r * alpha.ln();
            let stayed = (ln_beta(a, b + x) - ln_beta(a, b)).exp()
                * (alpha + f64::from(c.age_days)).powf(-(r + x));
            let left = if c.frequency == 0 {
                0.0
            } else {
                (ln_beta(a + 1.0, b + x - 1.0) - ln_beta(a, b)).exp()
                    * (alpha + recency).powf(-(r + x))
            };
            scale + (stayed + left).ln()
        };
        customers.iter().map(one).sum()
    }

    #[test]
    fn the_grouped_likelihood_is_the_papers_and_its_gradient_is_its_slope() {
        let customers = simulated(3000, 200, &BUYING, &PAYING);
        let data = grouped(customers.iter().copied());
        assert!(data.groups.len() < 2000);
        for at in [BUYING, BgNbdParameters { r: 3.0, alpha: 7.0, a: 0.2, b: 0.3 }] {
            let (one, other) = (log_likelihood(&data, &at), ungrouped(&customers, &at));
            assert!((one / other - 1.0).abs() < 1e-12, "{one} {other}");
            let likelihood = Likelihood::new(&data.groups, 1);
            let point = [at.r, at.alpha, at.a, at.b].map(f64::ln);
            let gradient = likelihood.value_and_gradient(&point).1;
            for i in 0..4 {
                let shifted = |by: f64| {
                    let mut shifted = point;
                    shifted[i] += by;
                    likelihood.value_and_gradient(&shifted).0
                };
                let slope = (shifted(1e-5) - shifted(-1e-5)) / 2e-5;
                assert!((slope - gradient[i]).abs() < 1e-8, "{i}: {slope} {}", gradient[i]);
            }
        }
    }

    #[test]
    fn huge_histories_do_not_overflow() {
        for x in [0, 1, 50, 5000, 1_000_000] {
            for (recency, age) in [(0.0, 0.0), (1.0, 20_000.0), (20_000.0, 20_000.0)] {
                for t in [0.0, 1.0, 365.0, 1e6] {
                    let alive = BUYING.alive_probability(x, recency, age);
                    let none = BUYING.no_purchase_probability(x, recency, age, t);
                    let expected = BUYING.expected_purchases(x, recency, age, t);
                    assert!((0.0..=1.0).contains(&alive), "{x} {recency} {age} {alive}");
                    assert!((0.0..=1.0).contains(&none), "{x} {recency} {age} {t} {none}");
                    assert!(expected.is_finite() && expected >= 0.0, "{x} {age} {t} {expected}");
                }
            }
        }
    }

    proptest! {
        #[test]
        fn longer_silence_ahead_is_less_likely(
            x in 0_u32..200, recency in 0.0..500.0, rest in 0.0..500.0, t in 0.0..400.0, more in 0.0..400.0,
        ) {
            let age = recency + rest;
            let none = |t| BUYING.no_purchase_probability(x, recency, age, t);
            prop_assert!(none(t + more) <= none(t) + 1e-15);
            prop_assert!((none(0.0) - 1.0).abs() < 1e-15);
            let expected = |t| BUYING.expected_purchases(x, recency, age, t);
            prop_assert!(expected(t + more) >= expected(t) * (1.0 - 1e-12));
            // At least one purchase: no likelier than the expected number of them.
            prop_assert!(1.0 - none(t) <= expected(t) + 1e-12);
        }
    }
}
