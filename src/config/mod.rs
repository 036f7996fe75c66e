//! `winback.toml` and the command line become validated settings, once.
//!
//! [`ConfigSource`] reads and merges raw values; [`Settings`] checks all of them; [`Choice`]
//! finds the columns when the files' schemas are known. No stage sees a raw value.

mod check;
mod choice;
mod columns;
mod error;
mod presets;
pub mod raw;
mod settings;
mod source;
mod values;

pub use choice::{Choice, Resolved};
pub use columns::ColumnChoice;
pub use error::{ConfigError, Origin};
pub use settings::{
    AsOfRule, AudienceSettings, DataSettings, MachineSettings, ModelSettings, OutcomeSettings,
    OutputSettings, Settings,
};
pub use source::{ConfigSource, DEFAULT_FILE};

/// The commented configuration that `winback init` writes.
pub const TEMPLATE: &str = include_str!("template.toml");
