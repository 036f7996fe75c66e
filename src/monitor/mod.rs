//! Is tonight's data usable, and do the scores still hold?
//!
//! [`preflight`] looks at the data before anything is made of it. [`watch`] looks at the scores of a night:
//! drift, base rate, and what became of earlier scores. What it found is kept as [`history`], and said to others
//! by [`metrics`], [`lineage`] and [`notice`]; [`Endpoint`] brings it there. Nothing here ends a night.

pub(crate) mod checks;
mod endpoint;
pub(crate) mod history;
pub(crate) mod lineage;
mod matured;
pub(crate) mod metrics;
pub(crate) mod notice;
pub(crate) mod preflight;
mod reading;
mod settings;
mod tally;

pub(crate) use checks::base_rate::Early;
pub(crate) use checks::{NightFacts, WatchLimits, watch};
pub(crate) use endpoint::Endpoint;
pub(crate) use matured::Matured;
pub(crate) use reading::{Limits, Reading, Signal, Watch};
pub(crate) use settings::MonitorSettings;
pub(crate) use tally::{Bins, DriftTally};
