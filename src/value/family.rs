//! The model-derived features: what BG/NBD and Gamma-Gamma expect of a customer.
//!
//! Each `as_of` has its own models, fitted on what lies before it; a view of another `as_of` gets
//! NaN. The parameters are not part of the catalogue, so there is no SQL definition.

use super::lifetime::LifetimeTerms;
use super::models::ValueModels;
use super::summary::PurchaseSummary;
use crate::features::{CustomerView, Family, Feature, Sql, Unit, Workspace};
use crate::history::Columns;
use crate::time::AsOf;

/// Over which spans the features look ahead.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ValueFamilyTerms {
    /// The outcome's horizon, in days from `as_of`.
    pub horizon_days: u32,
    /// Yearly discount rate of `predicted_value_365d`.
    pub yearly_discount_rate: f64,
}

/// The family, with the models of every `as_of` it will be shown.
pub struct ValueFamily {
    /// Ascending by `as_of`.
    models: Vec<(AsOf, ValueModels)>,
    horizon_days: f64,
    lifetime: LifetimeTerms,
}

impl ValueFamily {
    /// A family that answers for these `as_of`s.
    pub fn new(mut models: Vec<(AsOf, ValueModels)>, terms: ValueFamilyTerms) -> Self {
        models.sort_by_key(|(as_of, _)| *as_of);
        let yearly_discount_rate = terms.yearly_discount_rate;
        Self {
            models,
            horizon_days: f64::from(terms.horizon_days),
            lifetime: LifetimeTerms { days: 365.0, yearly_discount_rate },
        }
    }

    fn models_of(&self, as_of: AsOf) -> Option<&ValueModels> {
        let at = self.models.binary_search_by_key(&as_of, |(known, _)| *known).ok()?;
        Some(&self.models[at].1)
    }
}

const FEATURES: [(&str, Unit, &str); 6] = [
    ("no_purchase_probability", Unit::Share, "BG/NBD probability of no purchase in the horizon"),
    ("alive_probability", Unit::Share, "BG/NBD probability of not having left for good"),
    ("expected_purchases", Unit::Ratio, "BG/NBD expected purchase days in the horizon"),
    ("expected_order_value", Unit::Money, "Gamma-Gamma expected value of a purchase day"),
    (
        "expected_spend",
        Unit::Money,
        "Expected purchases times expected order value, in the horizon",
    ),
    ("predicted_value_365d", Unit::Money, "Expected spend of the next 365 days, discounted"),
];

impl Family for ValueFamily {
    fn features(&self) -> Vec<Feature> {
        let feature = |&(name, unit, definition): &(&str, Unit, &str)| Feature {
            name: name.to_owned(),
            family: "value",
            unit,
            definition: definition.to_owned(),
            sql: Sql::Model,
            needs: Columns::default(),
        };
        FEATURES.iter().map(feature).collect()
    }

    fn compute(&self, view: &CustomerView<'_>, _work: &mut Workspace, out: &mut [f64]) {
        let customer = PurchaseSummary::of_orders(view.orders, view.as_of);
        let (Some(models), Some(customer)) = (self.models_of(view.as_of), customer) else {
            out.fill(f64::NAN);
            return;
        };
        let forecast = models.forecast(&customer, self.horizon_days, &self.lifetime);
        out[0] = forecast.no_purchase_probability;
        out[1] = forecast.alive_probability;
        out[2] = forecast.expected_purchases;
        out[3] = forecast.expected_order_value;
        out[4] = forecast.expected_spend;
        out[5] = forecast.lifetime_value;
    }
}
