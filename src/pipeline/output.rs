//! The output folder while a run writes to it: locked, and freed of what interrupted runs left there.

use super::Sources;
use crate::config::Settings;
use crate::table::folders::sweep_output;
use crate::table::{Access, FolderLock, Wait};

/// Locks the output folder, whatever is to be written there, and removes leftovers of every date.
pub(super) fn lock_output(settings: &Settings) -> crate::Result<FolderLock> {
    let output = &settings.output.output;
    Sources::refuse_place(settings, output)?;
    let lock = FolderLock::take(output, Access::Private, Wait::No)?;
    sweep_output(output);
    Ok(lock)
}
