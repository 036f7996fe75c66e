//! `winback demo`: the whole way on a made-up business, told so that a newcomer understands it.

use super::generate::ShapeName;
use super::machine::machine;
use super::{Shell, example};
use crate::config::MachineSettings;
use crate::pipeline::{DemoSettings, run_demo};
use std::path::PathBuf;

mod best;
mod words;

/// Show everything on a made-up business: data, model, scores, and whom to win back
///
/// Generates two years of a shop's history, learns from it who leaves, scores every customer as of
/// 2025-01-01, and writes the list of whom to win back. Everything lies in one folder, which a second
/// demo replaces.
#[derive(Debug, clap::Args)]
#[command(after_help = example!["winback demo", "winback demo --customers 5000 --out small-demo"])]
pub struct Args {
    /// Customers of the business
    #[arg(long, value_name = "N", default_value_t = 20_000)]
    customers: u64,
    /// Folder to make
    #[arg(long, value_name = "DIR", default_value = "winback-demo")]
    out: PathBuf,
    /// Another number makes another business
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// What kind of business
    #[arg(long, value_enum, default_value_t = ShapeName::Shop)]
    shape: ShapeName,
    /// Worker threads; all of the machine's by default
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
}

pub(super) fn run(args: Args, shell: &Shell) -> crate::Result<()> {
    let Args { customers, out, seed, shape, threads } = args;
    shell.start_workers(threads)?;
    let demo = DemoSettings { customers, seed, shape: shape.into(), out };
    let defaults = MachineSettings { threads: None, memory_limit: None, spill_dir: None };
    let made = run_demo(&demo, &machine(&defaults, shell), shell)?;
    shell.show(&made, words::told)
}
