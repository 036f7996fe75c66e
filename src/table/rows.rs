//! The rows of a Parquet file, decoded: the one place where a row group is read.
//!
//! Whatever a decoder does with bytes that are not what they say, it ends in an error that names the file
//! and the row group. A file that is another one than when its footer was read is told apart from a
//! damaged one: it may be whole the next time.

use super::footer::Footer;
use super::guard::guarded;
use super::parquet_file::Failed;
use super::stores::StoreError;
use crate::error::{Failure, Kind};
use arrow_array::RecordBatch;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};
use std::io;
use std::path::{Path, PathBuf};

/// Rows of a batch where the caller does not mind.
const USUAL_BATCH_ROWS: usize = 1024;

/// Rows that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum RowsError {
    /// The system refuses.
    #[error("cannot read {}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The object store in which it lies.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file was written to, or replaced.
    #[error(
        "{} has changed while it was read: run again when its export has ended", .0.display()
    )]
    Moved(PathBuf),
    /// What is in it cannot be.
    #[error(
        "{} is not a readable Parquet file (row group {row_group}: {reason}); write it again or leave it out",
        path.display()
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// The row group, from 0.
        row_group: usize,
        /// What the decoder says.
        reason: String,
    },
}

impl Failure for RowsError {
    fn kind(&self) -> Kind {
        match self {
            RowsError::Io { .. } | RowsError::Moved(_) => Kind::Failed,
            RowsError::Damaged { .. } => Kind::Usage,
            RowsError::Store(error) => error.kind(),
        }
    }
}

impl RowsError {
    fn io(path: &Path, source: io::Error) -> Self {
        source
            .downcast::<StoreError>()
            .map_or_else(|source| RowsError::Io { path: path.to_owned(), source }, RowsError::Store)
    }
}

/// The batches of some row groups, one after the other.
pub(crate) struct Rows {
    path: PathBuf,
    footer: Footer,
    mask: ProjectionMask,
    batch_size: usize,
    row_groups: std::vec::IntoIter<usize>,
    current: Option<Current>,
}

/// A row group being read.
struct Current {
    row_group: usize,
    reader: ParquetRecordBatchReader,
    failed: Failed,
    /// Rows that are still to come, by the footer.
    left: i64,
}

impl Rows {
    /// Will read `row_groups` of the file at `path`, whose footer was read before; the footer's metadata
    /// may ask for other types of columns.
    pub(crate) fn of(
        path: &Path,
        footer: Footer,
        mask: ProjectionMask,
        row_groups: Vec<usize>,
        batch_size: usize,
    ) -> Self {
        let row_groups = row_groups.into_iter();
        Self { path: path.to_owned(), footer, mask, batch_size, row_groups, current: None }
    }

    /// Will read all of a file, chosen columns of it, in batches of a usual size.
    pub(crate) fn all_of(path: &Path, footer: Footer, mask: ProjectionMask) -> Self {
        let row_groups = (0..footer.parquet().num_row_groups()).collect();
        Self::of(path, footer, mask, row_groups, USUAL_BATCH_ROWS)
    }

    fn begin(&self, row_group: usize) -> Result<Current, RowsError> {
        let io = |source| RowsError::io(&self.path, source);
        let moved = || RowsError::Moved(self.path.clone());
        let file = match self.footer.open_for(&self.path, row_group, &self.mask) {
            Ok(file) => file.ok_or_else(moved)?,
            Err(_) if self.footer.is_stored() && !self.footer.is_of(&self.path) => {
                return Err(moved());
            }
            Err(error) => return Err(io(error)),
        };
        let failed = file.failed();
        let metadata: ArrowReaderMetadata = self.footer.metadata.clone();
        let left = metadata.metadata().row_group(row_group).num_rows();
        let build = || {
            ParquetRecordBatchReaderBuilder::new_with_metadata(file, metadata)
                .with_projection(self.mask.clone())
                .with_row_groups(vec![row_group])
                .with_batch_size(self.batch_size)
                .build()
        };
        match guarded(build) {
            Ok(Ok(reader)) => Ok(Current { row_group, reader, failed, left }),
            Ok(Err(error)) => Err(self.failure(row_group, &failed, error.to_string())),
            Err(panic) => Err(self.failure(row_group, &failed, panic)),
        }
    }

    /// What a decoder's complaint is due to.
    fn failure(&self, row_group: usize, failed: &Failed, reason: String) -> RowsError {
        let path = self.path.clone();
        if !self.footer.is_of(&path) {
            return RowsError::Moved(path);
        }
        match failed.take() {
            Some(source) => RowsError::io(&path, source),
            None => RowsError::Damaged { path, row_group, reason },
        }
    }

    /// After an error, and above all after a panic, there is no more to be had.
    fn end(&mut self, error: RowsError) -> RowsError {
        self.row_groups = Vec::new().into_iter();
        error
    }

    /// The next batch of the row group being read, if there is one.
    fn batch(&self, current: &mut Current) -> Result<Option<RecordBatch>, RowsError> {
        let fail = |current: &Current, reason| {
            Err(self.failure(current.row_group, &current.failed, reason))
        };
        match guarded(|| current.reader.next()) {
            Ok(Some(Ok(batch))) => {
                current.left -= batch.num_rows() as i64;
                Ok(Some(batch))
            }
            Ok(None) if current.left == 0 => Ok(None),
            Ok(None) => {
                fail(current, "it holds another number of rows than the footer says".to_owned())
            }
            Ok(Some(Err(error))) => fail(current, error.to_string()),
            Err(panic) => fail(current, panic),
        }
    }
}

impl Iterator for Rows {
    type Item = Result<RecordBatch, RowsError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let mut current = match self.current.take() {
                Some(current) => current,
                None => {
                    let row_group = self.row_groups.next()?;
                    match self.begin(row_group) {
                        Ok(current) => current,
                        Err(error) => return Some(Err(self.end(error))),
                    }
                }
            };
            match self.batch(&mut current) {
                Ok(Some(batch)) => {
                    self.current = Some(current);
                    return Some(Ok(batch));
                }
                Ok(None) => {}
                Err(error) => return Some(Err(self.end(error))),
            }
        }
    }
}
