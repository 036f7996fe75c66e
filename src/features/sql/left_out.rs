//! Rows that do not count, as conditions: what `ingest::left_out` does, said once more in SQL.
//!
//! Words are compared without case, accents and punctuation as winback compares them. Times of deletion
//! or cancellation are known in ISO 8601 alone; in other forms winback knows more of them.

use super::dialect::Dialect;
use super::phrase;
use crate::ingest::{ChosenRows, Marker, NotASale, Reading, StatusColumn};

/// The `where` clause that leaves rows out; empty where no column does. `takes_back` tells returns, which
/// stay although they say that a sale was given back.
pub fn clause(markers: &[Marker], takes_back: &str, dialect: Dialect) -> String {
    let out: Vec<String> =
        markers.iter().map(|marker| left_out(marker, takes_back, dialect)).collect();
    if out.is_empty() {
        return String::new();
    }
    format!(" where not coalesce({}, false)", out.join(" or "))
}

/// Whether a marker leaves a row out, never null.
fn left_out(marker: &Marker, takes_back: &str, dialect: Dialect) -> String {
    let text = format!("trim({})", dialect.text(&dialect.quoted(&marker.column)));
    match &marker.reading {
        Reading::Known(column) => {
            let is_refund = |why| why == NotASale::Refunded;
            let plain = dialect.plain(&text);
            let words = |of: &dyn Fn(NotASale) -> bool| among(&plain, &column.no_sale_words(of));
            if column.has_words() {
                let (refunds, others) = (words(&is_refund), words(&|why| !is_refund(why)));
                return format!("coalesce({others} or {refunds} and not {takes_back}, false)");
            }
            let words = words(&|_| true);
            let date =
                format!("{text} like '____-__-__%' and {text} >= '0001' and {text} < '9000'");
            let marked =
                format!("coalesce({words} or {text} in ('1', '01', '1.0') or {date}, false)");
            match column {
                StatusColumn::Refunded => format!("({marked} and not {takes_back})"),
                _ => marked,
            }
        }
        Reading::Chosen(chosen) => by_choice(chosen, &text),
    }
}

fn by_choice(chosen: &ChosenRows, text: &str) -> String {
    let folded = |values: &[String]| -> Vec<String> {
        values.iter().map(|value| value.trim().to_lowercase()).collect()
    };
    let lower = format!("coalesce(lower({text}), '')");
    let mut out = Vec::new();
    if !chosen.keep.is_empty() {
        out.push(format!("not {}", among(&lower, &folded(&chosen.keep))));
    }
    if !chosen.drop.is_empty() {
        out.push(among(&lower, &folded(&chosen.drop)));
    }
    if let Some(prefix) = &chosen.drop_prefix {
        let length = prefix.chars().count();
        out.push(format!("coalesce(substr({text}, 1, {length}), '') = {}", phrase::text(prefix)));
    }
    format!("({})", out.join(" or "))
}

fn among(text: &str, words: &[String]) -> String {
    let words: Vec<String> = words.iter().map(|word| phrase::text(word)).collect();
    format!("({text} in ({}))", words.join(", "))
}
