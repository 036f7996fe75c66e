//! `winback sql`: the features as one SELECT statement for another engine. Runs nothing and reads no
//! row: of the data only the columns' names are looked at.

use super::{DataArgs, Shell, example};
use crate::config::{AsOfRule, Settings};
use crate::error::{Failure, Kind};
use crate::features::sql::{Dialect, Inputs, canonical, select};
use crate::features::{Feature, FeatureSet, families};
use crate::history::Columns;
use crate::ingest::{EventMapping, TransactionMapping};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use std::path::{Path, PathBuf};

/// Print the features as SQL for another engine
///
/// With --transactions, the statement reads those files and maps their columns as every command
/// does. Without, it reads tables named transactions and events that have the canonical columns.
/// Spark must run in the session time zone UTC.
#[derive(Debug, clap::Args)]
#[command(after_help = example![
    "winback sql --dialect duckdb --transactions orders.parquet --as-of 2024-07-01 > features.sql",
    "winback sql --dialect spark --as-of 2024-07-01 --features purchases,spend_90d"
])]
pub struct Args {
    /// The engine that will run it
    #[arg(long, value_name = "ENGINE", value_parser = ["duckdb", "spark", "datafusion"])]
    dialect: String,
    /// Only these features, in this order; all that the columns allow by default
    #[arg(long, value_name = "NAME,…", value_delimiter = ',')]
    features: Option<Vec<String>>,
    #[command(flatten)]
    data: DataArgs,
}

/// What stands against printing it.
#[derive(Debug, thiserror::Error)]
pub enum SqlCommandError {
    /// The rule for `as_of` needs the data or the clock.
    #[error("SQL needs a fixed date: pass --as-of YYYY-MM-DD")]
    NoDate,
    /// No file to take the columns' names from.
    #[error("no Parquet file at {0}: check the path")]
    NoFile(String),
    /// The file's columns cannot be read.
    #[error("cannot read the columns of {}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: parquet::errors::ParquetError,
    },
}

impl Failure for SqlCommandError {
    fn kind(&self) -> Kind {
        Kind::Usage
    }
}

pub fn run(args: Args, shell: &Shell) -> crate::Result<()> {
    let Args { dialect, features, data } = args;
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
    let names: Vec<&str> = set.features().iter().map(|f| f.name.as_str()).collect();
    let statement = select(&catalogue, &names, &inputs, dialect, as_of)?;
    shell.print_text(&statement)
}

/// What makes the canonical tables, and the optional columns that they will have.
pub fn inputs(settings: &Settings, dialect: Dialect) -> crate::Result<(Inputs, Columns)> {
    let Ok(path) = settings.data.transactions() else {
        return Ok((Inputs::default(), Columns::ALL));
    };
    let zone = &settings.data.zone;
    let mapping = settings.columns.settle(&column_names(path)?, Path::new(path))?.mapping;
    let mut available = columns_of(&mapping);
    let relation = relation(path, dialect);
    let transactions = canonical::transactions(&mapping, &relation, dialect, zone);
    let mut inputs = Inputs { transactions: Some(transactions), events: None };
    if let Some(path) = &settings.data.events {
        let (mapping, _): (EventMapping, _) =
            settings.event_columns.settle(&column_names(path)?, Path::new(path))?;
        let relation = self::relation(path, dialect);
        inputs.events = Some(canonical::events(&mapping, &relation, dialect, zone));
        available.events = true;
    }
    Ok((inputs, available))
}

fn columns_of(mapping: &TransactionMapping) -> Columns {
    Columns {
        quantity: mapping.quantity.is_some(),
        discount: mapping.discount.is_some(),
        product: mapping.product_id.is_some(),
        category: mapping.category.is_some(),
        channel: mapping.channel.is_some(),
        events: false,
    }
}

/// The files as a relation; `DuckDB` does not look into folders by itself.
fn relation(path: &str, dialect: Dialect) -> String {
    if dialect == Dialect::DuckDb && Path::new(path).is_dir() {
        return dialect.parquet(&format!("{}/**/*.parquet", path.trim_end_matches('/')));
    }
    dialect.parquet(path)
}

/// The names of the columns of the first file.
fn column_names(path: &str) -> Result<Vec<String>, SqlCommandError> {
    let nothing = || SqlCommandError::NoFile(path.to_owned());
    let pattern = match Path::new(path) {
        folder if folder.is_dir() => folder.join("**/*.parquet").to_string_lossy().into_owned(),
        _ => path.to_owned(),
    };
    let file = glob::glob(&pattern).ok().and_then(|mut found| found.find_map(Result::ok));
    let path = file.ok_or_else(nothing)?;
    let file = std::fs::File::open(&path).map_err(|_| nothing())?;
    let reader = ParquetRecordBatchReaderBuilder::try_new(file)
        .map_err(|source| SqlCommandError::Unreadable { path, source })?;
    Ok(reader.schema().fields().iter().map(|field| field.name().clone()).collect())
}
