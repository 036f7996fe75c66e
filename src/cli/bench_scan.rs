//! `winback bench-scan`: how long decoding alone takes, the yardstick for `winback features`.
//!
//! Decodes the columns that `features` with the same `--features` would decode, on as many threads, and
//! does nothing with them. Kept out of the list of commands: it is for measuring.

use super::inputs::open_inputs;
use super::{DataArgs, Shell, example};
use crate::features::{FeatureSet, families};
use crate::pipeline::scan;
use std::time::Instant;

/// Decode what `features` would decode, and say how long it took
#[derive(Debug, clap::Args)]
#[command(after_help = example![
    "winback bench-scan --transactions orders.parquet --features purchases,spend"
])]
pub struct Args {
    /// The features whose columns are decoded; all that the mapped columns allow by default
    #[arg(long, value_name = "NAME,…", value_delimiter = ',')]
    features: Option<Vec<String>>,
    #[command(flatten)]
    data: DataArgs,
}

#[derive(serde::Serialize)]
struct Scanned {
    rows: u64,
    seconds: f64,
}

pub(super) fn run(args: Args, shell: &Shell) -> crate::Result<()> {
    let Args { features, data } = args;
    let settings = data.settings(shell)?;
    let sources = open_inputs(&settings)?;
    let families = families(&settings.columns.channels);
    let set = FeatureSet::select(families, sources.available(), features.as_deref())?;
    let started = Instant::now();
    let rows = scan(&sources, set.needs(), shell)?;
    let scanned = Scanned { rows, seconds: started.elapsed().as_secs_f64() };
    shell.show(&scanned, |s| format!("{} rows decoded in {:.3} s", s.rows, s.seconds))
}
