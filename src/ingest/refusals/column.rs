//! Columns that say no by their names (do_not_contact, unsubscribed, deleted_at …), mapped or not, and cells that
//! say it in any other column of text (`status` = unsubscribed).
//!
//! They are looked for among all columns of the files: a table need not name them for them to count. A
//! cell that is not understood is a no. `meaning` says what each name and cell means.

use super::texts_of::{Texts, texts_of};
use super::{NoTo, Words};
use crate::ingest::meaning::channel::Channel;
use crate::ingest::meaning::contact_states::{asks_about_contact, unknown_words};
use crate::ingest::meaning::flags::{Flag, flag};
use crate::ingest::meaning::no_columns::{
    NoCell, NoColumn, NoReading, cell_says_no, is_of_letters_beside, is_of_the_customer, is_past,
    is_to_come, leaves_a_doubt, word_says_no,
};
use crate::ingest::meaning::objects::{
    holds_a_clear_no, object_in, refused_consents, refused_ways, ways_in, ways_of,
};
use crate::ingest::meaning::plain::{Plain, squeeze};
use crate::ingest::meaning::state_words::{
    Codes, StatesOf, TICKS, as_code, codes_of, is_of_states, is_ticked, may_have_codes, states_of,
};
use crate::ingest::{ColumnMap, CustomerColumn, Forms, IngestError, normalised};
use crate::table::Files;
use crate::table::cast::{CastError, json_values, large_texts};
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
    /// The date that says "never" in it.
    never: Option<String>,
    /// Whether its words are states of mail, though its name does not say so.
    of_mail: bool,
    /// Whether it stands in the transactions, where states may be a sale's: clear words alone say no.
    of_sales: bool,
    /// The codes for yes and no that are all it has.
    codes: Option<Codes>,
    /// Whether its name leaves a doubt whether a no in it is one.
    in_doubt: bool,
    /// The words that say no because the user says so, as `squeeze` leaves them.
    words: Vec<String>,
    /// Its words, with their rows, that nobody knows, where its name reads like a state of a customer or a permission.
    pub unknown: Vec<(String, u64)>,
}

/// What the user says of columns and files, whatever their names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RefusalNames {
    /// Columns of the customers table that say no to every contact, or words of one that do: `Status = Depurado`.
    pub are: Vec<String>,
    /// Columns and files that say nothing of contact.
    pub are_none: Vec<String>,
}

impl RefusalNames {
    /// Whether a column says no, or some of its words do.
    pub(in crate::ingest) fn column_of<'a>(entry: &'a str, columns: &[String]) -> Option<&'a str> {
        let is_one = |name: &str| columns.iter().any(|column| column == name);
        let of_a_word = || entry.split_once('=').map(|(name, _)| name.trim());
        Some(entry).filter(|name| is_one(name)).or_else(|| of_a_word().filter(|name| is_one(name)))
    }

    /// The words of a column that say no, as `squeeze` leaves them.
    fn words_of(&self, column: &str) -> Vec<String> {
        let word = |entry: &String| {
            let (name, word) = entry.split_once('=')?;
            (name.trim() == column).then(|| squeeze(word))
        };
        self.are.iter().filter_map(word).collect()
    }
}

/// What is known of the columns of a table beside their names.
pub(in crate::ingest) struct Beside<'a> {
    /// What the user says of them.
    pub names: &'a RefusalNames,
    /// The dates that say "never".
    pub never: &'a [(String, String)],
    /// A consent that ends before has ended.
    pub present_micros: i64,
}

/// The columns that may say no and play no other part: by their names, by the words of all their cells, and after
/// them by a cell alone.
pub(in crate::ingest) fn refusal_columns(
    files: &Files,
    mapping: &ColumnMap<CustomerColumn, String>,
    forms: &Forms,
    beside: &Beside<'_>,
) -> Result<Vec<RefusalColumn>, IngestError> {
    let is_part = |name: &String| mapping.is_mapped(name);
    let mut free = files.column_names();
    free.retain(|name| !beside.names.are_none.contains(name) && !is_part(name));
    let all_names = free.clone();
    free.retain(|name| !is_of_letters_beside(name, &all_names));
    // PrestaShop's `optin` beside `newsletter` is about the offers of partners; in a table that may be another shop's it
    // leaves a doubt.
    let beside_it: Vec<String> = files.column_names().iter().map(|name| normalised(name)).collect();
    let has = |names: &[&str]| beside_it.iter().any(|name| names.contains(&name.as_str()));
    let is_of_partners = |name: &str| name == "optin" && has(&["newsletter"]);
    free.retain(|name| !(is_of_partners(name) && has(OF_PRESTASHOP)));
    let of_states: Vec<String> = free.iter().filter(|name| is_of_words(name)).cloned().collect();
    let texts = texts_of::<CustomerColumn>(files, &of_states, forms)?;
    let texts = |name: &String| Some(&texts[of_states.iter().position(|known| known == name)?]);
    let about = |name: &String| {
        let texts = texts(name).filter(|_| is_of_states(name))?;
        Some(states_of(name, texts.words()))
    };
    let of_name = |name: &String| match about(name) {
        _ if beside.names.are.contains(name) => Some(RefusalColumn::by_the_user(name)),
        Some(StatesOf::SomethingElse) => None,
        Some(StatesOf::Record) => Some(RefusalColumn::of_records(name)),
        Some(StatesOf::Changes) => Some(RefusalColumn::of_changes(name)),
        Some(StatesOf::Mail) => RefusalColumn::of_mail(name),
        Some(StatesOf::Unknown) | None => RefusalColumn::of_customers(name),
    };
    let with_words = |name: &String| match beside.names.words_of(name) {
        words if words.is_empty() => of_name(name),
        words => Some(RefusalColumn::by_words(name, of_name(name), words)),
    };
    let mut all: Vec<RefusalColumn> = free.iter().filter_map(with_words).collect();
    let of_people = mapping.iter().filter(|(column, _)| is_a_name(*column)).map(|(_, name)| name);
    let of_people = of_people.filter(|name| !beside.names.are_none.contains(*name));
    all.extend(of_people.map(|name| RefusalColumn::by_cells(name)));
    // Those that say it by their names first: the others are named by their cells.
    all.sort_by_key(|column| !column.is_named());
    for column in &mut all {
        column.present_micros = beside.present_micros;
        column.in_doubt |= is_of_partners(&column.name);
        if let Some(texts) = texts(&column.name) {
            column.learn_from(texts);
        }
    }
    Ok(all.into_iter().map(|column| column.with_never(beside.never)).collect())
}

/// Columns that PrestaShop's customers alone have, as `normalised` leaves them.
const OF_PRESTASHOP: &[&str] = &["newsletterdateadd", "ipregistrationnewsletter", "iddefaultgroup"];

/// Whether the words of all cells of a column of this name tell what each of them means.
fn is_of_words(name: &str) -> bool {
    let is_a_consent = || NoColumn::named(name).is_some_and(|no| no.reading == NoReading::Consent);
    is_of_states(name) || may_have_codes(name) || asks_about_contact(name) || is_a_consent()
}

/// Those of some columns of consents whose words are states of mail: among these `active` is a yes.
pub(in crate::ingest) fn states_of_mail(
    files: &Files,
    mapping: &ColumnMap<CustomerColumn, String>,
    forms: &Forms,
    columns: &[CustomerColumn],
) -> Result<Vec<CustomerColumn>, IngestError> {
    let named = |column: &CustomerColumn| Some((*column, mapping.get(*column)?.clone()));
    let (columns, names): (Vec<CustomerColumn>, Vec<String>) =
        columns.iter().filter_map(named).unzip();
    let texts = texts_of::<CustomerColumn>(files, &names, forms)?;
    let is_of_mail = |k: usize| states_of(&names[k], texts[k].words()) == StatesOf::Mail;
    Ok(columns
        .into_iter()
        .enumerate()
        .filter(|(k, _)| is_of_mail(*k))
        .map(|(_, column)| column)
        .collect())
}

/// Whether a column has people's names: some are called "do not contact".
fn is_a_name(column: CustomerColumn) -> bool {
    matches!(column, CustomerColumn::FirstName | CustomerColumn::LastName)
}

impl RefusalColumn {
    fn new(name: &str, reading: Option<NoReading>, takes: NoTo) -> Self {
        Self {
            name: name.to_owned(),
            reading,
            takes,
            present_micros: i64::MIN,
            never: None,
            of_mail: false,
            of_sales: false,
            codes: None,
            in_doubt: leaves_a_doubt(name),
            words: Vec::new(),
            unknown: Vec::new(),
        }
    }

    /// A column of the customers table; none for one that speaks of messages that no list has.
    fn of_customers(name: &str) -> Option<Self> {
        let column = match NoColumn::named(name) {
            Some(NoColumn { reading, channel }) => {
                Self::new(name, Some(reading), takes(name, reading, channel))
            }
            None => Self::by_cells(name),
        };
        column.takes.is_any().then_some(column)
    }

    /// A column that says no because the user says so.
    fn by_the_user(name: &str) -> Self {
        Self { in_doubt: false, ..Self::new(name, Some(NoReading::Flag), NoTo::SUPPRESSED) }
    }

    /// The same column, or one that says nothing by its name, with words that say no because the user says so.
    fn by_words(name: &str, column: Option<Self>, words: Vec<String>) -> Self {
        let column = column.unwrap_or_else(|| Self::by_cells(name));
        Self { words, takes: NoTo::SUPPRESSED, ..column }
    }

    /// A column of states of the row itself.
    fn of_records(name: &str) -> Self {
        Self::new(name, Some(NoReading::Record), NoTo::SUPPRESSED)
    }

    /// A column of what was done to the row at the source.
    fn of_changes(name: &str) -> Self {
        Self::new(name, Some(NoReading::Change), NoTo::SUPPRESSED)
    }

    /// A column of customers whose words all show that it has states of mail, whatever its name.
    fn of_mail(name: &str) -> Option<Self> {
        Self::of_customers(name).map(|column| Self { of_mail: true, ..column })
    }

    #[cfg(test)]
    fn named(name: &str) -> Option<Self> {
        Self::of_customers(name).filter(Self::is_named)
    }

    /// A column of the transactions that says no by its name.
    pub(super) fn of_transactions(name: &str) -> Option<Self> {
        let column = match NoColumn::of_transactions(name) {
            Some(NoColumn { reading, channel }) => {
                Self::new(name, Some(reading), takes(name, reading, channel))
            }
            None if is_of_the_customer(name) => Self { of_sales: true, ..Self::by_cells(name) },
            None => return None,
        };
        column.takes.is_any().then_some(column)
    }

    fn by_cells(name: &str) -> Self {
        Self::new(name, None, NoTo::channel(channel_of(name)))
    }

    /// Whether its name says no.
    pub(in crate::ingest) fn is_named(&self) -> bool {
        self.reading.is_some()
    }

    /// Whether cells of this type can say something: those of a column whose name does not are words.
    pub(super) fn may_say(&self, data_type: &DataType) -> bool {
        let is_word = |data_type: &DataType| is_text(data_type) || is_binary(data_type);
        self.is_named()
            || self.of_sales && data_type.is_nested()
            || match data_type {
                DataType::List(field) | DataType::LargeList(field) => is_word(field.data_type()),
                data_type => is_word(data_type),
            }
    }

    /// The same column with the dates that say "never".
    #[must_use]
    pub(super) fn with_never(self, dates: &[(String, String)]) -> Self {
        let never = dates.iter().find(|(name, _)| *name == self.name);
        Self { never: never.map(|(_, date)| date.clone()), ..self }
    }

    fn cell(&self, text: &str) -> NoCell {
        match self.understood(text) {
            NoCell::No if self.in_doubt => NoCell::Doubtful,
            cell => cell,
        }
    }

    /// Learns from all texts of the column what its codes are, and which words nobody knows.
    fn learn_from(&mut self, texts: &Texts) {
        if may_have_codes(&self.name) {
            self.codes = codes_of(&self.name, texts.words());
        }
        let is_ticked = self.asks_for_consent() && is_ticked(texts.words());
        if is_ticked {
            self.codes = Some(TICKS);
        }
        // Whoever names words of a column has looked at the others.
        if self.words.is_empty() && (is_ticked || asks_about_contact(&self.name)) {
            self.unknown = self.unknown_of(texts);
        }
    }

    /// The words of a column of states or permissions that say nothing and that nobody knows; none where there are so many
    /// that they are no states.
    fn unknown_of(&self, texts: &Texts) -> Vec<(String, u64)> {
        const MOST_STATES: usize = 20;
        if texts.words().count() > MOST_STATES {
            return Vec::new();
        }
        // Ways of contact are no words for a state: `preferred_contact` = email.
        let says_nothing =
            |word: &&str| self.no_of(word).1 == NoCell::Nothing && ways_of(word).is_none();
        // A tick is a yes, and whoever has none may have said no.
        let codes = self.codes.filter(|codes| *codes != TICKS);
        let is_code = |word: &str| {
            codes.is_some_and(|(yes, no)| {
                yes.contains(&as_code(word)) || no.contains(&as_code(word))
            })
        };
        let words = texts.words().filter(says_nothing).filter(|word| !is_code(word));
        let unknown = unknown_words(&self.name, words).into_iter();
        let mut unknown: Vec<(String, u64)> =
            unknown.map(|word| (word.to_owned(), texts.rows_of[word])).collect();
        unknown.sort();
        unknown
    }

    fn understood(&self, text: &str) -> NoCell {
        if self.never.as_ref().is_some_and(|never| never == text.trim()) {
            return NoCell::Nothing;
        }
        match self.codes {
            Some((yes, _)) if yes.contains(&as_code(text)) => return NoCell::Nothing,
            Some((_, no)) if no.contains(&as_code(text)) => return NoCell::No,
            _ => {}
        }
        if !self.words.is_empty() && self.words.contains(&squeeze(text)) {
            return NoCell::No;
        }
        match self.reading {
            Some(NoReading::Until) => is_past(text, self.present_micros),
            Some(NoReading::Paused) => is_to_come(text, self.present_micros),
            Some(NoReading::Asked) if NoReading::Asked.read(text) == NoCell::Nothing => {
                if cell_says_no(&self.name, text) {
                    NoCell::Doubtful
                } else {
                    NoCell::Nothing
                }
            }
            Some(reading) => reading.read(text),
            // Named with its count, as what is in doubt: nobody has said that the column speaks of contact.
            None => {
                let says_no = if self.of_sales { word_says_no } else { cell_says_no };
                let says_no = says_no(&self.name, text);
                let of_mail = || self.of_mail && NoReading::Asked.read(text) == NoCell::No;
                if says_no || of_mail() { NoCell::Doubtful } else { NoCell::Nothing }
            }
        }
    }

    /// Whether a yes in it would be a consent.
    pub(crate) fn asks_for_consent(&self) -> bool {
        let asking = [NoReading::Consent, NoReading::State, NoReading::Asked];
        self.reading.is_some_and(|reading| asking.contains(&reading))
    }

    /// Whether a column says by its name that a yes in it is a no.
    pub(in crate::ingest) fn denies(name: &str) -> bool {
        let found = NoColumn::named(name);
        found.is_some_and(|no| !no.reading.is_of_consent() || no.reading == NoReading::Until)
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
            let is_word = !word.trim_start().starts_with(['{', '[']);
            words.add(&self.name, if is_word { word } else { AN_OBJECT }, cells);
        }
        Ok(found)
    }

    /// What a text takes away, and whether it is understood.
    fn no_of(&self, text: &str) -> (NoTo, NoCell) {
        let may_be_object = self.reading.is_none() || text.trim_start().starts_with(['{', '[']);
        if let Some(object) = object_in(&self.name, text).filter(|_| may_be_object) {
            return self.no_of_object(&object);
        }
        if let Some(said) = self.ways_of(text).and_then(|ways| self.no_of_ways(&ways)) {
            return said;
        }
        let cell = self.cell(text);
        (if cell == NoCell::Nothing { NoTo::default() } else { self.takes }, cell)
    }

    /// The ways of contact that a cell of this column lists, and nothing else: none at all where what is allowed is
    /// listed and the cell is empty.
    fn ways_of(&self, text: &str) -> Option<Vec<Channel>> {
        if !matches!(self.reading?, NoReading::Ways | NoReading::Consent | NoReading::Flag) {
            return None;
        }
        let is_list = self.reading == Some(NoReading::Ways) && self.lists_channels();
        let lists_nothing = is_list && flag(text) == Flag::Empty;
        if lists_nothing { Some(Vec::new()) } else { ways_of(text) }
    }

    /// Whether its name says that it lists the allowed ways of contact, so that an empty list allows none.
    fn lists_channels(&self) -> bool {
        let is_list = || {
            let name = normalised(&self.name);
            name == "consent" || name.contains("channel")
        };
        matches!(self.reading, Some(NoReading::Ways | NoReading::Consent)) && is_list()
    }

    /// What a list of ways says: of allowed ones the others are refused. None where the name says neither.
    fn no_of_ways(&self, ways: &[Channel]) -> Option<(NoTo, NoCell)> {
        let no = match self.reading? {
            NoReading::Ways | NoReading::Consent => {
                let allows = |way: Channel| ways.iter().any(|allowed| allowed.forbids(way));
                NoTo {
                    email: !allows(Channel::Email),
                    phone: !allows(Channel::Phone),
                    ..NoTo::default()
                }
            }
            NoReading::Flag => {
                ways.iter().fold(NoTo::default(), |no, &way| no | NoTo::channel(way))
            }
            _ => return None,
        };
        Some((no, if no.is_any() { NoCell::No } else { NoCell::Nothing }))
    }

    /// The same of an object.
    fn no_of_object(&self, object: &serde_json::Value) -> (NoTo, NoCell) {
        let of_ways = |ways: Vec<Channel>| {
            ways.into_iter().fold(NoTo::default(), |no, way| no | NoTo::channel(way))
        };
        if self.of_sales && self.reading.is_none() {
            let says_no = holds_a_clear_no(&self.name, object);
            let cell = if says_no { NoCell::Doubtful } else { NoCell::Nothing };
            return (if says_no { self.takes } else { NoTo::default() }, cell);
        }
        let Some(reading) = self.reading else {
            let no = of_ways(refused_ways(&self.name, object));
            return (no, if no.is_any() { NoCell::Doubtful } else { NoCell::Nothing });
        };
        let lists_nothing = self.lists_channels() && object.as_array().is_some_and(Vec::is_empty);
        let listed = if lists_nothing { Some(Vec::new()) } else { ways_in(object) };
        if let Some(said) = listed.and_then(|ways| self.no_of_ways(&ways)) {
            return said;
        }
        let consents = if reading.is_of_consent() { refused_consents(object) } else { Vec::new() };
        let cell = reading.object(object);
        let no = match (cell, ways_in(object)) {
            (NoCell::Nothing, _) => of_ways(consents),
            (_, Some(ways)) => of_ways(ways),
            (_, None) => self.takes | of_ways(consents),
        };
        (no, cell)
    }

    /// The same for structs, maps and lists of such.
    fn read_objects(&self, column: &dyn Array, words: &mut Words) -> Result<Vec<NoTo>, CastError> {
        let objects = json_values(column)?;
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

fn is_text(data_type: &DataType) -> bool {
    match data_type {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => true,
        DataType::Dictionary(_, values) => is_text(values),
        _ => false,
    }
}

fn is_binary(data_type: &DataType) -> bool {
    match data_type {
        DataType::Binary
        | DataType::LargeBinary
        | DataType::BinaryView
        | DataType::FixedSizeBinary(_) => true,
        DataType::Dictionary(_, values) => is_binary(values),
        _ => false,
    }
}

/// A consent or a state is about its channel alone; any other no is about the person.
pub(super) fn takes(name: &str, reading: NoReading, channel: Channel) -> NoTo {
    let email = NoTo { email: true, ..NoTo::default() };
    match (reading, channel) {
        (NoReading::Change | NoReading::Record, _) => NoTo::SUPPRESSED,
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

/// How an object is named that says no: its members may be personal.
const AN_OBJECT: &str = "an object that says no";

fn channel_of(name: &str) -> Channel {
    Channel::named_in(&Plain::of(name)).unwrap_or(Channel::All)
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
