//! The flags that commands share, and their way into the settings.
//!
//! Each flag but `--config` has a key in `winback.toml`; the flag wins. Nothing is checked here.

use super::shell::Shell;
use crate::config::raw::{
    RawAudience, RawColumns, RawConfig, RawData, RawMachine, RawModel, RawOutcome, RawOutput,
};
use crate::config::{ConfigSource, DEFAULT_FILE, Settings};
use clap::Args;
use std::path::{Path, PathBuf};

const AS_OF_HELP: &str =
    "Everything before this date's midnight is seen: YYYY-MM-DD, today, yesterday or data_end";

/// The data, the question and the places: shared by every command that reads a history.
#[derive(Debug, Clone, Default, Args)]
pub struct DataArgs {
    /// Configuration file; winback.toml of the working folder is read if it exists
    #[arg(long, value_name = "FILE", help_heading = "Data")]
    pub config: Option<PathBuf>,
    /// Parquet file, folder (searched to the bottom) or glob of transactions
    #[arg(long, value_name = "PATH", help_heading = "Data")]
    pub transactions: Option<String>,
    /// Parquet file, folder or glob of engagement events
    #[arg(long, value_name = "PATH", help_heading = "Data")]
    pub events: Option<String>,
    /// Parquet file, folder or glob of customers' contact details and consent
    #[arg(long, value_name = "PATH", help_heading = "Data")]
    pub customers: Option<String>,
    /// Column: whose transaction it is
    #[arg(long, value_name = "COLUMN", help_heading = "Columns")]
    pub customer_id: Option<String>,
    /// Column: when it happened
    #[arg(long, value_name = "COLUMN", help_heading = "Columns")]
    pub timestamp: Option<String>,
    /// Column: money paid
    #[arg(long, value_name = "COLUMN", help_heading = "Columns", conflicts_with = "unit_price")]
    pub amount: Option<String>,
    /// Column: units; with --unit-price, the amount is their product
    #[arg(long, value_name = "COLUMN", help_heading = "Columns")]
    pub quantity: Option<String>,
    /// Column: price of a unit
    #[arg(long, value_name = "COLUMN", help_heading = "Columns")]
    pub unit_price: Option<String>,
    /// Column: rows with the same value are one order; without it, a calendar day is an order
    #[arg(long, value_name = "COLUMN", help_heading = "Columns")]
    pub order_id: Option<String>,
    /// Column: kind of product
    #[arg(long, value_name = "COLUMN", help_heading = "Columns")]
    pub category: Option<String>,
    /// Column: what was bought
    #[arg(long, value_name = "COLUMN", help_heading = "Columns")]
    pub product_id: Option<String>,
    /// Column: where it was bought
    #[arg(long, value_name = "COLUMN", help_heading = "Columns")]
    pub channel: Option<String>,
    /// Column: money taken off
    #[arg(long, value_name = "COLUMN", help_heading = "Columns")]
    pub discount: Option<String>,
    /// Column: true, or not 0, where the row is a return
    #[arg(long, value_name = "COLUMN", help_heading = "Columns")]
    pub return_flag: Option<String>,
    /// Up to when the history is looked at
    #[arg(long, value_name = "DATE", help_heading = "Question", help = AS_OF_HELP)]
    pub as_of: Option<String>,
    /// Days without a purchase that count as churn; auto derives them from customers' own gaps
    #[arg(long, value_name = "N|auto", help_heading = "Question")]
    pub horizon_days: Option<String>,
    /// Days between as-of and the outcome window
    #[arg(long, value_name = "N", help_heading = "Question")]
    pub gap_days: Option<u32>,
    /// Customers without a purchase in this many days have lapsed already and are not asked about
    #[arg(long, value_name = "N", help_heading = "Question")]
    pub lookback_days: Option<u32>,
    /// Folder of the models
    #[arg(long, value_name = "DIR", help_heading = "Places")]
    pub models: Option<String>,
    /// Model: NAME, NAME/VERSION, NAME@champion or the path of a model.json
    #[arg(long, value_name = "MODEL", help_heading = "Places")]
    pub model: Option<String>,
    /// Folder of the results
    #[arg(long, value_name = "DIR", help_heading = "Places")]
    pub output: Option<String>,
    /// Worker threads; all of the machine's by default
    #[arg(long, value_name = "N", help_heading = "Machine")]
    pub threads: Option<usize>,
    /// Memory to stay within, such as 4GiB; beyond it, rows wait on disk
    #[arg(long, value_name = "SIZE", help_heading = "Machine")]
    pub memory_limit: Option<String>,
    /// Folder for rows that wait on disk
    #[arg(long, value_name = "DIR", help_heading = "Machine")]
    pub spill_dir: Option<String>,
}

impl DataArgs {
    /// Reads the configuration, lays these flags over it, checks everything, and starts the
    /// workers.
    pub fn settings(&self, shell: &Shell) -> crate::Result<Settings> {
        self.settings_with(RawAudience::default(), shell)
    }

    /// The same, with the flags of the win-back list.
    pub fn settings_with(&self, audience: RawAudience, shell: &Shell) -> crate::Result<Settings> {
        let path = config_path(self.config.as_deref());
        if let Some(path) = &path {
            tracing::info!(path = %path.display(), "configuration");
        }
        let settings = {
            let flags = RawConfig { audience, ..self.to_raw() };
            Settings::check(&ConfigSource::load(path.as_deref(), flags)?)?
        };
        shell.start_workers(settings.machine.threads)?;
        Ok(settings)
    }

    fn to_raw(&self) -> RawConfig {
        let Self {
            config: _,
            transactions,
            events,
            customers,
            customer_id,
            timestamp,
            amount,
            quantity,
            unit_price,
            order_id,
            category,
            product_id,
            channel,
            discount,
            return_flag,
            as_of,
            horizon_days,
            gap_days,
            lookback_days,
            models,
            model,
            output,
            threads,
            memory_limit,
            spill_dir,
        } = self.clone();
        let data = RawData { transactions, events, customers, as_of, ..RawData::default() };
        let columns = RawColumns {
            customer_id,
            timestamp,
            amount,
            quantity,
            unit_price,
            order_id,
            category,
            product_id,
            channel,
            discount,
            return_flag,
            ..RawColumns::default()
        };
        let horizon_days = horizon_days.map(toml::Value::String);
        let memory_limit = memory_limit.map(toml::Value::String);
        RawConfig {
            data,
            columns,
            outcome: RawOutcome { horizon_days, gap_days, lookback_days },
            model: RawModel { models, model, ..RawModel::default() },
            output: RawOutput { output, ..RawOutput::default() },
            machine: RawMachine { threads, memory_limit, spill_dir },
            ..RawConfig::default()
        }
    }
}

/// The configuration to read: the one that is named, or the working folder's.
pub fn config_path(named: Option<&Path>) -> Option<PathBuf> {
    named.map(Path::to_owned).or_else(|| {
        let here = Path::new(DEFAULT_FILE);
        here.is_file().then(|| here.to_owned())
    })
}
