//! A file in an object store as a reader sees it, and the parts of one that were fetched ahead.

use bytes::Bytes;
use std::fmt;
use std::io;
use std::ops::Range;
use std::sync::Arc;

/// A file in an object store, as it was when it was listed.
pub(crate) trait Object: fmt::Debug + Send + Sync {
    /// Its size.
    fn bytes(&self) -> u64;

    /// What changes whenever its content does.
    fn version(&self) -> &str;

    /// Parts of it, in the order asked for; refused where it is another version by now.
    fn ranges(&self, ranges: &[Range<u64>]) -> io::Result<Vec<Bytes>>;

    /// Whether it is still the same version.
    fn is_unchanged(&self) -> io::Result<bool>;
}

/// An object with the parts of it that a decoder will want: a file with holes. What is not held is fetched.
#[derive(Debug, Clone)]
pub(crate) struct HeldObject {
    object: Arc<dyn Object>,
    parts: Arc<Vec<(u64, Bytes)>>,
}

impl HeldObject {
    /// Fetches some parts, in as few requests as their places allow.
    pub(crate) fn fetch(object: &Arc<dyn Object>, ranges: &[Range<u64>]) -> io::Result<Self> {
        let fetched = object.ranges(ranges)?;
        let parts = ranges.iter().map(|range| range.start).zip(fetched).collect();
        Ok(Self { object: object.clone(), parts: Arc::new(parts) })
    }

    /// The size of the whole.
    pub(crate) fn bytes(&self) -> u64 {
        self.object.bytes()
    }

    /// Bytes from a place on, at most `length`; fewer where the part ends, none at the end of the file.
    pub(crate) fn read(&self, start: u64, length: usize) -> io::Result<Bytes> {
        if start >= self.bytes() || length == 0 {
            return Ok(Bytes::new());
        }
        for (from, part) in self.parts.iter() {
            if let Some(offset) = start.checked_sub(*from)
                && offset < part.len() as u64
            {
                let offset = offset as usize;
                return Ok(part.slice(offset..part.len().min(offset.saturating_add(length))));
            }
        }
        let end = self.bytes().min(start.saturating_add(length as u64));
        let mut fetched = self.object.ranges(std::slice::from_ref(&(start..end)))?;
        fetched.pop().ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    }
}
