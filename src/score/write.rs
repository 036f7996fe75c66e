//! The score file: `part-*.parquet` of fixed numbers of rows, encoded in parallel.
//!
//! A part is one row group and is encoded by one thread from start to end, so its bytes do not depend on
//! the number of threads. Publishing the folder whole or not at all is `table`'s business.

use super::columns::batch;
use super::finish::Scores;
use crate::error::{Failure, Kind};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use rayon::prelude::*;
use std::fs::File;
use std::path::{Path, PathBuf};

/// Rows of a part: a quarter of a million customers in memory as Arrow is tens of megabytes.
pub const ROWS_PER_PART: usize = 262_144;

/// Rows turned into Arrow at a time: sentences exist only for these.
const ROWS_PER_BATCH: usize = 16_384;

/// What can go wrong when scores are written.
#[derive(Debug, thiserror::Error)]
pub enum ScoreError {
    /// A file cannot be created or written.
    #[error("cannot write '{}': {source}; check space and permissions of the output folder", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The file cannot be encoded.
    #[error("cannot encode '{}': {source}", path.display())]
    Encode {
        /// The file.
        path: PathBuf,
        /// What the library says.
        source: parquet::errors::ParquetError,
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
pub fn write_parts(scores: &Scores, folder: &Path) -> Result<Vec<WrittenPart>, ScoreError> {
    write_parts_of(scores, folder, ROWS_PER_PART)
}

fn write_parts_of(
    scores: &Scores,
    folder: &Path,
    rows_per_part: usize,
) -> Result<Vec<WrittenPart>, ScoreError> {
    let parts = scores.len().div_ceil(rows_per_part).max(1);
    (0..parts)
        .into_par_iter()
        .map(|part| {
            let start = part * rows_per_part;
            let end = (start + rows_per_part).min(scores.len());
            let file_name = format!("part-{part:05}.parquet");
            write_part(scores, start..end, rows_per_part, &folder.join(&file_name))?;
            Ok(WrittenPart { file_name, rows: end - start })
        })
        .collect()
}

fn write_part(
    scores: &Scores,
    rows: std::ops::Range<usize>,
    rows_per_part: usize,
    path: &Path,
) -> Result<(), ScoreError> {
    let encode = |source| ScoreError::Encode { path: path.to_owned(), source };
    let file =
        File::create(path).map_err(|source| ScoreError::Write { path: path.to_owned(), source })?;
    let first_end = rows.end.min(rows.start + ROWS_PER_BATCH);
    let first = batch(scores, rows.start..first_end).map_err(|e| encode(e.into()))?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_max_row_group_row_count(Some(rows_per_part))
        .build();
    let mut writer =
        ArrowWriter::try_new(file, first.schema(), Some(properties)).map_err(encode)?;
    writer.write(&first).map_err(encode)?;
    let mut start = first_end;
    while start < rows.end {
        let end = rows.end.min(start + ROWS_PER_BATCH);
        let next = batch(scores, start..end).map_err(|e| encode(e.into()))?;
        writer.write(&next).map_err(encode)?;
        start = end;
    }
    writer.close().map_err(encode)?;
    Ok(())
}
