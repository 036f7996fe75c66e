//! Findings about who may be contacted: event types, words of consent, columns that say no, reach.

use super::Finding;
use crate::audience::phone_of;
use crate::ingest::is_email;
use crate::ingest::{
    Consent, Customers, Detail, EventRefusals, RefusalColumn, SharedAddress, TransactionRefusals,
    TypeCount, WordCount,
};
use rayon::prelude::*;

/// Types or words that a finding names.
const NAMED: usize = 8;

/// A column of the transactions that says no in more than one row in so many is warned of.
const ONE_ROW_IN: u64 = 50;

/// What the types of events and the states beside them are taken for; `rows` are the events.
pub(crate) fn of_events(found: &EventRefusals, rows: u64) -> Vec<Finding> {
    let (types, refusing_customers) = (&found.types, found.refusals.len());
    let mut findings = Vec::new();
    if found.nameless > 0 {
        findings.push(Finding::warn(
            "refusals",
            format!("{} events say no, and nobody can tell whose it is", found.nameless),
            "they have neither an identifier nor a readable address: name the events' column of addresses with \
             event_columns.email",
        ));
    }
    findings.push(if rows == 0 {
        let remedy =
            "the events hold no row: whoever unsubscribed there is not known; check the export";
        Finding::warn("events", "0 rows", remedy)
    } else {
        let found = format!("{rows} rows; {refusing_customers} customers have said no in them");
        Finding::ok("events", found)
    });
    let unknown = types.unknown();
    if !unknown.is_empty() {
        let events: u64 = unknown.iter().map(|one| one.events).sum();
        let beside = match &found.beside[..] {
            [] => String::new(),
            names => {
                format!("; beside the type stand {}", names[..names.len().min(NAMED)].join(", "))
            }
        };
        findings.push(Finding::warn(
            "event types",
            format!(
                "{events} events are of types that are not understood: {}{beside}",
                named_types(&unknown)
            ),
            "they count as 'other'; say what they are in [event_types] of winback.toml",
        ));
    }
    let resembling = types.resembling();
    if !resembling.is_empty() {
        findings.push(Finding::warn(
            "event types",
            format!("types that read like a no count as one: {}", named_types(&resembling)),
            "where one is not, list it in [event_types] under another kind",
        ));
    }
    if types.beyond() > 0 {
        findings.push(Finding::warn(
            "event types",
            format!("over 1,000 types; {} events are not looked at one by one", types.beyond()),
            "map the column that holds the kind of event with event_columns.type",
        ));
    }
    findings.extend(found.states.chunk_by(|a, b| a.column == b.column).map(|of_column| {
        Finding::warn(
            "refusals",
            named_words(of_column, "in the events say no beside their type"),
            "they count as a no; where the column is about something else, list it in customer_columns.no_refusals",
        )
    }));
    findings
}

/// Columns of the transactions that say no.
pub(crate) fn of_transaction_refusals(said: &TransactionRefusals) -> Vec<Finding> {
    if said.columns.is_empty() {
        return doubtful_refusals(&said.doubts).collect();
    }
    let name = |(column, rows): &(String, u64)| format!("{column} ({rows} rows)");
    let found = format!(
        "columns of the transactions that say no by their names: {}; {} customers have said no in them",
        said.columns.iter().map(name).collect::<Vec<_>>().join(", "),
        said.refusals.len()
    );
    // Of many rows the column may be about the sale.
    let are_many = said.columns.iter().any(|(_, rows)| rows * ONE_ROW_IN > said.rows);
    let mut findings = vec![if are_many {
        let remedy = "each of these customers is left alone; where a column is about something else than contact, list it \
                      in customer_columns.no_refusals";
        Finding::warn("refusals", found, remedy)
    } else {
        Finding::ok("refusals", found)
    }];
    findings.extend(doubtful_refusals(&said.doubts));
    findings
}

/// Who of the customers table can be reached, and what in it is not understood.
pub(crate) fn of_customers(customers: &Customers) -> Vec<Finding> {
    let mut findings = vec![reach(customers)];
    if !customers.refusal_columns.is_empty() {
        let names: Vec<&str> =
            customers.refusal_columns.iter().map(|(column, _)| column.name.as_str()).collect();
        let found = format!("columns that say no by their names: {}", names.join(", "));
        findings.push(Finding::ok("refusals", found));
    }
    findings.extend(unused(customers));
    findings.extend(unknown_states(customers));
    findings.extend(refusing_most(customers));
    if customers.notes.nameless_nos > 0 {
        findings.push(Finding::warn(
            "refusals",
            format!("{} rows say no, and nobody can tell whose it is", customers.notes.nameless_nos),
            "they have neither an identifier nor a readable address, such as hashes of addresses: export the \
             addresses themselves, or identifiers",
        ));
    }
    if customers.notes.contradicting > 0 {
        findings.push(Finding::warn(
            "consent",
            format!("{} customers have rows with consent to e-mail and rows without", customers.notes.contradicting),
            "they have none; where a row is of one channel or purpose, export one row for each customer with the consent to \
             e-mail",
        ));
    }
    if !customers.unread_lists.is_empty() {
        findings.push(Finding::fail(
            "refusals",
            format!("nobody can tell whose the rows are: {}", customers.unread_lists.join(", ")),
            "the file says no by its name and has neither identifiers nor readable addresses, or cannot be read at all: export \
             these as Parquet under a name that does not begin with _, or leave it out",
        ));
    }
    if customers.notes.gone > 0 {
        let found =
            format!("{} customers have no current row: deleted, and so a no", customers.notes.gone);
        findings.push(Finding::ok("refusals", found));
    }
    if !customers.notes.names.never.is_empty() {
        findings.push(Finding::warn(
            "refusals",
            format!(
                "a date stands where others have none, and no day of a no can be: {}",
                customers.notes.names.never.join(", ")
            ),
            "it is read as 'never'; leave the cells empty",
        ));
    }
    if !customers.notes.shared.is_empty() {
        let name = |one: &SharedAddress| format!("{} ({} customers)", one.shown, one.customers);
        let names = listed(
            customers.notes.shared.iter().take(NAMED).map(name),
            customers.notes.shared.len(),
        );
        findings.push(Finding::warn(
            "addresses",
            format!("so many customers share an address that it is nobody's: {names}"),
            "nobody is contacted there, and a no of one is no no of the others: export the customers' own addresses",
        ));
    }
    if !customers.notes.names.refusing_files.is_empty() {
        findings.push(Finding::warn(
            "refusals",
            format!("files that say no by their names: {}", customers.notes.names.refusing_files.join(", ")),
            "everybody in them counts as having said no; where one is called so for another reason, list it in \
             customer_columns.no_refusals",
        ));
    }
    for of_column in customers.notes.words.chunk_by(|a, b| a.column == b.column) {
        findings.push(Finding::warn(
            "consent",
            named_words(of_column, "are neither yes nor no"),
            "they count as no consent: write yes or no, or name another column of consent in \
             [customer_columns]",
        ));
    }
    findings.extend(doubtful_refusals(&customers.notes.doubts));
    findings
}

/// Columns whose names say nothing of contact: only the user knows whether one says no.
fn unused(customers: &Customers) -> Option<Finding> {
    let found = format!("columns that play no part: {}", customers.notes.names.unused.join(", "));
    let remedy = "where one says no to contact, list it in customer_columns.refusals";
    (!customers.notes.names.unused.is_empty()).then(|| Finding {
        remedy: Some(remedy.to_owned()),
        ..Finding::ok("customers table", found)
    })
}

/// Words of states and permissions that are not understood, by column: whoever has one may have said no.
fn unknown_states(customers: &Customers) -> impl Iterator<Item = Finding> {
    customers.notes.names.unknown_states.chunk_by(|a, b| a.column == b.column).map(|of_column| {
        Finding::warn(
            "refusals",
            named_words(of_column, "read like a state or a permission and are not understood"),
            "they refuse nobody: list each that says no in customer_columns.refusals (\"Status = Depurado\"); where none does, list \
             the column in customer_columns.no_refusals",
        )
    })
}

/// A column that refuses most customers may be about something else than contact.
fn refusing_most(customers: &Customers) -> Option<Finding> {
    let rows = customers.counts.rows as u64;
    let most = |(_, refused): &&(RefusalColumn, u64)| *refused * 2 > rows;
    let name = |(column, refused): &(RefusalColumn, u64)| format!("{} ({refused})", column.name);
    let names: Vec<String> = customers.refusal_columns.iter().filter(most).map(name).collect();
    (!names.is_empty()).then(|| {
        Finding::warn(
            "refusals",
            format!("columns that refuse more than half of the {rows} rows: {}", names.join(", ")),
            "where one is about something else than contact, list it in customer_columns.no_refusals",
        )
    })
}

/// Cells that count as a no in doubt, by column.
fn doubtful_refusals(doubts: &[WordCount]) -> impl Iterator<Item = Finding> {
    doubts.chunk_by(|a, b| a.column == b.column).map(|of_column| {
        Finding::warn(
            "refusals",
            named_words(of_column, "read like a no or are not understood"),
            "they count as a no: write yes or no, or list the column in customer_columns.no_refusals",
        )
    })
}

fn reach(customers: &Customers) -> Finding {
    let rows = (0..customers.len()).into_par_iter();
    let reached = rows.filter(|&row| {
        let no = customers.no(row);
        let mail = !no.email && customers.consent_email(row) == Consent::Given;
        let call = !no.phone && customers.consent_phone(row) == Consent::Given;
        let has_email = || customers.detail(row, Detail::Email).is_some_and(is_email);
        mail && has_email() || call && phone_of(customers, row).is_some()
    });
    let reached = reached.count();
    let counts = customers.counts;
    let found = format!(
        "{reached} of {} customers can be reached with consent; {} have opted out, {} are suppressed",
        customers.len(),
        counts.opted_out,
        counts.suppressed
    );
    if customers.is_empty() {
        let remedy = "nobody would be on a list: nobody's consent is known; check the export";
        return Finding::warn("customers table", "it names no customer", remedy);
    }
    if reached == 0 {
        let remedy = "nobody would be on a list: name the columns of consent and of the address in \
                      [customer_columns]";
        let asking: Vec<&str> = customers
            .refusal_columns
            .iter()
            .filter(|(column, _)| column.asks_for_consent())
            .map(|(column, _)| column.name.as_str())
            .collect();
        let named = format!("{remedy}; columns that read like a consent: {}", asking.join(", "));
        let remedy = if asking.is_empty() { remedy } else { &named };
        return Finding::warn("customers table", found, remedy);
    }
    Finding::ok("customers table", found)
}

fn named_types(types: &[TypeCount]) -> String {
    let name = |one: &TypeCount| format!("'{}' ({})", one.name, one.events);
    listed(types.iter().take(NAMED).map(name), types.len())
}

fn named_words(words: &[WordCount], what: &str) -> String {
    let cells: u64 = words.iter().map(|word| word.cells).sum();
    let name = |one: &WordCount| format!("{} ({})", one.word, one.cells);
    let column = words.first().map_or("", |word| word.column.as_str());
    let names = listed(words.iter().take(NAMED).map(name), words.len());
    format!("{cells} values of {column} {what}: {names}")
}

fn listed(names: impl Iterator<Item = String>, all: usize) -> String {
    let names = names.collect::<Vec<_>>().join(", ");
    if all > NAMED { format!("{names} and {} more", all - NAMED) } else { names }
}
