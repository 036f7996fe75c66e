//! Is tonight's data usable, and do the scores still hold?
//!
//! [`preflight`] looks at the data before anything is made of it. [`watch`] looks at the scores of a night:
//! drift, base rate, and what became of earlier scores. What it found is kept as [`history`], and said to others
//! by [`metrics`], [`lineage`] and [`notice`]; [`Endpoint`] brings it there. Nothing here ends a night.

pub mod checks;
mod endpoint;
pub mod history;
pub mod lineage;
mod matured;
pub mod metrics;
pub mod notice;
pub mod preflight;
mod reading;
mod settings;
mod tally;

pub use checks::base_rate::Early;
pub use checks::{Seen, WatchLimits, watch};
pub use endpoint::Endpoint;
pub use matured::Matured;
pub use reading::{Limits, Reading, Signal, Watch};
pub use settings::MonitorSettings;
pub use tally::{Bins, DriftTally};
