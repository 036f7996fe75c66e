//! A finding about identifiers of which each has one order, beside another column that tells people apart: what is called
//! a customer may number orders, as Olist's `customer_id` does beside `customer_unique_id`.

use super::Finding;
use super::sellers::BUYERS;
use crate::history::Inspection;
use crate::ingest::{ColumnMap, TransactionColumn as Column, normalised};
use crate::table::Files;

/// Of fewer orders each may well be of somebody else.
const FEW_ORDERS: u64 = 100;
/// Ends of names of identifiers.
const IDENTIFIERS: &[&str] = &["id", "number", "no", "nr", "key", "code", "email"];

pub(super) fn finding(
    seen: &Inspection,
    files: &Files,
    mapping: &ColumnMap<Column, String>,
) -> Option<Finding> {
    let column = mapping.get(Column::CustomerId)?;
    if seen.orders < FEW_ORDERS || seen.customers != seen.orders {
        return None;
    }
    let is_free = |name: &&String| !mapping.is_mapped(name);
    let names = files.column_names();
    let other = names.iter().filter(is_free).find(|name| tells_people_apart(name))?;
    Some(Finding::warn(
        format!("orders of {column}"),
        format!(
            "each of {} customers has one order, and {other} stands beside: {column} may number orders, not people",
            seen.customers
        ),
        format!("name the column that tells people apart with --customer-id, such as {other}"),
    ))
}

fn tells_people_apart(name: &str) -> bool {
    let plain = normalised(name);
    let is_of_buyers = BUYERS.iter().any(|word| plain.contains(word)) || plain == "email";
    is_of_buyers && IDENTIFIERS.iter().any(|end| plain.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_of_people_are_known_by_name() {
        for name in
            ["customer_unique_id", "Customer Email", "email", "Kundennummer id", "member_no"]
        {
            assert!(tells_people_apart(name), "{name}");
        }
        for name in ["customer_city", "product_id", "customer_since", "seller_id"] {
            assert!(!tells_people_apart(name), "{name}");
        }
    }
}
