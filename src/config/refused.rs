//! Columns that are not found: what is said, and what to do about it.

use super::error::{ConfigError, Origin};
use super::presets::Preset;
use super::taken::near_misses;
use crate::ingest::names::reads_like_money;
use crate::ingest::{ColumnMap, TableColumn, normalised};
use std::path::Path;

/// What refusals of a table's columns say beside the column itself.
pub(super) struct Refused<'a, C: 'static> {
    pub available: &'a [String],
    pub path: &'a Path,
    pub suggested: Option<&'static Preset<C>>,
}

impl<C: TableColumn> Refused<'_, C> {
    pub(super) fn several(&self, column: C, found: &[String]) -> ConfigError {
        let key = column.spec().key;
        let found = listed(found.iter().map(String::as_str));
        let how = how_to_name(column);
        self.because(format!("{key} could be any of {found}: say which with {how}"))
    }

    pub(super) fn missing(&self, column: C, mapping: &ColumnMap<C, String>) -> ConfigError {
        let near = self.near_amounts(column, mapping);
        let near = if near.is_empty() {
            String::new()
        } else {
            format!(" ({} may be meant)", listed(near.iter().map(String::as_str)))
        };
        let how = match C::PRODUCT {
            Some((product, [units, price])) if product == column => format!(
                "{} (or {} and {}; \"none\" if no column tells of money) or in winback.toml",
                product.option(),
                units.option(),
                price.option()
            ),
            _ => how_to_name(column),
        };
        self.because(format!(
            "no column is named or recognised as {}; it has {}{near}: name one with {how}",
            column.spec().key,
            listed(self.available.iter().map(String::as_str))
        ))
    }

    /// Columns whose names are like one that a part goes by; for amounts, like one of prices too.
    pub(super) fn near_amounts(&self, column: C, mapping: &ColumnMap<C, String>) -> Vec<String> {
        let price = C::PRODUCT.filter(|(product, _)| *product == column);
        let price = price.map(|(_, [_, price])| price);
        let parts = std::iter::once(column).chain(price);
        let mut near: Vec<String> =
            parts.flat_map(|part| near_misses(part, mapping, self.available)).collect();
        let is_free = |name: &&String| !mapping.is_mapped(name);
        let of_money = self.available.iter().filter(|name| reads_like_money(name)).filter(is_free);
        for name in of_money.filter(|_| price.is_some()) {
            if !near.contains(name) {
                near.push(name.clone());
            }
        }
        near
    }

    fn because(&self, message: String) -> ConfigError {
        let suggested = self.suggested.map(|preset| format!("; {}", preset.suggestion()));
        let message = message + &suggested.unwrap_or_default();
        ConfigError::Columns { path: self.path.to_owned(), message }
    }
}

impl<C: TableColumn> Preset<C> {
    /// That a table has its columns, and how to set it.
    pub fn suggestion(&self) -> String {
        format!("these are the columns of the preset {}: set it with {}", self.name, self.option())
    }

    /// How it is set.
    pub fn option(&self) -> String {
        let (name, section) = (self.name, C::SECTION);
        if C::HAS_FLAGS {
            format!("--preset {name}")
        } else {
            format!("{section}.preset = \"{name}\" in winback.toml")
        }
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

pub(super) fn not_there(
    column: &str,
    origin: &Origin,
    available: &[String],
    path: &Path,
) -> ConfigError {
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

pub(super) fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.collect();
    if names.is_empty() { "no columns".to_owned() } else { names.join(", ") }
}
