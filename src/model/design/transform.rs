//! From a feature's number to a standardised one: shape, winsorise, standardise; missing stays apart.
//!
//! Everything here is learned from training rows once and then only applied. A feature that is not
//! known is at the mean (0) and says so through its own indicator column; see `design`.

use super::digits::rounded;
use crate::stats::{asinh, ln_1p, quantile, sigmoid};
use serde::{Deserialize, Serialize};

/// The curve by which a feature is transformed before it is standardised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// As it is.
    Identity,
    /// `ln(1 + x)`, for skewed features that are never negative.
    Log,
    /// `asinh(x)`, for heavy-tailed features of either sign.
    Asinh,
    /// `ln(p / (1 − p))`, for probabilities.
    Logit,
}

/// Probabilities are held this far from 0 and 1 before their log-odds are taken.
pub(crate) const LOGIT_MARGIN: f64 = 1e-6;
/// Skewness above which a feature that is never negative is logged.
const LOG_SKEWNESS: f64 = 1.0;
/// Absolute skewness above which any other feature is transformed by `asinh`.
const ASINH_SKEWNESS: f64 = 2.0;
/// Share of the training rows beyond either winsorising bound.
const WINSOR_SHARE: f64 = 0.005;

impl Shape {
    /// Applies the curve.
    #[inline]
    pub fn apply(self, x: f64) -> f64 {
        match self {
            Shape::Identity => x,
            Shape::Log => ln_1p(x.max(0.0)),
            Shape::Asinh => asinh(x),
            Shape::Logit => {
                let p = x.clamp(LOGIT_MARGIN, 1.0 - LOGIT_MARGIN);
                (p / (1.0 - p)).ln()
            }
        }
    }

    /// The feature's value at a point of the transformed scale.
    pub fn invert(self, y: f64) -> f64 {
        match self {
            Shape::Identity => y,
            Shape::Log => y.exp_m1(),
            Shape::Asinh => y.sinh(),
            Shape::Logit => sigmoid(y),
        }
    }

    /// By skewness (of `sorted`, ascending, not empty).
    fn of(sorted: &[f64]) -> Self {
        let skewness = skewness(sorted);
        if sorted[0] >= 0.0 && skewness > LOG_SKEWNESS {
            Shape::Log
        } else if skewness.abs() > ASINH_SKEWNESS {
            Shape::Asinh
        } else {
            Shape::Identity
        }
    }
}

/// How far beyond the training range a feature is trusted to go on as it does inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Nowhere: winsorised at the training quantiles.
    Bounded,
    /// Half the training range further on either side: for features whose meaning does not change
    /// with the calendar (time since the last order, BG/NBD's probability).
    Extended,
}

/// A learned transform of one feature.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ColumnTransform {
    /// The feature's name.
    pub feature: String,
    /// Its curve.
    pub shape: Shape,
    /// Lower winsorising bound, on the transformed scale.
    pub low: f64,
    /// Upper winsorising bound, on the transformed scale.
    pub high: f64,
    /// Mean of the transformed, winsorised training values.
    pub mean: f64,
    /// Their standard deviation; 1 where they are all equal.
    pub sd: f64,
}

impl ColumnTransform {
    /// Learns from a feature's training values; None where not one is known.
    pub fn learn(
        feature: &str,
        values: impl Iterator<Item = f64>,
        reach: Reach,
        is_probability: bool,
    ) -> Option<Self> {
        let mut sorted: Vec<f64> = values.filter(|x| x.is_finite()).collect();
        if sorted.is_empty() {
            return None;
        }
        sorted.sort_unstable_by(f64::total_cmp);
        let shape = if is_probability { Shape::Logit } else { Shape::of(&sorted) };
        for value in &mut sorted {
            *value = shape.apply(*value);
        }
        let mut low = rounded(quantile(&sorted, WINSOR_SHARE));
        let mut high = rounded(quantile(&sorted, 1.0 - WINSOR_SHARE));
        if low == high {
            // Rarely anything else than one value: the rare ones are the information.
            (low, high) = (rounded(sorted[0]), rounded(sorted[sorted.len() - 1]));
        }
        let n = sorted.len() as f64;
        let mean = rounded(sorted.iter().map(|y| y.clamp(low, high)).sum::<f64>() / n);
        let variance = sorted.iter().map(|y| (y.clamp(low, high) - mean).powi(2)).sum::<f64>() / n;
        let sd = if variance.sqrt() > 1e-12 { rounded(variance.sqrt()) } else { 1.0 };
        if reach == Reach::Extended {
            let half_range = (high - low) / 2.0;
            (low, high) = (rounded(low - half_range), rounded(high + half_range));
        }
        Some(Self { feature: feature.to_owned(), shape, low, high, mean, sd })
    }

    /// The standardised value, or None where the feature is not known.
    #[inline]
    pub fn apply(&self, x: f64) -> Option<f64> {
        if x.is_nan() {
            return None;
        }
        Some((self.shape.apply(x).clamp(self.low, self.high) - self.mean) / self.sd)
    }

    /// The feature's value at a standardised one.
    pub fn invert(&self, z: f64) -> f64 {
        self.shape.invert(z * self.sd + self.mean)
    }
}

/// A column's standardised values at 0, 1, 2, …: most features are counts, and a logarithm of each
/// costs more than all the rest. Empty where the feature is not transformed.
#[derive(Debug, Clone)]
pub(crate) struct CountTable(Vec<f64>);

/// Counts from here on are worked out; days of nearly three years are below.
const COUNTS: u32 = 1024;

impl CountTable {
    /// The table of a column.
    pub(crate) fn of(transform: &ColumnTransform) -> Self {
        let transformed = transform.shape != Shape::Identity;
        let value = |count| transform.apply(f64::from(count)).unwrap_or(f64::NAN);
        Self(if transformed { (0..COUNTS).map(value).collect() } else { Vec::new() })
    }

    /// Standardises values of the same column, NaN where not known.
    pub(crate) fn apply_all(&self, transform: &ColumnTransform, values: &[f64], out: &mut [f64]) {
        for (z, &x) in out.iter_mut().zip(values) {
            // What is negative or not known becomes 0, what is large 65,535: neither is equal to x.
            let count = x as u16;
            *z = match self.0.get(usize::from(count)) {
                Some(&known) if f64::from(count) == x => known,
                _ => transform.apply(x).unwrap_or(f64::NAN),
            };
        }
    }
}

fn skewness(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let (mut second, mut third) = (0.0, 0.0);
    for x in values {
        let d = x - mean;
        second += d * d;
        third += d * d * d;
    }
    let variance = second / n;
    if variance <= 0.0 { 0.0 } else { third / n / variance.powf(1.5) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn learn(values: &[f64]) -> ColumnTransform {
        ColumnTransform::learn("x", values.iter().copied(), Reach::Bounded, false).unwrap()
    }

    #[test]
    fn the_shape_follows_the_skewness() {
        let spend: Vec<f64> = (0..1000).map(|i| (f64::from(i) / 100.0).exp()).collect();
        assert_eq!(learn(&spend).shape, Shape::Log);
        let signed: Vec<f64> = spend.iter().map(|x| x - 5.0).collect();
        assert_eq!(learn(&signed).shape, Shape::Asinh);
        let even: Vec<f64> = (0..1000).map(f64::from).collect();
        assert_eq!(learn(&even).shape, Shape::Identity);
    }

    #[test]
    fn training_values_have_mean_0_and_sd_1_and_outliers_are_bounded() {
        let values: Vec<f64> = (0..1001).map(|i| f64::from(i) / 10.0).collect();
        let transform = learn(&values);
        let z: Vec<f64> = values.iter().map(|x| transform.apply(*x).unwrap()).collect();
        assert!(z.iter().sum::<f64>().abs() < 1e-9);
        assert!((z.iter().map(|z| z * z).sum::<f64>() / 1001.0 - 1.0).abs() < 1e-7);
        assert_eq!(transform.apply(1e9), transform.apply(99.5));
        assert_eq!(transform.apply(f64::INFINITY), transform.apply(99.5));
        assert_eq!(transform.apply(f64::NAN), None);
    }

    #[test]
    fn what_is_remembered_of_counts_is_what_is_computed() {
        let spend: Vec<f64> = (0..1000).map(|i| (f64::from(i) / 100.0).exp() - 1.0).collect();
        let transform = learn(&spend);
        assert_eq!(transform.shape, Shape::Log);
        let values =
            [0.0, 1.0, 1023.0, 1024.0, 65_535.0, 65_536.0, 1.5, -2.0, f64::INFINITY, f64::NAN];
        let mut out = [0.0; 10];
        CountTable::of(&transform).apply_all(&transform, &values, &mut out);
        let expected = values.map(|x| transform.apply(x).unwrap_or(f64::NAN).to_bits());
        assert_eq!(out.map(f64::to_bits), expected);
    }

    #[test]
    fn one_value_or_none_makes_no_nan() {
        assert_eq!(learn(&[7.0; 9]).apply(7.0), Some(0.0));
        let none = ColumnTransform::learn("x", [f64::NAN].into_iter(), Reach::Bounded, false);
        assert!(none.is_none());
    }

    #[test]
    fn inverting_leads_back() {
        for shape in [Shape::Identity, Shape::Log, Shape::Asinh, Shape::Logit] {
            let x = 0.37;
            assert!((shape.invert(shape.apply(x)) - x).abs() < 1e-12);
        }
    }
}
