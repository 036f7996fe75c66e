//! What a calibration must do on made-up data whose truth is known.

use super::*;
use crate::stats::sigmoid;

/// Log-odds spread evenly, and outcomes whose true log-odds are `truth(z)`.
fn sample(n: u64, truth: impl Fn(f64) -> f64) -> (Vec<f64>, Vec<bool>, Vec<u64>) {
    let mut state = 7u64;
    let mut unit = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963);
        (state >> 11) as f64 / (1u64 << 53) as f64
    };
    let z: Vec<f64> = (0..n).map(|i| 6.0 * (i as f64 + 0.5) / n as f64 - 3.0).collect();
    let churned = z.iter().map(|z| unit() < sigmoid(truth(*z))).collect();
    (z, churned, (0..n).map(|i| i.wrapping_mul(0x2545_F491_4F6C_DD1D)).collect())
}

fn learned(n: u64, truth: impl Fn(f64) -> f64) -> Calibration {
    let (z, churned, customer) = sample(n, truth);
    learn(&z, &churned, &customer, &CalibrationSettings::default()).unwrap()
}

fn grid() -> impl Iterator<Item = f64> {
    (-600..=600).map(|i| f64::from(i) / 100.0)
}

#[test]
fn perfect_predictions_stay_nearly_as_they_are() {
    let calibration = learned(40_000, |z| z);
    for z in grid().filter(|z| z.abs() < 3.0) {
        let moved = sigmoid(calibration.apply(z)) - sigmoid(z);
        assert!(moved.abs() < 0.015, "{z}: {moved} by {}", calibration.curve.kind());
    }
}

#[test]
fn a_straight_error_is_straightened_at_ten_and_ninety_per_cent_churn() {
    for base in [-2.6, 2.6] {
        let calibration = learned(40_000, |z| base + 0.6 * z);
        let losses = &calibration.evidence.as_ref().unwrap().held_out_log_loss;
        assert!(losses.platt.unwrap() < losses.identity);
        for z in grid().filter(|z| z.abs() < 2.5) {
            let off = sigmoid(calibration.apply(z)) - sigmoid(base + 0.6 * z);
            assert!(off.abs() < 0.02, "{z}: {off}");
        }
    }
}

#[test]
fn a_crooked_error_needs_the_isotonic_curve() {
    let truth = |z: f64| if z < 0.0 { -2.0 + 0.1 * z } else { -2.0 + 2.0 * z };
    let calibration = learned(40_000, truth);
    assert_eq!(calibration.curve.kind(), "isotonic");
    for z in grid().filter(|z| z.abs() < 2.5) {
        let off = sigmoid(calibration.apply(z)) - sigmoid(truth(z));
        assert!(off.abs() < 0.05, "{z}: {off}");
    }
    let evidence = calibration.evidence.unwrap();
    let gap = |table: &[ReliabilityBin]| {
        table.iter().map(|b| (b.mean_predicted - b.observed).abs()).sum::<f64>() / 10.0
    };
    assert_eq!(evidence.reliability_before.len(), 10);
    assert!(gap(&evidence.reliability_after) < 0.2 * gap(&evidence.reliability_before));
}

#[test]
fn every_curve_rises_everywhere() {
    let truths: [fn(f64) -> f64; 4] =
        [|z| z, |z| -z, |z| (3.0 * z).sin(), |z| if z > 0.0 { 9.0 } else { -9.0 }];
    for truth in truths {
        let (z, churned, _) = sample(5000, truth);
        for curve in [isotonic::fit_sorted(&z, &churned), platt::fit(&z, &churned)] {
            let curve = curve.unwrap();
            let values: Vec<f64> = grid().map(|z| curve.apply(z)).collect();
            for pair in values.windows(2) {
                let slope = (pair[1] - pair[0]) / 0.01;
                assert!(slope > 0.99 * MIN_SLOPE, "{} {slope}", curve.kind());
            }
            assert!(values.iter().all(|v| v.is_finite()));
        }
    }
}

#[test]
fn isotonic_interpolates_by_hand() {
    let knot = |log_odds_in, log_odds_out| Knot { log_odds_in, log_odds_out };
    let knots = vec![knot(-1.0, -2.0), knot(1.0, 2.0), knot(2.0, 2.5)];
    let curve = Curve::Isotonic { knots };
    assert_eq!(curve.apply(0.5), 1.0);
    assert_eq!(curve.apply(1.0), 2.0);
    // Below: the first segment's slope of 2, but no steeper than 1. Above: its own 0.5.
    assert_eq!(curve.apply(-3.0), -4.0);
    assert_eq!(curve.apply(4.0), 3.5);
    assert!(curve.apply(f64::NAN).is_nan());
}

#[test]
fn the_straight_parts_are_the_curve_to_the_bit() {
    let knot = |log_odds_in, log_odds_out| Knot { log_odds_in, log_odds_out };
    let curves = [
        Curve::Identity,
        Curve::Platt { slope: 0.7, intercept: -0.3 },
        Curve::Isotonic { knots: vec![knot(0.1, 0.2)] },
        Curve::Isotonic { knots: vec![knot(-1.0, -2.0), knot(1.0, 2.0), knot(2.0, 2.5)] },
    ];
    for curve in curves {
        let pieces = curve.pieces();
        for z in grid() {
            let begun = |piece: &&Piece| piece.from_log_odds.is_none_or(|from| from <= z);
            let piece = pieces.iter().rfind(begun).unwrap();
            let out = piece.log_odds_out + piece.slope * (z - piece.log_odds_in);
            assert_eq!(out, curve.apply(z), "{} at {z}", curve.kind());
        }
    }
}

#[test]
fn little_data_changes_little() {
    let none = learned(0, |z| z);
    assert_eq!(none, Calibration::identity());
    let few = learned(30, |z| 2.0 * z);
    assert_eq!(few.curve, Curve::Identity);
    assert_eq!(few.apply(1.25), 1.25);
    let (z, _, customer) = sample(500, |z| z);
    let settings = CalibrationSettings::default();
    let one_class = learn(&z, &[true; 500], &customer, &settings).unwrap();
    assert_eq!(one_class.curve, Curve::Identity);
    // 150 rows of the rarer outcome weigh 150 / (150 + 50).
    let (z, _, customer) = sample(1000, |z| z);
    let churned: Vec<bool> = (0..1000).map(|i| i >= 850).collect();
    let trusted = learn(&z, &churned, &customer, &settings).unwrap();
    assert_eq!(trusted.trust, 0.75);
}

#[test]
fn order_of_rows_does_not_matter_and_a_curve_survives_json() {
    let (mut z, mut churned, mut customer) = sample(3000, |z| 0.3 * z + z.abs());
    let settings = CalibrationSettings::default();
    let first = learn(&z, &churned, &customer, &settings).unwrap();
    z.reverse();
    churned.reverse();
    customer.reverse();
    assert_eq!(learn(&z, &churned, &customer, &settings).unwrap(), first);
    let json = serde_json::to_string(&first).unwrap();
    let back: Calibration = serde_json::from_str(&json).unwrap();
    for z in grid() {
        assert_eq!(back.apply(z).to_bits(), first.apply(z).to_bits());
    }
}

#[test]
fn an_offset_meets_another_base_rate() {
    let (z, ..) = sample(1000, |z| z);
    for rate in [0.01, 0.1, 0.5, 0.9, 0.99] {
        let offset = offset_to_base_rate(&z, rate).unwrap();
        let shifted = Calibration::identity().shift_to_base_rate(offset);
        let mean = z.iter().map(|z| sigmoid(shifted.apply(*z))).sum::<f64>() / 1000.0;
        assert!((mean - rate).abs() < 1e-9);
    }
    assert!(offset_to_base_rate(&z, 0.0).is_none() && offset_to_base_rate(&[], 0.5).is_none());
}

#[test]
fn bad_input_is_named() {
    let settings = CalibrationSettings::default();
    let error = learn(&[0.0, f64::NAN], &[true, false], &[1, 2], &settings).unwrap_err();
    assert!(error.to_string().contains("row 1"));
    assert!(learn(&[0.0], &[true, false], &[1], &settings).is_err());
}
