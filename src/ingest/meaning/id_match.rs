//! Two sets of identifiers that hardly meet as they are written, and the rules under which they would.
//!
//! Sets too large to be held are compared by samples ([`IdSample`]) that have the same identifiers, however
//! they are written.

use super::id_rules::{IdRule, IdRules};
use super::mask::masked;
use std::collections::{HashMap, HashSet};
use xxhash_rust::xxh3::xxh3_64;

/// How many identifiers meet, and under which rules more would; nothing where it was not looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Meeting {
    /// Distinct identifiers of the first set.
    pub first: usize,
    /// Of these, how many are in the second as both are written under the present rules.
    pub meet: usize,
    /// The fewest rules under which the most would meet; None where none makes a difference that counts.
    pub remedy: Option<Remedy>,
}

/// Rules that make identifiers meet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Remedy {
    /// The present rules and those that are missing.
    pub rules: IdRules,
    /// How many identifiers of the first set would be in the second.
    pub meet: usize,
    /// Up to three pairs of one identifier as the two sets write it, masked, in order of the first.
    pub examples: Vec<(String, String)>,
}

/// Identifiers kept of a set, at most.
const SAMPLED: usize = 50_000;

/// A sample of a set of identifiers: those whose hash, as every rule together writes them, is small. Two
/// samples cut alike hold the same share of what both sets have.
#[derive(Debug, Clone, Default)]
pub(crate) struct IdSample {
    ids: HashSet<String>,
    /// One identifier in `2^halvings` is kept.
    halvings: u32,
}

impl IdSample {
    /// Takes in an identifier.
    pub(crate) fn add(&mut self, id: &str) {
        if is_kept(id, self.halvings) && !self.ids.contains(id) {
            self.ids.insert(id.to_owned());
            if self.ids.len() > SAMPLED {
                self.cut(self.halvings + 1);
            }
        }
    }

    /// Takes in another sample.
    pub(crate) fn merge(&mut self, other: &Self) {
        self.cut(self.halvings.max(other.halvings));
        other.ids.iter().for_each(|id| self.add(id));
    }

    /// The first of them, masked.
    pub(crate) fn examples(&self) -> Vec<String> {
        let mut ids: Vec<&String> = self.ids.iter().collect();
        ids.sort_unstable();
        ids.into_iter().take(EXAMPLES).map(|id| masked(id)).collect()
    }

    /// Compares two samples; see [`meeting`].
    pub(crate) fn meeting(mut self, mut other: Self, present: &IdRules) -> Meeting {
        let halvings = self.halvings.max(other.halvings);
        self.cut(halvings);
        other.cut(halvings);
        let (first, second) = (self.ids.iter(), other.ids.iter());
        meeting(first.map(String::as_str), second.map(String::as_str), present)
    }

    fn cut(&mut self, halvings: u32) {
        if halvings > self.halvings {
            self.halvings = halvings;
            self.ids.retain(|id| is_kept(id, halvings));
        }
    }
}

/// Whether an identifier is among the one in `2^halvings` that are kept.
fn is_kept(id: &str, halvings: u32) -> bool {
    if halvings == 0 {
        return true;
    }
    xxh3_64(IdRules::all().apply(id).as_bytes()) >> (64 - halvings.min(63)) == 0
}

/// Pairs shown.
const EXAMPLES: usize = 3;

/// Compares two sets of identifiers, or samples of them. A remedy is named where at least one in a hundred
/// identifiers of the first set would meet by it that does not meet now.
pub(crate) fn meeting<'a>(
    first: impl IntoIterator<Item = &'a str>,
    second: impl IntoIterator<Item = &'a str>,
    present: &IdRules,
) -> Meeting {
    let first: HashSet<&str> = first.into_iter().collect();
    let second: HashSet<&str> = second.into_iter().collect();
    let meet = count(&first, &second, present);
    let mut best: Option<(usize, IdRules)> = None;
    // Fewer rules come first, so that of equals the simplest is kept; last those that take away what may tell two people
    // apart.
    let mut choices: Vec<u32> = (1..1 << IdRule::NAMES.len()).collect();
    let unprefix = IdRule::NAMES.iter().position(|(_, rule)| *rule == IdRule::Unprefix);
    let takes_away = |choice: u32| unprefix.is_some_and(|bit| choice & (1 << bit) != 0);
    choices.sort_by_key(|choice| (takes_away(*choice), choice.count_ones(), *choice));
    for choice in choices {
        let more = IdRule::NAMES.iter().enumerate().filter(|(bit, _)| choice & (1 << bit) != 0);
        let more: Vec<IdRule> = more.map(|(_, (_, rule))| *rule).collect();
        let rules = present.and(&more);
        let would_meet = count(&first, &second, &rules);
        if more.contains(&IdRule::Unprefix)
            && [&first, &second].iter().any(|ids| loses(ids, &rules))
        {
            continue;
        }
        if would_meet > best.as_ref().map_or(meet, |(most, _)| *most) {
            best = Some((would_meet, rules));
        }
    }
    let counts = |would_meet: usize| (would_meet - meet) * 100 >= first.len();
    let remedy = best.filter(|(would_meet, _)| counts(*would_meet)).map(|(would_meet, rules)| {
        Remedy { examples: examples(&first, &second, present, &rules), meet: would_meet, rules }
    });
    Meeting { first: first.len(), meet, remedy }
}

fn count(first: &HashSet<&str>, second: &HashSet<&str>, rules: &IdRules) -> usize {
    let second: HashSet<_> = second.iter().map(|id| rules.apply(id)).collect();
    first.iter().filter(|id| second.contains(&rules.apply(id))).count()
}

/// Whether what goes from before the numbers tells people apart: `A12` and `B12` are two.
fn loses(ids: &HashSet<&str>, rules: &IdRules) -> bool {
    let distinct =
        |rules: &IdRules| ids.iter().map(|id| rules.apply(id)).collect::<HashSet<_>>().len();
    let kept = distinct(&rules.clone().without(IdRule::Unprefix));
    (kept - distinct(rules).min(kept)) * 100 > kept
}

/// Pairs that meet under the rules and do not at present.
fn examples(
    first: &HashSet<&str>,
    second: &HashSet<&str>,
    present: &IdRules,
    rules: &IdRules,
) -> Vec<(String, String)> {
    let now: HashSet<_> = second.iter().map(|id| present.apply(id)).collect();
    let mut ids: Vec<&str> = second.iter().copied().collect();
    ids.sort_unstable();
    let mut by_rule = HashMap::new();
    for id in ids {
        by_rule.entry(rules.apply(id)).or_insert(id);
    }
    let mut ids: Vec<&str> =
        first.iter().copied().filter(|id| !now.contains(&present.apply(id))).collect();
    ids.sort_unstable();
    let pairs = ids.into_iter().filter_map(|id| Some((id, *by_rule.get(&rules.apply(id))?)));
    pairs.take(EXAMPLES).map(|(one, other)| (masked(one), masked(other))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(write: fn(u32) -> String) -> Vec<String> {
        (1..=200).map(write).collect()
    }

    fn of(first: &[String], second: &[String]) -> Meeting {
        meeting(
            first.iter().map(String::as_str),
            second.iter().map(String::as_str),
            &IdRules::default(),
        )
    }

    #[test]
    fn the_rule_that_is_missing_is_found() {
        let plain = ids(|i| i.to_string());
        let padded = of(&plain, &ids(|i| format!("{i:06}")));
        assert_eq!((padded.first, padded.meet), (200, 0));
        let remedy = padded.remedy.unwrap();
        assert_eq!((remedy.rules.setting().as_str(), remedy.meet), ("trim,unfloat,unzero", 200));
        assert_eq!(remedy.examples[0], ("1".to_owned(), "000001".to_owned()));
        let quoted = of(&plain, &ids(|i| format!("'{i}"))).remedy.unwrap();
        assert_eq!(quoted.rules.setting(), "trim,unquote,unfloat");
        let upper = of(&ids(|i| format!("a{i}")), &ids(|i| format!("A{i}"))).remedy.unwrap();
        assert_eq!(upper.rules.setting(), "trim,unfloat,lower");
        let prefixed = of(&plain, &ids(|i| format!("CUST{i:06}"))).remedy.unwrap();
        assert_eq!(prefixed.rules.setting(), "trim,unprefix,unfloat,unzero");
        let of_shops =
            of(&plain, &ids(|i| format!("{}{}", if i % 2 == 0 { 'A' } else { 'B' }, i / 2)));
        assert_eq!(of_shops.remedy, None);
        let both = of(&ids(|i| format!("a{i}")), &ids(|i| format!("'A{i}"))).remedy.unwrap();
        assert_eq!(both.rules.setting(), "trim,unquote,unfloat,lower");
    }

    #[test]
    fn what_meets_already_needs_none() {
        let plain = ids(|i| i.to_string());
        let floats = of(&plain, &ids(|i| format!("{i}.0 ")));
        assert_eq!((floats.meet, floats.remedy), (200, None));
        let strangers = of(&plain, &ids(|i| (i + 1000).to_string()));
        assert_eq!((strangers.meet, strangers.remedy), (0, None));
        let nobody = meeting([], ["1"], &IdRules::default());
        assert_eq!((nobody.first, nobody.meet, nobody.remedy), (0, 0, None));
    }

    #[test]
    fn samples_of_large_sets_meet_as_the_sets_would() {
        let (mut plain, mut padded) =
            (IdSample::default(), [IdSample::default(), IdSample::default()]);
        for id in 0..120_000 {
            plain.add(&id.to_string());
            padded[id % 2].add(&format!("{id:08}"));
        }
        let [mut one, other] = padded;
        one.merge(&other);
        let meeting = plain.meeting(one, &IdRules::default());
        assert!(meeting.first > 20_000 && meeting.first <= SAMPLED, "{}", meeting.first);
        assert_eq!(meeting.meet, 0);
        assert_eq!(meeting.remedy.unwrap().meet, meeting.first);
    }

    #[test]
    fn examples_hide_who_it_is() {
        let first = ["Ada@example.org".to_owned()];
        let remedy = of(&first, &["ada@example.org".to_owned()]).remedy.unwrap();
        assert_eq!(remedy.examples, [("A…@e….org".to_owned(), "a…@e….org".to_owned())]);
    }
}
