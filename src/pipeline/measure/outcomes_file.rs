//! Outcomes of an experiment that was made elsewhere: a file with a row per customer.
//!
//! Columns `treated` and `bought` (yes or no, 1 or 0) and `revenue`; every other text or flag column of few
//! values may group the customers, if it is asked for.

use crate::audience::measure::{Experiment, Groupings, Member};
use crate::error::{Failure, Kind};
use crate::ingest::{Flag, flag};
use crate::table::cast::{self, CastError};
use crate::table::{CsvError, CsvFile, Footer, Rows, RowsError, SourceError};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::DataType;
use parquet::arrow::ProjectionMask;
use std::path::{Path, PathBuf};

/// A file of outcomes that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum OutcomesError {
    /// The CSV file.
    #[error(transparent)]
    Csv(#[from] CsvError),
    /// The Parquet file.
    #[error(transparent)]
    Parquet(#[from] SourceError),
    /// The rows of the Parquet file.
    #[error(transparent)]
    Rows(#[from] RowsError),
    /// A column of the Parquet file.
    #[error("cannot read {}: {reason}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// A column is missing.
    #[error(
        "{} has no column {column}: outcomes have a row per customer with treated, bought and revenue",
        path.display()
    )]
    NoColumn {
        /// The file.
        path: PathBuf,
        /// The column.
        column: String,
    },
    /// A cell that says nothing.
    #[error("{}, row {row}: {column} is '{found}'; write {wanted}", path.display())]
    Cell {
        /// The file.
        path: PathBuf,
        /// The row, the first customer's being 1.
        row: usize,
        /// The column.
        column: String,
        /// What stands there.
        found: String,
        /// What should.
        wanted: &'static str,
    },
}

impl Failure for OutcomesError {
    fn kind(&self) -> Kind {
        match self {
            OutcomesError::Csv(error) => error.kind(),
            OutcomesError::Parquet(error) => error.kind(),
            OutcomesError::Rows(error) => error.kind(),
            OutcomesError::Cell { .. } => Kind::DataQuality,
            _ => Kind::Usage,
        }
    }
}

/// Reads the outcomes at `path`, grouped by the columns `by`; `margin_share` of the revenue is kept.
pub fn read_outcomes(
    path: &Path,
    by: &[String],
    margin_share: f64,
) -> Result<(Experiment, Groupings), OutcomesError> {
    let mut names: Vec<String> = ["treated", "bought", "revenue"].map(str::to_owned).to_vec();
    names.extend_from_slice(by);
    let mut groupings = Groupings::new(by.to_vec());
    let mut members = Vec::new();
    let mut push = |cells: &[&str]| {
        let row = members.len() + 1;
        let wrong = |k: usize, wanted| OutcomesError::Cell {
            path: path.to_owned(),
            row,
            column: names[k].clone(),
            found: cells[k].to_owned(),
            wanted,
        };
        let yes = |k: usize| match flag(cells[k]) {
            Flag::Yes => Ok(true),
            Flag::No => Ok(false),
            Flag::Empty | Flag::NotUnderstood => Err(wrong(k, "1 or 0")),
        };
        let revenue = cells[2].trim().parse().ok().filter(|money: &f64| money.is_finite());
        let revenue = revenue.ok_or_else(|| wrong(2, "a number such as 12.50"))?;
        let groups = cells[3..].iter().enumerate();
        members.push(Member {
            treated: yes(0)?,
            bought: yes(1)?,
            revenue,
            margin: margin_share * revenue,
            contact_cost: 0.0,
            churn_probability: f64::NAN,
            groups: groups.map(|(k, label)| groupings.code(k, label)).collect(),
        });
        Ok(())
    };
    let is_parquet = path.extension().is_some_and(|end| end.eq_ignore_ascii_case("parquet"));
    if is_parquet { of_parquet(path, &names, &mut push) } else { of_csv(path, &names, &mut push) }?;
    let campaign =
        path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok((Experiment { campaign, members, ..Experiment::default() }, groupings))
}

type Push<'a> = dyn FnMut(&[&str]) -> Result<(), OutcomesError> + 'a;

fn no_column(path: &Path, column: &str) -> OutcomesError {
    OutcomesError::NoColumn { path: path.to_owned(), column: column.to_owned() }
}

fn of_csv(path: &Path, names: &[String], push: &mut Push<'_>) -> Result<(), OutcomesError> {
    let mut file = CsvFile::open(path)?;
    let place = |name: &String| {
        let found = file.columns.iter().position(|column| column == name);
        found.ok_or_else(|| no_column(path, name))
    };
    let places = names.iter().map(place).collect::<Result<Vec<_>, _>>()?;
    while let Some(row) = file.next_row()? {
        push(&places.iter().map(|&place| row.cell(place)).collect::<Vec<_>>())?;
    }
    Ok(())
}

fn of_parquet(path: &Path, names: &[String], push: &mut Push<'_>) -> Result<(), OutcomesError> {
    let unreadable = |error: &dyn std::fmt::Display| OutcomesError::Unreadable {
        path: path.to_owned(),
        reason: error.to_string(),
    };
    for batch in Rows::all_of(path, Footer::open(path)?, ProjectionMask::all()) {
        let batch: RecordBatch = batch?;
        let mut columns = Vec::new();
        for name in names {
            let column = batch.column_by_name(name).ok_or_else(|| no_column(path, name))?;
            columns.push(texts(column).map_err(|error| unreadable(&error))?);
        }
        for row in 0..batch.num_rows() {
            push(&columns.iter().map(|column| column[row].as_str()).collect::<Vec<_>>())?;
        }
    }
    Ok(())
}

/// A column as its cells would stand in a CSV file.
fn texts(column: &ArrayRef) -> Result<Vec<String>, CastError> {
    fn cells<T: ToString>(cells: impl Iterator<Item = Option<T>>) -> Vec<String> {
        cells.map(|cell| cell.map_or_else(String::new, |cell| cell.to_string())).collect()
    }
    Ok(match column.data_type() {
        DataType::Boolean => cells(cast::flags(column)?.iter()),
        kind if kind.is_integer() => cells(cast::whole_numbers(column)?.iter()),
        kind if kind.is_numeric() => cells(cast::floats(column)?.iter()),
        _ => cells(cast::large_texts(column)?.iter()),
    })
}
