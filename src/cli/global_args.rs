//! The flags that every command understands: how to speak.

use super::log::LogFormat;
use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser};

/// How to speak; understood by every command.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Output")]
pub struct GlobalArgs {
    /// How results are written to stdout
    // A text: a command may write other formats to a file under the same flag.
    #[arg(long, global = true, default_value = "table", value_parser = formats())]
    pub format: String,
    /// How messages are written to stderr
    #[arg(long, global = true, value_enum, default_value_t = LogFormat::Text)]
    pub log_format: LogFormat,
    /// Only errors on stderr: no progress, no messages
    #[arg(long, short, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// More messages on stderr
    #[arg(long, short, global = true)]
    pub verbose: bool,
}

fn formats() -> PossibleValuesParser {
    let value = |name: &'static str, help: &'static str| PossibleValue::new(name).help(help);
    [value("table", "For people"), value("json", "For programs: one JSON document")].into()
}
