//! The churn model: a logistic regression made strong by its features, and honest about itself.

pub mod calibrate;
mod dataset;
pub mod evaluate;
pub mod fit;
pub mod registry;

pub use dataset::{FeatureTable, TrainingSet};
