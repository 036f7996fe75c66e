//! The cells of a column in whatever type it has: texts, bytes, lists of texts, and objects.

use super::RefusalColumn;
use crate::ingest::meaning::json_texts::{may_be_json, read_texts_within};
use crate::ingest::meaning::no_columns::NoCell;
use crate::ingest::refusals::{NoTo, Words};
use crate::table::cast::{CastError, json_values, large_texts};
use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, GenericListArray, LargeStringArray, OffsetSizeTrait};
use arrow_schema::DataType;
use std::collections::HashMap;
use std::sync::Arc;

/// How an object is named that says no: its members may be personal.
const AN_OBJECT: &str = "an object that says no";

impl RefusalColumn {
    /// What each cell takes away; cells that are not understood are counted in `words`.
    pub(in crate::ingest) fn read(
        &self,
        column: &dyn Array,
        words: &mut Words,
    ) -> Result<Vec<NoTo>, CastError> {
        if self.reading.is_none()
            && let Some((ends, words_in)) = texts_of_lists(column)
        {
            let says = self.read(words_in.as_ref(), words)?;
            let of = |row: usize| &says[ends[row]..ends[row + 1]];
            let any = |row| of(row).iter().fold(NoTo::default(), |all, &no| all | no);
            return Ok((0..column.len()).map(any).collect());
        }
        if column.data_type().is_nested() {
            return self.read_objects(column, words);
        }
        let is_readable = is_text(column.data_type()) || is_binary(column.data_type());
        let is_told = self.codes.is_some() || !self.words.is_empty();
        if self.reading.is_none() && !is_told && !is_readable {
            return Ok(vec![NoTo::default(); column.len()]);
        }
        let texts: LargeStringArray = large_texts(column)?;
        let mut known: HashMap<&str, ((NoTo, NoCell), u64)> = HashMap::new();
        let mut found = Vec::with_capacity(texts.len());
        for row in 0..texts.len() {
            if texts.is_null(row) {
                // Bytes that are no text are something nevertheless.
                let is_named = self.reading.is_some();
                let is_no = is_named && column.is_valid(row) && is_binary(column.data_type());
                found.push(if is_no { self.takes } else { NoTo::default() });
                continue;
            }
            let text = texts.value(row);
            let ((no, _), cells) = known.entry(text).or_insert_with(|| (self.no_of(text), 0));
            *cells += 1;
            found.push(*no);
        }
        let is_doubtful =
            |(_, ((_, cell), _)): &(&str, ((NoTo, NoCell), u64))| *cell == NoCell::Doubtful;
        for (word, (_, cells)) in known.into_iter().filter(is_doubtful) {
            let is_word = !may_be_json(word);
            words.add(&self.name, if is_word { word } else { AN_OBJECT }, cells);
        }
        Ok(found)
    }

    /// The same for structs, maps and lists of such.
    fn read_objects(&self, column: &dyn Array, words: &mut Words) -> Result<Vec<NoTo>, CastError> {
        let mut objects = json_values(column)?;
        objects.iter_mut().for_each(read_texts_within);
        let mut doubtful = 0;
        let no_of = |object: &serde_json::Value| {
            let (no, cell) = self.no_of_object(object);
            doubtful += u64::from(cell == NoCell::Doubtful);
            no
        };
        let found = objects.iter().map(no_of).collect();
        if doubtful > 0 {
            words.add(&self.name, AN_OBJECT, doubtful);
        }
        Ok(found)
    }
}

/// The texts of a column of lists, one after the other, and where each row's begin and the last row's end.
fn texts_of_lists(column: &dyn Array) -> Option<(Vec<usize>, ArrayRef)> {
    fn parts<O: OffsetSizeTrait>(lists: &GenericListArray<O>) -> (Vec<usize>, ArrayRef) {
        let ends = lists.value_offsets().iter().map(|end| end.as_usize()).collect();
        (ends, Arc::clone(lists.values()))
    }
    match column.data_type() {
        DataType::List(field) if is_text(field.data_type()) => Some(parts(column.as_list::<i32>())),
        DataType::LargeList(field) if is_text(field.data_type()) => {
            Some(parts(column.as_list::<i64>()))
        }
        _ => None,
    }
}

pub(super) fn is_text(data_type: &DataType) -> bool {
    match data_type {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => true,
        DataType::Dictionary(_, values) => is_text(values),
        _ => false,
    }
}

pub(super) fn is_binary(data_type: &DataType) -> bool {
    match data_type {
        DataType::Binary
        | DataType::LargeBinary
        | DataType::BinaryView
        | DataType::FixedSizeBinary(_) => true,
        DataType::Dictionary(_, values) => is_binary(values),
        _ => false,
    }
}
