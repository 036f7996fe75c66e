//! Both fitted models together, as a model's artifact keeps them, with the evidence of their fits.
//!
//! Too little data is no error: the model is absent, with a reason, and every forecast that needs it
//! is NaN. Nothing here reads a history; see `grouped` for that.

use super::bg_nbd::BgNbd;
use super::gamma_gamma::GammaGamma;
use super::grouped::GroupedSummaries;
use super::lifetime::{LifetimeTerms, discounted_purchases};
use super::optimise::Optimum;
use super::summary::PurchaseSummary;
use crate::time::AsOf;
use serde::{Deserialize, Serialize};

/// Why there is no model.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum NoModel {
    /// Too few customers to fix the parameters.
    #[error("{found} repeat customers, at least {needed} are needed")]
    TooFew {
        /// Repeat customers that could be used.
        found: u64,
        /// How many are needed.
        needed: u64,
    },
    /// The search ended at no maximum.
    #[error("the fit did not converge (gradient per customer {gradient_norm:e})")]
    NotConverged {
        /// Greatest absolute derivative of the mean log-likelihood by a log-parameter.
        gradient_norm: f64,
    },
}

/// That a fit stands at a maximum of its likelihood.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Convergence {
    /// Log-likelihood at the estimates; time in days, money in its currency.
    pub log_likelihood: f64,
    /// Customers in the fit.
    pub customers: u64,
    /// Greatest absolute derivative of the mean log-likelihood by a log-parameter within its bounds.
    pub gradient_norm: f64,
    /// Starting points tried.
    pub starts: usize,
    /// How many of them led to the best optimum.
    pub starts_agreeing: usize,
    /// Parameters stopped by the search's bounds: the data tell only their direction.
    pub at_bound: Vec<String>,
}

/// A fit whose gradient is above this has not converged.
pub const MAX_GRADIENT_NORM: f64 = 1e-6;

impl Convergence {
    /// The evidence of an optimum of the mean negative log-likelihood, and the standard errors of the
    /// parameters (not their logarithms): at the maximum se(θ) = θ se(ln θ).
    pub(super) fn judge<const N: usize>(
        optimum: &Optimum<N>,
        customers: u64,
        names: &[&str; N],
        (starts, starts_agreeing): (usize, usize),
    ) -> Result<(Self, Option<[f64; N]>), NoModel> {
        let gradient_norm = optimum.gradient_norm;
        if !(optimum.value.is_finite() && gradient_norm <= MAX_GRADIENT_NORM) {
            return Err(NoModel::NotConverged { gradient_norm });
        }
        let bound = names.iter().zip(optimum.at_bound).filter(|(_, at_bound)| *at_bound);
        let at_bound: Vec<String> = bound.map(|(&name, _)| name.to_owned()).collect();
        let inverse = optimum.inverse_hessian.filter(|_| at_bound.is_empty());
        let standard_errors = inverse.map(|inverse| {
            std::array::from_fn(|i| {
                (inverse[i][i] / customers as f64).sqrt() * optimum.ln_parameters[i].exp()
            })
        });
        let evidence = Self {
            log_likelihood: -optimum.value * customers as f64,
            customers,
            gradient_norm,
            starts,
            starts_agreeing,
            at_bound,
        };
        Ok((evidence, standard_errors))
    }
}

/// The value models fitted on everything before one date; time in days. Serialises exactly.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ValueModels {
    /// The date (YYYY-MM-DD) before which everything was seen and nothing after.
    pub fitted_before: String,
    /// How often, and whether still a customer.
    pub bg_nbd: Option<BgNbd>,
    /// What orders are worth.
    pub gamma_gamma: Option<GammaGamma>,
    /// What a reader of the model must know: why one is absent, which parameter a bound stopped.
    pub notes: Vec<String>,
}

/// What the models expect of one customer; NaN where the model is absent. Days from `as_of`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Forecast {
    /// P(no purchase in the horizon).
    pub no_purchase_probability: f64,
    /// P(has not left by `as_of`).
    pub alive_probability: f64,
    /// Purchases expected in the horizon.
    pub expected_purchases: f64,
    /// Expected value of each of them.
    pub expected_order_value: f64,
    /// Spend expected in the horizon, not discounted.
    pub expected_spend: f64,
    /// Discounted spend over the lifetime terms.
    pub lifetime_value: f64,
}

impl ValueModels {
    /// Fits both models on statistics of everything before `as_of`.
    pub fn fit(data: &GroupedSummaries, as_of: AsOf) -> Self {
        let mut notes = Vec::new();
        let bg_nbd = kept("BG/NBD", BgNbd::fit(data), |fit| &fit.convergence, &mut notes);
        let gamma_gamma =
            kept("Gamma-Gamma", GammaGamma::fit(data), |fit| &fit.convergence, &mut notes);
        Self { fitted_before: as_of.date().to_string(), bg_nbd, gamma_gamma, notes }
    }

    /// What is expected of a customer in `horizon_days`, and over the lifetime terms.
    pub fn forecast(
        &self,
        customer: &PurchaseSummary,
        horizon_days: f64,
        lifetime: &LifetimeTerms,
    ) -> Forecast {
        let x = customer.frequency;
        let (recency, age) = (f64::from(customer.recency_days), f64::from(customer.age_days));
        let expected_order_value = self
            .gamma_gamma
            .as_ref()
            .map_or(f64::NAN, |model| model.expected_order_value(x, customer.order_value_mean));
        let Some(model) = self.bg_nbd.as_ref().map(|model| &model.parameters) else {
            return Forecast {
                no_purchase_probability: f64::NAN,
                alive_probability: f64::NAN,
                expected_purchases: f64::NAN,
                expected_order_value,
                expected_spend: f64::NAN,
                lifetime_value: f64::NAN,
            };
        };
        let alive_probability = model.alive_probability(x, recency, age);
        let expected = |days| alive_probability * model.expected_if_alive(x, age, days);
        let expected_purchases = expected(horizon_days);
        let discounted = discounted_purchases(lifetime, model.alpha + age, expected);
        Forecast {
            no_purchase_probability: model.no_purchase_probability(x, recency, age, horizon_days),
            alive_probability,
            expected_purchases,
            expected_order_value,
            expected_spend: expected_purchases * expected_order_value,
            lifetime_value: discounted * expected_order_value,
        }
    }
}

/// The model if there is one; what there is to say about it goes to the notes.
fn kept<M>(
    name: &str,
    fit: Result<M, NoModel>,
    convergence: fn(&M) -> &Convergence,
    notes: &mut Vec<String>,
) -> Option<M> {
    match fit {
        Ok(model) => {
            let stopped = convergence(&model).at_bound.join(", ");
            if !stopped.is_empty() {
                notes.push(format!("{name}: stopped at the search's bound: {stopped}"));
            }
            Some(model)
        }
        Err(reason) => {
            notes.push(format!("{name}: none: {reason}"));
            None
        }
    }
}
