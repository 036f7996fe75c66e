//! Noes under identifiers that nobody has and that are somebody's but for the letters before the number: `CUST0012` of
//! customer `12`.
//!
//! Letters may tell two people apart, so a number alone proves nothing. Where most of such identifiers have the number
//! of exactly one customer, one of the two tables leaves the letters out, and doubt means no.

use super::{Key, KeySet, NoTo, PersonKeys, Record, Refusals};
use crate::ingest::by_hash::ByHash;

/// Identifiers under which something is refused, that are nobody's, and that end in a number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct SameNumbers {
    /// How many there are.
    pub strangers: usize,
    /// Of these, how many have the number of exactly one customer.
    pub alike: usize,
}

impl SameNumbers {
    /// Whether most are somebody's. Where most have no such customer, those that do have one by chance.
    fn are_believed(self) -> bool {
        self.alike > 0 && self.alike * 2 >= self.strangers
    }
}

/// Who has one number.
#[derive(Default)]
struct OfNumber {
    /// What is refused under identifiers that are nobody's.
    no: NoTo,
    strangers: usize,
    customer: Option<Key>,
    has_several: bool,
}

impl OfNumber {
    fn add_customer(&mut self, like: Key) {
        self.has_several |= self.customer.is_some_and(|other| other != like);
        self.customer = Some(like);
    }

    fn is_one_to_one(&self) -> bool {
        self.strangers == 1 && self.customer.is_some() && !self.has_several
    }
}

impl Refusals {
    /// Lets a no under an identifier that is nobody's, neither of those who can be written to nor of the `buyers`, hold for
    /// whoever has its number, where most such noes are one customer's; none where they are not.
    pub(in crate::ingest) fn meet_by_number(
        &mut self,
        records: &[Record],
        others: &KeySet,
        buyers: impl FnOnce() -> Vec<PersonKeys>,
    ) -> Option<SameNumbers> {
        let with_address = || records.iter().filter(|record| record.keys.has_address());
        let mut strangers = self.by_likeness(records, others);
        if !strangers.is_empty() {
            strip(&mut strangers, with_address().map(|record| record.keys));
        }
        if strangers.is_empty() {
            return None;
        }
        let buyers = buyers();
        strip(&mut strangers, buyers.iter().copied());
        let known = || with_address().map(|record| record.keys).chain(buyers.iter().copied());
        let mut by_number: ByHash<OfNumber, Key> = ByHash::default();
        for (number, no) in strangers.into_values() {
            let of_number = by_number.entry(number).or_default();
            of_number.no |= no;
            of_number.strangers += 1;
        }
        for keys in known() {
            let of_number = keys.number.and_then(|number| by_number.get_mut(&number));
            if let (Some(of_number), Some(like)) = (of_number, keys.like) {
                of_number.add_customer(like);
            }
        }
        let found = SameNumbers {
            strangers: by_number.values().map(|of_number| of_number.strangers).sum(),
            alike: by_number.values().filter(|of_number| of_number.is_one_to_one()).count(),
        };
        if !found.are_believed() {
            return None;
        }
        for Record { keys, .. } in with_address() {
            if let Some(of_number) = keys.number.and_then(|number| by_number.get(&number)) {
                self.add_keys(PersonKeys { id: keys.id, ..PersonKeys::default() }, of_number.no);
            }
        }
        Some(found)
    }

    /// What is refused under identifiers alone, without those that customers have as their `others`: their numbers, by
    /// likeness.
    fn by_likeness(&self, records: &[Record], others: &KeySet) -> ByHash<(Key, NoTo), Key> {
        let of_ids = self.number_of.iter().filter_map(|(id, &number)| {
            let no = self.ids.get(id).filter(|_| !others.contains(id))?;
            Some((*self.like_of.get(id)?, number, *no))
        });
        let of_lists = records.iter().filter_map(|Record { keys, says, .. }| {
            let is_stranger = says.is_any()
                && !keys.has_address()
                && keys.id.is_some_and(|id| !others.contains(&id));
            Some((keys.like?, keys.number?, *says)).filter(|_| is_stranger)
        });
        let mut all: ByHash<(Key, NoTo), Key> = ByHash::default();
        for (like, number, no) in of_ids.chain(of_lists) {
            all.entry(like).or_insert((number, NoTo::default())).1 |= no;
        }
        all
    }
}

/// Takes away those whom somebody is.
fn strip<T>(strangers: &mut ByHash<T, Key>, known: impl Iterator<Item = PersonKeys>) {
    for like in known.filter_map(|keys| keys.like) {
        strangers.remove(&like);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::CustomerId;

    fn keys(id: &str, email: Option<&str>) -> PersonKeys {
        PersonKeys::of(Some(CustomerId::Text(id)), email, None)
    }

    fn customers(ids: &[&str]) -> Vec<Record> {
        let of = |id: &&str| keys(id, Some(&format!("{id}@x.org")));
        ids.iter().map(|id| Record { keys: of(id), ..Record::default() }).collect()
    }

    fn said(ids: &[&str]) -> Refusals {
        let mut refusals = Refusals::default();
        for id in ids {
            refusals.add_keys(keys(id, None), NoTo::ALL);
        }
        refusals
    }

    fn met(refusals: &mut Refusals, records: &[Record], buyers: &[&str]) -> Option<(usize, usize)> {
        let buyers: Vec<PersonKeys> = buyers.iter().map(|id| keys(id, None)).collect();
        let found = refusals.meet_by_number(records, &KeySet::default(), || buyers)?;
        Some((found.strangers, found.alike))
    }

    fn barred(refusals: &Refusals, id: &str) -> bool {
        refusals.of(CustomerId::Text(id)).is_any()
    }

    #[test]
    fn a_no_without_the_letters_holds_where_most_are_one_customers() {
        let people = customers(&["C7", "C8", "C0009", "C10", "A11", "B11", "C12"]);
        let mut refusals = said(&["CUST0007", "8", "11", "9"]);
        assert_eq!(met(&mut refusals, &people, &[]), Some((4, 3)));
        assert!(["C7", "C8", "C0009", "A11", "B11"].iter().all(|id| barred(&refusals, id)));
        assert!(!["C10", "C12"].iter().any(|id| barred(&refusals, id)));
    }

    #[test]
    fn a_list_says_no_too() {
        let list = Record { keys: keys("CUST0007", None), says: NoTo::ALL, ..Record::default() };
        let people = [customers(&["7", "8"]), vec![list]].concat();
        let mut refusals = Refusals::default();
        assert_eq!(met(&mut refusals, &people, &[]), Some((1, 1)));
        assert!(barred(&refusals, "7") && !barred(&refusals, "8"));
    }

    #[test]
    fn what_somebody_has_or_most_have_not_means_nobody_else() {
        let people = customers(&["7", "8", "9"]);
        let mut buys = said(&["S7"]);
        assert_eq!(met(&mut buys, &people, &["S7"]), None, "a buyer without contact details");
        let mut elsewhere = said(&["S7", "S101", "S102", "S103"]);
        assert_eq!(met(&mut elsewhere, &people, &[]), None, "one by chance");
        assert!(!barred(&elsewhere, "7"));
        let mut named = said(&["ada"]);
        assert_eq!(met(&mut named, &people, &[]), None, "no number");
        let mut known = Refusals::default();
        known.add_keys(keys("S7", Some("ada@x.org")), NoTo::ALL);
        assert_eq!(met(&mut known, &people, &[]), None, "known by an address");
    }
}
