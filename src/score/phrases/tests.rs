//! What people read.

use super::super::sentences::Template;
use super::super::sentences::tests::{REGULAR, feature};
use super::*;
use crate::value::testing::catalogue;

fn say(name: &str, value: f64, beside: f64) -> String {
    let feature = feature(name);
    let known = Known { value, beside, ..REGULAR };
    Template::of(&feature, &[]).say(&known, &feature)
}

#[test]
fn sentences_read_well() {
    let none = f64::NAN;
    let said = [
        say("days_since_last_purchase", 94.2, none),
        say("purchases_90d", 0.0, 3.0),
        say("purchases_365d", 4.0, none),
        say("purchases_ratio_90d", 0.5, 2.0),
        say("gap_share_exceeded", 0.9, none),
        say("gap_max_days", 80.0, none),
        say("gap_sd_days", 8.0, none),
        say("gap_trend_days", 6.2, none),
        say("spend_90d", 40.0, 220.0),
        say("spend_change_90d", -140.0, none),
        say("spend_ratio_90d", 0.4, 40.0),
        say("order_value_max", 300.0, 45.5),
        say("discounted_spend_share", 0.62, none),
        say("returns_90d", 2.0, none),
        say("events_complaint_365d", 3.0, none),
        say("visits_without_buying", 0.0, none),
        say("no_purchase_probability", 0.71, none),
        say("gap_mean_days", none, none),
        say("days_since_last_complaint", none, none),
    ];
    insta::assert_snapshot!(said.join("\n"), @r"
    Last order 94 days ago; usually orders every 31 days
    No orders in the last 90 days, 3 in the 90 before
    4 orders in the last year; usually orders every 31 days
    2 orders in the last 90 days, 5 in the 90 before
    Silent for 94 days: longer than 90% of the own gaps before
    Longest break so far 80 days; silent for 94 days now
    Orders every 31 days, give or take 8 days
    From order to order, the gap grows by 6 days
    Spent 40 in the last 90 days, 180 in the 90 before
    Spent 140 less in the last 90 days than in the 90 before
    Spent 40 in the last 90 days, less than in the 90 before
    Spends at most 300 an order, 45.50 on average
    62% of the spend at a discount
    2 returns in the last 90 days
    3 complaints in the last year
    No visits since the last order 94 days ago
    Last order 94 days ago; usually orders every 31 days
    Last order 94 days ago; usually orders every 31 days
    No complaint so far
    ");
}

#[test]
fn a_one_time_buyer_has_no_habit() {
    let once = Known { orders: 1, days_since_last: 210.4, own_gap_days: f64::NAN, ..REGULAR };
    let say = |name: &str, value: f64| {
        let feature = feature(name);
        Template::of(&feature, &[]).say(&Known { value, ..once }, &feature)
    };
    for name in ["days_since_last_purchase", "purchases", "purchases_90d", "gap_mean_days"] {
        assert_eq!(say(name, 1.0), "Bought only once, 210 days ago");
        assert_eq!(say(name, f64::NAN), "Bought only once, 210 days ago");
    }
    assert_eq!(say("spend", 40.0), "Spent 40 in all, in 1 order");
}

#[test]
fn every_stem_stands_once() {
    let stems: Vec<&str> = all().map(|phrase| phrase.stem).collect();
    for (i, stem) in stems.iter().enumerate() {
        assert!(!stems[..i].contains(stem), "{stem}");
    }
}

#[test]
fn every_phrase_is_of_a_feature_of_the_catalogue() {
    let features = catalogue();
    for phrase in all() {
        let mut worded = features.iter().filter(|f| f.stem == phrase.stem).peekable();
        assert!(worded.peek().is_some(), "no feature has the stem {}", phrase.stem);
        let there = |name: String| features.iter().any(|other| other.name == name);
        let compares = phrase.beside.is_empty() || worded.any(|f| there(phrase.beside_of(f.days)));
        assert!(compares, "{} is compared with no feature: {}", phrase.stem, phrase.beside);
    }
}

#[test]
fn every_feature_of_the_catalogue_is_said_in_one_readable_line() {
    let features = catalogue();
    let mut without_phrase = Vec::new();
    for feature in &features {
        let template = Template::of(feature, &features);
        if !template.has_phrase() {
            without_phrase.push(feature.name.as_str());
        }
        for value in [0.0, 0.4, 1.0, 7.0, 1234.5, f64::NAN] {
            for orders in [1, 2, 40] {
                let own_gap_days = if orders == 1 { f64::NAN } else { 31.0 };
                let known = Known { value, beside: value + 1.0, orders, own_gap_days, ..REGULAR };
                let sentence = template.say(&known, feature);
                let bad = sentence.contains("NaN")
                    || sentence.contains("inf")
                    || sentence.contains('{')
                    || sentence.contains('\n')
                    || sentence.len() > 160;
                assert!(!bad && !sentence.is_empty(), "{}: {sentence}", feature.name);
                let first = sentence.chars().next().unwrap();
                assert!(
                    first.is_uppercase() || first.is_ascii_digit() || first == 'u',
                    "{sentence}"
                );
            }
        }
    }
    // What is left to its definition, so that a new feature asks for a decision.
    assert_eq!(without_phrase, ["channel_share_web"]);
}
