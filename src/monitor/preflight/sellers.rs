//! A finding about who sold: users in the place of customers.

use super::{Finding, Read};
use crate::ingest::{TransactionColumn as Column, names};

/// So few people with so many rows each sell.
const FEW_SELLERS: f64 = 200.0;
const ROWS_OF_A_SELLER: f64 = 30.0;
/// However many they are.
const ROWS_OF_ANY_SELLER: f64 = 500.0;

/// Few users with many rows each, beside a column about customers: they may be whoever sold.
pub(super) fn finding(read: &Read<'_>) -> Option<Finding> {
    let Read { files, mapping, seen, .. } = *read;
    let all_rows = read.history.quality().used;
    let column = mapping.get(Column::CustomerId)?;
    let of_each = seen.rows as f64 / seen.customers.max(1) as f64;
    let people = all_rows as f64 / of_each.max(1.0);
    let are_few = people <= FEW_SELLERS && of_each >= ROWS_OF_A_SELLER;
    if !names::may_be_of_sellers(column) || !are_few && of_each < ROWS_OF_ANY_SELLER {
        return None;
    }
    let mut all_names = files.column_names().into_iter();
    let other = all_names.find(|name| name != column && names::is_of_buyers(name))?;
    Some(Finding::warn(
        format!("customer_id = {column}"),
        format!(
            "{all_rows} rows are of about {people:.0} people, and {other} stands beside: {column} may be who sold, not \
             who bought"
        ),
        format!("name the column that says who bought with --customer-id, such as {other}"),
    ))
}
