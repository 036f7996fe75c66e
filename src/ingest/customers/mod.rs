//! Customers' contact details: one row per customer, found by identifier.
//!
//! Only mapped columns are decoded. Several rows of one customer become one by rules that look at
//! content only, so that the order of files cannot show (see `merge`). Who may be contacted is decided in
//! `audience`; here stands only what the data says.

mod checks;
mod consent;
mod merge;
mod notes;
mod of_files;
mod read;
mod row_refusals;
mod shared;
mod snapshots;
mod versions;

pub(crate) use consent::Consent;
use notes::CustomerNotes;
pub(crate) use read::read_customers;
pub(crate) use shared::SharedAddress;

use crate::ingest::refusals::{
    Alias, IdsAlone, KeySet, NoTo, NotedNoes, PersonKeys, Record, RefusalColumn, Refusals,
    SameNumbers,
};
use crate::ingest::{CustomerId, CustomerIds};
use arrow_array::{Array, Date32Array, LargeStringArray};
use rayon::prelude::*;
use std::num::NonZeroU32;

/// The text columns of [`Customers`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(usize)]
pub(crate) enum Detail {
    /// E-mail address.
    Email = 0,
    /// Phone number.
    Phone = 1,
    /// Given name.
    FirstName = 2,
    /// Family name.
    LastName = 3,
    /// Country.
    Country = 4,
    /// Postal code.
    Postcode = 5,
    /// Through what the customer was won.
    AcquisitionChannel = 6,
}

/// Number of text columns.
const DETAILS: usize = 7;

/// Number of columns of consent.
const CONSENTS: usize = 3;

/// Rows that could not be taken as they were.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct CustomerCounts {
    /// Rows read.
    pub rows: usize,
    /// Rows without an identifier: left out.
    pub without_id: usize,
    /// Rows beyond the first of their customer: merged into it.
    pub duplicates: usize,
    /// Consent cells that are neither yes, no nor empty: taken as no consent.
    pub unreadable_consents: usize,
    /// Customers who must not be contacted, by decision of the business or because they are erased.
    pub suppressed: usize,
    /// Other customers who have said no, in any table and under any of their addresses.
    pub opted_out: usize,
}

/// Contact details, ascending by identifier, one row per customer.
#[derive(Debug)]
pub(crate) struct Customers {
    ids: CustomerIds,
    details: [Option<LargeStringArray>; DETAILS],
    signup: Option<Date32Array>,
    consent_email: Vec<Consent>,
    consent_phone: Vec<Consent>,
    consent_ads: Vec<Consent>,
    /// Every row as far as a no is concerned, those without an identifier too.
    records: Vec<Record>,
    /// The place among the records of each customer who has one row.
    own_records: Vec<Option<NonZeroU32>>,
    /// Other identifiers of customers.
    aliases: Vec<Alias>,
    /// Identifiers whose own rows say no.
    own_rows: KeySet,
    /// Persons whose newest answers of a table in long form agree.
    agreeing: KeySet,
    refusals: Refusals,
    nos: Vec<NoTo>,
    /// Columns that say no by their names, with the rows that they refuse.
    pub refusal_columns: Vec<(RefusalColumn, u64)>,
    /// Files that say no by their names of which nobody can tell whose any row is.
    pub unread_lists: Vec<String>,
    /// Files that say by identifiers alone who has said no.
    pub ids_alone: Vec<IdsAlone>,
    /// What was read and what was wrong with it.
    pub counts: CustomerCounts,
    /// What a person should hear of the table.
    pub notes: CustomerNotes,
}

impl Customers {
    /// Says who has refused elsewhere; with what the table says itself and what was said before, that holds for all
    /// records of a person. Until then everybody has said no.
    pub(crate) fn refuse(&mut self, known: &Refusals) {
        // A night asks twice: what was said since is mostly nothing.
        if !self.nos.is_empty() && self.refusals.has_all_of(known) {
            return;
        }
        self.refusals.merge(known);
        self.refusals.meet_by_alias(&self.records, &self.aliases);
        self.settle();
    }

    /// Lets noes under identifiers that nobody has, neither here nor among some buyers, hold for whoever has their numbers,
    /// where most of them are one customer's.
    pub(crate) fn refuse_by_number(
        &mut self,
        buyers: impl FnOnce() -> Vec<PersonKeys>,
    ) -> Option<SameNumbers> {
        let others = self.aliases.iter().map(|alias| alias.other());
        let others = others.chain(self.records.iter().filter_map(|record| record.keys.other()));
        let found = self.refusals.meet_by_number(&self.records, &others.collect(), buyers)?;
        self.settle();
        Some(found)
    }

    /// Lets every no hold for the whole person, and each customer have theirs.
    fn settle(&mut self) {
        self.refusals.fold(&self.records);
        let rows = (0..self.ids.len()).into_par_iter();
        self.nos = rows.map(|row| self.refusals.of(self.ids.get(row))).collect();
        self.counts.suppressed = self.nos.iter().filter(|no| no.suppressed).count();
        let opted_out = self.nos.iter().filter(|no| no.is_to_a_list() && !no.suppressed);
        self.counts.opted_out = opted_out.count();
    }

    /// Everybody who has said no, for the next night.
    pub(crate) fn noted(&self) -> NotedNoes {
        NotedNoes::of(self.refusals.clone(), self.own_rows.clone())
    }

    /// Every customer with what is refused, and whether a newer answer agrees.
    pub(crate) fn asked(&self) -> impl ParallelIterator<Item = (PersonKeys, NoTo, bool)> + '_ {
        (0..self.len()).into_par_iter().map(|row| {
            let keys = self.keys(row);
            (keys, self.no(row), keys.are_among(&self.agreeing))
        })
    }

    /// How many customers some refusals reach, by any of their identifiers and addresses.
    pub(crate) fn reached_by(&self, refusals: &Refusals) -> u64 {
        let rows = (0..self.len()).into_par_iter().map(|row| self.keys(row));
        let with_address = self.records.par_iter().filter(|record| record.keys.has_address());
        let of_records = with_address.map(|record| record.keys);
        let by_keys = rows.chain(of_records).filter(|keys| refusals.meet(*keys));
        let by_alias = self.aliases.par_iter().map(|alias| alias.keys());
        let by_alias = by_alias.filter(|keys| refusals.meet(*keys));
        let mut met: Vec<PersonKeys> = by_keys.chain(by_alias).collect();
        met.par_sort_unstable();
        met.dedup_by_key(|keys| keys.person());
        met.len() as u64
    }

    /// By what everybody is known: identifiers, addresses and identifiers of other systems.
    pub(crate) fn everybodys_keys(&self) -> impl Iterator<Item = PersonKeys> + '_ {
        let rows = (0..self.len()).map(|row| self.keys(row));
        let with_address = self.records.iter().filter(|record| record.keys.has_address());
        let others = self.aliases.iter().map(|alias| alias.keys());
        rows.chain(with_address.map(|record| record.keys)).chain(others)
    }

    /// By what the customer in this row is known.
    pub(crate) fn keys(&self, row: usize) -> PersonKeys {
        if let Some(place) = self.own_records[row] {
            return self.records[place.get() as usize - 1].keys;
        }
        let of = |detail| self.detail(row, detail);
        PersonKeys::of(Some(self.id(row)), of(Detail::Email), of(Detail::Phone))
    }

    /// Number of customers.
    pub(crate) fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The identifier of a row.
    pub(crate) fn id(&self, row: usize) -> CustomerId<'_> {
        self.ids.get(row)
    }

    /// The identifiers, ascending.
    #[cfg(test)]
    pub(crate) fn ids(&self) -> &CustomerIds {
        &self.ids
    }

    /// The row of a customer. Numbers and texts that read the same are the same customer: one table
    /// may hold `17` where the other holds `"17"`.
    pub(crate) fn find(&self, id: CustomerId<'_>) -> Option<usize> {
        match (&self.ids, id) {
            (CustomerIds::Int(ids), CustomerId::Int(id)) => ids.binary_search(&id).ok(),
            (CustomerIds::Int(ids), CustomerId::Text(text)) => {
                let id: i64 = text.parse().ok()?;
                ids.binary_search(&id).ok().filter(|_| id.to_string() == text)
            }
            (CustomerIds::Text { .. }, CustomerId::Int(id)) => self.find_text(&id.to_string()),
            (CustomerIds::Text { .. }, CustomerId::Text(text)) => self.find_text(text),
        }
    }

    fn find_text(&self, text: &str) -> Option<usize> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            match self.ids.get(middle).cmp(&CustomerId::Text(text)) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(middle),
            }
        }
        None
    }

    /// A text of the customer in this row; none where it is empty or not mapped.
    pub(crate) fn detail(&self, row: usize, detail: Detail) -> Option<&str> {
        let column = self.details[detail as usize].as_ref()?;
        (!column.is_null(row)).then(|| column.value(row))
    }

    /// Day of registration, days since 1970-01-01.
    pub(crate) fn signup_day(&self, row: usize) -> Option<i32> {
        let column = self.signup.as_ref()?;
        (!column.is_null(row)).then(|| column.value(row))
    }

    /// What the customer in this row has said no to, in any table and under any of the person's
    /// addresses.
    pub(crate) fn no(&self, row: usize) -> NoTo {
        self.nos.get(row).copied().unwrap_or(NoTo::ALL)
    }

    /// Consent to e-mail.
    pub(crate) fn consent_email(&self, row: usize) -> Consent {
        self.consent_email.get(row).copied().unwrap_or(Consent::Missing)
    }

    /// Consent to phone or text message.
    pub(crate) fn consent_phone(&self, row: usize) -> Consent {
        self.consent_phone.get(row).copied().unwrap_or(Consent::Missing)
    }

    /// Consent to handing the address to advertising platforms.
    pub(crate) fn consent_ads(&self, row: usize) -> Consent {
        self.consent_ads.get(row).copied().unwrap_or(Consent::Missing)
    }
}

#[cfg(test)]
mod tests;
