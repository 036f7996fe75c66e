//! Which column says by a day that its row is an older version of another one. Names tell which may; the rows themselves,
//! read for it, whether they are versions: see `version_chain`.

use crate::ingest::meaning::names::validities_among;
use crate::ingest::meaning::row_status::{Mark, StatusColumn};
use crate::ingest::version_chain::{About, are_versions, spans};
use crate::ingest::{ColumnMap, Forms, TransactionColumn as Column};
use crate::table::Files;

/// Pairs of columns that are looked at.
const MOST_PAIRS: usize = 4;

/// The column with the end of each row's version; none where no rows are versions of each other.
pub(super) fn end_of_versions(
    files: &Files,
    mapping: &ColumnMap<Column, String>,
    forms: &Forms,
) -> Option<(String, StatusColumn)> {
    let mut names = files.column_names();
    names.retain(|name| !mapping.is_mapped(name));
    // Versions of a sale tell of one moment; periods of a subscription of several.
    let id = if mapping.has(Column::OrderId) { Column::OrderId } else { Column::CustomerId };
    let about = About { id, moment: Some(Column::Timestamp) };
    let of_versions = |(begin, end): &(&String, &String)| {
        // What cannot be read as days is about something else.
        let pair = (begin.as_str(), end.as_str());
        let spans = spans(pair, about, files, mapping, forms);
        spans.ok().flatten().is_some_and(are_versions)
    };
    let pair = validities_among(&names).into_iter().take(MOST_PAIRS).find(of_versions)?;
    Some((pair.1.clone(), StatusColumn::Mark(Mark::VersionEnd)))
}
