//! `winback import`: CSV exports to Parquet, which all other commands read.

use super::{Shell, example};
use crate::pipeline::{Imported, import_csv};
use crate::words::counted;
use std::path::PathBuf;

/// Make Parquet files of CSV exports
///
/// Reads CSV with commas, semicolons, tabs or bars, plain or gzipped, in UTF-8, and writes a Parquet file for
/// each: all of them, or none if one cannot be read. Every column stays text: identifiers keep their
/// zeros, and dates and amounts are read as people write them when the Parquet file is. In Shopify's
/// order export the facts of an order, which stand on its first line only, are filled down to its other
/// lines; sums of money are not.
#[derive(Debug, clap::Args)]
#[command(after_help = example![
    "winback import orders_export.csv --out tables",
    "winback check --transactions tables/orders_export.parquet --preset shopify",
    "winback import members/*.csv --out members"
])]
pub struct Args {
    /// CSV files: .csv, .tsv or .csv.gz
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Folder to write the Parquet files into
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Replace Parquet files that are there already
    #[arg(long)]
    force: bool,
}

pub(super) fn run(args: Args, shell: &Shell) -> crate::Result<()> {
    let Args { files, out, force } = args;
    let imported = import_csv(&files, &out, force)?;
    shell.show(&imported, |imported| in_words(imported))
}

fn in_words(imported: &[Imported]) -> String {
    let line = |Imported { from, to, rows, columns, filled_down }: &Imported| {
        let filled =
            filled_down.map_or_else(String::new, |layout| format!("; {layout} orders filled down"));
        let rows = counted(*rows as f64, "row", "rows");
        let columns = counted(columns.len() as f64, "column", "columns");
        format!("{} → {}: {rows}, {columns}{filled}", from.display(), to.display())
    };
    imported.iter().map(line).collect::<Vec<_>>().join("\n")
}
