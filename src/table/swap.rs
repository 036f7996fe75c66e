//! Putting a finished folder in the place of another one.
//!
//! On Linux the two are exchanged in one step, and a reader sees the old one or the new one. Where
//! that is not possible, the old one is moved aside first: for an instant there is none, and never
//! half of one.

use std::fs::{self, File};
use std::io;
use std::path::Path;

/// Moves `staged` to `target`; what stood at `target`, if anything, stands at `staged` or `aside` afterwards.
pub(super) fn swap_in(staged: &Path, target: &Path, aside: &Path) -> io::Result<()> {
    if target.exists() {
        if exchange(staged, target).is_ok() {
            return sync_parent(target);
        }
        fs::rename(target, aside)?;
        if let Err(error) = fs::rename(staged, target) {
            // The old one goes back: better yesterday's than none.
            fs::rename(aside, target)?;
            return Err(error);
        }
    } else {
        fs::rename(staged, target)?;
    }
    sync_parent(target)
}

#[cfg(target_os = "linux")]
fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE)?)
}

#[cfg(not(target_os = "linux"))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Makes a rename in the folder of `path` last over a loss of power.
pub(super) fn sync_parent(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => sync_folder(parent),
        _ => sync_folder(Path::new(".")),
    }
}

/// Makes a folder's list of files last.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    // Only Unix opens folders as files; elsewhere the file system sees to it.
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}
