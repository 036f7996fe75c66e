//! Columns that are read although they play no part of their table: markers of rows, keys and versions.
//!
//! They stand after the table's own columns, in the order in which they were asked for.

use super::{RowGroup, Source};
use crate::ingest::bad_cells::BadCells;
use crate::ingest::cells::Cells;
use crate::ingest::columns::{Accepts, ColumnMap, ColumnSpec, TableColumn};
use crate::ingest::place::Place;
use crate::ingest::{Forms, IngestError};
use crate::table::Files;
use arrow_schema::DataType;

/// A column that plays no part of its table: its name, and what is known of it; its key is the setting
/// that names it.
pub(crate) type Extra<'a> = (&'a str, &'static ColumnSpec);

/// Where the extra column `k` stands among the columns of a table's source.
pub(crate) fn extra_index<C: TableColumn>(k: usize) -> usize {
    C::ALL.len() + k
}

/// A column of which nothing is known.
pub(crate) const BARE: ColumnSpec = ColumnSpec {
    key: "",
    label: "column",
    help: "",
    required: false,
    accepts: Accepts::Anything,
    aliases: &[],
};

/// What is known of a column of which nothing is asked.
pub(crate) static ANY_COLUMN: ColumnSpec = BARE;

impl Source {
    /// Finds columns of a table that play no part of it, and no others.
    pub fn open_extras<C: TableColumn>(
        files: &Files,
        extras: &[Extra<'_>],
        forms: &Forms,
    ) -> Result<Self, IngestError> {
        Self::open_with::<C>(files, &ColumnMap::default(), forms, |_| false, extras)
    }

    /// The extra column `k` of table `C` in a file, for messages.
    pub fn extra_place<C: TableColumn>(&self, file: usize, k: usize) -> Place<'_> {
        let want = self.wanted.get(extra_index::<C>(k)).and_then(Option::as_ref);
        Place { path: &self.files[file].path, column: want.map_or("", |want| want.name.as_str()) }
    }

    /// The types of the extra column `k` in the files and their paths, each once; unknown ones left out.
    pub fn extra_types<C: TableColumn>(&self, k: usize) -> Vec<DataType> {
        let mut types = Vec::new();
        for file in &self.files {
            let in_file = file.found[extra_index::<C>(k)].as_ref();
            let of_path = || file.constants[extra_index::<C>(k)].as_ref();
            let found = in_file
                .map(|column| column.data_type().clone())
                .or_else(|| of_path().map(|(of_path, _)| of_path.data_type()));
            if let Some(found) = found
                && found != DataType::Null
                && !types.contains(&found)
            {
                types.push(found);
            }
        }
        types
    }

    /// Whether the extra column `k` holds text in any file.
    pub fn extra_is_text<C: TableColumn>(&self, k: usize) -> bool {
        self.files.iter().any(|file| file.is_text(extra_index::<C>(k)))
    }

    /// Rows of a row group without a value in the extra column `k`, where the file tells.
    pub fn extra_nulls<C: TableColumn>(&self, at: RowGroup, k: usize) -> Option<u64> {
        self.statistics_of(at, extra_index::<C>(k))?.null_count_opt()
    }

    /// The cells of the extra column `k` in a file.
    pub fn extra_cells<C: TableColumn>(&self, file: usize, k: usize) -> Cells<'_> {
        Cells::new(self, extra_index::<C>(k), self.extra_place::<C>(file, k))
    }

    /// Cells of the extra column `k` that were not understood so far; they play the part of `column`.
    pub fn bad_extra<C: TableColumn>(&self, column: C, k: usize) -> Option<BadCells> {
        let index = extra_index::<C>(k);
        let want = self.wanted[index].as_ref()?;
        let bad = self.notes[index].bad().report(column, &want.name)?;
        let subject = format!("{} = {}", want.spec.key, want.name);
        let remedy = format!("correct them, or name another column with {}", want.spec.key);
        Some(BadCells { subject, remedy, is_vital: false, ..bad })
    }
}
