//! One run at a time: a folder is locked for as long as a run writes beneath it.
//!
//! The lock is the system's and goes with the process, however that ends: no file is left that a
//! person would have to remove. Where folders cannot be locked (not on Unix, some network file
//! systems) there is no lock, and publication in one step keeps readers safe all the same.

use crate::error::{Failure, Kind};
use crate::table::CreatedFolders;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

/// A folder that this process alone writes to.
#[derive(Debug)]
pub struct FolderLock {
    /// Closing it, which comes first, releases the lock.
    _folder: Option<File>,
    _created: CreatedFolders,
}

/// A folder that cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another run is at work.
    #[error("another run is writing to {}: wait until it has ended, then try again", .0.display())]
    Busy(PathBuf),
    /// It cannot be made.
    #[error("cannot write to {}: choose another --output, or make it writable", path.display())]
    Unwritable {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
}

impl Failure for LockError {
    fn kind(&self) -> Kind {
        match self {
            LockError::Busy(_) => Kind::Failed,
            LockError::Unwritable { .. } => Kind::Usage,
        }
    }
}

impl FolderLock {
    /// Makes the folder where there is none, and locks it.
    pub fn take(path: &Path) -> Result<Self, LockError> {
        let created = CreatedFolders::make(path)
            .map_err(|source| LockError::Unwritable { path: path.to_owned(), source })?;
        let folder = match File::open(path).map(|folder| (folder.try_lock(), folder)) {
            Ok((Ok(()), folder)) => Some(folder),
            Ok((Err(TryLockError::WouldBlock), _)) => return Err(LockError::Busy(path.to_owned())),
            Ok((Err(TryLockError::Error(error)), _)) | Err(error) => {
                tracing::debug!(%error, "no lock");
                None
            }
        };
        Ok(Self { _folder: folder, _created: created })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn one_at_a_time_and_nothing_is_left() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("deep/output");
        let first = FolderLock::take(&folder).unwrap();
        assert!(matches!(FolderLock::take(&folder), Err(LockError::Busy(_))));
        drop(first);
        assert!(!place.path().join("deep").exists());
        let second = FolderLock::take(&folder).unwrap();
        fs::write(folder.join("scores"), "").unwrap();
        drop(second);
        assert!(folder.join("scores").exists());
        let in_the_way = folder.join("scores/output");
        assert!(matches!(FolderLock::take(&in_the_way), Err(LockError::Unwritable { .. })));
    }
}
