//! Tables of customers that are refused before a row is read: a no in them would be lost, or taken for a yes.

use crate::ingest::meaning::channel::Channel;
use crate::ingest::refusals::{RefusalColumn, RefusalNames};
use crate::ingest::source::Source;
use crate::ingest::{ColumnMap, CustomerColumn, IngestError, TableColumn, type_in};
use crate::table::Files;

/// Refuses a column named by the user that no file has: nobody would be refused by it.
pub(super) fn refuse_missing(files: &Files, named: &[String]) -> Result<(), IngestError> {
    let there = files.column_names();
    let is_missing = |name: &&String| RefusalNames::column_of(name, &there).is_none();
    let Some(missing) = named.iter().find(is_missing) else { return Ok(()) };
    Err(IngestError::MissingColumn {
        path: files.dataset.path.clone(),
        column: missing.clone(),
        part: "a refusal",
        option: format!("{}.refusals", CustomerColumn::SECTION),
        available: there.join(", "),
    })
}

/// Refuses a file without identifiers and addresses: nobody can tell whose its rows are.
pub(super) fn refuse_nameless(
    files: &Files,
    source: &Source,
    nos: &[RefusalColumn],
    further: &[(usize, Channel)],
) -> Result<(), IngestError> {
    const WHO: [CustomerColumn; 3] =
        [CustomerColumn::CustomerId, CustomerColumn::Email, CustomerColumn::Phone];
    for (at, (file, footer)) in files.iter().enumerate() {
        let says_who = WHO.into_iter().any(|column| source.has(at, column))
            || further.iter().any(|(k, _)| type_in(footer, &nos[*k].name).is_some());
        if says_who || footer.rows() == 0 {
            continue;
        }
        let id = CustomerColumn::CustomerId;
        let names = footer.schema().fields().iter().map(|field| field.name().clone());
        let column = source.place(at, id).column.to_owned();
        return Err(IngestError::UnusableColumn {
            path: file.path.clone(),
            reason: format!(
                "other files of the table have it, this one neither has it nor an address, only {}",
                names.collect::<Vec<_>>().join(", ")
            ),
            remedy: format!(
                "rename this file's column of the {} to {column} (one name goes for all files), or leave the file out",
                id.spec().label
            ),
            column,
        });
    }
    Ok(())
}

/// Refuses a column that says no by its name where a consent is wanted: its yes would be taken for one.
pub(super) fn refuse_inverted_consent(
    files: &Files,
    mapping: &ColumnMap<CustomerColumn, String>,
) -> Result<(), IngestError> {
    const CONSENTS: [CustomerColumn; 3] =
        [CustomerColumn::ConsentEmail, CustomerColumn::ConsentPhone, CustomerColumn::ConsentAds];
    for column in CONSENTS {
        let Some(name) = mapping.get(column).filter(|name| RefusalColumn::denies(name)) else {
            continue;
        };
        return Err(IngestError::UnusableColumn {
            path: files.dataset.path.clone(),
            column: name.clone(),
            reason: "it says no by its name, and is mapped as a consent".to_owned(),
            remedy: format!(
                "leave {}.{} out; the column counts as a refusal by itself",
                CustomerColumn::SECTION,
                column.spec().key
            ),
        });
    }
    Ok(())
}
