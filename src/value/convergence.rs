//! The evidence that a fit stands at a maximum, or why there is no model.

use super::optimise::Optimum;
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
    /// Repeat customers whose orders have no amount.
    #[error("no order of a repeat customer has an amount")]
    NoAmounts,
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
pub(crate) const MAX_GRADIENT_NORM: f64 = 1e-6;

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
