//! `winback` learns, every night, which customers are slipping away, why, what they are worth, and
//! whom to win back. This page is for callers from Rust; the README describes the program.
//!
//! ```
//! use winback::config::Settings;
//! use winback::generate::{BusinessSettings, generate};
//! use winback::pipeline::{Job, Machine, Unwatched, open_sources, run_night, NightPlan};
//!
//! # let folder = std::env::temp_dir().join(format!("winback-doc-{}", std::process::id()));
//! // A made-up business stands in for your Parquet files.
//! let business = BusinessSettings { customers: 600, days: 500, ..BusinessSettings::default() };
//! generate(&business, &folder.join("history"), &|_units| ())?;
//!
//! // The same settings as in winback.toml.
//! let settings = Settings::from_toml(&format!(
//!     r#"
//!     [data]
//!     transactions = "{0}/history/transactions"
//!     customers = "{0}/history/customers.parquet"
//!     as_of = "2024-10-01"
//!     [outcome]
//!     horizon_days = 60
//!     [model]
//!     models = "{0}/models"
//!     [output]
//!     output = "{0}/output"
//!     "#,
//!     folder.display()
//! ))?;
//!
//! // What the machine offers: the library reads no clock and asks no operating system.
//! let machine = Machine {
//!     memory_limit_bytes: 1 << 30,
//!     spill_dir: std::env::temp_dir(),
//!     now_micros: 1_735_689_600_000_000,
//! };
//! let job = Job { settings: &settings, machine: &machine, watcher: &Unwatched };
//! let sources = open_sources(&settings)?;
//! let night = run_night(&sources, &job, NightPlan::default())?;
//! assert!(night.trained, "there was no model yet");
//! assert!(night.scores.eligible > 100);
//! # std::fs::remove_dir_all(folder).ok();
//! # Ok::<(), winback::Error>(())
//! ```
//!
//! # What most callers use
//!
//! - [`config::Settings`]: what is read, the question, the places; from `winback.toml` or a text.
//! - [`pipeline`]: one function a capability: [`open_sources`](pipeline::open_sources),
//!   [`train_model`](pipeline::train_model), [`score_customers`](pipeline::score_customers),
//!   [`make_audience`](pipeline::make_audience), [`run_night`](pipeline::run_night),
//!   [`write_features`](pipeline::write_features), [`run_backtest`](pipeline::run_backtest).
//! - [`model::Artifact`]: a trained model; [`model::Scorer`] applies it to rows in memory,
//!   [`model::export`] writes it as SQL, ONNX or JSON.
//! - [`features`]: the catalogue, and [`Family`](features::Family) for features of your own.
//! - [`files`]: what the results' files hold and where they lie, for whoever reads them.
//! - [`Error`] and its [`Kind`]: what failed, and what that means to who runs it unattended.
//!
//! `examples/` tells three whole stories: `nightly`, `score_in_process` and `own_feature`.
//!
//! # The house
//!
//! ARCHITECTURE.md lists the modules in the order in which the data passes them, those that are not public too.

// What is public is the crate's face; all else is the crate's own.
#![warn(unreachable_pub)]

mod audience;
#[doc(hidden)]
pub mod cli;
pub mod config;
pub mod error;
pub mod features;
pub mod files;
pub mod generate;
mod history;
mod ingest;
mod labels;
mod loyalty;
pub mod model;
mod monitor;
pub mod pipeline;
mod progress;
mod registry;
mod report;
mod score;
mod spark;
mod stats;
mod table;
mod time;
mod value;
mod words;

#[doc(hidden)]
pub mod internals;

pub use error::{Error, Failure, Kind, Result};
