//! Findings about columns that nobody reads and that tell, by their names, of money given back: sales would count
//! in full. From footers alone; lists and structs are among them.

use super::Finding;
use crate::ingest::{ColumnMap, ColumnValues, TableColumn, TransactionColumn, normalised};
use crate::table::{Files, Footer};
use parquet::file::metadata::{ColumnChunkMetaData, RowGroupMetaData};
use parquet::file::statistics::Statistics;

/// Stems of money given back.
const STEMS: &[&str] =
    &["refund", "erstatt", "rembours", "reembols", "rimbors", "terugbetaal", "moneyback"];
/// Beside them the column is about something else: who, when, why, whether, how often.
#[rustfmt::skip] // A table: as many words a line as fit.
const NO_MONEY: &[&str] = &[
    "status", "date", "time", "reason", "refundable", "nonrefund", "policy", "count", "number", "type", "currency",
    "note", "comment", "method", "eligible", "deadline", "window", "until", "days", "fee", "restock", "reference",
];

pub(super) fn finding(
    files: &Files,
    mapping: &ColumnMap<TransactionColumn, String>,
    markers: &[ColumnValues],
) -> Option<Finding> {
    let is_read = [TransactionColumn::RefundedAmount, TransactionColumn::RefundedQuantity];
    let has_money =
        mapping.has(TransactionColumn::Amount) || mapping.has(TransactionColumn::UnitPrice);
    let is_net = !TransactionColumn::RefundedAmount.fits(mapping);
    if is_read.into_iter().any(|column| mapping.has(column)) || is_net || !has_money {
        return None;
    }
    let is_free = |name: &String| {
        mapping.iter().all(|(_, taken)| taken != name)
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

/// Whether some row has more there than nothing, as far as the footers tell.
fn has_any(files: &Files, name: &str) -> bool {
    let groups = files.footers.iter().flat_map(|footer| footer.parquet().row_groups());
    let chunks = groups.flat_map(RowGroupMetaData::columns);
    let mut of_column =
        chunks.filter(|chunk| chunk.column_path().parts().first().is_some_and(|root| root == name));
    of_column.any(tells_something)
}

fn tells_something(chunk: &ColumnChunkMetaData) -> bool {
    let Some(known) = chunk.statistics() else { return chunk.num_values() > 0 };
    let nulls = known.null_count_opt().unwrap_or_default();
    if i64::try_from(nulls).is_ok_and(|nulls| nulls >= chunk.num_values()) {
        return false;
    }
    match known {
        Statistics::Boolean(_) => false,
        Statistics::Int32(ends) => ends.min_opt() != Some(&0) || ends.max_opt() != Some(&0),
        Statistics::Int64(ends) => ends.min_opt() != Some(&0) || ends.max_opt() != Some(&0),
        Statistics::Float(ends) => !(is_zero(ends.min_opt()) && is_zero(ends.max_opt())),
        Statistics::Double(ends) => !(is_zero(ends.min_opt()) && is_zero(ends.max_opt())),
        Statistics::ByteArray(ends) => {
            let is_nothing = |text: Option<&parquet::data_type::ByteArray>| {
                text.and_then(|text| std::str::from_utf8(text.data()).ok())
                    .is_some_and(|text| text.trim().is_empty() || text.trim().parse() == Ok(0.0))
            };
            !(is_nothing(ends.min_opt()) && is_nothing(ends.max_opt()))
        }
        _ => true,
    }
}

fn is_zero<T: PartialEq + From<u8>>(end: Option<&T>) -> bool {
    end.is_some_and(|end| *end == T::from(0))
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
