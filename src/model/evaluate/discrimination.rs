//! Whether those who churned were ranked above those who stayed: ROC AUC and PR AUC.

use super::ranking::Tallies;
#[cfg(test)]
use super::{error::EvaluateError, ranking::Ranking};

/// Area under the ROC curve of any scores (higher: more likely to churn), ties counted half.
///
/// The probability that a random churner scores above a random stayer (Mann-Whitney U ÷ n₁·n₀),
/// exact, in O(n log n). None where only one outcome occurs.
#[cfg(test)]
pub(crate) fn auc(scores: &[f64], churned: &[bool]) -> Result<Option<f64>, EvaluateError> {
    Ok(auc_of(&Ranking::new(scores, churned)?.tallies()))
}

/// See [`auc`].
pub(super) fn auc_of(tallies: &Tallies) -> Option<f64> {
    if !tallies.has_both_outcomes() {
        return None;
    }
    // Twice the number of pairs in the right order: whole numbers, exact up to 2^53.
    let (mut pairs, mut stayed_below) = (0.0, 0.0);
    for (rows, churned) in tallies.iter() {
        let stayed = rows - churned;
        pairs += churned * (2.0 * stayed_below + stayed);
        stayed_below += stayed;
    }
    Some(pairs / (2.0 * tallies.n_churned * stayed_below))
}

/// Average precision, `Σ (recallₖ − recallₖ₋₁)·precisionₖ` over distinct thresholds from the
/// highest down, without interpolation (scikit-learn's `average_precision_score`). None where only
/// one outcome occurs.
pub(super) fn average_precision(tallies: &Tallies) -> Option<f64> {
    if !tallies.has_both_outcomes() {
        return None;
    }
    let (mut area, mut rows_above, mut churned_above) = (0.0, 0.0, 0.0);
    for (rows, churned) in tallies.iter().rev() {
        rows_above += rows;
        churned_above += churned;
        if churned > 0.0 {
            area += churned * churned_above / rows_above;
        }
    }
    Some(area / tallies.n_churned)
}
