//! Who may read results: the user who made them, and whoever that user has let in.
//!
//! What is replaced, folder or file, leaves its mode to what replaces it. A new folder is the user's alone, and his
//! group's where the folder of its kind is open to the group; never everybody's. New files go by their folder.

use std::io;
use std::path::Path;

#[cfg(unix)]
use std::fs::{Metadata, Permissions, set_permissions, symlink_metadata};
#[cfg(unix)]
use std::os::unix::fs::PermissionsExt;

#[cfg(unix)]
const USER: u32 = 0o700;
#[cfg(unix)]
const GROUP: u32 = 0o050;

/// The mode of a folder of results that is to stand at `target`.
#[cfg(unix)]
pub(super) fn of_results(target: &Path) -> u32 {
    let of_kind = || target.parent().and_then(of_folder).unwrap_or_default() & GROUP;
    of_folder(target).unwrap_or_else(|| USER | of_kind())
}

/// The mode of a folder that is there, or is led to; its user may always enter.
#[cfg(unix)]
fn of_folder(path: &Path) -> Option<u32> {
    let there = std::fs::metadata(path).ok().filter(Metadata::is_dir)?;
    Some(there.permissions().mode() & 0o7777 | USER)
}

/// The mode of a file that is there; its user may always read it.
#[cfg(unix)]
fn of_file(path: &Path) -> Option<u32> {
    let there = symlink_metadata(path).ok().filter(Metadata::is_file)?;
    Some(there.permissions().mode() & 0o777 | 0o400)
}

/// Gives a folder the mode, and its folders and files those of what they replace in `replaced`, or likewise.
#[cfg(unix)]
pub(super) fn set_below(folder: &Path, replaced: &Path, mode: u32) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let replaced = replaced.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            set_below(&entry.path(), &replaced, of_folder(&replaced).unwrap_or(mode))?;
        } else {
            let mode = of_file(&replaced).unwrap_or(mode & 0o666);
            set_permissions(entry.path(), Permissions::from_mode(mode))?;
        }
    }
    set_permissions(folder, Permissions::from_mode(mode))
}

/// Gives a folder, and what is in it, the modes of what it replaces, if it replaces a folder.
#[cfg(unix)]
pub(super) fn keep(folder: &Path, replaced: &Path) -> io::Result<()> {
    of_folder(replaced).map_or(Ok(()), |mode| set_below(folder, replaced, mode))
}

/// Gives the folder of a date the mode of the one that it replaces, and lets pass whoever may enter one of the parts
/// that are new in it.
#[cfg(unix)]
pub(super) fn let_pass(folder: &Path, replaced: &Path) -> io::Result<()> {
    let mut mode = of_folder(replaced).unwrap_or(USER);
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if !replaced.join(entry.file_name()).exists() {
            mode |= entry.metadata()?.permissions().mode() & 0o011;
        }
    }
    set_permissions(folder, Permissions::from_mode(mode))
}

/// Lets the user into a folder and all in it, where he has closed them to himself (0500), so that they can be removed;
/// fails where they are another user's.
#[cfg(unix)]
pub(super) fn open_to_user(folder: &Path) -> io::Result<()> {
    let meta = symlink_metadata(folder)?;
    if !meta.is_dir() {
        return Ok(());
    }
    let mode = meta.permissions().mode();
    if mode & USER != USER {
        set_permissions(folder, Permissions::from_mode(mode | USER))?;
    }
    refuse_closed(folder)?;
    for entry in std::fs::read_dir(folder)? {
        open_to_user(&entry?.path())?;
    }
    Ok(())
}

/// Fails where the user may not change what a folder holds.
#[cfg(target_os = "linux")]
fn refuse_closed(folder: &Path) -> io::Result<()> {
    use rustix::fs::{Access, access};
    Ok(access(folder, Access::READ_OK | Access::WRITE_OK | Access::EXEC_OK)?)
}

#[cfg(all(unix, not(target_os = "linux")))]
fn refuse_closed(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(not(unix))]
pub(super) fn open_to_user(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Elsewhere folders have no modes.
#[cfg(not(unix))]
pub(super) fn of_results(_: &Path) -> u32 {
    0
}

#[cfg(not(unix))]
pub(super) fn set_below(_: &Path, _: &Path, _: u32) -> io::Result<()> {
    Ok(())
}

#[cfg(not(unix))]
pub(super) fn keep(_: &Path, _: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(not(unix))]
pub(super) fn let_pass(_: &Path, _: &Path) -> io::Result<()> {
    Ok(())
}
