//! A finding about who sold: users in the place of customers.

use super::Finding;
use crate::history::Inspection;
use crate::ingest::{ColumnMap, TransactionColumn as Column, normalised};
use crate::table::Files;

/// Names of identifiers that may be those of whoever sold.
const MAYBE_SELLERS: &[&str] = &["userid", "user"];
/// Words for whoever bought.
pub(super) const BUYERS: &[&str] = &[
    "customer", "client", "member", "guest", "buyer", "shopper", "patient", "donor", "kunde",
    "cliente",
];
/// So few people with so many rows each sell.
const FEW_SELLERS: f64 = 200.0;
const ROWS_OF_A_SELLER: f64 = 30.0;
/// However many they are.
const ROWS_OF_ANY_SELLER: f64 = 500.0;

/// Few users with many rows each, beside a column about customers: they may be whoever sold.
pub(super) fn finding(
    seen: &Inspection,
    all_rows: u64,
    files: &Files,
    mapping: &ColumnMap<Column, String>,
) -> Option<Finding> {
    let column = mapping.get(Column::CustomerId)?;
    let of_each = seen.rows as f64 / seen.customers.max(1) as f64;
    let people = all_rows as f64 / of_each.max(1.0);
    let are_few = people <= FEW_SELLERS && of_each >= ROWS_OF_A_SELLER;
    if !MAYBE_SELLERS.contains(&normalised(column).as_str())
        || !are_few && of_each < ROWS_OF_ANY_SELLER
    {
        return None;
    }
    let is_of_buyers = |name: &String| {
        let plain = normalised(name);
        BUYERS.iter().any(|word| plain.contains(word)) || plain == "email"
    };
    let names = files.column_names();
    let other = names.iter().find(|name| *name != column && is_of_buyers(name))?;
    Some(Finding::warn(
        format!("customer_id = {column}"),
        format!(
            "{all_rows} rows are of about {people:.0} people, and {other} stands beside: {column} may be who sold, not \
             who bought"
        ),
        format!("name the column that says who bought with --customer-id, such as {other}"),
    ))
}
