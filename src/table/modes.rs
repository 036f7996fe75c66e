//! Who may read results: the user who made them, and whoever that user has let in.
//!
//! A folder that is replaced keeps its mode. A new one is the user's alone, and his group's where the
//! folder of its kind is open to the group; never everybody's. Files go by their folder.

use std::io;
use std::path::Path;

#[cfg(unix)]
const USER: u32 = 0o700;
#[cfg(unix)]
const GROUP: u32 = 0o050;

/// The mode of a folder of results that is to stand at `target`.
#[cfg(unix)]
pub(super) fn of_results(target: &Path) -> u32 {
    let mode = |path: &Path| {
        let meta = std::fs::metadata(path).ok().filter(std::fs::Metadata::is_dir)?;
        Some(std::os::unix::fs::PermissionsExt::mode(&meta.permissions()) & 0o777)
    };
    let of_kind = || target.parent().and_then(mode).unwrap_or_default() & GROUP;
    mode(target).map_or_else(|| USER | of_kind(), |mode| mode | USER)
}

/// Gives a folder the mode, and its folders and files likewise.
#[cfg(unix)]
pub(super) fn set_below(folder: &Path, mode: u32) -> io::Result<()> {
    use std::fs::{Permissions, set_permissions};
    use std::os::unix::fs::PermissionsExt;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            set_below(&entry.path(), mode)?;
        } else {
            set_permissions(entry.path(), Permissions::from_mode(mode & 0o666))?;
        }
    }
    set_permissions(folder, Permissions::from_mode(mode))
}

/// Lets through a folder whoever may enter one of those in it.
#[cfg(unix)]
pub(super) fn let_pass(folder: &Path) -> io::Result<()> {
    use std::fs::{Permissions, set_permissions};
    use std::os::unix::fs::PermissionsExt;
    let mut mode = USER;
    for entry in std::fs::read_dir(folder)? {
        mode |= entry?.metadata()?.permissions().mode() & 0o011;
    }
    set_permissions(folder, Permissions::from_mode(mode))
}

/// Lets the user into a folder and all in it, where he has closed them to himself (0500), so that they can be removed;
/// fails where they are another user's.
#[cfg(unix)]
pub(super) fn open_to_user(folder: &Path) -> io::Result<()> {
    use std::fs::{Permissions, set_permissions, symlink_metadata};
    use std::os::unix::fs::PermissionsExt;
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
pub(super) fn set_below(_: &Path, _: u32) -> io::Result<()> {
    Ok(())
}

#[cfg(not(unix))]
pub(super) fn let_pass(_: &Path) -> io::Result<()> {
    Ok(())
}
