//! Customer lifetime value: what a customer has brought, and is expected to bring.

use super::measure::{Figure, Meaning, Measure, Unit, ratio};
use super::plan::Plan;
use super::retention::TurnoverRates;
use super::sales::SalesFigures;
use super::standing::ScoredValue;
use crate::time::YEAR_DAYS;
use crate::value::PREDICTED_DAYS;
use serde::Serialize;

/// Customer lifetime value.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LifetimeValue {
    /// Average order value × purchase frequency × customer lifespan.
    pub historic: Measure,
    /// Average order value of the period.
    pub average_order_value: Option<f64>,
    /// Orders of a customer in a year.
    pub orders_per_year: Option<f64>,
    /// Years that a customer remains one: period ÷ churn rate.
    pub lifespan_years: Option<f64>,
    /// Revenue so far ÷ customers so far.
    pub so_far: Measure,
    /// Mean of the score file's `predicted_value_365d`.
    pub predicted: Measure,
    /// Days over which values are predicted.
    pub predicted_days: u32,
}

impl LifetimeValue {
    /// Puts together what sales, retention and the scores (where there are any) say.
    pub(super) fn of(
        sales: &SalesFigures,
        turnover: &TurnoverRates,
        scored: Option<&ScoredValue>,
        plan: &Plan,
    ) -> Self {
        let years = f64::from(plan.days) / f64::from(YEAR_DAYS);
        let average_order_value = sales.per_transaction.value;
        let orders_per_year = sales.frequency.value.map(|orders| orders / years);
        let churn = turnover.churn.value;
        let lifespan_years = churn.filter(|&rate| rate > 0.0).map(|rate| years / rate);
        let historic = || {
            let missing = |measure: &Measure| measure.not_available_because.clone();
            let why = missing(&sales.per_transaction).or_else(|| missing(&turnover.churn));
            if let Some(why) = why {
                return Err(why);
            }
            let lifespan = lifespan_years.ok_or("no customer was lost in the period")?;
            let yearly =
                average_order_value.zip(orders_per_year).map(|(value, orders)| value * orders);
            let value = yearly.ok_or("nobody bought in the period")? * lifespan;
            Ok(Figure { value, n: sales.frequency.n })
        };
        let so_far = plan
            .money_known()
            .and_then(|()| ratio(sales.ever.revenue, sales.ever.customers, "nobody has bought"));
        let meaning = |name, n_of, definition: &str| Meaning {
            name,
            unit: Unit::Money,
            n_of,
            definition: definition.to_owned(),
        };
        Self {
            historic: Measure::once(
                meaning(
                    "customer lifetime value, historic",
                    "customers with a purchase in the period",
                    "average order value × orders of a customer in a year × years that a customer remains one \
                     (length of the period ÷ churn rate)",
                ),
                historic(),
            ),
            average_order_value,
            orders_per_year,
            lifespan_years,
            so_far: Measure::once(
                meaning(
                    "revenue per customer so far",
                    "customers with a purchase, ever",
                    "revenue of the whole history, returns taken off ÷ customers with a purchase in it",
                ),
                so_far,
            ),
            predicted: Measure::once(
                meaning(
                    "customer lifetime value, predicted",
                    "customers with a score",
                    "mean of the spend that is predicted over 365 days for those with a score: expected purchases \
                     (BG/NBD) × expected order value (Gamma-Gamma), discounted, expected returns taken off",
                ),
                plan.money_known().and_then(|()| predicted(scored)),
            ),
            predicted_days: PREDICTED_DAYS,
        }
    }
}

fn predicted(scored: Option<&ScoredValue>) -> super::measure::Found {
    let scored = scored.ok_or(super::standing::NO_SCORES)?;
    ratio(scored.predicted_365d, scored.with_prediction, "the scores predict no values")
}

#[cfg(test)]
mod tests {
    use super::super::retention::RetentionTally;
    use super::super::sales::SalesTally;
    use super::super::testing::{Buyer, buyers, plan, said};
    use super::*;

    /// Half of the customers stay each half year: a customer remains one for a year. 2 orders of 30 in half
    /// a year are 4 in a year: 120.
    #[test]
    fn value_frequency_and_lifespan_multiply() {
        let plan = plan(73, 73);
        let two = || Buyer::default().buy(-10.0, 20.0).buy(-5.0, 40.0);
        let mut base = buyers(2, |_| two().buy(-100.0, 1000.0));
        base.extend(buyers(2, |_| Buyer::default().buy(-100.0, 1000.0)));
        let (sales, retention) =
            (said::<SalesTally>(&plan, &base), said::<RetentionTally>(&plan, &base));
        let scored =
            ScoredValue { predicted_365d: 84.0, with_prediction: 3, ..ScoredValue::default() };
        let value = LifetimeValue::of(&sales, &retention, Some(&scored), &plan);
        // 73 days are a fifth of a year: 10 orders a year, and 0.2 ÷ 0.5 = 0.4 years.
        assert_eq!(value.average_order_value, Some(30.0));
        assert_eq!((value.orders_per_year, value.lifespan_years), (Some(10.0), Some(0.4)));
        assert_eq!(value.historic.value, Some(120.0));
        assert_eq!(value.so_far.value, Some(4120.0 / 4.0));
        assert_eq!((value.predicted.value, value.predicted.n), (Some(28.0), 3));
    }

    #[test]
    fn where_nobody_is_lost_there_is_no_lifespan() {
        let plan = plan(73, 73);
        let base = buyers(2, |_| Buyer::default().buy(-100.0, 1.0).buy(-5.0, 1.0));
        let (sales, retention) =
            (said::<SalesTally>(&plan, &base), said::<RetentionTally>(&plan, &base));
        let value = LifetimeValue::of(&sales, &retention, None, &plan);
        let why = value.historic.not_available_because;
        assert_eq!(why.as_deref(), Some("no customer was lost in the period"));
        assert!(value.predicted.not_available_because.is_some_and(|why| why.contains("scores")));
    }
}
