//! What tables are often called, by what they hold.

use crate::ingest::meaning::plain::normalised;

#[rustfmt::skip] // A table: as many words a line as fit.
const TRANSACTIONS: &[&str] =
    &["transaction", "order", "sale", "purchase", "payment", "invoice", "receipt", "bestell", "umsatz"];
const EVENTS: &[&str] = &["event", "activity", "engagement", "tracking", "click", "visit"];
const CUSTOMERS: &[&str] =
    &["customer", "contact", "member", "profile", "people", "kunden", "client"];

/// Whether a table is called as those of transactions are.
pub(crate) fn are_transactions(table: &str) -> bool {
    is_one(table, TRANSACTIONS)
}

/// Whether a table is called as those of events are.
pub(crate) fn are_events(table: &str) -> bool {
    is_one(table, EVENTS)
}

/// Whether a table is called as those of customers are.
pub(crate) fn are_customers(table: &str) -> bool {
    is_one(table, CUSTOMERS)
}

fn is_one(table: &str, known: &[&str]) -> bool {
    let plain = normalised(table);
    known.iter().any(|word| plain.contains(word))
}
