//! `winback` learns, every night, which customers are slipping away, why, what they are worth, and
//! whom to win back.
//!
//! The modules stand in the order in which the data passes them:
//!
//! 1. [`table`]: Parquet datasets in, atomic datasets out.
//! 2. [`ingest`]: mapped columns become typed rows; unusable rows are counted by reason.
//! 3. [`history`]: rows scattered by customer and sorted by time; one slice per customer.
//! 4. [`features`]: (slice before `as_of`) → numbers.
//! 5. [`labels`]: (slice, outcome window) → churned, stayed, or not eligible.
//! 6. [`value`]: BG/NBD and Gamma-Gamma: expected purchases, order value, lifetime value.
//! 7. [`model`]: transforms, design matrix, logistic regression, calibration, judgement, artifact.
//! 8. [`score`]: probability, band, reasons, stage, segment for every customer.
//! 9. [`audience`]: whom to contact, whom to leave, and why.
//! 10. [`monitor`]: is tonight's data usable.
//!
//! [`stats`] is the small mathematics that several of them share, [`words`] how numbers read; [`generate`] makes synthetic businesses.
//! [`config`] turns `winback.toml` into validated settings; [`pipeline`] is the night, told in order;
//! [`cli`] is the command line. A module imports only from those above it in this list.

pub mod audience;
pub mod cli;
pub mod config;
pub mod error;
pub mod features;
pub mod generate;
pub mod history;
pub mod ingest;
pub mod labels;
pub mod model;
pub mod monitor;
pub mod pipeline;
pub mod progress;
pub mod registry;
pub mod score;
pub mod stats;
pub mod table;
pub mod time;
pub mod value;
pub mod words;

pub use error::{Error, Result};
