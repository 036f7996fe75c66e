//! Publication of a single file: whole or not at all.
//!
//! It is written beside its target under a hidden name, synced, and renamed over it.

use super::created_folders::CreatedFolders;
use super::publish::PublishError;
use super::staged::{self, Access};
use super::swap;
use super::temporary::Temporary;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

/// A file under preparation; dropping it leaves nothing behind.
#[derive(Debug)]
pub struct AtomicFile {
    target: PathBuf,
    staged: Temporary,
    file: File,
    created: CreatedFolders,
}

impl AtomicFile {
    /// Prepares to write `target`; folders above it are made, and what interrupted runs left of it is
    /// removed.
    pub fn create(target: &Path, access: Access) -> Result<Self, PublishError> {
        let io = |error| PublishError::of(target, error);
        if target.is_dir() {
            return Err(io(std::io::ErrorKind::AlreadyExists.into()));
        }
        if fs::symlink_metadata(target).is_ok_and(|there| is_no_ordinary_file(&there)) {
            return Err(PublishError::NoOrdinaryFile(target.to_owned()));
        }
        let created = CreatedFolders::above(target, Access::Usual).map_err(io)?;
        staged::sweep_beside(target);
        let (staged, file) = staged::file_beside(target, access).map_err(io)?;
        Ok(Self { target: target.to_owned(), staged, file, created })
    }

    /// Writes `content` to `target`, whole or not at all.
    pub fn write(target: &Path, content: &[u8]) -> Result<(), PublishError> {
        Self::write_for(target, Access::Usual, content)
    }

    /// The same for the user alone.
    pub fn write_private(target: &Path, content: &[u8]) -> Result<(), PublishError> {
        Self::write_for(target, Access::Private, content)
    }

    fn write_for(target: &Path, access: Access, content: &[u8]) -> Result<(), PublishError> {
        let mut file = Self::create(target, access)?;
        file.file.write_all(content).map_err(|error| PublishError::of(target, error))?;
        file.publish()
    }

    /// The file to write to; it may be cloned.
    pub fn file(&mut self) -> &mut File {
        &mut self.file
    }

    /// Where it will stand.
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// Puts the file in its place. One that it replaces leaves it its mode.
    pub fn publish(self) -> Result<(), PublishError> {
        let Self { target, staged, file, created } = self;
        let io = |error| PublishError::of(&target, error);
        if let Ok(replaced) = fs::symlink_metadata(&target)
            && replaced.is_file()
        {
            file.set_permissions(replaced.permissions()).map_err(io)?;
        }
        file.sync_all().map_err(io)?;
        drop(file);
        fs::rename(staged.path(), &target).map_err(io)?;
        created.keep();
        swap::sync_parent(&target).map_err(io)
    }
}

/// Whether it is a device, a pipe or a socket.
fn is_no_ordinary_file(there: &fs::Metadata) -> bool {
    let kind = there.file_type();
    !kind.is_file() && !kind.is_dir() && !kind.is_symlink()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_device_a_pipe_or_a_socket_is_never_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let socket = folder.path().join("socket");
        let _held = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        let refused = AtomicFile::write(&socket, b"x").unwrap_err();
        assert!(matches!(refused, PublishError::NoOrdinaryFile(_)), "{refused}");
        assert!(!fs::symlink_metadata(&socket).unwrap().is_file());
    }
}
