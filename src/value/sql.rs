//! What BG/NBD says of a customer, as SQL over the customer's orders.
//!
//! Only the two probabilities have a closed form that SQL can say; expected purchases need a sum
//! without a fixed end (see `special`), so features made of them stay with this program.

use super::bg_nbd::BgNbdParameters;
use super::family::{ALIVE_PROBABILITY, NO_PURCHASE_PROBABILITY};
use super::models::ValueModels;
use crate::features::Sql;
use crate::time::AsOf;

/// Days with a purchase after the first one.
const X: &str = "count(*) filter (where day <> day_before)";
/// Days from the first purchase to the last.
const RECENCY: &str = "(max(day) - min(day))";

/// The definition of a model-derived feature with the fitted parameters put in, as of one date; None
/// where there is no closed form.
///
/// It aggregates over `past_orders` (local `day`, `day_before`). Without a fitted model the feature is null
/// for everybody.
pub(crate) fn closed_form(
    feature: &str,
    models: &ValueModels,
    horizon_days: u32,
    as_of: AsOf,
) -> Option<Sql> {
    let value: fn(&BgNbdParameters, u32, &str) -> String =
        if feature == NO_PURCHASE_PROBABILITY.name() {
            no_purchase
        } else if feature == ALIVE_PROBABILITY.name() {
            |parameters, _, age| alive(parameters, age)
        } else {
            return None;
        };
    let age = format!("({} - min(day))", as_of.day_number() - 1);
    let value = models.bg_nbd.as_ref().map_or_else(
        || "cast(null as double)".to_owned(),
        |fitted| value(&fitted.parameters, horizon_days, &age),
    );
    Some(Sql::orders(value))
}

/// P(alive), from x, recency and age; see [`BgNbdParameters::alive_probability`].
fn alive(parameters: &BgNbdParameters, age: &str) -> String {
    let BgNbdParameters { r, alpha, a, b } = parameters;
    // x is at least 1 in the branch that counts; engines may compute the other one too.
    format!(
        "case when {X} = 0 then 1e0 else 1e0 / (1e0 + exp(ln({a:e} / ({b:e} + greatest({X}, 1) - \
         1e0))\n    + ({r:e} + {X}) * ln(1e0 + ({age} - {RECENCY}) / ({alpha:e} + {RECENCY})))) end"
    )
}

/// P(no purchase in the horizon); see [`BgNbdParameters::no_purchase_probability`].
fn no_purchase(parameters: &BgNbdParameters, horizon_days: u32, age: &str) -> String {
    let BgNbdParameters { r, alpha, .. } = parameters;
    let alive = alive(parameters, age);
    let t = f64::from(horizon_days);
    format!(
        "least(greatest(1e0 + ({alive})\n    * (exp(-({r:e} + {X}) * ln(1e0 + {t:e} / ({alpha:e} + \
         {age}))) - 1e0), 0e0), 1e0)"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Zone;

    #[test]
    fn probabilities_have_a_closed_form_and_sums_have_none() {
        let as_of = AsOf::parse("2024-01-01", &Zone::utc()).unwrap();
        let none = ValueModels {
            fitted_before: "2024-01-01".to_owned(),
            bg_nbd: None,
            gamma_gamma: None,
            notes: Vec::new(),
        };
        let form = |name: &str| closed_form(name, &none, 90, as_of);
        assert!(form("expected_purchases").is_none() && form("purchases").is_none());
        assert_eq!(form("no_purchase_probability"), Some(Sql::orders("cast(null as double)")));
        let parameters = BgNbdParameters { r: 0.25, alpha: 4.5, a: 0.75, b: 2.5 };
        assert!(no_purchase(&parameters, 90, "age").contains("9e1 / (4.5e0 + age)"));
    }
}
