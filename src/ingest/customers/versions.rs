//! Tables that keep the older versions of a row: `is_current`, or `valid_to` beside `valid_from`; by other names where rows
//! of one customer begin where others end.
//!
//! An older version is no refusal: it tells what was. Whoever has older versions alone is deleted.

use crate::ingest::meaning::names::{is_of_rows, validities_among};
use crate::ingest::meaning::no_columns::{
    NoCell, is_begin_of_version, is_end_of_version, is_never, is_past, past_version,
};
use crate::ingest::meaning::says_nothing;
use crate::ingest::refusals::RefusalColumn;
use crate::ingest::source::{ANY_COLUMN, Extra, Source};
use crate::ingest::version_chain::{About, are_versions, spans};
use crate::ingest::{ColumnMap, CustomerColumn, Forms, IngestError};
use crate::table::Files;
use crate::table::cast::large_texts;

/// The columns that tell versions apart: a row is past where one of them says so.
#[derive(Debug, Clone)]
pub(super) struct Versions {
    columns: Vec<VersionColumn>,
}

/// One of them.
#[derive(Debug, Clone, Copy)]
pub(super) struct VersionColumn {
    /// Its place among the columns that play no part.
    pub column: usize,
    is_past: Option<fn(&str) -> bool>,
    present_micros: i64,
}

impl Versions {
    /// Of some files; None where they hold current rows alone, as far as names tell.
    pub(super) fn of(
        files: &Files,
        columns: &[RefusalColumn],
        mapping: &ColumnMap<CustomerColumn, String>,
        forms: &Forms,
        present_micros: i64,
    ) -> Result<Option<Self>, IngestError> {
        let by_name = |(column, known): (usize, &RefusalColumn)| {
            let is_past = Some(past_version(&known.name)?);
            Some(VersionColumn { column, is_past, present_micros })
        };
        let named: Vec<VersionColumn> = columns.iter().enumerate().filter_map(by_name).collect();
        if !named.is_empty() {
            return Ok(Some(Self { columns: named }));
        }
        let end = columns.iter().position(|column| is_end_of_version(&column.name));
        let end = end.filter(|_| files.column_names().iter().any(|name| is_begin_of_version(name)));
        if let Some(column) = end {
            let end = VersionColumn { column, is_past: None, present_micros };
            if end.are_ends(files, &columns[column].name, forms)? {
                return Ok(Some(Self { columns: vec![end] }));
            }
        }
        let end = end_of_versions(files, columns, mapping, forms);
        let end = end.map(|column| VersionColumn { column, is_past: None, present_micros });
        Ok(end.map(|end| Self { columns: vec![end] }))
    }

    /// The columns.
    pub(super) fn columns(&self) -> impl Iterator<Item = VersionColumn> + '_ {
        self.columns.iter().copied()
    }
}

/// The column with the end of each row's version, where the rows of customers are versions of each other.
fn end_of_versions(
    files: &Files,
    columns: &[RefusalColumn],
    mapping: &ColumnMap<CustomerColumn, String>,
    forms: &Forms,
) -> Option<usize> {
    if !mapping.has(CustomerColumn::CustomerId) {
        return None;
    }
    let about = About { id: CustomerColumn::CustomerId, moment: None };
    // A membership ends, and whoever had it is not deleted.
    let of_versions = |(begin, end): &(&String, &String)| {
        let pair = (begin.as_str(), end.as_str());
        let spans = spans(pair, about, files, mapping, forms);
        spans.ok().flatten().is_some_and(are_versions)
    };
    let names = files.column_names();
    let mut pairs = validities_among(&names).into_iter().filter(|(begin, _)| is_of_rows(begin));
    let (_, end) = pairs.find(of_versions)?;
    columns.iter().position(|column| column.name == *end)
}

impl VersionColumn {
    /// Whether a version no longer holds.
    pub(super) fn is_past(self, text: &str) -> bool {
        match self.is_past {
            Some(is_past) => is_past(text),
            None => !is_never(text) && is_past(text, self.present_micros) == NoCell::No,
        }
    }

    /// Whether all days of a column are past or never: a card or a contract may end on a day to come.
    fn are_ends(self, files: &Files, name: &str, forms: &Forms) -> Result<bool, IngestError> {
        let extras: [Extra<'_>; 1] = [(name, &ANY_COLUMN)];
        let source = Source::open_extras::<CustomerColumn>(files, &extras, forms)?;
        for at in source.row_groups() {
            let (batches, positions) = source.read(at)?;
            let Some(position) = positions.extra::<CustomerColumn>(0) else { continue };
            for batch in batches {
                let place = source.extra_place::<CustomerColumn>(at.file, 0);
                let texts =
                    large_texts(batch?.column(position)).map_err(|e| place.unreadable(&e))?;
                let is_end =
                    |text: &str| says_nothing(text) || is_never(text) || self.is_past(text);
                if !texts.iter().flatten().all(is_end) {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }
}
