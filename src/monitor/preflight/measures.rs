//! A finding about tables in which each row has one measure of a sale: its revenue, its units, its discount, one below
//! the other.

use super::money::ends;
use super::{Finding, Read};
use crate::ingest::{TransactionColumn as Column, masked, names};

/// A column that says which measure the amount is.
pub(super) fn finding(read: &Read<'_>) -> Option<Finding> {
    let amount = read.mapping.get(Column::Amount)?;
    let found = |column: &String| {
        let values = ends(&read.files.footers, column);
        let is_asked = read.markers().iter().any(|marker| marker.column == *column);
        let says = values.len() > 1 && names::says_which_measure(column, values.iter());
        (says && !is_asked).then_some(values)
    };
    let free = read.free_columns();
    let (column, values) = free.iter().find_map(|column| Some((column, found(column)?)))?;
    let values: Vec<String> =
        values.iter().take(2).map(|value| format!("'{}'", masked(value))).collect();
    Some(Finding::warn(
        format!("measures by {column}"),
        format!(
            "{} are among its values: {amount} may be something else in each row than what was paid, and all of it is \
             added up",
            values.join(" and ")
        ),
        format!(
            "count the rows of what was paid alone: [rows] column = {column:?} with keep in winback.toml"
        ),
    ))
}
