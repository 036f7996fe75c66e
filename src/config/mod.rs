//! `winback.toml` and the command line become validated settings, once.
//!
//! [`options`] is the table of everything that may be set. [`ConfigSource`] reads and merges raw values
//! by it; [`Settings`] checks all of them; [`Choice`] finds the columns when the files' schemas
//! are known. [`template`], [`reference()`] and [`schema`] show the table to people and to
//! editors. No stage sees a raw value.

mod check;
mod choice;
mod clocks;
mod columns;
mod error;
pub mod options;
mod presets;
mod raw;
mod reference;
mod refused;
mod schema;
mod settings;
mod similar;
mod source;
mod taken;
mod template;

pub use choice::{Choice, Resolved};
pub use clocks::Values;
pub use columns::ColumnChoice;
pub use error::{ConfigError, Origin};
pub use options::machine::MachineSettings;
pub use options::model::ModelSettings;
pub use options::outcome::OutcomeSettings;
pub use options::output::OutputSettings;
pub use options::report::ReportSettings;
pub use options::value::MemorySize;
pub use presets::Preset;
pub use raw::RawConfig;
pub use reference::reference;
pub use schema::schema;
pub use settings::{AsOfRule, DataSettings, EngineSettings, Settings, SparkSettings};
pub use source::{ConfigSource, DEFAULT_FILE};
pub use taken::{How, Unsure};
pub use template::{TemplateValue, template, template_with};
