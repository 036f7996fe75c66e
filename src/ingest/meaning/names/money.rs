//! Words for money in names of columns, and what such a name says of its unit.

use crate::ingest::meaning::plain::{Plain, normalised};

/// Words for an amount of money; beside another word they say that the column is money.
#[rustfmt::skip] // A table: as many words a line as fit.
pub(super) const AMOUNTS: &[&str] =
    &["amount", "value", "betrag", "valor", "importe", "importo", "monto", "montant", "kwota", "bedrag"];
/// Further words for money that do not say which: a column whose name is made of nothing else is asked about.
#[rustfmt::skip] // A table: as many words a line as fit.
const FURTHER_MONEY: &[&str] = &[
    "amt", "total", "sum", "spent", "gmv", "gross", "net", "price", "revenue", "turnover", "gesamtbetrag",
    "rechnungsbetrag", "bruttobetrag", "nettobetrag", "brutto", "netto", "umsatz", "bruttoumsatz", "nettoumsatz", "erlos",
    "erloes", "preis", "bruttopreis", "nettopreis", "gesamtpreis", "gesamt", "summe", "bestellwert", "warenwert", "prix", "precio",
    "prezzo", "totale", "omzet", "totaal", "prijs", "wartosc", "cena", "castka",
    "belopp", "belob", "belop", "summa", "osszeg", "suma", "dmbtr", "wrbtr", "金額", "合計", "金额", "сумма",
];
/// Words beside them: currencies, taxes, and what is paid for.
#[rustfmt::skip] // A table: as many words a line as fit.
const BESIDE_MONEY: &[&str] = &[
    "eur", "euro", "usd", "gbp", "chf", "pln", "sek", "dkk", "nok", "czk", "in", "incl", "inkl", "excl", "exkl", "zzgl", "inc",
    "ex", "vat", "tax", "mwst", "ust", "ttc", "ht", "iva", "btw", "moms", "order", "sales", "sale", "trans", "tran", "transaction", "txn", "purchase", "der", "de", "del", "the", "paid",
];
/// Words for a line of an order, and for its money.
const LINES: &[&str] = &["line", "item", "product"];
const MONEY_OF_LINES: &[&str] = &["price", "total", "amount", "value", "revenue", "sum"];
/// Ends of names of amounts in parts of a unit.
#[rustfmt::skip] // A table: as many words a line as fit.
const PARTS: &[&str] = &[
    "cents", "cent", "centamount", "minor", "minorunits", "minorunit", "pence", "centimes", "centimos", "centavos", "kopecks",
    "micros", "millis",
];

/// Whether a name is made of nothing but words for money.
pub(crate) fn reads_like_money(name: &str) -> bool {
    let name = Plain::of(name.rsplit('.').next().unwrap_or(name));
    let is_money =
        |part: &String| [AMOUNTS, FURTHER_MONEY].iter().any(|words| words.contains(&part.as_str()));
    let mut parts = name.parts();
    name.parts().any(is_money)
        && parts.all(|part| is_money(part) || BESIDE_MONEY.contains(&part.as_str()))
}

/// Whether a name reads like the money of a line of an order.
pub(crate) fn is_money_of_a_line(name: &str) -> bool {
    let plain = normalised(name);
    let has = |words: &[&str]| words.iter().any(|word| plain.contains(word));
    has(LINES) && has(MONEY_OF_LINES)
}

/// Whether a name says that amounts are in cents or other parts of a unit.
pub(crate) fn is_in_parts_of_a_unit(name: &str) -> bool {
    let plain = normalised(name);
    PARTS.iter().any(|part| plain.ends_with(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_money_are_asked_about() {
        for name in
            ["Betrag", "Betrag (EUR)", "Brutto", "gross", "Net", "montant_ttc", "Umsatz netto"]
        {
            assert!(reads_like_money(name), "{name}");
        }
        for name in
            ["net_promoter_score", "brutto_gewicht", "order_id", "in", "gross_weight", "Wert"]
        {
            assert!(!reads_like_money(name), "{name}");
        }
    }
}
