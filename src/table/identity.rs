//! Which file on the disk a path leads to, and whether it is one that can be read.
//!
//! Two paths lead to one file by links: symbolic, hard, or of a folder above. Nothing is opened here.

use super::source::SourceError;
use std::collections::HashSet;
use std::fs::Metadata;
use std::path::Path;

/// The files and folders met so far.
#[derive(Debug, Default)]
pub(super) struct Seen(HashSet<Identity>);

impl Seen {
    /// Whether it had not been met before.
    pub(super) fn is_new(&mut self, path: &Path, meta: &Metadata) -> bool {
        self.0.insert(Identity::of(path, meta))
    }
}

#[cfg(unix)]
#[derive(Debug, PartialEq, Eq, Hash)]
struct Identity {
    device: u64,
    inode: u64,
}

#[cfg(unix)]
impl Identity {
    fn of(_: &Path, meta: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        Self { device: meta.dev(), inode: meta.ino() }
    }
}

/// Elsewhere hard links are not seen through.
#[cfg(not(unix))]
#[derive(Debug, PartialEq, Eq, Hash)]
struct Identity(std::path::PathBuf);

#[cfg(not(unix))]
impl Identity {
    fn of(path: &Path, _: &Metadata) -> Self {
        Self(path.canonicalize().unwrap_or_else(|_| path.to_owned()))
    }
}

/// Refuses what is neither a file nor a folder: opening it may wait for ever.
pub(super) fn refuse_special(path: &Path, meta: &Metadata) -> Result<(), SourceError> {
    if meta.is_file() || meta.is_dir() {
        return Ok(());
    }
    Err(SourceError::Special { path: path.to_owned(), what: kind_of(meta) })
}

/// A file of this program's own, where it is one: opening a pipe or a device may wait for ever.
pub(crate) fn refuse_special_file(path: &Path) -> std::io::Result<()> {
    match std::fs::metadata(path) {
        Ok(meta) if !meta.is_file() && !meta.is_dir() => {
            let said = format!("it is {}, not a file", kind_of(&meta));
            Err(std::io::Error::new(std::io::ErrorKind::InvalidInput, said))
        }
        _ => Ok(()),
    }
}

#[cfg(unix)]
fn kind_of(meta: &Metadata) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    let kind = meta.file_type();
    if kind.is_fifo() {
        "a pipe"
    } else if kind.is_socket() {
        "a socket"
    } else {
        "a device"
    }
}

#[cfg(not(unix))]
fn kind_of(_: &Metadata) -> &'static str {
    "no ordinary file"
}
