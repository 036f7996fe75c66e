//! Who has said no: by identifier, by e-mail address and by phone number.
//!
//! A no is never weighed against a yes here; it is only remembered, whenever and wherever it was said.
//! Kept are hashes of the keys by which people are one (see `meaning::address`), never the addresses.
//! `audience` decides who may be contacted in the end.

mod aliases;
mod column;
mod event_states;
mod event_types;
mod ids_alone;
mod in_events;
mod in_transactions;
mod long_form;
mod never;
mod no_to;
mod noted;
mod same_numbers;
mod shared;
mod texts_of;
mod type_rules;
mod words;

pub(super) use aliases::Alias;
pub(super) use column::{Beside, refusal_columns, states_of_mail};
pub(crate) use column::{RefusalColumn, RefusalNames};
pub(crate) use event_types::{EventTypes, TypeCount};
pub(crate) use ids_alone::IdsAlone;
pub(crate) use in_events::{EventRefusals, event_refusals, event_types};
pub(crate) use in_transactions::{TransactionRefusals, transaction_refusals};
pub(super) use long_form::{Answered, LongForms, Newest, PersonsAnswer, newest_answers};
pub(super) use never::never_dates;
pub(crate) use no_to::NoTo;
pub(super) use noted::KeySet;
pub(crate) use noted::{Compared, KnownBy, NotedNo, NotedNoes};
pub(crate) use same_numbers::SameNumbers;
pub(crate) use shared::Shared;
pub(crate) use type_rules::TypeRules;
pub(crate) use words::WordCount;
pub(super) use words::Words;

use super::CustomerId;
use super::by_hash::ByHash;
use super::meaning::address::{email_key, phone_key};
use super::meaning::id_rules::IdRules;
use super::meaning::no_columns::path_says_no;
use crate::table::Files;
use rayon::prelude::*;
use std::num::NonZeroU64;
use xxhash_rust::xxh3::xxh3_64;

/// The files beside a table that say no by their names and are not read.
pub(super) fn lists_beside(files: &Files, not: &[String]) -> Vec<String> {
    let unread = files.dataset.unread.iter().filter(|name| path_says_no(name, not));
    unread.cloned().collect()
}

/// The hash of a key; never 0, so that a record without it takes no more room.
pub(super) type Key = NonZeroU64;

fn key_of(hash: u64) -> Key {
    Key::new(hash).unwrap_or(Key::MIN)
}

/// The keys of one record, as hashes; none where it has no identifier, address or number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct PersonKeys {
    id: Option<Key>,
    /// The identifier in the form in which its spellings meet.
    like: Option<Key>,
    /// Its number, where it is one but for letters before it.
    number: Option<Key>,
    /// Another identifier of the same person, as merged records have.
    other: Option<Key>,
    email: Option<Key>,
    phone: Option<Key>,
}

impl PersonKeys {
    /// The keys of a record.
    pub(crate) fn of<'a>(
        id: Option<CustomerId<'a>>,
        email: Option<&'a str>,
        phone: Option<&'a str>,
    ) -> Self {
        let keys = id.map(IdKeys::of);
        Self {
            id: keys.map(|keys| keys.id),
            like: keys.map(|keys| keys.like),
            number: keys.and_then(|keys| keys.number),
            other: None,
            email: email.or_else(|| address_of(id)).and_then(email_hash),
            phone: phone.and_then(phone_hash),
        }
    }

    /// Whether there is none of them.
    pub(super) fn is_empty(self) -> bool {
        self == Self::default()
    }

    /// The key by which rows of one table are one person's.
    pub(super) fn person(self) -> Option<Key> {
        self.id.or(self.email).or(self.phone).or(self.other)
    }

    /// The same without addresses and numbers that are nobody's.
    #[must_use]
    fn without(self, shared: &Shared) -> Self {
        Self {
            email: self.email.filter(|key| !shared.emails.contains(key)),
            phone: self.phone.filter(|key| !shared.phones.contains(key)),
            ..self
        }
    }

    /// Whether the person is among some.
    pub(super) fn are_among(self, some: &KeySet) -> bool {
        let all = [self.id, self.email, self.phone].into_iter().flatten();
        !some.is_empty() && all.into_iter().any(|key| some.contains(&key))
    }

    /// Another identifier of the same person.
    pub(in crate::ingest) fn other(self) -> Option<Key> {
        self.other
    }

    /// Whether an address or a number is among them.
    pub(super) fn has_address(self) -> bool {
        self.email.is_some() || self.phone.is_some()
    }

    /// The keys of the same record with another identifier of the person beside its own.
    #[must_use]
    pub(crate) fn with_other_id(self, id: &str) -> Self {
        Self { other: Some(id_hash(CustomerId::Text(id))), ..self }
    }

    /// The keys of the same record with another number.
    #[must_use]
    pub(crate) fn with_phone(self, phone: &str) -> Self {
        Self { phone: phone_hash(phone), ..self }
    }

    /// The keys of the same record with another address.
    #[must_use]
    pub(crate) fn with_email(self, email: &str) -> Self {
        Self { email: email_hash(email), ..self }
    }
}

fn email_hash(text: &str) -> Option<Key> {
    email_key(text).map(|key| key_of(xxh3_64(key.as_bytes())))
}

fn phone_hash(text: &str) -> Option<Key> {
    phone_key(text).map(|key| key_of(xxh3_64(&key.to_le_bytes())))
}

/// An identifier that is an address: whoever is known by it is meant, under whatever identifier.
fn address_of(id: Option<CustomerId<'_>>) -> Option<&str> {
    match id? {
        CustomerId::Text(text) if text.contains('@') => Some(text),
        _ => None,
    }
}

/// The key of an identifier.
pub(super) fn id_hash(id: CustomerId<'_>) -> Key {
    key_of(match id {
        CustomerId::Int(id) => xxh3_64(id.to_string().as_bytes()),
        CustomerId::Text(text) => xxh3_64(IdRules::default().apply(text).as_bytes()),
    })
}

/// The keys of an identifier.
#[derive(Clone, Copy)]
struct IdKeys {
    id: Key,
    /// Of the form in which its spellings meet.
    like: Key,
    /// Of its number.
    number: Option<Key>,
}

impl IdKeys {
    fn of(id: CustomerId<'_>) -> Self {
        let own = id_hash(id);
        match id {
            CustomerId::Int(_) => Self { id: own, like: own, number: Some(own) },
            CustomerId::Text(text) => {
                let hash = |text: &str| key_of(xxh3_64(text.as_bytes()));
                let like = IdRules::likeness(text);
                let number = IdRules::number_of_likeness(&like).map(hash);
                Self { id: own, like: hash(&like), number }
            }
        }
    }
}

/// Every no that is known.
#[derive(Debug, Clone, Default)]
pub(crate) struct Refusals {
    ids: ByHash<NoTo, Key>,
    /// The likeness of each identifier that was said with its row.
    like_of: ByHash<Key, Key>,
    likes: ByHash<NoTo, Key>,
    /// The number of each identifier that was said without an address.
    number_of: ByHash<Key, Key>,
    emails: ByHash<NoTo, Key>,
    phones: ByHash<NoTo, Key>,
}

impl Refusals {
    /// Remembers a no of a customer.
    pub(crate) fn add(&mut self, id: CustomerId<'_>, no: NoTo) {
        self.add_keys(PersonKeys { id: Some(id_hash(id)), ..PersonKeys::default() }, no);
    }

    /// Remembers a no under every key of a record.
    pub(crate) fn add_keys(&mut self, keys: PersonKeys, no: NoTo) {
        if no == NoTo::default() {
            return;
        }
        if let (Some(id), Some(like)) = (keys.id, keys.like) {
            self.like_of.insert(id, like);
            if let Some(number) = keys.number.filter(|_| !keys.has_address()) {
                self.number_of.insert(id, number);
            }
        }
        if let Some(other) = keys.other {
            *self.ids.entry(other).or_default() |= no;
        }
        let maps = [&mut self.ids, &mut self.likes, &mut self.emails, &mut self.phones];
        for (map, key) in maps.into_iter().zip([keys.id, keys.like, keys.email, keys.phone]) {
            if let Some(key) = key {
                *map.entry(key).or_default() |= no;
            }
        }
    }

    /// Adds what another has.
    pub(crate) fn merge(&mut self, other: &Refusals) {
        self.like_of.extend(&other.like_of);
        self.number_of.extend(&other.number_of);
        let pairs = [
            (&mut self.ids, &other.ids),
            (&mut self.likes, &other.likes),
            (&mut self.emails, &other.emails),
            (&mut self.phones, &other.phones),
        ];
        for (into, from) in pairs {
            #[expect(clippy::iter_over_hash_type, reason = "a no is a no in any order")]
            for (&key, &no) in from {
                *into.entry(key).or_default() |= no;
            }
        }
    }

    /// Whether all that another has is known.
    pub(crate) fn has_all_of(&self, other: &Refusals) -> bool {
        let pairs = [
            (&self.ids, &other.ids),
            (&self.likes, &other.likes),
            (&self.emails, &other.emails),
            (&self.phones, &other.phones),
        ];
        let is_known = |(known, said): (&ByHash<NoTo, Key>, &ByHash<NoTo, Key>)| {
            said.iter().all(|(key, &no)| known.get(key).is_some_and(|&known| known | no == known))
        };
        let same_like = |(id, like): (&Key, &Key)| self.like_of.get(id) == Some(like);
        pairs.into_iter().all(is_known) && other.like_of.iter().all(same_like)
    }

    /// What a customer has said no to, under this identifier.
    pub(crate) fn of(&self, id: CustomerId<'_>) -> NoTo {
        if self.ids.is_empty() {
            return NoTo::default();
        }
        self.ids.get(&id_hash(id)).copied().unwrap_or_default()
    }

    /// What is refused under any key of a record.
    fn no_of(&self, keys: PersonKeys) -> NoTo {
        let found = [(&self.ids, keys.id), (&self.emails, keys.email), (&self.phones, keys.phone)];
        let of = |(map, key): (&ByHash<NoTo, Key>, Option<Key>)| map.get(&key?).copied();
        found.into_iter().filter_map(of).fold(NoTo::default(), |all, no| all | no)
    }

    /// Whether a no is known under any key of a record.
    pub(crate) fn meet(&self, keys: PersonKeys) -> bool {
        let found = [
            (&self.ids, keys.id),
            (&self.ids, keys.other),
            (&self.likes, keys.like),
            (&self.emails, keys.email),
            (&self.phones, keys.phone),
        ];
        found.into_iter().any(|(map, key)| key.is_some_and(|key| map.contains_key(&key)))
    }

    /// Lets a no under an identifier that nobody has hold for whoever has it in another spelling (`000012`, `12.0`,
    /// `gid://shopify/Customer/12`). A row of the customers table without an address is a list's, and its identifier
    /// as good as nobody's.
    fn meet_by_likeness(&mut self, records: &[Record]) {
        let mut of_nobody: ByHash<NoTo, Key> = self.ids.clone();
        for Record { keys, .. } in records.iter().filter(|record| record.keys.has_address()) {
            keys.id.map(|id| of_nobody.remove(&id));
        }
        let mut strangers: ByHash<NoTo, Key> = ByHash::default();
        let mut add = |like: Option<Key>, no: NoTo| {
            if let Some(like) = like.filter(|_| no.is_any()) {
                *strangers.entry(like).or_default() |= no;
            }
        };
        #[expect(clippy::iter_over_hash_type, reason = "a no is a no in any order")]
        for (id, no) in &of_nobody {
            add(self.like_of.get(id).copied(), *no);
        }
        let of_lists = records.iter().filter(|record| !record.keys.has_address());
        of_lists.for_each(|record| add(record.keys.like, record.says));
        if strangers.is_empty() {
            return;
        }
        for Record { keys, .. } in records {
            if let Some(&no) = keys.like.and_then(|like| strangers.get(&like)) {
                self.add_keys(PersonKeys { id: keys.id, ..PersonKeys::default() }, no);
            }
        }
    }

    /// Customers with a no, by identifier.
    pub(crate) fn len(&self) -> usize {
        self.ids.len()
    }

    /// Those who have said no, by that which most of them have: an identifier, an address or a number.
    pub(crate) fn people(&self) -> usize {
        self.ids.len().max(self.emails.len()).max(self.phones.len())
    }

    /// Lets every no hold for every record of the same person: the same identifier, address or number.
    ///
    /// A record has its keys, what it says no to itself, and what is refused for its own address alone (a
    /// consent that was not given says nothing of other channels). They are gone through until nobody is found any
    /// more, an address leading to a record and that to its other addresses; their order does not matter.
    pub(crate) fn fold(&mut self, records: &[Record]) {
        self.meet_by_likeness(records);
        loop {
            let news: Vec<&Record> =
                records.par_iter().filter(|record| self.news_of(record).is_some()).collect();
            if news.is_empty() {
                break;
            }
            for record in news {
                if let Some(no) = self.news_of(record) {
                    self.add_keys(record.keys, no);
                }
            }
        }
        let refusing: Vec<&Record> =
            records.par_iter().filter(|record| record.refuses.is_any()).collect();
        for Record { keys, refuses, .. } in refusing {
            let mail_no = NoTo { email: refuses.email, ..NoTo::default() };
            self.add_keys(PersonKeys { email: keys.email, ..PersonKeys::default() }, mail_no);
            let call_no = NoTo { phone: refuses.phone, ..NoTo::default() };
            self.add_keys(PersonKeys { phone: keys.phone, ..PersonKeys::default() }, call_no);
        }
        let no_of = |map: &ByHash<NoTo, Key>, key: Option<Key>| {
            key.and_then(|key| map.get(&key)).copied().unwrap_or_default()
        };
        let by_address = |&Record { keys, .. }: &Record| {
            let no = no_of(&self.emails, keys.email) | no_of(&self.phones, keys.phone);
            no.is_any().then_some((keys.id, no))
        };
        let found: Vec<_> = records.par_iter().filter_map(by_address).collect();
        for (id, no) in found {
            self.add_keys(PersonKeys { id, ..PersonKeys::default() }, no);
        }
    }

    /// What is known under any key of a record; none where every key has it already.
    fn news_of(&self, record: &Record) -> Option<NoTo> {
        let Record { keys, says, .. } = record;
        let found = [
            (&self.ids, keys.id),
            (&self.ids, keys.other),
            (&self.emails, keys.email),
            (&self.phones, keys.phone),
        ];
        let known = found.map(|(map, key)| {
            let no = key.and_then(|key| map.get(&key)).copied();
            key.map(|_| no.unwrap_or_default())
        });
        let no = known.into_iter().flatten().fold(*says, |all, no| all | no);
        known.into_iter().flatten().any(|known| known != no).then_some(no)
    }
}

/// A row of the customers table as far as a no is concerned.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Record {
    /// The person, by hashes of identifier, address and number.
    pub keys: PersonKeys,
    /// What the row says no to, for the whole person.
    pub says: NoTo,
    /// What consent the row refuses, for its own address or number.
    pub refuses: NoTo,
    /// Whether it says so because of the file in which it stands.
    pub is_of_list: bool,
}

impl Record {
    /// The same without addresses and numbers that are nobody's.
    #[must_use]
    pub(super) fn without(self, shared: &Shared) -> Self {
        Self { keys: self.keys.without(shared), ..self }
    }

    /// The identifier of a row that says no itself: what stands in it may change, and is then taken back.
    pub(super) fn own_no(&self) -> Option<Key> {
        let says_itself = !self.is_of_list && (self.says | self.refuses).is_any();
        self.keys.id.filter(|_| says_itself)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(id: i64, email: &str, phone: &str, says: NoTo) -> Record {
        let keys = PersonKeys::of(Some(CustomerId::Int(id)), Some(email), Some(phone));
        Record { keys, says, ..Record::default() }
    }

    #[test]
    fn a_no_holds_for_every_record_of_the_person_in_any_order() {
        let none = NoTo::default();
        let mut records = [
            record(1, "Ann.B+shop@googlemail.com", "", NoTo::ALL),
            record(2, " annb@gmail.com ", "", none),
            record(3, "c@example.org", "+49 171 2345678", none),
            record(4, "d@example.org", "0171/2345678", none),
            record(5, "e@example.org", "", none),
        ];
        for _ in 0..records.len() {
            let mut refusals = Refusals::default();
            refusals.add(CustomerId::Text(" 3\u{a0}"), NoTo::ALL);
            refusals.fold(&records);
            let barred = |id| refusals.of(CustomerId::Int(id)) == NoTo::ALL;
            assert_eq!([1, 2, 3, 4, 5].map(barred), [true, true, true, true, false]);
            records.rotate_left(1);
        }
    }

    #[test]
    fn what_is_known_already_is_told_from_what_is_new() {
        let said = |id: &str, no| {
            let mut refusals = Refusals::default();
            refusals.add_keys(PersonKeys::of(Some(CustomerId::Text(id)), None, None), no);
            refusals
        };
        let phone = NoTo { phone: true, ..NoTo::default() };
        let mut known = said("a", NoTo::ALL);
        assert!(known.has_all_of(&Refusals::default()) && known.has_all_of(&said("a", phone)));
        assert!(!known.has_all_of(&said("b", phone)));
        known.merge(&said("b", phone));
        assert!(known.has_all_of(&said("b", phone)) && !known.has_all_of(&said("b", NoTo::ALL)));
    }

    #[test]
    fn an_address_leads_to_the_persons_other_addresses() {
        let none = NoTo::default();
        let mut records = [
            record(1, "ann@x.org", "0171 2345678", none),
            record(2, "ann@work.org", "0171 2345678", none),
            record(3, "ann@work.org", "030 9876543", none),
            record(4, "bob@x.org", "040 1112223", none),
        ];
        for _ in 0..records.len() {
            let mut refusals = Refusals::default();
            let said = PersonKeys::of(Some(CustomerId::Text("Ann@X.org")), None, None);
            refusals.add_keys(said, NoTo::ALL);
            refusals.fold(&records);
            let barred = |id| refusals.of(CustomerId::Int(id)) == NoTo::ALL;
            assert_eq!([1, 2, 3, 4].map(barred), [true, true, true, false]);
            records.rotate_left(1);
        }
    }

    #[test]
    fn a_no_holds_under_another_identifier_and_in_another_spelling() {
        let none = NoTo::default();
        let merged = record(1, "old@x.org", "", NoTo::ALL);
        let merged = Record { keys: merged.keys.with_other_id("2.0"), ..merged };
        let listed = |id| Record {
            keys: PersonKeys::of(Some(CustomerId::Text(id)), None, None),
            says: NoTo::ALL,
            ..Record::default()
        };
        let records = [
            merged,
            record(2, "new@x.org", "", none),
            record(3, "c@x.org", "", none),
            listed("0003"),
            record(4, "d@x.org", "", none),
            record(5, "e@x.org", "", none),
        ];
        let mut refusals = Refusals::default();
        let said = CustomerId::Text("gid://shopify/Customer/4");
        refusals.add_keys(PersonKeys::of(Some(said), None, None), NoTo::ALL);
        assert!(refusals.meet(records[4].keys));
        refusals.fold(&records);
        let barred = |id| refusals.of(CustomerId::Int(id)) == NoTo::ALL;
        assert_eq!([1, 2, 3, 4, 5].map(barred), [true, true, true, true, false]);
    }

    #[test]
    fn a_consent_refused_holds_for_the_address_alone() {
        let refuses = NoTo { email: true, ..NoTo::default() };
        let records = [
            Record { refuses, ..record(1, "a@x.org", "0171 2345678", NoTo::default()) },
            record(2, "A@x.org", "", NoTo::default()),
            record(3, "b@x.org", "0171 2345678", NoTo::default()),
        ];
        let mut refusals = Refusals::default();
        refusals.fold(&records);
        assert!(refusals.of(CustomerId::Int(2)).email);
        assert!(!refusals.of(CustomerId::Int(2)).phone);
        assert_eq!(refusals.of(CustomerId::Int(3)), NoTo::default());
    }
}
