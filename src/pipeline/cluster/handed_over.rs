//! A folder in which a cluster leaves Parquet files for this machine.

use super::ClusterError;
use crate::config::{Settings, SparkSettings};
use crate::progress::Watcher;
use crate::spark::Cluster;
use crate::table::{Files, Staging, Stores};
use std::path::{Path, PathBuf};

/// What the cluster writes into, within a folder that this process holds.
const FILES: &str = "files";
/// The folder's name, while nothing stands there.
const PLACE: &str = "cluster";

/// What a cluster has left; removed again when this is dropped.
pub(super) struct HandedOver {
    _staging: Staging,
    pub files: Files,
}

impl HandedOver {
    /// Has the cluster write the rows of a statement, and opens the files.
    pub(super) fn ask(
        cluster: &dyn Cluster,
        statement: &str,
        what: &str,
        place: &Path,
        watcher: &dyn Watcher,
    ) -> crate::Result<Self> {
        let staging = Staging::begin(&place.join(PLACE)).map_err(ClusterError::from)?;
        let files = written(cluster, statement, what, staging.folder(), watcher)?;
        Ok(Self { _staging: staging, files })
    }
}

/// Where a cluster leaves what this machine reads.
pub(super) fn place(spark: &SparkSettings, settings: &Settings) -> PathBuf {
    spark.work_dir.clone().unwrap_or_else(|| settings.output.output.to_path_buf())
}

/// Has the cluster write into a folder of `folder`, and opens the files that are there then.
pub(super) fn written(
    cluster: &dyn Cluster,
    statement: &str,
    what: &str,
    folder: &Path,
    watcher: &dyn Watcher,
) -> crate::Result<Files> {
    let io = |source| ClusterError::Io { path: folder.to_owned(), source };
    // The cluster has a working folder of its own.
    let folder = std::path::absolute(folder).map_err(io)?.join(FILES);
    let path = folder.to_string_lossy();
    cluster.write(statement, &path, what, watcher).map_err(ClusterError::from)?;
    if !folder.is_dir() {
        return Err(ClusterError::NothingCame(folder).into());
    }
    Ok(Files::open(&path, &Stores::default())?)
}
