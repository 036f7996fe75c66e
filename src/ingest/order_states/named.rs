//! Which column names an earlier order on the rows of a later one, and the keys of the orders that it names. Whether such a
//! row takes its sale back is not told here: its values are held against the orders of the customer.

use crate::ingest::meaning::plain::{Plain, squeeze};
use crate::ingest::meaning::row_status::StatusColumn;
use crate::ingest::text::IdColumn;
use crate::ingest::{ColumnMap, CustomerId, TransactionColumn, is_text, mix, type_in};
use crate::table::Files;
use xxhash_rust::xxh3::xxh3_64;

/// Words for an earlier one, before words for orders; those that say most stand first.
#[rustfmt::skip] // A table: as many words a line as fit.
const EARLIER: &[&str] = &[
    "original", "orig", "originating", "origin", "returned", "return", "refund", "credited", "credit", "exchanged", "exchange",
    "parent", "main", "master", "root", "related", "linked", "previous", "prior", "initial", "applied", "ref", "reference", "source", "ursprung",
    "bezug",
];
/// The same behind them.
const EARLIER_BEHIND: &[&str] = &["origine", "original", "originale", "origen", "origem"];
/// Words for orders, and for their numbers.
#[rustfmt::skip] // A table: as many words a line as fit.
const ORDERS: &[&str] = &[
    "order", "sale", "sales", "transaction", "transactions", "trans", "txn", "trx", "tx", "invoice", "receipt", "ticket", "document",
    "doc", "booking", "payment", "charge", "bill", "beleg", "auftrag", "bestellung", "rechnung", "commande", "facture",
    "vente", "pedido", "factura", "venta", "ordine", "fattura", "vendita", "bestelling", "factuur",
];
const NUMBERS: &[&str] = &["id", "no", "nr", "number", "num"];
/// Names that are one word.
#[rustfmt::skip] // A table: as many words a line as fit.
const WHOLE: &[&str] = &["vgbel", "bezugsbeleg", "originalbeleg", "originalrechnung", "originalauftrag", "belegbezug", "urbeleg", "paypalreferenceid"];

/// The column that names earlier orders, among those that play no part and say nothing else of their rows.
pub(super) fn column(
    files: &Files,
    mapping: &ColumnMap<TransactionColumn, String>,
) -> Option<String> {
    let is_free = |name: &String| !mapping.is_mapped(name);
    let says_nothing = |name: &String| StatusColumn::named(name).is_none();
    let names = files.column_names();
    let free = names.into_iter().filter(is_free).filter(says_nothing);
    let ranked = free.filter_map(|name| Some((rank(&name)?, name)));
    let mut ranked: Vec<_> = ranked.filter(|(_, name)| holds_numbers(files, name)).collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().next().map(|(_, name)| name)
}

/// How little a name says that its column names an earlier order; nothing where it does not.
fn rank(name: &str) -> Option<usize> {
    if WHOLE.contains(&squeeze(name).as_str()) {
        return Some(0);
    }
    let plain = Plain::of(name);
    let words: Vec<&str> = plain.parts().map(String::as_str).collect();
    let place = |wanted: &[&str]| words.iter().position(|word| wanted.contains(word));
    let order = place(ORDERS);
    if order.is_some_and(|order| words[order..].iter().any(|word| EARLIER_BEHIND.contains(word))) {
        return Some(0);
    }
    let number = words.iter().rposition(|word| NUMBERS.contains(word));
    let (last, first) = (order.max(number)?, place(EARLIER)?);
    let is_before = first < last && (order.is_some() || words.len() == 2);
    is_before.then(|| EARLIER.iter().position(|word| *word == words[first]))?
}

/// Whether a column holds numbers or texts, in every file that has it.
fn holds_numbers(files: &Files, name: &str) -> bool {
    let mut types = files.footers.iter().filter_map(|footer| type_in(footer, name));
    types.all(|found| is_text(&found) || found.is_numeric())
}

/// The orders that the rows of a batch name.
pub(in crate::ingest) struct NamedOrders {
    pub ids: IdColumn,
    /// Whether the batch's own order numbers are texts.
    pub are_texts: bool,
}

impl NamedOrders {
    /// The key of the order that a row names.
    pub(super) fn get(&self, row: usize) -> Option<u64> {
        if !self.ids.is_present(row) {
            return None;
        }
        match (self.ids.id(row), self.are_texts) {
            (CustomerId::Int(number), false) => Some(mix(number as u64)),
            (CustomerId::Int(number), true) => Some(xxh3_64(number.to_string().as_bytes())),
            (CustomerId::Text(text), true) => Some(xxh3_64(text.as_bytes())),
            (CustomerId::Text(text), false) => {
                let whole = text.trim().trim_end_matches(".0").parse::<i64>().ok()?;
                Some(mix(whole as u64))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_columns_that_name_earlier_orders() {
        for name in [
            "original_order_id",
            "OriginalInvoiceNo",
            "orig_receipt_no",
            "parent_id",
            "parentTransactionId",
            "Reference Txn ID",
            "source_order_id",
            "pedido_original",
            "exchange_for_order_id",
            "credit_of_invoice",
            "VGBEL",
        ] {
            assert!(rank(name).is_some(), "{name}");
        }
        for name in [
            "order_source",
            "order_id",
            "parent_category_id",
            "source",
            "original_price",
            "reference",
            "payment_reference",
            "customer_id",
        ] {
            assert!(rank(name).is_none(), "{name}");
        }
        assert!(rank("original_order") < rank("parent_id"));
    }
}
