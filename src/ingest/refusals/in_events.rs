//! The refusals among the events: whoever said no, whenever, whatever the model reads.
//!
//! A first look goes over the types alone. Only row groups that hold a refusal are read for whose it is;
//! in most tables these are few. Where columns beside the type may say no, so are those of events that these
//! may speak of. Time is not asked: a no without a date, or with one to come, is a no.

use super::event_states::{EventStates, SaidBeside, TypesOfRows};
use super::long_form::{Answered, LongForms, PersonsAnswer, newest_answers};
use super::{EventTypes, NoTo, PersonKeys, Refusals, TypeRules, WordCount, Words, lists_beside};
use crate::ingest::meaning::channel::Channel;
use crate::ingest::meaning::event_names::{Engagement, EventMeaning, Refusal};
use crate::ingest::meaning::event_states::EventType;
use crate::ingest::meaning::further_addresses::further_address;
use crate::ingest::meaning::long_rows::Answer;
use crate::ingest::meaning::national_numbers::national_number;
use crate::ingest::source::{ANY_COLUMN, Extra, Positions, RowGroup, Source};
use crate::ingest::text::{DictionaryMemory, IdColumn};
use crate::ingest::who::{Who, WhoMemory};
use crate::ingest::{ColumnMap, EventColumn, EventKind, Forms, IdSample, IngestError};
use crate::table::Files;
use crate::table::cast::large_texts;
use arrow_array::{Array, ArrayRef, LargeStringArray, RecordBatch, new_null_array};
use arrow_schema::DataType;
use rayon::prelude::*;
use std::collections::HashMap;
use std::sync::Arc;

/// What the events say about contact.
#[derive(Debug, Clone, Default)]
pub(crate) struct EventRefusals {
    /// Who has said no.
    pub refusals: Refusals,
    /// Identifiers of those who have.
    pub ids: IdSample,
    /// The types that occur.
    pub types: EventTypes,
    /// Columns beside the type that may tell what an event of an unknown type is.
    pub beside: Vec<String>,
    /// Cells beside the type that say no.
    pub states: Vec<WordCount>,
    /// Files beside the events that say no by their names and are not read.
    pub unread_lists: Vec<String>,
    /// Events that say no of nobody: neither an identifier nor an address can be read.
    pub nameless: u64,
}

/// What a part of the events says.
#[derive(Debug, Default)]
struct Part {
    refusals: Refusals,
    ids: IdSample,
    types: EventTypes,
    words: Words,
    /// Answers in tables of consents and of changes.
    said: Vec<PersonsAnswer>,
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
    let further = further_addresses(files, mapping);
    let mut extras = states.extras();
    let of_addresses = extras.len();
    extras.extend(further.iter().map(|(name, _)| -> Extra<'_> { (name.as_str(), &ANY_COLUMN) }));
    let plays = |name: &str| {
        let may_answer = |column| matches!(column, EventColumn::Type | EventColumn::Value);
        mapping.iter().any(|(column, mapped)| mapped == name && !may_answer(column))
    };
    let long = LongForms::of(files, not, plays).of_consents();
    let of_answers = extras.len();
    extras.extend(long.extras());
    let source = Source::open_with(files, mapping, forms, is_read, &extras)?;
    let further = (of_addresses..).zip(further.iter().map(|(_, channel)| *channel)).collect();
    let long = (of_answers, long);
    let reader = Reader { source, states, further, long, who: Who::by(forms), rules };
    let read = |at| -> Result<Part, IngestError> {
        let types = look_at_types(&types, at, rules)?;
        let says_no = |meaning| matches!(meaning, EventMeaning::Refusal(..));
        let are_of_mail = types.are_of_mail();
        let is_no = |meaning| says_no(meaning) || are_of_mail && is_complaint(meaning);
        let any = types.beyond() > 0 || types.iter().any(|(_, meaning)| is_no(meaning));
        let is_long = reader.long.1.is_certain(at.file).is_some();
        let is_read = any || is_long || reader.states.may_say_beside(&types);
        let part = if is_read { reader.refusals(at, are_of_mail)? } else { Part::default() };
        Ok(Part { types, ..part })
    };
    let join = |mut all: Part, more: Part| {
        all.refusals.merge(&more.refusals);
        all.ids.merge(&more.ids);
        all.types.merge(more.types);
        all.words.merge(more.words);
        all.said.extend(more.said);
        all.nameless += more.nameless;
        Ok(all)
    };
    let parts = types.row_groups().into_par_iter().map(read);
    let Part { mut refusals, ids, types, words, said, nameless } =
        parts.try_reduce(Part::default, join)?;
    for (keys, no) in newest_answers(&said).nos {
        refusals.add_keys(keys, no);
    }
    let (beside, states) = (reader.states.that_tell(), words.counts());
    let unread_lists = lists_beside(files, not);
    Ok(EventRefusals { refusals, ids, types, beside, states, unread_lists, nameless })
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
        types.add_untyped(
            (0..batch.num_rows()).filter(|row| !column.is_present(*row)).count() as u64
        );
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

/// Columns with further addresses of whose event it is: what the person is called in a tool says nothing elsewhere.
fn further_addresses(
    files: &Files,
    mapping: &ColumnMap<EventColumn, String>,
) -> Vec<(String, Channel)> {
    let is_free = |name: &String| !mapping.is_mapped(name);
    let with_address = |name: String| further_address(&name).map(|channel| (name, channel));
    files.column_names().into_iter().filter(is_free).filter_map(with_address).collect()
}

struct Reader<'a> {
    source: Source,
    states: EventStates,
    /// Which of the further columns have addresses, and of which kind.
    further: Vec<(usize, Channel)>,
    /// Which files are tables of answers, and where their columns begin.
    long: (usize, LongForms),
    who: Who,
    rules: &'a TypeRules,
}

impl Reader<'_> {
    /// The refusals of one row group; its types are looked at elsewhere.
    fn refusals(&self, at: RowGroup, are_of_mail: bool) -> Result<Part, IngestError> {
        let place = |column| self.source.place(at.file, column);
        let (batches, positions) = self.source.read(at)?;
        let (mut types, mut ids) = (DictionaryMemory::default(), DictionaryMemory::default());
        let (mut part, mut memory) = (Part::default(), WhoMemory::default());
        for batch in batches {
            let batch = batch?;
            let column = |wanted: EventColumn| positions.of(wanted).map(|at| batch.column(at));
            let Some(kind) = column(EventColumn::Type) else { continue };
            let kind = IdColumn::decode(kind, &mut types, place(EventColumn::Type))?;
            // A file without identifiers has addresses.
            let id = column(EventColumn::CustomerId)
                .map_or_else(|| new_null_array(&DataType::Utf8, batch.num_rows()), Arc::clone);
            let id = IdColumn::decode(&id, &mut ids, place(EventColumn::CustomerId))?;
            let id = self.who.read(id, &mut memory);
            let texts = |wanted| -> Result<Option<LargeStringArray>, IngestError> {
                let read =
                    |array: &ArrayRef| large_texts(array).map_err(|e| place(wanted).unreadable(&e));
                column(wanted).map(read).transpose()
            };
            let (email, phone) = (texts(EventColumn::Email)?, texts(EventColumn::Phone)?);
            let types = BatchTypes::of(&kind, batch.num_rows(), (self.rules, are_of_mail));
            if types.complaints > 0 {
                let column = place(EventColumn::Type).column;
                part.words.add(column, "complaint", types.complaints);
            }
            let nos = self.nos_of(at, &batch, &positions, types, &mut part.words)?;
            let further = self.further_texts(at, &batch, &positions)?;
            let within = self.addresses_within(at, &batch, &positions, &nos, &id)?;
            let is_certain = self.long.1.is_certain(at.file) == Some(true);
            for (row, RowNo { no, answered, alone }) in nos.into_iter().enumerate() {
                if !no.is_any() && answered.is_none() {
                    continue;
                }
                let mut add = |keys: PersonKeys| {
                    part.refusals.add_keys(keys, no);
                    part.said.extend(answered.map(|answered| PersonsAnswer {
                        file: at.file,
                        is_certain,
                        keys,
                        answered,
                        alone,
                    }));
                };
                let text = |texts: &LargeStringArray| {
                    texts.is_valid(row).then(|| texts.value(row).to_owned())
                };
                let of = |texts: &Option<LargeStringArray>| texts.as_ref().and_then(text);
                let id = id.is_present(row).then(|| id.id(row));
                let keys = PersonKeys::of(id, of(&email).as_deref(), of(&phone).as_deref());
                add(keys);
                if let Some(number) = of(&phone).as_deref().and_then(national_number) {
                    add(keys.with_phone(&number));
                }
                let mut is_named = !keys.is_empty();
                for (channel, texts) in &further {
                    let Some(text) = text(texts) else { continue };
                    let keys = match channel {
                        Channel::Email => PersonKeys::of(id, Some(&text), None),
                        _ => PersonKeys::of(id, None, Some(&text)),
                    };
                    add(keys);
                    is_named |= !keys.is_empty();
                }
                if let Some(address) = within.get(&row).filter(|_| !is_named) {
                    add(PersonKeys::of(id, Some(address), None));
                    is_named = true;
                }
                let says_no =
                    no.is_any() || answered.is_some_and(|answered| answered.no().is_any());
                part.nameless += u64::from(!is_named && says_no);
                if let Some(id) = id.filter(|_| says_no) {
                    part.ids.add(&id.to_string());
                }
            }
        }
        Ok(part)
    }

    /// What each row of a batch takes away, by its type and by what stands beside it.
    fn nos_of(
        &self,
        at: RowGroup,
        batch: &RecordBatch,
        positions: &Positions,
        types: BatchTypes,
        words: &mut Words,
    ) -> Result<Vec<RowNo>, IngestError> {
        let n = batch.num_rows();
        let BatchTypes { rows, nos, .. } = types;
        let (first, long) = &self.long;
        let source = (&self.source, at);
        let answers = long.read::<EventColumn>(source, (batch, positions), *first, words)?;
        // What the columns that answer say by themselves stands apart.
        let (mut said, mut alone) = (SaidBeside::nothing(n), SaidBeside::nothing(n));
        for k in 0..self.states.len() {
            let Some(position) = positions.extra::<EventColumn>(k) else { continue };
            let place = self.source.extra_place::<EventColumn>(at.file, k);
            let is_answer = long.has(at.file, self.states.name(k));
            let into = if is_answer { &mut alone } else { &mut said };
            let read = self.states.read(k, batch.column(position), &rows, into, words);
            read.map_err(|e| place.unreadable(&e))?;
        }
        said.add_what_came_back();
        let type_answers = long.has(at.file, self.source.place(at.file, EventColumn::Type).column);
        let is_certain = long.is_certain(at.file) == Some(true);
        let of_row = |row: usize| {
            let event_type = &rows.types[rows.of_row[row]];
            let may_ask = is_certain || type_answers || event_type.may_ask();
            let answered = answers.get(row).copied().flatten().filter(|_| may_ask);
            let is_yes = answered.is_some_and(|answered| answered.answer == Answer::Yes);
            let is_taken_back =
                said.taken_back[row] || alone.taken_back[row] || event_type.is_change() && is_yes;
            let at_most = said.at_most[row].or(alone.at_most[row]).unwrap_or(NoTo::SUPPRESSED);
            let by_type = if is_taken_back { NoTo::default() } else { nos[row] & at_most };
            let said_no = said.nos[row] | said.open[row] & at_most;
            let beside = alone.nos[row] | alone.open[row] & at_most;
            match answered {
                None => RowNo { no: by_type | said_no | beside, answered, alone: beside },
                Some(_) if type_answers => RowNo { no: said_no, answered, alone: by_type | beside },
                Some(_) => RowNo { no: by_type | said_no, answered, alone: beside },
            }
        };
        Ok((0..n).map(of_row).collect())
    }

    /// The addresses in the objects of rows that say no and have no identifier.
    fn addresses_within(
        &self,
        at: RowGroup,
        batch: &RecordBatch,
        positions: &Positions,
        nos: &[RowNo],
        ids: &IdColumn,
    ) -> Result<HashMap<usize, String>, IngestError> {
        let says_no = |of_row: &RowNo| {
            of_row.no.is_any() || of_row.answered.is_some_and(|answered| answered.no().is_any())
        };
        let is_nameless = |row: &usize| says_no(&nos[*row]) && !ids.is_present(*row);
        let rows: Vec<usize> = (0..nos.len()).filter(is_nameless).collect();
        let mut found = HashMap::new();
        for k in (0..self.states.len()).filter(|_| !rows.is_empty()) {
            let Some(position) = positions.extra::<EventColumn>(k) else { continue };
            let place = self.source.extra_place::<EventColumn>(at.file, k);
            let read = self.states.addresses(k, batch.column(position), &rows);
            found.extend(read.map_err(|e| place.unreadable(&e))?);
        }
        Ok(found)
    }

    /// The texts of the columns with further addresses.
    fn further_texts(
        &self,
        at: RowGroup,
        batch: &RecordBatch,
        positions: &Positions,
    ) -> Result<Vec<(Channel, LargeStringArray)>, IngestError> {
        let mut all = Vec::new();
        for &(k, channel) in &self.further {
            let Some(position) = positions.extra::<EventColumn>(k) else { continue };
            let column = batch.column(position);
            if !column.data_type().is_nested() {
                let place = self.source.extra_place::<EventColumn>(at.file, k);
                all.push((channel, large_texts(column).map_err(|e| place.unreadable(&e))?));
            }
        }
        Ok(all)
    }
}

/// What a row takes away.
struct RowNo {
    no: NoTo,
    /// What it answers, where the file is a table of answers.
    answered: Option<Answered>,
    /// What the columns that answer say by themselves.
    alone: NoTo,
}

/// Whether a type is a complaint, as customers make them about goods and to mail providers.
fn is_complaint(meaning: EventMeaning) -> bool {
    matches!(meaning, EventMeaning::Engagement(Engagement::Kind(EventKind::Complaint)))
}

/// The types of a batch, and what each row's takes away; each distinct type is looked up once.
struct BatchTypes {
    rows: TypesOfRows,
    nos: Vec<NoTo>,
    /// Events that are complaints, where these say no.
    complaints: u64,
}

impl BatchTypes {
    /// `are_of_mail` tells that all events are of messages.
    fn of(kind: &IdColumn, n_rows: usize, (rules, are_of_mail): (&TypeRules, bool)) -> Self {
        let mut hashes = Vec::new();
        kind.hashes(&mut hashes);
        let mut known: HashMap<u64, (usize, NoTo, bool)> = HashMap::new();
        // The first type is that of events without one: what stands beside it may name them.
        let rows = TypesOfRows { types: vec![EventType::of("")], of_row: vec![0; n_rows] };
        let mut all = Self { rows, nos: vec![NoTo::default(); n_rows], complaints: 0 };
        for (row, &hash) in hashes.iter().enumerate().filter(|(row, _)| kind.is_present(*row)) {
            let (number, no, complains) = known.entry(hash).or_insert_with(|| {
                let name = kind.id(row).to_string();
                let meaning = rules.meaning(&name);
                let complains = are_of_mail && is_complaint(meaning);
                let no = match meaning {
                    EventMeaning::Refusal(why, channel) => NoTo::refusal(why, channel),
                    _ if complains => NoTo::refusal(Refusal::SpamComplaint, Channel::Email),
                    _ => NoTo::default(),
                };
                all.rows.types.push(EventType::of(&name));
                (all.rows.types.len() - 1, no, complains)
            });
            (all.rows.of_row[row], all.nos[row]) = (*number, *no);
            all.complaints += u64::from(*complains);
        }
        all
    }
}
