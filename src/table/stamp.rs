//! What a file was when it was first looked at, so that it can be told later whether it still is.
//!
//! The system's facts (which file on the disk, its size, when it was last written) and its footer. Content
//! that was changed and given back its old time is for the fingerprint.

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

/// Device, inode, and when it was last written: seconds and nanoseconds.
#[cfg(unix)]
type SystemFacts = (u64, u64, i64, i64);

#[cfg(unix)]
fn facts(meta: &Metadata) -> SystemFacts {
    use std::os::unix::fs::MetadataExt;
    (meta.dev(), meta.ino(), meta.mtime(), meta.mtime_nsec())
}

/// When it was last written.
#[cfg(windows)]
type SystemFacts = u64;

#[cfg(windows)]
fn facts(meta: &Metadata) -> SystemFacts {
    std::os::windows::fs::MetadataExt::last_write_time(meta)
}
