//! Whether customers' numbers are those of several people each, or people have several numbers, by what stands beside them:
//! numbers of stores that each begin at 1, and guests who get a new number with every order.
//!
//! Looked at in the first rows of a table; nothing is left out for it.

use super::columns::{Accepts, ColumnSpec};
use super::meaning::names::{holder_among, person_among, place_among};
use super::meaning::plain::squeeze;
use super::source::{BARE, Extra, RowGroup, Source};
use super::text::{DictionaryMemory, IdColumn};
use super::{ColumnMap, Forms, IngestError, TransactionColumn as Column};
use crate::table::Files;
use crate::table::cast::text_views;
use arrow_array::{Array, StringViewArray};
use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

static DETAIL: ColumnSpec = ColumnSpec { accepts: Accepts::Detail, ..BARE };

/// Rows that are looked at, about, at most.
const MOST_ROWS: u64 = 500_000;

/// What was seen of numbers and people.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Holders {
    /// Numbers by the names or addresses beside them.
    pub numbers: Option<Seen>,
    /// The same of each number within each place.
    pub in_places: Option<Seen>,
    /// People, by an address or an identifier that they keep, by their numbers.
    pub people: Option<Seen>,
}

/// What has at least two rows, and those of it that have several of something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Seen {
    /// The column beside the numbers.
    pub column: String,
    /// All of it.
    pub all: u64,
    /// Those with several.
    pub of_several: u64,
}

/// What a row is about, and a value of it.
type Pair = ((u64, u64), u64);

/// A row's cells as hashes; nothing where they are empty.
#[derive(Debug, Clone, Copy)]
struct Row {
    number: u64,
    holder: Option<u64>,
    place: Option<u64>,
    person: Option<u64>,
}

impl Holders {
    /// Looks at a table.
    ///
    /// # Errors
    ///
    /// Columns that cannot be read.
    pub(crate) fn of(
        files: &Files,
        mapping: &ColumnMap<Column, String>,
        forms: &Forms,
    ) -> Result<Self, IngestError> {
        let mut names = files.column_names();
        names.retain(|name| mapping.get(Column::CustomerId) != Some(name));
        let found = [holder_among(&names), place_among(&names), person_among(&names)];
        let [holder, place, person] = found;
        if holder.is_none() && person.is_none() {
            return Ok(Self::default());
        }
        let extras: Vec<Extra<'_>> =
            found.iter().flatten().map(|name| (name.as_str(), &DETAIL)).collect();
        // Where each stands among the columns that are read.
        let mut next = 0..;
        let places = found.map(|name| name.and_then(|_| next.next()));
        let is_id = |column| column == Column::CustomerId;
        let source = Source::open_with(files, mapping, forms, is_id, &extras)?;
        let mut before = 0;
        let mut groups = source.row_groups();
        groups.retain(|at| {
            let is_among_first = before < MOST_ROWS;
            before += source.files[at.file].rows_by_group().nth(at.row_group).unwrap_or(0);
            is_among_first
        });
        let rows = groups.into_par_iter().map(|at| rows_of(&source, at, places));
        let rows = rows.try_reduce(Vec::new, |mut all, more| {
            all.extend(more);
            Ok(all)
        })?;
        let seen = |column: &String, pair: &dyn Fn(&Row) -> Option<Pair>| {
            let (all, of_several) = counted(rows.iter().filter_map(pair).collect());
            Seen { column: column.clone(), all, of_several }
        };
        let by_holder = |row: &Row| Some(((row.number, 0), row.holder?));
        let by_place = |row: &Row| Some(((row.number, row.place?), row.holder?));
        let by_person = |row: &Row| Some(((row.person?, 0), row.number));
        Ok(Self {
            numbers: holder.map(|column| seen(column, &by_holder)),
            in_places: holder.and(place).map(|column| seen(column, &by_place)),
            people: person.map(|column| seen(column, &by_person)),
        })
    }
}

/// How many keys have at least two rows, and how many of these several values.
fn counted(mut rows: Vec<Pair>) -> (u64, u64) {
    rows.sort_unstable();
    let (mut all, mut of_several) = (0, 0);
    for rows in rows.chunk_by(|a, b| a.0 == b.0) {
        if let [first, .., last] = rows {
            all += 1;
            of_several += u64::from(first.1 != last.1);
        }
    }
    (all, of_several)
}

fn rows_of(
    source: &Source,
    at: RowGroup,
    places: [Option<usize>; 3],
) -> Result<Vec<Row>, IngestError> {
    let (batches, positions) = source.read(at)?;
    let mut rows = Vec::new();
    let Some(id) = positions.of(Column::CustomerId) else { return Ok(rows) };
    let (mut memory, mut hashes) = (DictionaryMemory::default(), Vec::new());
    for batch in batches {
        let batch = batch?;
        let place = source.place(at.file, Column::CustomerId);
        let ids = IdColumn::decode(batch.column(id), &mut memory, place)?;
        let ids = if source.any_text(Column::CustomerId) { ids.into_text() } else { ids };
        ids.hashes(&mut hashes);
        let texts = |k: Option<usize>| -> Result<Option<StringViewArray>, IngestError> {
            let Some(k) = k else { return Ok(None) };
            let Some(position) = positions.extra::<Column>(k) else { return Ok(None) };
            let place = source.extra_place::<Column>(at.file, k);
            text_views(batch.column(position)).map(Some).map_err(|e| place.unreadable(&e))
        };
        let [holders, stores, people] = [texts(places[0])?, texts(places[1])?, texts(places[2])?];
        let cell = |texts: &Option<StringViewArray>, row: usize| {
            let text = texts.as_ref().filter(|texts| texts.is_valid(row))?.value(row);
            let plain = squeeze(text);
            (!plain.is_empty()).then(|| xxh3_64(plain.as_bytes()))
        };
        let present = hashes.iter().enumerate().filter(|(row, _)| ids.is_present(*row));
        rows.extend(present.map(|(row, number)| Row {
            number: *number,
            holder: cell(&holders, row),
            place: cell(&stores, row),
            person: cell(&people, row),
        }));
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_several_values_are_counted_among_those_of_several_rows() {
        let rows = vec![((1, 7), 1), ((1, 7), 1), ((1, 8), 2), ((1, 8), 3), ((2, 7), 3)];
        assert_eq!(counted(rows), (2, 1));
    }
}
