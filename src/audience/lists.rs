//! The two tables a person gets, written: the list, and everyone who is not on it with the reason.

use super::candidates::Candidates;
use super::export::{Csv, Line};
use super::list_columns::{LEFT_OFF_COLUMNS, LIST_COLUMNS};
use super::rows::{ListRows, left_off_row};
use super::select::{Off, Selection};
use crate::error::{Failure, Kind};
use std::io::{self, Write};

/// A list that cannot be written.
#[derive(Debug, thiserror::Error)]
#[error("cannot write the win-back list: {0}; check space and permissions of the output folder")]
pub(crate) struct ListError(#[from] io::Error);

impl Failure for ListError {
    fn kind(&self) -> Kind {
        Kind::Failed
    }
}

/// Writes the list.
pub(crate) fn write_list(
    rows: &ListRows<'_>,
    places: &[usize],
    csv: Csv,
    out: &mut dyn Write,
) -> Result<(), ListError> {
    let header = LIST_COLUMNS.map(|column| column.name);
    let line = |&place: &usize, line: &mut Line<'_>| {
        let row = rows.row(place);
        for column in &LIST_COLUMNS {
            line.add((column.cell)(&row));
        }
    };
    Ok(csv.write(&header, places, line, out)?)
}

/// Writes everyone who is not on the list, in the order of identifiers.
pub(crate) fn write_left_off(
    selection: &Selection<'_>,
    candidates: &Candidates,
    csv: Csv,
    out: &mut dyn Write,
) -> Result<(), ListError> {
    let header = LEFT_OFF_COLUMNS.map(|column| column.name);
    let line = |off: &Off, line: &mut Line<'_>| {
        let row = left_off_row(off, candidates);
        for column in &LEFT_OFF_COLUMNS {
            line.add((column.cell)(&row));
        }
    };
    Ok(csv.write(&header, &selection.left_off, line, out)?)
}
