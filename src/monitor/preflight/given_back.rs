//! Findings about columns that nobody reads and that tell, by their names, of money given back: sales would count
//! in full. From footers alone; lists and structs are among them.

use super::schema::has_any;
use super::{Finding, Read};
use crate::ingest::{ColumnValues, TableColumn, TransactionColumn, normalised};
use crate::table::Footer;

/// Stems of money given back.
const STEMS: &[&str] =
    &["refund", "erstatt", "rembours", "reembols", "rimbors", "terugbetaal", "moneyback"];
/// Stems of what comes back; beside a word for money or units it is a sum of it.
#[rustfmt::skip] // A table: as many words a line as fit.
const RETURNS: &[&str] = &["return", "retour", "devol", "devuel", "zwrot", "restitu", "rucksend"];
/// Stems of money, and of units.
#[rustfmt::skip] // A table: as many words a line as fit.
const SUMS: &[&str] =
    &["amount", "total", "value", "betrag", "valor", "importe", "importo", "monto", "montant", "kwota", "bedrag"];
#[rustfmt::skip] // A table: as many words a line as fit.
const UNITS: &[&str] = &["qty", "quantity", "units", "menge", "anzahl", "cantidad", "quantite", "quantita", "quantidade", "ilosc", "aantal"];
/// Beside them the column is about something else: who, when, why, whether, how often.
#[rustfmt::skip] // A table: as many words a line as fit.
const NO_MONEY: &[&str] = &[
    "status", "date", "time", "reason", "refundable", "nonrefund", "policy", "count", "number", "type", "currency",
    "note", "comment", "method", "eligible", "deadline", "window", "until", "days", "fee", "restock", "reference",
];

pub(super) fn finding(read: &Read<'_>, markers: &[ColumnValues]) -> Option<Finding> {
    let Read { files, mapping, declined, .. } = *read;
    let is_read = [TransactionColumn::RefundedAmount, TransactionColumn::RefundedQuantity];
    if is_read.iter().any(|part| declined.contains(part)) {
        return None;
    }
    let has_money =
        mapping.has(TransactionColumn::Amount) || mapping.has(TransactionColumn::UnitPrice);
    let is_net = !TransactionColumn::RefundedAmount.fits(mapping);
    if is_read.into_iter().any(|column| mapping.has(column)) || is_net || !has_money {
        return None;
    }
    let is_free = |name: &String| {
        !mapping.is_mapped(name)
            && markers.iter().all(|marker| marker.column != *name || marker.is_passed_over)
    };
    let roots = files.column_names().into_iter().filter(|name| !name.contains('.'));
    // What is given back of a note that was too large is no refund.
    let is_change = |name: &str| {
        normalised(name) == "amountreturn"
            && files.column_names().iter().any(|other| normalised(other) == "amountpaid")
    };
    let tells = |name: &String| tells_of_money(name) && !is_change(name);
    let unread = roots.filter(is_free).filter(tells);
    let unread: Vec<String> = unread.filter(|name| has_any(files, name)).collect();
    let first = unread.first()?;
    let is_list = files.footers.iter().any(|footer| is_nested(footer, first));
    let remedy = if is_list {
        "write the sum of each sale's refunds into a column of its own, such as refunded_amount, or give refunds \
         rows of their own"
            .to_owned()
    } else {
        let flag = if is_of_units(first) { "--refunded-quantity" } else { "--refunded-amount" };
        format!("name it with {flag} {first}, or set {flag} none if it is something else")
    };
    let found =
        format!("{} may tell of money given back: nothing comes off the sales", unread.join(", "));
    Some(Finding::warn("refunds", found, remedy))
}

/// Words by which a column says what is left of another one.
const LEFT: &[&str] = &["adjusted", "current"];

/// A column beside that of money or units that is called by its name, and by a word for what is left of it.
pub(super) fn left_of(read: &Read<'_>) -> Option<Finding> {
    let Read { files, mapping, .. } = *read;
    let parts =
        [TransactionColumn::Amount, TransactionColumn::UnitPrice, TransactionColumn::Quantity];
    let names = files.column_names();
    let found = parts.into_iter().find_map(|part| {
        let own = mapping.get(part)?;
        let is_left = |name: &&String| {
            let plain = normalised(name);
            LEFT.iter()
                .any(|word| plain.contains(word) && plain.replacen(word, "", 1) == normalised(own))
        };
        let other = names.iter().filter(|name| !mapping.is_mapped(name)).find(is_left)?;
        Some((part.option(), own, other))
    });
    let (option, own, other) = found?;
    Some(Finding::warn(
        format!("what is left of {own}"),
        format!(
            "{other} stands beside it: it may be what is left of {own} after changes and refunds, which do not come off"
        ),
        format!(
            "if it is, name it with {option} {other}; or write what was given back into a column of its own, such as \
             refunded_amount"
        ),
    ))
}

/// Whether a name is of units, not of money.
fn is_of_units(name: &str) -> bool {
    let plain = normalised(name);
    UNITS.iter().any(|stem| plain.contains(stem))
}

fn tells_of_money(name: &str) -> bool {
    let plain = normalised(name);
    let has = |stems: &[&str]| stems.iter().any(|stem| plain.contains(stem));
    let is_sum = has(SUMS) || has(UNITS);
    let of_returns = plain == "returns" || has(RETURNS) && is_sum;
    let of_cancelled = has(&["cancel", "void", "chargeback", "credited", "gutschrift"]) && is_sum;
    (has(STEMS) || of_returns || of_cancelled)
        && !has(NO_MONEY)
        && !plain.ends_with("id")
        && !plain.ends_with("ids")
}

fn is_nested(footer: &Footer, name: &str) -> bool {
    let field = footer.schema().column_with_name(name);
    field.is_some_and(|(_, field)| field.data_type().is_nested())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_of_money_given_back() {
        for name in [
            "refunds",
            "total_refunded_set",
            "refund_amount_usd",
            "Erstattungsbetrag",
            "refund",
            "total_returns",
            "qty_canceled",
            "cancelled_amount",
            "chargeback_amount",
            "qty_returned",
            "Retourenmenge",
            "valor_devolvido",
            "zwrot_kwota",
        ] {
            assert!(tells_of_money(name), "{name}");
        }
        assert!(is_of_units("product_quantity_refunded") && !is_of_units("refund_amount"));
        for name in
            ["refund_date", "refundable", "refund_id", "refund_count", "refund_reason", "amount"]
        {
            assert!(!tells_of_money(name), "{name}");
        }
    }
}
