//! A model outside this program: the same function of the same features, as SQL, ONNX or JSON.
//!
//! The function is raw features → standardised features → terms → log-odds → calibrated log-odds →
//! probability; each format is a file here and says it once more, [`crate::model::Scorer`] being the original
//! (`scripts/check_exports.py` holds them against it). Nothing is learned, rounded or left out.

#[cfg(test)]
mod fixtures;
pub mod json;
pub mod onnx;
pub mod sql;

use crate::features::{Family, Feature, families};
use crate::model::apply::scorer::{ScoreScratch, Scored, Scorer, ScorerError};
use crate::model::artifact::content::{Artifact, ModelContent};
use crate::time::AsOf;
use crate::value::{ValueFamily, ValueFamilyTerms, sql::closed_form};

/// A model with the catalogue entries of what it reads.
#[derive(Debug, Clone)]
pub struct Portable<'a> {
    /// Its name.
    pub version: &'a str,
    /// What was learned.
    pub content: &'a ModelContent,
    /// The features it reads, in the order of its design.
    pub inputs: Vec<Feature>,
    /// Every feature there is.
    catalogue: Vec<Feature>,
    scorer: Scorer,
}

impl<'a> Portable<'a> {
    /// Finds the model's features; `channels` are those that have features of their own.
    pub fn new(artifact: &'a Artifact, channels: &[String]) -> Result<Self, ScorerError> {
        let content = &artifact.content;
        // The terms change values, never entries.
        let terms = ValueFamilyTerms { horizon_days: 0, yearly_discount_rate: 0.0 };
        let mut catalogue: Vec<Feature> =
            families(channels).iter().flat_map(|family| family.features()).collect();
        catalogue.extend(ValueFamily::new(Vec::new(), terms).features());
        Scorer::new(artifact, &catalogue)?;
        let find = |name: &str| catalogue.iter().find(|f| f.name == name).cloned();
        let inputs: Vec<Feature> =
            content.design.columns.iter().filter_map(|column| find(&column.feature)).collect();
        let scorer = Scorer::new(artifact, &inputs)?;
        Ok(Self { version: &artifact.version, content, inputs, catalogue, scorer })
    }

    /// Days from `as_of` in which no purchase is expected of those who churn: gap and horizon.
    pub fn horizon_days(&self) -> u32 {
        self.content.rule.gap_days + self.content.rule.horizon_days
    }

    /// The original's score of one customer; `values` in the order of `inputs`, NaN where not known.
    pub fn score(&self, values: &[f64]) -> Scored {
        self.scorer.score(values, &mut ScoreScratch::default())
    }

    /// The catalogue, with the fitted features defined by SQL where they have a closed form.
    fn catalogue_with_closed_forms(&self, as_of: AsOf) -> Vec<Feature> {
        let models = &self.content.value_models;
        let define = |feature: &Feature| {
            let form = closed_form(&feature.name, models, self.horizon_days(), as_of);
            feature.clone().defined_by(form.unwrap_or(feature.sql.clone()))
        };
        self.catalogue.iter().map(define).collect()
    }
}
