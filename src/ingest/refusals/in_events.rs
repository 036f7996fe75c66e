//! The refusals among the events: whoever said no, whenever, whatever the model reads.
//!
//! A first look goes over the types alone. Only row groups that hold a refusal are read for whose it is;
//! in most tables these are few. Where columns beside the type may say no, so are those of events that these
//! may speak of. Time is not asked: a no without a date, or with one to come, is a no.

use super::event_states::{EventStates, TypeOfRow};
use super::{EventTypes, NoTo, PersonKeys, Refusals, TypeRules, WordCount, Words};
use crate::ingest::meaning::event_names::EventMeaning;
use crate::ingest::meaning::event_states::Topic;
use crate::ingest::source::{RowGroup, Source};
use crate::ingest::text::{DictionaryMemory, IdColumn};
use crate::ingest::who::{Who, WhoMemory};
use crate::ingest::{ColumnMap, EventColumn, Forms, IngestError};
use crate::table::Files;
use crate::table::cast::large_texts;
use arrow_array::{Array, ArrayRef, LargeStringArray};
use rayon::prelude::*;
use std::collections::HashMap;

/// What the events say about contact.
#[derive(Debug, Clone, Default)]
pub(crate) struct EventRefusals {
    /// Who has said no.
    pub refusals: Refusals,
    /// The types that occur.
    pub types: EventTypes,
    /// Cells beside the type that say no.
    pub states: Vec<WordCount>,
    /// Events that say no of nobody: neither an identifier nor an address can be read.
    pub nameless: u64,
}

/// What a part of the events says.
#[derive(Debug, Default)]
struct Part {
    refusals: Refusals,
    types: EventTypes,
    words: Words,
    nameless: u64,
}

/// The types of events that occur, by a look at their column alone.
pub(crate) fn event_types(
    files: &Files,
    mapping: &ColumnMap<EventColumn, String>,
    forms: &Forms,
    rules: &TypeRules,
) -> Result<EventTypes, IngestError> {
    let source = Source::open(files, mapping, forms, |column| column == EventColumn::Type)?;
    let look = |at| look_at_types(&source, at, rules);
    source.row_groups().into_par_iter().map(look).try_reduce(
        EventTypes::default,
        |mut all, more| {
            all.merge(more);
            Ok(all)
        },
    )
}

/// Reads every refusal; columns `not` say none, whatever their names.
pub(crate) fn event_refusals(
    files: &Files,
    mapping: &ColumnMap<EventColumn, String>,
    not: &[String],
    forms: &Forms,
    rules: &TypeRules,
) -> Result<EventRefusals, IngestError> {
    let types = Source::open(files, mapping, forms, |column| column == EventColumn::Type)?;
    let states = EventStates::of(files, mapping, not);
    let is_read = |column| {
        matches!(
            column,
            EventColumn::CustomerId | EventColumn::Type | EventColumn::Email | EventColumn::Phone
        )
    };
    let source = Source::open_with(files, mapping, forms, is_read, &states.extras())?;
    let reader = Reader { source, states, who: Who::by(forms), rules };
    let read = |at| -> Result<Part, IngestError> {
        let types = look_at_types(&types, at, rules)?;
        let says_no = |meaning| matches!(meaning, EventMeaning::Refusal(..));
        let any = types.beyond() > 0 || types.iter().any(|(_, meaning)| says_no(meaning));
        let is_read = any || reader.states.may_say_beside(&types);
        let part = if is_read { reader.refusals(at)? } else { Part::default() };
        Ok(Part { types, ..part })
    };
    let join = |mut all: Part, more: Part| {
        all.refusals.merge(&more.refusals);
        all.types.merge(more.types);
        all.words.merge(more.words);
        all.nameless += more.nameless;
        Ok(all)
    };
    let parts = types.row_groups().into_par_iter().map(read);
    let Part { refusals, types, words, nameless } = parts.try_reduce(Part::default, join)?;
    Ok(EventRefusals { refusals, types, states: words.counts(), nameless })
}

/// Counts the types of one row group.
fn look_at_types(
    source: &Source,
    at: RowGroup,
    rules: &TypeRules,
) -> Result<EventTypes, IngestError> {
    let place = source.place(at.file, EventColumn::Type);
    let (batches, positions) = source.read(at)?;
    let mut memory = DictionaryMemory::default();
    let mut types = EventTypes::default();
    for batch in batches {
        let batch = batch?;
        let Some(position) = positions.of(EventColumn::Type) else { continue };
        let column = IdColumn::decode(batch.column(position), &mut memory, place)?;
        let mut counts: HashMap<u64, (usize, u64)> = HashMap::new();
        let mut hashes = Vec::new();
        column.hashes(&mut hashes);
        for (row, hash) in hashes.iter().enumerate().filter(|(row, _)| column.is_present(*row)) {
            counts.entry(*hash).or_insert((row, 0)).1 += 1;
        }
        for (row, events) in counts.into_values() {
            let name = column.id(row).to_string();
            types.add(&name, rules.meaning(&name), events);
        }
    }
    Ok(types)
}

struct Reader<'a> {
    source: Source,
    states: EventStates,
    who: Who,
    rules: &'a TypeRules,
}

impl Reader<'_> {
    /// The refusals of one row group; its types are looked at elsewhere.
    fn refusals(&self, at: RowGroup) -> Result<Part, IngestError> {
        let place = |column| self.source.place(at.file, column);
        let (batches, positions) = self.source.read(at)?;
        let (mut types, mut ids) = (DictionaryMemory::default(), DictionaryMemory::default());
        let (mut part, mut memory) = (Part::default(), WhoMemory::default());
        for batch in batches {
            let batch = batch?;
            let column = |wanted: EventColumn| positions.of(wanted).map(|at| batch.column(at));
            let (Some(kind), Some(id)) =
                (column(EventColumn::Type), column(EventColumn::CustomerId))
            else {
                continue;
            };
            let kind = IdColumn::decode(kind, &mut types, place(EventColumn::Type))?;
            let id = IdColumn::decode(id, &mut ids, place(EventColumn::CustomerId))?;
            let id = self.who.read(id, &mut memory);
            let texts = |wanted| -> Result<Option<LargeStringArray>, IngestError> {
                let read =
                    |array: &ArrayRef| large_texts(array).map_err(|e| place(wanted).unreadable(&e));
                column(wanted).map(read).transpose()
            };
            let (email, phone) = (texts(EventColumn::Email)?, texts(EventColumn::Phone)?);
            let BatchTypes { names, of_row, mut nos } =
                BatchTypes::of(&kind, batch.num_rows(), self.rules);
            for k in 0..self.states.extras().len() {
                let Some(position) = positions.extra::<EventColumn>(k) else { continue };
                let place = self.source.extra_place::<EventColumn>(at.file, k);
                let (cells, types) = (batch.column(position), (&names[..], &of_row[..]));
                let read = self.states.read(k, cells, types, &mut nos, &mut part.words);
                read.map_err(|e| place.unreadable(&e))?;
            }
            for (row, no) in nos.into_iter().enumerate().filter(|(_, no)| no.is_any()) {
                let text = |texts: &Option<LargeStringArray>| {
                    let texts = texts.as_ref().filter(|texts| texts.is_valid(row))?;
                    Some(texts.value(row).to_owned())
                };
                let id = id.is_present(row).then(|| id.id(row));
                let keys = PersonKeys::of(id, text(&email).as_deref(), text(&phone).as_deref());
                part.nameless += u64::from(keys.is_empty());
                part.refusals.add_keys(keys, no);
            }
        }
        Ok(part)
    }
}

/// The types of a batch, and what each row's takes away; each distinct type is looked up once.
struct BatchTypes {
    names: Vec<String>,
    of_row: Vec<Option<TypeOfRow>>,
    nos: Vec<NoTo>,
}

impl BatchTypes {
    fn of(kind: &IdColumn, n_rows: usize, rules: &TypeRules) -> Self {
        let mut hashes = Vec::new();
        kind.hashes(&mut hashes);
        let mut known: HashMap<u64, (TypeOfRow, NoTo)> = HashMap::new();
        let mut all = Self { names: Vec::new(), of_row: vec![None; n_rows], nos: Vec::new() };
        all.nos.resize(n_rows, NoTo::default());
        for (row, &hash) in hashes.iter().enumerate().filter(|(row, _)| kind.is_present(*row)) {
            let (of_row, no) = known.entry(hash).or_insert_with(|| {
                let name = kind.id(row).to_string();
                let no = match rules.meaning(&name) {
                    EventMeaning::Refusal(why, channel) => NoTo::refusal(why, channel),
                    _ => NoTo::default(),
                };
                let of_row = TypeOfRow { number: all.names.len(), topic: Topic::of(&name) };
                all.names.push(name);
                (of_row, no)
            });
            (all.of_row[row], all.nos[row]) = (Some(*of_row), *no);
        }
        all
    }
}
