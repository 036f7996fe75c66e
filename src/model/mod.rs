//! The churn model: a logistic regression made strong by its features, and honest about itself.
//!
//! The way from a training set to a model is told in [`train`]: `transform`, `basis` and
//! `interactions` shape columns, `prune` leaves some out, [`design`] makes the matrix, [`fit`] fits
//! it, [`calibrate`] corrects it, [`evaluate`] and `baselines` judge it, [`artifact`] keeps it,
//! [`scorer`] applies it, `block` to many customers at once, and [`explain`] says why.

pub mod artifact;
mod artifact_error;
pub mod backtest;
mod baselines;
pub mod basis;
mod block;
pub mod calibrate;
pub mod card;
mod dataset;
pub mod design;
mod digits;
pub mod evaluate;
pub mod explain;
pub mod export;
pub mod fit;
mod fit_rows;
mod grade;
mod held_out;
pub mod interactions;
mod ladder;
#[cfg(test)]
mod leakage_tests;
mod learn;
mod level;
mod penalty;
#[cfg(test)]
mod protocol_tests;
pub mod prune;
pub mod registry;
mod relief;
mod rows;
pub mod scorer;
mod season;
mod segments;
mod settings;
mod train;
mod train_error;
mod training_set;
pub mod transform;
mod usable;

pub use artifact::{Artifact, ModelContent};
pub use artifact_error::ArtifactError;
pub use baselines::{BASELINE_NAMES, Baselines};
pub use block::{BLOCK, ScoreBlock};
pub use card::model_card;
pub use dataset::{FeatureTable, Snapshot, TrainingSet};
pub use grade::{GRADE_RULE, Grade};
pub use ladder::Level;
pub use level::LevelSigns;
pub use scorer::{ScoreScratch, Scored, Scorer, ScorerError};
pub use season::SeasonChange;
pub use segments::Dimensioned;
pub use settings::TrainSettings;
pub use train::{Trained, train};
pub use train_error::TrainError;
pub use training_set::{CollectError, CollectSettings, Collected, collect_training_set};
