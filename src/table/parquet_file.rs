//! A Parquet file opened for decoding: read by place, with one handle for all its columns.
//!
//! What a file says of its own sizes is held against its length before room is made for it. An error of
//! the system is kept apart from an error of the content: the first may pass, the second does not.

use super::stores::HeldObject;
use super::thrift::check_page_header;
use bytes::Bytes;
use parquet::errors::ParquetError;
use parquet::file::reader::{ChunkReader, Length};
use std::fs::{File, Metadata};
use std::io::{self, BufReader, Read};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// Bytes of a page header that hold its sizes, at most.
const HEADER_START_BYTES: usize = 24;

/// The file.
#[derive(Debug, Clone)]
pub(super) struct ParquetFile {
    place: Place,
    bytes: u64,
    failed: Failed,
}

/// Where its bytes come from.
#[derive(Debug, Clone)]
enum Place {
    Disk(Arc<File>),
    Store(HeldObject),
}

/// What the system refused while the file was read.
#[derive(Debug, Clone, Default)]
pub(super) struct Failed(Arc<Mutex<Option<io::Error>>>);

impl Failed {
    fn note(&self, error: io::Error) -> io::Error {
        let copy = error
            .raw_os_error()
            .map_or_else(|| io::Error::from(error.kind()), io::Error::from_raw_os_error);
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
        copy
    }

    /// The error, if there was one.
    pub(super) fn take(&self) -> Option<io::Error> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl ParquetFile {
    /// Opens it.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let bytes = file.metadata()?.len();
        Ok(Self { place: Place::Disk(Arc::new(file)), bytes, failed: Failed::default() })
    }

    /// A file in an object store, parts of which are here already.
    pub(super) fn held(object: HeldObject) -> Self {
        let bytes = object.bytes();
        Self { place: Place::Store(object), bytes, failed: Failed::default() }
    }

    /// What the system says of a file on the disk.
    pub(super) fn metadata(&self) -> Option<io::Result<Metadata>> {
        match &self.place {
            Place::Disk(file) => Some(file.metadata()),
            Place::Store(_) => None,
        }
    }

    /// Where errors of the system are noted.
    pub(super) fn failed(&self) -> Failed {
        self.failed.clone()
    }

    /// Exactly `length` bytes from `start` on.
    pub(super) fn read_exact(&self, start: u64, length: usize) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; length];
        let mut at = 0;
        while at < length {
            match self.read_at(&mut bytes[at..], start + at as u64) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(n) => at += n,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(self.failed.note(error)),
            }
        }
        Ok(bytes)
    }

    /// What there is from a place on, as far as it fits and is at hand.
    fn read_at(&self, into: &mut [u8], at: u64) -> io::Result<usize> {
        match &self.place {
            Place::Disk(file) => read_at(file, into, at),
            Place::Store(object) => {
                let bytes = object.read(at, into.len())?;
                into[..bytes.len()].copy_from_slice(&bytes);
                Ok(bytes.len())
            }
        }
    }
}

impl Length for ParquetFile {
    fn len(&self) -> u64 {
        self.bytes
    }
}

impl ChunkReader for ParquetFile {
    type T = BufReader<FromPlace>;

    /// What is read from a place on is the header of a page.
    fn get_read(&self, start: u64) -> Result<Self::T, ParquetError> {
        let left = self.bytes.checked_sub(start).ok_or_else(beyond)?;
        let head = self.read_exact(start, HEADER_START_BYTES.min(left as usize))?;
        check_page_header(&head, left).map_err(|what| ParquetError::General(what.to_owned()))?;
        Ok(BufReader::new(FromPlace { file: self.clone(), at: start }))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes, ParquetError> {
        let end = start.checked_add(length as u64).ok_or_else(beyond)?;
        if end > self.bytes {
            return Err(beyond());
        }
        if let Place::Store(object) = &self.place {
            let bytes = object.read(start, length).map_err(|error| self.failed.note(error))?;
            if bytes.len() == length {
                return Ok(bytes);
            }
        }
        Ok(self.read_exact(start, length)?.into())
    }
}

fn beyond() -> ParquetError {
    ParquetError::EOF("a part of it lies beyond its end".to_owned())
}

/// The file from a place on.
#[derive(Debug)]
pub(super) struct FromPlace {
    file: ParquetFile,
    at: u64,
}

impl Read for FromPlace {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.file.read_at(into, self.at).map_err(|e| self.file.failed.note(e))?;
        self.at += n as u64;
        Ok(n)
    }
}

#[cfg(unix)]
fn read_at(file: &File, into: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, into, at)
}

#[cfg(windows)]
fn read_at(file: &File, into: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, into, at)
}
