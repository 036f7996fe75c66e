//! Whoever had said no when the last list was published and is refused by nothing tonight.
//!
//! Numbers of refusals do not show it: an export of new ones alone has as many as yesterday's. So a list leaves behind
//! who had said no (`super::file`), and the next one asks after each of its customers. A few whose own rows say
//! otherwise now have changed their minds, and so have those with a newer answer; all others stay refused until
//! somebody accepts the loss. Where most are lost the run ends.

use crate::config::Settings;
use crate::ingest::{Compared, Customers, NotedNoes};
use crate::pipeline::losses::{LossError, are_few, are_most, newest};
use crate::pipeline::published::Published;
use crate::pipeline::refusals::file::{self, RefusedFileError};
use crate::table::folders::{REFUSED_FILE, all_audiences};
use std::path::PathBuf;
use tracing::{info, warn};

/// Who has said no by tonight and by the nights before.
pub(in crate::pipeline) struct Held {
    /// For the next night.
    pub noted: NotedNoes,
    /// Customers whom the nights before alone refuse.
    pub by_earlier_nights: u64,
}

/// Who had said no by the newest list.
pub(in crate::pipeline) struct Earlier {
    noted: NotedNoes,
    /// The list's folder.
    folder: PathBuf,
}

/// Refuses contact to whoever had said no and has not changed their mind, as far as the tables show.
pub(in crate::pipeline) fn hold_earlier(
    earlier: Option<Earlier>,
    customers: &mut Customers,
) -> crate::Result<Held> {
    let noted = customers.noted();
    let Some(Earlier { noted: mut earlier, folder }) = earlier else {
        return Ok(Held { noted, by_earlier_nights: 0 });
    };
    let compared = earlier.compare(customers.asked());
    refuse_forgotten(&compared, &folder)?;
    let Compared { refused, lost, kept, taken_back, agreed } = compared;
    let n_back = taken_back.len() as u64;
    let may_change = are_few(n_back, refused) && !are_most(n_back, refused);
    let changed: Vec<_> = taken_back.into_iter().filter(|_| may_change).chain(agreed).collect();
    for keys in &changed {
        earlier.forget(*keys);
    }
    if !changed.is_empty() {
        info!(
            "refusals: {} customers had said no and say otherwise tonight; no earlier no stands against them",
            changed.len()
        );
    }
    let n_changed = if may_change { n_back } else { 0 };
    let held = lost + kept - n_changed;
    if held > 0 {
        customers.refuse(earlier.refusals());
        warn!(
            "refusals: {held} customers had said no when {} was published and are refused by nothing tonight; they stay \
             refused. Give the tables that say no whole, not what is new alone; --accept-losses accepts the loss",
            folder.display()
        );
    }
    Ok(Held { noted: noted.with_earlier(&earlier), by_earlier_nights: held })
}

/// Ends the run where most of those who had said no are refused by nothing.
pub(in crate::pipeline) fn refuse_if_forgotten(
    settings: &Settings,
    customers: &Customers,
) -> crate::Result<()> {
    match earlier_noes(settings)? {
        Some(Earlier { noted, folder }) => {
            refuse_forgotten(&noted.compare(customers.asked()), &folder)
        }
        None => Ok(()),
    }
}

fn refuse_forgotten(compared: &Compared, folder: &std::path::Path) -> crate::Result<()> {
    let Compared { lost, refused, .. } = *compared;
    if !are_most(lost, refused) {
        return Ok(());
    }
    let loss = format!(
        "customers: {lost} of {refused} who had said no are refused by nothing now (a table of refusals must have all of \
         them, not what is new alone)"
    );
    Err(LossError { folder: folder.to_owned(), losses: vec![loss] }.into())
}

/// Who had said no by the newest list; none where there is no such list, or a loss is accepted.
pub(in crate::pipeline) fn earlier_noes(settings: &Settings) -> crate::Result<Option<Earlier>> {
    if settings.accept_losses {
        return Ok(None);
    }
    let folders = all_audiences(&settings.output.output);
    let Some(last) = newest(&folders, &settings.data.stores)? else { return Ok(None) };
    Ok(read(&last)?.map(|noted| Earlier { noted, folder: last.shown }))
}

/// Lists of an earlier version of this program have no such file.
fn read(last: &Published) -> Result<Option<NotedNoes>, RefusedFileError> {
    let Some(file) = last.manifest.files.iter().find(|file| file.name == REFUSED_FILE) else {
        return Ok(None);
    };
    last.refuse_altered_file(file)?;
    file::read(&last.folder.join(REFUSED_FILE)).map(Some)
}
