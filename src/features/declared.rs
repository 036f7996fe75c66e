//! What the entries declare is true: how far back features look, and that each has a place of its own.

use super::monetary::SPEND_365D;
use super::properties::customers;
use super::testing::{CHANNELS, Customer, as_of};
use super::{Feature, LookBack, Sql, families};
use crate::history::EventKind;
use crate::time::MICROS_PER_DAY;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn catalogue() -> Vec<Feature> {
    families(&CHANNELS.map(str::to_owned)).iter().flat_map(|family| family.features()).collect()
}

/// The days that features look back and no further, each once.
fn look_backs() -> BTreeSet<u32> {
    let limit = |feature: &Feature| match feature.look_back {
        LookBack::Days(days) => Some(days),
        LookBack::Whole | LookBack::AtLeast(_) => None,
    };
    catalogue().iter().filter_map(limit).collect()
}

/// The values of the features that look back so many days and no further.
fn values(customer: &Customer, days: u32) -> BTreeMap<String, u64> {
    let looks = |(feature, value): (Feature, f64)| {
        (feature.look_back == LookBack::Days(days)).then(|| (feature.name, value.to_bits()))
    };
    customer.features().into_iter().filter_map(looks).collect()
}

/// `customer` with a purchase and a return from long ago, so that there is something old for sure.
fn with_old_rows(customer: &Customer) -> Customer {
    let mut customer = customer.clone().give_back(-2990.0, 4.0).buy(-3000.0, 9.0);
    // An order of its own, however many rows there are.
    customer.rows.last_mut().unwrap().order = 9_000_000;
    customer.with("p", "shoes", "web")
}

/// The same with all that is older than so many days become something else: the rows and events of
/// `other`, as long before that.
fn with_another_past(customer: &Customer, other: &Customer, days: u32) -> Customer {
    let start = as_of().micros() - i64::from(days) * MICROS_PER_DAY;
    let earlier = |micros: i64| micros - i64::from(days) * MICROS_PER_DAY;
    let mut changed = customer.clone();
    // An order is as old as its oldest row: one that reaches into the last days stays old.
    let reaching: BTreeSet<u64> =
        customer.rows.iter().filter(|row| row.time_micros >= start).map(|row| row.order).collect();
    changed.rows.retain(|row| row.time_micros >= start || reaching.contains(&row.order));
    for row in changed.rows.iter_mut().filter(|row| row.time_micros < start) {
        row.amount *= 3.0;
        (row.discount, row.quantity) = (row.discount + 1.0, 7.0);
        (row.product, row.category, row.channel) = (row.category, row.product, 0);
    }
    changed.rows.extend(other.rows.iter().cloned().map(|mut row| {
        row.time_micros = earlier(row.time_micros);
        row.order += 5_000_000;
        row
    }));
    changed.events.retain(|event| event.0 >= start);
    changed
        .events
        .extend(other.events.iter().map(|&(time, kind, value)| (earlier(time), kind, value)));
    with_old_rows(&changed)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn nothing_older_than_the_look_back_matters(customer in customers(), other in customers()) {
        for days in look_backs() {
            let changed = with_another_past(&customer, &other, days);
            prop_assert_eq!(values(&with_old_rows(&customer), days), values(&changed, days), "{} days", days);
        }
    }
}

#[test]
fn every_feature_looks_back_as_far_as_it_says() {
    for days in look_backs() {
        let base = with_old_rows(&Customer::default()).buy(-0.5, 11.0).off(0.0);
        let at = 0.25 - f64::from(days);
        let mut more = base.clone().buy(at, 40.0).off(10.0).give_back(at, 3.0);
        for kind in EventKind::ALL {
            more = more.event(at, kind.name(), 5.0);
        }
        let (before, after) = (values(&base, days), values(&more, days));
        assert!(!before.is_empty());
        for (name, value) in before {
            assert_ne!(value, after[&name], "{name} does not look back {days} days");
        }
    }
}

#[test]
fn the_definition_in_sql_looks_back_as_far() {
    let mut held = 0;
    for feature in catalogue() {
        let (LookBack::Days(days), Sql::Aggregate(_, sql)) = (feature.look_back, &feature.sql)
        else {
            continue;
        };
        let numbers =
            sql.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse::<i64>().ok());
        let farthest = numbers.filter(|n| *n >= MICROS_PER_DAY).max();
        assert_eq!(farthest, Some(i64::from(days) * MICROS_PER_DAY), "{}", feature.name);
        held += 1;
    }
    assert!(held > 80, "{held} definitions were read");
}

#[test]
fn the_outputs_of_a_family_have_a_place_each() {
    for family in families(&CHANNELS.map(str::to_owned)) {
        let features = family.features();
        let places: BTreeSet<usize> = features.iter().map(|feature| feature.place).collect();
        let name = features[0].family;
        assert!(places.into_iter().eq(0..features.len()), "{name} uses a place twice or none");
    }
}

#[test]
fn days_stand_in_names_where_the_stem_says() {
    for feature in catalogue() {
        let days = feature.days.map(|days| days.to_string());
        assert_eq!(feature.stem.contains("{W}"), days.is_some(), "{}", feature.name);
        assert_eq!(feature.stem.replace("{W}", &days.unwrap_or_default()), feature.name);
        if let Some(window) = feature.window_days {
            assert!(feature.look_back.needed_days() >= window, "{}", feature.name);
        }
    }
    let year = catalogue().into_iter().find(|feature| feature.name == SPEND_365D.name());
    assert_eq!(year.and_then(|feature| feature.window_days), Some(365));
}
