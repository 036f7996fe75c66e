//! The values that were met in the columns that leave rows out, with their rows: for findings.

use super::{Marker, Verdict};
use crate::ingest::meaning::mask::masked;
use std::collections::BTreeMap;

/// Distinct values of a column that are listed; a column of more is no column of states.
const MOST_VALUES: usize = 1000;

/// What was met in one column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnValues {
    /// The column's name in the files.
    pub column: String,
    /// Its values, the most frequent first.
    pub values: Vec<MarkerValue>,
}

/// A value of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkerValue {
    /// As it is shown: personal data is hidden.
    pub shown: String,
    /// Rows that have it.
    pub rows: u64,
    /// What it means for them.
    pub verdict: Verdict,
}

/// Values by column, in the order of the markers.
#[derive(Debug, Clone, Default)]
pub struct ValueCounts(Vec<BTreeMap<String, (u64, Verdict)>>);

impl ValueCounts {
    /// No values of so many columns.
    pub fn of(columns: usize) -> Self {
        Self(vec![BTreeMap::new(); columns])
    }

    /// Takes note of rows with a value. Flags and times are not listed one by one, unless they are not
    /// understood.
    pub fn add(&mut self, k: usize, marker: &Marker, text: &str, rows: u64, verdict: Verdict) {
        let listed = marker.has_words() || verdict == Verdict::NotUnderstood;
        let shown = match (listed, verdict) {
            (true, _) if text.is_empty() => "(empty)".to_owned(),
            (true, _) => masked(text),
            (false, Verdict::LeftOut(_)) => "set".to_owned(),
            (false, _) => "not set".to_owned(),
        };
        self.enter(k, shown, rows, verdict);
    }

    fn enter(&mut self, k: usize, shown: String, rows: u64, verdict: Verdict) {
        let Some(values) = self.0.get_mut(k) else { return };
        let is_full = values.len() >= MOST_VALUES && !values.contains_key(&shown);
        let shown = if is_full { "(others)".to_owned() } else { shown };
        values.entry(shown).or_insert((0, verdict)).0 += rows;
    }

    /// Adds what was met elsewhere.
    pub fn merge(&mut self, other: Self) {
        for (k, values) in other.0.into_iter().enumerate() {
            for (shown, (rows, verdict)) in values {
                self.enter(k, shown, rows, verdict);
            }
        }
    }

    /// By column, the most frequent values first.
    pub fn by_column(&self, markers: &[Marker]) -> Vec<ColumnValues> {
        let column = |(marker, values): (&Marker, &BTreeMap<String, (u64, Verdict)>)| {
            let value = |(shown, &(rows, verdict)): (&String, &(u64, Verdict))| MarkerValue {
                shown: shown.clone(),
                rows,
                verdict,
            };
            let mut values: Vec<MarkerValue> = values.iter().map(value).collect();
            values.sort_by(|a, b| b.rows.cmp(&a.rows).then_with(|| a.shown.cmp(&b.shown)));
            ColumnValues { column: marker.column.clone(), values }
        };
        markers.iter().zip(&self.0).map(column).collect()
    }
}
