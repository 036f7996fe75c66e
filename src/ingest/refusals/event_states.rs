//! Refusals in the columns beside the type of an event (`subscription_status` = unsubscribed), row by row.
//! `meaning::event_states` says what names and cells mean.

use super::{EventTypes, NoTo, Words};
use crate::ingest::meaning::event_names::Refusal;
use crate::ingest::meaning::event_states::{EventType, StateColumn};
use crate::ingest::meaning::json_texts::{json_in, may_be_json};
use crate::ingest::meaning::objects::address_in;
use crate::ingest::source::{ANY_COLUMN, Extra};
use crate::ingest::{ColumnMap, EventColumn, type_in};
use crate::table::Files;
use crate::table::cast::{CastError, json_values, large_texts};
use arrow_array::{Array, LargeStringArray};
use arrow_schema::DataType;
use std::collections::HashMap;

/// The columns of the events that may say no beside the type.
pub(super) struct EventStates(Vec<(String, StateColumn)>);

/// The types of a batch, and which of them each row has.
#[derive(Debug, Default)]
pub(super) struct TypesOfRows {
    /// The types.
    pub types: Vec<EventType>,
    /// Each row's place among them.
    pub of_row: Vec<usize>,
}

/// What the columns beside the types say of each row.
#[derive(Debug)]
pub(super) struct SaidBeside {
    /// What is taken away beside what the type takes.
    pub nos: Vec<NoTo>,
    /// The same where another column may say by what way.
    pub open: Vec<NoTo>,
    /// What is taken away where a message came back, unless it did so for now.
    came_back: Vec<NoTo>,
    for_now: Vec<bool>,
    /// Whether what the type takes is taken back.
    pub taken_back: Vec<bool>,
    /// What alone the type can take, where the way of contact stands beside it.
    pub at_most: Vec<Option<NoTo>>,
}

impl SaidBeside {
    /// Nothing, of so many rows.
    pub(super) fn nothing(rows: usize) -> Self {
        Self {
            nos: vec![NoTo::default(); rows],
            open: vec![NoTo::default(); rows],
            came_back: vec![NoTo::default(); rows],
            for_now: vec![false; rows],
            taken_back: vec![false; rows],
            at_most: vec![None; rows],
        }
    }

    /// Adds what is taken away by messages that came back for good, when all columns are read.
    pub(super) fn add_what_came_back(&mut self) {
        let came_back = self.came_back.iter().zip(&self.for_now);
        for (no, (came_back, for_now)) in self.nos.iter_mut().zip(came_back) {
            if !for_now {
                *no |= *came_back;
            }
        }
    }
}

impl EventStates {
    /// Those of some files; columns `not` are none, and those that say who, when and what are something else.
    pub(super) fn of(
        files: &Files,
        mapping: &ColumnMap<EventColumn, String>,
        not: &[String],
    ) -> Self {
        let types = |name: &str| -> Vec<DataType> {
            files.footers.iter().filter_map(|footer| type_in(footer, name)).collect()
        };
        // An answer may stand where an address is looked for: `email` = false.
        let is_flag = |name: &str| types(name).iter().all(|found| *found == DataType::Boolean);
        let is_free = |name: &String| {
            let is_part = |(column, mapped): (EventColumn, &String)| match column {
                EventColumn::Value => false,
                EventColumn::Email => mapped == name && !is_flag(name),
                _ => mapped == name,
            };
            !not.contains(name) && !mapping.iter().any(is_part)
        };
        let saying = |name: String| {
            let column = StateColumn::named(&name)?;
            let says = types(&name).iter().any(|data_type| may_say(column, data_type));
            says.then_some((name, column))
        };
        Self(files.column_names().into_iter().filter(is_free).filter_map(saying).collect())
    }

    /// Whether any of the columns may say no beside events of these types.
    pub(super) fn may_say_beside(&self, types: &EventTypes) -> bool {
        let untyped = (types.untyped() > 0).then_some("");
        let names = types.iter().map(|(name, _)| name).chain(untyped);
        let types_seen: Vec<EventType> = names.map(EventType::of).collect();
        let may_say = |column: &StateColumn| {
            types.beyond() > 0 || types_seen.iter().any(|of_one| column.may_say_no(of_one))
        };
        self.0.iter().any(|(_, column)| may_say(column))
    }

    /// Their number.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The name of column `k`.
    pub(super) fn name(&self, k: usize) -> &str {
        &self.0[k].0
    }

    /// The same as columns to be read, in their order.
    pub(super) fn extras(&self) -> Vec<Extra<'_>> {
        self.0.iter().map(|(name, _)| (name.as_str(), &ANY_COLUMN)).collect()
    }

    /// The columns of states, which tell what an event is.
    pub(super) fn that_tell(&self) -> Vec<String> {
        let tells = self.0.iter().filter(|(_, column)| column.holds_states());
        tells.map(|(name, _)| name.clone()).collect()
    }

    /// The address of whom each of some rows is about, by the objects in column `k`.
    pub(super) fn addresses(
        &self,
        k: usize,
        cells: &dyn Array,
        rows: &[usize],
    ) -> Result<Vec<(usize, String)>, CastError> {
        if !self.0[k].1.holds_objects() && !cells.data_type().is_nested() {
            return Ok(Vec::new());
        }
        let texts = texts_of(cells)?;
        let address = |&row: &usize| {
            let text =
                texts.is_valid(row).then(|| texts.value(row)).filter(|text| text.contains('@'))?;
            let object = json_in(text)?;
            Some((row, address_in(&object)?.to_owned()))
        };
        Ok(rows.iter().filter_map(address).collect())
    }

    /// Adds what the cells of column `k` say. Cells that say no are counted in `words`.
    pub(super) fn read(
        &self,
        k: usize,
        cells: &dyn Array,
        rows: &TypesOfRows,
        said: &mut SaidBeside,
        words: &mut Words,
    ) -> Result<(), CastError> {
        let (name, column) = &self.0[k];
        if !may_say(*column, cells.data_type()) {
            return Ok(());
        }
        let texts = texts_of(cells)?;
        let is_asked: Vec<bool> =
            rows.types.iter().map(|event_type| column.is_asked(event_type)).collect();
        let mut known: HashMap<(&str, usize), Beside> = HashMap::new();
        let is_read = |(row, number): &(usize, usize)| texts.is_valid(*row) && is_asked[*number];
        for (row, number) in rows.of_row.iter().copied().enumerate().filter(is_read) {
            let (text, event_type) = (texts.value(row), &rows.types[number]);
            let beside = known
                .entry((text, number))
                .or_insert_with(|| Beside::of(*column, event_type, text));
            beside.events += 1;
            said.nos[row] |= beside.no;
            said.open[row] |= beside.open;
            said.for_now[row] |= beside.for_now;
            said.came_back[row] |= beside.came_back;
            said.taken_back[row] |= beside.taken_back;
            said.at_most[row] = said.at_most[row].or(beside.at_most);
        }
        let says_no = |beside: &Beside| (beside.no | beside.open | beside.came_back).is_any();
        for ((text, _), beside) in known.into_iter().filter(|(_, beside)| says_no(beside)) {
            let is_word = !may_be_json(text);
            words.add(name, if is_word { text } else { "an object that says no" }, beside.events);
        }
        Ok(())
    }
}

/// What a cell says beside a type.
struct Beside {
    no: NoTo,
    /// The same where another column may say by what way.
    open: NoTo,
    /// What is taken away by a message that came back.
    came_back: NoTo,
    for_now: bool,
    taken_back: bool,
    at_most: Option<NoTo>,
    events: u64,
}

impl Beside {
    fn of(column: StateColumn, event_type: &EventType, text: &str) -> Self {
        let way = column.channel(&event_type.name, text);
        let says_no = column.says_no(event_type, text);
        let is_open = column.leaves_the_way_open(event_type, text);
        let came_back = !says_no && column.came_back(event_type, text);
        let when = |is_so: bool, no: NoTo| if is_so { no } else { NoTo::default() };
        Self {
            no: when(says_no && !is_open, NoTo::channel(way)),
            open: when(says_no && is_open, NoTo::channel(way)),
            came_back: when(came_back, NoTo::refusal(Refusal::HardBounce, way)),
            for_now: column.is_for_now(text),
            taken_back: column.takes_back(event_type, text),
            at_most: column.narrows(event_type, text).map(NoTo::channel),
            events: 0,
        }
    }
}

/// Each row's text; nested values are JSON.
fn texts_of(cells: &dyn Array) -> Result<LargeStringArray, CastError> {
    if !cells.data_type().is_nested() {
        return large_texts(cells);
    }
    let values = json_values(cells)?;
    Ok(values.iter().map(|value| (!value.is_null()).then(|| value.to_string())).collect())
}

/// Whether a column of this type may say no.
fn may_say(column: StateColumn, data_type: &DataType) -> bool {
    column.reads_any_type() || data_type.is_nested() || is_text_or_flag(data_type)
}

/// Whether a state of anything can have this type: numbers are counts and amounts.
fn is_text_or_flag(data_type: &DataType) -> bool {
    match data_type {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Boolean => true,
        DataType::Dictionary(_, values) => is_text_or_flag(values),
        _ => false,
    }
}
