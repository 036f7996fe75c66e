//! Scores: what is said of every customer as of a date.
//!
//! Two phases. While partitions of the history pass, in parallel, each customer becomes a compact row
//! ([`PartitionScores`]). [`ScoreRuns`] keeps rows, on disk past a budget, and of every customer the
//! 48 bytes by which customers are ranked. Then [`Scores`] learns what depends on the whole base
//! (percentile, RFM fifths, tier, usual gap), and `write` merges rows in order of identifier and turns
//! them, a row group at a time, into Parquet.
//!
//! Nobody is dropped: customers outside the model's population have a row without a probability and
//! with the reason. No model is fitted or applied here; see `model` for that.

mod bands;
mod cadence;
mod columns;
pub(crate) mod file;
mod finish;
mod reasons;
mod rfm;
mod rows;
mod runs;
mod settings;
mod stage;
mod write;

pub(crate) use cadence::Rhythm;
pub(crate) use finish::{IneligibleCount, ScoreRun, Scores};
pub(crate) use reasons::{FACTS, Habit, REASONS, ReasonBook, direction};
pub(crate) use rows::{
    CustomerScore, Engagement, Facts, PartitionScores, ServiceFailure, Standing, without_noise,
};
pub(crate) use runs::{RunError, ScoreRuns};
pub(crate) use settings::{HealthCutoffs, RiskCutoffs, ScoreSettings, TierCutoffs};
pub(crate) use write::{WrittenPart, write_parts};

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
