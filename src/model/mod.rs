//! The churn model: a logistic regression made strong by its features, and honest about itself.
//!
//! The way from a training set to a model is told in [`train`]: `design` shapes columns and makes
//! the matrix, [`fit`] fits it, `calibrate` corrects it (together they are `learning`),
//! `evaluate` measures and `judge` judges it, `artifact` keeps it, `apply` scores customers and
//! says why, and [`export`] writes it for other programs.

pub(crate) mod apply;
pub(crate) mod artifact;
#[cfg(test)]
pub(crate) mod artifact_properties;
pub(crate) mod backtest;
pub(crate) mod calibrate;
mod compare;
mod dataset;
pub(crate) mod design;
pub(crate) mod evaluate;
pub mod export;
pub mod fit;
mod judge;
#[cfg(test)]
mod leakage_tests;
mod learning;
#[cfg(test)]
mod protocol_tests;
mod settings;
mod summary;
mod term_description;
mod topics;
mod train;
mod train_error;
mod verdict;

pub use apply::block::{BLOCK, ScoreBlock};
pub use apply::explain::{EffectCurve, EffectPoint};
pub use apply::scorer::{ScoreScratch, Scored, Scorer, ScorerError};
pub use artifact::baseline::{Baseline, Distribution, Returned, bin_of};
pub use artifact::card::model_card;
pub use artifact::content::{Artifact, Held, ModelContent};
pub use artifact::error::ArtifactError;
pub use compare::{ComparedMeasure, ComparedModel, ModelComparison};
pub use dataset::{FeatureTable, Snapshot, TrainingSet};
pub use judge::baselines::{BASELINE_NAMES, Baselines};
pub use judge::grade::{GRADE_RULE, Grade};
pub use judge::segments::Dimensioned;
pub use learning::level::{LevelShift, Sign};
pub use learning::tier::ModelTier;
pub use learning::training_set::{CollectError, CollectSettings, Collected, collect_training_set};
pub use settings::TrainSettings;
pub use summary::TrainSummary;
pub use term_description::{TermDescription, TermKind};
pub use topics::TopicWeight;
pub use train::{JudgedRows, train, train_and_judge};
pub use train_error::TrainError;
pub use verdict::Judged;
