//! Applies a model to customers' features: calibrated log-odds, probabilities, contributions.
//!
//! A scorer is made once for a feature set and shared by threads. Customers are explained a block at a
//! time ([`Scorer::explain`], in `block`), or scored one by one where nobody asks why. The arithmetic is
//! the training's own, so reloaded models score to the same bits.

use crate::error::{Failure, Kind};
use crate::features::{Feature, catalogue};
use crate::model::artifact::content::Artifact;
use crate::model::calibrate::Calibration;
use crate::model::design::Design;
use crate::model::design::transform::CountTable;
use crate::model::fit::Coefficients;
use crate::stats::sigmoid;

/// A model ready for rows of one feature set.
#[derive(Debug, Clone)]
pub struct Scorer {
    pub(crate) design: Design,
    pub(crate) coefficients: Coefficients,
    calibration: Calibration,
    /// Position in the feature set of each of the design's features.
    pub(crate) positions: Vec<usize>,
    /// The design's features at small whole numbers.
    pub(crate) counts: Vec<CountTable>,
}

/// Why a model cannot be applied.
#[derive(Debug, thiserror::Error)]
pub enum ScorerError {
    /// Features are lacking.
    #[error(
        "model {version} needs the feature{} {}, which this input does not give: map the columns \
         it was trained with, or train again",
        if missing.len() == 1 { "" } else { "s" },
        missing.join(", ")
    )]
    MissingFeatures {
        /// The model.
        version: String,
        /// Their names.
        missing: Vec<String>,
    },
    /// Features of the same names mean something else now.
    #[error(
        "model {version} was trained with another feature catalogue ({trained}, here {found}): \
         train again, or use winback {tool_version}"
    )]
    OtherCatalogue {
        /// The model.
        version: String,
        /// The model's catalogue.
        trained: String,
        /// The program's.
        found: String,
        /// The program that trained it.
        tool_version: String,
    },
}

impl Failure for ScorerError {
    fn kind(&self) -> Kind {
        Kind::Usage
    }
}

/// Working memory of one thread.
#[derive(Debug, Clone, Default)]
pub struct ScoreScratch {
    z: Vec<f64>,
}

/// The score of one customer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scored {
    /// Calibrated P(no purchase in the outcome window).
    pub probability: f64,
    /// Its log-odds.
    pub log_odds: f64,
}

/// Hash of the catalogue entries that a design uses.
pub(crate) fn catalogue_version(design: &Design, features: &[Feature]) -> String {
    let find = |name: &str| features.iter().find(|f| f.name == name);
    catalogue::version(design.columns.iter().filter_map(|c| find(&c.feature)))
}

impl Scorer {
    /// Prepares a model for rows whose values stand in the order of `features`.
    pub fn new(artifact: &Artifact, features: &[Feature]) -> Result<Self, ScorerError> {
        let content = &artifact.content;
        let find = |name: &str| features.iter().position(|f| f.name == name);
        let wanted = || content.design.columns.iter().map(|c| c.feature.as_str());
        let version = artifact.version.clone();
        let missing: Vec<String> =
            wanted().filter(|name| find(name).is_none()).map(str::to_owned).collect();
        if !missing.is_empty() {
            return Err(ScorerError::MissingFeatures { version, missing });
        }
        let found = catalogue_version(&content.design, features);
        if found != content.catalogue_version {
            let (trained, tool_version) =
                (content.catalogue_version.clone(), content.tool_version.clone());
            return Err(ScorerError::OtherCatalogue { version, trained, found, tool_version });
        }
        Ok(Self {
            positions: wanted().filter_map(find).collect(),
            counts: content.design.columns.iter().map(CountTable::of).collect(),
            design: content.design.clone(),
            coefficients: content.coefficients.clone(),
            calibration: content.calibration.clone(),
        })
    }

    fn standardise(&self, value_of: impl Fn(usize) -> f64, scratch: &mut ScoreScratch) {
        scratch.z.clear();
        scratch.z.extend(
            self.design
                .columns
                .iter()
                .zip(&self.positions)
                .map(|(t, &at)| t.apply(value_of(at)).unwrap_or(f64::NAN)),
        );
    }

    pub(crate) fn finish(&self, raw: f64) -> Scored {
        let log_odds = self.calibration.apply(raw);
        Scored { probability: sigmoid(log_odds), log_odds }
    }

    fn raw(&self, z: &[f64]) -> f64 {
        let columns = self.design.terms.iter();
        self.coefficients.log_odds(columns.map(|c| (c.term.value(z) - c.centre) / c.scale))
    }

    /// Scores one customer; `values[j]` is feature `j` of the set, NaN where not known.
    pub fn score(&self, values: &[f64], scratch: &mut ScoreScratch) -> Scored {
        self.standardise(|at| values[at], scratch);
        self.finish(self.raw(&scratch.z))
    }

    /// Scores every row of columns of features (`columns[j][i]`), in order.
    pub fn score_columns(&self, columns: &[Vec<f64>], n_rows: usize) -> Vec<Scored> {
        let mut scratch = ScoreScratch::default();
        let score = |i: usize| {
            self.standardise(|at| columns[at][i], &mut scratch);
            self.finish(self.raw(&scratch.z))
        };
        (0..n_rows).map(score).collect()
    }

    /// The typical value of each of so many features of the set, at the training mean of its transformed scale;
    /// NaN where the model does not use it.
    pub fn typical(&self, n_features: usize) -> Vec<f64> {
        let mut typical = vec![f64::NAN; n_features];
        for (column, &at) in self.design.columns.iter().zip(&self.positions) {
            typical[at] = column.invert(0.0);
        }
        typical
    }

    /// The base of every explanation: the calibrated log-odds of a customer at the training mean in
    /// every column.
    pub fn base_log_odds(&self) -> f64 {
        self.calibration.apply(self.coefficients.intercept)
    }
}
