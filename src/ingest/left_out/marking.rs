//! Which rows of a batch are left out. Each distinct value is judged once per row group; rows only look
//! their value up.

use super::values::ValueCounts;
use super::{LeftOutReason, Marker, MarkerReading, Verdict};
use crate::ingest::IngestError;
use crate::ingest::meaning::row_status::NotASale;
use crate::ingest::place::Place;
use crate::ingest::types::is_number;
use crate::table::cast::{floats, text_views};
use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use xxhash_rust::xxh3::xxh3_64;

/// Distinct values that are remembered; those of a column of more are judged one by one.
const MOST_REMEMBERED: usize = 4096;

/// One row group's judgement.
pub(crate) struct Marking<'a> {
    markers: &'a [Marker],
    columns: Vec<Memory>,
}

/// What the markers say of the rows of a batch.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct RowMarks {
    /// Each row's reason not to count.
    pub reasons: Vec<Option<LeftOutReason>>,
    /// Rows that are returns; one may stand there twice.
    pub returns: Vec<u32>,
    /// Each row's states and kinds as one number, where they are asked for.
    pub states: Vec<u64>,
}

impl RowMarks {
    /// Nothing said of so many rows.
    pub(crate) fn of(rows: usize) -> Self {
        Self { reasons: vec![None; rows], ..Self::default() }
    }

    /// The same, with states.
    pub(crate) fn with_states(rows: usize) -> Self {
        Self { states: vec![0; rows], ..Self::of(rows) }
    }
}

/// The values of one column met so far.
#[derive(Default)]
struct Memory {
    by_text: HashMap<String, usize>,
    by_bits: HashMap<u64, usize>,
    values: Vec<Known>,
    /// Which of the user's values were met.
    used: BTreeSet<usize>,
    empty: Option<usize>,
    /// The last dictionary and its entries' values: batches of a column chunk share theirs.
    entries: Option<(ArrayRef, Vec<usize>)>,
}

struct Known {
    text: String,
    /// The text as a number.
    hash: u64,
    rows: u64,
    verdict: Verdict,
}

impl Memory {
    fn learn(&mut self, marker: &Marker, text: Option<&str>) -> usize {
        let verdict = self.verdict(marker, text);
        let text = text.unwrap_or_default().to_owned();
        let hash = xxh3_64(text.as_bytes());
        self.values.push(Known { text, hash, rows: 0, verdict });
        self.values.len() - 1
    }

    fn verdict(&mut self, marker: &Marker, text: Option<&str>) -> Verdict {
        if let (MarkerReading::Chosen(chosen, _), Some(text)) = (&marker.reading, text) {
            self.used.extend(chosen.used_by(text));
        }
        marker.verdict(text)
    }

    fn of_empty(&mut self, marker: &Marker) -> usize {
        if let Some(known) = self.empty {
            return known;
        }
        let known = self.learn(marker, None);
        *self.empty.insert(known)
    }

    fn of_text(&mut self, marker: &Marker, text: &str) -> usize {
        let text = marker.telling(text);
        if let Some(&known) = self.by_text.get(text) {
            return known;
        }
        if self.by_text.len() >= MOST_REMEMBERED {
            // Of a column with so many values only what they mean is kept.
            let verdict = self.verdict(marker, Some(text));
            let same = self.values.iter().position(|known| known.verdict == verdict);
            return same.unwrap_or_else(|| self.learn(marker, Some(text)));
        }
        let known = self.learn(marker, Some(text));
        self.by_text.insert(text.to_owned(), known);
        known
    }

    fn of_number(&mut self, marker: &Marker, number: f64) -> usize {
        if let Some(&known) = self.by_bits.get(&number.to_bits()) {
            return known;
        }
        let known = self.of_text(marker, &number.to_string());
        if self.by_bits.len() < MOST_REMEMBERED {
            self.by_bits.insert(number.to_bits(), known);
        }
        known
    }
}

impl<'a> Marking<'a> {
    /// Nothing met yet.
    pub(crate) fn new(markers: &'a [Marker]) -> Self {
        Self { markers, columns: markers.iter().map(|_| Memory::default()).collect() }
    }

    /// Judges the rows of marker `k`'s column and enters what it says into `marks`; a row keeps the first
    /// reason it got, unless that is the weaker one. What an older version says of itself is of no interest.
    pub(crate) fn judge(
        &mut self,
        k: usize,
        array: &ArrayRef,
        place: Place<'_>,
        marks: &mut RowMarks,
    ) -> Result<(), IngestError> {
        let (marker, memory) = (&self.markers[k], &mut self.columns[k]);
        let is_state = marker.tells_states();
        let values = rows(memory, marker, array, place)?;
        for (row, value) in values.into_iter().enumerate() {
            if marks.reasons[row] == Some(LeftOutReason::OlderVersion) {
                continue;
            }
            let known = &mut memory.values[value];
            known.rows += 1;
            if let Some(states) = marks.states.get_mut(row).filter(|_| is_state) {
                *states = states.rotate_left(1) ^ known.hash;
            }
            match known.verdict {
                Verdict::LeftOut(reason) => enter(&mut marks.reasons[row], reason),
                Verdict::Return => marks.returns.push(row as u32),
                Verdict::Counts | Verdict::NotUnderstood => {}
            }
        }
        Ok(())
    }

    /// The same in a file that does not have the column: every row is empty there.
    pub(crate) fn judge_absent(&mut self, k: usize, marks: &mut RowMarks) {
        let reasons = &mut marks.reasons;
        let memory = &mut self.columns[k];
        let value = memory.of_empty(&self.markers[k]);
        let known = &mut memory.values[value];
        let older = Some(LeftOutReason::OlderVersion);
        known.rows += reasons.iter().filter(|&&reason| reason != older).count() as u64;
        if let Verdict::LeftOut(reason) = known.verdict {
            for kept in reasons {
                enter(kept, reason);
            }
        }
    }

    /// What was met.
    pub(crate) fn counts(self) -> ValueCounts {
        let mut counts = ValueCounts::of(self.markers.len());
        for (k, (marker, memory)) in self.markers.iter().zip(self.columns).enumerate() {
            counts.use_up(k, &memory.used);
            for Known { text, rows, verdict, .. } in memory.values {
                if rows > 0 {
                    counts.add(k, marker, &text, rows, verdict);
                }
            }
        }
        counts
    }
}

/// Takes down a reason. That a sale was given back is the weaker one: it does not hold for returns.
fn enter(kept: &mut Option<LeftOutReason>, reason: LeftOutReason) {
    if kept.is_none_or(|known| known == LeftOutReason::NotASale(NotASale::Refunded)) {
        *kept = Some(reason);
    }
}

/// Each row's value.
fn rows(
    memory: &mut Memory,
    marker: &Marker,
    array: &ArrayRef,
    place: Place<'_>,
) -> Result<Vec<usize>, IngestError> {
    let n = array.len();
    if array.null_count() == n {
        return Ok(vec![memory.of_empty(marker); n]);
    }
    if let Some(coded) = array.as_any_dictionary_opt() {
        let entries = entries(memory, marker, coded.values(), place)?;
        let keys = coded.normalized_keys();
        let empty = memory.of_empty(marker);
        let nulls = coded.keys().nulls();
        let value = |i: usize| match nulls {
            Some(nulls) if nulls.is_null(i) => empty,
            _ => entries.get(keys[i]).copied().unwrap_or(empty),
        };
        return Ok((0..n).map(value).collect());
    }
    if is_number(array.data_type()) {
        let numbers = floats(array).map_err(|e| place.unreadable(&e))?;
        let value = |number: Option<f64>| match number {
            Some(number) if !number.is_nan() => memory.of_number(marker, number),
            _ => memory.of_empty(marker),
        };
        return Ok(numbers.iter().map(value).collect());
    }
    let texts = text_views(array).map_err(|e| place.unreadable(&e))?;
    let value = |text: Option<&str>| match text {
        Some(text) => memory.of_text(marker, text),
        None => memory.of_empty(marker),
    };
    Ok(texts.iter().map(value).collect())
}

/// The values of a dictionary's entries.
fn entries(
    memory: &mut Memory,
    marker: &Marker,
    values: &ArrayRef,
    place: Place<'_>,
) -> Result<Vec<usize>, IngestError> {
    if let Some((known, entries)) = &memory.entries
        && Arc::ptr_eq(known, values)
    {
        return Ok(entries.clone());
    }
    let entries = rows(memory, marker, values, place)?;
    memory.entries = Some((Arc::clone(values), entries.clone()));
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::left_out::OwnRows;
    use crate::ingest::meaning::row_status::{Mark, StatusColumn};
    use arrow_array::types::Int32Type;
    use arrow_array::{
        BooleanArray, DictionaryArray, Float64Array, Int64Array, StringArray,
        TimestampMicrosecondArray,
    };

    fn out(column: StatusColumn, array: impl Array + 'static) -> Vec<usize> {
        let array: ArrayRef = Arc::new(array);
        let markers = [Marker {
            column: "c".to_owned(),
            reading: MarkerReading::Known(column),
            own_rows: OwnRows::default(),
        }];
        let mut marking = Marking::new(&markers);
        let mut marks = RowMarks::of(array.len());
        let place = Place { path: std::path::Path::new("f.parquet"), column: "c" };
        marking.judge(0, &array, place, &mut marks).unwrap();
        (0..array.len()).filter(|&row| marks.reasons[row].is_some()).collect()
    }

    #[test]
    fn every_type_of_a_marker_is_read() {
        const ORDER: StatusColumn = StatusColumn::ORDER;
        const TEST: StatusColumn = StatusColumn::Mark(Mark::Test);
        let coded: DictionaryArray<Int32Type> =
            [Some("paid"), Some("voided"), None, Some("voided")].into_iter().collect();
        assert_eq!(out(ORDER, coded), [1, 3]);
        let flags = BooleanArray::from(vec![Some(true), Some(false), None]);
        assert_eq!(out(StatusColumn::Mark(Mark::Deleted), flags), [0]);
        assert_eq!(out(TEST, Int64Array::from(vec![0, 1, 0])), [1]);
        let floats = Float64Array::from(vec![Some(1.0), Some(f64::NAN), None, Some(0.0)]);
        assert_eq!(out(TEST, floats), [0]);
        let times = TimestampMicrosecondArray::from(vec![None, Some(1_700_000_000_000_000)]);
        assert_eq!(out(StatusColumn::Mark(Mark::Cancelled), times), [1]);
        let never: StringArray = vec![None::<&str>; 2].into();
        assert_eq!(out(ORDER, never), [0usize; 0]);
    }

    #[test]
    fn values_are_counted_and_many_of_them_are_forgotten() {
        let column = "status".to_owned();
        let markers = [Marker {
            column,
            reading: MarkerReading::Known(StatusColumn::ORDER),
            own_rows: OwnRows::default(),
        }];
        let mut marking = Marking::new(&markers);
        let texts = (0..9000).map(|i| if i % 3 == 0 { "failed".to_owned() } else { i.to_string() });
        let texts: ArrayRef = Arc::new(StringArray::from_iter_values(texts));
        let mut marks = RowMarks::of(texts.len());
        let place = Place { path: std::path::Path::new("f.parquet"), column: "status" };
        marking.judge(0, &texts, place, &mut marks).unwrap();
        let failed = Some(LeftOutReason::NotASale(NotASale::Failed));
        assert_eq!(marks.reasons.iter().filter(|reason| **reason == failed).count(), 3000);
        let by_column = marking.counts().by_column(&markers);
        assert!(
            by_column[0].values.len() <= 1001,
            "a column of so many values is no list of words"
        );
        assert_eq!(by_column[0].values.iter().map(|value| value.rows).sum::<u64>(), 9000);
    }
}
