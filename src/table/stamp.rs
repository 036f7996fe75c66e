//! What a file was when it was first looked at, so that it can be told later whether it still is.
//!
//! The system's facts (which file on the disk, its size, when it was last written and when anything of it last changed,
//! which nobody can give back) and its footer.

use std::fs::Metadata;

/// A file at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    facts: SystemFacts,
    bytes: u64,
    /// A hash of the footer.
    footer: u64,
}

impl Stamp {
    /// Of a file with this footer.
    pub(super) fn of(meta: &Metadata, footer: &[u8]) -> Self {
        Self { facts: facts(meta), bytes: meta.len(), footer: xxhash_rust::xxh3::xxh3_64(footer) }
    }

    /// The size of the file.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Whether the system's facts are still the same.
    pub(super) fn is_of(&self, meta: &Metadata) -> bool {
        (self.facts, self.bytes) == (facts(meta), meta.len())
    }
}

/// Device and inode; when it was last written, and when it last changed: seconds and nanoseconds.
#[cfg(unix)]
type SystemFacts = (u64, u64, [i64; 2], [i64; 2]);

#[cfg(unix)]
fn facts(meta: &Metadata) -> SystemFacts {
    use std::os::unix::fs::MetadataExt;
    let (written, changed) = ([meta.mtime(), meta.mtime_nsec()], [meta.ctime(), meta.ctime_nsec()]);
    (meta.dev(), meta.ino(), written, changed)
}

/// When it was last written.
#[cfg(windows)]
type SystemFacts = u64;

#[cfg(windows)]
fn facts(meta: &Metadata) -> SystemFacts {
    std::os::windows::fs::MetadataExt::last_write_time(meta)
}
