//! Columns of identifiers (customer, order, product, category, channel), read by their hashes.
//!
//! Whole numbers and texts alike become 64-bit hashes. Texts of a dictionary page are hashed once
//! per dictionary entry, not once per row. Nothing here decides what an identifier identifies.

use super::IngestError;
use super::ids::{CustomerId, mix};
use super::place::Place;
use super::text_views::TextViews;
use super::types::is_text;
use crate::table::cast::{floats, text_views, whole_numbers};
use arrow_array::cast::AsArray;
use arrow_array::types::Int32Type;
use arrow_array::{Array, ArrayRef, Int64Array, StringViewArray};
use arrow_buffer::{NullBuffer, ScalarBuffer};
use arrow_schema::DataType;
use std::sync::Arc;
use xxhash_rust::xxh3::xxh3_64;

/// A decoded batch of identifiers.
pub struct IdColumn {
    values: Values,
    nulls: Option<NullBuffer>,
}

enum Values {
    Int(ScalarBuffer<i64>),
    Text { hashes: Vec<u64>, texts: StringViewArray },
    Coded { keys: ScalarBuffer<i32>, entries: Arc<DictionaryEntries> },
}

/// A Parquet dictionary page's texts with their hashes, kept from batch to batch.
pub struct DictionaryEntries {
    source: ArrayRef,
    hashes: Vec<u64>,
    texts: StringViewArray,
}

impl DictionaryEntries {
    /// Number of entries.
    pub fn len(&self) -> usize {
        self.hashes.len()
    }

    /// Hash and text of an entry; `None` for an empty text.
    pub fn get(&self, i: usize) -> Option<(u64, CustomerId<'_>)> {
        let text = self.texts.is_valid(i).then(|| self.texts.value(i)).filter(|t| !t.is_empty())?;
        Some((self.hashes[i], CustomerId::Text(text)))
    }
}

impl DictionaryEntries {
    /// The entries with other texts: `rewrite` is given an entry's text and hash, and says what stands in
    /// its place, if anything does.
    #[must_use]
    pub fn rewritten(&self, rewrite: impl FnMut(&str, u64) -> Option<String>) -> Self {
        let (hashes, texts) = rewritten(&self.hashes, &self.texts, rewrite)
            .unwrap_or_else(|| (self.hashes.clone(), self.texts.clone()));
        Self { source: Arc::clone(&self.source), hashes, texts }
    }
}

/// Texts and hashes where `rewrite` changed any.
fn rewritten(
    hashes: &[u64],
    texts: &StringViewArray,
    mut rewrite: impl FnMut(&str, u64) -> Option<String>,
) -> Option<(Vec<u64>, StringViewArray)> {
    let new: Vec<(usize, String)> = (0..texts.len())
        .filter(|&i| texts.is_valid(i))
        .filter_map(|i| Some((i, rewrite(texts.value(i), hashes[i])?)))
        .collect();
    if new.is_empty() {
        return None;
    }
    let mut hashes = hashes.to_vec();
    let mut all: Vec<Option<&str>> = texts.iter().collect();
    for (i, text) in &new {
        hashes[*i] = xxh3_64(text.as_bytes());
        all[*i] = Some(text);
    }
    Some((hashes, all.into_iter().collect()))
}

/// Remembers the dictionary of the last batch: batches of a column chunk share theirs.
#[derive(Default)]
pub struct DictionaryMemory(Option<Arc<DictionaryEntries>>);

fn hash_texts(texts: &StringViewArray) -> Vec<u64> {
    (0..texts.len())
        .map(|i| if texts.is_null(i) { 0 } else { xxh3_64(texts.value(i).as_bytes()) })
        .collect()
}

impl DictionaryMemory {
    fn entries(
        &mut self,
        values: &ArrayRef,
        place: Place<'_>,
    ) -> Result<Arc<DictionaryEntries>, IngestError> {
        if let Some(entries) = &self.0
            && Arc::ptr_eq(&entries.source, values)
        {
            return Ok(Arc::clone(entries));
        }
        let texts = text_views(values).map_err(|e| place.unreadable(&e))?;
        let entries = Arc::new(DictionaryEntries {
            source: Arc::clone(values),
            hashes: hash_texts(&texts),
            texts,
        });
        self.0 = Some(Arc::clone(&entries));
        Ok(entries)
    }
}

impl IdColumn {
    /// Decodes a column of any integer or text type.
    pub fn decode(
        array: &ArrayRef,
        memory: &mut DictionaryMemory,
        place: Place<'_>,
    ) -> Result<Self, IngestError> {
        if let Some(coded) = array.as_dictionary_opt::<Int32Type>()
            && is_text(&coded.values().data_type().clone())
        {
            let entries = memory.entries(coded.values(), place)?;
            let keys = coded.keys().values().clone();
            return Ok(Self {
                values: Values::Coded { keys, entries },
                nulls: coded.logical_nulls(),
            });
        }
        if is_text(array.data_type()) {
            let texts = text_views(array).map_err(|e| place.unreadable(&e))?;
            let nulls = texts.nulls().cloned();
            return Ok(Self { values: Values::Text { hashes: hash_texts(&texts), texts }, nulls });
        }
        let numbers = whole_ids(array, place)?;
        Ok(Self { values: Values::Int(numbers.values().clone()), nulls: numbers.nulls().cloned() })
    }

    /// Identifiers for tests.
    #[cfg(test)]
    pub(crate) fn of_array(array: &ArrayRef) -> Self {
        let place = Place { path: std::path::Path::new("rows.parquet"), column: "customer" };
        Self::decode(array, &mut DictionaryMemory::default(), place).unwrap()
    }

    /// Whether row `i` has an identifier; empty text is none.
    #[inline]
    pub fn is_present(&self, i: usize) -> bool {
        self.nulls.as_ref().is_none_or(|nulls| nulls.is_valid(i))
            && match &self.values {
                Values::Int(_) => true,
                Values::Text { texts, .. } => !texts.value(i).is_empty(),
                Values::Coded { keys, entries } => {
                    !entries.texts.value(keys[i] as usize).is_empty()
                }
            }
    }

    /// Whether a row is null; an empty text is not.
    pub fn has_nulls(&self) -> bool {
        self.nulls.as_ref().is_some_and(|nulls| nulls.null_count() > 0)
    }

    /// Whether every row certainly has an identifier.
    pub fn all_present(&self) -> bool {
        !self.has_nulls()
            && match &self.values {
                Values::Int(_) => true,
                Values::Text { texts, .. } => texts.lengths().all(|length| length > 0),
                Values::Coded { entries, .. } => entries.texts.lengths().all(|length| length > 0),
            }
    }

    /// Replaces `into` by the stable hashes of all rows; meaningless where there is no identifier.
    pub fn hashes(&self, into: &mut Vec<u64>) {
        into.clear();
        match &self.values {
            Values::Int(numbers) => into.extend(numbers.iter().map(|&number| mix(number as u64))),
            Values::Text { hashes, .. } => into.extend_from_slice(hashes),
            Values::Coded { keys, entries } => {
                let hash = |&key: &i32| entries.hashes.get(key as usize).copied().unwrap_or(0);
                into.extend(keys.iter().map(hash));
            }
        }
    }

    /// The numbers of all rows, where identifiers are whole numbers; meaningless where there is none.
    pub fn numbers(&self) -> Option<&ScalarBuffer<i64>> {
        match &self.values {
            Values::Int(numbers) => Some(numbers),
            _ => None,
        }
    }

    /// Row `i`'s identifier.
    #[inline]
    pub fn id(&self, i: usize) -> CustomerId<'_> {
        match &self.values {
            Values::Int(numbers) => CustomerId::Int(numbers[i]),
            Values::Text { texts, .. } => CustomerId::Text(texts.value(i)),
            Values::Coded { keys, entries } => {
                CustomerId::Text(entries.texts.value(keys[i] as usize))
            }
        }
    }

    /// Appends the texts of some rows; whole numbers are none.
    pub fn append_texts(&self, rows: &[u32], into: &mut TextViews) {
        let rows = rows.iter().map(|&row| row as usize);
        match &self.values {
            Values::Int(_) => {}
            Values::Text { texts, .. } => {
                rows.for_each(|row| into.push(texts.views()[row], || texts.value(row)));
            }
            Values::Coded { keys, entries } => {
                let texts = &entries.texts;
                let entry = rows.map(|row| keys[row] as usize);
                entry.for_each(|i| into.push(texts.views()[i], || texts.value(i)));
            }
        }
    }

    /// The dictionary and each row's key into it, where the column is dictionary-coded.
    pub fn coded(&self) -> Option<(&Arc<DictionaryEntries>, &ScalarBuffer<i32>)> {
        match &self.values {
            Values::Coded { keys, entries } => Some((entries, keys)),
            _ => None,
        }
    }

    /// The same with other texts, where identifiers are texts that are not dictionary-coded: `rewrite` is
    /// given a row's text and hash, and says what stands in its place, if anything does.
    #[must_use]
    pub fn rewritten(mut self, rewrite: impl FnMut(&str, u64) -> Option<String>) -> Self {
        if let Values::Text { hashes, texts } = &self.values
            && let Some((hashes, texts)) = rewritten(hashes, texts, rewrite)
        {
            self.values = Values::Text { hashes, texts };
        }
        self
    }

    /// The same with other entries in the dictionary's place.
    #[must_use]
    pub fn with_entries(mut self, entries: Arc<DictionaryEntries>) -> Self {
        if let Values::Coded { keys, .. } = &self.values {
            self.values = Values::Coded { keys: keys.clone(), entries };
        }
        self
    }

    /// The same without some numbers, where identifiers are numbers.
    #[must_use]
    pub fn without_numbers(mut self, is_none: impl Fn(i64) -> bool) -> Self {
        if let Values::Int(numbers) = &self.values
            && numbers.iter().fold(false, |any, &number| any | is_none(number))
        {
            let valid: NullBuffer = numbers.iter().map(|&number| !is_none(number)).collect();
            self.nulls = NullBuffer::union(self.nulls.as_ref(), Some(&valid));
        }
        self
    }

    /// Turns whole numbers into text, for inputs whose other files hold text.
    #[must_use]
    pub fn into_text(self) -> Self {
        let Values::Int(numbers) = &self.values else { return self };
        let texts = StringViewArray::from_iter_values(numbers.iter().map(ToString::to_string));
        Self { values: Values::Text { hashes: hash_texts(&texts), texts }, nulls: self.nulls }
    }
}

/// What to do about identifiers that are no whole numbers.
const AS_TEXT: &str = "export the identifiers as text";

/// A whole-number column; floats must be whole, and NaN is null.
fn whole_ids(array: &ArrayRef, place: Place<'_>) -> Result<Int64Array, IngestError> {
    if !is_float(array.data_type()) {
        return whole_numbers(array).map_err(|_| {
            place.bad_value("a number above 2^63".to_owned(), "a 64-bit signed integer", AS_TEXT)
        });
    }
    let floats = floats(array).map_err(|e| place.unreadable(&e))?;
    // 2^53: above it, neighbouring integers share a float.
    let broken = floats
        .iter()
        .flatten()
        .find(|x| !x.is_nan() && (x.fract() != 0.0 || x.abs() > 9_007_199_254_740_992.0));
    if let Some(value) = broken {
        return Err(place.bad_value(value.to_string(), "a whole number", AS_TEXT));
    }
    Ok(floats.iter().map(|x| x.filter(|x| !x.is_nan()).map(|x| x as i64)).collect())
}

fn is_float(data_type: &DataType) -> bool {
    match data_type {
        DataType::Dictionary(_, values) => is_float(values),
        other => other.is_floating(),
    }
}
