//! Features of every customer as of a date, as one Parquet file.

use super::cluster::{ClusterWork, cluster_of};
use super::score::model_features;
use super::{Job, Loaded, Needs, Sources, Watcher, load};
use crate::config::Settings;
use crate::error::{Failure, Kind};
use crate::features::{Family, FeatureBlock, FeatureSet, families, schema};
use crate::history::{History, HistoryError, SortedPartition};
use crate::ingest::Quality;
use crate::model::{Artifact, Scorer};
use crate::table::{Access, AtomicFile, ParquetSink, PublishError};
use crate::time::AsOf;
use arrow_array::RecordBatch;
use arrow_schema::ArrowError;
use arrow_schema::SchemaRef;
use parquet::errors::ParquetError;
use std::path::{Path, PathBuf};

/// Which features to compute.
#[derive(Debug, Clone, Copy)]
pub enum Wanted<'a> {
    /// All that the columns allow.
    All,
    /// The same, and those of the caller's own families after them.
    AllAnd(fn() -> Vec<Box<dyn Family>>),
    /// These, in this order.
    Named(&'a [String]),
    /// Those that a model reads, in its order.
    OfModel(&'a Artifact),
}

/// What was written.
#[derive(Debug, Clone, serde::Serialize)]
pub struct FeaturesWritten {
    /// The file.
    pub out: PathBuf,
    /// The date everything is seen from.
    pub as_of: AsOf,
    /// Number of customers, one per row.
    pub customers: u64,
    /// Columns beside `customer_id`.
    pub features: usize,
    /// Transaction rows by what became of them.
    pub quality: Quality,
    /// Bytes that had to wait on disk.
    pub spilled_bytes: u64,
}

/// What ends a pass that writes Parquet.
#[derive(Debug, thiserror::Error)]
pub enum PassError {
    /// The history could not be revisited.
    #[error(transparent)]
    History(#[from] HistoryError),
    /// The output cannot be put in its place.
    #[error(transparent)]
    Publish(#[from] PublishError),
    /// Encoding failed, or the disk did.
    #[error("cannot write {}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: ParquetError,
    },
}

impl Failure for PassError {
    fn kind(&self) -> Kind {
        match self {
            PassError::History(error) => error.kind(),
            PassError::Publish(error) => error.kind(),
            PassError::Write { .. } => Kind::Failed,
        }
    }
}

/// Computes the wanted features and writes them to `out`, customers in ascending order of their
/// stable hash. With a cluster in the settings, `out` is a folder and customers stand in no order.
pub fn write_features(
    sources: &Sources,
    job: &Job<'_>,
    wanted: &Wanted<'_>,
    out: &Path,
) -> crate::Result<FeaturesWritten> {
    let Job { settings, watcher, .. } = *job;
    if let Some(spark) = cluster_of(settings) {
        let work = ClusterWork { spark, sources, job, wanted, out };
        return work.features();
    }
    Sources::refuse_place(settings, out)?;
    let columns = choose(wanted, sources, settings, None)?.needs();
    let needs = Needs::columns(columns).keeping_nothing();
    let mut file = AtomicFile::create(out, Access::Private)?;
    let mut loaded = load(sources, job, needs)?;
    let set = choose(wanted, sources, settings, Some(loaded.as_of))?;
    let handle = file
        .file()
        .try_clone()
        .map_err(|error| PassError::Write { path: out.to_owned(), source: error.into() })?;
    let customers = write_pass(&mut loaded, &set, handle, out, watcher)?;
    sources.refuse_moved()?;
    file.publish()?;
    let Loaded { history, as_of } = &loaded;
    Ok(FeaturesWritten {
        out: out.to_owned(),
        as_of: *as_of,
        customers,
        features: set.features().len(),
        quality: *history.quality(),
        spilled_bytes: history.spilled_bytes(),
    })
}

/// The features; fitted ones can be computed as of `as_of` only.
pub(super) fn choose(
    wanted: &Wanted<'_>,
    sources: &Sources,
    settings: &Settings,
    as_of: Option<AsOf>,
) -> crate::Result<FeatureSet> {
    let names = match *wanted {
        Wanted::OfModel(artifact) => {
            let set = model_features(settings, &artifact.content, as_of, sources, &[])?;
            // Refuses features that mean something else than at the training.
            Scorer::new(artifact, set.features())?;
            return Ok(set);
        }
        Wanted::Named(names) => Some(names),
        Wanted::All | Wanted::AllAnd(_) => None,
    };
    let mut families = families(&settings.columns.channels);
    if let Wanted::AllAnd(own) = wanted {
        families.extend(own());
    }
    Ok(FeatureSet::select(families, sources.available(), names)?)
}

fn write_pass(
    loaded: &mut Loaded,
    set: &FeatureSet,
    out: std::fs::File,
    path: &Path,
    watcher: &dyn Watcher,
) -> Result<u64, PassError> {
    let Loaded { history, as_of } = loaded;
    let (as_of, zone) = (*as_of, history.zone().clone());
    let schema: SchemaRef = schema(set, history.has_text_ids());
    let work = |partition: &SortedPartition<'_>| {
        FeatureBlock::compute(partition, set, as_of, &zone).into_batch(&schema)
    };
    write_parquet(history, &schema, out, path, work, watcher)
}

/// Writes what is made of each partition, and takes the rows out; returns how many rows were written.
pub(super) fn write_parquet(
    history: &mut History,
    schema: &SchemaRef,
    out: std::fs::File,
    path: &Path,
    rows: impl Fn(&SortedPartition<'_>) -> Result<RecordBatch, ArrowError> + Sync,
    watcher: &dyn Watcher,
) -> Result<u64, PassError> {
    let failed = |source| PassError::Write { path: path.to_owned(), source };
    let buffered = std::io::BufWriter::with_capacity(1 << 20, out);
    let mut sink = ParquetSink::new(buffered, schema.clone()).map_err(failed)?;
    let work = watcher.begin("features", "partitions", history.n_partitions());
    history.drain(
        &|partitions| work.advance(partitions),
        rows,
        |batch: Result<_, ArrowError>| -> Result<(), PassError> {
            let batch = batch.map_err(|e| failed(e.into()))?;
            sink.write(batch).map_err(failed)
        },
    )?;
    let (mut out, rows) = sink.finish().map_err(failed)?;
    std::io::Write::flush(&mut out).map_err(|e| failed(e.into()))?;
    Ok(rows)
}
