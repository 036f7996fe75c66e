//! Who is left alone for a reason of time: bought since the scores, or contacted not long ago.
//!
//! Both come from files that are named: transactions dated at or after `as_of`, and lists of earlier
//! campaigns. Whether a published list was ever used is not known here, so none is taken unasked.

use super::load::FUTURE_AFTER_MICROS;
use super::{Input, Machine, Watcher};
use crate::audience::{CUSTOMER_ID, Exclusions};
use crate::config::Settings;
use crate::error::{Failure, Kind};
use crate::ingest::{
    Codes, Columns, IdRules, IngestError, ReadUntil, RowGroup, TransactionColumn, TransactionReader,
};
use crate::table::folders::{self, CALL_FILE, LIST_FILE};
use crate::time::AsOf;
use rayon::prelude::*;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// A list of contacted customers that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ContactedError {
    /// Not there, or not readable.
    #[error(
        "cannot read the contacted customers in {}: name an audience folder or a CSV file with a \
         column customer_id",
        path.display()
    )]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        source: csv::Error,
    },
    /// The column is missing.
    #[error("{} has no column customer_id: name an audience folder or another CSV file", .0.display())]
    NoColumn(PathBuf),
}

impl Failure for ContactedError {
    fn kind(&self) -> Kind {
        Kind::Usage
    }
}

/// Customers with a purchase at or after `as_of`, by a pass of its own; returns do not count.
pub fn bought_since(
    input: &Input<TransactionColumn>,
    settings: &Settings,
    machine: &Machine,
    as_of: AsOf,
    watcher: &dyn Watcher,
) -> Result<HashSet<String>, IngestError> {
    let until = ReadUntil {
        as_of_micros: Some(as_of.micros()),
        present_micros: machine.now_micros.saturating_add(FUTURE_AFTER_MICROS),
    };
    let keep = Columns::default();
    let (files, mapping, forms) = (&input.files, &input.mapping, &input.forms);
    let reader = TransactionReader::open(files, mapping, keep, forms, until, &settings.rows)?;
    let work = watcher.begin("purchases since", "rows", reader.source().n_rows());
    let codes = Codes::new(&[]);
    let read_one = |at: RowGroup| -> Result<HashSet<String>, IngestError> {
        let mut found = HashSet::new();
        reader.read(at, &codes, |batch| {
            work.advance(batch.amount.len() as u64);
            found.extend(batch.later_buyers().map(|id| id.to_string()));
            Ok::<_, IngestError>(())
        })?;
        Ok(found)
    };
    reader.source().row_groups().into_par_iter().map(read_one).try_reduce(
        HashSet::new,
        |mut all, more| {
            all.extend(more);
            Ok(all)
        },
    )
}

/// Customers on the lists at `paths`, by their likeness. A folder `as_of=D` outside the cool-down before `as_of` is left
/// out; a list without a date always counts.
pub fn contacted_lately(
    paths: &[PathBuf],
    as_of: AsOf,
    cool_down_days: u32,
) -> Result<HashSet<String>, ContactedError> {
    let mut contacted = HashSet::new();
    for path in paths {
        let days_ago =
            list_date(path).map(|date| as_of.day_number() - crate::time::day_number(date));
        if days_ago.is_some_and(|days| !(0..=cool_down_days as i32).contains(&days)) {
            continue;
        }
        if path.is_dir() {
            read_ids(&path.join(LIST_FILE), &mut contacted)?;
            // Undated folders of one's own may lack it.
            let calls = path.join(CALL_FILE);
            if calls.exists() {
                read_ids(&calls, &mut contacted)?;
            }
        } else {
            read_ids(path, &mut contacted)?;
        }
    }
    Ok(contacted)
}

/// The date of an audience folder, or of the folder that a list lies in.
fn list_date(path: &Path) -> Option<jiff::civil::Date> {
    folders::date_of(path).or_else(|| folders::date_of(path.parent()?))
}

fn read_ids(path: &Path, into: &mut HashSet<String>) -> Result<(), ContactedError> {
    let unreadable = |source| ContactedError::Unreadable { path: path.to_owned(), source };
    let mut reader = csv::Reader::from_path(path).map_err(unreadable)?;
    let headers = reader.headers().map_err(unreadable)?;
    let column = headers.iter().position(|name| name.trim_start_matches('\u{feff}') == CUSTOMER_ID);
    let column = column.ok_or_else(|| ContactedError::NoColumn(path.to_owned()))?;
    for row in reader.records() {
        let row = row.map_err(unreadable)?;
        // Spreadsheets take away zeros, and a list made safe for them has an apostrophe before what would
        // run as a formula: who is written in two ways is left alone all the same.
        into.insert(IdRules::likeness(row.get(column).unwrap_or_default()));
    }
    Ok(())
}

/// Those left alone, and whether it was looked for who has bought since.
#[derive(Debug, Clone, Default)]
pub struct LeftAlone {
    /// The customers, by identifier.
    pub exclusions: Exclusions,
    /// Whether transactions at or after `as_of` were looked at.
    pub looked_for_purchases: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Zone;

    #[test]
    fn lists_count_within_the_cool_down_only() {
        let folder = tempfile::tempdir().unwrap();
        let list = |date: &str, ids: &str| {
            let path = folder.path().join(format!("as_of={date}"));
            std::fs::create_dir_all(&path).unwrap();
            std::fs::write(path.join(LIST_FILE), format!("rank,customer_id\n{ids}")).unwrap();
            path
        };
        let paths = [
            list("2024-12-20", "1,late\n2,'=formula\n3, 00123 \n4,124.0\n"),
            list("2024-10-01", "1,long ago\n"),
            list("2025-02-01", "1,later\n"),
        ];
        let as_of = AsOf::parse("2025-01-01", &Zone::utc()).unwrap();
        let found = contacted_lately(&paths, as_of, 30).unwrap();
        for id in ["late", "=formula", "123", "124"] {
            assert!(found.contains(id), "{id}");
        }
        assert!(!found.contains("long ago") && !found.contains("later"));
        let undated = folder.path().join("list.csv");
        std::fs::write(&undated, "email\nx\n").unwrap();
        let error = contacted_lately(&[undated], as_of, 30).unwrap_err();
        assert!(error.to_string().contains("has no column customer_id"), "{error}");
    }
}
