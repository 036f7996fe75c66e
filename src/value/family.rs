//! The model-derived features: what BG/NBD and Gamma-Gamma expect of a customer.
//!
//! Each `as_of` has its own models, fitted on what lies before it; a view of another `as_of` gets
//! NaN. The parameters are not part of the catalogue, so there is no SQL definition.

use super::forecast::{Forecast, Forecaster};
use super::lifetime::LifetimeTerms;
use super::models::ValueModels;
use super::summary::PurchaseSummary;
use crate::features::{
    CustomerView, Family, Feature, Label, Output, OutputPerDays, Role, Sql, Topic, Unit, Values,
    Workspace,
};
use crate::labels::OutcomeRule;
use crate::time::AsOf;

/// How far ahead the predicted value looks, in days.
pub(crate) const PREDICTED_DAYS: u32 = 365;

/// Over which spans the features look ahead.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct ValueFamilyTerms {
    /// The outcome's horizon, in days from `as_of`.
    pub horizon_days: u32,
    /// Yearly discount rate of `predicted_value_365d`.
    pub yearly_discount_rate: f64,
}

impl ValueFamilyTerms {
    /// Those that go with an outcome: its horizon lies behind the gap.
    pub(crate) fn of(rule: &OutcomeRule, yearly_discount_rate: f64) -> Self {
        Self { horizon_days: rule.gap_days + rule.horizon_days, yearly_discount_rate }
    }
}

/// The family, with the models of every `as_of` it will be shown.
pub(crate) struct ValueFamily {
    /// Ascending by `as_of`.
    forecasters: Vec<(AsOf, Forecaster)>,
}

impl ValueFamily {
    /// A family that answers for these `as_of`s.
    pub(crate) fn new(mut models: Vec<(AsOf, ValueModels)>, terms: ValueFamilyTerms) -> Self {
        models.sort_by_key(|(as_of, _)| *as_of);
        let yearly_discount_rate = terms.yearly_discount_rate;
        let days = f64::from(PREDICTED_DAYS);
        let lifetime = LifetimeTerms { days, yearly_discount_rate };
        let horizon_days = f64::from(terms.horizon_days);
        let ask = |models| Forecaster::new(models, horizon_days, &lifetime);
        let forecasters = models.into_iter().map(|(as_of, m)| (as_of, ask(m))).collect();
        Self { forecasters }
    }

    fn forecaster_of(&self, as_of: AsOf) -> Option<&Forecaster> {
        let at = self.forecasters.binary_search_by_key(&as_of, |(known, _)| *known).ok()?;
        Some(&self.forecasters[at].1)
    }

    /// The features of a customer by name, as of a date; NaN where nothing is known.
    pub(crate) fn of_customer(
        &self,
        as_of: AsOf,
        customer: Option<PurchaseSummary>,
    ) -> [(Output, f64); 6] {
        let forecast = self.forecaster_of(as_of).zip(customer);
        let forecast = forecast.map(|(models, customer)| models.forecast(&customer));
        let value = |of: fn(Forecast) -> f64| forecast.map_or(f64::NAN, of);
        [
            (NO_PURCHASE_PROBABILITY, value(|f| f.no_purchase_probability)),
            (ALIVE_PROBABILITY, value(|f| f.alive_probability)),
            (EXPECTED_PURCHASES, value(|f| f.expected_purchases)),
            (EXPECTED_ORDER_VALUE, value(|f| f.expected_order_value)),
            (EXPECTED_SPEND, value(|f| f.expected_spend)),
            (PREDICTED_VALUE_365D, value(|f| f.lifetime_value)),
        ]
    }
}

/// BG/NBD's probability of no purchase in the horizon.
pub(crate) const NO_PURCHASE_PROBABILITY: Output = Output::new(0, "no_purchase_probability");
/// BG/NBD's probability of not having left for good.
pub(crate) const ALIVE_PROBABILITY: Output = Output::new(1, "alive_probability");
const EXPECTED_PURCHASES: Output = Output::new(2, "expected_purchases");
/// Expected value of a purchase day.
pub(crate) const EXPECTED_ORDER_VALUE: Output = Output::new(3, "expected_order_value");
/// Expected purchases times expected order value, in the horizon.
pub(crate) const EXPECTED_SPEND: Output = Output::new(4, "expected_spend");
const PREDICTED_VALUE: OutputPerDays = OutputPerDays::new(5, "predicted_value_{W}d");
/// Expected spend of the next 365 days, discounted.
pub(crate) const PREDICTED_VALUE_365D: Output = PREDICTED_VALUE.output(0, "predicted_value_365d");

/// Of one idea the churn model takes one feature: the probability.
const REDUNDANT: &[Role] = &[Role::Redundant];

fn entry(label: impl Into<Label>, topic: Topic, unit: Unit, definition: &str) -> Feature {
    Feature::new("value", label, topic, unit, definition, Sql::Model)
}

/// The features' catalogue entries.
pub(crate) fn value_features() -> Vec<Feature> {
    vec![
        entry(
            NO_PURCHASE_PROBABILITY,
            Topic::Silence,
            Unit::Share,
            "BG/NBD probability of no purchase in the horizon",
        )
        .roles(&[
            Role::Foremost(3),
            Role::Structural,
            Role::Hinged,
            Role::Probability,
            Role::Spared(10),
        ]),
        entry(
            ALIVE_PROBABILITY,
            Topic::Silence,
            Unit::Share,
            "BG/NBD probability of not having left for good",
        )
        .roles(&[Role::Redundant, Role::Probability]),
        entry(
            EXPECTED_PURCHASES,
            Topic::Silence,
            Unit::Ratio,
            "BG/NBD expected purchase days in the horizon",
        )
        .roles(REDUNDANT),
        entry(
            EXPECTED_ORDER_VALUE,
            Topic::Other,
            Unit::Money,
            "Gamma-Gamma expected value of a purchase day",
        )
        .roles(REDUNDANT),
        entry(
            EXPECTED_SPEND,
            Topic::Spend,
            Unit::Money,
            "Expected purchases times expected order value, in the horizon",
        )
        .roles(REDUNDANT),
        entry(
            PREDICTED_VALUE.of(0, PREDICTED_DAYS),
            Topic::Spend,
            Unit::Money,
            "Expected spend of the next 365 days, discounted",
        )
        .roles(REDUNDANT),
    ]
}

impl Family for ValueFamily {
    fn features(&self) -> Vec<Feature> {
        value_features()
    }

    fn compute(&self, view: &CustomerView<'_>, _work: &mut Workspace, out: &mut Values<'_>) {
        let customer = PurchaseSummary::of_orders(view.orders, view.as_of);
        for (output, value) in self.of_customer(view.as_of, customer) {
            out.set(output, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::{ViewScratch, Workspace};
    use crate::history::{CustomerHistory, CustomerId, Events, Transactions};
    use crate::time::{MICROS_PER_DAY, Zone};
    use crate::value::bg_nbd::BgNbdParameters;
    use crate::value::fixtures::{grouped, simulated};
    use crate::value::gamma_gamma::GammaGammaParameters;

    #[test]
    fn a_view_gets_the_models_of_its_as_of_and_another_gets_nothing() {
        let zone = Zone::utc();
        let as_of = AsOf::parse("1970-04-11", &zone).unwrap(); // day 100
        let buying = BgNbdParameters { r: 0.8, alpha: 30.0, a: 0.9, b: 3.0 };
        let paying = GammaGammaParameters { p: 4.0, q: 3.5, v: 20.0 };
        let models = ValueModels::fit(&grouped(simulated(5000, 400, &buying, &paying)), as_of);
        let day = [10, 40, 40, 70, 120];
        let time_micros = day.map(|d: i32| i64::from(d) * MICROS_PER_DAY);
        let history = CustomerHistory {
            id: CustomerId::Int(1),
            transactions: Transactions {
                time_micros: &time_micros,
                day: &day,
                amount: &[5.0, 10.0, 6.0, 20.0, 99.0],
                order: &[0, 1, 2, 3, 4],
                ..Transactions::default()
            },
            events: Events::default(),
        };
        let terms = ValueFamilyTerms { horizon_days: 90, yearly_discount_rate: 0.1 };
        let family = ValueFamily::new(vec![(as_of, models.clone())], terms);
        let mut out = [0.0; 6];
        assert_eq!(family.features().len(), out.len());
        let last = family.features().pop().map(|feature| feature.name);
        assert_eq!(last.as_deref(), Some(PREDICTED_VALUE_365D.name()));
        let mut scratch = ViewScratch::default();
        let view = CustomerView::new(&history, as_of, &zone, &mut scratch);
        family.compute(&view, &mut Workspace::default(), &mut Values::new(&mut out));
        let summary = PurchaseSummary {
            frequency: 2,
            recency_days: 60,
            age_days: 89,
            order_value_mean: 18.0,
        };
        let parameters = models.bg_nbd.unwrap().parameters;
        assert_eq!(out[0], parameters.no_purchase_probability(2, 60.0, 89.0, 90.0));
        assert_eq!(out[2], parameters.expected_purchases(2, 60.0, 89.0, 90.0));
        assert_eq!(out[3], models.gamma_gamma.unwrap().expected_order_value(2, 18.0));
        assert_eq!(out[4], out[2] * out[3]);
        let year = parameters.expected_purchases(2, 60.0, 89.0, 365.0) * out[3];
        assert!(out[5] < year && out[5] > year / 1.1, "{} {year}", out[5]);
        assert_eq!(PurchaseSummary::of_orders(view.orders, as_of), Some(summary));

        let other = as_of.plus_days(1, &zone).unwrap();
        let view = CustomerView::new(&history, other, &zone, &mut scratch);
        family.compute(&view, &mut Workspace::default(), &mut Values::new(&mut out));
        assert!(out.iter().all(|value| value.is_nan()));
    }
}
