//! Files of the customers table that say by identifiers alone who has said no, and whom of these nobody else knows.
//!
//! Where a file has no address, its identifiers are all by which a no can reach somebody: of another file, or of
//! the transactions. `pipeline` decides what is done about those who reach nobody.

use super::{Alias, IdKeys, Key, PersonKeys};
use crate::ingest::by_hash::ByHash;
use crate::ingest::{CustomerId, IdSample};

/// A file without addresses in which somebody says no.
#[derive(Debug, Clone)]
pub(crate) struct IdsAlone {
    /// The file.
    pub file: String,
    /// Customers who say no in it.
    pub refused: u64,
    /// Of these, whom somebody else knows.
    pub met: u64,
    /// Whether anybody of the file is known elsewhere, whatever they say.
    pub is_known: bool,
    /// Identifiers of those who say no.
    pub sample: IdSample,
    /// Whom nobody else knows, by the form in which spellings meet, and whether they say no.
    strangers: ByHash<bool, Key>,
}

/// A row of a file: its place among the files, whose it is, and whether it says no.
pub(in crate::ingest) type Row = (usize, PersonKeys, bool);

impl IdsAlone {
    /// Those among some files, by all their rows and the identifiers of other systems in each; each file with its name and
    /// identifiers that say no.
    pub(in crate::ingest) fn among<I>(
        rows: impl Fn() -> I,
        other_ids: &[(usize, Alias)],
        files: impl Iterator<Item = (String, IdSample)>,
    ) -> Vec<Self>
    where
        I: Iterator<Item = Row>,
    {
        let files: Vec<(String, IdSample)> = files.collect();
        let mut by_ids = vec![true; files.len()];
        let mut refuses = vec![false; files.len()];
        for (file, keys, says_no) in rows() {
            by_ids[file] &= !keys.has_address() && keys.other.is_none();
            refuses[file] |= says_no && keys.like.is_some();
        }
        // Where no file has an address, nobody is reached.
        if by_ids.iter().all(|&alone| alone) {
            return Vec::new();
        }
        let is_one = |(at, _): &(usize, _)| by_ids[*at] && refuses[*at];
        let chosen = files.into_iter().enumerate().filter(is_one);
        chosen.map(|(at, (file, sample))| Self::of((at, file), sample, rows(), other_ids)).collect()
    }

    fn of(
        (at, file): (usize, String),
        sample: IdSample,
        rows: impl Iterator<Item = Row>,
        other_ids: &[(usize, Alias)],
    ) -> Self {
        let mut strangers: ByHash<bool, Key> = ByHash::default();
        // The form in which the spellings of each of its identifiers meet.
        let mut like_of: ByHash<Key, Key> = ByHash::default();
        let (mut others, mut by_other_ids) = (Vec::new(), Vec::new());
        for (file, keys, says_no) in rows {
            let Some(like) = keys.like else { continue };
            if file == at {
                *strangers.entry(like).or_default() |= says_no;
                like_of.extend(keys.id.map(|id| (id, like)));
            } else if keys.has_address() {
                others.push(like);
                by_other_ids.extend(keys.other);
            }
        }
        let elsewhere = other_ids.iter().filter(|(file, _)| *file != at);
        by_other_ids.extend(elsewhere.map(|(_, alias)| alias.other()));
        others.extend(by_other_ids.iter().filter_map(|id| like_of.get(id)));
        let refused = strangers.values().filter(|&&says_no| says_no).count() as u64;
        let mut all = Self { file, refused, met: 0, is_known: false, sample, strangers };
        for key in others {
            all.meet(key);
        }
        all
    }

    /// The key of an identifier that the file has and that nobody else is known by so far.
    pub(crate) fn stranger(&self, id: CustomerId<'_>) -> Option<Key> {
        let key = IdKeys::of(id).like;
        self.strangers.contains_key(&key).then_some(key)
    }

    /// Somebody is known elsewhere by this key.
    pub(crate) fn meet(&mut self, key: Key) {
        if let Some(says_no) = self.strangers.remove(&key) {
            self.is_known = true;
            self.met += u64::from(says_no);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(file: usize, id: &str, email: Option<&str>, says_no: bool) -> Row {
        (file, PersonKeys::of(Some(CustomerId::Text(id)), email, None), says_no)
    }

    fn among(rows: &[Row]) -> Vec<IdsAlone> {
        let files = ["people", "list"].map(|name| (name.to_owned(), IdSample::default()));
        IdsAlone::among(|| rows.iter().copied(), &[], files.into_iter())
    }

    #[test]
    fn whom_a_list_without_addresses_reaches_is_counted() {
        let people = [row(0, "12", Some("a@x.org"), false), row(0, "13", Some("b@x.org"), true)];
        let with = |rows: &[Row]| among(&[&people, rows].concat());
        let [mut list] =
            with(&[row(1, "C12", None, true), row(1, "C13", None, true)]).try_into().unwrap();
        assert_eq!((list.refused, list.met, list.is_known), (2, 0, false));
        let buyer = list.stranger(CustomerId::Text("c12")).unwrap();
        assert_eq!(list.stranger(CustomerId::Int(12)), None);
        list.meet(buyer);
        assert_eq!((list.met, list.is_known), (1, true));
        let [list] =
            with(&[row(1, "0012", None, true), row(1, "C13", None, false)]).try_into().unwrap();
        assert_eq!((list.refused, list.met), (1, 1), "another spelling");
        assert!(with(&[row(1, "C12", Some("c@x.org"), true)]).is_empty(), "known by an address");
        assert!(with(&[row(1, "C12", None, false)]).is_empty(), "nobody says no");
        assert!(among(&[row(1, "C12", None, true)]).is_empty(), "nobody has an address");
    }
}
