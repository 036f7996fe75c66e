//! Who has bought at or after `as_of`, where the transactions reach that far: nobody has to win them back.

use super::known::identifiers;
use super::{ClusterError, connect};
use crate::config::SparkSettings;
use crate::features::sql::Dialect;
use crate::pipeline::load::FUTURE_AFTER_MICROS;
use crate::pipeline::{Job, Machine, Sources, Statements, Watcher};
use crate::spark::Cluster;
use crate::time::AsOf;
use std::collections::HashSet;

/// [`crate::pipeline::bought_since`] with the rows read in a cluster.
pub(in crate::pipeline) fn bought_since_in_cluster(
    spark: &SparkSettings,
    sources: &Sources,
    job: &Job<'_>,
    as_of: AsOf,
) -> crate::Result<HashSet<String>> {
    let Job { settings, machine, watcher } = *job;
    let statements = Statements::of(sources, settings, Dialect::Spark)?;
    let cluster = connect(spark)?;
    Ok(later_buyers(&*cluster, &statements, as_of, machine, watcher)?)
}

/// The identifiers of those with a purchase at or after `as_of`, written as text; rows of the future do not count.
pub(super) fn later_buyers(
    cluster: &dyn Cluster,
    statements: &Statements<'_>,
    as_of: AsOf,
    machine: &Machine,
    watcher: &dyn Watcher,
) -> Result<HashSet<String>, ClusterError> {
    let present = machine.now_micros.saturating_add(FUTURE_AFTER_MICROS);
    let statement = format!(
        "select distinct cast(customer_id as {}) as customer_id from (\n{}\n) s where ts_us >= {} and ts_us < {present} \
         and not is_return",
        statements.id_type(),
        statements.lines(),
        as_of.micros(),
    );
    let rows = cluster.rows(&statement, "later purchases", watcher)?;
    let mut buyers = HashSet::new();
    for batch in &rows {
        let ids = identifiers(batch);
        buyers.extend((0..ids.len()).map(|i| ids.get(i).to_string()));
    }
    Ok(buyers)
}
