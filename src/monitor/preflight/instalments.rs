//! A finding about sales that are paid in parts, each in a row of its own: by a column that numbers the parts. From names and
//! footers alone.

use super::money::ends;
use super::{Finding, Read};
use crate::ingest::names;

pub(super) fn finding(read: &Read<'_>) -> Option<Finding> {
    let has_several = |column: &&String| {
        names::numbers_instalments(column) && ends(&read.files.footers, column).len() > 1
    };
    let is_marker =
        |column: &&String| read.markers().iter().any(|marker| marker.column == **column);
    let free = read.free_columns();
    let column = free.iter().filter(|column| !is_marker(column)).find(has_several)?;
    Some(Finding::warn(
        format!("instalments by {column}"),
        format!(
            "{column} numbers payments of one sale: where they are days apart each counts as a purchase"
        ),
        "name the time of the sale with --timestamp and its number with --order-id, if there are such columns; else keep the \
         first payment of each sale ([rows] column and keep in winback.toml), with the amount of the sale",
    ))
}
