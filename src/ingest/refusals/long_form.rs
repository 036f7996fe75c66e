//! Tables in long form: each row has one answer of a person to one question, and the newest one holds.
//!
//! A table of customers may have columns of the same names (`channel`, `status`) and a row a person. Only where a
//! name tells, or most persons have rows about different things, do answers take the place of what the cells say by
//! themselves. `meaning::long_rows` says what names and cells mean.

use super::column::takes;
use super::{Key, KeySet, NoTo, PersonKeys, Words};
use crate::ingest::meaning::long_rows::{
    Answer, AnswerColumn, Question, Subject, answer, field, is_end_of_answer, is_way_of_a_consent,
    time_of_answer,
};
use crate::ingest::meaning::no_columns::{NoColumn, NoReading};
use crate::ingest::meaning::plain::squeeze;
use crate::ingest::source::{ANY_COLUMN, Extra, Positions, RowGroup, Source};
use crate::ingest::{IngestError, TableColumn, type_in};
use crate::table::Files;
use crate::table::cast::{json_values, large_texts};
use arrow_array::{Array, LargeStringArray, RecordBatch};
use std::collections::{BTreeMap, HashMap, HashSet};
use xxhash_rust::xxh3::xxh3_64;

/// The files of a table that are in long form, and the columns that are read of them.
#[derive(Debug, Default)]
pub(in crate::ingest) struct LongForms {
    names: Vec<String>,
    of_file: Vec<Option<Form>>,
    /// A yes that ends before, in microseconds since 1970, has ended; none where nobody knows the present.
    present_micros: Option<i64>,
}

/// Which columns of a file ask and answer, by their places among the names.
#[derive(Debug, Clone, Default)]
struct Form {
    way: Option<usize>,
    purpose: Option<usize>,
    field: Option<usize>,
    answers: Vec<(usize, AnswerColumn)>,
    time: Option<usize>,
    /// The day until which the answer holds.
    until: Option<usize>,
    /// Whether a question is one that only tables of answers have.
    asks_certainly: bool,
    is_certain: bool,
}

/// What a row answers.
#[derive(Debug, Clone, Copy)]
pub(in crate::ingest) struct Answered {
    /// The question, as a hash.
    about: u64,
    /// When; in microseconds since 1970.
    micros: Option<i64>,
    /// What was answered.
    pub answer: Answer,
    /// What a no takes away.
    takes: NoTo,
}

/// An answer with whose it is.
#[derive(Debug, Clone, Copy)]
pub(in crate::ingest) struct PersonsAnswer {
    /// The file's place.
    pub file: usize,
    /// Whether the file is in long form by its names.
    pub is_certain: bool,
    /// The person.
    pub keys: PersonKeys,
    /// The answer.
    pub answered: Answered,
    /// What the row's cells say by themselves, where the file is in no long form after all.
    pub alone: NoTo,
}

impl Answered {
    /// What it takes away.
    pub(in crate::ingest) fn no(&self) -> NoTo {
        if self.answer == Answer::No { self.takes } else { NoTo::default() }
    }

    /// The same when the day has come until which it holds: a yes is none any more.
    fn ended(self) -> Self {
        let answer = if self.answer == Answer::Yes { Answer::No } else { self.answer };
        Self { answer, ..self }
    }

    /// A no without a time may be the newest, and a yes without one the oldest.
    fn time(&self) -> i64 {
        let unknown = if self.answer == Answer::No { i64::MAX } else { i64::MIN };
        self.micros.unwrap_or(unknown)
    }
}

impl LongForms {
    /// Those among some files; columns `not` ask and answer nothing, and those that `plays` another part of the table.
    pub(in crate::ingest) fn of(
        files: &Files,
        not: &[String],
        plays: impl Fn(&str) -> bool,
    ) -> Self {
        let mut all = files.column_names();
        all.retain(|name| !not.contains(name));
        let is_free = |name: &String| !plays(name);
        let names: Vec<&String> = all.iter().collect();
        let asks = |name: &&String| {
            is_free(name) && (Question::of(name).is_some() || is_way_of_a_consent(name, &names))
        };
        if !all.iter().any(|name| asks(&name)) {
            return Self { of_file: vec![None; files.footers.len()], ..Self::default() };
        }
        let mut forms = Self::default();
        for footer in &files.footers {
            let here: Vec<&String> =
                all.iter().filter(|name| type_in(footer, name).is_some()).collect();
            let free: Vec<&String> = here.iter().copied().filter(|name| is_free(name)).collect();
            let form = forms.form_of(&here, &free);
            forms.of_file.push(form);
        }
        forms
    }

    fn form_of(&mut self, here: &[&String], free: &[&String]) -> Option<Form> {
        let asking = |question| {
            let of = |name: &&&String| Question::of(name) == Some(question);
            let names = free.iter().filter(of);
            let certain = || names.clone().filter(|name| Question::is_certain(name));
            let named = certain().find(|name| !Question::is_by_number(name));
            named.or_else(|| certain().next()).or_else(|| names.clone().next())
        };
        let field = asking(Question::Field);
        let answering = |asks_fields: bool| -> Vec<(&String, AnswerColumn)> {
            let not_asking = free.iter().filter(|name| Question::of(name).is_none());
            let of_attributes =
                |name: &str| AnswerColumn::of_attributes(name, field.filter(|_| asks_fields)?);
            let answer =
                |name: &str| AnswerColumn::of(name, asks_fields).or_else(|| of_attributes(name));
            not_asking.filter_map(|&name| Some((name, answer(name)?))).collect()
        };
        let (field, answers) = match field.map(|name| (name, answering(true))) {
            Some((name, answers)) if !answers.is_empty() => (Some(name), answers),
            _ => (None, answering(false)),
        };
        let (way, purpose) = match field {
            Some(_) => (None, None),
            None => {
                let of_a_consent = || free.iter().find(|name| is_way_of_a_consent(name, here));
                (asking(Question::Way).or_else(of_a_consent), asking(Question::Purpose))
            }
        };
        let asking: Vec<&&String> = [field, way, purpose].into_iter().flatten().collect();
        if asking.is_empty() || answers.is_empty() {
            return None;
        }
        let asks_certainly = asking.iter().any(|name| Question::is_certain(name));
        let is_certain = asks_certainly || answers.iter().any(|(_, answer)| answer.is_certain);
        let timed = here.iter().filter_map(|name| Some((time_of_answer(name)?, *name)));
        let time = timed.min_by_key(|(rank, _)| *rank).map(|(_, name)| name);
        let [way, purpose, field] =
            [way, purpose, field].map(|name| name.map(|name| self.add(name)));
        let answers = answers.into_iter().map(|(name, answer)| (self.add(name), answer)).collect();
        let until = here.iter().find(|name| is_certain && is_end_of_answer(name));
        let (time, until) = (time.map(|name| self.add(name)), until.map(|name| self.add(name)));
        Some(Form { way, purpose, field, answers, time, until, asks_certainly, is_certain })
    }

    /// The same where a yes that ends before the present has ended.
    #[must_use]
    pub(in crate::ingest) fn at(self, present_micros: i64) -> Self {
        Self { present_micros: Some(present_micros), ..self }
    }

    fn add(&mut self, name: &str) -> usize {
        let known = self.names.iter().position(|known| known == name);
        known.unwrap_or_else(|| {
            self.names.push(name.to_owned());
            self.names.len() - 1
        })
    }

    /// The same without files in which neither the questions nor the answers speak of consent: states of events are
    /// of all kinds.
    #[must_use]
    pub(in crate::ingest) fn of_consents(mut self) -> Self {
        let speaks = |form: &Form| {
            form.is_certain || form.answers.iter().any(|(_, answer)| answer.is_of_consent)
        };
        for form in &mut self.of_file {
            *form = form.take().filter(speaks);
        }
        self
    }

    /// The columns to be read, in their order.
    pub(in crate::ingest) fn extras(&self) -> impl Iterator<Item = Extra<'_>> {
        self.names.iter().map(|name| -> Extra<'_> { (name.as_str(), &ANY_COLUMN) })
    }

    /// Whether a file is in long form; by its names alone where `Some(true)`.
    pub(in crate::ingest) fn is_certain(&self, file: usize) -> Option<bool> {
        self.of_file.get(file)?.as_ref().map(|form| form.is_certain)
    }

    /// Whether a column asks or answers in a file.
    pub(in crate::ingest) fn has(&self, file: usize, column: &str) -> bool {
        let Some(form) = self.of_file.get(file).and_then(Option::as_ref) else { return false };
        let asking = [form.way, form.purpose, form.field].into_iter().flatten();
        asking.chain(form.answers.iter().map(|(k, _)| *k)).any(|k| self.names[k] == column)
    }

    /// What each row of a batch answers; nothing for a file in another form. The columns stand from extra `first`
    /// on. Answers that say no in a column whose name does not are counted in `words`.
    pub(in crate::ingest) fn read<C: TableColumn>(
        &self,
        (source, at): (&Source, RowGroup),
        (batch, positions): (&RecordBatch, &Positions),
        first: usize,
        words: &mut Words,
    ) -> Result<Vec<Option<Answered>>, IngestError> {
        let Some(form) = self.of_file.get(at.file).and_then(Option::as_ref) else {
            return Ok(Vec::new());
        };
        let texts = |k: usize| -> Result<Option<LargeStringArray>, IngestError> {
            let Some(position) = positions.extra::<C>(first + k) else { return Ok(None) };
            let place = source.extra_place::<C>(at.file, first + k);
            texts_of(batch.column(position)).map(Some).map_err(|e| place.unreadable(&e))
        };
        let of = |k: Option<usize>| k.map(&texts).transpose().map(Option::flatten);
        let (ways, purposes, fields) = (of(form.way)?, of(form.purpose)?, of(form.field)?);
        let answers: Vec<(&str, AnswerColumn, LargeStringArray)> = form
            .answers
            .iter()
            .filter_map(|(k, column)| match texts(*k) {
                Ok(texts) => Some(Ok((self.names[*k].as_str(), *column, texts?))),
                Err(error) => Some(Err(error)),
            })
            .collect::<Result<_, IngestError>>()?;
        let instants = |k: Option<usize>| -> Result<Option<_>, IngestError> {
            let Some((k, position)) = k.and_then(|k| Some((k, positions.extra::<C>(first + k)?)))
            else {
                return Ok(None);
            };
            let cells = source.extra_cells::<C>(at.file, first + k);
            Ok(Some(cells.instants(batch.column(position))?.values))
        };
        let times = instants(form.time)?;
        let ends = instants(form.until.filter(|_| self.present_micros.is_some()))?;
        let mut memory = Memory::default();
        let mut all = Vec::with_capacity(batch.num_rows());
        for row in 0..batch.num_rows() {
            let text = |texts: &Option<LargeStringArray>| {
                let texts = texts.as_ref().filter(|texts| texts.is_valid(row))?;
                Some(texts.value(row).to_owned())
            };
            let (way, purpose, field) = (text(&ways), text(&purposes), text(&fields));
            let about = memory.about([&way, &purpose, &field]);
            let is_known = about.is_known() || form.asks_certainly;
            let cells = answers.iter().filter(|(_, column, texts)| {
                texts.is_valid(row) && (is_known || column.is_of_consent)
            });
            let cells =
                cells.map(|(name, column, texts)| (*name, column.reading, texts.value(row)));
            let micros = times.as_ref().filter(|times| times.is_valid(row));
            let micros = micros.map(|times| times.value(row));
            let end = ends.as_ref().filter(|ends| ends.is_valid(row)).map(|ends| ends.value(row));
            let has_ended = end.is_some_and(|end| Some(end) < self.present_micros);
            let answered = about.answered(cells, micros, &mut memory);
            all.push(answered.map(|answered| if has_ended { answered.ended() } else { answered }));
        }
        memory.count(words);
        Ok(all)
    }
}

/// What a row is about.
#[derive(Debug, Clone, Copy)]
struct About {
    hash: u64,
    subject: Subject,
    /// Whether it is a field of the person.
    is_field: bool,
    /// What the field's name says, where it says something of contact.
    field: Option<(NoReading, NoTo)>,
}

impl About {
    /// Whether it is known to be about contact or about something else.
    fn is_known(self) -> bool {
        self.is_field || self.subject != Subject::Unknown
    }

    fn answered<'a>(
        self,
        cells: impl Iterator<Item = (&'a str, NoReading, &'a str)>,
        micros: Option<i64>,
        memory: &mut Memory,
    ) -> Option<Answered> {
        let takes = match (self.is_field, self.subject) {
            (true, _) => self.field?.1,
            (false, Subject::Contact(channel)) => NoTo::channel(channel),
            (false, Subject::SomethingElse) => NoTo::default(),
            (false, Subject::Unknown) => NoTo::ALL,
        };
        let mut found = Answer::Nothing;
        for (name, reading, text) in cells {
            let reading = self.field.map_or(reading, |(reading, _)| reading);
            let says = memory.answer(reading, text);
            if says == Answer::No && takes.is_any() {
                *memory.nos.entry((name.to_owned(), text.to_owned())).or_default() += 1;
            }
            found = match (found, says) {
                (Answer::No, _) | (_, Answer::No) => Answer::No,
                (Answer::Nothing, says) => says,
                (found, _) => found,
            };
        }
        let is_known = found != Answer::Nothing || self.subject == Subject::SomethingElse;
        is_known.then_some(Answered { about: self.hash, micros, answer: found, takes })
    }
}

/// What texts of a batch mean, each looked up once.
#[derive(Default)]
struct Memory {
    abouts: HashMap<[Option<String>; 3], About>,
    answers: HashMap<(NoReading, String), Answer>,
    /// The cells that say no, by column and text.
    nos: BTreeMap<(String, String), u64>,
}

impl Memory {
    /// Counts the nos in columns whose names do not say that they may hold one.
    fn count(self, words: &mut Words) {
        for ((name, text), cells) in self.nos {
            if NoColumn::named(&name).is_none() {
                words.add(&name, &text, cells);
            }
        }
    }

    fn about(&mut self, texts: [&Option<String>; 3]) -> About {
        let key = texts.map(Clone::clone);
        *self.abouts.entry(key).or_insert_with_key(|[way, purpose, name]| {
            let squeezed = [way, purpose, name].map(|text| squeeze(text.as_deref().unwrap_or("")));
            let subject =
                |text: &Option<String>| text.as_deref().map_or(Subject::Unknown, Subject::of);
            let of_field = |name: &String| {
                let no = field(name)?;
                Some((no.reading, takes(name, no.reading, no.channel)))
            };
            About {
                hash: xxh3_64(squeezed.join("|").as_bytes()),
                subject: subject(way).and(subject(purpose)),
                is_field: name.is_some(),
                field: name.as_ref().and_then(of_field),
            }
        })
    }

    fn answer(&mut self, reading: NoReading, text: &str) -> Answer {
        let key = (reading, text.to_owned());
        *self.answers.entry(key).or_insert_with(|| answer(reading, text))
    }
}

/// Each row's text; nested values are JSON.
fn texts_of(cells: &dyn Array) -> Result<LargeStringArray, crate::table::cast::CastError> {
    if !cells.data_type().is_nested() {
        return large_texts(cells);
    }
    let values = json_values(cells)?;
    Ok(values.iter().map(|value| (!value.is_null()).then(|| value.to_string())).collect())
}

/// What holds of all answers.
#[derive(Debug, Default)]
pub(in crate::ingest) struct Newest {
    /// What each person has said no to in the end.
    pub nos: Vec<(PersonKeys, NoTo)>,
    /// Persons with a yes among what holds.
    pub agreeing: KeySet,
}

/// What holds: of several answers to one question the newest, and of those of one time a no.
pub(in crate::ingest) fn newest_answers(all: &[PersonsAnswer]) -> Newest {
    let long = files_in_long_form(all);
    let is_long = |said: &&PersonsAnswer| said.is_certain || long.contains(&said.file);
    let alone = all.iter().filter(|said| !is_long(said)).map(|said| (said.keys, said.alone));
    let mut newest_of = Newest { nos: alone.collect(), agreeing: KeySet::default() };
    let mut answers: Vec<&PersonsAnswer> = all.iter().filter(is_long).collect();
    let person = |said: &PersonsAnswer| (said.keys.person(), said.answered.about);
    answers.sort_by_key(|said| person(said));
    for of_one in answers.chunk_by(|a, b| person(a) == person(b)) {
        // Without a key nobody is one with anybody.
        let is_somebody = of_one[0].keys.person().is_some();
        let newest = of_one.iter().map(|said| said.answered.time()).max();
        let counts = |said: &&&PersonsAnswer| !is_somebody || Some(said.answered.time()) == newest;
        for said in of_one.iter().filter(counts) {
            newest_of.nos.push((said.keys, said.answered.no()));
            let agrees = said.answered.answer == Answer::Yes && said.answered.takes.is_any();
            newest_of.agreeing.extend(said.keys.person().filter(|_| agrees));
        }
    }
    newest_of.nos.retain(|(_, no)| no.is_any());
    newest_of
}

/// The files of which at least half of the persons have rows about different things.
fn files_in_long_form(all: &[PersonsAnswer]) -> HashSet<usize> {
    let uncertain = all.iter().filter(|said| !said.is_certain);
    let mut rows: Vec<(usize, Option<Key>, u64)> =
        uncertain.map(|said| (said.file, said.keys.person(), said.answered.about)).collect();
    rows.sort_unstable();
    rows.dedup();
    let is_long = |of_file: &&[(usize, Option<Key>, u64)]| {
        let persons: Vec<usize> = of_file.chunk_by(|a, b| a.1 == b.1).map(<[_]>::len).collect();
        persons.iter().filter(|&&subjects| subjects > 1).count() * 2 >= persons.len()
    };
    rows.chunk_by(|a, b| a.0 == b.0).filter(is_long).map(|of_file| of_file[0].0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::CustomerId;

    fn said(id: i64, about: u64, micros: Option<i64>, answer: Answer) -> PersonsAnswer {
        let keys = PersonKeys::of(Some(CustomerId::Int(id)), None, None);
        let answered = Answered { about, micros, answer, takes: NoTo::ALL };
        PersonsAnswer { file: 0, is_certain: true, keys, answered, alone: NoTo::default() }
    }

    fn refusing(all: &[PersonsAnswer]) -> usize {
        newest_answers(all).nos.len()
    }

    #[test]
    fn the_newest_answer_holds_and_without_a_time_any_no() {
        let (yes, no) = (Answer::Yes, Answer::No);
        assert_eq!(refusing(&[said(1, 7, Some(1), no), said(1, 7, Some(2), yes)]), 0);
        assert_eq!(refusing(&[said(1, 7, Some(3), no), said(1, 7, Some(2), yes)]), 1);
        assert_eq!(refusing(&[said(1, 7, Some(2), yes), said(1, 7, Some(2), no)]), 1);
        assert_eq!(refusing(&[said(1, 7, None, no), said(1, 7, Some(2), yes)]), 1);
        assert_eq!(refusing(&[said(1, 7, Some(1), no), said(1, 8, Some(2), yes)]), 1);
        assert_eq!(refusing(&[said(1, 7, Some(1), no), said(2, 7, Some(2), yes)]), 1);
    }

    #[test]
    fn a_row_a_person_is_no_long_form() {
        let wide = |id, about| PersonsAnswer {
            is_certain: false,
            alone: NoTo::ALL,
            ..said(id, about, None, Answer::Yes)
        };
        assert_eq!(refusing(&[wide(1, 7), wide(2, 8), wide(3, 7)]), 3);
        assert_eq!(refusing(&[wide(1, 7), wide(1, 8), wide(2, 7), wide(2, 8), wide(3, 7)]), 0);
    }
}
