//! Cells that are not understood: counted by column, with one example. They never end a run by
//! themselves; what share of them does is for `quality`.

use super::meaning::masked_example;
use super::quality::QualityLimits;
use super::{IngestError, TableColumn};
use std::fmt;
use std::path::{Path, PathBuf};

/// Cells of one column that are not understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadCells {
    /// The column's part and its name in the files: `amount = total_price`.
    pub subject: String,
    /// The column's name in the files.
    pub column: String,
    /// Number of such cells.
    pub count: u64,
    /// The file of the example.
    pub file: PathBuf,
    /// One of them, without personal data.
    pub example: String,
    /// What the column should hold.
    pub wanted: &'static str,
    /// What to do.
    pub remedy: String,
    /// Whether a row cannot be used without the cell: then the row is counted by its reason as well.
    pub is_vital: bool,
}

impl fmt::Display for BadCells {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { column, count, file, example, wanted, .. } = self;
        let cells = if *count == 1 { "cell is".to_owned() } else { format!("{count} cells are") };
        let cells = if *count == 1 { format!("1 {cells}") } else { cells };
        write!(
            f,
            "{}: column '{column}': {cells} not {wanted}, such as '{example}'",
            file.display()
        )
    }
}

impl BadCells {
    /// Refuses a column of which too much is not understood; `rows` is the number of rows read.
    pub fn gate(&self, rows: u64, limits: &QualityLimits) -> Result<(), IngestError> {
        let limit = limits.max_no_amount_share;
        let share = self.count as f64 / rows.max(1) as f64;
        if self.is_vital || share <= limit {
            return Ok(());
        }
        Err(IngestError::TooManyBadCells {
            found: self.to_string(),
            rows,
            limit: limit * 100.0,
            remedy: self.remedy.clone(),
        })
    }
}

/// The cells of one column that are not understood, while they are met: the same at the end whatever the
/// order in which they are.
#[derive(Debug, Default)]
pub(super) struct BadSoFar {
    count: u64,
    example: Option<(PathBuf, String)>,
}

impl BadSoFar {
    /// Takes in a cell of a file.
    pub(super) fn note(&mut self, file: &Path, text: &str) {
        self.count += 1;
        let is_first = self
            .example
            .as_ref()
            .is_none_or(|(known, example)| (file, text) < (known.as_path(), example.as_str()));
        if is_first {
            self.example = Some((file.to_owned(), text.to_owned()));
        }
    }

    /// What was met in a column; None where all was understood.
    pub(super) fn report<C: TableColumn>(&self, column: C, name: &str) -> Option<BadCells> {
        let (file, example) = self.example.as_ref()?;
        let spec = column.spec();
        Some(BadCells {
            subject: format!("{} = {name}", spec.key),
            column: name.to_owned(),
            count: self.count,
            file: file.clone(),
            example: masked_example(example),
            wanted: spec.accepts.value(),
            remedy: spec.accepts.remedy(C::SECTION, C::HAS_FLAGS) + &column.way_without(),
            is_vital: spec.required,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::TransactionColumn;

    #[test]
    fn the_example_does_not_depend_on_the_order_and_is_masked() {
        let cells = [("b", "soon"), ("a", "ada@example.org"), ("a", "later")];
        let report = |cells: &[(&str, &str)]| {
            let mut met = BadSoFar::default();
            for (file, text) in cells {
                met.note(Path::new(file), text);
            }
            met.report(TransactionColumn::Timestamp, "when").unwrap()
        };
        let mut turned = cells;
        turned.reverse();
        assert_eq!(report(&cells), report(&turned));
        assert_eq!(
            report(&cells).to_string(),
            "a: column 'when': 3 cells are not a date or time, such as 'a…@e….org'"
        );
        assert!(BadSoFar::default().report(TransactionColumn::Amount, "amount").is_none());
    }
}
