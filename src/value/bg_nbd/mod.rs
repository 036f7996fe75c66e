//! BG/NBD: how often a customer buys and whether they have left for good.
//!
//! Fader, Hardie and Lee (2005), "Counting Your Customers the Easy Way": purchases are Poisson with
//! rate λ ~ Gamma(r, α); after each the customer leaves with probability p ~ Beta(a, b). All times of
//! one call, and α, are in one unit (days in a fitted model). Money is Gamma-Gamma's matter.

mod likelihood;
mod parameters;

pub(crate) use parameters::BgNbdParameters;

use super::convergence::{Convergence, NoModel};
use super::grouped::{GroupedSummaries, SummaryGroup};
#[cfg(test)]
use super::optimise::Objective;
use super::optimise::{Bounds, minimise};
use likelihood::Likelihood;
use serde::{Deserialize, Serialize};

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
pub(crate) const LOWER: [f64; 4] = [1e-4, 1e-3, 1e-4, 1e-4];
/// See [`LOWER`].
pub(crate) const UPPER: [f64; 4] = [1e4, 1e8, 1e4, 1e4];
/// Fewer repeat customers than this fix no model.
pub(crate) const MIN_REPEAT_CUSTOMERS: u64 = 10;
/// Names in the order of the bounds.
const NAMES: [&str; 4] = ["r", "alpha", "a", "b"];
/// Above so many groups the starts are tried on a sample of about this many.
const THINNED_GROUPS: usize = 20_000;

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
#[cfg(test)]
fn log_likelihood(data: &GroupedSummaries, at: &BgNbdParameters) -> f64 {
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

#[cfg(test)]
mod tests;
