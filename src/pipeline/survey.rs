//! Which of the tables in a folder is which: transactions, events, customers; by their names and columns. No row is
//! read.
//!
//! For `winback init --from`: what is found becomes settings, which a person reads before anything relies on them.

use super::sources::{Input, Taken};
use crate::config::{Choice, Settings, TemplateValue};
use crate::error::{Failure, Kind};
use crate::ingest::{
    ColumnMap, CustomerColumn, EventColumn, TableColumn, TransactionColumn, file_says_no, names,
};
use crate::table::{Files, SourceError, tables_at};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// No transactions among the tables.
#[derive(Debug, thiserror::Error)]
pub enum SurveyError {
    /// The place cannot be read.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// No table has a customer and a time.
    #[error(
        "no table in {} looks like transactions, with a column that says who bought and one that says when{}: name \
         it with --from, or its columns in winback.toml", place.display(), looked_at(found)
    )]
    NoTransactions {
        /// Where it was looked.
        place: PathBuf,
        /// The tables that are there.
        found: Vec<String>,
    },
}

impl Failure for SurveyError {
    fn kind(&self) -> Kind {
        match self {
            SurveyError::Source(error) => error.kind(),
            SurveyError::NoTransactions { .. } => Kind::Usage,
        }
    }
}

fn looked_at(found: &[String]) -> String {
    if found.is_empty() { String::new() } else { format!(" (there are {})", found.join(", ")) }
}

/// What a table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Purchases and returns.
    Transactions,
    /// Engagement events.
    Events,
    /// Contact details.
    Customers,
}

impl Role {
    /// The key of `[data]` that names it.
    pub fn key(self) -> &'static str {
        match self {
            Role::Transactions => "transactions",
            Role::Events => "events",
            Role::Customers => "customers",
        }
    }

    /// Whether a table is called as those of this role are.
    fn is_called(self, table: &str) -> bool {
        match self {
            Role::Transactions => names::are_transactions(table),
            Role::Events => names::are_events(table),
            Role::Customers => names::are_customers(table),
        }
    }
}

/// A table that is used.
#[derive(Debug, Serialize)]
pub struct SurveyedTable {
    /// As what.
    pub role: Role,
    /// As one names it.
    pub path: String,
    /// Its rows.
    pub rows: u64,
    /// The preset of its columns, where they are those of one.
    pub preset: Option<&'static str>,
    /// What was taken for what.
    pub columns: Vec<Taken>,
    /// How sure it is that this is its role.
    #[serde(skip)]
    evidence: u32,
}

/// What lies at a place.
#[derive(Debug, Serialize)]
pub struct Survey {
    /// The tables that are used, at most one of a role.
    pub tables: Vec<SurveyedTable>,
    /// Tables that are not used.
    pub unused: Vec<String>,
    /// Those of them that hold people who said no, by their names.
    pub refusals: Vec<String>,
}

/// Looks at the tables in a folder, or at the one that `place` is; transactions must be among them.
pub fn survey(place: &Path, settings: &Settings) -> Result<Survey, SurveyError> {
    let mut found = Survey { tables: Vec::new(), unused: Vec::new(), refusals: Vec::new() };
    for (path, files) in tables_at(place, &settings.data.stores)? {
        if says_no(&path) && path != place.display().to_string() {
            found.refusals.push(path);
            continue;
        }
        match table_of(&path, &files, settings) {
            Some(table) => found.take(table),
            None => found.unused.push(path),
        }
    }
    if !found.tables.iter().any(|table| table.role == Role::Transactions) {
        let tables = found.tables.into_iter().map(|table| table.path).chain(found.unused);
        return Err(SurveyError::NoTransactions {
            place: place.to_owned(),
            found: tables.collect(),
        });
    }
    found.tables.sort_by_key(|table| table.role);
    found.unused.sort();
    Ok(found)
}

impl Survey {
    /// Of two tables of one role the likelier is used, then the larger.
    fn take(&mut self, table: SurveyedTable) {
        let rank = |table: &SurveyedTable| (table.evidence, table.rows);
        match self.tables.iter_mut().find(|known| known.role == table.role) {
            None => self.tables.push(table),
            Some(known) if rank(&table) > rank(known) => {
                self.unused.push(std::mem::replace(known, table).path);
            }
            Some(_) => self.unused.push(table.path),
        }
    }

    /// The settings that say so: the tables, seen from the folder `from` of the configuration, and their columns.
    pub fn settings(&self, from: &Path) -> Vec<TemplateValue> {
        let mut values = Vec::new();
        for table in &self.tables {
            values.push(TemplateValue::of("data", table.role.key(), seen_from(from, &table.path)));
            match table.preset {
                Some(preset) => {
                    let section = table.role.section();
                    values.push(TemplateValue::of(section, "preset", preset.to_owned()));
                }
                None => values.extend(table.columns.iter().map(
                    |Taken { table, part, column, .. }| {
                        TemplateValue::of(table, part, column.clone())
                    },
                )),
            }
        }
        values
    }
}

impl Role {
    fn section(self) -> &'static str {
        match self {
            Role::Transactions => TransactionColumn::SECTION,
            Role::Events => EventColumn::SECTION,
            Role::Customers => CustomerColumn::SECTION,
        }
    }
}

/// A path as one writes it in a configuration that lies in `folder`: as it is where that is the working folder, else
/// from the root.
fn seen_from(folder: &Path, path: &str) -> String {
    let is_here = folder.as_os_str().is_empty() || folder == Path::new(".");
    if is_here {
        return path.to_owned();
    }
    std::path::absolute(path).map_or_else(|_| path.to_owned(), |path| path.display().to_string())
}

fn says_no(path: &str) -> bool {
    Path::new(path).file_stem().is_some_and(|name| file_says_no(&name.to_string_lossy()))
}

/// The likeliest role of a table.
fn table_of(path: &str, files: &Files, settings: &Settings) -> Option<SurveyedTable> {
    let likely = [
        candidate(
            path,
            Role::Transactions,
            opened(files, &settings.columns.choice, settings),
            |has| {
                let amount = has(TransactionColumn::Amount) || has(TransactionColumn::UnitPrice);
                let parts = [
                    TransactionColumn::OrderId,
                    TransactionColumn::ProductId,
                    TransactionColumn::Quantity,
                ];
                // Visits have a time and no more.
                1 + 2 * u32::from(amount) + count(&parts, has)
            },
        ),
        candidate(path, Role::Events, opened(files, &settings.event_columns, settings), |has| {
            3 * u32::from(has(EventColumn::Type))
        }),
        candidate(
            path,
            Role::Customers,
            opened(files, &settings.customer_columns, settings),
            |has| {
                let parts = [
                    CustomerColumn::Email,
                    CustomerColumn::Phone,
                    CustomerColumn::FirstName,
                    CustomerColumn::LastName,
                    CustomerColumn::Postcode,
                ];
                2 * u32::from(has(CustomerColumn::ConsentEmail)) + count(&parts, has)
            },
        ),
    ];
    // Of equal evidence the first: a list of orders with addresses is one of orders.
    let likely = likely.into_iter().flatten().filter(|table| table.evidence > 0);
    likely.reduce(|best, next| if next.evidence > best.evidence { next } else { best })
}

/// A table with its columns settled, where its required ones are found; by a preset where they are of its layout.
fn opened<C: TableColumn>(
    files: &Files,
    choice: &Choice<C>,
    settings: &Settings,
) -> Option<(Input<C>, Option<&'static str>)> {
    let (choice, preset) = match choice.of_layout(&files.column_names()) {
        Some((choice, preset)) => (choice, Some(preset)),
        None => (choice.clone(), None),
    };
    Some((Input::of(files.clone(), &choice, settings).ok()?, preset))
}

fn count<C: Copy>(columns: &[C], has: &dyn Fn(C) -> bool) -> u32 {
    columns.iter().map(|&column| u32::from(has(column))).sum()
}

/// A table in a role; a name that says so weighs more than any column.
fn candidate<C: TableColumn>(
    path: &str,
    role: Role,
    opened: Option<(Input<C>, Option<&'static str>)>,
    evidence: impl Fn(&dyn Fn(C) -> bool) -> u32,
) -> Option<SurveyedTable> {
    const BY_NAME: u32 = 10;
    let (input, preset) = opened?;
    let mapping: &ColumnMap<C, String> = &input.mapping;
    let mut evidence = evidence(&|column| mapping.has(column));
    let name = Path::new(path).file_stem().unwrap_or_default().to_string_lossy();
    if evidence > 0 && role.is_called(&name) {
        evidence += BY_NAME;
    }
    let rows = input.files.rows();
    Some(SurveyedTable {
        role,
        path: path.to_owned(),
        rows,
        preset,
        columns: input.taken(),
        evidence,
    })
}
