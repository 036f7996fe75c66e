//! Publication of a folder of files: whole or not at all.
//!
//! Files are written into a hidden folder beside the target, synced, described by a manifest, and
//! put in the target's place in one step. A failure or interruption leaves the target as it was. Where
//! files grow and what becomes of leftovers is for `staged`. Nothing here knows the content.

use super::created_folders::CreatedFolders;
use super::manifest::{MANIFEST, Manifest, SUCCESS};
use super::modes;
use super::staged::{self, Access, Purpose};
use super::stores::StoreError;
use super::swap;
use super::temporary::Temporary;
use crate::error::{Failure, Kind};
use rayon::prelude::*;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;

/// An output that cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The place is not writable.
    #[error(
        "cannot write to {}: choose another place, or make it writable",
        path.display()
    )]
    Unwritable {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file stands where the folder should.
    #[error("{} is a file, but a folder is to be written there: move it or choose another place", .0.display())]
    NotAFolder(PathBuf),
    /// A link stands where results are kept.
    #[error(
        "{} is a link: links between results would lead nowhere from where it leads; remove it, and name another place for \
         all results with --output",
        .0.display()
    )]
    Linked(PathBuf),
    /// A device, a pipe or a socket stands where the file should: to take its place would break what others do with it.
    #[error("{} is a device, a pipe or a socket, which no file can take the place of: name a file", .0.display())]
    NoOrdinaryFile(PathBuf),
    /// The store in which it is to be published.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Writing began and did not end.
    #[error("writing {} failed", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

impl Failure for PublishError {
    fn kind(&self) -> Kind {
        match self {
            PublishError::Unwritable { .. }
            | PublishError::NotAFolder(_)
            | PublishError::Linked(_)
            | PublishError::NoOrdinaryFile(_) => Kind::Usage,
            PublishError::Io { .. } => Kind::Failed,
            PublishError::Store(error) => error.kind(),
        }
    }
}

impl PublishError {
    pub(super) fn of(path: &Path, source: io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            ErrorKind::PermissionDenied
            | ErrorKind::NotADirectory
            | ErrorKind::AlreadyExists
            | ErrorKind::ReadOnlyFilesystem
            | ErrorKind::InvalidFilename
            // A folder of a container's image can be changed and not moved.
            | ErrorKind::CrossesDevices
            | ErrorKind::NotFound => PublishError::Unwritable { path, source },
            _ => PublishError::Io { path, source },
        }
    }
}

/// A folder under preparation; dropping it leaves nothing behind.
#[derive(Debug)]
pub struct Staging {
    target: PathBuf,
    folder: Temporary,
    /// Held for as long as the folder is in work: another run can tell it from a leftover.
    lock: Option<File>,
    created: CreatedFolders,
}

impl Staging {
    /// Prepares to publish `target`, and removes what interrupted runs left of it.
    pub fn begin(target: &Path) -> Result<Self, PublishError> {
        if target.is_file() {
            return Err(PublishError::NotAFolder(target.to_owned()));
        }
        let io = |error| PublishError::of(target, error);
        let created = CreatedFolders::above(target, Access::Usual).map_err(io)?;
        staged::sweep_beside(target);
        let (folder, lock) = staged::folder_beside(target, Access::Usual).map_err(io)?;
        Ok(Self { target: target.to_owned(), folder, lock, created })
    }

    /// Where the files are to be written.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Completes the folder with its manifest and puts it in the target's place.
    pub fn publish(self, manifest: Manifest) -> Result<Manifest, PublishError> {
        let manifest = seal(self.folder(), &self.target, Access::Usual, manifest)?;
        self.publish_bare()?;
        Ok(manifest)
    }

    /// Puts the folder in the target's place as it is, without manifest.
    pub fn publish_bare(self) -> Result<(), PublishError> {
        let Self { target, folder, lock, created } = self;
        let io = |error| PublishError::of(&target, error);
        modes::keep(folder.path(), &target).map_err(io)?;
        sync_files(folder.path()).map_err(io)?;
        let aside = staged::name_beside(&target, Purpose::Old).map_err(io)?;
        let aside = Temporary::of(aside);
        swap::swap_in(folder.path(), &target, aside.path()).map_err(io)?;
        created.keep();
        drop(lock);
        Ok(())
    }
}

/// Completes a folder that will stand at `target`: its manifest (sizes and hashes of its files, rows in
/// all) and `_SUCCESS` are written.
pub(super) fn seal(
    folder: &Path,
    target: &Path,
    access: Access,
    mut manifest: Manifest,
) -> Result<Manifest, PublishError> {
    let new_file = |name: &str| staged::new_file(&folder.join(name), access);
    let io = |error| PublishError::of(target, error);
    manifest.files.sort_by(|a, b| a.name.cmp(&b.name));
    manifest.files.par_iter_mut().try_for_each(|file| file.fill_in(folder)).map_err(io)?;
    manifest.rows = manifest.files.iter().filter_map(|file| file.rows).sum();
    let mut text = serde_json::to_vec_pretty(&manifest).map_err(|e| io(e.into()))?;
    text.push(b'\n');
    new_file(MANIFEST).and_then(|mut file| file.write_all(&text)).map_err(io)?;
    new_file(SUCCESS).map_err(io)?;
    Ok(manifest)
}

/// Has the files of a folder written to the disk while other work is done; none where there is no thread for it. What
/// fails is to be asked for: the system tells of a lost write once, and [`sync_files`] may not hear of it again.
pub(super) fn begin_to_sync(folder: PathBuf) -> Option<JoinHandle<io::Result<()>>> {
    let sync = move || sync_files(&folder);
    std::thread::Builder::new().name("sync".to_owned()).spawn(sync).ok()
}

pub(super) fn sync_files(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { sync_files(&path)? } else { File::open(path)?.sync_all()? }
    }
    swap::sync_folder(folder)
}
