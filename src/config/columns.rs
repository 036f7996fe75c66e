//! The three tables' columns as the user named them: raw names become choices.
//!
//! How a choice finds its columns in the files is in `choice`.

use super::choice::Choice;
use super::error::ConfigError;
use super::options::columns::{channels, column_name, preset};
use super::presets::PRESETS;
use super::source::ConfigSource;
use crate::ingest::{ColumnMap, CustomerColumn, EventColumn, TableColumn, TransactionColumn};

/// The transactions' columns as named.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnChoice {
    /// Which columns.
    pub choice: Choice<TransactionColumn>,
    /// Channels that get a feature of their own.
    pub channels: Vec<String>,
}

pub(super) fn transactions(source: &ConfigSource) -> Result<ColumnChoice, ConfigError> {
    const SECTION: &str = TransactionColumn::SECTION;
    let given = named::<TransactionColumn>(source)?;
    if given.has(TransactionColumn::UnitPrice) && !given.has(TransactionColumn::Quantity) {
        return Err(source.refuse(
            SECTION,
            "unit_price",
            "a unit price needs a quantity: give --quantity (columns.quantity) too",
        ));
    }
    let name: Option<String> = source.read(SECTION, "preset", &preset())?;
    let layout = PRESETS.iter().find(|preset| Some(preset.name) == name.as_deref());
    let choice = Choice::check(&given, layout.map(|preset| preset.columns), source)?;
    Ok(ColumnChoice { choice, channels: source.read(SECTION, "channels", &channels())? })
}

/// The events' columns as named.
pub(super) fn events(source: &ConfigSource) -> Result<Choice<EventColumn>, ConfigError> {
    Choice::check(&named(source)?, None, source)
}

/// The customers' columns as named.
pub(super) fn customers(source: &ConfigSource) -> Result<Choice<CustomerColumn>, ConfigError> {
    Choice::check(&named(source)?, None, source)
}

fn named<C: TableColumn>(source: &ConfigSource) -> Result<ColumnMap<C, String>, ConfigError> {
    let mut map = ColumnMap::default();
    for &column in C::ALL {
        if let Some(name) = source.read(C::SECTION, column.spec().key, &column_name(column))? {
            map.insert(column, name);
        }
    }
    Ok(map)
}
