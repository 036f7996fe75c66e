//! Refusals in the columns beside the type of an event (`subscription_status` = unsubscribed), row by row.
//! What names and cells mean is for `meaning::event_states`.

use super::{EventTypes, NoTo, Words};
use crate::ingest::meaning::event_states::{StateColumn, Topic};
use crate::ingest::source::{ANY_COLUMN, Extra};
use crate::ingest::{ColumnMap, EventColumn, type_in};
use crate::table::Files;
use crate::table::cast::{CastError, large_texts};
use arrow_array::{Array, LargeStringArray};
use arrow_schema::DataType;
use std::collections::HashMap;

/// The columns of the events that may say no beside the type.
pub(super) struct EventStates(Vec<(String, StateColumn)>);

/// What a row's type is about, and of what its no would be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct TypeOfRow {
    /// The type's place among those of the batch.
    pub number: usize,
    /// What it is about.
    pub topic: Topic,
}

impl EventStates {
    /// Those of some files; columns `not` are none, and those that say who, when and what are something else.
    pub(super) fn of(
        files: &Files,
        mapping: &ColumnMap<EventColumn, String>,
        not: &[String],
    ) -> Self {
        let is_free = |name: &String| {
            let is_part = |(column, mapped): (EventColumn, &String)| {
                column != EventColumn::Value && mapped == name
            };
            !not.contains(name) && !mapping.iter().any(is_part)
        };
        let types = |name: &str| -> Vec<DataType> {
            files.footers.iter().filter_map(|footer| type_in(footer, name)).collect()
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
        let topic = types.iter().map(|(name, _)| Topic::of(name)).max();
        let topic = if types.beyond() > 0 { Some(Topic::Contact) } else { topic };
        self.0.iter().any(|(_, column)| topic.is_some_and(|topic| topic >= column.needs()))
    }

    /// The same as columns to be read, in their order.
    pub(super) fn extras(&self) -> Vec<Extra<'_>> {
        self.0.iter().map(|(name, _)| (name.as_str(), &ANY_COLUMN)).collect()
    }

    /// Adds to `nos` what the cells of column `k` take away; `names` are the types of the batch, `types` each
    /// row's. Cells that say no are counted in `words`.
    pub(super) fn read(
        &self,
        k: usize,
        cells: &dyn Array,
        (names, types): (&[String], &[Option<TypeOfRow>]),
        nos: &mut [NoTo],
        words: &mut Words,
    ) -> Result<(), CastError> {
        let (name, column) = &self.0[k];
        let may_say = may_say(*column, cells.data_type());
        if !may_say || types.iter().flatten().all(|of| of.topic < column.needs()) {
            return Ok(());
        }
        let texts: LargeStringArray = large_texts(cells)?;
        let mut known: HashMap<(&str, usize), (NoTo, u64)> = HashMap::new();
        for (row, of_row) in types.iter().enumerate().filter(|(row, _)| texts.is_valid(*row)) {
            let Some(of_row) = of_row else { continue };
            let text = texts.value(row);
            let (no, events) = known.entry((text, of_row.number)).or_insert_with(|| {
                let says_no = column.says_no(of_row.topic, text);
                let channel = || column.channel(&names[of_row.number]);
                (if says_no { NoTo::channel(channel()) } else { NoTo::default() }, 0)
            });
            *events += 1;
            nos[row] |= *no;
        }
        for ((text, _), (_, events)) in known.into_iter().filter(|(_, (no, _))| no.is_any()) {
            let is_word = !text.trim_start().starts_with(['{', '[']);
            words.add(name, if is_word { text } else { "an object that says no" }, events);
        }
        Ok(())
    }
}

/// Whether a column of this type may say no.
fn may_say(column: StateColumn, data_type: &DataType) -> bool {
    (column.reads_any_type() && !data_type.is_nested()) || is_text_or_flag(data_type)
}

/// Whether a state of anything can have this type: numbers are counts and amounts.
fn is_text_or_flag(data_type: &DataType) -> bool {
    match data_type {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Boolean => true,
        DataType::Dictionary(_, values) => is_text_or_flag(values),
        _ => false,
    }
}
