//! Where the output grows until it is whole. It never replaces anything: the place must be free.

use super::error::{GenerateError, io};
use crate::table::Staging;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// A dataset under preparation; dropping it leaves nothing behind.
pub(super) struct NewDataset {
    out: PathBuf,
    staging: Staging,
}

impl NewDataset {
    /// Prepares to make `out`, which must be free.
    pub(super) fn begin(out: &Path) -> Result<Self, GenerateError> {
        check_free(out)?;
        Ok(Self { out: out.to_owned(), staging: Staging::begin(out)? })
    }

    /// Where it grows.
    pub(super) fn path(&self) -> &Path {
        self.staging.folder()
    }

    /// Creates a folder of the dataset.
    pub(super) fn folder(&self, name: &str) -> Result<PathBuf, GenerateError> {
        let folder = self.path().join(name);
        fs::create_dir(&folder).map_err(io("create", &folder))?;
        Ok(folder)
    }

    /// A file of the dataset.
    pub(super) fn file(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    /// Moves the dataset to its place in one step.
    pub(super) fn publish(self) -> Result<(), GenerateError> {
        check_free(&self.out)?;
        Ok(self.staging.publish_bare()?)
    }
}

/// Checks that nothing, or an empty folder, is there.
fn check_free(out: &Path) -> Result<(), GenerateError> {
    let is_free = match fs::read_dir(out) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) if error.kind() == ErrorKind::NotFound => true,
        Err(error) if error.kind() == ErrorKind::NotADirectory => false,
        Err(error) => return Err(io("read", out)(error)),
    };
    if is_free { Ok(()) } else { Err(GenerateError::OutputExists(out.to_owned())) }
}
