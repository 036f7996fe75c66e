//! Both fitted models together, as a model's artifact keeps them, with the evidence of their fits.
//!
//! Too little data is no error: the model is absent, with a reason, and every forecast that needs it
//! is NaN. Nothing here reads a history; see `grouped` for that.

use super::bg_nbd::BgNbd;
use super::convergence::{Convergence, NoModel};
use super::gamma_gamma::GammaGamma;
use super::grouped::GroupedSummaries;
use crate::time::AsOf;
use serde::{Deserialize, Serialize};

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

impl ValueModels {
    /// Fits both models on statistics of everything before `as_of`.
    pub fn fit(data: &GroupedSummaries, as_of: AsOf) -> Self {
        let mut notes = Vec::new();
        let bg_nbd = kept("BG/NBD", BgNbd::fit(data), &mut notes, |fit| {
            (&fit.convergence, fit.standard_errors.is_some())
        });
        let gamma_gamma = kept("Gamma-Gamma", GammaGamma::fit(data), &mut notes, |fit| {
            (&fit.convergence, fit.standard_errors.is_some())
        });
        Self { fitted_before: as_of.date().to_string(), bg_nbd, gamma_gamma, notes }
    }
}

/// The model if there is one; what there is to say about it goes to the notes. `evidence` tells how
/// it converged and whether it has standard errors.
fn kept<M>(
    name: &str,
    fit: Result<M, NoModel>,
    notes: &mut Vec<String>,
    evidence: fn(&M) -> (&Convergence, bool),
) -> Option<M> {
    match fit {
        Ok(model) => {
            let (convergence, has_errors) = evidence(&model);
            let stopped = convergence.at_bound.join(", ");
            if !stopped.is_empty() {
                notes.push(format!("{name}: stopped at the search's bound: {stopped}"));
            } else if !has_errors {
                notes.push(format!("{name}: the likelihood is flat: no standard errors"));
            }
            Some(model)
        }
        Err(reason) => {
            notes.push(format!("{name}: none: {reason}"));
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::bg_nbd::BgNbdParameters;
    use super::super::fixtures::{grouped, simulated};
    use super::super::forecast::Forecaster;
    use super::super::gamma_gamma::GammaGammaParameters;
    use super::super::lifetime::LifetimeTerms;
    use super::super::summary::PurchaseSummary;
    use super::*;
    use crate::time::Zone;

    fn as_of() -> AsOf {
        AsOf::parse("2024-01-01", &Zone::utc()).unwrap()
    }

    fn base(customers: u32) -> Vec<PurchaseSummary> {
        let buying = BgNbdParameters { r: 0.8, alpha: 30.0, a: 0.9, b: 3.0 };
        simulated(customers, 700, &buying, &GammaGammaParameters { p: 4.0, q: 3.5, v: 20.0 })
    }

    fn customer(frequency: u32, recency_days: u32, age_days: u32) -> PurchaseSummary {
        let order_value_mean = if frequency == 0 { 0.0 } else { 10.0 + f64::from(frequency % 7) };
        PurchaseSummary { frequency, recency_days, age_days, order_value_mean }
    }

    #[test]
    fn a_model_reloads_to_the_same_bits_and_threads_do_not_change_it() {
        let data = grouped(base(30_000));
        let fit_with = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| ValueModels::fit(&data, as_of()))
        };
        let one = fit_with(1);
        assert_eq!(one, fit_with(3));
        assert!(one.notes.is_empty(), "{:?}", one.notes);
        let text = serde_json::to_string(&one).unwrap();
        assert_eq!(serde_json::from_str::<ValueModels>(&text).unwrap(), one);
        assert_eq!(one.fitted_before, "2024-01-01");
    }

    #[test]
    fn too_little_data_is_a_note_and_not_an_error() {
        let lone = grouped([customer(3, 40, 50)]);
        let once_only = grouped((0..5000).map(|i| customer(0, 0, i % 300)));
        for data in [lone, once_only, grouped([])] {
            let models = ValueModels::fit(&data, as_of());
            assert!(models.bg_nbd.is_none() && models.gamma_gamma.is_none());
            assert_eq!(models.notes.len(), 2);
            assert!(models.notes[0].starts_with("BG/NBD: none: "), "{:?}", models.notes);
            let forecaster = Forecaster::new(models, 90.0, &LifetimeTerms::default());
            let forecast = forecaster.forecast(&customer(1, 2, 3));
            assert!(forecast.no_purchase_probability.is_nan() && forecast.lifetime_value.is_nan());
        }
    }

    #[test]
    fn odd_bases_give_finite_forecasts_or_none() {
        let bases: [(&str, Vec<PurchaseSummary>); 8] = [
            ("nobody ever leaves", (0..500).map(|i| customer(9 + i % 3, 99, 99)).collect()),
            ("all leave at once", (0..500).map(|i| customer(1, 1 + i % 3, 600)).collect()),
            ("all alike", (0..500).map(|_| customer(4, 80, 100)).collect()),
            ("thousands of purchases", (0..500).map(|i| customer(3000 + i, 5000, 5001)).collect()),
            ("two days of history", (0..500).map(|i| customer(i % 2, i % 2, 1)).collect()),
            (
                "one day old",
                (0..500).map(|i| customer(u32::from(i < 20), u32::from(i < 20), 1)).collect(),
            ),
            ("few", (0..30).map(|i| customer(i % 4, 20 * (i % 4), 100)).collect()),
            (
                "one giant",
                (0..2000)
                    .map(|i| customer(if i == 0 { 9000 } else { i % 2 }, 9000 * (i % 2), 9000))
                    .collect(),
            ),
        ];
        for (name, base) in bases {
            let models = ValueModels::fit(&grouped(base.iter().copied()), as_of());
            assert!(models.bg_nbd.is_some() && models.gamma_gamma.is_some(), "{name} {models:?}");
            let forecaster = Forecaster::new(models.clone(), 60.0, &LifetimeTerms::default());
            for one in &base {
                let f = forecaster.forecast(one);
                if models.bg_nbd.is_some() {
                    assert!((0.0..=1.0).contains(&f.no_purchase_probability), "{name} {f:?}");
                    assert!((0.0..=1.0).contains(&f.alive_probability), "{name} {f:?}");
                    assert!(f.expected_purchases.is_finite(), "{name} {f:?}");
                }
                if models.gamma_gamma.is_some() {
                    assert!(f.expected_order_value.is_finite(), "{name} {f:?}");
                }
            }
        }
    }
}
