//! A Spark cluster, asked over Spark Connect: three calls, and nothing of what is asked.
//!
//! [`Cluster`] is what the pipeline knows of it: the rows of a statement, a statement's rows written as Parquet, and
//! an end to what runs. `connect` speaks the protocol (cargo feature `spark`; without it `--engine spark` is
//! refused by name). SQL is made elsewhere.

mod address;
#[cfg(feature = "spark")]
mod connect;
mod error;
#[cfg(feature = "spark")]
mod progress;
mod running;
#[cfg(feature = "spark")]
mod stream;
#[cfg(feature = "spark")]
mod words;

pub(crate) use address::Address;
pub(crate) use error::SparkError;
pub(crate) use running::cancel_all;

use crate::progress::Watcher;
use arrow_array::RecordBatch;

/// A cluster that runs statements in the session time zone UTC.
pub(crate) trait Cluster: Sync {
    /// The rows of a statement, few enough for this machine's memory; `what` names the work to the watcher.
    fn rows(
        &self,
        statement: &str,
        what: &str,
        watcher: &dyn Watcher,
    ) -> Result<Vec<RecordBatch>, SparkError>;

    /// Has the cluster write the rows of a statement as Parquet files into the folder `path`, a path or URL as the
    /// cluster sees it. What lies there is replaced.
    fn write(
        &self,
        statement: &str,
        path: &str,
        what: &str,
        watcher: &dyn Watcher,
    ) -> Result<(), SparkError>;

    /// Ends what runs now; nothing where nothing does.
    fn cancel(&self);
}

/// Connects to a cluster.
#[cfg(feature = "spark")]
pub(crate) fn connect(address: &Address) -> Result<std::sync::Arc<dyn Cluster + Send>, SparkError> {
    connect::Connect::open(address)
}

/// Refuses: the client is not built in.
#[cfg(not(feature = "spark"))]
pub(crate) fn connect(_: &Address) -> Result<std::sync::Arc<dyn Cluster + Send>, SparkError> {
    Err(SparkError::NotBuilt)
}
