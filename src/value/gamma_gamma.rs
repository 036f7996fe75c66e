//! Gamma-Gamma: what a customer's next orders are worth on average.
//!
//! Fader and Hardie (2013), "The Gamma-Gamma Model of Monetary Value": order values of one customer
//! are Gamma(p, ν) with ν ~ Gamma(q, v) across customers, independently of how often they buy. Only
//! customers with x ≥ 1 and a mean above 0 are fitted: a gamma value is positive. How many orders
//! there will be is BG/NBD's matter.

use super::convergence::{Convergence, NoModel};
use super::grouped::{GroupedSummaries, RepeatSpend};
use super::optimise::{Bounds, Objective, minimise};
use crate::stats::ln_1p;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use statrs::function::gamma::{digamma, ln_gamma};

/// The three parameters; all positive. v is in the currency of the amounts.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct GammaGammaParameters {
    /// Shape of one customer's order values.
    pub p: f64,
    /// Shape of the scales across customers.
    pub q: f64,
    /// Their rate, in money.
    pub v: f64,
}

/// A fitted model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GammaGamma {
    /// Maximum likelihood estimates.
    pub parameters: GammaGammaParameters,
    /// From the observed information; None where the likelihood is flat or a bound stopped the fit.
    pub standard_errors: Option<GammaGammaParameters>,
    /// Mean order value over the fitted customers, each counted once; stands in for the population's
    /// where q ≤ 1, whose mean is infinite.
    pub observed_mean: f64,
    /// That it is the maximum.
    pub convergence: Convergence,
}

/// Where the fit may search: p, q, and v over the observed mean. At a bound: everybody pays always
/// the same (p), or all customers are alike (q, v).
pub(crate) const LOWER: [f64; 3] = [1e-3, 1e-3, 1e-6];
/// See [`LOWER`].
pub(crate) const UPPER: [f64; 3] = [1e4, 1e4, 1e6];
/// Fewer repeat customers with a value above 0 than this fix no model.
pub(crate) const MIN_REPEAT_CUSTOMERS: u64 = 10;
/// Names in the order of the bounds.
const NAMES: [&str; 3] = ["p", "q", "v"];
/// Above so many customers the starts are tried on a sample of about this many.
const THINNED_CUSTOMERS: usize = 20_000;
/// Customers summed at a time; fixed, so that sums do not depend on the number of threads.
const CHUNK: usize = 8192;

impl GammaGammaParameters {
    /// `E[M]`: mean order value of the population, p v / (q − 1); None where it is infinite (q ≤ 1).
    pub fn population_mean(&self) -> Option<f64> {
        (self.q > 1.0).then(|| self.p * self.v / (self.q - 1.0))
    }

    /// E[M | x, m]: p (v + x m) / (p x + q − 1), a mean of the customer's own and the population's;
    /// None where that is infinite. For x = 0 the population's.
    #[inline]
    pub fn expected_order_value(&self, x: u32, mean: f64) -> Option<f64> {
        let x = f64::from(x);
        let spread = self.p * x + self.q - 1.0;
        (spread > 0.0).then(|| self.p * (self.v + x * mean) / spread)
    }

    fn from_array([p, q, v]: [f64; 3]) -> Self {
        Self { p, q, v }
    }
}

impl GammaGamma {
    /// Fits by maximum likelihood. Values are divided by their mean first, so that the search does not
    /// depend on the currency.
    pub fn fit(data: &GroupedSummaries) -> Result<Self, NoModel> {
        let customers = data.spends.len() as u64;
        if customers == 0 && data.worthless_repeat_customers > 0 {
            return Err(NoModel::NoAmounts);
        }
        if customers < MIN_REPEAT_CUSTOMERS {
            return Err(NoModel::TooFew { found: customers, needed: MIN_REPEAT_CUSTOMERS });
        }
        let observed_mean =
            data.spends.iter().map(|s| s.order_value_mean).sum::<f64>() / customers as f64;
        let bounds = Bounds::between(LOWER, UPPER);
        let likelihood = Likelihood::new(&data.spends, observed_mean, 1);
        let thin = data.spends.len() / THINNED_CUSTOMERS;
        let thinned = (thin > 1).then(|| Likelihood::new(&data.spends, observed_mean, thin));
        let starts = [[6.0, 4.0], [1.0, 2.0], [20.0, 20.0], [2.0, 1.2]]
            .map(|[p, q]: [f64; 2]| [p, q, (q - 1.0) / p].map(f64::ln));
        let (optimum, agreeing) = minimise(&likelihood, thinned.as_ref(), &starts, &bounds);
        let (mut convergence, errors) =
            Convergence::judge(&optimum, customers, &NAMES, (starts.len(), agreeing))?;
        // Densities of values and of values over their mean differ by that factor per customer.
        convergence.log_likelihood -= customers as f64 * observed_mean.ln();
        let in_money =
            |[p, q, v]: [f64; 3]| GammaGammaParameters::from_array([p, q, v * observed_mean]);
        Ok(Self {
            parameters: in_money(optimum.ln_parameters.map(f64::exp)),
            standard_errors: errors.map(in_money),
            observed_mean,
            convergence,
        })
    }

    /// Expected value of each future order of a customer with `x` repeat orders of mean value `mean`.
    #[inline]
    pub fn expected_order_value(&self, x: u32, mean: f64) -> f64 {
        self.parameters.expected_order_value(x, mean).unwrap_or(self.observed_mean)
    }
}

/// Log-likelihood of customers at given parameters.
#[cfg(test)]
fn log_likelihood(data: &GroupedSummaries, at: &GammaGammaParameters) -> f64 {
    let likelihood = Likelihood::new(&data.spends, 1.0, 1);
    -likelihood.value_and_gradient(&[at.p, at.q, at.v].map(f64::ln)).0 * data.spends.len() as f64
}

/// One customer's x, total x m and its logarithm.
struct Spend {
    x: f64,
    total: f64,
    ln_total: f64,
}

/// The likelihood: gamma functions once per distinct x, one logarithm per customer.
struct Likelihood {
    spends: Vec<Spend>,
    /// (x, customers with it), ascending.
    frequencies: Vec<(f64, f64)>,
    ln_mean_sum: f64,
}

impl Likelihood {
    /// Over every `thin`-th customer, values divided by `scale`.
    fn new(spends: &[RepeatSpend], scale: f64, thin: usize) -> Self {
        let mut frequencies: Vec<(f64, f64)> = Vec::new();
        let mut ln_mean_sum = 0.0;
        let spend = |spend: &RepeatSpend| {
            let (x, mean) = (f64::from(spend.frequency), spend.order_value_mean / scale);
            match frequencies.last_mut() {
                Some(last) if last.0 == x => last.1 += 1.0,
                _ => frequencies.push((x, 1.0)),
            }
            ln_mean_sum += mean.ln();
            Spend { x, total: x * mean, ln_total: x.ln() + mean.ln() }
        };
        let spends = spends.iter().step_by(thin).map(spend).collect();
        Self { spends, frequencies, ln_mean_sum }
    }

    /// −(p x + q) ln(v + x m) + p x ln(x m) + q ln v, and its derivatives by p, q and v.
    fn of_spends([p, q, v]: [f64; 3], spends: &[Spend]) -> [f64; 4] {
        let mut sum = [0.0; 4];
        let ln_v = v.ln();
        for spend in spends {
            // ln(v + x m) less ln v and less ln(x m): differences first, lest large p x cancel.
            let over_v = ln_1p(spend.total / v);
            let over_total = over_v + ln_v - spend.ln_total;
            sum[0] -= p * spend.x * over_total + q * over_v;
            sum[1] -= spend.x * over_total;
            sum[2] -= over_v;
            sum[3] += q / v - (p * spend.x + q) / (v + spend.total);
        }
        sum
    }
}

impl Objective<3> for Likelihood {
    fn value_and_gradient(&self, ln_parameters: &[f64; 3]) -> (f64, [f64; 3]) {
        let parameters = ln_parameters.map(f64::exp);
        let [p, q, _] = parameters;
        let mut sum = [-self.ln_mean_sum, 0.0, 0.0, 0.0];
        let (ln_gamma_q, psi_q) = (ln_gamma(q), digamma(q));
        for &(x, customers) in &self.frequencies {
            let (both, own) = (p * x + q, p * x);
            let psi_both = digamma(both);
            sum[0] += customers * (ln_gamma(both) - ln_gamma(own) - ln_gamma_q);
            sum[1] += customers * x * (psi_both - digamma(own));
            sum[2] += customers * (psi_both - psi_q);
        }
        let chunks = self.spends.par_chunks(CHUNK);
        let parts: Vec<[f64; 4]> =
            chunks.map(|spends| Self::of_spends(parameters, spends)).collect();
        for part in parts {
            (0..4).for_each(|i| sum[i] += part[i]);
        }
        let per_customer = -1.0 / self.spends.len() as f64;
        let gradient = |i: usize| sum[i + 1] * parameters[i] * per_customer;
        (sum[0] * per_customer, std::array::from_fn(gradient))
    }
}

#[cfg(test)]
mod tests {
    use super::super::bg_nbd::BgNbdParameters;
    use super::super::fixtures::{cdnow, grouped, simulated};
    use super::super::summary::PurchaseSummary;
    use super::*;

    #[test]
    #[ignore = "needs ../shared/data; run scripts/test"]
    fn the_published_fit_of_real_data() {
        let customers = cdnow();
        let fit = GammaGamma::fit(&grouped(customers.iter().map(|c| c.0))).unwrap();
        let GammaGammaParameters { p, q, v } = fit.parameters;
        // reference-numbers.md §2, to the printed digits.
        assert_eq!(format!("{p:.4} {q:.4} {v:.4}"), "6.2496 3.7442 15.4435");
        assert_eq!(format!("{:.4}", fit.convergence.log_likelihood), "-4055.9177");
        assert_eq!(fit.convergence.customers, 946);
        assert!(fit.convergence.gradient_norm < 1e-9, "{:?}", fit.convergence);
        assert_eq!(fit.convergence.starts_agreeing, fit.convergence.starts);
        assert!(fit.standard_errors.is_some());
    }

    const BUYING: BgNbdParameters = BgNbdParameters { r: 0.8, alpha: 30.0, a: 0.9, b: 3.0 };
    const PAYING: GammaGammaParameters = GammaGammaParameters { p: 4.0, q: 3.5, v: 20.0 };

    #[test]
    fn the_parameters_of_a_simulated_base_are_recovered() {
        // A long α keeps purchases on days of their own: sums of two would be no gamma values.
        let slow = BgNbdParameters { alpha: 300.0, ..BUYING };
        let fit = GammaGamma::fit(&grouped(simulated(60_000, 900, &slow, &PAYING))).unwrap();
        let (found, errors) = (fit.parameters, fit.standard_errors.unwrap());
        for (name, got, wanted, error) in [
            ("p", found.p, PAYING.p, errors.p),
            ("q", found.q, PAYING.q, errors.q),
            ("v", found.v, PAYING.v, errors.v),
        ] {
            assert!((got - wanted).abs() < 3.0 * error + 0.02 * wanted, "{name}: {got} ± {error}");
            assert!(error < 0.1 * wanted, "{name} ± {error}");
        }
    }

    #[test]
    fn the_likelihood_is_the_papers_and_its_gradient_is_its_slope() {
        let data = grouped(simulated(2000, 300, &BUYING, &PAYING));
        let GammaGammaParameters { p, q, v } = PAYING;
        let one = |s: &RepeatSpend| {
            let (x, m) = (f64::from(s.frequency), s.order_value_mean);
            ln_gamma(p * x + q) - ln_gamma(p * x) - ln_gamma(q)
                + q * v.ln()
                + (p * x - 1.0) * m.ln()
                + p * x * x.ln()
                - (p * x + q) * (v + m * x).ln()
        };
        let published: f64 = data.spends.iter().map(one).sum();
        assert!((log_likelihood(&data, &PAYING) / published - 1.0).abs() < 1e-12);
        let likelihood = Likelihood::new(&data.spends, 1.0, 1);
        let point = [p, q, v].map(f64::ln);
        let gradient = likelihood.value_and_gradient(&point).1;
        for i in 0..3 {
            let shifted = |by: f64| {
                let mut shifted = point;
                shifted[i] += by;
                likelihood.value_and_gradient(&shifted).0
            };
            let slope = (shifted(1e-5) - shifted(-1e-5)) / 2e-5;
            assert!((slope - gradient[i]).abs() < 1e-8, "{i}: {slope} {}", gradient[i]);
        }
    }

    fn repeat(frequency: u32, order_value_mean: f64) -> PurchaseSummary {
        PurchaseSummary { frequency, recency_days: 50, age_days: 90, order_value_mean }
    }

    #[test]
    fn constant_spend_stops_at_a_bound_and_still_forecasts_it() {
        let fit = GammaGamma::fit(&grouped((1..400).map(|i| repeat(i % 40 + 1, 9.99)))).unwrap();
        assert!(!fit.convergence.at_bound.is_empty(), "{fit:?}");
        assert!(fit.standard_errors.is_none());
        for x in [0, 1, 100] {
            let expected = fit.expected_order_value(x, if x == 0 { 0.0 } else { 9.99 });
            assert!((expected - 9.99).abs() < 0.01, "{expected}");
        }
    }

    #[test]
    fn free_orders_are_left_out_and_an_infinite_mean_is_replaced() {
        let data = grouped((0..100).map(|i| repeat(1 + i % 3, f64::from(i % 5))));
        assert_eq!(data.worthless_repeat_customers, 20);
        let fit = GammaGamma::fit(&data).unwrap();
        assert_eq!(fit.convergence.customers, 80);
        let heavy =
            GammaGamma { parameters: GammaGammaParameters { p: 2.0, q: 0.9, v: 1.0 }, ..fit };
        assert_eq!(heavy.expected_order_value(0, 0.0), 2.5);
        assert!(heavy.parameters.population_mean().is_none());
        assert!(heavy.expected_order_value(1, 0.0) > 0.0);
    }
}
