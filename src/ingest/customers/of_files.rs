//! What the files and columns of the table say of contact, before rows of one customer become one.

use super::merge::Rows;
use super::notes::{NotedNames, unknown_states, unused};
use super::read::Reader;
use crate::ingest::IdSample;
use crate::ingest::refusals::{
    Alias, Beside, IdsAlone, PersonsAnswer, Record, RefusalColumn, lists_beside,
};
use crate::table::{DataFile, Files};

/// What is known of all files together.
pub(super) struct OfFiles {
    /// Columns that say no by their names, with the rows that they refuse.
    pub refusal_columns: Vec<(RefusalColumn, u64)>,
    /// Lists of those who said no of which nobody can tell whose any row is.
    pub unread_lists: Vec<String>,
    /// Files that say by identifiers alone who has said no.
    pub ids_alone: Vec<IdsAlone>,
    /// What is to be said of names.
    pub names: NotedNames,
}

impl OfFiles {
    /// Of all pieces of all files.
    pub(super) fn of(
        files: &Files,
        pieces: &[Rows],
        reader: Reader<'_>,
        beside: &Beside<'_>,
    ) -> Self {
        let Reader { nos, refusing_files, mapping, .. } = reader;
        let named_files = files.iter().map(|(file, _)| file.relative.clone());
        let refusing = named_files.zip(refusing_files).filter(|(_, says_no)| *says_no);
        let names = NotedNames {
            refusing_files: refusing.map(|(name, _)| name).collect(),
            unused: unused(&nos, mapping),
            unknown_states: unknown_states(&nos),
            never: beside.never.iter().map(|(name, _)| name.clone()).collect(),
        };
        let unread = unread_lists(pieces, files).into_iter();
        Self {
            refusal_columns: named(nos, pieces),
            unread_lists: unread.chain(lists_beside(files, &beside.names.are_none)).collect(),
            ids_alone: ids_alone(pieces, files),
            names,
        }
    }
}

/// The columns that say no by their names, with the rows that they refuse.
fn named(columns: Vec<RefusalColumn>, parts: &[Rows]) -> Vec<(RefusalColumn, u64)> {
    let rows = |k: usize| parts.iter().filter_map(|part| part.refused_by.get(k)).sum();
    let all = columns.into_iter().enumerate().map(|(k, column)| (column, rows(k)));
    all.filter(|(column, _)| column.is_named()).collect()
}

/// The lists of those who said no of which nobody can tell whose any row is.
fn unread_lists(pieces: &[Rows], files: &Files) -> Vec<String> {
    let lists = || pieces.iter().filter_map(|piece| piece.of_list);
    let is_unread = |(at, _): &(usize, (&DataFile, _))| {
        lists().any(|list| list.file == *at)
            && lists().filter(|list| list.file == *at).all(|list| list.named == 0)
    };
    files.iter().enumerate().filter(is_unread).map(|(_, (file, _))| file.relative.clone()).collect()
}

/// The files that say by identifiers alone who has said no.
fn ids_alone(pieces: &[Rows], files: &Files) -> Vec<IdsAlone> {
    if files.footers.len() < 2 {
        return Vec::new();
    }
    let rows = || {
        pieces.iter().flat_map(|piece| {
            let record = |record: &Record| {
                (piece.file, record.keys, (record.says | record.refuses).is_any())
            };
            let said = |said: &PersonsAnswer| (piece.file, said.keys, said.answered.no().is_any());
            piece.records.iter().map(record).chain(piece.said.iter().map(said))
        })
    };
    let of_file = |(at, (file, _)): (usize, (&DataFile, _))| {
        let mut sample = IdSample::default();
        let of_it = pieces.iter().filter(|piece| piece.file == at);
        of_it.for_each(|piece| sample.merge(&piece.refusing_ids));
        (file.relative.clone(), sample)
    };
    let other_ids = |piece: &Rows| -> Vec<(usize, Alias)> {
        piece.aliases.iter().map(|alias| (piece.file, *alias)).collect()
    };
    let other_ids: Vec<(usize, Alias)> = pieces.iter().flat_map(other_ids).collect();
    IdsAlone::among(rows, &other_ids, files.iter().enumerate().map(of_file))
}
