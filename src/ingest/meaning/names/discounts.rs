//! Names of columns of discounts.

use super::money::AMOUNTS;
use crate::ingest::meaning::plain::Plain;

/// Stems of names of discounts; [`SHORT`] stands at the beginning of one alone.
#[rustfmt::skip] // A table: as many words a line as fit.
const STEMS: &[&str] = &[
    "discount", "rabatt", "nachlass", "remise", "descuento", "desconto", "sconto", "korting", "rabat", "alennus",
    "kedvezmeny", "markdown",
];
const SHORT: &[&str] = &["discpct", "discpercent", "discrate", "discperc"];
/// Beside them the column is about something else: which, why, how.
#[rustfmt::skip] // A table: as many words a line as fit.
const NO_MONEY: &[&str] = &[
    "id", "code", "name", "type", "reason", "title", "label", "note", "description", "discountable", "method", "status",
    "group", "date", "time", "count", "number", "eligible", "currency", "art", "grund", "shipping", "flag", "applied",
    "class", "source", "tier", "level", "after", "price", "net", "discounted", "is", "has",
];
/// Words that say beside [`AMOUNTS`] that a discount is money, whatever its values.
const MONEY: &[&str] = &["amt", "eur", "usd", "gbp"];

/// Whether a column tells of discounts, in money or in shares.
pub(crate) fn is_discount(name: &str) -> bool {
    let plain = Plain::of(name);
    let is_short = SHORT.iter().any(|short| plain.squeezed.starts_with(short));
    (plain.has_stem(STEMS) || is_short) && !plain.has_word(NO_MONEY)
}

/// Whether the name of a column of discounts says that they are money, not shares.
pub(crate) fn is_discount_in_money(name: &str) -> bool {
    let plain = Plain::of(name);
    plain.has_word(AMOUNTS) || plain.has_word(MONEY)
}

/// Whether the name of a column of discounts says that they are parts of a hundred.
pub(crate) fn is_discount_in_percent(name: &str) -> bool {
    let plain = Plain::of(name);
    name.contains('%')
        || plain.has_stem(&["percent", "prozent", "porcent", "pourcent"])
        || plain.has_word(&["pct", "perc", "discpct", "discperc"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_of_discounts() {
        for name in [
            "discount_percent",
            "descuento_porcentaje",
            "discountPercentage",
            "Rabatt %",
            "remise_pct",
            "disc_pct",
            "line discount",
            "Sconto",
        ] {
            assert!(is_discount(name), "{name}");
        }
        for name in [
            "discount_code",
            "discountId",
            "disc_number",
            "is_discountable",
            "price_after_discount",
        ] {
            assert!(!is_discount(name), "{name}");
        }
    }

    #[test]
    fn names_tell_discounts_in_money_from_shares() {
        for name in ["discount_amount", "Rabatt (EUR)", "descuento_monto", "discountAmt"] {
            assert!(is_discount_in_money(name), "{name}");
        }
        for name in ["discount", "discount_percent", "total_discount"] {
            assert!(!is_discount_in_money(name), "{name}");
        }
        for name in ["Discount %", "discount_pct", "discountPercentage", "Rabatt in Prozent"] {
            assert!(is_discount_in_percent(name), "{name}");
        }
        assert!(!is_discount_in_percent("discount"));
    }
}
