//! Names of columns that name an earlier order on the rows of a later one.

use crate::ingest::meaning::plain::{Plain, squeeze};

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

/// How little a name says that its column names an earlier order; nothing where it does not.
pub(crate) fn doubt_of_earlier_orders(name: &str) -> Option<usize> {
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
            assert!(doubt_of_earlier_orders(name).is_some(), "{name}");
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
            assert!(doubt_of_earlier_orders(name).is_none(), "{name}");
        }
        assert!(doubt_of_earlier_orders("original_order") < doubt_of_earlier_orders("parent_id"));
    }
}
