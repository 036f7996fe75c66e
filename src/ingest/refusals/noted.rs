//! Who has said no by all that a night knew, kept so that the next night can ask after each of them.
//!
//! Hashes of identifiers, addresses and numbers stand for people; no address is kept. Where it is kept, and what is
//! done about those whom nothing refuses any more, is for `pipeline`.

use super::{Key, NoTo, PersonKeys, Refusals};
use crate::ingest::by_hash::{ByHash, Hashes};
use rayon::prelude::*;

/// By what somebody is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum KnownBy {
    /// The identifier.
    Id,
    /// The e-mail address.
    Email,
    /// The phone number.
    Phone,
}

/// A no under one key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct NotedNo {
    /// What the key is of.
    pub by: KnownBy,
    /// The key, a hash.
    pub key: u64,
    /// What is refused.
    pub no: NoTo,
    /// Whether the customer's own row says it: of an identifier.
    pub by_own_row: bool,
    /// Whether only earlier nights know it.
    pub is_kept: bool,
}

/// Everybody who has said no, and who says it how.
#[derive(Debug, Clone, Default)]
pub(crate) struct NotedNoes {
    refusals: Refusals,
    own_rows: KeySet,
    kept: KeySet,
}

/// Some keys.
pub(in crate::ingest) type KeySet = Hashes<Key>;

/// What became of those who had said no.
#[derive(Debug, Default)]
pub(crate) struct Compared {
    /// Customers whom something refused then.
    pub refused: u64,
    /// Of these, whom nothing refuses now; without those who have agreed since.
    pub lost: u64,
    /// Customers whom earlier nights alone refused then, and nothing refuses now.
    pub kept: u64,
    /// Those among the lost whose own row said it then, and does not now.
    pub taken_back: Vec<PersonKeys>,
    /// Those who have agreed since, with a newer answer.
    pub agreed: Vec<PersonKeys>,
}

impl Compared {
    fn and(mut self, other: Self) -> Self {
        self.refused += other.refused;
        self.lost += other.lost;
        self.kept += other.kept;
        self.taken_back.extend(other.taken_back);
        self.agreed.extend(other.agreed);
        self
    }
}

impl NotedNoes {
    /// Those that are known tonight; `own_rows` are identifiers whose rows say it themselves.
    pub(in crate::ingest) fn of(refusals: Refusals, own_rows: KeySet) -> Self {
        Self { refusals, own_rows, kept: KeySet::default() }
    }

    /// Those of some rows.
    pub(crate) fn of_rows(rows: impl Iterator<Item = NotedNo>) -> Self {
        let mut all = Self::default();
        for NotedNo { by, key, no, by_own_row, is_kept } in rows {
            let Some(key) = Key::new(key) else { continue };
            let map = match by {
                KnownBy::Id => &mut all.refusals.ids,
                KnownBy::Email => &mut all.refusals.emails,
                KnownBy::Phone => &mut all.refusals.phones,
            };
            *map.entry(key).or_default() |= no;
            if by_own_row {
                all.own_rows.insert(key);
            }
            if is_kept {
                all.kept.insert(key);
            }
        }
        all
    }

    /// A row for each key, in an order that depends on the keys alone.
    pub(crate) fn rows(&self) -> Vec<NotedNo> {
        let Refusals { ids, emails, phones, .. } = &self.refusals;
        let maps = [(KnownBy::Id, ids), (KnownBy::Email, emails), (KnownBy::Phone, phones)];
        let of_map = |(by, map): (KnownBy, &ByHash<NoTo, Key>)| -> Vec<NotedNo> {
            let row = |(key, &no): (&Key, &NoTo)| NotedNo {
                by,
                key: key.get(),
                no,
                by_own_row: by == KnownBy::Id && self.own_rows.contains(key),
                is_kept: self.kept.contains(key),
            };
            map.iter().map(row).filter(|row| row.no.is_any()).collect()
        };
        let mut rows: Vec<NotedNo> = maps.into_iter().flat_map(of_map).collect();
        rows.par_sort_unstable();
        rows
    }

    /// Every no, whoever says it.
    pub(crate) fn refusals(&self) -> &Refusals {
        &self.refusals
    }

    /// What became of these, by the customers of tonight, what each refuses now, and whether a newer answer agrees.
    pub(crate) fn compare(
        &self,
        people: impl ParallelIterator<Item = (PersonKeys, NoTo, bool)>,
    ) -> Compared {
        let add = |mut compared: Compared, (keys, now, agrees): (PersonKeys, NoTo, bool)| {
            self.compare_one(&mut compared, keys, now, agrees);
            compared
        };
        people.fold(Compared::default, add).reduce(Compared::default, Compared::and)
    }

    fn compare_one(&self, compared: &mut Compared, keys: PersonKeys, now: NoTo, agrees: bool) {
        let then = self.refusals.no_of(keys);
        if !then.has_more_ways_than(NoTo::default()) {
            return;
        }
        let is_kept = self.is_kept(keys);
        compared.refused += u64::from(!is_kept);
        if !then.has_more_ways_than(now) {
            return;
        }
        if agrees && !then.suppressed {
            compared.agreed.push(keys);
            return;
        }
        compared.lost += u64::from(!is_kept);
        compared.kept += u64::from(is_kept);
        let by_own_row = keys.id.is_some_and(|id| self.own_rows.contains(&id));
        // Whom the business has suppressed, or who is erased, has not said it.
        if by_own_row && !is_kept && !then.suppressed {
            compared.taken_back.push(keys);
        }
    }

    /// Whether only nights before had a reason for the no of a customer.
    fn is_kept(&self, keys: PersonKeys) -> bool {
        let known = [
            (&self.refusals.ids, keys.id),
            (&self.refusals.emails, keys.email),
            (&self.refusals.phones, keys.phone),
        ];
        let mut known = known
            .into_iter()
            .filter_map(|(map, key)| key.filter(|key| map.contains_key(key)))
            .peekable();
        known.peek().is_some() && known.all(|key| self.kept.contains(&key))
    }

    /// Forgets what is known of somebody.
    pub(crate) fn forget(&mut self, keys: PersonKeys) {
        let Refusals { ids, emails, phones, .. } = &mut self.refusals;
        for (map, key) in [(ids, keys.id), (emails, keys.email), (phones, keys.phone)] {
            key.map(|key| map.remove(&key));
        }
    }

    /// These and those of earlier nights.
    #[must_use]
    pub(crate) fn with_earlier(mut self, earlier: &NotedNoes) -> Self {
        let (now, then) = (&self.refusals, &earlier.refusals);
        let pairs =
            [(&now.ids, &then.ids), (&now.emails, &then.emails), (&now.phones, &then.phones)];
        let alone = |(now, then): (&ByHash<NoTo, Key>, &ByHash<NoTo, Key>)| -> Vec<Key> {
            then.keys().filter(|key| !now.contains_key(key)).copied().collect()
        };
        let kept = pairs.into_iter().flat_map(alone);
        self.kept = kept.collect();
        self.refusals.merge(then);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::CustomerId;

    fn keys(id: i64, email: &str) -> PersonKeys {
        PersonKeys::of(Some(CustomerId::Int(id)), Some(email), None)
    }

    fn noted(people: &[(PersonKeys, NoTo)], own: &[PersonKeys]) -> NotedNoes {
        let mut refusals = Refusals::default();
        for &(keys, no) in people {
            refusals.add_keys(keys, no);
        }
        NotedNoes::of(refusals, own.iter().filter_map(|keys| keys.id).collect())
    }

    #[test]
    fn whom_nothing_refuses_any_more_is_found_under_any_key() {
        let (ann, bob) = (keys(1, "a@x.org"), keys(2, "b@x.org"));
        let then = noted(&[(ann, NoTo::ALL), (bob, NoTo::SUPPRESSED)], &[ann, bob]);
        let again = NotedNoes::of_rows(then.rows().into_iter());
        assert_eq!(again.rows(), then.rows());
        let none = NoTo::default();
        let compare =
            |people: &[(PersonKeys, NoTo, bool)]| again.compare(people.par_iter().copied());
        let found = compare(&[(ann, NoTo::ALL, false), (bob, NoTo::ALL, false)]);
        assert_eq!((found.refused, found.lost), (2, 0));
        let found = compare(&[(ann, none, false), (bob, none, false)]);
        assert_eq!((found.refused, found.lost, found.taken_back.len()), (2, 2, 1));
        let found =
            compare(&[(keys(9, "A@x.org"), none, false), (keys(3, "c@x.org"), none, false)]);
        assert_eq!((found.refused, found.lost, found.taken_back.len()), (1, 1, 0), "a new number");
        let found = compare(&[(ann, none, true), (bob, none, true)]);
        assert_eq!((found.lost, found.agreed.len()), (1, 1), "who is erased cannot agree");
    }

    #[test]
    fn what_earlier_nights_alone_know_is_told_from_what_is_lost_tonight() {
        let (ann, bob) = (keys(1, "a@x.org"), keys(2, "b@x.org"));
        let earlier = noted(&[(ann, NoTo::ALL)], &[]);
        let tonight = noted(&[(bob, NoTo::ALL)], &[]).with_earlier(&earlier);
        let none = NoTo::default();
        let found = tonight.compare([(ann, none, false), (bob, none, false)].into_par_iter());
        assert_eq!((found.refused, found.lost, found.kept), (1, 1, 1));
        let mut left = tonight.clone();
        left.forget(ann);
        assert_eq!(left.compare([(ann, none, false)].into_par_iter()).kept, 0);
    }
}
