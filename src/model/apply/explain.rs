//! Why a score is what it is: contributions per feature, global importance, effect curves.
//!
//! The rule of attribution. A feature's part of the uncalibrated log-odds is the sum over its own
//! columns (linear, hinges, indicator), each weight × standardised value, plus half of every
//! interaction it takes part in. The base is the calibrated log-odds of a customer at the training
//! mean in every column. Calibration is attributed proportionally: all parts are stretched by the
//! one factor that makes base + parts the calibrated log-odds exactly.

use super::block::{BLOCK, ScoreBlock};
use super::scorer::Scorer;
use crate::model::artifact::content::{Artifact, BaselineDistribution};
use crate::model::dataset::FeatureTable;
use serde::{Deserialize, Serialize};

/// How much a feature moves scores.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Importance {
    /// The feature.
    pub feature: String,
    /// Mean absolute contribution over customers, in log-odds.
    pub mean_absolute_contribution: f64,
}

/// The features that a model uses, by mean absolute contribution over rows of a table, greatest first.
pub fn importance(scorer: &Scorer, table: &FeatureTable, rows: &[u32]) -> Vec<Importance> {
    let width = table.features.len();
    let (mut values, mut sums) = (vec![0.0; width], vec![0.0; width]);
    let mut block = ScoreBlock::new(width);
    for rows in rows.chunks(BLOCK) {
        block.clear();
        for &i in rows {
            for (value, column) in values.iter_mut().zip(&table.columns) {
                *value = column[i as usize];
            }
            block.push(&values);
        }
        scorer.explain(&mut block);
        for (j, sum) in sums.iter_mut().enumerate() {
            (0..block.len()).for_each(|i| *sum += block.contribution(i, j).abs());
        }
    }
    let n = rows.len().max(1) as f64;
    let mut found: Vec<Importance> = table
        .features
        .iter()
        .zip(sums)
        .filter(|(_, sum)| *sum > 0.0)
        .map(|(f, sum)| Importance { feature: f.name.clone(), mean_absolute_contribution: sum / n })
        .collect();
    // Stable: of equals the catalogue's first stands first.
    found.sort_by(|a, b| b.mean_absolute_contribution.total_cmp(&a.mean_absolute_contribution));
    found
}

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

/// The curve of each of the design's features at the deciles the artifact remembers.
pub fn effect_curves(scorer: &Scorer, artifact: &Artifact) -> Vec<EffectCurve> {
    let content = &artifact.content;
    let curve =
        |(column, transform): (usize, &crate::model::design::transform::ColumnTransform)| {
            let known = |b: &&BaselineDistribution| b.feature == transform.feature;
            let mut values = content.baseline.iter().find(known)?.deciles.clone();
            values.dedup();
            let point = |value| EffectPoint { value, log_odds: scorer.own_effect(column, value) };
            let points = values.into_iter().map(point).collect();
            Some(EffectCurve { feature: transform.feature.clone(), points })
        };
    content.design.columns.iter().enumerate().filter_map(curve).collect()
}
