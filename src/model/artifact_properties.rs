//! Any model that can be trained reads back as it was, and nothing else is taken for it.

use super::calibrate::{Curve, Knot};
use super::design::transform::Shape;
use super::protocol_tests::{set, trained};
use super::{Artifact, ModelContent};
use proptest::prelude::*;
use std::sync::OnceLock;

/// A trained model, trained once.
pub(crate) fn content() -> ModelContent {
    static TRAINED: OnceLock<ModelContent> = OnceLock::new();
    TRAINED.get_or_init(|| trained(&set(300, 1.0)).content).clone()
}

/// Any finite number: the largest, the smallest and the two zeros among them.
fn number() -> impl Strategy<Value = f64> {
    use prop::num::f64::{NEGATIVE, NORMAL, POSITIVE, SUBNORMAL, ZERO};
    POSITIVE | NEGATIVE | NORMAL | SUBNORMAL | ZERO
}

/// A scale: positive and finite.
fn scale() -> impl Strategy<Value = f64> {
    use prop::num::f64::{NORMAL, POSITIVE, SUBNORMAL};
    POSITIVE | NORMAL | SUBNORMAL
}

/// Points of a curve that rises.
fn rising() -> impl Strategy<Value = Vec<Knot>> {
    let points = prop::collection::vec((number(), number()), 1..6);
    points.prop_map(|points| {
        let (mut ins, mut outs): (Vec<f64>, Vec<f64>) = points.into_iter().unzip();
        for side in [&mut ins, &mut outs] {
            side.sort_by(f64::total_cmp);
            side.dedup();
        }
        let knots = ins.into_iter().zip(outs);
        knots.map(|(log_odds_in, log_odds_out)| Knot { log_odds_in, log_odds_out }).collect()
    })
}

/// A model of any possible numbers and any names.
fn contents() -> impl Strategy<Value = ModelContent> {
    let shape =
        prop::sample::select(&[Shape::Identity, Shape::Log, Shape::Asinh, Shape::Logit][..]);
    let names = prop::collection::vec("\\PC{1,20}", 1..8);
    let numbers = (prop::collection::vec(number(), 40), scale(), 0.0..=1.0);
    (shape, names, rising(), numbers).prop_map(|(shape, names, knots, (numbers, sd, trust))| {
        let mut content = content();
        let mut next = numbers.into_iter().cycle();
        let mut number = || next.next().unwrap_or_default();
        content.coefficients.intercept = number();
        content.coefficients.weights.iter_mut().for_each(|weight| *weight = number());
        content.calibration.base_rate_offset = number();
        content.calibration.trust = trust;
        content.calibration.curve = Curve::Isotonic { knots };
        for (column, name) in content.design.columns.iter_mut().zip(names.iter().cycle()) {
            (column.feature, column.shape) = (name.clone(), shape);
            let mut ordered = [number(), number(), number()];
            ordered.sort_by(f64::total_cmp);
            [column.low, column.mean, column.high] = ordered;
            column.sd = sd;
        }
        content
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(100) })]

    #[test]
    fn what_is_written_reads_back_to_the_same_bits(content in contents()) {
        let artifact = Artifact::new(content).unwrap();
        let text = artifact.to_json().unwrap();
        let reloaded = Artifact::from_json(&text).unwrap();
        prop_assert_eq!(&reloaded, &artifact);
        // Equal numbers may have other bits (the zeros): the text knows them apart.
        prop_assert_eq!(reloaded.to_json().unwrap(), text);
    }

    #[test]
    fn a_changed_digit_is_noticed(content in contents(), at in any::<prop::sample::Index>()) {
        let text = Artifact::new(content).unwrap().to_json().unwrap();
        let digits: Vec<usize> = text.match_indices(|c: char| c.is_ascii_digit()).map(|m| m.0).collect();
        let at = digits[at.index(digits.len())];
        let digit = if &text[at..=at] == "1" { "2" } else { "1" };
        let changed = format!("{}{digit}{}", &text[..at], &text[at + 1..]);
        if let Ok(read) = Artifact::from_json(&changed) {
            // Beyond a double's precision two texts may be one number.
            prop_assert_eq!(read.to_json().unwrap(), text);
        }
    }

    #[test]
    fn a_text_cut_short_is_refused(content in contents(), share in 0.0..1.0) {
        let text = Artifact::new(content).unwrap().to_json().unwrap();
        let mut end = ((text.trim_end().len() as f64 * share) as usize).min(text.trim_end().len() - 1);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        prop_assert!(Artifact::from_json(&text[..end]).is_err());
    }
}
