//! How a table's columns are found in the files: named by the user, laid down by a preset, or recognised.
//!
//! What is named is used or refused, never replaced; `none` is the name of no column. Columns that are not
//! named are recognised by well-known names if exactly one column fits, whatever else is named. What was
//! taken for what, and what could have been, is returned, so that it can be said. The names are with the
//! columns, in `ingest`; presets in `presets`.

use super::error::{ConfigError, Origin};
use super::source::ConfigSource;
use super::taken::{How, Unsure, near_misses};
use crate::ingest::{ColumnMap, DateReading, DecimalMark, Forms, TableColumn, normalised, trimmed};
use crate::time::Zone;
use std::path::Path;

/// Which column of the files plays which part, resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved<C> {
    /// The columns' names in the files; the required ones are all there.
    pub mapping: ColumnMap<C, String>,
    /// How each of them came to its name.
    pub taken: Vec<(C, How)>,
    /// Parts that no column plays although one may be meant for it.
    pub unsure: Vec<Unsure<C>>,
}

/// The name of no column, where no column is called so: the part is not played.
const NO_COLUMN: &str = "none";

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
        Forms { dates, decimal, ..Forms::usual(zone) }
    }

    /// Finds each column among those that the files have; `path` is for messages.
    pub fn resolve(&self, available: &[String], path: &Path) -> Result<Resolved<C>, ConfigError> {
        let mut mapping = ColumnMap::<C, String>::default();
        let mut taken = Vec::new();
        for (column, (name, origin)) in self.named.iter() {
            // A byte order mark before a name cannot be typed.
            let visible = || available.iter().find(|a| trimmed(a) == name.as_str());
            if let Some(name) = available.iter().find(|a| *a == name).or_else(visible) {
                mapping.insert(column, name.clone());
                taken.push((column, How::Named));
            } else if name != NO_COLUMN || column.spec().required {
                return Err(not_there(name, origin, available, path));
            }
        }
        let mut unsure = Vec::new();
        for &column in C::ALL {
            if self.named.has(column)
                || self.is_replaced(column, &mapping)
                || self.preset.is_none() && !column.fits(&mapping)
            {
                continue;
            }
            let is_free = |name: &String| mapping.iter().all(|(_, taken)| taken != name);
            let (found, how) = match self.preset {
                Some(preset) => {
                    (from_preset(preset, column, available).into_iter().collect(), How::Preset)
                }
                None => (well_known(column, available), How::Recognised),
            };
            let found: Vec<String> = found.into_iter().filter(is_free).collect();
            match &found[..] {
                [] => {}
                [name] => {
                    mapping.insert(column, name.clone());
                    taken.push((column, how));
                }
                _ if column.spec().required => return Err(several(column, &found, path)),
                // An optional column that could be several is left out rather than guessed.
                _ => unsure.push(Unsure { column, candidates: found, well_known: true }),
            }
        }
        for &column in C::ALL {
            let is_product = C::PRODUCT.is_some_and(|(product, factors)| {
                product == column && factors.into_iter().all(|factor| mapping.has(factor))
            });
            if column.spec().required && !mapping.has(column) && !is_product {
                return Err(missing(column, &mapping, available, path));
            }
        }
        if self.preset.is_none() {
            let is_open = |column: &C| {
                !mapping.has(*column)
                    && !self.named.has(*column)
                    && !self.is_replaced(*column, &mapping)
                    && unsure.iter().all(|known: &Unsure<C>| known.column != *column)
            };
            let open: Vec<C> = C::ALL.iter().copied().filter(is_open).collect();
            for column in open {
                let candidates = near_misses(column, &mapping, available);
                if !candidates.is_empty() {
                    unsure.push(Unsure { column, candidates, well_known: false });
                }
            }
        }
        Ok(Resolved { mapping, taken, unsure })
    }

    /// An amount is not looked for where its price is named, nor a price where the amount is there.
    fn is_replaced(&self, column: C, mapping: &ColumnMap<C, String>) -> bool {
        C::PRODUCT.is_some_and(|(product, [_, price])| {
            (column == product && self.named.has(price))
                || (column == price && mapping.has(product))
        })
    }
}

fn from_preset<C: TableColumn>(
    layout: Layout<C>,
    column: C,
    available: &[String],
) -> Option<String> {
    let (_, names) = layout.iter().find(|(known, _)| *known == column)?;
    names.iter().find(|name| available.iter().any(|a| a == *name)).map(|name| (*name).to_owned())
}

/// The columns that go by the column's own key, else those by a well-known name.
fn well_known<C: TableColumn>(column: C, available: &[String]) -> Vec<String> {
    let spec = column.spec();
    let own = normalised(spec.key);
    let by = |known: &dyn Fn(&str) -> bool| -> Vec<String> {
        available.iter().filter(|name| known(&normalised(name))).cloned().collect()
    };
    let by_own = by(&|name| name == own);
    if by_own.is_empty() { by(&|name| spec.aliases.contains(&name)) } else { by_own }
}

fn several<C: TableColumn>(column: C, found: &[String], path: &Path) -> ConfigError {
    ConfigError::Columns {
        path: path.to_owned(),
        message: format!(
            "{} could be any of {}: say which with {}",
            column.spec().key,
            listed(found.iter().map(String::as_str)),
            how_to_name(column)
        ),
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

fn missing<C: TableColumn>(
    column: C,
    mapping: &ColumnMap<C, String>,
    available: &[String],
    path: &Path,
) -> ConfigError {
    let near = near_misses(column, mapping, available);
    let near = if near.is_empty() {
        String::new()
    } else {
        format!(" ({} may be meant)", listed(near.iter().map(String::as_str)))
    };
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
            "no column is named or recognised as {}; it has {}{near}: name one with {how}",
            column.spec().key,
            listed(available.iter().map(String::as_str))
        ),
    }
}

pub(super) fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.collect();
    if names.is_empty() { "no columns".to_owned() } else { names.join(", ") }
}
