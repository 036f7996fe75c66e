//! The two tables a person gets, written: the list, and everyone who is not on it with the reason.

use super::export::{Cell, ListFormat};
use super::list_columns::{LEFT_OFF_COLUMNS, LIST_COLUMNS, ListColumn};
use super::rows::{LeftOffRow, ListRow};
use crate::error::{Failure, Kind};
use std::io::{self, Write};

/// A list that cannot be written.
#[derive(Debug, thiserror::Error)]
#[error("cannot write the win-back list: {0}; check space and permissions of the output folder")]
pub struct ListError(#[from] io::Error);

impl Failure for ListError {
    fn kind(&self) -> Kind {
        Kind::Failed
    }
}

/// Writes the list.
pub fn write_list(
    rows: &[&ListRow],
    format: &dyn ListFormat,
    out: &mut dyn Write,
) -> Result<(), ListError> {
    Ok(write(&LIST_COLUMNS, rows.iter().map(|row| cells_of(&LIST_COLUMNS)(row)), format, out)?)
}

/// Writes everyone who is not on the list.
pub fn write_left_off(
    rows: impl Iterator<Item = LeftOffRow>,
    format: &dyn ListFormat,
    out: &mut dyn Write,
) -> Result<(), ListError> {
    let cells = cells_of(&LEFT_OFF_COLUMNS);
    Ok(write(&LEFT_OFF_COLUMNS, rows.map(|row| cells(&row)), format, out)?)
}

fn cells_of<R>(columns: &[ListColumn<R>]) -> impl Fn(&R) -> Vec<Cell> {
    |row| columns.iter().map(|column| (column.cell)(row)).collect()
}

fn write<R>(
    columns: &[ListColumn<R>],
    mut rows: impl Iterator<Item = Vec<Cell>>,
    format: &dyn ListFormat,
    out: &mut dyn Write,
) -> io::Result<()> {
    let header: Vec<&str> = columns.iter().map(|column| column.name).collect();
    format.write(&header, &mut rows, out)
}
