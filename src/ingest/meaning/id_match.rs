//! Two sets of identifiers that hardly meet as they are written, and the rules under which they would.

use super::id_rules::{IdRule, IdRules};
use super::mask::masked;
use std::collections::{HashMap, HashSet};

/// How many identifiers meet, and under which rules more would.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    /// Distinct identifiers of the first set.
    pub first: usize,
    /// Of these, how many are in the second as both are written under the present rules.
    pub meet: usize,
    /// The fewest rules under which the most would meet; None where none makes a difference that counts.
    pub remedy: Option<Remedy>,
}

/// Rules that make identifiers meet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remedy {
    /// The present rules and those that are missing.
    pub rules: IdRules,
    /// How many identifiers of the first set would be in the second.
    pub meet: usize,
    /// Up to three pairs of one identifier as the two sets write it, masked, in order of the first.
    pub examples: Vec<(String, String)>,
}

/// Pairs shown.
const EXAMPLES: usize = 3;

/// Compares two sets of identifiers, or samples of them. A remedy is named where at least one in a hundred
/// identifiers of the first set would meet by it that does not meet now.
pub fn meeting<'a>(
    first: impl IntoIterator<Item = &'a str>,
    second: impl IntoIterator<Item = &'a str>,
    present: &IdRules,
) -> Meeting {
    let first: HashSet<&str> = first.into_iter().collect();
    let second: HashSet<&str> = second.into_iter().collect();
    let meet = count(&first, &second, present);
    let mut best: Option<(usize, IdRules)> = None;
    // Fewer rules come first, so that of equals the simplest is kept.
    let mut choices: Vec<u32> = (1..1 << IdRule::NAMES.len()).collect();
    choices.sort_by_key(|choice| (choice.count_ones(), *choice));
    for choice in choices {
        let more = IdRule::NAMES.iter().enumerate().filter(|(bit, _)| choice & (1 << bit) != 0);
        let more: Vec<IdRule> = more.map(|(_, (_, rule))| *rule).collect();
        let rules = present.and(&more);
        let would_meet = count(&first, &second, &rules);
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
    fn examples_hide_who_it_is() {
        let first = ["Ada@example.org".to_owned()];
        let remedy = of(&first, &["ada@example.org".to_owned()]).remedy.unwrap();
        assert_eq!(remedy.examples, [("A…@e….org".to_owned(), "a…@e….org".to_owned())]);
    }
}
