//! Temporary folders and files that must not outlive the process, however it ends.
//!
//! Whoever makes one holds a [`Temporary`]; dropping it removes the folder or file. A handler of
//! interruption calls [`remove_all_and_end`], the end of a command that failed [`remove_what_waited`]. Nothing here decides where temporary things lie.

use super::modes;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

static LIVE: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// A folder or file that is removed when this is dropped, unless it is [kept](Temporary::keep).
#[derive(Debug)]
pub(crate) struct Temporary {
    path: PathBuf,
}

impl Temporary {
    /// Takes charge of a path, which need not exist yet.
    pub(crate) fn of(path: PathBuf) -> Self {
        live().push(path.clone());
        Self { path }
    }

    /// Takes charge of what `make` makes, from the moment at which it is there.
    pub(crate) fn made<T>(
        make: impl FnOnce() -> io::Result<(T, PathBuf)>,
    ) -> io::Result<(T, Self)> {
        let mut live = live();
        let (made, path) = make()?;
        live.push(path.clone());
        Ok((made, Self { path }))
    }

    /// Leaves it where it is.
    pub(crate) fn keep(self) {
        release(&self.path);
        std::mem::forget(self);
    }

    /// Where it lies.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // A folder is opened to be removed: with no handle left, that waits until the process has closed its files.
        let waits = remove(&self.path).is_err() && self.path.is_dir();
        if !waits {
            release(&self.path);
        }
    }
}

/// Removes the folders that could not be removed when they were dropped: for the end of the process.
pub(crate) fn remove_what_waited() {
    for path in live().drain(..) {
        for _ in 0..ATTEMPTS {
            drop(remove(&path));
            if path.symlink_metadata().is_err() {
                break;
            }
            // A thread that writes files to the disk may still hold handles.
            std::thread::sleep(PAUSE);
        }
    }
}

/// Between two attempts.
const PAUSE: Duration = Duration::from_millis(20);

/// Makes what nobody is in charge of; while the process ends it waits for ever, so that nothing is left behind.
pub(super) fn unless_ending<T>(make: impl FnOnce() -> T) -> T {
    let _live = live();
    make()
}

/// Removes everything that is still there and ends the process. Other threads work on until then; what
/// they would make anew waits for ever, and a folder into which they write is removed again.
pub(crate) fn remove_all_and_end(end: impl FnOnce()) {
    let live = live();
    for path in live.iter() {
        for _ in 0..ATTEMPTS {
            drop(remove(path));
            if path.symlink_metadata().is_err() {
                break;
            }
        }
    }
    end();
    // Never reached where the process has ended: until here nothing new could be made.
    drop(live);
}

/// As often as a folder is removed into which another thread writes.
const ATTEMPTS: usize = 20;

fn live() -> MutexGuard<'static, Vec<PathBuf>> {
    LIVE.lock().unwrap_or_else(PoisonError::into_inner)
}

fn release(path: &Path) {
    live().retain(|live| live != path);
}

/// Removes a folder or file if it is there; what cannot be removed now is left to the next run.
pub(super) fn remove(path: &Path) -> io::Result<()> {
    if !std::fs::symlink_metadata(path)?.is_dir() {
        return std::fs::remove_file(path);
    }
    // Its user may have closed a folder to himself.
    std::fs::remove_dir_all(path).or_else(|_| {
        modes::open_to_user(path)?;
        std::fs::remove_dir_all(path)
    })
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
