//! `winback.toml` and the command line become validated settings, once.
//!
//! [`ConfigSource`] reads and merges raw values; [`Settings`] checks all of them; [`columns`] settles
//! which column plays which part when the files' schemas are known. No stage sees a raw value.

mod check;
mod choice;
pub mod columns;
mod error;
pub mod parts;
pub mod raw;
mod settings;
mod source;
mod values;

pub use choice::Recognised;
pub use error::{ConfigError, Origin};
pub use settings::{
    AsOfRule, AudienceSettings, DataSettings, MachineSettings, ModelSettings, OutcomeSettings,
    OutputSettings, Settings,
};
pub use source::{ConfigSource, DEFAULT_FILE};

/// The commented configuration that `winback init` writes.
pub const TEMPLATE: &str = include_str!("template.toml");
