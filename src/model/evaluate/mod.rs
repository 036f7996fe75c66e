//! How good a set of churn probabilities was, once it is known who churned.
//!
//! Everything is computed from the distinct probabilities in order and, per distinct one, how many
//! customers had it and how many of them churned. Ties are therefore exact and no result depends on
//! the order of rows. Nothing here knows models or features: probabilities and outcomes in,
//! measures out.

mod accuracy;
mod bootstrap;
mod discrimination;
mod error;
mod gain;
mod gains;
mod metrics;
mod money;
mod paired;
#[cfg(test)]
mod properties;
mod ranking;
mod recalibration;
mod segments;

pub(crate) use accuracy::{ReliabilityBin, reliability_table};
pub(crate) use bootstrap::{BootstrapSettings, Interval, MetricIntervals, intervals};
#[cfg(test)]
pub(crate) use discrimination::auc;
pub(crate) use error::EvaluateError;
pub(crate) use gain::log_loss_gain;
pub use metrics::Metrics;
pub(crate) use money::money_reached;
pub(crate) use paired::{PairedMeasure, paired};
pub(crate) use segments::{SegmentMetrics, metrics_by_segment};
