//! How long ago: days since the last, the second-last and the first purchase.

use super::view::CustomerView;
use super::{Family, Feature, Relation, Sql, Unit};
use crate::history::Columns;

/// The recency family.
pub struct Recency;

fn days_feature(name: &str, definition: &str, time_of_order: &str) -> Feature {
    let sql = format!("(:as_of_micros - {time_of_order}) / 86400000000.0");
    Feature {
        name: name.to_owned(),
        family: "recency",
        unit: Unit::Days,
        definition: definition.to_owned(),
        sql: Sql::Aggregate(Relation::Orders, sql),
        needs: Columns::default(),
    }
}

impl Family for Recency {
    fn features(&self) -> Vec<Feature> {
        vec![
            days_feature("days_since_last_purchase", "Days since the last purchase", "max(ts)"),
            days_feature(
                "days_since_second_last_purchase",
                "Days since the purchase before the last",
                "max(ts) filter (where n = n_orders - 1)",
            ),
            days_feature("days_since_first_purchase", "Days since the first purchase", "min(ts)"),
        ]
    }

    fn compute(&self, view: &CustomerView<'_>, _scratch: &mut Vec<f64>, out: &mut [f64]) {
        let times = &view.orders.time_micros;
        let since = |at: Option<&i64>| at.map_or(f64::NAN, |&t| view.days_since(t));
        out[0] = since(times.last());
        out[1] = since(times.iter().rev().nth(1));
        out[2] = since(times.first());
    }
}
