//! Which column plays which part: named by the user, laid down by a preset, or recognised.
//!
//! What is named is used or refused, never replaced. Required parts that are not named are
//! recognised by well-known names if exactly one column fits. Optional parts are recognised only
//! where no part at all is named: who maps three columns wants three. What was recognised is
//! returned, so that the log can say so.

use super::error::{ConfigError, Origin};
use super::parts::{
    CUSTOMER_PARTS, EVENT_PARTS, PRESETS, Part, Preset, TRANSACTION_PARTS, normalised,
};
use super::raw::{RawColumns, RawCustomerColumns, RawEventColumns};
use super::source::ConfigSource;
use crate::ingest::{AmountMapping, CustomerMapping, EventMapping, TransactionMapping};
use std::collections::BTreeMap;
use std::path::Path;

/// Part → column that was recognised without being named.
pub type Recognised = Vec<(&'static str, String)>;

/// Parts named for one table.
#[derive(Debug, Clone, PartialEq)]
struct Choice {
    parts: &'static [Part],
    named: BTreeMap<&'static str, (String, Origin)>,
    preset: Option<&'static Preset>,
}

impl Choice {
    fn check(
        section: &str,
        parts: &'static [Part],
        preset: Option<&'static Preset>,
        values: Vec<(&'static str, Option<String>)>,
        source: &ConfigSource,
    ) -> Result<Self, ConfigError> {
        let mut named = BTreeMap::<&'static str, (String, Origin)>::new();
        for (key, value) in values {
            let Some(column) = value else { continue };
            if column.is_empty() {
                return Err(source.refuse(section, key, "the column's name is empty"));
            }
            if let Some((other, (_, at))) = named.iter().find(|(_, (c, _))| *c == column) {
                return Err(source.refuse(
                    section,
                    key,
                    format!(
                        "column '{column}' already plays {other} ({at}): a column plays one part"
                    ),
                ));
            }
            named.insert(key, (column, source.origin(section, key)));
        }
        Ok(Self { parts, named, preset })
    }

    /// Part → column for the columns that are there.
    fn settle(
        &self,
        available: &[String],
        path: &Path,
    ) -> Result<(BTreeMap<&'static str, String>, Recognised), ConfigError> {
        let mut settled = BTreeMap::new();
        for (&key, (column, origin)) in &self.named {
            if !available.contains(column) {
                return Err(not_there(column, origin, available, path));
            }
            settled.insert(key, column.clone());
        }
        let mut recognised = Recognised::new();
        for part in self.parts {
            if settled.contains_key(part.key) || self.replaced(part.key, &settled) {
                continue;
            }
            let found = match self.preset {
                Some(preset) => from_preset(preset, part.key, available),
                None if part.required || self.named.is_empty() || is_factor(part, &settled) => {
                    recognise(part, available, path)?
                }
                None => None,
            };
            let Some(column) = found.filter(|c| !settled.values().any(|taken| taken == c)) else {
                continue;
            };
            settled.insert(part.key, column.clone());
            recognised.push((part.key, column));
        }
        Ok((settled, recognised))
    }

    /// An amount is not looked for where its factors are named, nor a price where the amount is.
    fn replaced(&self, key: &str, settled: &BTreeMap<&'static str, String>) -> bool {
        match key {
            "amount" => self.named.contains_key("unit_price"),
            "unit_price" => settled.contains_key("amount"),
            _ => false,
        }
    }
}

/// Where there is no amount, its factors are as required as it would be.
fn is_factor(part: &Part, settled: &BTreeMap<&'static str, String>) -> bool {
    matches!(part.key, "quantity" | "unit_price") && !settled.contains_key("amount")
}

fn from_preset(preset: &Preset, key: &str, available: &[String]) -> Option<String> {
    let (_, names) = preset.columns.iter().find(|(part, _)| *part == key)?;
    names.iter().find(|name| available.iter().any(|a| a == *name)).map(|name| (*name).to_owned())
}

/// The one column that goes by the part's own name, else by a well-known one.
fn recognise(
    part: &Part,
    available: &[String],
    path: &Path,
) -> Result<Option<String>, ConfigError> {
    let own = normalised(part.key);
    let by_own: Vec<&String> = available.iter().filter(|a| normalised(a) == own).collect();
    let found = if by_own.is_empty() {
        let known = |name: &&String| part.aliases.contains(&normalised(name).as_str());
        available.iter().filter(known).collect()
    } else {
        by_own
    };
    match found[..] {
        [] => Ok(None),
        [one] => Ok(Some(one.clone())),
        // An optional part that could be several columns is left out rather than guessed.
        _ if !part.required => Ok(None),
        _ => Err(ConfigError::Columns {
            path: path.to_owned(),
            message: format!(
                "{} could be any of {}: say which with --{} or in winback.toml",
                part.key,
                listed(found.iter().map(|c| c.as_str())),
                part.key.replace('_', "-")
            ),
        }),
    }
}

fn not_there(column: &str, origin: &Origin, available: &[String], path: &Path) -> ConfigError {
    let near = available.iter().find(|a| normalised(a) == normalised(column));
    let hint = near.map_or_else(String::new, |near| format!("; did you mean '{near}'?"));
    ConfigError::Value {
        origin: origin.clone(),
        message: format!(
            "no column '{column}' in {}, which has {}{hint}",
            path.display(),
            listed(available.iter().map(String::as_str))
        ),
    }
}

fn missing(part: &str, flags: &str, available: &[String], path: &Path) -> ConfigError {
    ConfigError::Columns {
        path: path.to_owned(),
        message: format!(
            "no column is named or recognised as {part}; it has {}: name one with {flags} or in \
             winback.toml",
            listed(available.iter().map(String::as_str))
        ),
    }
}

fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.collect();
    if names.is_empty() { "no columns".to_owned() } else { names.join(", ") }
}

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
