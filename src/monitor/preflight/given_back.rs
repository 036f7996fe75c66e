//! Findings about columns that nobody reads and that tell, by their names, of money given back: sales would count
//! in full. From footers alone; lists and structs are among them.

use super::schema::has_any;
use super::{Finding, Read};
use crate::ingest::{ColumnValues, TableColumn, TransactionColumn, normalised};
use crate::table::Footer;

/// Stems of money given back.
const STEMS: &[&str] =
    &["refund", "erstatt", "rembours", "reembols", "rimbors", "terugbetaal", "moneyback"];
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
    let unread = roots.filter(is_free).filter(|name| tells_of_money(name));
    let unread: Vec<String> = unread.filter(|name| has_any(files, name)).collect();
    let first = unread.first()?;
    let is_list = files.footers.iter().any(|footer| is_nested(footer, first));
    let remedy = if is_list {
        "write the sum of each sale's refunds into a column of its own, such as refunded_amount, or give refunds \
         rows of their own"
            .to_owned()
    } else {
        format!(
            "name it with --refunded-amount {first}, or set --refunded-amount none if it is something else"
        )
    };
    let found =
        format!("{} may tell of money given back: nothing comes off the sales", unread.join(", "));
    Some(Finding::warn("refunds", found, remedy))
}

fn tells_of_money(name: &str) -> bool {
    let plain = normalised(name);
    let has = |stems: &[&str]| stems.iter().any(|stem| plain.contains(stem));
    let of_returns = plain == "returns" || has(&["return"]) && has(&["total", "amount", "value"]);
    let of_cancelled = has(&["cancel", "void", "chargeback", "credited", "gutschrift"])
        && has(&["amount", "total", "value", "qty", "quantity", "betrag", "menge"]);
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
        ] {
            assert!(tells_of_money(name), "{name}");
        }
        for name in
            ["refund_date", "refundable", "refund_id", "refund_count", "refund_reason", "amount"]
        {
            assert!(!tells_of_money(name), "{name}");
        }
    }
}
