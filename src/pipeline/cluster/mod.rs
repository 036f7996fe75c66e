//! The work on transactions in a Spark cluster: rows of the inputs become rows of customers there, and what is made
//! of customers is made here, by the same code as without a cluster.
//!
//! `features` has the cluster write the features; `sample` has it hand over the raw rows of some customers, from which
//! a model is learned, the base measured and the data checked as ever (`check` counts beside it what some do not tell); `score` has it compute the features and facts of every customer,
//! and scores them. A night is these one after another. Statements come from `features::sql`, the client from `spark`.
//! What is not done in a cluster is refused by name.

mod catalogue;
mod check;
mod counts;
mod facts;
mod features;
mod handed_over;
mod known;
mod later;
mod query;
mod sample;
mod score;
#[cfg(test)]
mod tests;

pub(super) use catalogue::files_of_table;
pub(super) use check::{Whole, handed_for_check};
pub(super) use features::ClusterWork;
pub(super) use later::bought_since_in_cluster;
pub(super) use sample::{Sampled, sampled};
pub(super) use score::score_in_cluster;

use super::{LoadError, Sources};
use crate::config::{EngineSettings, Settings, SparkSettings};
use crate::error::{Failure, Kind};
use crate::spark::{self, Cluster, SparkError};
use crate::table::{PublishError, SourceError};
use std::path::PathBuf;
use std::sync::Arc;

/// What a cluster is not asked for, or does not give.
#[derive(Debug, thiserror::Error)]
pub enum ClusterError {
    /// Features of the caller's own have no SQL.
    #[error(
        "--engine spark computes the features of the catalogue alone: families of your own have no SQL"
    )]
    OwnFamilies,
    /// A folder that stayed empty here.
    #[error(
        "the cluster has written to {}, and this machine sees nothing there: name a folder that both see, by \
         engine.work_dir (--work-dir) or where results go", .0.display()
    )]
    NothingCame(PathBuf),
    /// A table without rows.
    #[error("the cluster's table {0} has no rows: check its name")]
    EmptyTable(String),
    /// Files that this machine cannot read.
    #[error(
        "the files of the cluster's table {table} cannot be read here: {error}. Both machines must see them by one \
         path, and they must be Parquet"
    )]
    FilesOfTable {
        /// The table's name.
        table: String,
        /// What is wrong.
        error: SourceError,
    },
    /// Rows that the table's files have and the table has not.
    #[error(
        "the cluster's table {table} has {counted} rows, and its files have {there}: rows are deleted that the files \
         still hold. Have the files written again first (Delta: REORG TABLE {table} APPLY (PURGE); Iceberg: the \
         procedure rewrite_data_files), or write the table as Parquet and name that"
    )]
    RowsLeftOut {
        /// The table's name.
        table: String,
        /// Rows of its files.
        there: u64,
        /// Rows of the table.
        counted: u64,
    },
    /// The cluster itself.
    #[error(transparent)]
    Spark(#[from] SparkError),
    /// The data is not fit, or has nothing before `as_of`.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// The place for what it hands over.
    #[error(transparent)]
    Publish(#[from] PublishError),
    /// The system refuses.
    #[error("cannot use {}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
}

impl Failure for ClusterError {
    fn kind(&self) -> Kind {
        match self {
            ClusterError::OwnFamilies
            | ClusterError::NothingCame(_)
            | ClusterError::EmptyTable(_)
            | ClusterError::RowsLeftOut { .. } => Kind::Usage,
            ClusterError::FilesOfTable { error, .. } => error.kind(),
            ClusterError::Spark(error) => error.kind(),
            ClusterError::Load(error) => error.kind(),
            ClusterError::Publish(error) => error.kind(),
            ClusterError::Io { .. } => Kind::Failed,
        }
    }
}

/// The cluster of the settings, if there is one.
pub(super) fn cluster_of(settings: &Settings) -> Option<&SparkSettings> {
    match &settings.engine {
        EngineSettings::Local => None,
        EngineSettings::Spark(spark) => Some(spark),
    }
}

fn connect(spark: &SparkSettings) -> Result<Arc<dyn Cluster + Send>, ClusterError> {
    let cluster = spark::connect(&spark.address)?;
    tracing::info!(address = %spark.address, "Spark");
    Ok(cluster)
}

/// The inputs' name for messages.
fn name_of(sources: &Sources) -> String {
    sources.transactions.files.dataset.path.display().to_string()
}
