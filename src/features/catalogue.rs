//! What a feature is: its name, unit, one-line definition, and an independent SQL definition.
//!
//! The catalogue is the families' own lists put together, in a fixed order. It computes nothing.
//! Its version is a hash of every name and definition: a model remembers it and refuses another.

use crate::history::Columns;
use xxhash_rust::xxh3::Xxh3;

/// What a feature's number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// A whole number of things; written as Int64.
    Count,
    /// Fractional days.
    Days,
    /// The currency of the amounts.
    Money,
    /// A part of a whole, 0 to 1.
    Share,
    /// A quotient or other number without a unit.
    Ratio,
    /// 0 or 1; written as Int64.
    Flag,
    /// Events per day.
    PerDay,
}

impl Unit {
    /// Whether the values are whole numbers.
    pub fn is_integer(self) -> bool {
        matches!(self, Unit::Count | Unit::Flag)
    }
}

/// The table a feature's SQL aggregates over, one group per customer (see `features::sql`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// Transaction rows before `as_of`: `ts`, `day`, `amount`, `is_return`, `order_key`, …
    Rows,
    /// One row per order: `ts`, `day`, `value`, `discounted_value`, `n_rows`, `quantity`, `channel`, `n`.
    Orders,
    /// One row per gap between consecutive orders: `gap_days`, `n` (1 = the oldest).
    Gaps,
    /// Engagement events before `as_of`: `ts`, `kind`, `value`.
    Events,
}

/// The independent definition that tests hold the kernel against, and that Spark runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sql {
    /// An aggregate expression over a relation, grouped by customer.
    Aggregate(Relation, String),
    /// An expression over other features' names.
    Derived(String),
    /// A scalar subquery-like definition: the named common table (one row per customer with column
    /// `v`) is spelled out in full, for what one aggregate cannot say.
    Table(String),
    /// None: the number needs parameters fitted before `as_of` (see `value`).
    Model,
}

/// One feature's entry in the catalogue.
#[derive(Debug, Clone)]
pub struct Feature {
    /// Column name in every output.
    pub name: String,
    /// The family's name (its file).
    pub family: &'static str,
    /// What the number counts.
    pub unit: Unit,
    /// One line a person can read.
    pub definition: String,
    /// Independent definition.
    pub sql: Sql,
    /// Optional columns without which the feature cannot be computed.
    pub needs: Columns,
}

/// Hash of names, units and definitions: changes when the meaning of any feature changes.
pub fn version<'a>(features: impl IntoIterator<Item = &'a Feature>) -> String {
    let mut hash = Xxh3::new();
    for feature in features {
        hash.update(feature.name.as_bytes());
        hash.update(b"\0");
        hash.update(feature.definition.as_bytes());
        hash.update(b"\n");
    }
    format!("{:016x}", hash.digest())
}
