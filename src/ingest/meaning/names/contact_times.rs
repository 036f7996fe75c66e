//! Names of the time at which somebody was contacted, in lists of whoever was.

use crate::ingest::meaning::plain::normalised;

/// The likeliest first.
#[rustfmt::skip] // A table: as many words a line as fit.
const TIMES: &[&str] = &[
    "contactedat", "contactedon", "contactdate", "sentat", "senton", "sentdate", "senttime", "senddate",
    "sendtime", "sendat", "datesent", "timesent", "deliveredat", "timestamp", "datetime", "date", "eventtime",
    "eventtimestamp", "eventdate", "time", "createdat",
];

/// The place of the column among those of a list that says when each was contacted.
pub(crate) fn time_of_contact(columns: &[String]) -> Option<usize> {
    let names: Vec<String> = columns.iter().map(|name| normalised(name)).collect();
    TIMES.iter().find_map(|time| names.iter().position(|name| name == time))
}
