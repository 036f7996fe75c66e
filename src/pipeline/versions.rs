//! Whether rows look as if they had versions that nobody chose. Keys and versions are read for it only where the history has
//! several rows of one order line: else no row can be an older version of another.

use super::Sources;
use crate::history::{History, Inspection};
use crate::ingest::{NewestRows, NewestRule};
use crate::monitor::preflight::{Finding, unasked_versions};

/// What is found where the history has been looked at. Where older versions were left out already, by a column that says
/// which they are, nothing is suggested.
pub(super) fn suggested_versions(
    sources: &Sources,
    history: &History,
    seen: &Inspection,
) -> Option<Finding> {
    let has_older = history.quality().left_out.older_version > 0;
    if seen.lines_again == 0 || has_older { None } else { versions_unseen(sources) }
}

/// The same where the rows were read elsewhere.
pub(super) fn versions_unseen(sources: &Sources) -> Option<Finding> {
    let input = &sources.transactions;
    if sources.rows.newest.is_some() {
        return None;
    }
    let rule = NewestRule::suggested(&input.files.column_names(), &input.mapping)?;
    // Columns of a type that no key or version has are none.
    let found = NewestRows::sample(&input.files, &rule, &input.forms).ok()?;
    unasked_versions(&rule, &found)
}
