//! Columns that say no by their names (do_not_contact, unsubscribed, deleted_at …), mapped or not, and cells that
//! say it in any other column of text (`status` = unsubscribed).
//!
//! They are looked for among all columns of the files: a table need not name them for them to count. A
//! cell that is not understood is a no. What each name and cell means is for `meaning`.

use super::{NoTo, Words};
use crate::ingest::meaning::channel::Channel;
use crate::ingest::meaning::no_columns::{
    NoCell, NoColumn, NoReading, STATE_FIELDS, cell_says_no, is_past, object_says_no,
};
use crate::ingest::{ColumnMap, CustomerColumn, normalised};
use crate::table::Files;
use crate::table::cast::{CastError, large_texts};
use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, GenericListArray, LargeStringArray, OffsetSizeTrait};
use arrow_schema::DataType;
use std::collections::HashMap;
use std::sync::Arc;

/// A column that can say no.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RefusalColumn {
    /// Its name in the files.
    pub name: String,
    /// How its cells are read; none where its name says nothing and a cell must speak for itself.
    reading: Option<NoReading>,
    /// What a no in it takes away.
    pub takes: NoTo,
    /// The present, in microseconds since 1970.
    present_micros: i64,
}

/// The columns that may say no and play no other part: by their names, and after them by a cell alone; `not`
/// are none. A consent that ends before `present_micros` has ended.
pub(in crate::ingest) fn refusal_columns(
    files: &Files,
    mapping: &ColumnMap<CustomerColumn, String>,
    not: &[String],
    present_micros: i64,
) -> Vec<RefusalColumn> {
    let is_free =
        |name: &String| !not.contains(name) && !mapping.iter().any(|(_, mapped)| mapped == name);
    let free: Vec<String> = files.column_names().into_iter().filter(is_free).collect();
    let by_cells = |name: &String| RefusalColumn::named(name).is_none();
    let named = free.iter().filter_map(|name| RefusalColumn::named(name));
    let all = named
        .chain(free.iter().filter(|name| by_cells(name)).map(|name| RefusalColumn::by_cells(name)));
    all.map(|column| RefusalColumn { present_micros, ..column }).collect()
}

impl RefusalColumn {
    fn new(name: &str, reading: Option<NoReading>, takes: NoTo) -> Self {
        Self { name: name.to_owned(), reading, takes, present_micros: i64::MIN }
    }

    fn named(name: &str) -> Option<Self> {
        let NoColumn { reading, channel } = NoColumn::named(name)?;
        let takes = takes(name, reading, channel);
        takes.is_any().then(|| Self::new(name, Some(reading), takes))
    }

    /// A column of the transactions that says no by its name.
    pub(super) fn of_transactions(name: &str) -> Option<Self> {
        let NoColumn { reading, channel } = NoColumn::of_transactions(name)?;
        let takes = takes(name, reading, channel);
        takes.is_any().then(|| Self::new(name, Some(reading), takes))
    }

    fn by_cells(name: &str) -> Self {
        Self::new(name, None, NoTo::ALL)
    }

    /// Whether its name says no.
    pub(in crate::ingest) fn is_named(&self) -> bool {
        self.reading.is_some()
    }

    /// The state within a consent that is written as a struct, as shops' interfaces give it.
    fn state_of<'a>(&self, column: &'a dyn Array) -> Option<&'a dyn Array> {
        let reads = [NoReading::Consent, NoReading::State, NoReading::Asked];
        if !self.reading.is_some_and(|reading| reads.contains(&reading)) {
            return None;
        }
        let fields = column.as_struct_opt()?;
        let state = STATE_FIELDS.iter().find_map(|name| fields.column_by_name(name))?;
        Some(state.as_ref())
    }

    fn cell(&self, text: &str) -> NoCell {
        match self.reading {
            Some(NoReading::Until) => is_past(text, self.present_micros),
            Some(NoReading::Asked) if NoReading::Asked.read(text) == NoCell::Nothing => {
                if cell_says_no(&self.name, text) {
                    NoCell::Doubtful
                } else {
                    NoCell::Nothing
                }
            }
            Some(reading) => reading.read(text),
            None if object_says_no(&self.name, text) => NoCell::Doubtful,
            // Named with its count, as what is in doubt: nobody has said that the column speaks of contact.
            None if cell_says_no(&self.name, text) => NoCell::Doubtful,
            None => NoCell::Nothing,
        }
    }

    /// Whether a column says by its name that a yes in it is a no.
    pub(in crate::ingest) fn denies(name: &str) -> bool {
        let found = NoColumn::named(name);
        found.is_some_and(|no| !no.reading.is_of_consent())
    }

    /// The mapped column of suppression reasons.
    pub(in crate::ingest) fn suppression(name: &str) -> Self {
        Self::new(name, Some(NoReading::Reason), NoTo::SUPPRESSED)
    }

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
        if self.reading.is_none() && !is_text(column.data_type()) {
            return Ok(vec![NoTo::default(); column.len()]);
        }
        if let Some(state) = self.state_of(column) {
            return self.read(state, words);
        }
        if self.reading == Some(NoReading::Asked) && column.data_type().is_nested() {
            return Ok(vec![NoTo::default(); column.len()]);
        }
        if column.data_type().is_nested() {
            let says =
                |row| if holds_something(column, row) { self.takes } else { NoTo::default() };
            return Ok((0..column.len()).map(says).collect());
        }
        let texts: LargeStringArray = large_texts(column)?;
        let mut known: HashMap<&str, (NoCell, u64)> = HashMap::new();
        let mut found = Vec::with_capacity(texts.len());
        for row in 0..texts.len() {
            if texts.is_null(row) {
                // Bytes that are no text are something nevertheless.
                let is_no = column.is_valid(row) && is_binary(column.data_type());
                found.push(if is_no { self.takes } else { NoTo::default() });
                continue;
            }
            let text = texts.value(row);
            let (cell, cells) = known.entry(text).or_insert_with(|| (self.cell(text), 0));
            *cells += 1;
            found.push(if *cell == NoCell::Nothing { NoTo::default() } else { self.takes });
        }
        for (word, (_, cells)) in known.into_iter().filter(|(_, (c, _))| *c == NoCell::Doubtful) {
            let is_word = !word.trim_start().starts_with('{');
            words.add(&self.name, if is_word { word } else { "an object that says no" }, cells);
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

fn is_text(data_type: &DataType) -> bool {
    match data_type {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => true,
        DataType::Dictionary(_, values) => is_text(values),
        _ => false,
    }
}

fn is_binary(data_type: &DataType) -> bool {
    matches!(data_type, DataType::Binary | DataType::LargeBinary | DataType::BinaryView)
}

/// A consent or a state is about its channel alone; any other no is about the person.
fn takes(name: &str, reading: NoReading, channel: Channel) -> NoTo {
    let email = NoTo { email: true, ..NoTo::default() };
    match (reading, channel) {
        (NoReading::Change, _) => NoTo::SUPPRESSED,
        (reading, Channel::Email) if reading.is_of_consent() => email,
        (reading, _) if reading.is_of_consent() => NoTo::channel(channel),
        _ => match NoTo::channel(channel) {
            NoTo::ALL if !is_a_persons_word(name) => NoTo::SUPPRESSED,
            no => no,
        },
    }
}

/// Whether the person said it, and not the business of the person.
fn is_a_persons_word(name: &str) -> bool {
    let name = normalised(name);
    ["unsub", "optout", "optedout", "withdr", "revok", "complain", "spam"]
        .iter()
        .any(|word| name.contains(word))
}

/// A list with elements, or any other nested value.
fn holds_something(column: &dyn Array, row: usize) -> bool {
    if column.is_null(row) {
        return false;
    }
    match column.data_type() {
        DataType::List(_) => !column.as_list::<i32>().value(row).is_empty(),
        DataType::LargeList(_) => !column.as_list::<i64>().value(row).is_empty(),
        DataType::Map(..) => !column.as_map().value(row).is_empty(),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_array::{
        BooleanArray, Int64Array, ListArray, StringArray, TimestampMicrosecondArray,
    };

    fn says(name: &str, column: &dyn Array) -> Vec<bool> {
        let refusal = RefusalColumn::named(name).unwrap();
        let read = refusal.read(column, &mut Words::default()).unwrap();
        read.into_iter().map(NoTo::is_any).collect()
    }

    #[test]
    fn columns_say_no_in_any_type() {
        let flags = BooleanArray::from(vec![Some(true), Some(false), None]);
        assert_eq!(says("do_not_contact", &flags), [true, false, false]);
        let numbers = Int64Array::from(vec![Some(1), Some(0), None]);
        assert_eq!(says("opted_out", &numbers), [true, false, false]);
        let times = TimestampMicrosecondArray::from(vec![Some(1_700_000_000_000_000), None]);
        assert_eq!(says("deleted_at", &times), [true, false]);
        let texts = StringArray::from(vec![Some("legal hold"), Some("No"), Some("perhaps")]);
        assert_eq!(says("unsubscribed", &texts), [true, false, true], "doubt is a no");
        let lists = ListArray::from_iter_primitive::<arrow_array::types::Int32Type, _, _>(vec![
            Some(vec![Some(1)]),
            Some(vec![]),
            None,
        ]);
        assert_eq!(says("email_suppressions", &lists), [true, false, false]);
        assert!(RefusalColumn::named("loyalty_tier").is_none());
    }

    #[test]
    fn a_cell_says_no_in_a_column_that_says_nothing() {
        let texts = |texts: &[&str]| StringArray::from(texts.to_vec());
        let says = |name: &str, cells: &[&str]| -> Vec<bool> {
            let column = RefusalColumn::by_cells(name);
            let read = column.read(&texts(cells), &mut Words::default()).unwrap();
            read.into_iter().map(NoTo::is_any).collect()
        };
        let tags = ["vip, unsubscribed", "do_not_contact", "vip", "Deleted scenes"];
        assert_eq!(says("tags", &tags), [true, true, false, false]);
        let states = ["deleted", "declined", "active", "CA"];
        assert_eq!(says("account_status", &states), [true, true, false, false]);
        assert_eq!(says("preferred_contact", &["none", "email"]), [true, false]);
        assert_eq!(says("loyalty_status", &["none", "gold"]), [false, false]);
        let counts = Int64Array::from(vec![1, 2]);
        let column = RefusalColumn::by_cells("visits");
        let read = column.read(&counts, &mut Words::default()).unwrap();
        assert!(read.into_iter().all(|no| !no.is_any()));
    }

    #[test]
    fn a_consent_is_about_its_channel_and_an_opt_out_about_the_person() {
        let takes = |name: &str| RefusalColumn::named(name).unwrap().takes;
        assert_eq!(takes("email_consent"), NoTo { email: true, ..NoTo::default() });
        assert_eq!(takes("sms_opt_out"), NoTo { phone: true, ..NoTo::default() });
        assert_eq!(takes("email_opt_out"), NoTo::ALL);
        assert_eq!(takes("gdpr_erased"), NoTo::SUPPRESSED);
    }
}
