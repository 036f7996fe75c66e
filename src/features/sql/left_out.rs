//! Rows that do not count, as conditions: what `ingest::left_out` does, said once more in SQL.
//!
//! Words are compared without case, accents and punctuation as winback compares them. Times of deletion
//! or cancellation are known in ISO 8601 alone; in other forms winback knows more of them.

use super::dialect::Dialect;
use super::phrase;
use crate::ingest::{ChosenRows, Marker, Reading};

/// The `where` clause that leaves rows out; empty where no column does.
pub fn clause(markers: &[Marker], dialect: Dialect) -> String {
    let out: Vec<String> = markers.iter().map(|marker| left_out(marker, dialect)).collect();
    if out.is_empty() {
        return String::new();
    }
    format!(" where not coalesce({}, false)", out.join(" or "))
}

/// Whether a marker leaves a row out, never null.
fn left_out(marker: &Marker, dialect: Dialect) -> String {
    let text = format!("trim({})", dialect.text(&dialect.quoted(&marker.column)));
    match &marker.reading {
        Reading::Known(column) => {
            let words = among(&dialect.plain(&text), &column.no_sale_words());
            if column.has_words() {
                return format!("coalesce({words}, false)");
            }
            let date =
                format!("{text} like '____-__-__%' and {text} >= '0001' and {text} < '9000'");
            format!("coalesce({words} or {text} in ('1', '01', '1.0') or {date}, false)")
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
