//! How parts and columns find each other: named by the user, laid down by a preset, or recognised.
//!
//! What is named is used or refused, never replaced. Required parts that are not named are
//! recognised by well-known names if exactly one column fits. Optional parts are recognised only
//! where no part at all is named: who maps three columns wants three. What was recognised is
//! returned, so that the log can say so. The tables of names are in `parts`.

use super::error::{ConfigError, Origin};
use super::parts::{Part, Preset, normalised};
use super::source::ConfigSource;
use std::collections::BTreeMap;
use std::path::Path;

/// Part → column that was recognised without being named.
pub type Recognised = Vec<(&'static str, String)>;

/// Parts named for one table.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Choice {
    parts: &'static [Part],
    named: BTreeMap<&'static str, (String, Origin)>,
    preset: Option<&'static Preset>,
}

impl Choice {
    pub(super) fn check(
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
    pub(super) fn settle(
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

pub(super) fn missing(part: &str, flags: &str, available: &[String], path: &Path) -> ConfigError {
    ConfigError::Columns {
        path: path.to_owned(),
        message: format!(
            "no column is named or recognised as {part}; it has {}: name one with {flags} or in \
             winback.toml",
            listed(available.iter().map(String::as_str))
        ),
    }
}

pub(super) fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.collect();
    if names.is_empty() { "no columns".to_owned() } else { names.join(", ") }
}
