//! The texts of some columns with their counts, read before the cells are: what a column is about may be told by
//! all of them together only.

use crate::ingest::meaning::no_columns::is_never;
use crate::ingest::source::{ANY_COLUMN, Extra, RowGroup, Source};
use crate::ingest::{Forms, IngestError, TableColumn};
use crate::table::Files;
use crate::table::cast::large_texts;
use arrow_array::Array;
use rayon::prelude::*;
use std::collections::HashMap;

/// Distinct texts that are kept of a column: whoever has more has no states.
const MOST_TEXTS: usize = 256;

/// The texts of a column.
#[derive(Debug, Clone, Default)]
pub(super) struct Texts {
    /// Each with its rows. Of a column with more than [`MOST_TEXTS`] those alone that may say "never", so that the
    /// order of the rows is of no account.
    pub rows_of: HashMap<String, u64>,
    /// Rows without one.
    pub empty: u64,
    /// All rows.
    pub rows: u64,
    are_many: bool,
}

impl Texts {
    fn add(&mut self, text: &str, rows: u64) {
        if let Some(known) = self.rows_of.get_mut(text) {
            *known += rows;
        } else if !self.are_many || is_never(text) {
            self.rows_of.insert(text.to_owned(), rows);
            self.leave_out_many();
        }
    }

    fn leave_out_many(&mut self) {
        if self.are_many || self.rows_of.len() > MOST_TEXTS {
            self.are_many = true;
            self.rows_of.retain(|text, _| is_never(text));
        }
    }

    fn add_all(&mut self, column: &dyn Array) {
        self.rows += column.len() as u64;
        // Nested values, and bytes that are no text, have none.
        let Ok(texts) = large_texts(column) else { return };
        for text in &texts {
            match text.map(str::trim).filter(|text| !text.is_empty()) {
                Some(text) => self.add(text, 1),
                None => self.empty += 1,
            }
        }
    }

    #[expect(clippy::iter_over_hash_type, reason = "counts are added, in any order")]
    fn merge(&mut self, other: Self) {
        self.are_many |= other.are_many;
        for (text, rows) in other.rows_of {
            *self.rows_of.entry(text).or_default() += rows;
        }
        self.leave_out_many();
        self.empty += other.empty;
        self.rows += other.rows;
    }

    /// The words of a column of states; none where there are too many for that.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.rows_of.keys().filter(|_| !self.are_many).map(String::as_str)
    }
}

/// The texts of columns `names` of table `C`, in their order.
pub(super) fn texts_of<C: TableColumn>(
    files: &Files,
    names: &[String],
    forms: &Forms,
) -> Result<Vec<Texts>, IngestError> {
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let extras: Vec<Extra<'_>> = names.iter().map(|name| (name.as_str(), &ANY_COLUMN)).collect();
    let source = Source::open_extras::<C>(files, &extras, forms)?;
    let read = |at: RowGroup| -> Result<Vec<Texts>, IngestError> {
        let (batches, positions) = source.read(at)?;
        let mut all = vec![Texts::default(); names.len()];
        for batch in batches {
            let batch = batch?;
            for (k, texts) in all.iter_mut().enumerate() {
                match positions.extra::<C>(k) {
                    Some(position) => texts.add_all(batch.column(position)),
                    None => {
                        texts.rows += batch.num_rows() as u64;
                        texts.empty += batch.num_rows() as u64;
                    }
                }
            }
        }
        Ok(all)
    };
    let none = || vec![Texts::default(); names.len()];
    source.row_groups().into_par_iter().map(read).try_reduce(none, |mut all, more| {
        all.iter_mut().zip(more).for_each(|(texts, more)| texts.merge(more));
        Ok(all)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A column of `days` distinct dates, each once, beside rows that say "never".
    fn column(days: u64, nevers: u64, backwards: bool) -> Texts {
        let mut texts: Vec<String> = (0..days).map(|day| format!("day {day}")).collect();
        texts.extend((0..nevers).map(|_| "1900-01-01".to_owned()));
        if backwards {
            texts.reverse();
        }
        let mut parts = texts.chunks(100).map(|part| {
            let mut all = Texts::default();
            for text in part {
                all.add(text, 1);
            }
            all
        });
        let mut all = parts.next().unwrap_or_default();
        parts.for_each(|part| all.merge(part));
        all
    }

    #[test]
    fn what_is_kept_is_the_same_whatever_the_order() {
        for (days, words) in [(255, 256), (300, 0)] {
            let (one, other) = (column(days, 400, false), column(days, 400, true));
            assert_eq!(one.rows_of, other.rows_of, "{days}");
            assert_eq!(one.rows_of["1900-01-01"], 400, "{days}");
            assert_eq!(one.words().count(), words, "{days}");
        }
    }
}
