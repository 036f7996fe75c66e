//! `winback import`: CSV exports to Parquet, which all other commands read.

use super::{Shell, example};
use crate::pipeline::{Imported, import_csv};
use std::path::PathBuf;

/// Make Parquet files of CSV exports
///
/// Reads CSV with commas, semicolons or tabs, plain or gzipped, in UTF-8, and writes a Parquet file for
/// each. Every column stays text: identifiers keep their zeros, and dates and amounts are read as people
/// write them when the Parquet file is. In Shopify's order export the facts of an order, which stand on
/// its first line only, are filled down to its other lines.
#[derive(Debug, clap::Args)]
#[command(after_help = example![
    "winback import orders_export.csv --out tables",
    "winback check --transactions tables/orders_export.parquet"
])]
pub struct Args {
    /// CSV files: .csv, .tsv or .csv.gz
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Folder to write the Parquet files into
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

pub fn run(args: Args, shell: &Shell) -> crate::Result<()> {
    let Args { files, out } = args;
    let imported = import_csv(&files, &out)?;
    shell.show(&imported, |imported| in_words(imported))
}

fn in_words(imported: &[Imported]) -> String {
    let line = |Imported { from, to, rows, columns, filled_down }: &Imported| {
        let filled =
            filled_down.map_or_else(String::new, |layout| format!("; {layout} orders filled down"));
        let n = columns.len();
        format!("{} → {}: {rows} rows, {n} columns{filled}", from.display(), to.display())
    };
    imported.iter().map(line).collect::<Vec<_>>().join("\n")
}
