//! Which features a training may use: names and families of features, some of them taken away.

use super::Feature;
use super::select::{SelectError, nearest};

/// What a name begins with that takes a feature or a family away.
const WITHOUT: char = '-';

/// Whether each of `features` may be used. Names and families in `asked` stand for themselves; where all
/// of them begin with "-", they are taken from the whole. Nothing asked for means everything.
pub fn chosen(features: &[Feature], asked: &[String]) -> Result<Vec<bool>, SelectError> {
    let all_but = asked.iter().all(|name| name.starts_with(WITHOUT));
    let mut chosen = vec![all_but; features.len()];
    // Names taken away are taken from all that is asked for, wherever they stand in the list.
    let (without, with): (Vec<&String>, Vec<&String>) =
        asked.iter().partition(|name| name.starts_with(WITHOUT));
    for (names, value) in [(with, true), (without, false)] {
        for name in names {
            mark(features, name.trim_start_matches(WITHOUT), value, &mut chosen)?;
        }
    }
    if chosen.contains(&true) { Ok(chosen) } else { Err(SelectError::NothingLeft) }
}

fn mark(
    features: &[Feature],
    name: &str,
    value: bool,
    chosen: &mut [bool],
) -> Result<(), SelectError> {
    let mut known = false;
    for (feature, chosen) in features.iter().zip(chosen) {
        if feature.name == name || feature.family == name {
            (*chosen, known) = (value, true);
        }
    }
    if known {
        return Ok(());
    }
    let hint = nearest(name, features.iter());
    Err(SelectError::Unknown { name: name.to_owned(), hint })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::families;

    fn names(asked: &[&str]) -> Result<Vec<String>, String> {
        let features: Vec<Feature> = families(&[]).iter().flat_map(|f| f.features()).collect();
        let asked: Vec<String> = asked.iter().map(|name| (*name).to_owned()).collect();
        let chosen = chosen(&features, &asked).map_err(|error| error.to_string())?;
        let named = features.into_iter().zip(chosen).filter(|(_, chosen)| *chosen);
        Ok(named.map(|(feature, _)| feature.name).collect())
    }

    #[test]
    fn names_and_families_are_taken_and_taken_away() {
        let all = names(&[]).unwrap();
        let recency = names(&["recency"]).unwrap();
        assert!(!recency.is_empty() && recency.len() < all.len());
        assert_eq!(names(&["-recency"]).unwrap().len(), all.len() - recency.len());
        assert_eq!(names(&["purchases"]).unwrap(), ["purchases"]);
        let without = format!("-{}", recency[0]);
        let rest = names(&[&without, "recency", "purchases"]).unwrap();
        assert_eq!(rest.len(), recency.len(), "one less, one more");
        assert!(!rest.contains(&recency[0]));
    }

    #[test]
    fn unknown_names_and_empty_choices_are_refused() {
        let error = names(&["purchase"]).unwrap_err();
        assert!(error.contains("'purchase' (did you mean 'purchases'?)"), "{error}");
        assert!(names(&["-nonsense"]).unwrap_err().contains("'nonsense'"));
        let error = names(&["purchases", "-purchases"]).unwrap_err();
        assert!(error.contains("no feature is left"), "{error}");
    }
}
