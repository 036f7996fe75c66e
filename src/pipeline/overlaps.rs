//! Whether the customers of the tables are the same people: the overlap of their identifiers.
//!
//! `check` looks at everybody and at samples of how identifiers are written; a scoring counts on its way
//! ([`Met`]), and a list compares what it holds anyway ([`of_list`]).

use super::cluster::Whole;
use super::load::LoadError;
use super::refusals::unmet::reach_of_list;
use super::{Input, Sources};
use crate::audience::Candidates;
use crate::history::{CustomerHistory, History, HistoryError, SortedPartition};
use crate::ingest::{CustomerColumn, Customers, EventColumn, IdRules, IdSample, IdsAlone, Meeting};
use crate::monitor::preflight::{CUSTOMERS, Finding, Overlap, of_ids};
use rayon::prelude::*;
use std::num::NonZeroU64;

/// Customers of a history by what they have.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Met {
    buyers: u64,
    with_events: u64,
    with_both: u64,
}

impl Met {
    /// What was counted elsewhere.
    pub(super) fn counted(buyers: u64, with_events: u64, with_both: u64) -> Self {
        Self { buyers, with_events, with_both }
    }

    /// Counts a customer.
    pub(super) fn add(&mut self, customer: &CustomerHistory<'_>) {
        self.count(!customer.transactions.is_empty(), !customer.events.time_micros.is_empty());
    }

    /// Counts a customer who has transactions, or events.
    pub(super) fn count(&mut self, bought: bool, done: bool) {
        self.buyers += u64::from(bought);
        self.with_events += u64::from(done);
        self.with_both += u64::from(bought && done);
    }

    /// Adds those of another part.
    pub(super) fn merge(&mut self, other: Self) {
        self.buyers += other.buyers;
        self.with_events += other.with_events;
        self.with_both += other.with_both;
    }

    /// What it says of the events; `meeting` is how the two tables write their identifiers, where that was looked at.
    pub(super) fn finding(self, events: &Input<EventColumn>, meeting: Meeting) -> Finding {
        of_ids(&Overlap {
            table: "events",
            column: events.mapping.name(EventColumn::CustomerId).to_owned(),
            buyers: self.buyers,
            others: self.with_events,
            both: self.with_both,
            meeting,
        })
    }
}

/// Whether those with a score are in the customers table; how the two write them, where few are.
pub(super) fn of_list(
    candidates: &Candidates,
    customers: &Customers,
    input: &Input<CustomerColumn>,
    present: &IdRules,
) -> Finding {
    let buyers = || (0..candidates.len()).filter(|&row| candidates.orders(row) > 0);
    let (bought, known) = (buyers().count() as u64, customers.len() as u64);
    let rows = (0..candidates.len()).into_par_iter().filter(|&row| candidates.orders(row) > 0);
    let both = rows.filter(|&row| customers.find(candidates.id(row)).is_some()).count() as u64;
    let mut meeting = Meeting::default();
    if both * 2 < bought.min(known) {
        let (mut ours, mut theirs) = (IdSample::default(), IdSample::default());
        buyers().for_each(|row| ours.add(&candidates.id(row).to_string()));
        (0..customers.len()).for_each(|row| theirs.add(&customers.id(row).to_string()));
        meeting = ours.meeting(theirs, present);
    }
    of_ids(&Overlap {
        table: CUSTOMERS,
        column: input.mapping.name(CustomerColumn::CustomerId).to_owned(),
        buyers: bought,
        others: known,
        both,
        meeting,
    })
}

/// Customers by the tables that they stand in.
#[derive(Default)]
struct Ids {
    met: Met,
    in_table: u64,
    /// Keys of customers with transactions, by the file without addresses that has them.
    in_lists: Vec<(usize, NonZeroU64)>,
    sample: IdSample,
    sample_of_events: IdSample,
}

impl Ids {
    fn add(&mut self, customer: &CustomerHistory<'_>, table: Option<&Customers>) {
        self.met.add(customer);
        let text = customer.id.to_string();
        if !customer.transactions.is_empty() {
            self.in_table +=
                u64::from(table.is_some_and(|table| table.find(customer.id).is_some()));
            let lists = table.iter().flat_map(|table| &table.ids_alone).enumerate();
            let stranger = |(k, list): (usize, &IdsAlone)| Some((k, list.stranger(customer.id)?));
            self.in_lists.extend(lists.filter_map(stranger));
            self.sample.add(&text);
        }
        if !customer.events.time_micros.is_empty() {
            self.sample_of_events.add(&text);
        }
    }

    fn merge(&mut self, other: &Self) {
        self.met.merge(other.met);
        self.in_table += other.in_table;
        self.in_lists.extend(&other.in_lists);
        self.sample.merge(&other.sample);
        self.sample_of_events.merge(&other.sample_of_events);
    }
}

/// Whether the customers of the tables are the same; `whole` counts everybody where the history is of a sample.
pub(super) fn about_ids(
    history: &History,
    whole: Option<&Whole>,
    customers: Option<&Customers>,
    sources: &Sources,
) -> crate::Result<Vec<Finding>> {
    if sources.events.is_none() && customers.is_none() {
        return Ok(Vec::new());
    }
    let mut all = Ids::default();
    let look = |partition: &SortedPartition| {
        let mut ids = Ids::default();
        partition.for_each(|customer| {
            ids.add(customer, customers);
        });
        ids
    };
    let add = |ids| -> Result<(), HistoryError> {
        all.merge(&ids);
        Ok(())
    };
    history.visit(&|_| (), look, add).map_err(LoadError::from)?;
    if let Some(whole) = whole {
        (all.met, all.in_table) = (whole.met, whole.in_table);
    }
    let present = &sources.transactions.forms.ids;
    let mut findings = Vec::new();
    if let Some(input) = &sources.events {
        let meeting = all.sample.clone().meeting(all.sample_of_events, present);
        findings.push(all.met.finding(input, meeting));
    }
    if let (Some(input), Some(customers)) = (&sources.customers, customers) {
        for (k, list) in customers.ids_alone.iter().enumerate() {
            let mut list = list.clone();
            let of_it = all.in_lists.iter().filter(|(of, _)| *of == k);
            of_it.for_each(|(_, key)| list.meet(*key));
            findings.extend(reach_of_list(&list, || all.sample.clone(), present).finding());
        }
        let mut known = IdSample::default();
        (0..customers.len()).for_each(|row| known.add(&customers.id(row).to_string()));
        findings.push(of_ids(&Overlap {
            table: CUSTOMERS,
            column: input.mapping.name(CustomerColumn::CustomerId).to_owned(),
            buyers: all.met.buyers,
            others: customers.len() as u64,
            both: all.in_table,
            meeting: all.sample.meeting(known, present),
        }));
    }
    Ok(findings)
}
