//! Hidden files and folders in which results grow, beside the place they will take; and the removal of
//! those that a run left behind when it was interrupted.
//!
//! Names end at random and are made by whoever gets there first (`O_EXCL`, which follows no link): a
//! planted file or link is never written through. A run holds a lock on what it has in work, so that
//! another one can tell it from a leftover.

use super::temporary::{Temporary, remove};
use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// Who may read what is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// The user alone: it tells of persons.
    Private,
    /// As the user's `umask` has it.
    Usual,
}

/// What a hidden name is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Content that is not complete.
    Staging,
    /// Complete content that was moved aside.
    Old,
}

impl Purpose {
    fn word(self) -> &'static str {
        match self {
            Purpose::Staging => "staging",
            Purpose::Old => "old",
        }
    }
}

/// As often as something new is tried where another run takes it for a leftover in the instant before it
/// is locked.
const ATTEMPTS: usize = 8;

/// Makes an empty folder beside `target` and locks it for as long as the handle is kept, where folders
/// can be locked.
pub(super) fn folder_beside(
    target: &Path,
    access: Access,
) -> io::Result<(Temporary, Option<File>)> {
    beside(target, |path| folder_builder(access).create(path), |(), path| File::open(path).ok())
}

/// Makes an empty file beside `target`, locked for as long as the handle is kept.
pub(super) fn file_beside(target: &Path, access: Access) -> io::Result<(Temporary, File)> {
    let (staged, file) = beside(target, |path| new_file(path, access), |file, _| Some(file))?;
    let file = file.ok_or(ErrorKind::NotFound)?;
    Ok((staged, file))
}

/// A hidden name beside `target` that is free.
pub(super) fn name_beside(target: &Path, purpose: Purpose) -> io::Result<PathBuf> {
    let free = |path: &Path| match fs::symlink_metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
        Ok(_) => Err(ErrorKind::AlreadyExists.into()),
    };
    let made = named(target, purpose, free)?;
    Ok(made.1)
}

fn beside<T>(
    target: &Path,
    make: impl Fn(&Path) -> io::Result<T>,
    handle: impl Fn(T, &Path) -> Option<File>,
) -> io::Result<(Temporary, Option<File>)> {
    let mut last = ErrorKind::AlreadyExists.into();
    for _ in 0..ATTEMPTS {
        let (made, staged) = Temporary::made(|| named(target, Purpose::Staging, &make))?;
        let handle = handle(made, staged.path());
        match handle.as_ref().map(File::try_lock) {
            Some(Err(TryLockError::WouldBlock)) => continue,
            // Where nothing can be locked, nothing is taken for a leftover either.
            Some(Err(TryLockError::Error(error))) => tracing::debug!(%error, "no lock"),
            Some(Ok(())) | None => {}
        }
        match fs::symlink_metadata(staged.path()) {
            Ok(_) => return Ok((staged, handle)),
            Err(error) => last = error,
        }
    }
    Err(last)
}

fn named<T>(
    target: &Path,
    purpose: Purpose,
    make: impl Fn(&Path) -> io::Result<T>,
) -> io::Result<(T, PathBuf)> {
    let prefix = prefix_of(target, purpose);
    let named =
        tempfile::Builder::new().prefix(&prefix).rand_bytes(12).make_in(parent(target), make)?;
    named.keep().map_err(|error| error.error)
}

/// What of a name stands in a hidden one: names have 255 bytes at most, and the hidden one has more than this.
const KEPT_OF_NAME: usize = 220;

fn prefix_of(target: &Path, purpose: Purpose) -> String {
    let mut kept = target.file_name().unwrap_or_default().to_string_lossy().into_owned();
    while kept.len() > KEPT_OF_NAME {
        kept.pop();
    }
    format!(".{kept}.{}-", purpose.word())
}

fn parent(target: &Path) -> &Path {
    target.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

#[cfg(unix)]
pub(super) fn folder_builder(access: Access) -> DirBuilder {
    use std::os::unix::fs::DirBuilderExt;
    let mut builder = DirBuilder::new();
    if access == Access::Private {
        builder.mode(0o700);
    }
    builder
}

#[cfg(not(unix))]
pub(super) fn folder_builder(_: Access) -> DirBuilder {
    DirBuilder::new()
}

/// Makes a file that was not there.
pub(super) fn new_file(path: &Path, access: Access) -> io::Result<File> {
    file_options(access).create_new(true).open(path)
}

/// Makes a file of a folder that is in work, or empties one, for the user alone: it may tell of persons, and gets its
/// folder's mode when it is complete.
pub(crate) fn private_file(path: &Path) -> io::Result<File> {
    file_options(Access::Private).create(true).truncate(true).open(path)
}

/// How a file is opened to be read and written, by the mode of one that is made.
#[cfg(unix)]
pub(super) fn file_options(access: Access) -> OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = OpenOptions::new();
    options.read(true).write(true).mode(if access == Access::Private { 0o600 } else { 0o666 });
    options
}

#[cfg(not(unix))]
pub(super) fn file_options(_: Access) -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    options
}

/// Removes what interrupted runs left beside `target` for it. What cannot be removed does no harm.
pub(super) fn sweep_beside(target: &Path) {
    for path in hidden_in(parent(target)) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        for purpose in [Purpose::Staging, Purpose::Old] {
            if name.starts_with(&prefix_of(target, purpose)) {
                remove_leftover(&path, purpose, target);
            }
        }
    }
}

/// Removes what interrupted runs left in a folder that this program alone writes to, whatever it was to
/// become.
pub(crate) fn sweep(folder: &Path) {
    for path in hidden_in(folder) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        for purpose in [Purpose::Staging, Purpose::Old] {
            if let Some((target, _)) = name.rsplit_once(&format!(".{}-", purpose.word())) {
                remove_leftover(&path, purpose, &folder.join(&target[1..]));
            }
        }
    }
}

fn hidden_in(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let is_hidden = |entry: &fs::DirEntry| entry.file_name().to_string_lossy().starts_with('.');
    entries.flatten().filter(is_hidden).map(|entry| entry.path()).collect()
}

/// Removes a leftover, unless a run that lives has it in work; what was moved aside whole goes back where
/// `target` is missing.
fn remove_leftover(path: &Path, purpose: Purpose, target: &Path) {
    let Ok(meta) = fs::symlink_metadata(path) else { return };
    if !meta.is_file() && !meta.is_dir() {
        // A link or a pipe is nothing that a run has made.
        drop(fs::remove_file(path));
        return;
    }
    let Ok(handle) = File::open(path) else { return };
    // The lock is kept until the leftover is gone.
    if handle.try_lock().is_err() {
        return;
    }
    let may_go_back = purpose == Purpose::Old && meta.is_dir() && is_whole(path);
    if may_go_back && fs::symlink_metadata(target).is_err() && fs::rename(path, target).is_ok() {
        return;
    }
    if let Err(error) = remove(path) {
        tracing::warn!(
            "{} was left by another run and cannot be removed ({error})",
            path.display()
        );
    }
}

/// Whether a folder, or every folder in it, has its mark of completeness.
fn is_whole(folder: &Path) -> bool {
    let is_marked = |folder: &Path| folder.join(super::manifest::SUCCESS).is_file();
    let Ok(entries) = fs::read_dir(folder) else { return false };
    let mut parts = entries.flatten().map(|entry| entry.path()).peekable();
    is_marked(folder) || (parts.peek().is_some() && parts.all(|part| is_marked(&part)))
}
