//! A finding about sales that may not be paid: a time of payment that some rows do not have, or money that is still due. From
//! names and footers alone; where a column of states or kinds says what rows are, nothing is to be found.

use super::schema::{has_any, nulls_of};
use super::{Finding, Read};
use crate::ingest::{ColumnValues, StatusColumn, names};
use crate::table::Footer;

pub(super) fn finding(read: &Read<'_>) -> Option<Finding> {
    let says = |column: &ColumnValues| {
        let known = StatusColumn::named(&column.column);
        !column.is_passed_over && known.is_some_and(StatusColumn::has_words)
    };
    if read.markers().iter().any(says) {
        return None;
    }
    let mut free = read.free_columns();
    free.retain(|name| read.markers().iter().all(|marker| marker.column != *name));
    let open = free.iter().find(|name| names::is_still_due(name) && has_any(read.files, name));
    let open = open.map(|name| {
        let found = format!("{name} tells of money that is not paid: the sales count in full");
        (name, found)
    });
    let missing = || {
        let mut named = free.iter().filter(|name| names::is_time_of_payment(name));
        named.find_map(|name| Some((name, empty_in_some(read, name)?)))
    };
    let (column, found) = open.or_else(missing)?;
    let remedy = "if these are no sales yet, leave them out where they are exported, or export their state into a column \
                  status";
    Some(Finding::warn(format!("unpaid by {column}"), found, remedy))
}

/// What is said where some rows have no value, and most have one. Returns are not paid.
fn empty_in_some(read: &Read<'_>, name: &str) -> Option<String> {
    let Read { files, seen, .. } = *read;
    let rows: u64 = files.footers.iter().map(Footer::rows).sum();
    let nulls = nulls_of(files, name)?;
    let returns = seen.returns as f64 / seen.rows.max(1) as f64 * rows as f64;
    (nulls as f64 > 2.0 * returns && 2 * nulls < rows).then(|| {
        format!("{nulls} of {rows} rows have no {name}: they may not be paid, and count as sales")
    })
}
