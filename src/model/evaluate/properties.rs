//! Fast measures against the definitions, pair by pair.

use super::*;
use proptest::prelude::*;

fn rows() -> impl Strategy<Value = (Vec<f64>, Vec<bool>)> {
    let score = prop_oneof![(0..6i32).prop_map(|i| f64::from(i) / 5.0), 0.0..=1.0];
    prop::collection::vec((score, any::<bool>()), 1..150).prop_map(|rows| rows.into_iter().unzip())
}

/// The share of pairs of a churner and a stayer in the right order, ties counted half.
fn auc_by_pairs(scores: &[f64], churned: &[bool]) -> Option<f64> {
    let of = |wanted: bool| scores.iter().zip(churned).filter(move |row| *row.1 == wanted);
    let (mut right, mut pairs) = (0.0, 0.0);
    for (high, _) in of(true) {
        for (low, _) in of(false) {
            pairs += 1.0;
            right += if high > low { 1.0 } else { 0.0 } + if high == low { 0.5 } else { 0.0 };
        }
    }
    (pairs > 0.0).then_some(right / pairs)
}

/// Precision at each churner's score, averaged over the churners: scikit-learn's average precision.
fn precision_by_thresholds(scores: &[f64], churned: &[bool]) -> Option<f64> {
    let both = churned.contains(&true) && churned.contains(&false);
    let at_or_above =
        |threshold: f64| scores.iter().zip(churned).filter(move |row| *row.0 >= threshold);
    let precisions: Vec<f64> = scores
        .iter()
        .zip(churned)
        .filter(|row| *row.1)
        .map(|(&threshold, _)| {
            let all = at_or_above(threshold).count() as f64;
            at_or_above(threshold).filter(|row| *row.1).count() as f64 / all
        })
        .collect();
    both.then(|| precisions.iter().sum::<f64>() / precisions.len() as f64)
}

fn close(a: Option<f64>, b: Option<f64>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() < 1e-12,
        (a, b) => a == b,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn areas_are_the_count_of_pairs((scores, churned) in rows()) {
        let metrics = Metrics::of(&scores, &churned).unwrap();
        let expected = auc_by_pairs(&scores, &churned);
        prop_assert!(close(metrics.auc, expected), "{:?} {expected:?}", metrics.auc);
        prop_assert!(close(auc(&scores, &churned).unwrap(), expected));
        let expected = precision_by_thresholds(&scores, &churned);
        prop_assert!(close(metrics.pr_auc, expected), "{:?} {expected:?}", metrics.pr_auc);
    }

    #[test]
    fn losses_are_means_over_rows((scores, churned) in rows()) {
        let metrics = Metrics::of(&scores, &churned).unwrap();
        let squares = scores.iter().zip(&churned).map(|(p, &churned)| {
            (p - f64::from(u8::from(churned))).powi(2)
        });
        prop_assert!((metrics.brier - squares.sum::<f64>() / scores.len() as f64).abs() < 1e-12);
        prop_assert!(metrics.ece >= -1e-15 && metrics.ece <= 1.0 + 1e-12);
        let bias = (metrics.mean_probability - metrics.churn_rate).abs();
        prop_assert!(metrics.ece >= bias - 1e-12, "bins cannot hide the level");
    }
}
