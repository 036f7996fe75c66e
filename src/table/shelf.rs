//! A folder of small files that several runs may change at once, on this machine or in an object store. What the
//! files are is not known here.

use super::atomic_file::AtomicFile;
use super::identity::refuse_special_file;
use super::lock::{FolderLock, LockError, Wait};
use super::publish::{PublishError, Staging};
use super::staged::{Access, sweep};
use super::stores::StoreError;
use crate::error::{Failure, Kind};
use std::fmt;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// A change takes milliseconds: whoever waits longer waits for something else.
const WAIT: Wait = Wait::Seconds(10);

/// What a change makes of a file's content, if anything; none where there is no file.
pub(crate) type Change<'a> = dyn FnMut(Option<&[u8]>) -> Option<Vec<u8>> + 'a;

/// A folder of folders of small files. Names are relative to it, with `/`.
pub(crate) trait Shelf: fmt::Debug + Send + Sync {
    /// Finds out whether it can be written to.
    fn refuse_unwritable(&self) -> Result<(), ShelfError>;

    /// Names of the visible folders directly below one, sorted; none if it does not exist.
    fn folders(&self, below: &str) -> Result<Vec<String>, ShelfError>;

    /// Those of them in which there is a file of a name.
    fn folders_with(&self, below: &str, file: &str) -> Result<Vec<String>, ShelfError>;

    /// The content of a file, if there is one.
    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, ShelfError>;

    /// Writes a file, whatever was there before.
    fn write(&self, name: &str, content: &[u8]) -> Result<(), ShelfError>;

    /// Adds a folder of files, whole or not at all; false where its last file is there already, which tells that it
    /// is whole.
    fn add(&self, folder: &str, files: &[(&str, &[u8])]) -> Result<bool, ShelfError>;

    /// Changes a file: of changes at once each is made to what the one before left.
    fn change(&self, name: &str, change: &mut Change<'_>) -> Result<(), ShelfError>;
}

/// A shelf that cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum ShelfError {
    /// Another run writes to it.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// It could not be written.
    #[error(transparent)]
    Publish(#[from] PublishError),
    /// The store in which it lies.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// It could not be read.
    #[error("cannot read or write {}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
}

impl Failure for ShelfError {
    fn kind(&self) -> Kind {
        match self {
            ShelfError::Lock(error) => error.kind(),
            ShelfError::Publish(error) => error.kind(),
            ShelfError::Store(error) => error.kind(),
            ShelfError::Io { source, .. } if source.kind() == ErrorKind::InvalidInput => {
                Kind::Usage
            }
            ShelfError::Io { .. } => Kind::Failed,
        }
    }
}

/// A shelf on this machine: one change at a time, by the folder's lock.
#[derive(Debug)]
pub(super) struct LocalShelf {
    root: PathBuf,
}

impl LocalShelf {
    pub(super) fn at(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    /// One change at a time; what interrupted ones left beside the file or folder is removed.
    fn lock(&self, name: &str) -> Result<FolderLock, ShelfError> {
        let lock = FolderLock::take(&self.root, Access::Usual, WAIT)?;
        self.root.join(name).parent().map(sweep);
        Ok(lock)
    }
}

/// The content of a file of this machine, if there is one.
pub(super) fn read_file(path: &Path) -> Result<Option<Vec<u8>>, ShelfError> {
    match refuse_special_file(path).and_then(|()| fs::read(path)) {
        Ok(content) => Ok(Some(content)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(source) => Err(ShelfError::Io { path: path.to_owned(), source }),
    }
}

impl Shelf for LocalShelf {
    fn refuse_unwritable(&self) -> Result<(), ShelfError> {
        FolderLock::take(&self.root, Access::Usual, WAIT)?;
        Ok(())
    }

    fn folders(&self, below: &str) -> Result<Vec<String>, ShelfError> {
        let folder = self.root.join(below);
        let io = |source| ShelfError::Io { path: folder.clone(), source };
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(io(error)),
        };
        let mut names = Vec::new();
        for entry in entries {
            let entry = entry.map_err(io)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if entry.path().is_dir() && !name.starts_with('.') {
                names.push(name);
            }
        }
        names.sort();
        Ok(names)
    }

    fn folders_with(&self, below: &str, file: &str) -> Result<Vec<String>, ShelfError> {
        let mut names = self.folders(below)?;
        names.retain(|name| self.root.join(below).join(name).join(file).is_file());
        Ok(names)
    }

    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, ShelfError> {
        read_file(&self.root.join(name))
    }

    fn write(&self, name: &str, content: &[u8]) -> Result<(), ShelfError> {
        let _lock = self.lock(name)?;
        Ok(AtomicFile::write(&self.root.join(name), content)?)
    }

    fn add(&self, folder: &str, files: &[(&str, &[u8])]) -> Result<bool, ShelfError> {
        let _lock = self.lock(folder)?;
        let folder = self.root.join(folder);
        if files.last().is_some_and(|(name, _)| folder.join(name).exists()) {
            return Ok(false);
        }
        let staging = Staging::begin(&folder)?;
        for (name, content) in files {
            let path = staging.folder().join(name);
            fs::write(&path, content).map_err(|source| ShelfError::Io { path, source })?;
        }
        staging.publish_bare()?;
        Ok(true)
    }

    fn change(&self, name: &str, change: &mut Change<'_>) -> Result<(), ShelfError> {
        let _lock = self.lock(name)?;
        // What others have changed until now is in the file that is read here.
        let present = self.read(name)?;
        match change(present.as_deref()) {
            Some(content) => Ok(AtomicFile::write(&self.root.join(name), &content)?),
            None => Ok(()),
        }
    }
}
