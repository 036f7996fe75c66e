//! Features of every customer, computed and written by a cluster: a folder of Parquet files with a manifest.

use super::counts::{Counted, count};
use super::handed_over::written;
use super::query::{Column, of_customers};
use super::{ClusterError, connect};
use crate::config::{Settings, SparkSettings};
use crate::features::sql::{Dialect, select};
use crate::features::{Feature, FeatureSet, families};
use crate::pipeline::features::choose;
use crate::pipeline::published::configuration;
use crate::pipeline::{FeaturesWritten, Machine, Sources, Statements, Wanted, Watcher};
use crate::table::{Files, Manifest, PublishedFile, Staging};
use crate::value::sql::closed_form;
use std::path::Path;

/// Has the cluster compute the wanted features, and publishes them as the folder `out`; rows stand in no order.
pub(in crate::pipeline) fn write_features_in_cluster(
    spark: &SparkSettings,
    sources: &Sources,
    settings: &Settings,
    machine: &Machine,
    wanted: &Wanted<'_>,
    out: &Path,
    watcher: &dyn Watcher,
) -> crate::Result<FeaturesWritten> {
    Sources::refuse_place(settings, out)?;
    if matches!(wanted, Wanted::AllAnd(_)) {
        return Err(ClusterError::OwnFamilies.into());
    }
    let statements = Statements::of(sources, settings, Dialect::Spark)?;
    choose(wanted, sources, settings, None)?;
    let staging = Staging::begin(out).map_err(ClusterError::from)?;
    let cluster = connect(spark)?;
    let counted = count(&*cluster, &statements, sources, settings, machine, watcher)?;
    let Counted { as_of, quality, .. } = counted;
    let set = choose(wanted, sources, settings, Some(as_of))?;
    let names: Vec<&str> = set.features().iter().map(|f| f.name.as_str()).collect();
    let catalogue = catalogue(&set, settings, wanted, as_of);
    let inner = select(&catalogue, &names, &statements.inputs()?, Dialect::Spark, as_of)?;
    let columns: Vec<Column<'_>> = set.features().iter().map(Column::of).collect();
    let statement = of_customers(&statements, &columns, &inner);
    let files = written(&*cluster, &statement, "features", staging.folder(), watcher)?;
    let customers = files.rows();
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
    Ok(FeaturesWritten {
        out: out.to_owned(),
        as_of,
        customers,
        features: names.len(),
        quality,
        spilled_bytes: 0,
    })
}

/// The entries that SQL is made of: of fitted features those that have a closed form are given it.
fn catalogue(
    set: &FeatureSet,
    settings: &Settings,
    wanted: &Wanted<'_>,
    as_of: crate::time::AsOf,
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
