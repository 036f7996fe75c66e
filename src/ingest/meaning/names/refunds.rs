//! Names of columns of money or units given back, and of what is left of a sale after it.

use super::money::AMOUNTS;
use crate::ingest::meaning::plain::normalised;

/// Stems of money given back.
const STEMS: &[&str] =
    &["refund", "erstatt", "rembours", "reembols", "rimbors", "terugbetaal", "moneyback"];
/// Stems of what comes back; beside a word for money or units it is a sum of it.
const RETURNS: &[&str] = &["return", "retour", "devol", "devuel", "zwrot", "restitu", "rucksend"];
/// Stems of what was taken back, of which the same holds.
const TAKEN_BACK: &[&str] = &["cancel", "void", "chargeback", "credited", "gutschrift"];
/// Stems of units.
#[rustfmt::skip] // A table: as many words a line as fit.
const UNITS: &[&str] = &["qty", "quantity", "units", "menge", "anzahl", "cantidad", "quantite", "quantita", "quantidade", "ilosc", "aantal"];
/// Beside them the column is about something else: who, when, why, whether, how often.
#[rustfmt::skip] // A table: as many words a line as fit.
const NO_MONEY: &[&str] = &[
    "status", "date", "time", "reason", "refundable", "nonrefund", "policy", "count", "number", "type", "currency",
    "note", "comment", "method", "eligible", "deadline", "window", "until", "days", "fee", "restock", "reference",
];
/// Words by which a column says what is left of another one.
const LEFT: &[&str] = &["adjusted", "current"];

/// Whether a column tells how much money or how many units were given back.
pub(crate) fn is_given_back(name: &str) -> bool {
    let plain = normalised(name);
    let has = |stems: &[&str]| stems.iter().any(|stem| plain.contains(stem));
    let is_sum = has(AMOUNTS) || has(UNITS) || has(&["total"]);
    let of_returns = plain == "returns" || has(RETURNS) && is_sum;
    let of_cancelled = has(TAKEN_BACK) && is_sum;
    (has(STEMS) || of_returns || of_cancelled)
        && !has(NO_MONEY)
        && !plain.ends_with("id")
        && !plain.ends_with("ids")
}

/// Whether a column is of units, not of money.
pub(crate) fn is_of_units(name: &str) -> bool {
    let plain = normalised(name);
    UNITS.iter().any(|stem| plain.contains(stem))
}

/// Whether a column among others is what is given back of a note that was too large, which is no refund.
pub(crate) fn is_change_given(name: &str, others: &[String]) -> bool {
    normalised(name) == "amountreturn"
        && others.iter().any(|other| normalised(other) == "amountpaid")
}

/// Whether a column is called as another one, and with a word for what is left of it.
pub(crate) fn is_what_is_left_of(name: &str, own: &str) -> bool {
    let (plain, own) = (normalised(name), normalised(own));
    LEFT.iter().any(|word| plain.contains(word) && plain.replacen(word, "", 1) == own)
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
            assert!(is_given_back(name), "{name}");
        }
        assert!(is_of_units("product_quantity_refunded") && !is_of_units("refund_amount"));
        for name in
            ["refund_date", "refundable", "refund_id", "refund_count", "refund_reason", "amount"]
        {
            assert!(!is_given_back(name), "{name}");
        }
    }

    #[test]
    fn names_tell_what_is_left_of_a_column() {
        assert!(is_what_is_left_of("current_total", "total"));
        assert!(
            !is_what_is_left_of("total", "total") && !is_what_is_left_of("current_tax", "total")
        );
    }
}
