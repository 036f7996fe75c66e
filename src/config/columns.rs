//! The three tables' columns as the user named them: raw names become choices.
//!
//! How a choice finds its columns in the files is in `choice`.

use super::choice::{Choice, listed};
use super::error::ConfigError;
use super::presets::{PRESETS, Preset};
use super::raw::{RawColumns, RawCustomerColumns, RawEventColumns};
use super::source::ConfigSource;
use crate::ingest::{ColumnMap, CustomerColumn, EventColumn, TransactionColumn};

/// Channels that get a feature of their own unless the configuration says otherwise.
const CHANNELS: [&str; 5] = ["web", "app", "store", "phone", "marketplace"];

/// The transactions' columns as named.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnChoice {
    /// Which columns.
    pub choice: Choice<TransactionColumn>,
    /// Channels that get a feature of their own.
    pub channels: Vec<String>,
}

pub(super) fn transactions(
    raw: RawColumns,
    source: &ConfigSource,
) -> Result<ColumnChoice, ConfigError> {
    let RawColumns {
        preset,
        customer_id,
        timestamp,
        amount,
        quantity,
        unit_price,
        order_id,
        category,
        product_id,
        channel,
        discount,
        return_flag,
        currency,
        channels,
    } = raw;
    let given = named([
        (TransactionColumn::CustomerId, customer_id),
        (TransactionColumn::Timestamp, timestamp),
        (TransactionColumn::Amount, amount),
        (TransactionColumn::Quantity, quantity),
        (TransactionColumn::UnitPrice, unit_price),
        (TransactionColumn::OrderId, order_id),
        (TransactionColumn::Category, category),
        (TransactionColumn::ProductId, product_id),
        (TransactionColumn::Channel, channel),
        (TransactionColumn::Discount, discount),
        (TransactionColumn::ReturnFlag, return_flag),
        (TransactionColumn::Currency, currency),
    ]);
    if given.has(TransactionColumn::Amount) && given.has(TransactionColumn::UnitPrice) {
        return Err(source.refuse(
            "columns",
            "unit_price",
            "amount is given too: give either amount, or quantity and unit_price",
        ));
    }
    if given.has(TransactionColumn::UnitPrice) && !given.has(TransactionColumn::Quantity) {
        return Err(source.refuse(
            "columns",
            "unit_price",
            "a unit price needs a quantity: give --quantity (columns.quantity) too",
        ));
    }
    let preset = preset.map(|name| preset_named(&name, source)).transpose()?;
    let choice = Choice::check(&given, preset.map(|preset| preset.columns), source)?;
    let channels = channels.unwrap_or_else(|| CHANNELS.map(str::to_owned).to_vec());
    Ok(ColumnChoice { choice, channels })
}

fn preset_named(name: &str, source: &ConfigSource) -> Result<&'static Preset, ConfigError> {
    PRESETS.iter().find(|preset| preset.name == name).ok_or_else(|| {
        let known = listed(PRESETS.iter().map(|p| p.name));
        source.refuse("columns", "preset", format!("'{name}' is no preset: use one of {known}"))
    })
}

/// The events' columns as named.
pub(super) fn events(
    raw: RawEventColumns,
    source: &ConfigSource,
) -> Result<Choice<EventColumn>, ConfigError> {
    let RawEventColumns { customer_id, timestamp, r#type, value } = raw;
    let given = named([
        (EventColumn::CustomerId, customer_id),
        (EventColumn::Timestamp, timestamp),
        (EventColumn::Type, r#type),
        (EventColumn::Value, value),
    ]);
    Choice::check(&given, None, source)
}

/// The customers' columns as named.
pub(super) fn customers(
    raw: RawCustomerColumns,
    source: &ConfigSource,
) -> Result<Choice<CustomerColumn>, ConfigError> {
    let RawCustomerColumns {
        customer_id,
        email,
        phone,
        first_name,
        last_name,
        country,
        postcode,
        signup_date,
        consent_email,
        consent_phone,
        suppression_reason,
        acquisition_channel,
    } = raw;
    let given = named([
        (CustomerColumn::CustomerId, customer_id),
        (CustomerColumn::Email, email),
        (CustomerColumn::Phone, phone),
        (CustomerColumn::FirstName, first_name),
        (CustomerColumn::LastName, last_name),
        (CustomerColumn::Country, country),
        (CustomerColumn::Postcode, postcode),
        (CustomerColumn::SignupDate, signup_date),
        (CustomerColumn::ConsentEmail, consent_email),
        (CustomerColumn::ConsentPhone, consent_phone),
        (CustomerColumn::SuppressionReason, suppression_reason),
        (CustomerColumn::AcquisitionChannel, acquisition_channel),
    ]);
    Choice::check(&given, None, source)
}

fn named<C: crate::ingest::TableColumn, const N: usize>(
    given: [(C, Option<String>); N],
) -> ColumnMap<C, String> {
    given.into_iter().filter_map(|(column, name)| Some((column, name?))).collect()
}
