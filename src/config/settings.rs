//! The checked settings of every stage: plain types, no parsing (see `check`), no default.
//!
//! What depends on the files' schemas (which column plays which part) or on the clock
//! ("yesterday") is resolved later, by `choice` and by the command line.

use super::choice::Choice;
use super::columns::ColumnChoice;
use super::error::ConfigError;
use super::raw::RawConfig;
use crate::ingest::{CustomerColumn, EventColumn, QualityLimits};
use crate::score::ScoreSettings;
use crate::time::{AsOf, Horizon, Zone};
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

    /// Up to when the history is looked at.
    pub fn as_of(&self) -> Result<AsOfRule, ConfigError> {
        self.as_of.ok_or(ConfigError::Missing {
            what: "as-of date",
            flag: "--as-of YYYY-MM-DD",
            key: "data.as_of",
        })
    }
}

/// The question the model answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutcomeSettings {
    /// Length of the outcome window.
    pub horizon: Horizon,
    /// Days between `as_of` and the outcome window.
    pub gap_days: u32,
    /// How far back the last purchase may lie.
    pub lookback_days: u32,
}

/// Where models lie, and how they are trained.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelSettings {
    /// Folder of the registry.
    pub models: PathBuf,
    /// NAME, NAME/VERSION, NAME@ALIAS or PATH.
    pub model: String,
    /// Rows of the design matrix at most.
    pub max_training_rows: u64,
    /// Features or families to use, a leading `-` taking one away; empty means all.
    pub features: Vec<String>,
}

/// Where results go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputSettings {
    /// Folder.
    pub output: PathBuf,
    /// HTML file; `report.html` in the output folder by default.
    pub report: PathBuf,
}

/// What the process may use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MachineSettings {
    /// Worker threads; as many as the machine offers where absent.
    pub threads: Option<usize>,
    /// Bytes; derived from the machine where absent.
    pub memory_limit_bytes: Option<u64>,
    /// Folder for spilled partitions; the system's temporary folder where absent.
    pub spill_dir: Option<PathBuf>,
}

/// Who is worth winning back.
#[derive(Debug, Clone, PartialEq)]
pub struct AudienceSettings {
    /// Money to spend on contacts and offers; no limit where absent.
    pub budget: Option<f64>,
    /// Customers on the list; no limit where absent.
    pub list_size: Option<u64>,
    /// Share of a sale that is margin.
    pub margin_share: f64,
    /// Share of the customers about to churn whom the offer keeps.
    pub save_rate: f64,
    /// Share of contacted customers who take the offer.
    pub accept_rate: f64,
    /// Cost of a contact.
    pub contact_cost: f64,
    /// Cost of an accepted offer.
    pub offer_cost: f64,
    /// Share held back for measurement.
    pub control_share: f64,
    /// Text hashed with the customer; another salt draws another control group.
    pub control_salt: String,
    /// Days during which a contacted customer is left alone.
    pub cool_down_days: u32,
}

/// Everything, checked.
#[derive(Debug, Clone)]
pub struct Settings {
    /// What is read.
    pub data: DataSettings,
    /// Parts of the transactions' columns.
    pub columns: ColumnChoice,
    /// Parts of the events' columns.
    pub event_columns: Choice<EventColumn>,
    /// Parts of the customers' columns.
    pub customer_columns: Choice<CustomerColumn>,
    /// The question.
    pub outcome: OutcomeSettings,
    /// Models.
    pub model: ModelSettings,
    /// Results.
    pub output: OutputSettings,
    /// Threads, memory, disk.
    pub machine: MachineSettings,
    /// Gates.
    pub quality: QualityLimits,
    /// Wording of scores.
    pub scores: ScoreSettings,
    /// The win-back list.
    pub audience: AudienceSettings,
    /// The merged values as they were given, for manifests.
    pub given: RawConfig,
}
