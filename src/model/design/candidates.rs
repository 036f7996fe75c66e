//! Which terms a design may have, and in which order: of near-duplicates, and of what little data allow,
//! the first are kept.

use super::hinges::{HINGED, knots};
use super::interactions::INTERACTIONS;
use super::term::Term;
use super::transform::ColumnTransform;
use crate::model::dataset::FeatureTable;

/// Features whose meaning does not change with the calendar: they may go on beyond the training
/// range, and are never dropped for being there.
pub const STRUCTURAL: [&str; 3] =
    ["days_since_last_purchase", "no_purchase_probability", "recency_to_gap_mean"];

/// Of near-duplicates the first is kept, and small data keeps the first: these come first, in this
/// order, then the catalogue's order.
pub const FOREMOST: [&str; 16] = [
    "days_since_last_purchase",
    "purchases",
    "no_purchase_probability",
    "recency_to_gap_mean",
    "one_time",
    "recency_to_tenure",
    "gap_mean_days",
    "days_since_second_last_purchase",
    "spend",
    "order_value_mean",
    "purchases_90d",
    "purchases_365d",
    "active_periods_share",
    "gap_cv",
    "purchases_decayed_180d",
    "overdue_z",
];

/// Features that say again, worse, what `no_purchase_probability` says.
const REDUNDANT: [&str; 5] = [
    "alive_probability",
    "expected_purchases",
    "expected_order_value",
    "expected_spend",
    "predicted_value_365d",
];

pub(super) fn by_importance(table: &FeatureTable, usable: &[usize]) -> Vec<usize> {
    let rank = |j: usize| {
        let name = table.features[j].name.as_str();
        (FOREMOST.iter().position(|&f| f == name).unwrap_or(FOREMOST.len()), j)
    };
    let redundant = |j: usize| REDUNDANT.contains(&table.features[j].name.as_str());
    let mut order: Vec<usize> = usable.iter().copied().filter(|&j| !redundant(j)).collect();
    order.sort_unstable_by_key(|&j| rank(j));
    order
}

/// All terms in order of importance: each feature's own, then the interactions, but bends of the
/// foremost features come after every foremost linear term, so that small data keeps the latter.
pub(super) fn candidate_terms(
    columns: &[ColumnTransform],
    z: &[Vec<f64>],
    bends: bool,
) -> Vec<Term> {
    let foremost = |j: &usize| FOREMOST.contains(&columns[*j].feature.as_str());
    let own = |j: usize| {
        let missing = z[j].iter().any(|z| z.is_nan());
        let indicator = missing.then_some(Term::Missing { column: j });
        [Some(Term::Linear { column: j }), indicator].into_iter().flatten()
    };
    let all = 0..columns.len();
    let mut terms: Vec<Term> = all.clone().filter(foremost).flat_map(own).collect();
    if bends {
        let hinged = |&j: &usize| HINGED.contains(&columns[j].feature.as_str());
        for j in all.clone().filter(hinged) {
            let bends = knots(&z[j]).into_iter();
            terms.extend(bends.map(|knot| Term::Hinge { column: j, knot }));
        }
        let find = |name: &str| columns.iter().position(|c| c.feature == name);
        for (a, b) in INTERACTIONS {
            if let (Some(first), Some(second)) = (find(a), find(b)) {
                terms.push(Term::Product { first, second });
            }
        }
    }
    terms.extend(all.filter(|j| !foremost(j)).flat_map(own));
    terms
}
