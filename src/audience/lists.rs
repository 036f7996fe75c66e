//! The two tables a person gets, written: the list, and everyone who is not on it with the reason.

use super::candidates::Candidates;
use super::export::{Cell, Csv};
use super::list_columns::{LEFT_OFF_COLUMNS, LIST_COLUMNS, ListColumn};
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
    Ok(csv.write(&header, places, |&place| cells(&LIST_COLUMNS, &rows.row(place)), out)?)
}

/// Writes everyone who is not on the list, in the order of identifiers.
pub(crate) fn write_left_off(
    selection: &Selection<'_>,
    candidates: &Candidates,
    csv: Csv,
    out: &mut dyn Write,
) -> Result<(), ListError> {
    let header = LEFT_OFF_COLUMNS.map(|column| column.name);
    let row = |off: &Off| cells(&LEFT_OFF_COLUMNS, &left_off_row(off, candidates));
    Ok(csv.write(&header, &selection.left_off, row, out)?)
}

fn cells<R>(columns: &[ListColumn<R>], row: &R) -> Vec<Cell> {
    columns.iter().map(|column| (column.cell)(row)).collect()
}
