//! Tables that keep the older versions of a row: `is_current`, or `valid_to` beside `valid_from`.
//!
//! An older version is no refusal: it tells what was. Whoever has older versions alone is deleted.

use crate::ingest::meaning::no_columns::{
    NoCell, is_begin_of_version, is_end_of_version, is_never, is_past, past_version,
};
use crate::ingest::meaning::says_nothing;
use crate::ingest::refusals::RefusalColumn;
use crate::ingest::source::{ANY_COLUMN, Extra, Source};
use crate::ingest::{CustomerColumn, Forms, IngestError};
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
        let Some(column) =
            end.filter(|_| files.column_names().iter().any(|name| is_begin_of_version(name)))
        else {
            return Ok(None);
        };
        let end = VersionColumn { column, is_past: None, present_micros };
        let are_ends = end.are_ends(files, &columns[column].name, forms)?;
        Ok(are_ends.then_some(Self { columns: vec![end] }))
    }

    /// The columns.
    pub(super) fn columns(&self) -> impl Iterator<Item = VersionColumn> + '_ {
        self.columns.iter().copied()
    }
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
