//! Lists of customers who were contacted before: audience folders, and what a sending tool exports, as CSV or
//! Parquet. Whether a published list was ever used is not known here, so none is taken unasked.

use crate::audience::Contacted;
use crate::error::{Failure, Kind};
use crate::ingest::names::time_of_contact;
use crate::ingest::{
    ColumnSpec, CustomerColumn, DateReading, EventColumn, TableColumn, normalised,
};
use crate::table::cast::{CastError, text_views};
use crate::table::folders::{self, CALL_FILE, LIST_FILE};
use crate::table::{CsvError, CsvFile, Files, Rows, RowsError, SourceError, Stores};
use crate::time::{AsOf, Zone};
use arrow_array::{Array, StringViewArray};
use parquet::arrow::ProjectionMask;
use std::path::{Path, PathBuf};

/// A list of contacted customers that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ContactedError {
    /// Not CSV, or not there.
    #[error(transparent)]
    Csv(#[from] CsvError),
    /// Not Parquet.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// Damaged, or written to.
    #[error(transparent)]
    Rows(#[from] RowsError),
    /// A column that is no text.
    #[error("{}: column '{column}' cannot be read as text ({source}): export it as text", path.display())]
    Column {
        /// The file.
        path: PathBuf,
        /// The column.
        column: String,
        /// Why not.
        source: CastError,
    },
    /// Nothing says who.
    #[error(
        "{} has no column of customers, e-mail addresses or phone numbers, such as customer_id or email (it has \
         {columns}): name an audience folder, or a CSV or Parquet file with one of them",
        path.display()
    )]
    NoColumn {
        /// The file.
        path: PathBuf,
        /// What is there.
        columns: String,
    },
}

impl Failure for ContactedError {
    fn kind(&self) -> Kind {
        match self {
            ContactedError::Csv(error) => error.kind(),
            ContactedError::Source(error) => error.kind(),
            ContactedError::Rows(error) => error.kind(),
            ContactedError::Column { .. } | ContactedError::NoColumn { .. } => Kind::Usage,
        }
    }
}

/// The cool-down before a day.
#[derive(Debug, Clone, Copy)]
struct CoolDown<'a> {
    as_of: AsOf,
    days: i32,
    zone: &'a Zone,
}

impl CoolDown<'_> {
    /// Whether a contact at such a time counts. One that is not understood does, and so does one after the day.
    fn has(self, time: &str) -> bool {
        let micros = DateReading::default().read(time).micros(self.zone);
        micros.is_none_or(|micros| {
            self.as_of.day_number() - self.zone.day_number(micros) <= self.days
        })
    }
}

/// Customers on the lists at `paths`. A folder `as_of=D` outside the cool-down before `as_of` is left out, and so are
/// rows dated before it; a list without dates always counts.
pub fn contacted_lately(
    paths: &[PathBuf],
    as_of: AsOf,
    cool_down_days: u32,
    zone: &Zone,
) -> Result<Contacted, ContactedError> {
    let days = i32::try_from(cool_down_days).unwrap_or(i32::MAX);
    let cool_down = CoolDown { as_of, days, zone };
    let mut contacted = Contacted::default();
    for path in paths {
        let days_ago =
            list_date(path).map(|date| as_of.day_number() - crate::time::day_number(date));
        if days_ago.is_some_and(|ago| !(0..=days).contains(&ago)) {
            continue;
        }
        let list = path.join(LIST_FILE);
        if list.exists() {
            read_csv(&list, cool_down, &mut contacted)?;
            // Undated folders of one's own may lack it.
            let calls = path.join(CALL_FILE);
            if calls.exists() {
                read_csv(&calls, cool_down, &mut contacted)?;
            }
        } else if path.is_dir() || is_parquet(path) {
            read_parquet(path, cool_down, &mut contacted)?;
        } else {
            read_csv(path, cool_down, &mut contacted)?;
        }
    }
    Ok(contacted)
}

/// The date of an audience folder, or of the folder that a list lies in.
fn list_date(path: &Path) -> Option<jiff::civil::Date> {
    folders::date_of(path).or_else(|| folders::date_of(path.parent()?))
}

fn is_parquet(path: &Path) -> bool {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    extension.is_some_and(|extension| matches!(extension.as_str(), "parquet" | "parq" | "pq"))
}

/// Where a list says who and when.
#[derive(Debug, Clone, Copy)]
struct Parts {
    id: Option<usize>,
    email: Option<usize>,
    phone: Option<usize>,
    time: Option<usize>,
}

impl Parts {
    fn of(columns: &[String], path: &Path) -> Result<Self, ContactedError> {
        let names: Vec<String> = columns.iter().map(|name| normalised(name)).collect();
        let at = |known: &dyn Fn(&str) -> bool| names.iter().position(|name| known(name));
        let by = |specs: [&'static ColumnSpec; 2]| {
            let own = at(&|name| specs.iter().any(|spec| normalised(spec.key) == name));
            own.or_else(|| at(&|name| specs.iter().any(|spec| spec.aliases.contains(&name))))
        };
        let parts = Self {
            id: by([CustomerColumn::CustomerId.spec(), EventColumn::CustomerId.spec()]),
            email: by([CustomerColumn::Email.spec(), EventColumn::Email.spec()]),
            phone: by([CustomerColumn::Phone.spec(), EventColumn::Phone.spec()]),
            time: time_of_contact(columns),
        };
        if parts.id.or(parts.email).or(parts.phone).is_some() {
            return Ok(parts);
        }
        Err(ContactedError::NoColumn { path: path.to_owned(), columns: columns.join(", ") })
    }

    fn columns(self) -> [Option<usize>; 4] {
        [self.id, self.email, self.phone, self.time]
    }
}

/// Takes in a row: who, and when.
fn take(
    [id, email, phone, time]: [Option<&str>; 4],
    cool_down: CoolDown<'_>,
    into: &mut Contacted,
) {
    if time.is_none_or(|time| cool_down.has(time)) {
        into.add(id, email, phone);
    }
}

fn read_csv(
    path: &Path,
    cool_down: CoolDown<'_>,
    into: &mut Contacted,
) -> Result<(), ContactedError> {
    let mut file = CsvFile::open(path)?;
    let parts = Parts::of(&file.columns, path)?;
    while let Some(row) = file.next_row()? {
        take(parts.columns().map(|at| Some(row.cell(at?))), cool_down, into);
    }
    Ok(())
}

fn read_parquet(
    path: &Path,
    cool_down: CoolDown<'_>,
    into: &mut Contacted,
) -> Result<(), ContactedError> {
    let files = Files::open(&path.to_string_lossy(), &Stores::default())?;
    for (file, footer) in files.iter() {
        let columns: Vec<String> =
            footer.schema().fields().iter().map(|field| field.name().clone()).collect();
        let parts = Parts::of(&columns, &file.path)?;
        let schema = footer.metadata.parquet_schema();
        let mut wanted: Vec<usize> = parts.columns().into_iter().flatten().collect();
        wanted.sort_unstable();
        wanted.dedup();
        let mask = ProjectionMask::roots(schema, wanted.iter().copied());
        let place = |at: usize| wanted.iter().position(|wanted| *wanted == at);
        for batch in Rows::all_of(&file.path, footer.clone(), mask) {
            let batch = batch?;
            let texts = |at: Option<usize>| -> Result<Option<StringViewArray>, ContactedError> {
                let Some((at, place)) = at.and_then(|at| Some((at, place(at)?))) else {
                    return Ok(None);
                };
                let unreadable = |source| ContactedError::Column {
                    path: file.path.clone(),
                    column: columns[at].clone(),
                    source,
                };
                text_views(batch.column(place)).map(Some).map_err(unreadable)
            };
            let [id, email, phone, time] = parts.columns().map(texts);
            let read = [id?, email?, phone?, time?];
            for row in 0..batch.num_rows() {
                let cells = read.each_ref().map(|texts| {
                    let texts = texts.as_ref().filter(|texts| texts.is_valid(row))?;
                    Some(texts.value(row))
                });
                take(cells, cool_down, into);
            }
        }
    }
    Ok(())
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
        let found = contacted_lately(&paths, as_of, 30, &Zone::utc()).unwrap();
        for id in ["late", "=formula", "123", "124"] {
            assert!(found.has(id, None, None), "{id}");
        }
        assert!(!found.has("long ago", None, None) && !found.has("later", None, None));
        let undated = folder.path().join("list.csv");
        std::fs::write(&undated, "name\nx\n").unwrap();
        let error = contacted_lately(&[undated], as_of, 30, &Zone::utc()).unwrap_err();
        assert!(error.to_string().contains("has no column of customers"), "{error}");
    }
}
