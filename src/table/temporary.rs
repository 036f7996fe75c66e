//! Temporary folders and files that must not outlive the process, however it ends.
//!
//! Whoever makes one holds a [`Temporary`]; dropping it removes the folder or file. A handler of
//! interruption calls [`remove_all`]. Nothing here decides where temporary things lie.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

static LIVE: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// A folder or file that is removed when this is dropped, unless it is [kept](Temporary::keep).
#[derive(Debug)]
pub struct Temporary {
    path: PathBuf,
}

impl Temporary {
    /// Takes charge of a path, which need not exist yet.
    pub fn of(path: PathBuf) -> Self {
        LIVE.lock().unwrap_or_else(PoisonError::into_inner).push(path.clone());
        Self { path }
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        remove(&self.path);
        release(&self.path);
    }
}

/// Removes everything that is still there; for a process that is about to end.
pub fn remove_all() {
    for path in LIVE.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
        remove(&path);
    }
}

fn release(path: &Path) {
    LIVE.lock().unwrap_or_else(PoisonError::into_inner).retain(|live| live != path);
}

/// Removes a folder or file if it is there; what cannot be removed now is left to the next run.
fn remove(path: &Path) {
    if std::fs::remove_dir_all(path).is_err() {
        drop(std::fs::remove_file(path));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dropped_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("dropped");
        std::fs::create_dir(&path).unwrap();
        drop(Temporary::of(path.clone()));
        assert!(!path.exists());
    }
}
