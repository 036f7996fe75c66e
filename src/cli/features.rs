//! `winback features`: features of every customer as of a date, to Parquet; or the catalogue.

use super::inputs::open_inputs;
use super::machine::machine;
use super::{DataArgs, Shell, TextTable, example};
use crate::features::{Feature, Unit, families};
use crate::ingest::Quality;
use crate::pipeline::{
    FeaturesWritten, Job, Snapshots, SnapshotsWritten, Wanted, open_model, write_features,
    write_snapshots,
};
use std::path::{Path, PathBuf};

/// Compute features of every customer as of a date
///
/// Writes one Parquet file: `customer_id` and one column per feature. Customers stand in a fixed order
/// that depends on their identifiers alone. What cannot be computed is null; counts are 0. With
/// --model, the columns are the features which that model reads, in its order, those of its fitted
/// value models among them.
///
/// With --snapshots, one row per date and customer whom the question asks about at it (who bought within
/// --lookback-days): `customer_id`, `as_of`, the features as of that date, and what became of the customer: `churned`,
/// whether no purchase followed within --horizon-days, and `days_to_next_purchase`. Both are null where the outcome
/// window reaches beyond --as-of.
#[derive(Debug, clap::Args)]
#[command(after_help = example![
    "winback features --transactions orders.parquet --as-of 2024-07-01 --out features.parquet",
    "winback features --transactions orders.parquet --snapshots 2024-01-01,2024-04-01 --horizon-days 60 --out labelled.parquet",
    "winback features --list"
])]
pub struct Args {
    /// Parquet file to write
    #[arg(long, value_name = "FILE", required_unless_present = "list")]
    out: Option<PathBuf>,
    /// Only these features, in this order; all that the mapped columns allow by default
    #[arg(long, value_name = "NAME,…", value_delimiter = ',', conflicts_with = "model")]
    features: Option<Vec<String>>,
    /// Labelled snapshots of these dates
    #[arg(long, value_name = "DATE,…", value_delimiter = ',', conflicts_with = "list")]
    snapshots: Option<Vec<String>>,
    /// Print the catalogue: every feature with its unit and definition
    #[arg(long)]
    list: bool,
    #[command(flatten)]
    data: DataArgs,
}

pub(super) fn run(args: Args, shell: &Shell) -> crate::Result<()> {
    let Args { out, features, snapshots, list, data } = args;
    let model_named = data.flags.get("model", "model").is_some();
    let settings = data.settings(shell)?;
    let Some(out) = out.filter(|_| !list) else {
        return show_catalogue(&settings.columns.channels, shell);
    };
    let sources = open_inputs(&settings)?;
    let machine = machine(&settings.machine, shell);
    let job = Job { settings: &settings, machine: &machine, watcher: shell };
    let artifact = model_named.then(|| open_model(&settings)).transpose()?;
    let wanted = match (&artifact, &features) {
        (Some(artifact), _) => Wanted::OfModel(artifact),
        (None, Some(names)) => Wanted::Named(names),
        (None, None) => Wanted::All,
    };
    if let Some(dates) = snapshots {
        let snapshots = Snapshots::of(&dates, &settings)?;
        let written = write_snapshots(&sources, &job, &wanted, &snapshots, &out)?;
        return shell.show(&written, snapshots_in_words);
    }
    let written = write_features(&sources, &job, &wanted, &out)?;
    shell.show(&written, in_words)
}

fn in_words(written: &FeaturesWritten) -> String {
    let FeaturesWritten { out, as_of, customers, features, quality, spilled_bytes } = written;
    let made = format!("{customers} customers × {features} features as of {as_of}");
    with_rows(&made, out, quality, *spilled_bytes)
}

fn snapshots_in_words(written: &SnapshotsWritten) -> String {
    let SnapshotsWritten { out, as_of, snapshots, rows, features, quality, spilled_bytes } =
        written;
    let made = format!(
        "{rows} customers at {} dates × {features} features and what became of them before {as_of}",
        snapshots.len()
    );
    with_rows(&made, out, quality, *spilled_bytes)
}

fn with_rows(made: &str, out: &Path, quality: &Quality, spilled_bytes: u64) -> String {
    let mut words = vec![format!(
        "{made} in {}\n{} of {} rows used",
        out.display(),
        quality.used,
        quality.rows
    )];
    if quality.used < quality.rows {
        words.push(format!(" ({})", quality.reasons()));
    }
    if spilled_bytes > 0 {
        words.push(format!("; {} MB waited on disk", spilled_bytes / 1_000_000));
    }
    words.concat()
}

/// A feature, as the catalogue shows it.
#[derive(Debug, serde::Serialize)]
struct CatalogueEntry {
    name: String,
    family: &'static str,
    unit: Unit,
    definition: String,
}

fn show_catalogue(channels: &[String], shell: &Shell) -> crate::Result<()> {
    let features: Vec<Feature> =
        families(channels).iter().flat_map(|family| family.features()).collect();
    let entry = |f: &Feature| CatalogueEntry {
        name: f.name.clone(),
        family: f.family,
        unit: f.unit,
        definition: f.definition.clone(),
    };
    let entries: Vec<CatalogueEntry> = features.iter().map(entry).collect();
    shell.show(&entries, |_| {
        let mut table = TextTable::new(&["feature", "family", "unit", "definition"]);
        for feature in &features {
            let unit = format!("{:?}", feature.unit).to_lowercase();
            let cells = [&feature.name, feature.family, &unit, &feature.definition];
            table.row(&cells.map(str::to_owned));
        }
        table.to_string()
    })
}
