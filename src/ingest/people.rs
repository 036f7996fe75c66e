//! Customers by their e-mail addresses: an event known by an address is its customer's.
//!
//! Sending tools know people by addresses, tills and shops by numbers; the customers table knows both. An address of
//! several customers is nobody's in particular, and its events stay apart.

use super::by_hash::ByHash;
use super::meaning::address::email_key;
use super::source::{RowGroup, Source};
use super::text::{DictionaryMemory, IdColumn};
use super::who::{Who, WhoMemory};
use super::{ColumnMap, CustomerColumn, Forms, IngestError, TableColumn, normalised, type_in};
use crate::table::cast::large_texts;
use crate::table::{Files, Footer};
use arrow_array::Array;
use parquet::file::statistics::Statistics;
use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

/// The identifiers of the customers table, by hashes of addresses.
#[derive(Debug, Default)]
pub struct People(ByHash<Option<String>>);

/// Whether a table's identifiers are e-mail addresses, by the column's name or by the files' statistics: in some rows
/// where `in_some`, else in all.
pub(crate) fn knows_by_address<C: TableColumn>(
    files: &Files,
    mapping: &ColumnMap<C, String>,
    forms: &Forms,
    id: C,
    in_some: bool,
) -> Result<bool, IngestError> {
    if normalised(mapping.name(id)).contains("mail") {
        return Ok(true);
    }
    // Where identifiers are missing the addresses say who it is.
    if in_some && any_lacks(files, mapping, id) {
        return Ok(true);
    }
    let source = Source::open(files, mapping, forms, |column| column == id)?;
    let has_address = |at: RowGroup| {
        let Some(Statistics::ByteArray(known)) = source.statistics(at, id) else { return false };
        let is_address = |end: Option<&parquet::data_type::ByteArray>| {
            end.is_some_and(|text| text.data().contains(&b'@'))
        };
        let ends = [known.min_opt(), known.max_opt()].map(is_address);
        if in_some { ends.contains(&true) } else { ends == [true, true] }
    };
    let mut groups = source.row_groups().into_iter();
    Ok(if in_some { groups.any(has_address) } else { groups.next().is_some_and(has_address) })
}

/// Whether a file has no column of a name that others have.
pub(super) fn any_lacks<C: TableColumn>(
    files: &Files,
    mapping: &ColumnMap<C, String>,
    column: C,
) -> bool {
    let name = mapping.name(column);
    let has = |footer: &Footer| type_in(footer, name).is_some();
    files.footers.iter().any(has) && !files.footers.iter().all(has)
}

impl People {
    /// Of a customers table; nobody where it has no addresses beside its identifiers.
    pub(crate) fn read(
        files: &Files,
        mapping: &ColumnMap<CustomerColumn, String>,
        forms: &Forms,
    ) -> Result<Self, IngestError> {
        let (id, email) = (CustomerColumn::CustomerId, CustomerColumn::Email);
        if !mapping.has(email) || mapping.get(id) == mapping.get(email) {
            return Ok(Self::default());
        }
        let source = Source::open(files, mapping, forms, |column| column == id || column == email)?;
        let who = Who::by(forms);
        let read = |at: RowGroup| pairs(&source, &who, at);
        let pairs: Vec<Vec<(u64, String)>> =
            source.row_groups().into_par_iter().map(read).collect::<Result<_, _>>()?;
        let mut people = ByHash::default();
        for (address, id) in pairs.into_iter().flatten() {
            let known = people.entry(address).or_insert_with(|| Some(id.clone()));
            if known.as_ref().is_some_and(|known| *known != id) {
                *known = None;
            }
        }
        Ok(Self(people))
    }

    /// Whether nobody is known.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whose an address is.
    pub(super) fn id_of(&self, address: &str) -> Option<&str> {
        let key = email_key(address)?;
        self.0.get(&xxh3_64(key.as_bytes()))?.as_deref()
    }
}

/// Addresses with identifiers of a row group.
fn pairs(source: &Source, who: &Who, at: RowGroup) -> Result<Vec<(u64, String)>, IngestError> {
    let (id, email) = (CustomerColumn::CustomerId, CustomerColumn::Email);
    let (batches, positions) = source.read(at)?;
    let (mut memory, mut known) = (DictionaryMemory::default(), WhoMemory::default());
    let mut found = Vec::new();
    for batch in batches {
        let batch = batch?;
        let (Some(ids), Some(addresses)) = (positions.of(id), positions.of(email)) else {
            continue;
        };
        let ids = IdColumn::decode(batch.column(ids), &mut memory, source.place(at.file, id))?;
        let ids = who.read(ids, &mut known);
        let place = source.place(at.file, email);
        let addresses = large_texts(batch.column(addresses)).map_err(|e| place.unreadable(&e))?;
        for row in
            (0..addresses.len()).filter(|&row| ids.is_present(row) && addresses.is_valid(row))
        {
            if let Some(key) = email_key(addresses.value(row)) {
                found.push((xxh3_64(key.as_bytes()), ids.id(row).to_string()));
            }
        }
    }
    Ok(found)
}
