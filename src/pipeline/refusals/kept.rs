//! A no to e-mail that was known on an earlier night: it holds, though tonight's events do not say it again.
//!
//! Exports often hold the last weeks alone, and a table that has as many refusals as yesterday may have others. The
//! newest published scores know who had said no; whoever is no longer among the refusals stays refused until
//! somebody accepts the loss.

use crate::config::Settings;
use crate::ingest::{CustomerId, EventRefusals, NoTo};
use crate::pipeline::losses::newest;
use crate::pipeline::published::configuration;
use crate::score::file::{self, ScoreColumn, ScoreFileError, column};
use crate::table::folders::all_scores;
use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use tracing::warn;

/// The part of the configuration that says which events are a no.
const MEANINGS: &str = "event_types";

/// What is read of the scores.
const READ: [ScoreColumn; 2] = [file::CUSTOMER_ID, file::UNSUBSCRIBED];

/// Adds to tonight's refusals those that the newest published scores have and tonight's events do not. Where the
/// configuration gives the types of events another meaning since, the earlier meaning does not hold.
pub(in crate::pipeline) fn keep_refusals(
    settings: &Settings,
    found: &mut EventRefusals,
) -> crate::Result<()> {
    if settings.accept_losses {
        return Ok(());
    }
    let nights = all_scores(&settings.output.output);
    let Some(last) = newest(&nights, &settings.data.stores)? else { return Ok(()) };
    if last.manifest.configuration[MEANINGS] != configuration(settings)?[MEANINGS] {
        return Ok(());
    }
    let mut kept = 0;
    for part in last.files() {
        let read = file::read(&part, &READ, |columns| {
            let ids = column!(columns, READ, CUSTOMER_ID);
            let unsubscribed = column!(columns, READ, UNSUBSCRIBED).as_boolean();
            let mut keep = |row: usize, id: CustomerId<'_>| {
                // The scores know of e-mail: a no to calls alone is not this one said again.
                if unsubscribed.value(row) && !found.refusals.of(id).email {
                    found.refusals.add(id, NoTo::ALL);
                    kept += 1;
                }
            };
            match ids.as_primitive_opt::<Int64Type>() {
                Some(ids) => {
                    ids.values()
                        .iter()
                        .enumerate()
                        .for_each(|(row, id)| keep(row, CustomerId::Int(*id)));
                }
                None => {
                    let ids = ids.as_string::<i64>().iter().enumerate();
                    ids.for_each(|(row, id)| keep(row, CustomerId::Text(id.unwrap_or_default())));
                }
            }
        });
        match read {
            // Scores of an earlier version of this program, or damaged ones, have nothing to say.
            Err(ScoreFileError::MissingColumn { .. }) => {}
            read => read?,
        }
    }
    if kept > 0 {
        warn!(
            "refusals: {kept} customers have said no by the scores of {} and not by tonight's events; they stay \
             refused. --accept-losses accepts the loss",
            last.manifest.as_of
        );
    }
    Ok(())
}
