//! `[monitor]`: from where on a night's scores are worth a look, and who is told.

use super::options;
use super::spec::{endpoint, limits, list, path, yes_no};
use crate::monitor::checks::{base_rate, calibration, feature_drift, lost_money, ranking};
use crate::monitor::{Endpoint, Limits, MonitorSettings, WatchLimits};
use std::path::PathBuf;
use toml::Value;

fn pair(limits: Limits) -> Value {
    list(&[limits.warn, limits.alert])
}

options! {
    /// From where on a night's scores are worth a look or alert, and who is told. Of each pair the first number is
    /// worth a look, the second an alert.
    section "monitor", heading "Monitoring";
    struct MonitorOptions {
        /// Drift of the score and of every feature, by the population stability index (PSI).
        ///
        /// Between tonight's customers and those of the training, in the bins of their deciles. Small samples are
        /// shrunk towards the training, so that chance alone alerts nobody.
        drift: Limits = limits(0.0).default(pair(feature_drift::LIMITS));
        /// Shift of the base rate: customers who came back within days, against what their scores led to expect, in
        /// log-odds.
        base_rate: Limits = limits(0.0).default(pair(base_rate::LIMITS));
        /// Realised calibration: share of an earlier night's customers who left, against the mean of their scores, in
        /// log-odds.
        calibration: Limits = limits(0.0).default(pair(calibration::LIMITS));
        /// Realised ranking: what an earlier night's scores lost of the AUC that their model was judged by.
        auc_lost: Limits = limits(0.0).default(pair(ranking::LIMITS));
        /// Money lost with an earlier night's customers, as a factor of what was at risk, or its inverse.
        lost_money: Limits = limits(1.0).default(pair(lost_money::LIMITS));
        /// Whether an alert ends the night with exit code 5 before anything is published.
        fail_on_alert: bool = yes_no().default(false);
        /// File of the last night's metrics, such as one for a node exporter's textfile collector.
        ///
        /// OpenMetrics text, made anew whenever a night ends.
        metrics: Option<PathBuf> = path().without("no metrics are written")
            .example("/var/lib/node_exporter/textfile/winback.prom").machine_only();
        /// Where OpenLineage events of every night go: a file to whose end they are added, or an address.
        lineage: Option<Endpoint> = endpoint().without("no events are sent")
            .example("http://marquez.internal:5000/api/v1/lineage").machine_only();
        /// Address to which failures and alerts are sent as JSON.
        ///
        /// Its field `text` is what Slack, Mattermost and the like show. A file is added to instead. What cannot be
        /// delivered within five seconds is warned of; it ends no night. The address is kept out of logs and manifests.
        webhook: Option<Endpoint> = endpoint().without("nobody is told")
            .example("https://hooks.example.com/services/T0/B0/XYZ").machine_only();
    }
}

impl MonitorOptions {
    /// As the stages take them.
    pub fn settings(self) -> MonitorSettings {
        let Self {
            drift,
            base_rate,
            calibration,
            auc_lost,
            lost_money,
            fail_on_alert,
            metrics,
            lineage,
            webhook,
        } = self;
        MonitorSettings {
            limits: WatchLimits { drift, base_rate, calibration, auc_lost, lost_money },
            fail_on_alert,
            metrics,
            lineage,
            webhook,
        }
    }
}
