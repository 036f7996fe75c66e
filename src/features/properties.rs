//! What holds for every history: windows nested, shares within bounds, order of equal times and rows
//! of the future without effect, returns without effect on purchases.

use super::testing::{Customer, as_of};
use super::{Unit, WINDOWS_DAYS};
use crate::history::EventKind;
use proptest::prelude::*;
use std::collections::BTreeMap;

const CATEGORIES: [&str; 3] = ["shoes", "hats", "coats"];
const CHANNELS: [&str; 4] = ["web", "app", "store", "kiosk"];

/// Histories of whole amounts at few instants: sums are exact and equal times frequent.
pub(super) fn customers() -> impl Strategy<Value = Customer> {
    let row = (0..60u32, 0..50u32, 0..6usize, 0..4usize, any::<bool>(), 0..8u32);
    let event = (0..60u32, 0..EventKind::ALL.len(), 0..=10u8);
    let rows = proptest::collection::vec(row, 0..40);
    let events = proptest::collection::vec(event, 0..20);
    (rows, events).prop_map(|(rows, events)| {
        let mut customer = Customer::default();
        for (when, amount, order, channel, is_discounted, kind) in rows {
            let days = -f64::from(when * when) / 4.0 - 0.25;
            customer = match kind {
                0 => customer.give_back(days, f64::from(amount)),
                1..=3 => customer.buy(days, f64::from(amount)),
                _ => customer.row(days, f64::from(amount), ["a", "b", "c", "d", "e", "f"][order]),
            };
            let product = ["p", "q", "r", "s", "t", "u"][order];
            customer = customer.with(product, CATEGORIES[order % 3], CHANNELS[channel]);
            customer = customer.off(if is_discounted { f64::from(amount) / 2.0 } else { 0.0 });
        }
        for (when, kind, value) in events {
            let kind = EventKind::ALL[kind].name();
            customer = customer.event(-f64::from(when) * 3.5 - 0.5, kind, f64::from(value));
        }
        customer
    })
}

fn values(customer: &Customer) -> BTreeMap<String, f64> {
    customer.features().into_iter().map(|(feature, value)| (feature.name, value)).collect()
}

/// Bit for bit, except that a sum may have been taken in another order.
fn assert_same(left: &Customer, right: &Customer) {
    for ((feature, a), (_, b)) in left.features().into_iter().zip(right.features()) {
        let close = (a.is_nan() && b.is_nan()) || (a - b).abs() <= 1e-12 * a.abs().max(1.0);
        assert!(close, "{}: {a} became {b}", feature.name);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn wider_windows_hold_no_less(customer in customers()) {
        let v = values(&customer);
        for pair in WINDOWS_DAYS.windows(2) {
            for name in ["purchases", "active_days"] {
                let [narrow, wide] = [pair[0], pair[1]].map(|w| v[&format!("{name}_{w}d")]);
                prop_assert!(narrow <= wide && wide <= v[name], "{} {:?}", name, pair);
            }
        }
        prop_assert!(v["active_days"] <= v["purchases"] || customer.rows.iter().any(|r| r.order < 1000));
        prop_assert!(v["events_visit_30d"] <= v["events_visit_90d"]);
    }

    #[test]
    fn what_needs_no_amounts_is_the_same_without(customer in customers()) {
        let mut without = customer.clone();
        for row in &mut without.rows {
            row.amount = 0.0_f64.copysign(row.amount);
        }
        for ((feature, a), (_, b)) in customer.features().into_iter().zip(without.features()) {
            let same = a.to_bits() == b.to_bits() || a.is_nan() && b.is_nan();
            prop_assert!(feature.needs.amount || same, "{}: {} became {}", feature.name, a, b);
        }
    }

    #[test]
    fn values_keep_to_their_unit(customer in customers()) {
        for (feature, value) in customer.features() {
            let name = &feature.name;
            prop_assert!(!value.is_infinite(), "{} is infinite", name);
            match feature.unit {
                Unit::Count => prop_assert!(value.fract() == 0.0, "{} is {}", name, value),
                Unit::Flag => prop_assert!(value.is_nan() || value == 0.0 || value == 1.0, "{}", name),
                Unit::Share => prop_assert!(
                    value.is_nan() || (-1e-12..=1.0 + 1e-12).contains(&value), "{} is {}", name, value
                ),
                Unit::PerDay => prop_assert!(value.is_nan() || value > 0.0, "{}", name),
                Unit::Days | Unit::Money | Unit::Ratio => {}
            }
        }
    }

    #[test]
    fn rows_of_equal_time_may_stand_in_any_order(customer in customers()) {
        let mut turned = customer.clone();
        turned.rows.reverse();
        turned.events.reverse();
        assert_same(&customer, &turned);
    }

    #[test]
    fn the_future_never_matters(customer in customers(), later in customers()) {
        let mut longer = customer.clone();
        let reflected = |micros: i64| 2 * as_of().micros() - micros;
        longer.rows.extend(later.rows.into_iter().map(|mut row| {
            row.time_micros = reflected(row.time_micros);
            row
        }));
        let events = later.events.into_iter();
        longer.events.extend(events.map(|(time, kind, value)| (reflected(time), kind, value)));
        let bits = |c: &Customer| c.features().into_iter().map(|(_, v)| v.to_bits()).collect::<Vec<_>>();
        prop_assert_eq!(bits(&customer), bits(&longer));
    }

    #[test]
    fn returns_change_nothing_about_purchases(customer in customers()) {
        let mut kept = customer.clone();
        kept.rows.retain(|row| row.amount.is_sign_positive());
        let (with, without) = (values(&customer), values(&kept));
        for name in ["purchases", "gap_mean_days", "order_value_mean", "distinct_products",
            "discounted_spend_share", "category_entropy", "channel_switch", "season_ahead_share"] {
            prop_assert_eq!(with[name].to_bits(), without[name].to_bits(), "{}", name);
        }
        let given_back: f64 =
            customer.rows.iter().filter(|r| r.amount.is_sign_negative()).map(|r| r.amount).sum();
        let spend = |v: &BTreeMap<String, f64>| if v["spend"].is_nan() { 0.0 } else { v["spend"] };
        prop_assert_eq!(spend(&with), spend(&without) + given_back);
    }
}
