//! What is known of the columns of a table beside their names: what the user says of them, and the present.

use crate::ingest::meaning::plain::squeeze;

/// What the user says of columns and files, whatever their names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RefusalNames {
    /// Columns of the customers table that say no to every contact, or words of one that do: `Status = Depurado`.
    pub are: Vec<String>,
    /// Columns and files that say nothing of contact.
    pub are_none: Vec<String>,
}

impl RefusalNames {
    /// Whether a column says no, or some of its words do.
    pub(in crate::ingest) fn column_of<'a>(entry: &'a str, columns: &[String]) -> Option<&'a str> {
        let is_one = |name: &str| columns.iter().any(|column| column == name);
        let of_a_word = || entry.split_once('=').map(|(name, _)| name.trim());
        Some(entry).filter(|name| is_one(name)).or_else(|| of_a_word().filter(|name| is_one(name)))
    }

    /// The words of a column that say no, as `squeeze` leaves them.
    pub(super) fn words_of(&self, column: &str) -> Vec<String> {
        let word = |entry: &String| {
            let (name, word) = entry.split_once('=')?;
            (name.trim() == column).then(|| squeeze(word))
        };
        self.are.iter().filter_map(word).collect()
    }
}

/// What is known of the columns of a table beside their names.
pub(in crate::ingest) struct Beside<'a> {
    /// What the user says of them.
    pub names: &'a RefusalNames,
    /// The dates that say "never".
    pub never: &'a [(String, String)],
    /// A consent that ends before has ended.
    pub present_micros: i64,
}
