//! Knots are found where they are, and none where there is none.

use super::*;
use crate::labels::OutcomeRule;
use crate::model::dataset::{FeatureTable, Snapshot};
use crate::model::design::KnotKind;
use crate::stats::sigmoid;
use crate::time::{AsOf, Zone};
use crate::value::testing::features;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64;

/// Six cutoffs, a window apart, of 1,500 customers of whom a number of units is known; `log_odds` of leaving by it.
fn set(log_odds: impl Fn(f64) -> f64) -> TrainingSet {
    set_of(|_, units| log_odds(units))
}

/// The same by days since the last purchase and units.
fn set_of(log_odds: impl Fn(f64, f64) -> f64) -> TrainingSet {
    let zone = Zone::utc();
    let first = AsOf::parse("2023-01-01", &zone).unwrap();
    let at = |k: i32| first.plus_days(100 + 30 * k, &zone).unwrap();
    let snapshot = |k| Snapshot { as_of: at(k), outcome_days_known: 30, is_cutoff: true };
    let mut random = Pcg64::seed_from_u64(3);
    let names = ["days_since_last_purchase", "units"];
    let mut set = TrainingSet {
        table: FeatureTable { features: features(&names), columns: vec![vec![]; 2], n_rows: 0 },
        chosen: vec![true; 2],
        days_to_next_purchase: Vec::new(),
        snapshot: Vec::new(),
        customer: Vec::new(),
        snapshots: (0..6).map(snapshot).collect(),
        rule: OutcomeRule { horizon_days: 30, gap_days: 0, lookback_days: 365 },
        first_micros: first.micros(),
        sampled_share: 1.0,
    };
    for k in 0..6 {
        for customer in 0..1500_u64 {
            let units = (8.0 * random.random::<f64>()).floor();
            let days = 60.0 * random.random::<f64>();
            set.table.columns[0].push(days);
            set.table.columns[1].push(units);
            let churned = random.random::<f64>() < sigmoid(log_odds(days, units));
            set.days_to_next_purchase.push(if churned { f64::INFINITY } else { 5.0 });
            set.snapshot.push(k);
            set.customer.push((customer + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
            set.table.n_rows += 1;
        }
    }
    set
}

fn selected(set: &TrainingSet) -> Vec<LearnedTerm> {
    let rows: Vec<u32> = (0..set.table.n_rows as u32).collect();
    let richness = Richness { max_terms: 50, hinges: true, learned: &[] };
    select_terms(set, &rows, &[0, 1], richness, &TrainSettings::default()).unwrap()
}

#[test]
fn a_jump_is_found_at_its_knot() {
    let found = selected(&set(|units| if units >= 5.0 { 1.5 } else { -0.5 }));
    assert_eq!(found[0], LearnedTerm::Knot { feature: 1, kind: KnotKind::Step, at: 4.5 });
}

#[test]
fn a_change_of_slope_is_found_at_its_knot() {
    let found = selected(&set(|units| (units - 3.5).abs() - 1.5));
    let LearnedTerm::Knot { feature: 1, kind: KnotKind::Hinge, at } = found[0] else {
        panic!("{found:?}");
    };
    assert!((2.0..=5.0).contains(&at), "{found:?}");
}

#[test]
fn a_straight_effect_and_none_get_no_term() {
    assert_eq!(selected(&set(|units| 0.3 * (units - 3.5))), []);
    assert_eq!(selected(&set(|_| 0.3)), []);
}

#[test]
fn terms_are_kept_that_help_later_beyond_chance() {
    let sure = |gain: f64| (0..100).map(|i| gain + 0.01 * f64::from(i % 2)).collect::<Vec<f64>>();
    let chance = |gain: f64| (0..100).map(|i| gain + f64::from(i % 2) - 0.5).collect::<Vec<f64>>();
    assert_eq!(best_length(&[sure(0.1), sure(0.3), sure(0.2)]), 2);
    assert_eq!(best_length(&[chance(0.01)]), 0);
    assert_eq!(best_length(&[sure(-0.1)]), 0);
    assert_eq!(best_length(&[]), 0);
}

#[test]
fn a_slope_that_depends_on_another_feature_is_found_as_a_pair() {
    let found = selected(&set_of(|days, units| 0.02 * (days - 30.0) * (units - 3.5)));
    let [LearnedTerm::Pair { first, second }] = found[..] else { panic!("{found:?}") };
    let places = [first, second].map(|half| half.feature);
    assert_eq!((places.into_iter().min(), places.into_iter().max()), (Some(0), Some(1)));
    assert_eq!([first.at, second.at], [None, None]);
}

#[test]
fn what_holds_only_where_two_features_are_high_is_found_as_two_steps() {
    let found =
        selected(&set_of(|days, units| if days >= 30.0 && units >= 5.0 { 3.0 } else { -1.0 }));
    let together = found.iter().find_map(|term| match *term {
        LearnedTerm::Pair { first, second } => Some([first, second]),
        LearnedTerm::Knot { .. } => None,
    });
    let mut halves = together.unwrap();
    halves.sort_by_key(|half| half.feature);
    let [days, units] = halves.map(|half| half.at);
    assert!(days.is_some_and(|at| (20.0..=40.0).contains(&at)), "{found:?}");
    assert_eq!(units, Some(4.5), "{found:?}");
}
