//! `winback sql`: the features as one SELECT statement for another engine. Runs nothing: of the data only the
//! columns' names are looked at, and the words of columns that say what rows are.

use super::inputs::open_inputs;
use super::{DataArgs, Shell, example};
use crate::config::{AsOfRule, Settings};
use crate::error::{Failure, Kind};
use crate::features::sql::{Dialect, Inputs, select, select_snapshots};
use crate::features::{Feature, FeatureSet, families};
use crate::history::Columns;
use crate::pipeline::{Snapshots, Statements};

/// Print the features as SQL for another engine
///
/// With --transactions, the statement reads those files and maps their columns as every command
/// does. Without, it reads tables named transactions and events that have the canonical columns.
/// Spark must run in the session time zone UTC. With --snapshots, the statement gives the labelled
/// snapshots of several dates from one pass, as `winback features --snapshots` does.
#[derive(Debug, clap::Args)]
#[command(after_help = example![
    "winback sql --dialect duckdb --transactions orders.parquet --as-of 2024-07-01 > features.sql",
    "winback sql --dialect spark --as-of 2024-07-01 --features purchases,spend_90d",
    "winback sql --dialect spark --as-of 2024-07-01 --snapshots 2024-01-01,2024-04-01 --horizon-days 60"
])]
pub struct Args {
    /// The engine that will run it
    #[arg(long, value_name = "ENGINE", value_parser = ["duckdb", "spark", "datafusion"])]
    dialect: String,
    /// Only these features, in this order; all that the columns allow by default
    #[arg(long, value_name = "NAME,…", value_delimiter = ',')]
    features: Option<Vec<String>>,
    /// Labelled snapshots of these dates, with what became of the customers before --as-of
    #[arg(long, value_name = "DATE,…", value_delimiter = ',')]
    snapshots: Option<Vec<String>>,
    #[command(flatten)]
    data: DataArgs,
}

/// What stands against printing it.
#[derive(Debug, thiserror::Error)]
pub(super) enum SqlCommandError {
    /// The rule for `as_of` needs the data or the clock.
    #[error("SQL needs a fixed date: pass --as-of YYYY-MM-DD")]
    NoDate,
}

impl Failure for SqlCommandError {
    fn kind(&self) -> Kind {
        Kind::Usage
    }
}

pub(super) fn run(args: Args, shell: &Shell) -> crate::Result<()> {
    let Args { dialect, features, snapshots, data } = args;
    let dialect = Dialect::parse(&dialect).unwrap_or(Dialect::DuckDb);
    let settings = data.settings(shell)?;
    let AsOfRule::Date(as_of) = settings.data.as_of()? else {
        return Err(SqlCommandError::NoDate.into());
    };
    let (inputs, available) = inputs(&settings, dialect)?;
    let channels = &settings.columns.channels;
    let catalogue: Vec<Feature> =
        families(channels).iter().flat_map(|family| family.features()).collect();
    let set = FeatureSet::select(families(channels), available, features.as_deref())?;
    let names = set.names();
    let statement = match snapshots {
        None => select(&catalogue, &names, &inputs, dialect, as_of)?,
        Some(dates) => {
            let snapshots = Snapshots::of(&dates, &settings)?;
            snapshots.refuse_later(as_of)?;
            select_snapshots(&catalogue, &names, &inputs, dialect, &snapshots.in_sql(as_of))?
        }
    };
    shell.print_text(&statement)
}

/// What makes the canonical tables, and the optional columns that they will have.
pub(super) fn inputs(settings: &Settings, dialect: Dialect) -> crate::Result<(Inputs, Columns)> {
    if settings.data.transactions().is_err() {
        return Ok((Inputs::default(), Columns::ALL));
    }
    let sources = open_inputs(settings)?;
    let inputs = Statements::of(&sources, settings, dialect)?.inputs()?;
    Ok((inputs, sources.available()))
}
