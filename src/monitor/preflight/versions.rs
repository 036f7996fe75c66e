//! Findings about versions of rows: older ones that are there unasked, and equal ones where they are chosen.

use super::{Finding, Read};
use crate::ingest::{ColumnValues, NewestRows, NewestRule, row_names, row_texts};
use crate::words::share_to_tenths;

/// Tables of which no versions are chosen, but which look as if rows had several by a rule that their columns
/// suggest; `found` are the newest rows by that rule.
pub(crate) fn unasked(rule: &NewestRule, found: &NewestRows) -> Option<Finding> {
    let NewestRule { key, newest_by } = rule;
    let (older, rows) = (found.older - found.same_version, found.rows);
    (older > 0).then(|| {
        Finding::warn(
            format!("versions by {newest_by}"),
            format!(
                "{older} of {rows} rows ({}) have the {} of a row with a later {newest_by}: they may be older \
                 versions of it, and all count",
                share_to_tenths(older as f64 / rows.max(1) as f64),
                key.join(" and "),
            ),
            format!(
                "if rows are added again when they change: [rows] key = {key:?}, newest_by = {newest_by:?} in \
                 winback.toml counts the newest version alone"
            ),
        )
    })
}

/// Rows that tell of changes to others, where no newest version is chosen: those that were changed or deleted count
/// beside.
pub(super) fn changes(read: &Read<'_>) -> Option<Finding> {
    let older_versions = read.history.quality().left_out.older_version;
    let names = read.files.column_names();
    let is_change = |column: &&ColumnValues| {
        !column.is_passed_over && row_names::is_of_changes(&column.column, &names)
    };
    let column = read.markers().iter().find(is_change).filter(|_| older_versions == 0)?;
    let changing = column.values.iter().filter(|value| row_texts::changes_another(&value.shown));
    let words: Vec<String> =
        changing.map(|value| format!("{} {}", value.shown, value.rows)).collect();
    (!words.is_empty()).then(|| {
        Finding::warn(
            format!("changes by {}", column.column),
            format!("{}: the rows that they change or take away count, too", words.join(", ")),
            "[rows] key and newest_by in winback.toml count the newest version of each row alone: the columns that \
             tell rows apart, and one that says when or in which order they were written",
        )
    })
}

/// Rows that are left out although their version is as new as the one that counts.
pub(super) fn equal(read: &Read<'_>) -> Option<Finding> {
    let rows = read.history.equal_versions();
    (rows > 0).then(|| {
        Finding::warn(
            "equal versions",
            format!("{rows} rows have the key and the version of a later row, which counts in their place"),
            "fine where they repeat it; if they do not, rows.key lacks a column that tells rows apart",
        )
    })
}
