//! What holds for a calibration of any data.

use super::*;
use proptest::prelude::*;

/// Rows in ascending order of the log-odds, with many ties or none, some far out.
fn rows() -> impl Strategy<Value = (Vec<f64>, Vec<bool>)> {
    let log_odds = prop_oneof![
        3 => -6.0..6.0,
        2 => (-8..8i32).prop_map(f64::from),
        1 => -800.0..800.0,
    ];
    prop::collection::vec((log_odds, any::<bool>()), 100..800).prop_map(|mut rows| {
        rows.sort_by(|a: &(f64, bool), b| a.0.total_cmp(&b.0));
        rows.into_iter().unzip()
    })
}

/// Points from far below the rows to far above, and the rows themselves.
fn points(log_odds: &[f64]) -> Vec<f64> {
    let mut points: Vec<f64> = (-100..=100).map(|i| f64::from(i) / 10.0).collect();
    points.extend(log_odds);
    points.extend([-1e6, 1e6]);
    points.sort_by(f64::total_cmp);
    points
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(150) })]

    #[test]
    fn an_isotonic_curve_rises((log_odds, churned) in rows()) {
        let curve = isotonic::fit_sorted(&log_odds, &churned).unwrap();
        for pair in points(&log_odds).windows(2) {
            let (low, high) = (curve.apply(pair[0]), curve.apply(pair[1]));
            prop_assert!(low.is_finite() && high.is_finite());
            // Strictly where the points are far enough apart for a double to show it.
            let rise = MIN_SLOPE * (pair[1] - pair[0]);
            let lost = 1e-12 * (1.0 + low.abs() + pair[1].abs());
            prop_assert!(high - low >= 0.99 * rise - lost, "{pair:?}: {low} to {high}");
        }
    }

    #[test]
    fn the_straight_parts_of_a_curve_are_the_curve_to_the_bit((log_odds, churned) in rows()) {
        let curve = isotonic::fit_sorted(&log_odds, &churned).unwrap();
        let pieces = curve.pieces();
        for z in points(&log_odds) {
            let begun = |piece: &&Piece| piece.from_log_odds.is_none_or(|from| from <= z);
            let piece = pieces.iter().rfind(begun).unwrap();
            let out = piece.log_odds_out + piece.slope * (z - piece.log_odds_in);
            prop_assert_eq!(out.to_bits(), curve.apply(z).to_bits(), "at {}", z);
        }
    }

    #[test]
    fn what_is_learned_keeps_the_order_and_is_finite((log_odds, churned) in rows(), salt in any::<u64>()) {
        let customer: Vec<u64> = (0..log_odds.len() as u64).map(|i| i.wrapping_mul(salt | 1)).collect();
        let learned = learn(&log_odds, &churned, &customer, &CalibrationSettings::default()).unwrap();
        let values: Vec<f64> = points(&log_odds).into_iter().map(|z| learned.apply(z)).collect();
        prop_assert!(values.iter().all(|value| value.is_finite()));
        prop_assert!(values.windows(2).all(|pair| pair[0] <= pair[1] + 1e-9));
    }
}
