//! The checked settings of every stage: plain types, no parsing (see `check`), no default (see `options`).
//!
//! What depends on the files' schemas (which column plays which part) or on the clock
//! ("yesterday") is resolved later, by `choice` and by the command line.

use super::choice::Choice;
use super::columns::ColumnChoice;
use super::error::ConfigError;
use super::options::machine::MachineSettings;
use super::options::model::ModelSettings;
use super::options::outcome::OutcomeSettings;
use super::options::output::OutputSettings;
use super::options::report::ReportSettings;
use super::raw::RawConfig;
use crate::audience::AudienceSettings;
use crate::ingest::{
    CustomerColumn, EventColumn, QualityLimits, RefusalNames, RowFilter, TypeRules,
};
use crate::monitor::MonitorSettings;
use crate::score::ScoreSettings;
use crate::spark::Address;
use crate::table::{Stores, catalogued, is_url};
use crate::time::{AsOf, Zone};
use std::path::PathBuf;

/// Up to when the history is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AsOfRule {
    /// A fixed date.
    Date(AsOf),
    /// The midnight at which the present day began: everything up to yesterday is seen.
    Today,
    /// The midnight at which yesterday began.
    Yesterday,
    /// The midnight after the newest transaction.
    DataEnd,
}

/// What is read.
#[derive(Debug, Clone)]
pub struct DataSettings {
    pub(super) transactions: Option<String>,
    /// Engagement events, if any.
    pub events: Option<String>,
    /// Contact details, if any.
    pub customers: Option<String>,
    /// The business's zone.
    pub zone: Zone,
    pub(super) as_of: Option<AsOfRule>,
    /// What opens inputs in object stores; the command line gives it the environment.
    pub stores: Stores,
    /// Days that may lie between the newest transaction and `as_of`; no limit where absent.
    pub max_staleness_days: Option<u32>,
}

impl DataSettings {
    /// The transactions: file, folder or glob.
    pub fn transactions(&self) -> Result<&str, ConfigError> {
        self.transactions.as_deref().ok_or(ConfigError::Missing {
            what: "transactions",
            flag: "--transactions",
            key: "data.transactions",
        })
    }

    /// The same data by paths that mean the same to other machines, as far as they see them.
    #[must_use]
    pub(crate) fn by_absolute_paths(self) -> Self {
        let absolute = |spec: String| match std::path::absolute(&spec) {
            Ok(path) if !is_url(&spec) && catalogued(&spec).is_none() => {
                path.to_string_lossy().into_owned()
            }
            _ => spec,
        };
        let Self { transactions, events, customers, .. } = self.clone();
        let [transactions, events, customers] =
            [transactions, events, customers].map(|spec| spec.map(absolute));
        Self { transactions, events, customers, ..self }
    }

    /// The same data, looked at up to a fixed instant.
    #[must_use]
    pub(crate) fn seen_from(self, as_of: AsOf) -> Self {
        Self { as_of: Some(AsOfRule::Date(as_of)), ..self }
    }

    /// Up to when the history is looked at.
    pub fn as_of(&self) -> Result<AsOfRule, ConfigError> {
        self.as_of.ok_or(ConfigError::Missing {
            what: "as-of date",
            flag: "--as-of YYYY-MM-DD",
            key: "data.as_of",
        })
    }
}

/// Who works on the transactions.
#[derive(Debug, Clone)]
pub enum EngineSettings {
    /// This process.
    Local,
    /// A Spark cluster.
    Spark(SparkSettings),
}

/// A Spark cluster, and what it is asked for.
#[derive(Debug, Clone)]
pub struct SparkSettings {
    /// Where it is.
    pub address: Address,
    /// Where it leaves what this machine reads; beside the results where absent.
    pub work_dir: Option<PathBuf>,
    /// Customers that come back for a training, about so many at most.
    pub sample_customers: u64,
}

/// Everything, checked.
#[derive(Debug, Clone)]
pub struct Settings {
    /// What is read.
    pub data: DataSettings,
    /// Parts of the transactions' columns.
    pub columns: ColumnChoice,
    /// Which rows of the transactions count.
    pub rows: RowFilter,
    /// Parts of the events' columns.
    pub event_columns: Choice<EventColumn>,
    /// What the types of events mean.
    pub event_types: TypeRules,
    /// Parts of the customers' columns.
    pub customer_columns: Choice<CustomerColumn>,
    /// Columns that are refusals, and those that are none, whatever their names.
    pub refusal_names: RefusalNames,
    /// The question.
    pub outcome: OutcomeSettings,
    /// Models.
    pub model: ModelSettings,
    /// Results.
    pub output: OutputSettings,
    /// Who works on the transactions.
    pub engine: EngineSettings,
    /// Threads, memory, disk.
    pub machine: MachineSettings,
    /// Gates.
    pub quality: QualityLimits,
    /// Wording of scores.
    pub scores: ScoreSettings,
    /// The win-back list.
    pub audience: AudienceSettings,
    /// The report.
    pub report: ReportSettings,
    /// What is watched, and who is told.
    pub monitor: MonitorSettings,
    /// Whether inputs that have lost something since the last run are accepted. Never from the file: a
    /// loss is accepted once.
    pub accept_losses: bool,
    /// The merged values as they were given, for manifests.
    pub given: RawConfig,
}
