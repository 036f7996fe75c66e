//! Rows of one partition as they came: packed records and the customers they belong to.

use super::id_table::{IdTable, TextOwners};
use super::records::Records;
use std::borrow::Cow;

/// Some rows and their customers.
#[derive(Debug)]
pub(crate) struct Segment {
    /// Where customers are texts: all of them; where they are numbers, which stand in the records:
    /// those who may have no row.
    pub ids: IdTable,
    /// Transaction rows.
    pub transactions: Kept,
    /// Events.
    pub events: Kept,
}

/// Records of one kind.
#[derive(Debug)]
pub(crate) struct Kept {
    /// The records.
    pub records: Records,
    /// Whose they are, where customers are texts.
    pub owners: TextOwners,
}

impl Segment {
    /// No rows yet, of about `expected`; customers are texts or whole numbers.
    pub(crate) fn new(text_ids: bool, expected: u64) -> Self {
        let kept = || Kept { records: Records::expecting(expected), owners: TextOwners::default() };
        Self { ids: IdTable::new(text_ids), transactions: kept(), events: kept() }
    }

    /// The customers and the transactions, to add to.
    pub(crate) fn transactions_mut(&mut self) -> (&mut IdTable, &mut Kept) {
        (&mut self.ids, &mut self.transactions)
    }

    /// The customers and the events, to add to.
    pub(crate) fn events_mut(&mut self) -> (&mut IdTable, &mut Kept) {
        (&mut self.ids, &mut self.events)
    }

    /// Looks up the customers that wait as texts; to be called before the segment is spilled.
    pub(crate) fn resolve(&mut self) {
        self.transactions.owners.resolve(&mut self.ids);
        self.events.owners.resolve(&mut self.ids);
    }

    /// The customers, where they are texts, and for each transaction and each event whose it is.
    pub(crate) fn owners(&self) -> (Cow<'_, IdTable>, [Vec<u32>; 2]) {
        let mut table = Cow::Borrowed(&self.ids);
        let owners = [&self.transactions, &self.events].map(|kept| kept.owners.indices(&mut table));
        (table, owners)
    }

    /// Approximate size in memory.
    pub(crate) fn bytes(&self) -> u64 {
        let kept = |kept: &Kept| kept.records.bytes() + kept.owners.bytes();
        (kept(&self.transactions) + kept(&self.events)) as u64 + self.ids.bytes()
    }
}
