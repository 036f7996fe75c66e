//! What was taken for what: how each column of a table came to its name, and which columns of the files
//! could play a part that nobody plays.

use super::similar::is_similar;
use crate::ingest::{ColumnMap, TableColumn, normalised};
use serde::Serialize;

/// How a column came to its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// The user named it.
    Named,
    /// The preset lays it down.
    Preset,
    /// It goes by a well-known name.
    Recognised,
    /// It is the first of several that go by well-known names side by side.
    FirstOfSeveral,
    /// It is the address, by which people are known where no column says otherwise.
    Address,
}

impl How {
    /// The word for tables and logs.
    pub fn word(self) -> &'static str {
        match self {
            How::Named => "named",
            How::Preset => "by the preset",
            How::Recognised => "recognised",
            How::FirstOfSeveral => "recognised, first of several",
            How::Address => "the address, as nothing else says who",
        }
    }
}

/// A part that no column plays, and those that may be meant for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsure<C> {
    /// The part.
    pub column: C,
    /// Columns of the files.
    pub candidates: Vec<String>,
    /// Whether each goes by a well-known name; otherwise the names are only like one.
    pub well_known: bool,
}

impl<C: TableColumn> Unsure<C> {
    /// What was left open and how to settle it, in one sentence.
    pub fn message(&self) -> String {
        let key = self.column.spec().key;
        let candidates: Vec<String> = self.candidates.iter().map(|c| format!("'{c}'")).collect();
        let option = self.column.option();
        let candidates = candidates.join(", ");
        if self.well_known {
            format!(
                "no column is taken for {key}: it could be {candidates}; say which with {option}"
            )
        } else {
            format!(
                "no column is taken for {key}: {candidates} may be meant; name it with {option}"
            )
        }
    }
}

/// Shortest well-known name that is looked for inside of other names: `ts` stands in many.
const SHORTEST: usize = 5;

/// Columns that nobody has taken and whose names are like one that a part goes by.
pub(super) fn near_misses<C: TableColumn>(
    column: C,
    mapping: &ColumnMap<C, String>,
    available: &[String],
) -> Vec<String> {
    let spec = column.spec();
    let own = normalised(spec.key);
    let known = |name: &str| {
        let like = |known: &str| {
            known.len() >= SHORTEST
                && (name.starts_with(known) || name.ends_with(known) || is_similar(name, known))
        };
        like(&own) || spec.aliases.iter().any(|alias| like(alias))
    };
    let is_free = |name: &&String| !mapping.is_mapped(name);
    let is_near = |name: &&String| known(&normalised(name.rsplit('.').next().unwrap_or(name)));
    available.iter().filter(is_free).filter(is_near).cloned().collect()
}
