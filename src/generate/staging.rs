//! Where the output grows until it is whole. A new dataset replaces nothing: its place must be free. A day that is
//! added to one comes in file by file, its plan last.

use super::error::{GenerateError, io};
use crate::table::Staging;
use std::ffi::OsString;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// A dataset, or an addition to one, under preparation; dropping it leaves nothing behind.
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

    /// Prepares to add to `out`.
    pub(super) fn addition(out: &Path) -> Result<Self, GenerateError> {
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

impl NewDataset {
    /// Moves the files of an addition to their places, those of the folder itself after those of its tables and
    /// `last` after all.
    pub(super) fn add(self, last: &str) -> Result<(), GenerateError> {
        let staged = self.path();
        for table in ["transactions", "events"] {
            if staged.join(table).is_dir() {
                for name in names(&staged.join(table))? {
                    self.move_in(&Path::new(table).join(name))?;
                }
            }
        }
        self.move_in(Path::new("customers.parquet"))?;
        self.move_in(Path::new(last))
    }

    fn move_in(&self, file: &Path) -> Result<(), GenerateError> {
        let (from, to) = (self.path().join(file), self.out.join(file));
        fs::rename(from, &to).map_err(io("write", &to))
    }
}

fn names(folder: &Path) -> Result<Vec<OsString>, GenerateError> {
    let entries = fs::read_dir(folder).map_err(io("read", folder))?;
    entries.map(|entry| Ok(entry.map_err(io("read", folder))?.file_name())).collect()
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
