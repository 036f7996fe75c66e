//! Names of columns of currencies and of rates between them, and of amounts that are all in one currency.

use crate::ingest::meaning::plain::{Plain, normalised};

/// Names of columns of rates between currencies.
#[rustfmt::skip] // A table: as many words a line as fit.
const RATES: &[&str] = &[
    "exchangerate", "conversionrate", "fxrate", "currencyrate", "currencyexchangerate", "wechselkurs", "kurrf", "kursf", "tauxdechange",
    "tipocambio", "tipodecambio", "taxadecambio", "tassodicambio", "wisselkoers",
];
/// Stems and words in names of columns that say in which currency an amount is.
const CURRENCIES: &[&str] = &["currency", "waehrung", "wahrung", "parabirimi"];
const WORDS_OF_CURRENCIES: &[&str] =
    &["devise", "monnaie", "moneda", "divisa", "moeda", "valuta", "waluta", "mena", "penznem"];
/// Beside them it is about the money of the business, or how it is written.
const NOT_OF_SALES: &[&str] = &[
    "base", "home", "report", "default", "settle", "payout", "rate", "symbol", "format", "digits",
];
/// Ends of names of amounts that are all in one currency.
const OF_ONE: &[&str] = &["usd", "eur", "gbp", "chf", "base", "home", "basecurrency", "reporting"];
/// Codes of currencies that have no hundredths, or are counted without.
#[rustfmt::skip] // A table: as many words a line as fit.
const WITHOUT_HUNDREDTHS: &[&str] = &[
    "JPY", "KRW", "VND", "IDR", "CLP", "PYG", "ISK", "HUF", "UGX", "XAF", "XOF", "XPF", "RWF", "KMF", "GNF", "DJF", "BIF",
    "VUV", "COP", "CRC",
];

/// Whether a column is one of rates between currencies.
pub(crate) fn is_rate(name: &str) -> bool {
    RATES.contains(&normalised(name).as_str())
}

/// Whether a column says in which currency the amounts of sales are.
pub(crate) fn is_of_a_currency(name: &str) -> bool {
    let plain = Plain::of(name);
    let tells = plain.has_stem(CURRENCIES) || plain.has_word(WORDS_OF_CURRENCIES);
    tells && !plain.has_stem(NOT_OF_SALES)
}

/// Whether the amounts of a column are all in one currency, by the first word or the end of its name.
pub(crate) fn is_in_one_currency(name: &str) -> bool {
    let plain = Plain::of(name);
    let begins_so = plain.parts().next().is_some_and(|part| OF_ONE.contains(&part.as_str()));
    begins_so || OF_ONE.iter().any(|end| normalised(name).ends_with(end))
}

/// Whether a column is called as the one of the `amounts`, and then that it is in one currency.
pub(crate) fn is_the_same_in_one_currency(name: &str, amounts: &str) -> bool {
    let name = normalised(name);
    name.strip_prefix(&normalised(amounts)).is_some_and(|end| OF_ONE.contains(&end))
}

/// Whether a text is the code of a currency with hundredths.
pub(crate) fn has_hundredths(code: &str) -> bool {
    let upper = code.to_ascii_uppercase();
    code.len() == 3
        && code.bytes().all(|b| b.is_ascii_alphabetic())
        && !WITHOUT_HUNDREDTHS.contains(&upper.as_str())
}
