//! Identifiers that other systems gave to customers of the table (`legacy_id`, `external_id`): a no under one that nobody
//! has as their own is its customer's.
//!
//! A column's name does not tell whose identifiers it has: shops and companies have some, too. So a column is believed
//! where nearly every value stands with one customer alone.

use super::{Key, KeySet, NoTo, PersonKeys, Record, Refusals, id_hash};
use crate::ingest::CustomerId;
use crate::ingest::by_hash::ByHash;

/// The share of values of a column that stand with one customer, where it has identifiers of customers.
const OWN: f64 = 0.95;

/// Another identifier of a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Alias {
    column: u32,
    other: Key,
    /// The customer's own.
    id: Key,
}

impl Alias {
    /// An identifier in a column, in the row of a customer who can be written to; of others nobody asks.
    pub(in crate::ingest) fn of(column: usize, person: PersonKeys, other: &str) -> Option<Self> {
        let id = person.id.filter(|_| person.has_address())?;
        Some(Self { column: column as u32, other: id_hash(CustomerId::Text(other)), id })
    }

    /// The key of the other identifier.
    pub(in crate::ingest) fn other(self) -> Key {
        self.other
    }

    /// The customer by both identifiers.
    pub(in crate::ingest) fn keys(self) -> PersonKeys {
        PersonKeys { id: Some(self.id), other: Some(self.other), ..PersonKeys::default() }
    }

    /// Those of columns that have identifiers of customers, without what stands with several.
    pub(in crate::ingest) fn believed(mut all: Vec<Self>) -> Vec<Self> {
        all.sort_unstable();
        all.dedup();
        let of_column = |aliases: &[Self]| -> Vec<Self> {
            let values: Vec<&[Self]> = aliases.chunk_by(|a, b| a.other == b.other).collect();
            let own = values.iter().filter(|with| with.len() == 1).map(|with| with[0]);
            let own: Vec<Self> = own.collect();
            if own.len() as f64 >= values.len() as f64 * OWN { own } else { Vec::new() }
        };
        all.chunk_by(|a, b| a.column == b.column).flat_map(of_column).collect()
    }
}

impl Refusals {
    /// Lets a no under an identifier that no customer has hold for the one who has it as another.
    pub(in crate::ingest) fn meet_by_alias(&mut self, records: &[Record], aliases: &[Alias]) {
        if aliases.is_empty() {
            return;
        }
        let mut of_nobody: ByHash<NoTo, Key> = self.ids.clone();
        // A row without an address is a list's.
        for Record { keys, says, .. } in records.iter().filter(|record| record.says.is_any()) {
            if let Some(id) = keys.id.filter(|_| !keys.has_address()) {
                *of_nobody.entry(id).or_default() |= *says;
            }
        }
        let owned = records.iter().filter(|record| record.keys.has_address());
        for id in owned.filter_map(|record| record.keys.id) {
            of_nobody.remove(&id);
        }
        for alias in aliases {
            if let Some(&no) = of_nobody.get(&alias.other) {
                self.add_keys(PersonKeys { id: Some(alias.id), ..PersonKeys::default() }, no);
            }
        }
    }

    /// How many of the identifiers under which something is refused are nobody's among some.
    pub(crate) fn strangers(&self, known: impl Iterator<Item = PersonKeys>) -> u64 {
        if self.ids.is_empty() {
            return 0;
        }
        let mut left: KeySet = self.ids.keys().copied().collect();
        let mut unmet: KeySet = self.like_of.values().copied().collect();
        for keys in known {
            for id in [keys.id, keys.other].into_iter().flatten() {
                left.remove(&id);
            }
            if let Some(like) = keys.like {
                unmet.remove(&like);
            }
        }
        let is_met = |id: &&Key| self.like_of.get(id).is_some_and(|like| !unmet.contains(like));
        left.iter().filter(|id| !is_met(id)).count() as u64
    }

    /// Whether all that is known is known by identifiers.
    pub(crate) fn are_by_ids(&self) -> bool {
        self.emails.is_empty() && self.phones.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(id: &str) -> PersonKeys {
        PersonKeys::of(Some(CustomerId::Text(id)), Some(&format!("{id}@x.org")), None)
    }

    #[test]
    fn a_no_under_another_identifier_holds_where_it_is_one_customers() {
        let records: Vec<Record> =
            ["1", "2", "3"].map(|id| Record { keys: person(id), ..Record::default() }).to_vec();
        let legacy = ["X1", "X2", "3"].iter().zip(["1", "2", "1"]);
        let all: Vec<Alias> =
            legacy.filter_map(|(other, id)| Alias::of(0, person(id), other)).collect();
        let shops = ["1", "2", "3"].map(|id| Alias::of(1, person(id), "X3"));
        let shops: Vec<Alias> = shops.into_iter().flatten().collect();
        let aliases = Alias::believed([all, shops].concat());
        assert_eq!(aliases.len(), 3, "a shop is several customers'");
        let mut refusals = Refusals::default();
        for id in ["X2", "X3", "3"] {
            refusals.add(CustomerId::Text(id), NoTo::ALL);
        }
        refusals.meet_by_alias(&records, &aliases);
        let barred = |id| refusals.of(CustomerId::Text(id)).is_any();
        assert_eq!(["1", "2", "3"].map(barred), [false, true, true], "3 is a customer's own");
    }

    #[test]
    fn strangers_are_counted() {
        let mut refusals = Refusals::default();
        for id in ["7", "0008", "9"] {
            let keys = PersonKeys::of(Some(CustomerId::Text(id)), None, None);
            refusals.add_keys(keys, NoTo::ALL);
        }
        assert!(refusals.are_by_ids());
        let known = ["7", "8"].map(|id| PersonKeys::of(Some(CustomerId::Text(id)), None, None));
        assert_eq!(refusals.strangers(known.into_iter()), 1);
    }
}
