//! The impossible date that programs write for "never" in a column of times of a no: 1900-01-01, 2200-12-31.
//!
//! It is one where it stands in at least half of the rows and no row is empty: then it is what others leave empty.
//! Beside empty cells it may be a no whose day is not known, and is one.

use super::texts_of::{Texts, texts_of};
use crate::ingest::meaning::no_columns::{NoColumn, NoReading, is_never};
use crate::ingest::{Forms, IngestError, TableColumn};
use crate::table::Files;

/// The columns of table `C` that are named as a no and write "never" as a date, with that date.
pub(in crate::ingest) fn never_dates<C: TableColumn>(
    files: &Files,
    forms: &Forms,
) -> Result<Vec<(String, String)>, IngestError> {
    let has_a_time = |name: &String| {
        let dated = [NoReading::Time, NoReading::Until, NoReading::Flag, NoReading::Bounce];
        NoColumn::named(name).is_some_and(|column| dated.contains(&column.reading))
    };
    let names: Vec<String> = files.column_names().into_iter().filter(has_a_time).collect();
    let texts = texts_of::<C>(files, &names, forms)?;
    let found = names.into_iter().zip(texts);
    Ok(found.filter_map(|(name, texts)| Some((name, never_of(&texts)?))).collect())
}

fn never_of(texts: &Texts) -> Option<String> {
    if texts.empty > 0 {
        return None;
    }
    let (most, rows) = texts.rows_of.iter().max_by_key(|(text, rows)| (**rows, *text))?;
    // Flags and counts are no dates: 0 and 1 are not seconds of 1970.
    let is_a_date = most.len() >= "1/1/00".len();
    (rows * 2 >= texts.rows && is_a_date && is_never(most)).then(|| most.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_and_counts_are_no_dates_that_say_never() {
        let never = |text: &str| {
            let mut texts = Texts::default();
            texts.rows_of.insert(text.to_owned(), 9);
            texts.rows = 10;
            never_of(&texts)
        };
        assert_eq!(never("1900-01-01").as_deref(), Some("1900-01-01"));
        for text in ["0", "1", "2", "0.0", "true"] {
            assert_eq!(never(text), None, "{text}");
        }
    }
}
