//! Labelled snapshots: the features of several past dates in one file, beside what became of the customers.
//!
//! The rows are those that a training would learn from: of every date the customers whom the question asks about. What is
//! known ends at the settings' as-of date; where an outcome window reaches beyond it, labels are null.

use super::cluster::{ClusterWork, cluster_of};
use super::features::{PassError, Wanted, choose, write_parquet};
use super::{Job, Loaded, Needs, Sources, Watcher, load};
use crate::config::Settings;
use crate::error::{Failure, Kind};
use crate::features::{FeatureSet, Scratch, schema, sql, values_array};
use crate::history::{Orders, SortedPartition};
use crate::ingest::Quality;
use crate::labels::{CHURNED, DAYS_TO_NEXT, OutcomeRule, asked, labels};
use crate::table::{Access, AtomicFile};
use crate::time::{AsOf, Horizon, Zone};
use arrow_array::{ArrayRef, BooleanArray, Date32Array, RecordBatch};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The column of dates.
pub(super) const DATE: &str = "as_of";

/// The dates, and the question.
#[derive(Debug, Clone)]
pub struct Snapshots {
    /// The dates, ascending.
    pub instants: Vec<AsOf>,
    /// The question.
    pub rule: OutcomeRule,
}

/// What stands against snapshots.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    /// The horizon is read off the data elsewhere.
    #[error(
        "labels need an outcome window of fixed length: pass --horizon-days N (outcome.horizon_days)"
    )]
    NoHorizon,
    /// A date of which not all is known.
    #[error(
        "a snapshot of {date} would see what comes after --as-of {as_of}: choose earlier --snapshots or a later --as-of"
    )]
    Later {
        /// The snapshot's date.
        date: AsOf,
        /// The end of what is known.
        as_of: AsOf,
    },
    /// Fitted features are of one date.
    #[error(
        "--snapshots has the features of the catalogue: those of --model are fitted as of one date; name them by --features"
    )]
    OfModel,
}

impl Failure for SnapshotError {
    fn kind(&self) -> Kind {
        Kind::Usage
    }
}

/// What was written.
#[derive(Debug, Clone, serde::Serialize)]
pub struct SnapshotsWritten {
    /// The file, or the folder.
    pub out: PathBuf,
    /// The date up to which everything is known.
    pub as_of: AsOf,
    /// The dates of the rows.
    pub snapshots: Vec<AsOf>,
    /// Customers asked about, summed over the dates.
    pub rows: u64,
    /// Columns of features.
    pub features: usize,
    /// Transaction rows by what became of them.
    pub quality: Quality,
    /// Bytes that had to wait on disk.
    pub spilled_bytes: u64,
}

impl Snapshots {
    /// Snapshots of dates, for the question of the settings.
    pub fn of(dates: &[String], settings: &Settings) -> crate::Result<Self> {
        let outcome = &settings.outcome;
        let Horizon::Days(horizon_days) = outcome.horizon_days else {
            return Err(SnapshotError::NoHorizon.into());
        };
        let zone = &settings.data.zone;
        let mut instants =
            dates.iter().map(|date| AsOf::parse(date, zone)).collect::<Result<Vec<_>, _>>()?;
        instants.sort_unstable();
        instants.dedup();
        let (gap_days, lookback_days) = (outcome.gap_days, outcome.lookback_days);
        Ok(Self { instants, rule: OutcomeRule { horizon_days, gap_days, lookback_days } })
    }

    /// What SQL is told of them, where everything before `known_until` is known.
    pub fn in_sql(&self, known_until: AsOf) -> sql::Snapshots {
        sql::Snapshots {
            instants: self.instants.clone(),
            known_until,
            asked: asked(&self.rule),
            beside: labels(&self.rule, known_until),
        }
    }

    /// Refuses dates of which not all is known.
    pub fn refuse_later(&self, as_of: AsOf) -> Result<(), SnapshotError> {
        match self.instants.last() {
            Some(&date) if date > as_of => Err(SnapshotError::Later { date, as_of }),
            _ => Ok(()),
        }
    }
}

/// Computes the wanted features of every customer asked about at each date and writes them to `out` with their labels,
/// customers in ascending order of their stable hash, then by date. With a cluster in the settings, `out` is a folder and
/// rows stand in no order.
pub fn write_snapshots(
    sources: &Sources,
    job: &Job<'_>,
    wanted: &Wanted<'_>,
    snapshots: &Snapshots,
    out: &Path,
) -> crate::Result<SnapshotsWritten> {
    let Job { settings, watcher, .. } = *job;
    if matches!(wanted, Wanted::OfModel(_)) {
        return Err(SnapshotError::OfModel.into());
    }
    if let Some(spark) = cluster_of(settings) {
        let work = ClusterWork { spark, sources, job, wanted, out };
        return work.snapshots(snapshots);
    }
    Sources::refuse_place(settings, out)?;
    let set = choose(wanted, sources, settings, None)?;
    let mut file = AtomicFile::create(out, Access::Private)?;
    let needs = Needs::columns(set.needs()).keeping_nothing();
    let mut loaded = load(sources, job, needs)?;
    snapshots.refuse_later(loaded.as_of)?;
    let handle = file
        .file()
        .try_clone()
        .map_err(|error| PassError::Write { path: out.to_owned(), source: error.into() })?;
    let rows = write_pass(&mut loaded, &set, snapshots, handle, out, watcher)?;
    sources.refuse_moved()?;
    file.publish()?;
    let Loaded { history, as_of } = &loaded;
    Ok(SnapshotsWritten {
        out: out.to_owned(),
        as_of: *as_of,
        snapshots: snapshots.instants.clone(),
        rows,
        features: set.features().len(),
        quality: *history.quality(),
        spilled_bytes: history.spilled_bytes(),
    })
}

fn write_pass(
    loaded: &mut Loaded,
    set: &FeatureSet,
    snapshots: &Snapshots,
    out: std::fs::File,
    path: &Path,
    watcher: &dyn Watcher,
) -> Result<u64, PassError> {
    let Loaded { history, as_of } = loaded;
    let (as_of, zone) = (*as_of, history.zone().clone());
    let schema = labelled(&schema(set, history.has_text_ids()));
    let work =
        |partition: &SortedPartition<'_>| rows_of(partition, set, snapshots, as_of, &zone, &schema);
    write_parquet(history, &schema, out, path, work, watcher)
}

/// A feature file's shape with the date after the identifier and the labels at the end.
fn labelled(schema: &Schema) -> SchemaRef {
    let mut fields: Vec<Field> = schema.fields().iter().map(|f| f.as_ref().clone()).collect();
    fields.insert(1, Field::new(DATE, DataType::Date32, false));
    fields.push(Field::new(CHURNED, DataType::Boolean, true));
    fields.push(Field::new(DAYS_TO_NEXT, DataType::Float64, true));
    Arc::new(Schema::new(fields))
}

/// A partition's rows.
fn rows_of(
    partition: &SortedPartition<'_>,
    set: &FeatureSet,
    snapshots: &Snapshots,
    as_of: AsOf,
    zone: &Zone,
    schema: &SchemaRef,
) -> Result<RecordBatch, ArrowError> {
    let Snapshots { instants, rule } = snapshots;
    let mut customers = partition.customers.empty_like();
    let (mut dates, mut churned, mut days) = (Vec::new(), Vec::new(), Vec::new());
    let mut columns = vec![Vec::new(); set.features().len()];
    let mut row = vec![f64::NAN; columns.len()];
    let (mut scratch, mut orders) = (Scratch::default(), Orders::default());
    partition.for_each(|customer| {
        // Orders begin when their first row does: those known at an earlier instant are the first of these.
        orders.rebuild(&customer.transactions.before(as_of.micros()));
        for &at in instants {
            let Ok(next) = rule.days_to_next_purchase(&orders.time_micros, at) else { continue };
            let is_known = rule.outcome_window(at).end_micros <= as_of.micros();
            set.compute(customer, at, zone, &mut scratch, &mut row);
            for (column, &value) in columns.iter_mut().zip(&row) {
                column.push(value);
            }
            customers.push(customer.id);
            dates.push(at.day_number());
            churned.push(is_known.then_some(next.is_infinite()));
            days.push(if is_known && next.is_finite() { next } else { f64::NAN });
        }
    });
    let mut arrays: Vec<ArrayRef> = vec![customers.to_arrow(), Arc::new(Date32Array::from(dates))];
    for (column, field) in columns.into_iter().zip(&schema.fields()[2..]) {
        arrays.push(values_array(column, field.data_type()));
    }
    arrays.push(Arc::new(BooleanArray::from(churned)));
    arrays.push(values_array(days, &DataType::Float64));
    RecordBatch::try_new(Arc::clone(schema), arrays)
}
