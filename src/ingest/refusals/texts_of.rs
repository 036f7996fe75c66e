//! The texts of some columns with their counts, read before the cells are: what a column is about may be told by
//! all of them together only.

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
    /// The first ones with their rows.
    pub rows_of: HashMap<String, u64>,
    /// Rows without one.
    pub empty: u64,
    /// All rows.
    pub rows: u64,
}

impl Texts {
    fn add(&mut self, text: &str, rows: u64) {
        if let Some(known) = self.rows_of.get_mut(text) {
            *known += rows;
        } else if self.rows_of.len() < MOST_TEXTS {
            self.rows_of.insert(text.to_owned(), rows);
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

    #[expect(
        clippy::iter_over_hash_type,
        reason = "which texts are kept beyond the most is of no account"
    )]
    fn merge(&mut self, other: Self) {
        for (text, rows) in other.rows_of {
            self.add(&text, rows);
        }
        self.empty += other.empty;
        self.rows += other.rows;
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
