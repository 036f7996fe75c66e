//! What is known of who may be contacted: refusals in the events and transactions, contact details, and facts of every
//! input by which the next run sees whether something was lost.

use super::sources::Input;
use super::warnings::warn_of;
use super::{Job, Sources};
use crate::config::Settings;
use crate::ingest::{
    ColumnMap, Consent, CustomerColumn, Customers, EventColumn, EventRefusals, Refusals,
    TableColumn, TransactionColumn, TransactionRefusals, event_refusals, read_customers,
    transaction_refusals,
};
use crate::monitor::preflight::{Finding, of_customers, of_events, of_transaction_refusals};
use crate::table::{
    CustomerFacts, DataFile, EventFacts, FileFacts, Files, Footer, InputFacts, TableFacts,
};

/// The refusals among the events; none where no events are named.
pub(super) fn refusals_of(
    events: Option<&Input<EventColumn>>,
    settings: &Settings,
) -> crate::Result<EventRefusals> {
    let Some(input) = events else { return Ok(EventRefusals::default()) };
    let (not, types) = (&settings.refusal_names.are_none, &settings.event_types);
    Ok(event_refusals(&input.files, &input.mapping, not, &input.forms, types)?)
}

/// The refusals among the columns of the transactions.
pub(super) fn refusals_of_transactions(
    input: &Input<TransactionColumn>,
    settings: &Settings,
) -> crate::Result<TransactionRefusals> {
    let not = &settings.refusal_names.are_none;
    Ok(transaction_refusals(&input.files, &input.mapping, not, &input.forms)?)
}

/// Adds to tonight's refusals those among the columns of the transactions, and warns of what `check` would find.
pub(super) fn add_refusals_of_transactions(
    input: &Input<TransactionColumn>,
    settings: &Settings,
    found: &mut EventRefusals,
) -> crate::Result<()> {
    let said = refusals_of_transactions(input, settings)?;
    warn_of(&of_transaction_refusals(&said));
    found.refusals.merge(&said.refusals);
    Ok(())
}

/// The contact details, with every no that is known by now.
pub(super) fn contacts(
    input: &Input<CustomerColumn>,
    job: &Job<'_>,
    refusals: &Refusals,
) -> crate::Result<Customers> {
    let Job { settings, machine, .. } = *job;
    let (names, present) = (&settings.refusal_names, machine.now_micros);
    let mut customers = read_customers(&input.files, &input.mapping, names, &input.forms, present)?;
    customers.refuse(refusals);
    Ok(customers)
}

/// What is found about the events.
pub(super) fn event_findings(
    events: Option<&Input<EventColumn>>,
    found: &EventRefusals,
) -> Vec<Finding> {
    let of = |input: &Input<EventColumn>| of_events(found, input.files.rows());
    events.map(of).unwrap_or_default()
}

/// Warns of what `check` would find about the events.
pub(super) fn warn_of_events(events: Option<&Input<EventColumn>>, found: &EventRefusals) {
    warn_of(&event_findings(events, found));
}

/// Warns of what `check` would find about the customers table.
pub(super) fn warn_of_customers(customers: &Customers) {
    warn_of(&of_customers(customers));
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
        customers.refusal_columns.iter().map(|(column, _)| column.name.clone()).collect();
    let (mut consenting, mut opted_out, mut suppressed) = (0, 0, 0);
    for row in 0..customers.len() {
        let no = customers.no(row);
        let said = [customers.consent_email(row), customers.consent_phone(row)];
        let refused = no.is_to_a_list() || said.contains(&Consent::Refused);
        suppressed += u64::from(no.suppressed);
        opted_out += u64::from(refused && !no.suppressed);
        consenting += u64::from(!no.is_to_a_list() && said.contains(&Consent::Given));
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
    let file = |(file, footer): (&DataFile, &Footer)| FileFacts {
        name: file.relative.clone(),
        rows: footer.rows(),
    };
    TableFacts { rows: files.rows(), columns, files: files.iter().map(file).collect() }
}
