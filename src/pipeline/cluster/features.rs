//! Features of every customer, or labelled snapshots, computed and written by a cluster: a folder of Parquet files with
//! a manifest.

use super::counts::{Counted, count};
use super::handed_over::written;
use super::query::{Column, of_customers, of_rows};
use super::{ClusterError, connect};
use crate::config::{Settings, SparkSettings};
use crate::features::sql::{Dialect, select, select_snapshots};
use crate::features::{Feature, FeatureSet, families};
use crate::ingest::Quality;
use crate::labels::{CHURNED, DAYS_TO_NEXT};
use crate::pipeline::features::choose;
use crate::pipeline::published::configuration;
use crate::pipeline::snapshots::DATE;
use crate::pipeline::{
    FeaturesWritten, Job, Snapshots, SnapshotsWritten, Sources, Statements, Wanted,
};
use crate::table::{Files, Manifest, PublishedFile, Staging};
use crate::time::AsOf;
use crate::value::sql::closed_form;
use std::path::Path;

/// Rows of customers that a cluster is to write into the folder `out`, where they stand in no order.
pub(in crate::pipeline) struct ClusterWork<'a> {
    pub spark: &'a SparkSettings,
    pub sources: &'a Sources,
    pub job: &'a Job<'a>,
    pub wanted: &'a Wanted<'a>,
    pub out: &'a Path,
}

/// What the folder has.
struct Made {
    as_of: AsOf,
    rows: u64,
    features: usize,
    quality: Quality,
}

impl ClusterWork<'_> {
    /// Has the cluster compute the wanted features, and publishes them.
    pub(in crate::pipeline) fn features(&self) -> crate::Result<FeaturesWritten> {
        let made = self.publish(|statements, set, as_of| {
            let catalogue = catalogue(set, self.job.settings, self.wanted, as_of);
            let inputs = statements.inputs()?;
            let inner = select(&catalogue, &set.names(), &inputs, Dialect::Spark, as_of)?;
            let columns: Vec<Column<'_>> = set.features().iter().map(Column::of).collect();
            Ok(of_customers(statements, &columns, &inner))
        })?;
        let Made { as_of, rows: customers, features, quality } = made;
        let out = self.out.to_owned();
        Ok(FeaturesWritten { out, as_of, customers, features, quality, spilled_bytes: 0 })
    }

    /// The same for labelled snapshots.
    pub(in crate::pipeline) fn snapshots(
        &self,
        snapshots: &Snapshots,
    ) -> crate::Result<SnapshotsWritten> {
        let made = self.publish(|statements, set, as_of| {
            snapshots.refuse_later(as_of)?;
            let catalogue = catalogue(set, self.job.settings, self.wanted, as_of);
            let (inputs, in_sql) = (statements.inputs()?, snapshots.in_sql(as_of));
            let names = set.names();
            let inner = select_snapshots(&catalogue, &names, &inputs, Dialect::Spark, &in_sql)?;
            let date = Column::new(DATE, "date");
            let features = set.features().iter().map(Column::of);
            let labels = [Column::new(CHURNED, "boolean"), Column::new(DAYS_TO_NEXT, "double")];
            let columns: Vec<_> = [date].into_iter().chain(features).chain(labels).collect();
            Ok(of_rows(statements, &columns, &inner))
        })?;
        let Made { as_of, rows, features, quality } = made;
        let (out, snapshots) = (self.out.to_owned(), snapshots.instants.clone());
        Ok(SnapshotsWritten { out, as_of, snapshots, rows, features, quality, spilled_bytes: 0 })
    }

    /// Has the cluster write the rows of the statement, and publishes them with a manifest.
    fn publish(
        &self,
        statement: impl FnOnce(&Statements<'_>, &FeatureSet, AsOf) -> crate::Result<String>,
    ) -> crate::Result<Made> {
        let Self { spark, sources, job, wanted, out } = *self;
        let Job { settings, watcher, .. } = *job;
        Sources::refuse_place(settings, out)?;
        if matches!(wanted, Wanted::AllAnd(_)) {
            return Err(ClusterError::OwnFamilies.into());
        }
        let statements = Statements::of(sources, settings, Dialect::Spark)?;
        choose(wanted, sources, settings, None)?;
        let staging = Staging::begin(out).map_err(ClusterError::from)?;
        let cluster = connect(spark)?;
        let counted = count(&*cluster, &statements, sources, job)?;
        let Counted { as_of, quality, .. } = counted;
        let set = choose(wanted, sources, settings, Some(as_of))?;
        let statement = statement(&statements, &set, as_of)?;
        let files = written(&*cluster, &statement, "features", staging.folder(), watcher)?;
        let rows = files.rows();
        let files = moved_up(&files, staging.folder())?;
        sources.refuse_moved()?;
        let manifest = Manifest {
            tool_version: env!("CARGO_PKG_VERSION").to_owned(),
            as_of: as_of.to_string(),
            input_fingerprint: sources.outline(),
            configuration: configuration(settings)?,
            files,
            ..Manifest::default()
        };
        staging.publish(manifest).map_err(ClusterError::from)?;
        Ok(Made { as_of, rows, features: set.features().len(), quality })
    }
}

/// The entries that SQL is made of: of fitted features those that have a closed form are given it.
fn catalogue(
    set: &FeatureSet,
    settings: &Settings,
    wanted: &Wanted<'_>,
    as_of: AsOf,
) -> Vec<Feature> {
    let mut catalogue: Vec<Feature> =
        families(&settings.columns.channels).iter().flat_map(|family| family.features()).collect();
    let Wanted::OfModel(artifact) = wanted else { return catalogue };
    let content = &artifact.content;
    let days = content.rule.gap_days + content.rule.horizon_days;
    let fitted = set.features().iter().filter(|f| f.sql == crate::features::Sql::Model);
    catalogue.extend(fitted.map(|feature| {
        let form = closed_form(&feature.name, &content.value_models, days, as_of);
        feature.clone().defined_by(form.unwrap_or(feature.sql.clone()))
    }));
    catalogue
}

/// Moves the files up into the folder that is published, under names that do not change from run to run.
fn moved_up(files: &Files, folder: &Path) -> crate::Result<Vec<PublishedFile>> {
    let mut published = Vec::new();
    let mut named: Vec<_> = files.iter().collect();
    named.sort_by(|(a, _), (b, _)| a.path.cmp(&b.path));
    let mut within = None;
    for (i, (file, footer)) in named.into_iter().enumerate() {
        let name = format!("part-{i:05}.parquet");
        let io = |source| ClusterError::Io { path: file.path.clone(), source };
        std::fs::rename(&file.path, folder.join(&name)).map_err(io)?;
        published.push(PublishedFile::new(name, Some(footer.rows())));
        within = file.path.parent().map(Path::to_owned);
    }
    if let Some(within) = within {
        let io = |source| ClusterError::Io { path: within.clone(), source };
        std::fs::remove_dir_all(&within).map_err(io)?;
    }
    Ok(published)
}
