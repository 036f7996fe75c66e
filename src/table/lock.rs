//! One writer at a time: a folder is locked for as long as this process writes beneath it.
//!
//! The lock is the system's, on a file `_lock` in the folder, and goes with the process however that
//! ends: a file that stays behind locks nothing. It says who holds the lock. Where the file system has
//! no locks there is none, which is said; publication in one step keeps readers safe all the same.

use super::created_folders::CreatedFolders;
use super::publish::PublishError;
use super::staged::{Access, file_options};
use super::temporary::{Temporary, unless_ending};
use crate::error::{Failure, Kind};
use serde::{Deserialize, Serialize};
use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Name of the file in a locked folder.
const LOCK_FILE: &str = "_lock";
/// As often as a lock file is opened again that its last holder has removed meanwhile.
const ATTEMPTS: usize = 100;
/// Between two attempts to get a lock that is waited for.
const PAUSE: Duration = Duration::from_millis(50);

/// How long a lock is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wait {
    /// Not at all: the other run takes minutes.
    No,
    /// Some seconds: the other one writes a small file.
    Seconds(u32),
}

/// A folder that this process alone writes to.
#[derive(Debug)]
pub(crate) struct FolderLock {
    /// Removed first, then closed, which releases the lock.
    _name: Temporary,
    _file: File,
    _created: CreatedFolders,
}

/// Who holds a lock, as the lock file says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// The process's number.
    pub process: u32,
    /// The machine's name.
    pub host: String,
}

/// A folder that cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another run is at work.
    #[error(
        "another run is writing to {}{}: wait until it has ended, then try again",
        folder.display(), by(holder.as_ref())
    )]
    Busy {
        /// The folder.
        folder: PathBuf,
        /// Who it is, where that can be read.
        holder: Option<Holder>,
    },
    /// It cannot be made or written to.
    #[error(transparent)]
    Unwritable(#[from] PublishError),
}

impl Failure for LockError {
    fn kind(&self) -> Kind {
        match self {
            LockError::Busy { .. } => Kind::Failed,
            LockError::Unwritable(error) => error.kind(),
        }
    }
}

fn by(holder: Option<&Holder>) -> String {
    holder.map_or_else(String::new, |Holder { process, host }| {
        format!(" (process {process} on {host})")
    })
}

impl FolderLock {
    /// Makes the folder where there is none, for whom `access` says, and locks it.
    pub(crate) fn take(folder: &Path, access: Access, wait: Wait) -> Result<Self, LockError> {
        let unwritable = |error| LockError::Unwritable(PublishError::of(folder, error));
        let created = CreatedFolders::make(folder, access).map_err(unwritable)?;
        let path = folder.join(LOCK_FILE);
        let mut pauses = match wait {
            Wait::No => 0,
            Wait::Seconds(seconds) => seconds * 1000 / PAUSE.as_millis() as u32,
        };
        let mut attempts = 0;
        loop {
            let mut file = unless_ending(|| open(&path, access)).map_err(unwritable)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) if pauses > 0 => {
                    pauses -= 1;
                    std::thread::sleep(PAUSE);
                    continue;
                }
                Err(TryLockError::WouldBlock) => {
                    let holder = fs::read(&path).ok();
                    let holder = holder.and_then(|text| serde_json::from_slice(&text).ok());
                    return Err(LockError::Busy { folder: folder.to_owned(), holder });
                }
                Err(TryLockError::Error(error)) => tracing::warn!(
                    "{} cannot be locked ({error}): see to it that one run at a time writes to it",
                    folder.display()
                ),
            }
            if is_at(&file, &path).map_err(unwritable)? {
                let name = Temporary::of(path);
                // Who it is helps whoever waits; the lock holds without it.
                drop(say_who(&mut file));
                return Ok(Self { _name: name, _file: file, _created: created });
            }
            attempts += 1;
            if attempts == ATTEMPTS {
                return Err(unwritable(io::ErrorKind::AlreadyExists.into()));
            }
        }
    }
}

/// Opens the lock file without touching its content: it may be another run's, or a link.
fn open(path: &Path, access: Access) -> io::Result<File> {
    file_options(access).create(true).truncate(false).open(path)
}

/// Whether the path leads to this very file: its last holder may have removed it meanwhile, and a link
/// is none of ours.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let here = match fs::symlink_metadata(path) {
        Ok(here) => here,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(error),
    };
    let held = file.metadata()?;
    Ok(here.is_file() && (here.dev(), here.ino()) == (held.dev(), held.ino()))
}

/// Elsewhere an open file cannot be removed.
#[cfg(not(unix))]
fn is_at(_: &File, path: &Path) -> io::Result<bool> {
    Ok(fs::symlink_metadata(path)?.is_file())
}

fn say_who(file: &mut File) -> io::Result<()> {
    let holder = Holder { process: std::process::id(), host: host() };
    file.set_len(0)?;
    file.write_all(&serde_json::to_vec(&holder)?)?;
    file.write_all(b"\n")
}

#[cfg(target_os = "linux")]
fn host() -> String {
    rustix::system::uname().nodename().to_string_lossy().into_owned()
}

#[cfg(not(target_os = "linux"))]
fn host() -> String {
    "this machine".to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_at_a_time_and_nothing_is_left() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("deep/output");
        let first = FolderLock::take(&folder, Access::Usual, Wait::No).unwrap();
        let busy = FolderLock::take(&folder, Access::Usual, Wait::No).unwrap_err();
        assert_eq!(busy.kind(), Kind::Failed);
        let who = format!("(process {} on ", std::process::id());
        assert!(busy.to_string().contains(&who), "{busy}");
        drop(first);
        assert!(!place.path().join("deep").exists());
        let second = FolderLock::take(&folder, Access::Usual, Wait::No).unwrap();
        fs::write(folder.join("scores"), "").unwrap();
        drop(second);
        assert!(folder.join("scores").exists() && !folder.join(LOCK_FILE).exists());
        let in_the_way = folder.join("scores/output");
        let error = FolderLock::take(&in_the_way, Access::Usual, Wait::No).unwrap_err();
        assert_eq!(error.kind(), Kind::Usage);
    }

    #[cfg(unix)]
    #[test]
    fn the_lock_of_private_results_is_private() {
        use std::os::unix::fs::PermissionsExt;
        let place = tempfile::tempdir().unwrap();
        let _lock = FolderLock::take(place.path(), Access::Private, Wait::No).unwrap();
        let mode = fs::metadata(place.path().join(LOCK_FILE)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn a_file_left_behind_locks_nothing_and_a_link_is_not_written_through() {
        let place = tempfile::tempdir().unwrap();
        let lock = place.path().join(LOCK_FILE);
        fs::write(&lock, "{\"process\":1,\"host\":\"gone\"}").unwrap();
        drop(FolderLock::take(place.path(), Access::Usual, Wait::No).unwrap());
        assert!(!lock.exists());
        #[cfg(unix)]
        {
            let other = place.path().join("other");
            fs::write(&other, "mine").unwrap();
            std::os::unix::fs::symlink(&other, &lock).unwrap();
            assert!(FolderLock::take(place.path(), Access::Usual, Wait::No).is_err());
            assert_eq!(fs::read_to_string(&other).unwrap(), "mine");
        }
    }

    #[test]
    fn those_who_wait_come_one_after_the_other() {
        let place = tempfile::tempdir().unwrap();
        let counter = place.path().join("counter");
        fs::write(&counter, "0").unwrap();
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..25 {
                        let _lock =
                            FolderLock::take(place.path(), Access::Usual, Wait::Seconds(60))
                                .unwrap();
                        let count: u32 = fs::read_to_string(&counter).unwrap().parse().unwrap();
                        fs::write(&counter, (count + 1).to_string()).unwrap();
                    }
                });
            }
        });
        assert_eq!(fs::read_to_string(&counter).unwrap(), "100");
    }
}
