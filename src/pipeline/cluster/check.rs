//! A check of transactions that lie in a cluster: the rows of a sample of customers come here and are looked at as ever;
//! what a sample does not tell is counted there.
//!
//! Where all customers come, everything is found as without a cluster. Else rows, ends of the history, rhythm, the customer
//! with most rows and who stands in which table are the cluster's counts of everybody.

use super::counts::numbers;
use super::sample::{Drawn, draw};
use super::{ClusterError, connect};
use crate::config::SparkSettings;
use crate::features::sql::{Dialect, over_tables};
use crate::history::{Heaviest, Reach};
use crate::ingest::Quality;
use crate::labels::{Rhythm, gaps_in_sql};
use crate::pipeline::check::as_of;
use crate::pipeline::load::FUTURE_AFTER_MICROS;
use crate::pipeline::overlaps::Met;
use crate::pipeline::{Job, Sources, Statements, Watcher};
use crate::spark::{Cluster, SparkError};
use crate::time::{AsOf, MICROS_PER_DAY};
use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{Array, Int64Array, RecordBatch};

/// The rows to look at, and what is known of all of them.
pub(in crate::pipeline) struct HandedForCheck {
    /// Sources of the rows.
    pub drawn: Drawn,
    /// What the cluster counted; none where all rows are there.
    pub whole: Option<Whole>,
}

/// All customers in numbers.
pub(in crate::pipeline) struct Whole {
    pub quality: Quality,
    pub reach: Option<Reach>,
    /// None where nothing lies before `as_of`.
    pub rhythm: Option<Rhythm>,
    pub heaviest: Option<Heaviest>,
    pub met: Met,
    /// Customers with transactions who stand in the customers table.
    pub in_table: u64,
    /// The share of the customers whose rows came.
    pub share: f64,
}

/// Has the cluster hand over the rows, and count.
pub(in crate::pipeline) fn handed_for_check(
    spark: &SparkSettings,
    sources: &Sources,
    job: &Job<'_>,
) -> crate::Result<HandedForCheck> {
    let Job { settings, machine, watcher } = *job;
    let statements = Statements::of(sources, settings, Dialect::Spark)?;
    let cluster = connect(spark)?;
    let present = machine.now_micros.saturating_add(FUTURE_AFTER_MICROS);
    let numbers = numbers(&*cluster, &statements, sources, None, present, watcher)?;
    let drawn = draw(&*cluster, &statements, spark, sources, job, numbers.customers)?;
    let Some(share) = drawn.share else { return Ok(HandedForCheck { drawn, whole: None }) };
    let asked = Asked { cluster: &*cluster, statements: &statements, present, watcher };
    let reach = asked.reach()?;
    let date = reach.map(|reach| as_of(job, reach.last_micros));
    let rhythm = match (date, reach) {
        // What stands against the date is a finding.
        (Some(Ok(date)), Some(reach)) => Some(asked.rhythm(date, reach.first_micros)?),
        _ => None,
    };
    let (met, in_table, heaviest) = asked.customers()?;
    let quality = numbers.quality();
    let whole = Whole { quality, reach, rhythm, heaviest, met, in_table, share };
    Ok(HandedForCheck { drawn, whole: Some(whole) })
}

/// Where the questions go.
pub(super) struct Asked<'a> {
    pub cluster: &'a dyn Cluster,
    pub statements: &'a Statements<'a>,
    /// Rows from here on are of the future.
    pub present: i64,
    pub watcher: &'a dyn Watcher,
}

impl Asked<'_> {
    fn rows(&self, statement: &str, what: &str) -> Result<Vec<RecordBatch>, ClusterError> {
        Ok(self.cluster.rows(statement, what, self.watcher)?)
    }

    /// The lines that count and are not of the future.
    fn lines(&self) -> String {
        format!(
            "select customer_id, ts_us from (\n{}\n) s where ts_us < {}",
            self.statements.lines(),
            self.present
        )
    }

    pub(super) fn reach(&self) -> Result<Option<Reach>, ClusterError> {
        let what = "rows by day";
        let day = format!("(ts_us % {MICROS_PER_DAY} + {MICROS_PER_DAY}) % {MICROS_PER_DAY}");
        let statement = format!(
            "select day, count(*) as n_rows, min(ts_us) as first_us, max(ts_us) as last_us\nfrom (select ts_us, cast((ts_us \
             - {day}) / 8.64e10 as bigint) as day from (\n{}\n) l) d group by day",
            self.lines()
        );
        let mut days = Vec::new();
        let (mut first, mut last) = (i64::MAX, i64::MIN);
        for batch in self.rows(&statement, what)? {
            let [day, rows, from, to] =
                ["day", "n_rows", "first_us", "last_us"].map(|name| whole(&batch, name, what));
            let (day, rows, from, to) = (day?, rows?, from?, to?);
            days.extend((0..day.len()).map(|i| (day.value(i), rows.value(i).max(0) as u64)));
            first = from.iter().flatten().fold(first, i64::min);
            last = to.iter().flatten().fold(last, i64::max);
        }
        Ok((first <= last).then(|| Reach::counted((first, last), &days)))
    }

    /// How everybody buys before an instant.
    pub(super) fn rhythm(&self, as_of: AsOf, first_micros: i64) -> crate::Result<Rhythm> {
        let what = "gaps between orders";
        let inputs = self.statements.inputs()?;
        let statement = over_tables(&gaps_in_sql(), &inputs, Dialect::Spark, as_of);
        let mut rhythm = Rhythm::nobody(first_micros, as_of);
        for batch in self.rows(&statement, what)? {
            let [days, weight, buyers, one_time, last] =
                ["days", "weight", "buyers", "one_time", "last_us"]
                    .map(|name| whole(&batch, name, what));
            let (days, weight, buyers, one_time, last) =
                (days?, weight?, buyers?, one_time?, last?);
            for i in 0..days.len() {
                let of = |column: &Int64Array| column.value(i).max(0) as u64;
                let gap = days.is_valid(i).then(|| (of(days), of(weight)));
                let last = last.is_valid(i).then(|| last.value(i));
                rhythm.add_counted((of(buyers), of(one_time)), last, gap);
            }
        }
        Ok(rhythm)
    }

    /// Customers by the tables that they stand in, and the one with most rows.
    pub(super) fn customers(&self) -> crate::Result<(Met, u64, Option<Heaviest>)> {
        let what = "customers by table";
        let id = self.statements.id_type();
        let mut tables = vec![format!(
            "select cast(customer_id as {id}) as customer_id, 1 as bought, 0 as done, 0 as known from (\n{}\n) l",
            self.lines()
        )];
        if let Some(events) = self.statements.inputs()?.events {
            tables.push(format!(
                "select cast(customer_id as {id}), 0, 1, 0 from (\n{events}\n) e where ts_us < {}",
                self.present
            ));
        }
        if let Some(known) = self.statements.known_customers() {
            tables.push(format!("select cast(customer_id as {id}), 0, 0, 1 from (\n{known}\n) c"));
        }
        let statement = format!(
            "select count_if(bought > 0) as buyers, count_if(done > 0) as with_events,\n  count_if(bought > 0 and done > 0) as \
             with_both, count_if(bought > 0 and known > 0) as in_table,\n  max(bought) as most, cast(max_by(customer_id, \
             bought) as string) as heaviest\nfrom (select customer_id, sum(bought) as bought, sum(done) as done, sum(known) as \
             known from (\n{}\n) t group by customer_id) g",
            tables.join("\nunion all\n")
        );
        let rows = self.rows(&statement, what)?;
        let one = rows.iter().find(|batch| batch.num_rows() == 1);
        let one = one.ok_or_else(|| wrong(what, "one row of numbers was expected"))?;
        let count = |name| -> Result<u64, ClusterError> {
            let column = whole(one, name, what)?;
            Ok(if column.is_valid(0) { column.value(0).max(0) as u64 } else { 0 })
        };
        let met = Met::counted(count("buyers")?, count("with_events")?, count("with_both")?);
        let ids = one.column_by_name("heaviest").and_then(|column| column.as_string_opt::<i32>());
        let id = ids.filter(|ids| ids.is_valid(0)).map(|ids| ids.value(0).to_owned());
        let rows = count("most")?;
        Ok((met, count("in_table")?, id.map(|id| Heaviest { id, rows })))
    }
}

fn wrong(what: &str, reason: &str) -> ClusterError {
    SparkError::Answer { what: what.to_owned(), reason: reason.to_owned() }.into()
}

/// A column of whole numbers.
fn whole<'a>(
    batch: &'a RecordBatch,
    name: &str,
    what: &str,
) -> Result<&'a Int64Array, ClusterError> {
    let column = batch.column_by_name(name).ok_or_else(|| wrong(what, name))?;
    column.as_primitive_opt::<Int64Type>().ok_or_else(|| wrong(what, name))
}
