//! The score file: `part-*.parquet` of a fixed number of rows.
//!
//! Bytes depend on the customers alone: parts and row groups have fixed sizes, whatever the threads.
//! Rows are merged from their runs, and their sentences made, for one row group at a time. Publishing
//! the folder whole or not at all is `table`'s business.

use super::columns::batches;
use super::finish::{ScoreContext, Scores};
use super::rows::PartitionScores;
use super::runs::{Merge, RunError};
use crate::error::{Failure, Kind};
use crate::progress::Progress;
use crate::table::folders::part_file;
use crate::table::{ParquetSink, private_file};
use arrow_array::RecordBatch;
use parquet::errors::ParquetError;
use std::fs::File;
use std::path::{Path, PathBuf};

/// Rows of a part: eight row groups.
pub(super) const ROWS_PER_PART: usize = 1_048_576;

/// Rows made and encoded at a time: a row group.
const ROWS_AT_ONCE: usize = 131_072;

/// What can go wrong when scores are written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ScoreError {
    /// A file cannot be created.
    #[error("cannot create '{}': check the permissions of the output folder", path.display())]
    Create {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// Rows cannot be read back.
    #[error(transparent)]
    Runs(#[from] RunError),
    /// The file cannot be written.
    #[error("cannot write '{}': check the space left", path.display())]
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
pub(crate) struct WrittenPart {
    /// Name within the folder.
    pub file_name: String,
    /// Number of customers.
    pub rows: usize,
}

/// Writes all scores into `folder`, ascending by identifier through the parts in order of their
/// names; the rows are used up. Without a customer there is one part without rows, so that readers find
/// the columns. `progress` hears of customers.
pub(crate) fn write_parts(
    scores: &mut Scores,
    folder: &Path,
    progress: Progress<'_>,
) -> Result<Vec<WrittenPart>, ScoreError> {
    let n = scores.len();
    let mut rows = scores.runs.merge()?;
    let mut parts = Vec::new();
    for part in 0..n.div_ceil(ROWS_PER_PART).max(1) {
        let n_rows = ROWS_PER_PART.min(n - part * ROWS_PER_PART);
        let file_name = part_file(part);
        let path = folder.join(&file_name);
        let file = private_file(&path)
            .map_err(|source| ScoreError::Create { path: path.clone(), source })?;
        write_part(&scores.said, &mut rows, n_rows, file, &path, &mut |written| {
            progress(written as u64);
        })?;
        parts.push(WrittenPart { file_name, rows: n_rows });
    }
    Ok(parts)
}

fn write_part(
    said: &ScoreContext,
    rows: &mut Merge<'_>,
    n_rows: usize,
    file: File,
    path: &Path,
    written: &mut dyn FnMut(usize),
) -> Result<(), ScoreError> {
    let failed = |source: ParquetError| ScoreError::Write { path: path.to_owned(), source };
    let made = |rows: &PartitionScores| batches(said, rows).map_err(|error| failed(error.into()));
    let nobody = rows.take(0)?;
    let mut sink = ParquetSink::new(file, made(&nobody)?[0].schema()).map_err(failed)?;
    let mut left = n_rows;
    let mut next = || {
        let n = ROWS_AT_ONCE.min(left);
        left -= n;
        rows.take(n)
    };
    let mut customers = next()?;
    while !customers.is_empty() {
        // Rows are merged by one thread, while the others make sentences of those before and write them.
        let (done, merged) =
            rayon::join(|| write_all(&mut sink, made(&customers)?).map_err(failed), &mut next);
        done?;
        written(customers.len());
        customers = merged?;
    }
    sink.finish().map_err(failed)?;
    Ok(())
}

fn write_all(sink: &mut ParquetSink<File>, batches: Vec<RecordBatch>) -> Result<(), ParquetError> {
    batches.into_iter().try_for_each(|batch| sink.write(batch))
}
