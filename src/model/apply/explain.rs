//! Why a score is what it is: contributions per feature and effect curves.
//!
//! The rule of attribution. A feature's part of the uncalibrated log-odds is the sum over its own
//! columns (linear, hinges, indicator), each weight × standardised value, plus half of every
//! interaction it takes part in. The base is the calibrated log-odds of a customer at the training
//! mean in every column. Calibration is attributed proportionally: all parts are stretched by the
//! one factor that makes base + parts the calibrated log-odds exactly.

use crate::model::artifact::baseline::Distribution;
use crate::model::artifact::content::{Artifact, ModelContent};
use crate::model::design::transform::ColumnTransform;
use crate::model::design::{Design, Term};
use crate::model::fit::Coefficients;
use serde::{Deserialize, Serialize};

/// A point of an effect curve.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct EffectPoint {
    /// Value of the feature, in its unit.
    pub value: f64,
    /// Log-odds (before calibration) against the average customer, all other features at their mean.
    pub log_odds: f64,
}

/// "Risk by days since the last order": the effect of one feature at its deciles.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EffectCurve {
    /// The feature.
    pub feature: String,
    /// Ascending in value.
    pub points: Vec<EffectPoint>,
}

impl Artifact {
    /// The curve of each of the design's features, at the deciles that the artifact remembers.
    pub fn effect_curves(&self) -> Vec<EffectCurve> {
        let ModelContent { design, coefficients, baseline, .. } = &self.content;
        let curve = |(column, transform): (usize, &ColumnTransform)| {
            let known = |d: &&Distribution| d.of == transform.feature;
            let mut values = baseline.features.iter().find(known)?.deciles.clone();
            values.dedup();
            let point = |value| {
                let log_odds = own_effect(design, coefficients, column, value);
                EffectPoint { value, log_odds }
            };
            let points = values.into_iter().map(point).collect();
            Some(EffectCurve { feature: transform.feature.clone(), points })
        };
        design.columns.iter().enumerate().filter_map(curve).collect()
    }
}

/// The uncalibrated part of the log-odds that one feature alone makes at a value, all else at the
/// training mean: its linear term, hinges and indicator.
pub(crate) fn own_effect(
    design: &Design,
    coefficients: &Coefficients,
    column: usize,
    value: f64,
) -> f64 {
    let mut z = vec![0.0; design.columns.len()];
    z[column] = design.columns[column].apply(value).unwrap_or(f64::NAN);
    let own = |t: &Term| {
        !matches!(t, Term::Product { .. }) && t.owners().iter().any(|(owner, _)| *owner == column)
    };
    let terms = design.terms.iter().zip(&coefficients.weights);
    terms
        .filter(|(c, _)| own(&c.term))
        .map(|(c, w)| w * ((c.term.value(&z) - c.centre) / c.scale))
        .sum()
}
