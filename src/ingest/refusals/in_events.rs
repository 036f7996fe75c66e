//! The refusals among the events: whoever said no, whenever, whatever the model reads.
//!
//! A first look goes over the types alone. Only row groups that hold a refusal are read for whose it is;
//! in most tables these are few. Time is not asked: a no without a date, or with one to come, is a no.

use super::{EventTypes, NoTo, PersonKeys, Refusals, TypeRules};
use crate::ingest::meaning::event_names::EventMeaning;
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

/// Reads every refusal.
pub(crate) fn event_refusals(
    files: &Files,
    mapping: &ColumnMap<EventColumn, String>,
    forms: &Forms,
    rules: &TypeRules,
) -> Result<EventRefusals, IngestError> {
    let types = Source::open(files, mapping, forms, |column| column == EventColumn::Type)?;
    let who = Who::by(forms);
    let whose = Source::open(files, mapping, forms, |column| {
        matches!(
            column,
            EventColumn::CustomerId | EventColumn::Type | EventColumn::Email | EventColumn::Phone
        )
    })?;
    let read = |at| -> Result<EventRefusals, IngestError> {
        let types = look_at_types(&types, at, rules)?;
        let says_no = |meaning| matches!(meaning, EventMeaning::Refusal(..));
        let any = types.beyond() > 0 || types.iter().any(|(_, meaning)| says_no(meaning));
        let refusals =
            if any { refusals_in(&whose, &who, at, rules)? } else { Refusals::default() };
        Ok(EventRefusals { refusals, types })
    };
    let join = |mut all: EventRefusals, more: EventRefusals| {
        all.refusals.merge(&more.refusals);
        all.types.merge(more.types);
        Ok(all)
    };
    types.row_groups().into_par_iter().map(read).try_reduce(EventRefusals::default, join)
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

fn refusals_in(
    source: &Source,
    who: &Who,
    at: RowGroup,
    rules: &TypeRules,
) -> Result<Refusals, IngestError> {
    let place = |column| source.place(at.file, column);
    let (batches, positions) = source.read(at)?;
    let (mut types, mut ids) = (DictionaryMemory::default(), DictionaryMemory::default());
    let (mut refusals, mut memory) = (Refusals::default(), WhoMemory::default());
    for batch in batches {
        let batch = batch?;
        let column = |wanted: EventColumn| positions.of(wanted).map(|at| batch.column(at));
        let (Some(kind), Some(id)) = (column(EventColumn::Type), column(EventColumn::CustomerId))
        else {
            continue;
        };
        let kind = IdColumn::decode(kind, &mut types, place(EventColumn::Type))?;
        let id = IdColumn::decode(id, &mut ids, place(EventColumn::CustomerId))?;
        let id = who.read(id, &mut memory);
        let texts = |wanted| -> Result<Option<LargeStringArray>, IngestError> {
            let read =
                |array: &ArrayRef| large_texts(array).map_err(|e| place(wanted).unreadable(&e));
            column(wanted).map(read).transpose()
        };
        let (email, phone) = (texts(EventColumn::Email)?, texts(EventColumn::Phone)?);
        let nos = nos_by_row(&kind, batch.num_rows(), rules);
        for (row, no) in nos.into_iter().enumerate().filter(|(_, no)| no.is_any()) {
            let text = |texts: &Option<LargeStringArray>| {
                let texts = texts.as_ref().filter(|texts| texts.is_valid(row))?;
                Some(texts.value(row).to_owned())
            };
            let id = id.is_present(row).then(|| id.id(row));
            let keys = PersonKeys::of(id, text(&email).as_deref(), text(&phone).as_deref());
            refusals.add_keys(keys, no);
        }
    }
    Ok(refusals)
}

/// What each row takes away; each distinct type is looked up once.
fn nos_by_row(kind: &IdColumn, n_rows: usize, rules: &TypeRules) -> Vec<NoTo> {
    let mut hashes = Vec::new();
    kind.hashes(&mut hashes);
    let mut known: HashMap<u64, NoTo> = HashMap::new();
    let mut no_of = |row: usize| {
        *known.entry(hashes[row]).or_insert_with(|| {
            match rules.meaning(&kind.id(row).to_string()) {
                EventMeaning::Refusal(why, channel) => NoTo::refusal(why, channel),
                _ => NoTo::default(),
            }
        })
    };
    let of_row = |row| if kind.is_present(row) { no_of(row) } else { NoTo::default() };
    (0..n_rows).map(of_row).collect()
}
