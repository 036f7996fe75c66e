//! Which columns of a table may say no: by their names, by the words of all their cells, and after them by a cell
//! alone.

use super::RefusalColumn;
use super::names::Beside;
use crate::ingest::meaning::contact_states::asks_about_contact;
use crate::ingest::meaning::no_columns::{
    NoColumn, NoReading, is_of_letters_beside, is_of_mail_complaints, may_have_codes_beside,
};
use crate::ingest::meaning::state_words::{StatesOf, is_of_states, may_have_codes, states_of};
use crate::ingest::refusals::NoTo;
use crate::ingest::refusals::texts_of::texts_of;
use crate::ingest::{ColumnMap, CustomerColumn, Forms, IngestError, normalised};
use crate::table::Files;

/// The columns that may say no and play no other part: by their names, by the words of all their cells, and after
/// them by a cell alone.
pub(in crate::ingest) fn refusal_columns(
    files: &Files,
    mapping: &ColumnMap<CustomerColumn, String>,
    forms: &Forms,
    beside: &Beside<'_>,
) -> Result<Vec<RefusalColumn>, IngestError> {
    let is_part = |name: &String| mapping.is_mapped(name);
    let mut free = files.column_names();
    free.retain(|name| !beside.names.are_none.contains(name) && !is_part(name));
    let all_names = free.clone();
    free.retain(|name| !is_of_letters_beside(name, &all_names));
    // PrestaShop's `optin` beside `newsletter` is about the offers of partners; in a table that may be another shop's it
    // leaves a doubt.
    let beside_it: Vec<String> = files.column_names().iter().map(|name| normalised(name)).collect();
    let has = |names: &[&str]| beside_it.iter().any(|name| names.contains(&name.as_str()));
    let is_of_high_level = || beside_it.iter().any(|name| name.starts_with("dndsettings"));
    let is_of_partners = |name: &str| name == "optin" && has(&["newsletter"]);
    free.retain(|name| !(is_of_partners(name) && has(OF_PRESTASHOP)));
    let of_words = |name: &&String| is_of_words(name) || may_have_codes_beside(name, &all_names);
    let of_states: Vec<String> = free.iter().filter(of_words).cloned().collect();
    let texts = texts_of::<CustomerColumn>(files, &of_states, forms)?;
    let texts = |name: &String| Some(&texts[of_states.iter().position(|known| known == name)?]);
    let about = |name: &String| {
        let texts = texts(name).filter(|_| is_of_states(name))?;
        Some(states_of(name, texts.words()))
    };
    let of_name = |name: &String| match about(name) {
        _ if beside.names.are.contains(name) => Some(RefusalColumn::by_the_user(name)),
        _ if is_of_mail_complaints(name, &all_names) => {
            Some(RefusalColumn::of_mail_complaints(name))
        }
        Some(StatesOf::SomethingElse) => None,
        Some(StatesOf::Record) => Some(RefusalColumn::of_records(name)),
        Some(StatesOf::Changes) => Some(RefusalColumn::of_changes(name)),
        Some(StatesOf::Mail) => RefusalColumn::of_mail(name),
        Some(StatesOf::Unknown) | None => RefusalColumn::of_customers(name),
    };
    let with_words = |name: &String| match beside.names.words_of(name) {
        words if words.is_empty() => of_name(name),
        words => Some(RefusalColumn::by_words(name, of_name(name), words)),
    };
    let mut all: Vec<RefusalColumn> = free.iter().filter_map(with_words).collect();
    let of_people = mapping.iter().filter(|(column, _)| is_a_name(*column)).map(|(_, name)| name);
    let of_people = of_people.filter(|name| !beside.names.are_none.contains(*name));
    all.extend(of_people.map(|name| RefusalColumn::by_cells(name)));
    // Those that say it by their names first: the others are named by their cells.
    all.sort_by_key(|column| !column.is_named());
    for column in &mut all {
        column.present_micros = beside.present_micros;
        column.in_doubt |= is_of_partners(&column.name);
        // HighLevel's flag is of every way of contact; elsewhere it is the register of those who want no calls.
        if normalised(&column.name) == "dnd" && is_of_high_level() {
            column.takes = NoTo::ALL;
        }
        if let Some(texts) = texts(&column.name) {
            column.learn_from(texts, &all_names);
        }
    }
    Ok(all.into_iter().map(|column| column.with_never(beside.never)).collect())
}

/// Columns that PrestaShop's customers alone have, as `normalised` leaves them.
const OF_PRESTASHOP: &[&str] = &["newsletterdateadd", "ipregistrationnewsletter", "iddefaultgroup"];

/// Whether the words of all cells of a column of this name tell what each of them means.
fn is_of_words(name: &str) -> bool {
    let is_a_consent = || NoColumn::named(name).is_some_and(|no| no.reading == NoReading::Consent);
    is_of_states(name) || may_have_codes(name) || asks_about_contact(name) || is_a_consent()
}

/// Those of some columns of consents whose words are states of mail: among these `active` is a yes.
pub(in crate::ingest) fn states_of_mail(
    files: &Files,
    mapping: &ColumnMap<CustomerColumn, String>,
    forms: &Forms,
    columns: &[CustomerColumn],
) -> Result<Vec<CustomerColumn>, IngestError> {
    let named = |column: &CustomerColumn| Some((*column, mapping.get(*column)?.clone()));
    let (columns, names): (Vec<CustomerColumn>, Vec<String>) =
        columns.iter().filter_map(named).unzip();
    let texts = texts_of::<CustomerColumn>(files, &names, forms)?;
    let is_of_mail = |k: usize| states_of(&names[k], texts[k].words()) == StatesOf::Mail;
    Ok(columns
        .into_iter()
        .enumerate()
        .filter(|(k, _)| is_of_mail(*k))
        .map(|(_, column)| column)
        .collect())
}

/// Whether a column has people's names: some are called "do not contact".
fn is_a_name(column: CustomerColumn) -> bool {
    matches!(column, CustomerColumn::FirstName | CustomerColumn::LastName)
}
