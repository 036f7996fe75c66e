//! Runs merged are rows sorted: whatever the number of runs, the budget, and the identifiers.

use super::rows::Row;
use super::runs::Merge;
use super::*;
use crate::history::{CustomerId, CustomerIds};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Identifiers as data has them: numbers, blanks, letters beyond ASCII, none that is like another's start
/// only by chance.
fn texts() -> impl Strategy<Value = BTreeSet<String>> {
    let text = prop_oneof!["[a-c]{0,3}", "[0-9]{1,12}", "\\PC{0,20}", "customer-[0-9]{1,30}"];
    prop::collection::btree_set(text, 0..120)
}

fn numbers() -> impl Strategy<Value = BTreeSet<i64>> {
    prop::collection::btree_set(prop_oneof![any::<i64>(), -50..50i64], 0..120)
}

/// A row that is known again by its number.
fn facts(number: usize) -> Facts {
    Facts { spend: number as f64, last_day: number as i32, ..Facts::NOTHING }
}

/// Deals the customers to runs, merges them, and gives (identifier, number, contributions) as they come.
fn merged(
    ids: &[CustomerId<'_>],
    like: &CustomerIds,
    dealt: &[usize],
    budget_bytes: u64,
    take: usize,
) -> Vec<(String, usize, Vec<u64>)> {
    let folder = tempfile::tempdir().unwrap();
    let mut runs = ScoreRuns::new(budget_bytes, folder.path());
    for run in 0..8 {
        let mut partition = PartitionScores::new(like);
        // From last to first: `sorted` has work to do.
        for (number, id) in ids.iter().enumerate().rev() {
            if dealt[number % dealt.len()] == run {
                partition.push_unscored(*id, facts(number), Standing::Lapsed);
                partition.keep_contributions([number as f64, f64::NAN].into_iter());
            }
        }
        runs.add(partition.sorted()).unwrap();
    }
    let mut merge: Merge = runs.merge().unwrap();
    let mut found = Vec::new();
    loop {
        let taken = merge.take(take).unwrap();
        if taken.is_empty() {
            return found;
        }
        for (i, Row { facts, .. }) in taken.rows.iter().enumerate() {
            let contributions = taken.contributions[2 * i..][..2].iter().map(|c| c.to_bits());
            found.push((
                taken.ids.get(i).to_string(),
                facts.last_day as usize,
                contributions.collect(),
            ));
        }
    }
}

fn sorted(mut ids: Vec<(CustomerId<'_>, usize)>) -> Vec<(String, usize, Vec<u64>)> {
    ids.sort();
    let row = |(id, number): (CustomerId<'_>, usize)| {
        let contributions = [number as f64, f64::NAN].map(f64::to_bits).to_vec();
        (id.to_string(), number, contributions)
    };
    ids.into_iter().map(row).collect()
}

fn budgets() -> impl Strategy<Value = u64> {
    prop_oneof![Just(u64::MAX), Just(0), 0..20_000u64]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(150) })]

    #[test]
    fn texts_merged_are_texts_sorted(
        texts in texts(),
        dealt in prop::collection::vec(0..8usize, 1..60),
        budget_bytes in budgets(),
        take in 1..50usize,
    ) {
        let texts: Vec<String> = texts.into_iter().collect();
        let ids: Vec<CustomerId<'_>> = texts.iter().map(|text| CustomerId::Text(text)).collect();
        let like = CustomerIds::Text { bytes: String::new(), ends: Vec::new() };
        let expected = sorted(ids.iter().copied().zip(0..).collect());
        prop_assert_eq!(merged(&ids, &like, &dealt, budget_bytes, take), expected);
    }

    #[test]
    fn numbers_merged_are_numbers_sorted(
        numbers in numbers(),
        dealt in prop::collection::vec(0..8usize, 1..60),
        budget_bytes in budgets(),
        take in 1..50usize,
    ) {
        let ids: Vec<CustomerId<'_>> = numbers.into_iter().map(CustomerId::Int).collect();
        let expected = sorted(ids.iter().copied().zip(0..).collect());
        let like = CustomerIds::Int(Vec::new());
        prop_assert_eq!(merged(&ids, &like, &dealt, budget_bytes, take), expected);
    }
}
