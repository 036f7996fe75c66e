//! What is watched, and who is told.

use super::checks::WatchLimits;
use super::endpoint::Endpoint;
use std::path::PathBuf;

/// What is watched, and who is told.
#[derive(Debug, Clone)]
pub struct MonitorSettings {
    /// From where on checks warn and alert.
    pub limits: WatchLimits,
    /// Whether an alert ends the night before anything is published.
    pub fail_on_alert: bool,
    /// File of the last night's metrics, for a node exporter's textfile collector.
    pub metrics: Option<PathBuf>,
    /// Where lineage events go: lines of a file, or HTTP.
    pub lineage: Option<Endpoint>,
    /// Who is told of failures and alerts.
    pub webhook: Option<Endpoint>,
}
