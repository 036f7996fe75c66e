//! What a file was when it was first looked at, so that it can be told later whether it still is.
//!
//! The system's facts (which file on the disk, its size, when it was last written) and its footer. Content
//! that was changed and given back its old time is for the fingerprint.

use std::fs::Metadata;
use std::time::SystemTime;

/// A file at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    identity: (u64, u64),
    bytes: u64,
    modified: Option<SystemTime>,
    /// A hash of the footer.
    footer: u64,
}

impl Stamp {
    /// Of a file with this footer.
    pub(super) fn of(meta: &Metadata, footer: &[u8]) -> Self {
        Self {
            identity: identity(meta),
            bytes: meta.len(),
            modified: meta.modified().ok(),
            footer: xxhash_rust::xxh3::xxh3_64(footer),
        }
    }

    /// The size of the file.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Whether the system's facts are still the same.
    pub(super) fn is_of(&self, meta: &Metadata) -> bool {
        (self.identity, self.bytes, self.modified)
            == (identity(meta), meta.len(), meta.modified().ok())
    }
}

#[cfg(unix)]
fn identity(meta: &Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt;
    (meta.dev(), meta.ino())
}

/// Elsewhere size and time must do.
#[cfg(not(unix))]
fn identity(_: &Metadata) -> (u64, u64) {
    (0, 0)
}
