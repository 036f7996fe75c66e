//! A finding about identifiers of which each has one order, beside another column that tells people apart: what is called
//! a customer may number orders, as Olist's `customer_id` does beside `customer_unique_id`.

use super::{Finding, Read};
use crate::ingest::{TransactionColumn as Column, names};

/// Of fewer orders each may well be of somebody else.
const FEW_ORDERS: u64 = 100;
pub(super) fn finding(read: &Read<'_>) -> Option<Finding> {
    let Read { mapping, seen, .. } = *read;
    let column = mapping.get(Column::CustomerId)?;
    if seen.orders < FEW_ORDERS || seen.customers != seen.orders {
        return None;
    }
    let mut free = read.free_columns().into_iter();
    let other = free.find(|name| names::tells_people_apart(name))?;
    Some(Finding::warn(
        format!("orders of {column}"),
        format!(
            "each of {} customers has one order, and {other} stands beside: {column} may number orders, not people",
            seen.customers
        ),
        format!("name the column that tells people apart with --customer-id, such as {other}"),
    ))
}
