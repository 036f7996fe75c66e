//! The score file: `part-*.parquet` of a fixed number of rows.
//!
//! Bytes depend on the customers alone: parts and row groups have fixed sizes, whatever the threads.
//! Arrow rows and their sentences exist for one row group at a time. Publishing the folder whole or
//! not at all is `table`'s business.

use super::columns::batch;
use super::finish::Scores;
use crate::error::{Failure, Kind};
use crate::table::ParquetSink;
use arrow::array::RecordBatch;
use arrow::error::ArrowError;
use parquet::errors::ParquetError;
use rayon::prelude::*;
use std::fs::File;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// Rows of a part: eight row groups.
pub const ROWS_PER_PART: usize = 1_048_576;

/// Rows whose sentences are made at a time, over all threads.
const ROWS_AT_ONCE: usize = 131_072;

/// Rows that one thread words at a time.
const ROWS_PER_BATCH: usize = 8_192;

/// What can go wrong when scores are written.
#[derive(Debug, thiserror::Error)]
pub enum ScoreError {
    /// A file cannot be created.
    #[error("cannot create '{}': {source}; check the permissions of the output folder", path.display())]
    Create {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The file cannot be written.
    #[error("cannot write '{}': {source}; check the space left", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the library says.
        source: ParquetError,
    },
}

impl Failure for ScoreError {
    fn kind(&self) -> Kind {
        Kind::Failed
    }
}

/// A part that has been written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenPart {
    /// Name within the folder.
    pub file_name: String,
    /// Number of customers.
    pub rows: usize,
}

/// Writes all scores into `folder`, ascending by identifier through the parts in order of their
/// names. Without a customer there is one part without rows, so that readers find the columns.
/// `progress` is told (customers done, all).
pub fn write_parts(
    scores: &Scores,
    folder: &Path,
    progress: &(dyn Fn(u64, u64) + Sync),
) -> Result<Vec<WrittenPart>, ScoreError> {
    let parts = scores.len().div_ceil(ROWS_PER_PART).max(1);
    (0..parts)
        .map(|part| {
            let start = part * ROWS_PER_PART;
            let end = (start + ROWS_PER_PART).min(scores.len());
            let file_name = format!("part-{part:05}.parquet");
            let path = folder.join(&file_name);
            let file = File::create(&path)
                .map_err(|source| ScoreError::Create { path: path.clone(), source })?;
            write_part(scores, start..end, file, progress)
                .map_err(|source| ScoreError::Write { path, source })?;
            Ok(WrittenPart { file_name, rows: end - start })
        })
        .collect()
}

fn write_part(
    scores: &Scores,
    rows: Range<usize>,
    file: File,
    progress: &(dyn Fn(u64, u64) + Sync),
) -> Result<(), ParquetError> {
    let schema = batch(scores, 0..0)?.schema();
    let mut sink = ParquetSink::new(file, schema)?;
    for start in rows.clone().step_by(ROWS_AT_ONCE) {
        let end = rows.end.min(start + ROWS_AT_ONCE);
        let batches: Vec<RecordBatch> = (start..end)
            .into_par_iter()
            .step_by(ROWS_PER_BATCH)
            .map(|first| batch(scores, first..end.min(first + ROWS_PER_BATCH)))
            .collect::<Result<_, ArrowError>>()?;
        batches.into_iter().try_for_each(|rows| sink.write(rows))?;
        progress(end as u64, scores.len() as u64);
    }
    sink.finish()?;
    Ok(())
}
