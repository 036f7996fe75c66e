//! The output while a run writes to it: locked, and freed of what interrupted runs left there. Where it lies in an
//! object store, the run works in a copy, from which results are published there.

use super::{Job, Sources};
use crate::config::Settings;
use crate::table::folders::sweep_output;
use crate::table::{Access, FolderLock, Place, Wait, refuse_half_open};
use crate::time::text_of_instant;

/// The output of a run that writes to it.
pub(super) struct Output {
    _lock: FolderLock,
    /// The run's settings, whose output is a folder of this machine.
    pub settings: Settings,
}

/// Opens the output, whatever is to be written there.
pub(super) fn open_output(job: &Job<'_>) -> crate::Result<Output> {
    let Job { settings, machine, .. } = *job;
    let mut settings = settings.clone();
    let place = settings.output.output.clone();
    Sources::refuse_place(&settings, &place)?;
    if place.is_in_store() {
        let at: String = text_of_instant(machine.now_micros)
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect();
        let (copy, stores) = settings.data.stores.check_out(&place, &machine.spill_dir, &at)?;
        settings.output.output = Place::here(&copy);
        settings.data.stores = stores;
    }
    let lock = FolderLock::take(&settings.output.output, Access::Private, Wait::No)?;
    refuse_half_open(&settings.output.output)?;
    sweep_output(&settings.output.output);
    Ok(Output { _lock: lock, settings })
}
