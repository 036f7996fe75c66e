//! What a person should hear of the customers table: findings say it, and nothing is decided by it.
//!
//! Made in one place, when all rows are read and merged.

use super::merge::Rows;
use super::shared::SharedAddress;
use crate::ingest::meaning::further_addresses::further_address;
use crate::ingest::refusals::{RefusalColumn, WordCount, Words};
use crate::ingest::{ColumnMap, CustomerColumn};

/// What was found in the table.
#[derive(Debug)]
pub(crate) struct CustomerNotes {
    /// What its names say.
    pub names: NotedNames,
    /// Addresses and numbers of so many customers that they are nobody's; none of these has them in the table.
    pub shared: Vec<SharedAddress>,
    /// Customers of whose rows none is the current version: deleted.
    pub gone: usize,
    /// Customers of whose rows some give consent to e-mail and others refuse it.
    pub contradicting: usize,
    /// Rows that say no of nobody: neither an identifier nor an address can be read.
    pub nameless_nos: u64,
    /// Words of consent that are not understood: no consent.
    pub words: Vec<WordCount>,
    /// Cells of columns that say no that are not understood: a no.
    pub doubts: Vec<WordCount>,
}

/// What is to be said of columns and files.
#[derive(Debug)]
pub(crate) struct NotedNames {
    /// Files that say no by their names, of everybody in them.
    pub refusing_files: Vec<String>,
    /// Columns that play no part and whose names say nothing of contact.
    pub unused: Vec<String>,
    /// Words of states and permissions that are not understood: they say nothing.
    pub unknown_states: Vec<WordCount>,
    /// Columns of times of a no that say "never" in every row.
    pub never: Vec<String>,
}

/// What merging customers tells beside the customers.
pub(super) struct Merged {
    pub shared: Vec<SharedAddress>,
    pub gone: usize,
    pub contradicting: usize,
}

impl CustomerNotes {
    /// Of all parts of the table.
    pub(super) fn of(parts: &[Rows], names: NotedNames, merged: Merged) -> Self {
        let Merged { shared, gone, contradicting } = merged;
        Self {
            names,
            shared,
            gone,
            contradicting,
            nameless_nos: parts.iter().map(|part| part.nameless_nos).sum(),
            words: counted(parts.iter().map(|part| &part.words)),
            doubts: counted(parts.iter().map(|part| &part.doubts)),
        }
    }
}

fn counted<'a>(parts: impl Iterator<Item = &'a Words>) -> Vec<WordCount> {
    let mut all = Words::default();
    parts.for_each(|words| all.merge(words.clone()));
    all.counts()
}

/// The columns that play no part: of these no cell can be more than clear words.
pub(super) fn unused(
    nos: &[RefusalColumn],
    mapping: &ColumnMap<CustomerColumn, String>,
) -> Vec<String> {
    let is_part = |name: &String| mapping.is_mapped(name);
    let names = nos.iter().filter(|column| !column.is_named()).map(|column| &column.name);
    names.filter(|name| !is_part(name) && further_address(name).is_none()).cloned().collect()
}

/// The words of states and permissions that nobody knows.
pub(super) fn unknown_states(nos: &[RefusalColumn]) -> Vec<WordCount> {
    let mut words = Words::default();
    for column in nos {
        column.unknown.iter().for_each(|(word, rows)| words.add(&column.name, word, *rows));
    }
    words.counts()
}
