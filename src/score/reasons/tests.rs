//! Which reasons are given, and what they say.

use super::book::{Picked, Reason};
use super::facts::FACTS;
use super::phrase::Phrase;
use super::*;
use crate::score::cadence::Rhythm;
use crate::time::MICROS_PER_DAY;
use crate::value::testing::{catalogue, features};

const AS_OF: i64 = 1000 * MICROS_PER_DAY;

/// A customer of so many orders, the first and the last so many days ago.
fn rhythm(orders: u32, first: i64, last: i64) -> Rhythm {
    let at = |days: i64| AS_OF - days * MICROS_PER_DAY;
    Rhythm { first_micros: at(first), last_micros: at(last), orders }
}

fn pick(names: &[&str], rhythm: &Rhythm, parts: &[f64], values: &[f64]) -> Picked {
    let book = ReasonBook::new(&features(names), vec![f64::NAN; names.len()]);
    book.pick(rhythm, AS_OF, |j| parts[j], |j| values[j])
}

fn said(picked: &Picked) -> Vec<(String, f64)> {
    let word = |reason: Reason| {
        (reason.words().unwrap_or_else(|| "the rhythm".to_owned()), reason.contribution)
    };
    picked.reasons(|_| true).into_iter().flatten().map(word).collect()
}

#[test]
fn what_a_topic_contributes_is_summed_and_said_once() {
    let names = ["purchases_90d", "purchases_180d", "spend_90d", "spend_180d", "overdue_z"];
    let regular = rhythm(12, 400, 94);
    let picked =
        pick(&names, &regular, &[0.5, 0.75, 0.25, 0.25, 0.875], &[1.0, 4.0, 20.0, 90.0, 3.0]);
    assert_eq!(
        said(&picked),
        [
            ("1 order in the last 90 days, 3 in the 90 before".to_owned(), 1.25),
            ("the rhythm".to_owned(), 0.875),
            ("Spent 20 in the last 90 days, 70 in the 90 before".to_owned(), 0.5),
        ]
    );
    let first = picked.reasons(|_| true)[0].unwrap();
    assert_eq!((first.feature, first.value), (1, 4.0), "the feature that contributes most");
}

#[test]
fn what_the_numbers_do_not_bear_out_is_not_said() {
    let names = ["purchases_90d", "purchases_180d", "events_complaint_365d", "overdue_z"];
    let regular = rhythm(12, 400, 10);
    // More orders than before, and a complaint: neither is a reason for the opposite.
    let picked = pick(&names, &regular, &[0.5, 0.25, -0.5, -0.25], &[4.0, 5.0, 2.0, -1.0]);
    assert_eq!(said(&picked), [("the rhythm".to_owned(), -0.25)]);
    assert!(picked.reasons(|_| false).iter().all(Option::is_none), "unless the rhythm says so");
}

#[test]
fn a_one_time_buyer_is_told_of_that_and_of_interest_and_service() {
    let names = ["purchases_90d", "spend_90d", "spend_180d", "overdue_z", "events_complaint_365d"];
    let once = rhythm(1, 200, 200);
    let picked =
        pick(&names, &once, &[0.5, 0.5, 0.5, 0.25, 0.125], &[0.0, 0.0, 5.0, f64::NAN, 1.0]);
    assert_eq!(
        said(&picked),
        [("the rhythm".to_owned(), 0.75), ("1 complaint in the last year".to_owned(), 0.125)]
    );
}

#[test]
fn what_contributes_next_to_nothing_is_no_reason() {
    let picked = pick(&["returns_365d"], &rhythm(3, 300, 10), &[0.01], &[2.0]);
    assert_eq!(said(&picked), []);
}

#[test]
fn the_facts_are_features_of_their_topics() {
    let catalogue = catalogue();
    for (name, topic) in FACTS {
        let feature = catalogue.iter().find(|feature| feature.name == name);
        assert_eq!(feature.map(|feature| feature.topic), Some(topic), "{name}");
    }
}

#[test]
fn sentences_read_well() {
    use Phrase::*;
    let lines = [
        FewerOrders.words(0.0, 3.0),
        MoreOrders.words(3.0, 0.0),
        FewerOrdersInAYear.words(1.0, 2.0),
        OrdersLately.words(2.0, f64::NAN),
        OrdersSoFar.words(12.0, 435.0),
        FewOrdersSoFar.words(2.0, 435.0),
        LessSpend.words(40.0, 180.0),
        MoreSpend.words(1234.5, 0.0),
        NeverSeen.words(f64::NAN, f64::NAN),
        NotSeenSinceTheOrder.words(41.0, 41.0),
        NotSeenLately.words(41.3, f64::NAN),
        LittleSeen.words(0.0, 4.0),
        LittleSeen.words(1.0, 4.0),
        OftenSeen.words(6.0, 4.0),
        SeenLately.words(3.0, f64::NAN),
        Complained.words(2.0, f64::NAN),
        WouldNotRecommend.words(3.0, f64::NAN),
        GaveBack.words(1.0, f64::NAN),
        BuysAtADiscount.words(0.62, 5.0),
        BuysAtFullPrice.words(0.0, 5.0),
        BuysAtFullPrice.words(0.04, 5.0),
        OneCategory.words(1.0, 5.0),
        ManyCategories.words(4.0, 5.0),
        NothingLastYear.words(0.0, f64::NAN),
        OrdersLastYear.words(2.0, f64::NAN),
    ];
    let lines: Vec<String> = lines.into_iter().flatten().collect();
    insta::assert_snapshot!(lines.join("\n"), @r"
    No orders in the last 90 days, 3 in the 90 before
    3 orders in the last 90 days, none in the 90 before
    1 order in the last year, 2 in the year before
    2 orders in the last 90 days
    12 orders in 435 days
    Only 2 orders in 435 days
    Spent 40 in the last 90 days, 180 in the 90 before
    Spent 1,234 in the last 90 days, nothing in the 90 before
    No visit or opened e-mail so far
    No visit or opened e-mail since the last order
    Last visit or opened e-mail 41 days ago
    No visits or opened e-mails in the last 30 days; typical: 4
    1 visit or opened e-mail in the last 30 days; typical: 4
    6 visits or opened e-mails in the last 30 days; typical: 4
    Last visit or opened e-mail 3 days ago
    2 complaints in the last year
    Last recommendation score 3 of 10
    1 return in the last year
    62% of the spend at a discount
    Has always bought at full price
    Buys at full price; 4% of the spend at a discount
    All 5 orders from one category
    Has bought from 4 categories
    No order in the same 90 days last year
    2 orders in the same 90 days last year
    ");
}

/// A number of a feature that any customer may have.
fn any_value() -> impl proptest::strategy::Strategy<Value = f64> {
    use proptest::prelude::*;
    prop_oneof![
        Just(f64::NAN),
        Just(0.0),
        (0u8..12).prop_map(f64::from),
        0.0..1.0f64,
        -50.0..2000.0f64,
    ]
}

proptest::proptest! {
    #[test]
    fn no_sentence_contradicts_its_numbers_or_its_direction(
        parts in proptest::collection::vec(-1.0..1.0f64, FACTS.len()),
        values in proptest::collection::vec(any_value(), FACTS.len()),
        typical in proptest::collection::vec(any_value(), FACTS.len()),
        orders in 1u32..30, first in 0i64..900, last in 0i64..900, gap in proptest::option::of(0.0..400.0f64),
    ) {
        let names = FACTS.map(|(name, _)| name);
        // Money may be given back; all else is counts, shares and days.
        let values: Vec<f64> = values
            .iter()
            .zip(names)
            .map(|(value, name)| if name.starts_with("spend") { *value } else { value.abs() })
            .collect();
        let typical = typical.into_iter().map(f64::abs).collect();
        let book = ReasonBook::new(&features(&names), typical);
        let rhythm = rhythm(orders, first.max(last), if orders == 1 { first.max(last) } else { last });
        let habit = Habit {
            orders,
            days_since_last: ((AS_OF - rhythm.last_micros) / MICROS_PER_DAY) as i32,
            usual_gap_days: gap,
        };
        let picked = book.pick(&rhythm, AS_OF, |j| parts[j], |j| values[j]);
        let reasons = picked.reasons(|raises| habit.sentence(raises).is_some());
        let mut topics = Vec::new();
        let mut sizes = Vec::new();
        for reason in reasons.into_iter().flatten() {
            let raises = reason.contribution > 0.0;
            let (phrase, [a, b]) = reason.said();
            topics.push(book.features()[reason.feature].topic);
            sizes.push(reason.contribution.abs());
            if phrase == Phrase::Habit {
                let overdue = habit.overdue_days().is_some();
                let sentence = habit.sentence(raises).unwrap();
                proptest::prop_assert!(!raises || overdue || orders == 1, "{sentence}");
                proptest::prop_assert!(raises || f64::from(habit.days_since_last) < gap.unwrap());
                continue;
            }
            proptest::prop_assert_eq!(phrase.raises(), Some(raises));
            proptest::prop_assert!(phrase.holds(a, b), "{:?} {} {}", phrase, a, b);
            let words = reason.words().unwrap();
            let unreadable = ["NaN", "inf", "-"].iter().any(|bad| words.replace("e-mail", "").contains(bad));
            proptest::prop_assert!(!unreadable, "{words}");
            proptest::prop_assert!(orders > 1 || !words.contains("order in") , "{words}");
        }
        proptest::prop_assert!(sizes.is_sorted_by(|a, b| a >= b));
        let mut once = topics.clone();
        once.dedup();
        proptest::prop_assert_eq!(once.len(), topics.len());
    }
}
