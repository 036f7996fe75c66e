//! A table of the cluster's catalogue, by its name: the Parquet files that hold its rows.
//!
//! The table is asked which files its rows come from, and how many from each. They are then read as any other files,
//! here and there. A table that leaves out rows of a file, as tables with deletion files do, is refused: its files
//! alone do not tell which.

use super::{ClusterError, connect};
use crate::config::SparkSettings;
use crate::features::sql::Dialect;
use crate::progress::Unwatched;
use crate::spark::{Cluster, SparkError};
use crate::table::{Dataset, Files, Stores};
use arrow_array::RecordBatch;
use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;

/// What sources call a row's file: Spark's own tables and Delta's, then Iceberg's.
const FILE_OF_ROW: [&str; 2] = ["_metadata.file_path", "_file"];

/// The files of the table `name`, an input that the user wrote as `spec`.
pub(in crate::pipeline) fn files_of_table(
    spark: &SparkSettings,
    (spec, name): (&str, &str),
    stores: &Stores,
) -> Result<Files, ClusterError> {
    files_by(&*connect(spark)?, (spec, name), stores)
}

/// The same with a cluster at hand.
pub(super) fn files_by(
    cluster: &dyn Cluster,
    (spec, name): (&str, &str),
    stores: &Stores,
) -> Result<Files, ClusterError> {
    let said = rows_by_file(cluster, name)?;
    if said.is_empty() {
        return Err(ClusterError::EmptyTable(name.to_owned()));
    }
    let urls: Vec<String> = said.iter().map(|(url, _)| url.clone()).collect();
    let of_table = |error| ClusterError::FilesOfTable { table: name.to_owned(), error };
    let dataset = Dataset::of_table(spec, &urls, stores).map_err(of_table)?;
    let files = Files::of(dataset).map_err(of_table)?;
    let (there, counted) = (files.rows(), said.iter().map(|(_, rows)| rows).sum());
    if there != counted {
        return Err(ClusterError::RowsLeftOut { table: name.to_owned(), there, counted });
    }
    Ok(files)
}

/// The table's files, each with its rows.
fn rows_by_file(cluster: &dyn Cluster, name: &str) -> Result<Vec<(String, u64)>, ClusterError> {
    let parts: Vec<String> = name.split('.').map(|part| Dialect::Spark.quoted(part)).collect();
    let ask = |file: &str| {
        let table = parts.join(".");
        let statement =
            format!("select {file} as file, count(*) as n from {table} group by {file} order by 1");
        cluster.rows(&statement, "files of a table", &Unwatched)
    };
    let [usual, iceberg] = FILE_OF_ROW;
    // What the first says is about the table, where the table is at fault.
    let rows = ask(usual).or_else(|error| ask(iceberg).map_err(|_| error))?;
    let mut found = Vec::new();
    for batch in &rows {
        found.extend(pairs(batch).ok_or_else(|| SparkError::Answer {
            what: format!("the files of {name}"),
            reason: "not a file and a number".to_owned(),
        })?);
    }
    Ok(found)
}

fn pairs(batch: &RecordBatch) -> Option<Vec<(String, u64)>> {
    let files = batch.column_by_name("file")?.as_string_opt::<i32>()?;
    let rows = batch.column_by_name("n")?.as_primitive_opt::<Int64Type>()?;
    let pair = |i: usize| (files.value(i).to_owned(), rows.value(i).unsigned_abs());
    Some((0..batch.num_rows()).map(pair).collect())
}
