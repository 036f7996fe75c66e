//! The values that were met in the columns that leave rows out, with their rows: for findings.

use super::{Marker, MarkerReading, Verdict};
use crate::ingest::meaning::mask::{masked, masked_value};
use std::collections::{BTreeMap, BTreeSet};

/// Distinct values of a column that are listed; a column of more is no column of states.
const MOST_VALUES: usize = 1000;

/// How an empty cell is shown.
pub(super) const EMPTY: &str = "(empty)";

/// What was met in one column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnValues {
    /// The column's name in the files.
    pub column: String,
    /// Its values, the most frequent first.
    pub values: Vec<MarkerValue>,
    /// Values that `[rows]` names and that never occurred, each with its setting.
    pub unused: Vec<(&'static str, String)>,
    /// Whether its name says what rows are but its values are about something else: none of them counts against a row.
    pub is_passed_over: bool,
    /// Whether only the letters of order numbers say that rows are returns.
    pub is_by_numbers: bool,
}

impl ColumnValues {
    /// A column whose values are about something else than its name says.
    pub fn passed_over(self) -> Self {
        Self { is_passed_over: true, ..self }
    }
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

impl MarkerValue {
    /// Whether it is no value at all.
    pub fn is_empty(&self) -> bool {
        self.shown == EMPTY
    }
}

/// Values by column, in the order of the markers.
#[derive(Debug, Clone, Default)]
pub(crate) struct ValueCounts(Vec<OfColumn>);

#[derive(Debug, Clone, Default)]
struct OfColumn {
    values: BTreeMap<String, (u64, Verdict)>,
    /// Which of the user's values were met.
    used: BTreeSet<usize>,
}

impl ValueCounts {
    /// No values of so many columns.
    pub(crate) fn of(columns: usize) -> Self {
        Self(vec![OfColumn::default(); columns])
    }

    /// Takes note of rows with a value. Flags and times are not listed one by one, unless they are not
    /// understood.
    pub(crate) fn add(
        &mut self,
        k: usize,
        marker: &Marker,
        text: &str,
        rows: u64,
        verdict: Verdict,
    ) {
        let listed = marker.has_words() || verdict == Verdict::NotUnderstood;
        let shown = match (listed, verdict) {
            (true, _) if text.is_empty() => EMPTY.to_owned(),
            (true, Verdict::NotUnderstood) => masked_value(text, rows),
            (true, _) => masked(text),
            (false, Verdict::LeftOut(_) | Verdict::Return) => "set".to_owned(),
            (false, _) => "not set".to_owned(),
        };
        self.enter(k, shown, rows, verdict);
    }

    /// Takes note of values that the user names.
    pub(crate) fn use_up(&mut self, k: usize, used: &BTreeSet<usize>) {
        if let Some(column) = self.0.get_mut(k) {
            column.used.extend(used);
        }
    }

    fn enter(&mut self, k: usize, shown: String, rows: u64, verdict: Verdict) {
        let Some(OfColumn { values, .. }) = self.0.get_mut(k) else { return };
        let is_full = values.len() >= MOST_VALUES && !values.contains_key(&shown);
        let shown = if is_full { "(others)".to_owned() } else { shown };
        values.entry(shown).or_insert((0, verdict)).0 += rows;
    }

    /// Adds what was met elsewhere.
    pub(crate) fn merge(&mut self, other: Self) {
        for (k, OfColumn { values, used }) in other.0.into_iter().enumerate() {
            self.use_up(k, &used);
            for (shown, (rows, verdict)) in values {
                self.enter(k, shown, rows, verdict);
            }
        }
    }

    /// By column, the most frequent values first.
    pub(crate) fn by_column(&self, markers: &[Marker]) -> Vec<ColumnValues> {
        let column = |(marker, OfColumn { values, used }): (&Marker, &OfColumn)| {
            let value = |(shown, &(rows, verdict)): (&String, &(u64, Verdict))| MarkerValue {
                shown: shown.clone(),
                rows,
                verdict,
            };
            let mut values: Vec<MarkerValue> = values.iter().map(value).collect();
            values.sort_by(|a, b| b.rows.cmp(&a.rows).then_with(|| a.shown.cmp(&b.shown)));
            let named = match &marker.reading {
                MarkerReading::Chosen(chosen, _) => chosen.named(),
                MarkerReading::Known(_) => Vec::new(),
            };
            let unused = named.into_iter().enumerate().filter(|(i, _)| !used.contains(i));
            let unused = unused.map(|(_, (key, value))| (key, value.to_owned())).collect();
            let numbers = match &marker.reading {
                MarkerReading::Known(known) => known.numbers(),
                MarkerReading::Chosen(..) => None,
            };
            ColumnValues {
                column: marker.column.clone(),
                values,
                unused,
                is_passed_over: false,
                is_by_numbers: numbers.is_some_and(|numbers| !numbers.returns_are_told),
            }
        };
        markers.iter().zip(&self.0).map(column).collect()
    }
}
