//! One temporary file for what does not fit into memory: blocks of bytes, appended by any thread, read
//! back by block.
//!
//! The file has no name (it is unlinked when it is made), so that nothing is left behind however the
//! process ends. It is made with the first block. What the bytes mean is the caller's business.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The file.
#[derive(Debug)]
pub(crate) struct Spill {
    dir: PathBuf,
    file: Mutex<Option<SpillFile>>,
}

#[derive(Debug)]
struct SpillFile {
    file: File,
    len: u64,
}

/// Where bytes lie in a spill.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Block {
    offset: u64,
    len: usize,
}

impl Block {
    /// A part of it, in bytes from its beginning.
    #[must_use]
    pub(crate) fn part(self, range: Range<usize>) -> Self {
        Self { offset: self.offset + range.start as u64, len: range.len() }
    }
}

impl Spill {
    /// Will spill to a file in `dir`.
    pub(crate) fn new(dir: &Path) -> Self {
        Self { dir: dir.to_owned(), file: Mutex::new(None) }
    }

    /// The folder, for messages.
    pub(crate) fn dir(&self) -> &Path {
        &self.dir
    }

    /// Bytes on disk.
    pub(crate) fn bytes(&self) -> u64 {
        self.lock().as_ref().map_or(0, |file| file.len)
    }

    /// Appends bytes.
    pub(crate) fn append(&self, bytes: &[u8]) -> io::Result<Block> {
        let mut guard = self.lock();
        let SpillFile { file, len } = match &mut *guard {
            Some(file) => file,
            none => none.insert(SpillFile { file: tempfile::tempfile_in(&self.dir)?, len: 0 }),
        };
        file.seek(SeekFrom::Start(*len))?;
        file.write_all(bytes)?;
        let block = Block { offset: *len, len: bytes.len() };
        *len += bytes.len() as u64;
        Ok(block)
    }

    /// Replaces what is in `into` by the block's bytes.
    pub(crate) fn read(&self, block: Block, into: &mut Vec<u8>) -> io::Result<()> {
        into.resize(block.len, 0);
        let mut guard = self.lock();
        let Some(SpillFile { file, .. }) = &mut *guard else {
            return if block.len == 0 { Ok(()) } else { Err(io::ErrorKind::NotFound.into()) };
        };
        file.seek(SeekFrom::Start(block.offset))?;
        file.read_exact(into)
    }

    /// A thread that panicked while it wrote has ended the run; nobody reads what it left.
    fn lock(&self) -> MutexGuard<'_, Option<SpillFile>> {
        self.file.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rayon::prelude::*;

    #[test]
    fn every_thread_reads_its_blocks_back_and_no_name_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let spill = Spill::new(folder.path());
        assert_eq!(spill.bytes(), 0);
        let content = |i: usize| vec![i as u8; i * 37 % 501];
        let blocks: Vec<(usize, Block)> =
            (0..200).into_par_iter().map(|i| (i, spill.append(&content(i)).unwrap())).collect();
        assert_eq!(spill.bytes(), (0..200).map(|i| content(i).len() as u64).sum::<u64>());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        let mut bytes = b"old".to_vec();
        for (i, block) in blocks {
            spill.read(block, &mut bytes).unwrap();
            assert_eq!(bytes, content(i));
            spill.read(block.part(0..bytes.len() / 2), &mut bytes).unwrap();
            assert_eq!(bytes.len(), content(i).len() / 2);
        }
    }

    #[test]
    fn a_folder_that_is_not_there_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let spill = Spill::new(&folder.path().join("gone"));
        assert_eq!(spill.append(b"x").unwrap_err().kind(), io::ErrorKind::NotFound);
    }
}
