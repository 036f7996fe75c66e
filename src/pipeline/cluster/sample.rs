//! The raw rows of some customers, handed over by a cluster: what a model is learned from, and what the measures of the
//! whole base are counted of.
//!
//! Raw rows, not labelled snapshots or sums: whatever a training does (labels, features, judgement, base rate) and every
//! measure is then of the same code as without a cluster, and where all customers are in the sample the results are the
//! same to the byte.
//! Who is in it depends on the identifier alone.

use super::connect;
use super::counts::{Counted, count};
use super::handed_over::{HandedOver, place};
use crate::config::{EngineSettings, Settings, SparkSettings};
use crate::features::sql::Dialect;
use crate::ingest::{Quality, RowFilter};
use crate::pipeline::{Job, Sources, Statements};
use crate::spark::Cluster;

/// Shares are counted in millionths.
const MILLION: u64 = 1_000_000;

/// Sources of the sampled customers, and the settings by which they are read on this machine.
pub(in crate::pipeline) struct Sampled {
    pub sources: Sources,
    pub settings: Settings,
    /// All rows of the cluster by what becomes of them.
    pub quality: Quality,
    /// The share of the customers that is in the sample; none where all are.
    pub share: Option<f64>,
    /// What was handed over stays until this is dropped.
    _handed_over: Vec<HandedOver>,
}

/// Has the cluster hand over the rows of so many customers as the settings say.
pub(in crate::pipeline) fn sampled(
    spark: &SparkSettings,
    sources: &Sources,
    job: &Job<'_>,
) -> crate::Result<Sampled> {
    let settings = job.settings;
    let statements = Statements::of(sources, settings, Dialect::Spark)?;
    let cluster = connect(spark)?;
    let counted = count(&*cluster, &statements, sources, job)?;
    let Counted { as_of, customers, quality, .. } = counted;
    let drawn = draw(&*cluster, &statements, spark, sources, job, customers)?;
    let settings = Settings {
        engine: EngineSettings::Local,
        data: settings.data.clone().seen_from(as_of),
        ..settings.clone()
    };
    let Drawn { sources, share, handed_over } = drawn;
    Ok(Sampled { sources, settings, quality, share, _handed_over: handed_over })
}

/// The rows of some customers, or of all.
pub(in crate::pipeline) struct Drawn {
    pub sources: Sources,
    /// The share of the customers that is in the sample; none where all are.
    pub share: Option<f64>,
    /// What was handed over stays until this is dropped.
    handed_over: Vec<HandedOver>,
}

/// Has the cluster hand over the rows of as many of about so many `customers` as the settings say.
pub(super) fn draw(
    cluster: &dyn Cluster,
    statements: &Statements<'_>,
    spark: &SparkSettings,
    sources: &Sources,
    job: &Job<'_>,
    customers: u64,
) -> crate::Result<Drawn> {
    let Job { settings, watcher, .. } = *job;
    let millionths = share(spark.sample_customers, customers);
    if let Some(millionths) = millionths {
        let percent = millionths as f64 / 1e4;
        tracing::info!("{percent:.2} % of about {customers} customers come back");
    }
    let place = place(spark, settings);
    let ask =
        |statement: &str, what: &str| HandedOver::ask(cluster, statement, what, &place, watcher);
    let rows = ask(&statements.rows_of_some(millionths), "rows of the sample")?;
    let mut sampled = sources.clone();
    sampled.transactions = sampled.transactions.in_files(rows.files.clone());
    // Of rows that have versions, the newest alone have come.
    sampled.rows = RowFilter { newest: None, ..sampled.rows };
    let mut handed_over = vec![rows];
    if let Some((statement, input)) =
        statements.events_of_some(millionths).zip(sampled.events.take())
    {
        let rows = ask(&statement, "events of the sample")?;
        sampled.events = Some(input.in_files(rows.files.clone()));
        handed_over.push(rows);
    }
    // Who is not in the sample would look like somebody who has never bought.
    if millionths.is_some() {
        sampled.customers = None;
    }
    let share = millionths.map(|millionths| millionths as f64 / MILLION as f64);
    Ok(Drawn { sources: sampled, share, handed_over })
}

/// The share of the customers that comes back; none where all do.
fn share(wanted: u64, customers: u64) -> Option<u64> {
    let millionths =
        (u128::from(wanted) * u128::from(MILLION) / u128::from(customers.max(1))) as u64;
    (millionths < MILLION).then(|| millionths.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_of_all_is_no_sample() {
        assert_eq!(share(500_000, 4_000), None);
        assert_eq!(share(500_000, 0), None);
        assert_eq!(share(500_000, 1_000_000), Some(500_000));
        assert_eq!(share(1_000, 100_000_000_000), Some(1));
    }
}
