//! Two models side by side: the measures of each on its own test rows.

use super::artifact::content::Artifact;
use serde::Serialize;

/// Two models side by side.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ModelComparison {
    /// The first.
    pub one: ComparedModel,
    /// The second.
    pub other: ComparedModel,
    /// Their measures.
    pub measures: Vec<ComparedMeasure>,
}

/// A model that is compared.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ComparedModel {
    /// Its version.
    pub version: String,
    /// The cutoff (YYYY-MM-DD) it was judged at. Measures of different cutoffs are of different customers.
    pub test_as_of: Option<String>,
}

/// One measure of both.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ComparedMeasure {
    /// Its name.
    pub measure: &'static str,
    /// The first model's.
    pub one: Option<f64>,
    /// The second model's.
    pub other: Option<f64>,
}

impl ModelComparison {
    /// Compares two models; without a judgement a model has no measures.
    pub fn of(one: &Artifact, other: &Artifact) -> Self {
        let measures = |artifact: &Artifact| {
            let held_out = artifact.content.judgement.as_ref();
            held_out.map(|held_out| held_out.test.named().to_vec()).unwrap_or_default()
        };
        let (of_one, of_other) = (measures(one), measures(other));
        let names = if of_one.is_empty() { &of_other } else { &of_one };
        let value = |measures: &[(&str, Option<f64>)], name: &str| {
            measures.iter().find(|(known, _)| *known == name).and_then(|(_, value)| *value)
        };
        let measure = |(measure, _): &(&'static str, _)| ComparedMeasure {
            measure,
            one: value(&of_one, measure),
            other: value(&of_other, measure),
        };
        let measures = names.iter().map(measure).collect();
        Self { one: ComparedModel::of(one), other: ComparedModel::of(other), measures }
    }
}

impl ComparedModel {
    fn of(artifact: &Artifact) -> Self {
        let test = artifact.content.judgement.as_ref();
        Self { version: artifact.version.clone(), test_as_of: test.map(|t| t.as_of.clone()) }
    }
}
