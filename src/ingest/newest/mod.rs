//! The newest version of every row, in tables to which changes are appended: an export adds a row again
//! whenever it was changed.
//!
//! One pass before the rows are read, over the columns of the key and the version alone. Of every key its
//! hash, its newest version and where that stands are kept, at the end one bit for every row. Versions are
//! chosen before any row is left out for another reason: a newest version that is marked as deleted takes
//! its row away. `version` says what a version is worth.

mod rule;
mod table;
mod version;

pub(crate) use rule::NewestRule;

use super::bad_cells::BadCells;
use super::columns::{Accepts, ColumnSpec};
use super::source::{Positions, RowGroup, Source};
use super::text::{DictionaryMemory, IdColumn};
use super::{Forms, IngestError, TransactionColumn, mix};
use crate::table::Files;
use arrow_array::RecordBatch;
use rayon::prelude::*;
use std::ffi::OsStr;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use table::Table;
use version::{Kind, Versions};

static KEY: ColumnSpec = ColumnSpec {
    key: "rows.key",
    label: "the key of a row",
    help: "",
    required: false,
    accepts: Accepts::Identifier,
    aliases: &[],
};
static VERSION: ColumnSpec = ColumnSpec {
    key: "rows.newest_by",
    label: "the version of a row",
    help: "",
    required: false,
    accepts: Accepts::Time,
    aliases: &[],
};

/// Rows of a sample, about, at most.
const MOST_SAMPLED: u64 = 4_000_000;

/// Which rows of some files are the newest of their key.
#[derive(Debug)]
pub struct NewestRows {
    /// Whether each row is, row groups one after the other.
    is_newest: Vec<u64>,
    /// Where the rows of each file's row groups begin.
    begins: Vec<Vec<u64>>,
    /// All rows that were looked at.
    pub rows: u64,
    /// Rows that are older than another of their key.
    pub older: u64,
    /// Of those, the ones whose version equals the newest.
    pub same_version: u64,
    /// Versions that are not understood; they count as the oldest.
    pub bad_cells: Option<BadCells>,
}

impl NewestRows {
    /// Reads keys and versions. Of two rows with the same key and version the later one is the newer: that
    /// in the later file in the order of paths, or further down in the same file. A row without any value
    /// in the columns of its key is the newest of its own.
    ///
    /// # Errors
    ///
    /// A column that is in no file or whose type does not do; versions of several kinds.
    pub fn find(files: &Files, rule: &NewestRule, forms: &Forms) -> Result<Self, IngestError> {
        Self::find_one_in(1, files, rule, forms)
    }

    /// The same of some millions of rows at most, all of some keys: of the others nothing is known.
    pub fn sample(files: &Files, rule: &NewestRule, forms: &Forms) -> Result<Self, IngestError> {
        let rows: u64 = files
            .footers
            .iter()
            .map(|footer| footer.parquet().file_metadata().num_rows().unsigned_abs())
            .sum();
        Self::find_one_in(rows.div_ceil(MOST_SAMPLED).max(1), files, rule, forms)
    }

    /// The same of one key in `one_in`.
    fn find_one_in(
        one_in: u64,
        files: &Files,
        rule: &NewestRule,
        forms: &Forms,
    ) -> Result<Self, IngestError> {
        let mut extras: Vec<(&str, &'static ColumnSpec)> =
            rule.key.iter().map(|name| (name.as_str(), &KEY)).collect();
        extras.push((&rule.newest_by, &VERSION));
        let source = Source::open_extras::<TransactionColumn>(files, &extras, forms)?;
        let parts = rule.key.len();
        let left_aside = AtomicU64::new(0);
        let pass = Pass { begins: begins(&source), source: &source, parts, one_in, left_aside };
        let versions = Versions::new(&source, parts);
        match versions.kind()? {
            Kind::Texts => pass.run(|batch, positions, at| versions.texts(batch, positions, at)),
            kind => pass.run(|batch, positions, at| versions.numbers(kind, batch, positions, at)),
        }
    }

    /// Whether a row is the newest of its key.
    #[inline]
    pub fn is_newest(&self, at: RowGroup, row: u64) -> bool {
        let place = self.begins[at.file][at.row_group] + row;
        self.is_newest[(place / 64) as usize] >> (place % 64) & 1 == 1
    }
}

/// Files in the order of their paths.
pub(crate) fn order_of_paths<'a>(paths: impl Iterator<Item = &'a Path>) -> Vec<usize> {
    let paths: Vec<&OsStr> = paths.map(Path::as_os_str).collect();
    let mut order: Vec<usize> = (0..paths.len()).collect();
    order.sort_by_key(|&file| paths[file]);
    order
}

/// Where the rows of each file's row groups begin among all; files in the order of their paths.
fn begins(source: &Source) -> Vec<Vec<u64>> {
    let order = order_of_paths(source.files.iter().map(|file| file.path.as_path()));
    let mut begins = vec![Vec::new(); source.files.len()];
    let mut next = 0;
    for file in order {
        for rows in source.files[file].rows_by_group() {
            begins[file].push(next);
            next += rows;
        }
    }
    begins
}

/// The pass over all keys and versions.
struct Pass<'a> {
    source: &'a Source,
    begins: Vec<Vec<u64>>,
    /// Columns of the key.
    parts: usize,
    /// Of so many keys one is looked at.
    one_in: u64,
    /// Rows of the others.
    left_aside: AtomicU64,
}

impl Pass<'_> {
    fn run<V: Ord + Send>(
        self,
        versions: impl Fn(&RecordBatch, &Positions, RowGroup) -> Result<Vec<Option<V>>, IngestError>
        + Sync,
    ) -> Result<NewestRows, IngestError> {
        let table = Table::new();
        let keyless: Vec<Vec<u64>> = self
            .source
            .row_groups()
            .par_iter()
            .with_max_len(1)
            .map(|&at| self.read(at, &versions, &table))
            .collect::<Result<_, IngestError>>()?;
        let rows = self.source.n_rows();
        let looked_at = rows - self.left_aside.load(Ordering::Relaxed);
        let mut is_newest = vec![0u64; rows.div_ceil(64) as usize];
        let mut kept = 0;
        let mut keep = |place: u64| {
            is_newest[(place / 64) as usize] |= 1 << (place % 64);
            kept += 1;
        };
        keyless.into_iter().flatten().for_each(&mut keep);
        let same_version = table.finish(&mut keep);
        let bad_cells = self.source.bad_extra(TransactionColumn::Timestamp, self.parts);
        let (begins, older, rows) = (self.begins, looked_at - kept, looked_at);
        Ok(NewestRows { is_newest, begins, rows, older, same_version, bad_cells })
    }

    /// Enters the rows of a row group; gives the places of those without a key.
    fn read<V: Ord + Send>(
        &self,
        at: RowGroup,
        versions: &impl Fn(&RecordBatch, &Positions, RowGroup) -> Result<Vec<Option<V>>, IngestError>,
        table: &Table<V>,
    ) -> Result<Vec<u64>, IngestError> {
        let (batches, positions) = self.source.read(at)?;
        let mut memories: Vec<DictionaryMemory> =
            (0..self.parts).map(|_| DictionaryMemory::default()).collect();
        let mut keyless = Vec::new();
        let mut begin = self.begins[at.file][at.row_group];
        for batch in batches {
            let batch = batch?;
            let keys = self.keys(&batch, &positions, at, &mut memories)?;
            let versions = versions(&batch, &positions, at)?;
            let rows = keys.into_iter().zip(versions).zip(begin..);
            let mut left_aside = 0;
            table.enter(rows.filter_map(|((key, version), place)| match key {
                Some(key) if key % self.one_in == 0 => Some((key, version, place)),
                Some(_) => {
                    left_aside += 1;
                    None
                }
                None => {
                    keyless.push(place);
                    None
                }
            }));
            self.left_aside.fetch_add(left_aside, Ordering::Relaxed);
            begin += batch.num_rows() as u64;
        }
        Ok(keyless)
    }

    /// Each row's key, hashed to 64 bits; none where no column of the key has a value.
    fn keys(
        &self,
        batch: &RecordBatch,
        positions: &Positions,
        at: RowGroup,
        memories: &mut [DictionaryMemory],
    ) -> Result<Vec<Option<u64>>, IngestError> {
        let mut keys = vec![(0u64, false); batch.num_rows()];
        let mut hashes = Vec::new();
        for (part, memory) in memories.iter_mut().enumerate() {
            let found = positions.extra::<TransactionColumn>(part);
            let ids = match found {
                Some(position) => {
                    let place = self.source.extra_place::<TransactionColumn>(at.file, part);
                    let ids = IdColumn::decode(batch.column(position), memory, place)?;
                    let is_text = self.source.extra_is_text::<TransactionColumn>(part);
                    Some(if is_text { ids.into_text() } else { ids })
                }
                None => None,
            };
            if let Some(ids) = &ids {
                ids.hashes(&mut hashes);
            }
            for (row, (key, has_value)) in keys.iter_mut().enumerate() {
                let value = ids.as_ref().filter(|ids| ids.is_present(row)).map(|_| hashes[row]);
                *has_value |= value.is_some();
                // A number of one column is its own key, to the bit: `mix` is a bijection.
                *key = key.rotate_left(29) ^ value.unwrap_or(NO_VALUE);
                if self.parts > 1 {
                    *key = mix(*key);
                }
            }
        }
        Ok(keys.into_iter().map(|(key, has_value)| has_value.then_some(key)).collect())
    }
}

/// Stands for a part of a key that has no value.
const NO_VALUE: u64 = 0x6e6f_5f76_616c_7565;
