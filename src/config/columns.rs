//! The three tables' parts: raw names become choices, choices become the mappings that `ingest` reads.
//!
//! One type per table; how a part finds its column is in `choice`.

use super::choice::{Choice, Recognised, listed, missing};
use super::error::ConfigError;
use super::parts::{CUSTOMER_PARTS, EVENT_PARTS, PRESETS, Preset, TRANSACTION_PARTS};
use super::raw::{RawColumns, RawCustomerColumns, RawEventColumns};
use super::source::ConfigSource;
use crate::ingest::{AmountMapping, CustomerMapping, EventMapping, TransactionMapping};
use std::path::Path;

/// Parts of the transactions as the user named them.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnChoice {
    choice: Choice,
    /// Channels that get a feature of their own.
    pub channels: Vec<String>,
}

/// The transactions' columns, settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransactionColumns {
    /// For reading.
    pub mapping: TransactionMapping,
    /// Only looked at for mixed currencies.
    pub currency: Option<String>,
    /// What was not named.
    pub recognised: Recognised,
}

impl ColumnChoice {
    pub(super) fn check(raw: RawColumns, source: &ConfigSource) -> Result<Self, ConfigError> {
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
        if amount.is_some() && unit_price.is_some() {
            return Err(source.refuse(
                "columns",
                "unit_price",
                "amount is given too: give either amount, or quantity and unit_price",
            ));
        }
        if unit_price.is_some() && quantity.is_none() {
            return Err(source.refuse(
                "columns",
                "unit_price",
                "a unit price needs a quantity: give --quantity (columns.quantity) too",
            ));
        }
        let values = vec![
            ("customer_id", customer_id),
            ("timestamp", timestamp),
            ("amount", amount),
            ("quantity", quantity),
            ("unit_price", unit_price),
            ("order_id", order_id),
            ("category", category),
            ("product_id", product_id),
            ("channel", channel),
            ("discount", discount),
            ("return_flag", return_flag),
            ("currency", currency),
        ];
        let preset = preset.map(|name| preset_named(&name, source)).transpose()?;
        let choice = Choice::check("columns", TRANSACTION_PARTS, preset, values, source)?;
        let default = ["web", "app", "store", "phone", "marketplace"];
        Ok(Self {
            choice,
            channels: channels.unwrap_or_else(|| default.map(str::to_owned).to_vec()),
        })
    }

    /// Settles the parts for the columns that the files have; `path` is for messages.
    pub fn settle(
        &self,
        available: &[String],
        path: &Path,
    ) -> Result<TransactionColumns, ConfigError> {
        let (mut settled, recognised) = self.choice.settle(available, path)?;
        let mut take = |key: &str| settled.remove(key);
        let need = |column: Option<String>, part: &str, flags: &str| {
            column.ok_or_else(|| missing(part, flags, available, path))
        };
        let quantity = take("quantity");
        let amount = match (take("amount"), take("unit_price")) {
            (Some(column), _) => AmountMapping::Column(column),
            (None, Some(unit_price)) if quantity.is_some() => {
                let quantity = need(quantity.clone(), "quantity", "--quantity")?;
                AmountMapping::QuantityTimesUnitPrice { quantity, unit_price }
            }
            (None, _) => {
                let flags = "--amount (or --quantity and --unit-price)";
                return Err(missing("amount", flags, available, path));
            }
        };
        Ok(TransactionColumns {
            mapping: TransactionMapping {
                customer_id: need(take("customer_id"), "customer_id", "--customer-id")?,
                timestamp: need(take("timestamp"), "timestamp", "--timestamp")?,
                amount,
                order_id: take("order_id"),
                quantity,
                product_id: take("product_id"),
                category: take("category"),
                channel: take("channel"),
                discount: take("discount"),
                return_flag: take("return_flag"),
            },
            currency: take("currency"),
            recognised,
        })
    }
}

fn preset_named(name: &str, source: &ConfigSource) -> Result<&'static Preset, ConfigError> {
    PRESETS.iter().find(|preset| preset.name == name).ok_or_else(|| {
        let known = listed(PRESETS.iter().map(|p| p.name));
        source.refuse("columns", "preset", format!("'{name}' is no preset: use one of {known}"))
    })
}

/// Parts of the events as the user named them.
#[derive(Debug, Clone, PartialEq)]
pub struct EventColumnChoice(Choice);

impl EventColumnChoice {
    pub(super) fn check(raw: RawEventColumns, source: &ConfigSource) -> Result<Self, ConfigError> {
        let RawEventColumns { customer_id, timestamp, r#type, value } = raw;
        let values = vec![
            ("customer_id", customer_id),
            ("timestamp", timestamp),
            ("type", r#type),
            ("value", value),
        ];
        Choice::check("event_columns", EVENT_PARTS, None, values, source).map(Self)
    }

    /// Settles the parts for the columns that the files have.
    pub fn settle(
        &self,
        available: &[String],
        path: &Path,
    ) -> Result<(EventMapping, Recognised), ConfigError> {
        let (mut settled, recognised) = self.0.settle(available, path)?;
        let mut need = |part: &str| {
            let key = format!("event_columns.{part}");
            settled.remove(part).ok_or_else(|| missing(part, &key, available, path))
        };
        let mapping = EventMapping {
            customer_id: need("customer_id")?,
            timestamp: need("timestamp")?,
            kind: need("type")?,
            value: settled.remove("value"),
        };
        Ok((mapping, recognised))
    }
}

/// Parts of the customers as the user named them.
#[derive(Debug, Clone, PartialEq)]
pub struct CustomerColumnChoice(Choice);

impl CustomerColumnChoice {
    pub(super) fn check(
        raw: RawCustomerColumns,
        source: &ConfigSource,
    ) -> Result<Self, ConfigError> {
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
        let values = vec![
            ("customer_id", customer_id),
            ("email", email),
            ("phone", phone),
            ("first_name", first_name),
            ("last_name", last_name),
            ("country", country),
            ("postcode", postcode),
            ("signup_date", signup_date),
            ("consent_email", consent_email),
            ("consent_phone", consent_phone),
            ("suppression_reason", suppression_reason),
            ("acquisition_channel", acquisition_channel),
        ];
        Choice::check("customer_columns", CUSTOMER_PARTS, None, values, source).map(Self)
    }

    /// Settles the parts for the columns that the files have.
    pub fn settle(
        &self,
        available: &[String],
        path: &Path,
    ) -> Result<(CustomerMapping, Recognised), ConfigError> {
        let (mut settled, recognised) = self.0.settle(available, path)?;
        let mut take = |part: &str| settled.remove(part);
        let key = "customer_columns.customer_id";
        let mapping = CustomerMapping {
            customer_id: take("customer_id")
                .ok_or_else(|| missing("customer_id", key, available, path))?,
            email: take("email"),
            phone: take("phone"),
            first_name: take("first_name"),
            last_name: take("last_name"),
            country: take("country"),
            postcode: take("postcode"),
            signup_date: take("signup_date"),
            consent_email: take("consent_email"),
            consent_phone: take("consent_phone"),
            suppression_reason: take("suppression_reason"),
            acquisition_channel: take("acquisition_channel"),
        };
        Ok((mapping, recognised))
    }
}
