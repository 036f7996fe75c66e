//! `winback config`: what may be set, for people and for editors.

use super::{Shell, example};
use crate::config::{reference, schema};

/// Show what may be set in winback.toml
#[derive(Debug, Clone, Copy, clap::Args)]
#[command(after_help = example![
    "winback config schema > winback.schema.json",
    "winback config docs > configuration.md",
])]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Clone, Copy, clap::Subcommand)]
enum What {
    /// Print the JSON Schema, by which editors complete winback.toml and programs check it
    Schema,
    /// Print every setting with its meaning, values and default, as Markdown
    Docs,
}

pub(super) fn run(args: Args, shell: &Shell) -> crate::Result<()> {
    let Args { what } = args;
    match what {
        What::Schema => shell.print_text(&format!("{:#}\n", schema())),
        What::Docs => shell.print_text(&reference()),
    }
}
