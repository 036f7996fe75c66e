//! The three tables' columns as the user named them: raw names become choices.
//!
//! How a choice finds its columns in the files is in `choice`.

use super::choice::{Choice, Presets, WrittenAs};
use super::error::ConfigError;
use super::options::columns::{
    AMOUNT_PER, ID_NORMALISE, amount_per, channels, column_name, customer_preset, decimal_mark,
    event_preset, id_normalise, no_refusals, refusals, timestamp_format, timestamp_unit,
    transaction_preset,
};
use super::options::spec::Spec;
use super::presets::{self, Preset};
use super::source::ConfigSource;
use crate::ingest::{
    AmountPer, ColumnMap, CustomerColumn, DateReading, DecimalMark, EpochUnit, EventColumn,
    IdRules, RefusalNames, TableColumn, TransactionColumn,
};

/// The transactions' columns as named.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnChoice {
    /// Which columns.
    pub choice: Choice<TransactionColumn>,
    /// Channels that get a feature of their own.
    pub channels: Vec<String>,
    /// How identifiers of customers are written anew, in every table.
    pub ids: IdRules,
    /// What the amounts are the price of.
    pub amount_per: AmountPer,
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
    let presets = presets(source, presets::transactions::PRESETS, &transaction_preset())?;
    let choice = Choice::check(&given, presets, written_as::<TransactionColumn>(source)?, source)?;
    let setting: String = source.read(SECTION, ID_NORMALISE, &id_normalise())?;
    let ids = IdRules::parse(&setting);
    let per: String = source.read(SECTION, AMOUNT_PER, &amount_per())?;
    Ok(ColumnChoice {
        choice,
        amount_per: AmountPer::named(&per),
        channels: source.read(SECTION, "channels", &channels())?,
        ids: ids.map_err(|message| source.refuse(SECTION, ID_NORMALISE, message))?,
    })
}

/// The events' columns as named.
pub(super) fn events(source: &ConfigSource) -> Result<Choice<EventColumn>, ConfigError> {
    let presets = presets(source, presets::events::PRESETS, &event_preset())?;
    Choice::check(&named(source)?, presets, written_as::<EventColumn>(source)?, source)
}

/// The customers' columns as named.
pub(super) fn customers(source: &ConfigSource) -> Result<Choice<CustomerColumn>, ConfigError> {
    let presets = presets(source, presets::customers::PRESETS, &customer_preset())?;
    Choice::check(&named(source)?, presets, written_as::<CustomerColumn>(source)?, source)
}

/// A table's presets and the one that is set.
fn presets<C: TableColumn>(
    source: &ConfigSource,
    all: &'static [Preset<C>],
    option: &Spec,
) -> Result<Presets<C>, ConfigError> {
    let name: Option<String> = source.read(C::SECTION, "preset", option)?;
    let set = all.iter().find(|preset| Some(preset.name) == name.as_deref());
    Ok(Presets { all, set })
}

/// How a table's values are written, as far as it is set; zones are for `data`.
fn written_as<C: TableColumn>(source: &ConfigSource) -> Result<WrittenAs, ConfigError> {
    let section = C::SECTION;
    let format: Option<String> =
        source.read(section, "timestamp_format", &timestamp_format::<C>())?;
    let unit: Option<String> = source.read(section, "timestamp_unit", &timestamp_unit::<C>())?;
    let mark: Option<String> = source.read(section, "decimal_mark", &decimal_mark::<C>())?;
    let unit = unit.as_deref().and_then(EpochUnit::named);
    let dates = DateReading::of_settings(format.as_deref(), unit)
        .map_err(|message| source.refuse(section, "timestamp_format", message))?;
    Ok(WrittenAs { dates, decimal: mark.as_deref().and_then(DecimalMark::named) })
}

/// Columns that are refusals, and those that are none, whatever their names.
pub(super) fn refusal_names(source: &ConfigSource) -> Result<RefusalNames, ConfigError> {
    let section = CustomerColumn::SECTION;
    Ok(RefusalNames {
        are: source.read(section, "refusals", &refusals())?,
        are_none: source.read(section, "no_refusals", &no_refusals())?,
    })
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
