//! Findings about versions of rows: older ones that are there unasked, and equal ones where they are chosen.

use super::Finding;
use crate::ingest::{NewestRows, NewestRule};
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

/// Rows that are left out although their version is as new as the one that counts.
pub(super) fn equal(rows: u64) -> Option<Finding> {
    (rows > 0).then(|| {
        Finding::warn(
            "equal versions",
            format!("{rows} rows have the key and the version of a later row, which counts in their place"),
            "fine where they repeat it; if they do not, rows.key lacks a column that tells rows apart",
        )
    })
}
