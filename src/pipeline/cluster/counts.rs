//! What a cluster counts of the transactions before anything is made of them: rows by what becomes of them, and
//! from where to where they reach. The gates of the settings hold for a cluster's counts as for this machine's.
//!
//! Cells that are no identifier, time or amount are counted where they are empty; what this program alone finds in a
//! cell's text is no part of these counts.

use super::{ClusterError, name_of};
use crate::config::Settings;
use crate::features::sql::Dialect;
use crate::ingest::{Quality, TransactionColumn};
use crate::monitor::preflight::far_after;
use crate::pipeline::load::{FUTURE_AFTER_MICROS, end_of_data, fixed_as_of, refuse_ended_on};
use crate::pipeline::warnings::warn_of;
use crate::pipeline::{Job, LoadError, Sources, Statements, Watcher};
use crate::spark::{Cluster, SparkError};
use crate::time::{AsOf, date_of_day};
use arrow_array::RecordBatch;
use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;

/// The work's name.
const COUNTING: &str = "counting rows";

/// The transactions in numbers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Counted {
    /// The instant everything is seen from.
    pub as_of: AsOf,
    /// Rows by what becomes of them.
    pub quality: Quality,
    /// The newest row before `as_of`.
    pub last_micros: i64,
    /// Customers before `as_of`, about.
    pub customers: u64,
}

/// Counts, and refuses what is not fit.
pub(super) fn count(
    cluster: &dyn Cluster,
    statements: &Statements<'_>,
    sources: &Sources,
    job: &Job<'_>,
) -> crate::Result<Counted> {
    let Job { settings, machine, watcher } = *job;
    let zone = &settings.data.zone;
    let fixed = fixed_as_of(settings.data.as_of()?, zone, machine.now_micros);
    let fixed = fixed.map_err(LoadError::from)?;
    let present = machine.now_micros.saturating_add(FUTURE_AFTER_MICROS);
    let numbers = numbers(cluster, statements, sources, fixed, present, watcher)?;
    let quality = numbers.quality();
    let input = name_of(sources);
    quality.gate(&input, &settings.quality, &[])?;
    let as_of = match (fixed, numbers.last_us) {
        (Some(as_of), Some(_)) => as_of,
        (None, Some(last)) => end_of_data(last, zone).map_err(LoadError::from)?,
        (fixed, None) => {
            let as_of = fixed.map_or_else(|| AsOf::at(date_of_day(0), zone), Ok);
            let as_of = as_of.map_err(LoadError::from)?;
            return Err(LoadError::NothingBefore { as_of, rows: quality.not_yet }.into());
        }
    };
    let last_micros = numbers.last_us.unwrap_or_default();
    let newest_day = zone.day_number(last_micros);
    let days = as_of.day_number() - 1 - newest_day;
    match settings.data.max_staleness_days {
        Some(limit) if days > limit as i32 => {
            Err(LoadError::Stale { as_of, newest: date_of_day(newest_day), days, limit }.into())
        }
        _ => {
            warn_of(far_after(as_of, newest_day).as_slice());
            Ok(Counted { as_of, quality, last_micros, customers: numbers.customers })
        }
    }
}

/// Counts, and refuses nothing; of the rows before `fixed`, or of all.
pub(super) fn numbers(
    cluster: &dyn Cluster,
    statements: &Statements<'_>,
    sources: &Sources,
    fixed: Option<AsOf>,
    present_micros: i64,
    watcher: &dyn Watcher,
) -> Result<Numbers, ClusterError> {
    let statement = statement(statements, sources, fixed, present_micros);
    Ok(Numbers::of(&cluster.rows(&statement, COUNTING, watcher)?)?)
}

impl Counted {
    /// Refuses a history that ended so long before `as_of` that nobody can be scored.
    pub(super) fn refuse_ended(
        &self,
        settings: &Settings,
        lookback_days: u32,
    ) -> Result<(), LoadError> {
        let newest_day = settings.data.zone.day_number(self.last_micros);
        refuse_ended_on(newest_day, self.as_of, lookback_days)
    }
}

/// One row of numbers: first of the rows that SQL takes, then of empty cells.
fn statement(
    statements: &Statements<'_>,
    sources: &Sources,
    fixed: Option<AsOf>,
    present_micros: i64,
) -> String {
    let end = fixed.map_or(present_micros, |as_of| as_of.micros().min(present_micros));
    let column = |column: TransactionColumn| {
        let name = sources.transactions.mapping.get(column)?;
        Some(format!("count({})", Dialect::Spark.quoted(name)))
    };
    let present = |of: TransactionColumn| column(of).unwrap_or_else(|| "count(*)".to_owned());
    let amount = column(TransactionColumn::Amount)
        .or_else(|| column(TransactionColumn::UnitPrice))
        .unwrap_or_else(|| "count(*)".to_owned());
    format!(
        "select t.*, e.* from (\n  select count(*) as usable, count_if(ts_us < {end}) as used, count_if(ts_us >= \
         {present_micros}) as future,\n    max(case when ts_us < {end} then ts_us end) \
         as last_us,\n    approx_count_distinct(case when ts_us < {end} then customer_id end) as customers\n  from (\n{}\n  \
         ) s\n) t cross join (\n  select count(*) as n_rows, {} as with_customer, {} as with_time, {amount} as \
         with_amount\n  from {}\n) e",
        statements.lines(),
        present(TransactionColumn::CustomerId),
        present(TransactionColumn::Timestamp),
        statements.all_rows(),
    )
}

/// The answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Numbers {
    usable: u64,
    used: u64,
    future: u64,
    last_us: Option<i64>,
    pub customers: u64,
    rows: u64,
    with_customer: u64,
    with_time: u64,
    with_amount: u64,
}

impl Numbers {
    fn of(rows: &[RecordBatch]) -> Result<Self, SparkError> {
        let wrong = |reason: &str| SparkError::Answer {
            what: COUNTING.to_owned(),
            reason: reason.to_owned(),
        };
        let one = rows.iter().find(|batch| batch.num_rows() == 1);
        let one = one.ok_or_else(|| wrong("one row of numbers was expected"))?;
        let number = |name: &str| -> Result<Option<i64>, SparkError> {
            let column = one.column_by_name(name).ok_or_else(|| wrong(name))?;
            let numbers = column.as_primitive_opt::<Int64Type>().ok_or_else(|| wrong(name))?;
            Ok(numbers.iter().next().flatten())
        };
        let count = |name: &str| Ok(number(name)?.ok_or_else(|| wrong(name))?.max(0) as u64);
        Ok(Self {
            usable: count("usable")?,
            used: count("used")?,
            future: count("future")?,
            last_us: number("last_us")?,
            customers: count("customers")?,
            rows: count("n_rows")?,
            with_customer: count("with_customer")?,
            with_time: count("with_time")?,
            with_amount: count("with_amount")?,
        })
    }

    /// The rows by what becomes of them.
    pub(super) fn quality(&self) -> Quality {
        Quality {
            rows: self.rows,
            used: self.used,
            not_yet: self.usable.saturating_sub(self.used + self.future),
            future: self.future,
            no_customer: self.rows.saturating_sub(self.with_customer),
            no_time: self.rows.saturating_sub(self.with_time),
            no_amount: self.rows.saturating_sub(self.with_amount),
            ..Quality::default()
        }
    }
}
