//! Addresses and numbers that many customers of one table have: the shop's own, or one that stands for none. They
//! are nobody's: a no does not spread by them, and nobody is written to there.

use super::{Key, PersonKeys, Record, email_hash, phone_hash};
use rayon::slice::ParallelSliceMut;
use std::collections::HashSet;

/// Fewer customers may be a household, a company or one person with many accounts.
const FEWEST: usize = 20;
/// The share of all customers beyond which they are none of these: one in a hundred.
const ONE_IN: usize = 100;

/// Addresses and numbers that are nobody's, as hashes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Shared {
    pub(super) emails: HashSet<Key>,
    pub(super) phones: HashSet<Key>,
}

impl Shared {
    /// Those of some records, of which `customers` have an identifier of their own.
    pub(crate) fn among<'a, I>(records: impl Fn() -> I, customers: usize) -> Self
    where
        I: Iterator<Item = &'a Record>,
    {
        let most = FEWEST.max(customers / ONE_IN + 1) - 1;
        Self {
            emails: of_more_than(most, &records, |keys| keys.email),
            phones: of_more_than(most, &records, |keys| keys.phone),
        }
    }

    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.emails.is_empty() && self.phones.is_empty()
    }

    /// Whether an e-mail address is one of them.
    pub(crate) fn has_email(&self, text: &str) -> bool {
        email_hash(text).is_some_and(|key| self.emails.contains(&key))
    }

    /// Whether a phone number is one of them.
    pub(crate) fn has_phone(&self, text: &str) -> bool {
        phone_hash(text).is_some_and(|key| self.phones.contains(&key))
    }
}

/// Keys that stand beside more than `most` identifiers.
fn of_more_than<'a, I>(
    most: usize,
    records: &impl Fn() -> I,
    key: impl Fn(&PersonKeys) -> Option<Key>,
) -> HashSet<Key>
where
    I: Iterator<Item = &'a Record>,
{
    // First by rows, of which an identifier may have several: few keys are left to be looked at closely.
    let mut keys: Vec<Key> = records().filter_map(|record| key(&record.keys)).collect();
    keys.par_sort_unstable();
    let often = keys.chunk_by(|a, b| a == b).filter(|same| same.len() > most);
    let often: HashSet<Key> = often.map(|same| same[0]).collect();
    if often.is_empty() {
        return often;
    }
    let pair = |record: &Record| Some((key(&record.keys)?, record.keys.id?));
    let mut pairs: Vec<(Key, Key)> =
        records().filter_map(pair).filter(|(key, _)| often.contains(key)).collect();
    pairs.par_sort_unstable();
    pairs.dedup();
    let shared = pairs.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > most);
    shared.map(|same| same[0].0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::CustomerId;

    fn record(id: i64, email: &str, phone: &str) -> Record {
        let keys = PersonKeys::of(Some(CustomerId::Int(id)), Some(email), Some(phone));
        Record { keys, ..Record::default() }
    }

    #[test]
    fn an_address_of_many_customers_is_nobodys() {
        let of = |customers: i64, with: i64| {
            let mail =
                |id| if id < with { "Office@shop.test".to_owned() } else { format!("c{id}@x.org") };
            let records: Vec<Record> =
                (0..customers).map(|id| record(id, &mail(id), "0171 2345678")).collect();
            Shared::among(|| records.iter(), customers as usize)
        };
        let shared = of(100, 20);
        assert!(shared.has_email("office@shop.test") && shared.has_phone("+49 171 2345678"));
        assert!(!shared.has_email("c50@x.org"));
        assert!(!of(100, 19).has_email("office@shop.test"), "a company");
        assert!(!of(3000, 30).has_email("office@shop.test"), "one in a hundred");
        assert!(of(3000, 31).has_email("office@shop.test"));
        // Many rows of one customer are one.
        let records: Vec<Record> = (0..100).map(|_| record(1, "a@x.org", "0171 2345678")).collect();
        assert!(Shared::among(|| records.iter(), 100).is_empty());
    }
}
