//! What is known of who may be contacted, read before a run: refusals in the events, and facts of every
//! input by which the next run sees whether something was lost.

use super::Sources;
use super::sources::Input;
use crate::config::Settings;
use crate::ingest::{
    ColumnMap, Consent, CustomerColumn, Customers, EventColumn, EventRefusals, Refusals,
    TableColumn, TypeCount, TypeRules, WordCount, event_refusals, read_customers,
};
use crate::table::{CustomerFacts, EventFacts, Files, InputFacts, TableFacts};

/// Types or words that a message names.
const NAMED: usize = 8;

/// The refusals among the events; none where no events are named. Types that are not understood are
/// warned of.
pub(super) fn refusals_of(
    events: Option<&Input<EventColumn>>,
    types: &TypeRules,
) -> crate::Result<EventRefusals> {
    let Some(input) = events else { return Ok(EventRefusals::default()) };
    let found = event_refusals(&input.files, &input.mapping, &input.forms, types)?;
    warn_of_types(&found);
    Ok(found)
}

fn warn_of_types(found: &EventRefusals) {
    let named = |types: &[TypeCount]| {
        let names = types.iter().take(NAMED);
        let names: Vec<String> =
            names.map(|one| format!("'{}' ({})", one.name, one.events)).collect();
        let rest = types.len().saturating_sub(NAMED);
        names.join(", ") + &if rest > 0 { format!(" and {rest} more") } else { String::new() }
    };
    let unknown = found.types.unknown();
    if !unknown.is_empty() {
        let events: u64 = unknown.iter().map(|one| one.events).sum();
        tracing::warn!(
            events,
            "{events} events are of types that are not understood and count as 'other': {}; say what they \
             are in [event_types] of winback.toml",
            named(&unknown)
        );
    }
    let resembling = found.types.resembling();
    if !resembling.is_empty() {
        tracing::warn!(
            "event types that read like a no count as one: {}; where one is none, list it in [event_types] \
             under another kind",
            named(&resembling)
        );
    }
}

/// The contact details, with every no that is known; words that are not understood are warned of.
pub(super) fn contacts(
    input: &Input<CustomerColumn>,
    settings: &Settings,
    refusals: Refusals,
) -> crate::Result<Customers> {
    let not = &settings.no_refusals;
    Ok(read_customers(&input.files, &input.mapping, not, &input.forms, refusals)?)
}

/// Says which words of consent and of refusal are not understood.
pub(super) fn warn_of_words(customers: &Customers) {
    for (words, what, as_what) in [
        (&customers.words, "neither yes nor no", "no consent"),
        (&customers.doubts, "not understood", "a no"),
    ] {
        for of_column in words.chunk_by(|a, b| a.column == b.column) {
            let cells: u64 = of_column.iter().map(|word| word.cells).sum();
            let named: Vec<String> = of_column
                .iter()
                .take(NAMED)
                .map(|WordCount { word, cells, .. }| format!("{word} ({cells})"))
                .collect();
            tracing::warn!(
                cells,
                "{cells} values of {} are {what} and count as {as_what}: {}",
                of_column[0].column,
                named.join(", ")
            );
        }
    }
}

/// The facts of the transactions and events.
pub(super) fn scored_facts(sources: &Sources, found: &EventRefusals) -> InputFacts {
    let transactions = &sources.transactions;
    InputFacts {
        transactions: Some(table_facts(&transactions.files, &transactions.mapping, &[])),
        events: sources.events.as_ref().map(|input| event_facts(input, found)),
        customers: None,
    }
}

/// The facts of the events and the contact details.
pub(super) fn listed_facts(
    events: Option<&Input<EventColumn>>,
    found: &EventRefusals,
    input: &Input<CustomerColumn>,
    customers: &Customers,
) -> InputFacts {
    InputFacts {
        transactions: None,
        events: events.map(|input| event_facts(input, found)),
        customers: Some(customer_facts(input, customers)),
    }
}

fn event_facts(input: &Input<EventColumn>, found: &EventRefusals) -> EventFacts {
    let mut types: Vec<String> = found.types.refusing().into_iter().map(|one| one.name).collect();
    types.sort_unstable();
    EventFacts {
        table: table_facts(&input.files, &input.mapping, &[]),
        refusing_customers: found.refusals.len() as u64,
        refusing_types: types,
    }
}

fn customer_facts(input: &Input<CustomerColumn>, customers: &Customers) -> CustomerFacts {
    let refusing: Vec<String> =
        customers.refusal_columns.iter().map(|column| column.name.clone()).collect();
    let (mut consenting, mut opted_out, mut suppressed) = (0, 0, 0);
    for row in 0..customers.len() {
        let no = customers.no(row);
        let said = [customers.consent_email(row), customers.consent_phone(row)];
        let refused = no.is_any() || said.contains(&Consent::Refused);
        suppressed += u64::from(no.suppressed);
        opted_out += u64::from(refused && !no.suppressed);
        consenting += u64::from(!no.is_any() && said.contains(&Consent::Given));
    }
    let table = table_facts(&input.files, &input.mapping, &refusing);
    CustomerFacts { table, consenting, opted_out, suppressed }
}

fn table_facts<C: TableColumn>(
    files: &Files,
    mapping: &ColumnMap<C, String>,
    more: &[String],
) -> TableFacts {
    let mut columns: Vec<String> = mapping.iter().map(|(_, name)| name.clone()).collect();
    columns.extend_from_slice(more);
    columns.sort_unstable();
    TableFacts { rows: files.rows(), columns }
}
