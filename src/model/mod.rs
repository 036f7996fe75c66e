//! The churn model: a logistic regression made strong by its features, and honest about itself.
//!
//! The way from a training set to a model is told in [`train`]: `transform`, `basis` and
//! `interactions` shape columns, `prune` leaves some out, [`design`] makes the matrix, [`fit`] fits
//! it, [`calibrate`] corrects it, [`evaluate`] and `baselines` judge it, [`artifact`] keeps it,
//! [`scorer`] applies it and [`explain`] says why.

pub mod basis;
pub mod calibrate;
mod dataset;
pub mod design;
pub mod evaluate;
pub mod fit;
pub mod registry;
pub mod interactions;
pub mod prune;
mod training_set;
pub mod transform;

pub use dataset::{FeatureTable, Snapshot, TrainingSet};
pub use training_set::{CollectError, CollectSettings, Collected, collect_training_set};
