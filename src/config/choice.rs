//! How a table's columns are found in the files: named by the user, laid down by a preset, or recognised.
//!
//! What is named is used or refused, never replaced. Required columns that are not named are
//! recognised by well-known names if exactly one column fits. Optional ones are recognised only
//! where no column at all is named: who maps three columns wants three. What was recognised is
//! returned, so that the log can say so. The names are with the columns, in `ingest`; presets in
//! `presets`.

use super::error::{ConfigError, Origin};
use super::source::ConfigSource;
use crate::ingest::{ColumnMap, DateReading, DecimalMark, Forms, IdRules, TableColumn, normalised};
use crate::time::Zone;
use std::path::Path;

/// Which column of the files plays which part, resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved<C> {
    /// The columns' names in the files; the required ones are all there.
    pub mapping: ColumnMap<C, String>,
    /// Those among them that nobody named.
    pub recognised: Vec<C>,
}

/// For each column of a layout the names it is known by; the first that is there counts.
pub(super) type Layout<C> = &'static [(C, &'static [&'static str])];

/// How a table's values are written, as far as the user says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct WrittenAs {
    pub dates: DateReading,
    pub decimal: Option<DecimalMark>,
}

/// Columns of one table as the user named them.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice<C: 'static> {
    named: ColumnMap<C, (String, Origin)>,
    preset: Option<Layout<C>>,
    written_as: WrittenAs,
}

impl<C: TableColumn> Choice<C> {
    /// Refuses empty names, and a name that is given to two columns.
    pub(super) fn check(
        given: &ColumnMap<C, String>,
        preset: Option<Layout<C>>,
        written_as: WrittenAs,
        source: &ConfigSource,
    ) -> Result<Self, ConfigError> {
        let mut named = ColumnMap::<C, (String, Origin)>::default();
        for (column, name) in given.iter() {
            let key = column.spec().key;
            if name.is_empty() {
                return Err(source.refuse(C::SECTION, key, "the column's name is empty"));
            }
            if let Some((other, (_, at))) = named.iter().find(|(_, (taken, _))| taken == name) {
                let other = other.spec().key;
                return Err(source.refuse(
                    C::SECTION,
                    key,
                    format!(
                        "column '{name}' already plays {other} ({at}): a column plays one part"
                    ),
                ));
            }
            named.insert(column, (name.clone(), source.origin(C::SECTION, key)));
        }
        Ok(Self { named, preset, written_as })
    }

    /// How the table's values are written, with wall times of a zone.
    pub fn forms(&self, zone: &Zone) -> Forms {
        let WrittenAs { dates, decimal } = self.written_as.clone();
        Forms { zone: zone.clone(), dates, decimal, ids: IdRules::default() }
    }

    /// Finds each column among those that the files have; `path` is for messages.
    pub fn resolve(&self, available: &[String], path: &Path) -> Result<Resolved<C>, ConfigError> {
        let mut mapping = ColumnMap::<C, String>::default();
        for (column, (name, origin)) in self.named.iter() {
            if !available.contains(name) {
                return Err(not_there(name, origin, available, path));
            }
            mapping.insert(column, name.clone());
        }
        let mut recognised = Vec::new();
        for &column in C::ALL {
            if mapping.has(column) || self.is_replaced(column, &mapping) {
                continue;
            }
            let found = match self.preset {
                Some(preset) => from_preset(preset, column, available),
                None if column.spec().required
                    || self.named.is_empty()
                    || is_factor(column, &mapping) =>
                {
                    recognise(column, available, path)?
                }
                None => None,
            };
            let taken = |name: &String| mapping.iter().any(|(_, taken)| taken == name);
            let Some(name) = found.filter(|name| !taken(name)) else { continue };
            mapping.insert(column, name);
            recognised.push(column);
        }
        for &column in C::ALL {
            let is_product = C::PRODUCT.is_some_and(|(product, factors)| {
                product == column && factors.into_iter().all(|factor| mapping.has(factor))
            });
            if column.spec().required && !mapping.has(column) && !is_product {
                return Err(missing(column, available, path));
            }
        }
        Ok(Resolved { mapping, recognised })
    }

    /// An amount is not looked for where its price is named, nor a price where the amount is there.
    fn is_replaced(&self, column: C, mapping: &ColumnMap<C, String>) -> bool {
        C::PRODUCT.is_some_and(|(product, [_, price])| {
            (column == product && self.named.has(price))
                || (column == price && mapping.has(product))
        })
    }
}

/// Where there is no amount, its factors are as required as it would be.
fn is_factor<C: TableColumn>(column: C, mapping: &ColumnMap<C, String>) -> bool {
    C::PRODUCT.is_some_and(|(product, factors)| factors.contains(&column) && !mapping.has(product))
}

fn from_preset<C: TableColumn>(
    layout: Layout<C>,
    column: C,
    available: &[String],
) -> Option<String> {
    let (_, names) = layout.iter().find(|(known, _)| *known == column)?;
    names.iter().find(|name| available.iter().any(|a| a == *name)).map(|name| (*name).to_owned())
}

/// The one column that goes by the column's own key, else by a well-known name.
fn recognise<C: TableColumn>(
    column: C,
    available: &[String],
    path: &Path,
) -> Result<Option<String>, ConfigError> {
    let spec = column.spec();
    let own = normalised(spec.key);
    let by_own: Vec<&String> = available.iter().filter(|a| normalised(a) == own).collect();
    let found = if by_own.is_empty() {
        let known = |name: &&String| spec.aliases.contains(&normalised(name).as_str());
        available.iter().filter(known).collect()
    } else {
        by_own
    };
    match found[..] {
        [] => Ok(None),
        [one] => Ok(Some(one.clone())),
        // An optional column that could be several is left out rather than guessed.
        _ if !spec.required => Ok(None),
        _ => Err(ConfigError::Columns {
            path: path.to_owned(),
            message: format!(
                "{} could be any of {}: say which with {}",
                spec.key,
                listed(found.iter().map(|c| c.as_str())),
                how_to_name(column)
            ),
        }),
    }
}

/// What a user writes to name a column.
fn how_to_name<C: TableColumn>(column: C) -> String {
    let option = column.option();
    if C::HAS_FLAGS {
        format!("{option} or in winback.toml")
    } else {
        format!("{option} in winback.toml")
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

fn missing<C: TableColumn>(column: C, available: &[String], path: &Path) -> ConfigError {
    let how = match C::PRODUCT {
        Some((product, [units, price])) if product == column => format!(
            "{} (or {} and {}) or in winback.toml",
            product.option(),
            units.option(),
            price.option()
        ),
        _ => how_to_name(column),
    };
    ConfigError::Columns {
        path: path.to_owned(),
        message: format!(
            "no column is named or recognised as {}; it has {}: name one with {how}",
            column.spec().key,
            listed(available.iter().map(String::as_str))
        ),
    }
}

pub(super) fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.collect();
    if names.is_empty() { "no columns".to_owned() } else { names.join(", ") }
}
