//! Where the output grows until it is whole, and how it then appears.
//!
//! Readers see the old state (nothing) or the finished dataset, never a part of it.

use super::error::{GenerateError, io};
use crate::table::temporary::Temporary;
use std::fs;
use std::path::{Path, PathBuf};

/// The place where the output grows until it is whole: a temporary folder beside it, removed with
/// everything in it when dropped.
pub(super) struct Staging {
    temporary: Temporary,
    dataset: PathBuf,
}

impl Staging {
    /// A fresh place beside `out`, which must be free.
    pub(super) fn beside(out: &Path) -> Result<Self, GenerateError> {
        if !is_free(out)? {
            return Err(GenerateError::OutputExists(out.to_owned()));
        }
        let parent = match out.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        fs::create_dir_all(parent).map_err(io("create", parent))?;
        let temporary = tempfile::Builder::new()
            .prefix(".winback-generate-")
            .tempdir_in(parent)
            .map_err(io("create a folder in", parent))?;
        // Handed over to the one that also hears of interruption.
        let temporary = Temporary::of(temporary.keep());
        // The temporary folder is private to the user; what is published must not be.
        let dataset = temporary.path().join("dataset");
        fs::create_dir(&dataset).map_err(io("create", &dataset))?;
        Ok(Self { temporary, dataset })
    }

    /// A path for a file that is not published.
    pub(super) fn temporary(&self, name: &str) -> PathBuf {
        self.temporary.path().join(name)
    }

    /// Creates a folder of the dataset.
    pub(super) fn folder(&self, name: &str) -> Result<PathBuf, GenerateError> {
        let folder = self.dataset.join(name);
        fs::create_dir(&folder).map_err(io("create", &folder))?;
        Ok(folder)
    }

    /// A file of the dataset.
    pub(super) fn file(&self, name: &str) -> PathBuf {
        self.dataset.join(name)
    }

    /// Moves the dataset to `out` in one step.
    pub(super) fn publish(self, out: &Path) -> Result<(), GenerateError> {
        if !is_free(out)? {
            return Err(GenerateError::OutputExists(out.to_owned()));
        }
        if out.is_dir() {
            fs::remove_dir(out).map_err(io("replace", out))?;
        }
        fs::rename(&self.dataset, out).map_err(io("write", out))
    }
}

/// Whether nothing, or an empty folder, is there.
fn is_free(out: &Path) -> Result<bool, GenerateError> {
    match fs::read_dir(out) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(true),
        Err(error) if error.kind() == std::io::ErrorKind::NotADirectory => Ok(false),
        Err(error) => Err(io("read", out)(error)),
    }
}
