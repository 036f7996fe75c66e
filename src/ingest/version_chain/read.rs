//! From when to when the rows of a table hold, read by two columns of it.

use super::Span;
use crate::ingest::columns::{Accepts, ColumnSpec};
use crate::ingest::source::{BARE, RowGroup, Source};
use crate::ingest::text::{DictionaryMemory, IdColumn};
use crate::ingest::{ColumnMap, Forms, IngestError, TableColumn, mix};
use crate::table::{Files, Footer};
use arrow_array::Array;
use rayon::prelude::*;

static DAY: ColumnSpec = ColumnSpec { accepts: Accepts::Time, ..BARE };

/// Rows that are looked at, about, at most: all of what some of them are about.
const MOST_SAMPLED: u64 = 1_000_000;
/// At most one row in so many may lack a beginning.
const MOST_WITHOUT_BEGIN: u64 = 100;

/// What the rows of a table are about: one identifier, of one moment where rows of several are several things.
#[derive(Debug, Clone, Copy)]
pub(in crate::ingest) struct About<C> {
    /// The identifier.
    pub id: C,
    /// The moment.
    pub moment: Option<C>,
}

/// The rows of a sample; none where many rows have no beginning.
///
/// # Errors
///
/// Columns that cannot be read as days, among others.
pub(in crate::ingest) fn spans<C: TableColumn>(
    (begin, end): (&str, &str),
    about: About<C>,
    files: &Files,
    mapping: &ColumnMap<C, String>,
    forms: &Forms,
) -> Result<Option<Vec<Span>>, IngestError> {
    let read = |column| column == about.id || Some(column) == about.moment;
    let source = Source::open_with(files, mapping, forms, read, &[(begin, &DAY), (end, &DAY)])?;
    let rows: u64 = files.footers.iter().map(Footer::rows).sum();
    let one_in = rows.div_ceil(MOST_SAMPLED).max(1);
    let add = |mut all: (Vec<Span>, u64), more: (Vec<Span>, u64)| {
        all.0.extend(more.0);
        Ok((all.0, all.1 + more.1))
    };
    let found = source.row_groups().into_par_iter().map(|at| of_group(&source, at, about, one_in));
    let (spans, without_begin) = found.try_reduce(Default::default, add)?;
    let is_rare = without_begin * MOST_WITHOUT_BEGIN <= spans.len() as u64;
    Ok(is_rare.then_some(spans))
}

/// The spans of a row group's sampled rows, and how many have no beginning.
fn of_group<C: TableColumn>(
    source: &Source,
    at: RowGroup,
    about: About<C>,
    one_in: u64,
) -> Result<(Vec<Span>, u64), IngestError> {
    let (batches, positions) = source.read(at)?;
    let (mut spans, mut without_begin) = (Vec::new(), 0);
    let (mut memory, mut hashes) = (DictionaryMemory::default(), Vec::new());
    let extra = |k| positions.extra::<C>(k);
    let (Some(id), Some(begin), Some(end)) = (positions.of(about.id), extra(0), extra(1)) else {
        return Ok((spans, without_begin));
    };
    for batch in batches {
        let batch = batch?;
        let ids = IdColumn::decode(batch.column(id), &mut memory, source.place(at.file, about.id))?;
        let ids = if source.any_text(about.id) { ids.into_text() } else { ids };
        ids.hashes(&mut hashes);
        let moments = match about.moment.and_then(|moment| Some((moment, positions.of(moment)?))) {
            Some((moment, position)) => {
                let cells = source.cells(at.file, moment);
                Some(cells.instants(batch.column(position))?.values)
            }
            None => None,
        };
        let day = |k: usize, position: usize| -> Result<_, IngestError> {
            let cells = source.extra_cells::<C>(at.file, k);
            Ok(cells.instants(batch.column(position))?.values)
        };
        let (begins, ends) = (day(0, begin)?, day(1, end)?);
        for (row, id) in hashes.iter().enumerate() {
            let moment = moments.as_ref().map_or(0, |times| times.value(row).cast_unsigned());
            let has_moment = moments.as_ref().is_none_or(|times| times.is_valid(row));
            let of = mix(id ^ mix(moment));
            if !of.is_multiple_of(one_in) || !ids.is_present(row) || !has_moment {
                continue;
            }
            if begins.is_null(row) {
                without_begin += 1;
                continue;
            }
            let end = ends.is_valid(row).then(|| ends.value(row));
            spans.push(Span::new(of, begins.value(row), end));
        }
    }
    Ok((spans, without_begin))
}
