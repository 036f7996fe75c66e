//! Which terms a design may have, and in which order: of near-duplicates, and of what little data allow,
//! the first are kept.
//!
//! A feature's entry in the catalogue says whether it comes first and whether it always has hinges; here stand the
//! knots of those and the pairs of features whose product is a column. All other hinges are learned.

use super::digits::rounded;
use super::term::{Factor, Term};
use crate::features::names::{
    DAYS_SINCE_FIRST_PURCHASE, DAYS_SINCE_LAST_PURCHASE, GAP_CV, GAP_MEAN_DAYS, ONE_TIME,
    PURCHASES, RECENCY_TO_GAP_MEAN, RECENCY_TO_TENURE,
};
use crate::features::{Feature, Output, Role};
use crate::model::dataset::FeatureTable;
use crate::stats::quantile;

/// Pairs of features whose product is a column, each with its reason. They are few on purpose. Which
/// rows they help is for the data to say, through the penalty.
const INTERACTIONS: [(Output, Output); 6] = [
    // Silence says more of a frequent customer than of a rare one.
    (DAYS_SINCE_LAST_PURCHASE, PURCHASES),
    // Being overdue says more of a regular customer.
    (RECENCY_TO_GAP_MEAN, GAP_CV),
    // The same silence is short for a slow customer.
    (DAYS_SINCE_LAST_PURCHASE, GAP_MEAN_DAYS),
    // One-time buyers fade on a clock of their own.
    (DAYS_SINCE_LAST_PURCHASE, ONE_TIME),
    (DAYS_SINCE_FIRST_PURCHASE, ONE_TIME),
    // Where in the customer's lifetime the last order stands, by how much there was.
    (RECENCY_TO_TENURE, PURCHASES),
];

/// Interior knots per hinged feature, at equally spaced quantiles.
const KNOTS: usize = 4;

/// Knots of one feature from its standardised values (NaN: not known), ascending, distinct and
/// inside the range.
fn knots(z: &[f64]) -> Vec<f64> {
    let mut z: Vec<f64> = z.iter().copied().filter(|z| !z.is_nan()).collect();
    z.sort_unstable_by(f64::total_cmp);
    let (Some(&least), Some(&greatest)) = (z.first(), z.last()) else { return Vec::new() };
    let mut knots: Vec<f64> =
        (1..=KNOTS).map(|k| rounded(quantile(&z, k as f64 / (KNOTS + 1) as f64))).collect();
    knots.dedup_by(|a, b| *a - *b < 1e-6);
    knots.retain(|&k| k > least + 1e-9 && k < greatest - 1e-9);
    knots
}

/// The usable features that may have a column: those with a rank first, then in the catalogue's order.
pub(super) fn by_importance(table: &FeatureTable, usable: &[usize]) -> Vec<usize> {
    let feature = |j: usize| &table.features[j];
    let tells_of_money = table.features.iter().any(|feature| feature.needs.amount);
    let is_spoken_for = |j: usize| {
        feature(j).has(Role::Redundant) || tells_of_money && feature(j).has(Role::WithoutMoney)
    };
    let mut order: Vec<usize> = usable.iter().copied().filter(|&j| !is_spoken_for(j)).collect();
    order.sort_unstable_by_key(|&j| (feature(j).rank().unwrap_or(u8::MAX), j));
    order
}

/// All terms in order of importance: each feature's own, then the interactions, but hinges, `learned` ones
/// first, come after every foremost linear term, so that small data keeps the latter.
///
/// `z[j]` are the standardised values of `features[j]`.
pub(super) fn candidate_terms(
    features: &[&Feature],
    z: &[Vec<f64>],
    hinges: bool,
    learned: &[Term],
) -> Vec<Term> {
    let foremost = |j: &usize| features[*j].rank().is_some();
    let own = |j: usize| {
        let missing = z[j].iter().any(|z| z.is_nan());
        let indicator = missing.then_some(Term::Missing { column: j });
        [Some(Term::Linear { column: j }), indicator].into_iter().flatten()
    };
    let all = 0..features.len();
    let mut terms: Vec<Term> = all.clone().filter(foremost).flat_map(own).collect();
    terms.extend_from_slice(learned);
    if hinges {
        for j in all.clone().filter(|&j| features[j].has(Role::Hinged)) {
            let hinges = knots(&z[j]).into_iter();
            terms.extend(hinges.map(|knot| Term::Hinge { column: j, knot }));
        }
        let find = |wanted: Output| features.iter().position(|f| f.name == wanted.name());
        for (a, b) in INTERACTIONS {
            if let (Some(first), Some(second)) = (find(a), find(b)) {
                let [first, second] = [first, second].map(Factor::line);
                terms.push(Term::Product { first, second });
            }
        }
    }
    terms.extend(all.filter(|j| !foremost(j)).flat_map(own));
    terms
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::testing::catalogue;

    #[test]
    fn ranks_are_counted_from_1_without_a_gap_or_a_tie() {
        let mut ranks: Vec<u8> = catalogue().iter().filter_map(Feature::rank).collect();
        ranks.sort_unstable();
        assert!(ranks.iter().copied().eq(1..=16), "{ranks:?}");
    }

    #[test]
    fn products_are_of_features_of_the_catalogue() {
        let features = catalogue();
        for output in INTERACTIONS.into_iter().flat_map(|(a, b)| [a, b]) {
            assert!(features.iter().any(|f| f.name == output.name()), "{}", output.name());
        }
    }

    #[test]
    fn knots_stand_at_quantiles_and_ties_give_fewer() {
        let mut values: Vec<f64> = (0..=100).rev().map(f64::from).collect();
        values.push(f64::NAN);
        assert_eq!(knots(&values), [20.0, 40.0, 60.0, 80.0]);
        let mostly_one: Vec<f64> = (0..100).map(|i| if i < 70 { 1.0 } else { 2.0 }).collect();
        assert!(knots(&mostly_one).is_empty());
        assert!(knots(&[f64::NAN]).is_empty());
    }
}
