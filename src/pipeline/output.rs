//! The output folder while a run writes to it: locked, and freed of what interrupted runs left there.

use crate::config::Settings;
use crate::table::folders::sweep_output;
use crate::table::{Access, FolderLock, LockError, Wait};

/// Locks the output folder, whatever is to be written there, and removes leftovers of every date.
pub(super) fn lock_output(settings: &Settings) -> Result<FolderLock, LockError> {
    let output = &settings.output.output;
    let lock = FolderLock::take(output, Access::Private, Wait::No)?;
    sweep_output(output);
    Ok(lock)
}
