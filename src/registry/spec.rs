//! How a user says which model is meant, and which of two versions is newer.

use super::{Alias, RegistryError};
use std::cmp::Ordering;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// Which of a model's versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selector {
    /// The champion; without one, the newest.
    Best,
    /// This one.
    Version(String),
    /// The one that the alias points to.
    Alias(Alias),
}

/// Which model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ModelSpec {
    /// A file or folder outside the registry's order.
    Path(PathBuf),
    /// A model of the registry.
    Named {
        /// Its name.
        name: String,
        /// Which version.
        selector: Selector,
    },
}

impl FromStr for ModelSpec {
    type Err = RegistryError;

    /// NAME, NAME/VERSION, NAME@ALIAS; a path begins with `.` or `/`, ends in `.json`, or has more
    /// than one `/`.
    fn from_str(text: &str) -> Result<Self, RegistryError> {
        let looks_like_path = text.starts_with(['.', '/', '~'])
            || Path::new(text).extension().is_some_and(|e| e.eq_ignore_ascii_case("json"))
            || text.contains('\\')
            || text.matches('/').count() > 1;
        if looks_like_path {
            return Ok(ModelSpec::Path(PathBuf::from(text)));
        }
        let (name, selector) = if let Some((name, alias)) = text.split_once('@') {
            (name, Selector::Alias(alias.parse()?))
        } else if let Some((name, version)) = text.split_once('/') {
            check_name("version", version)?;
            (name, Selector::Version(version.to_owned()))
        } else {
            (text, Selector::Best)
        };
        check_name("model name", name)?;
        Ok(ModelSpec::Named { name: name.to_owned(), selector })
    }
}

/// Refuses what cannot be a folder's name everywhere.
pub(crate) fn check_name(what: &'static str, found: &str) -> Result<(), RegistryError> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    if found.is_empty() || found.starts_with(['.', '-']) || !found.chars().all(allowed) {
        return Err(RegistryError::BadName { what, found: found.to_owned() });
    }
    Ok(())
}

/// Orders versions from old to new: runs of digits as numbers (v9 before v10), the rest as text.
pub(crate) fn newer(a: &str, b: &str) -> Ordering {
    let (mut a_rest, mut b_rest) = (a, b);
    while !a_rest.is_empty() && !b_rest.is_empty() {
        let (a_run, a_tail) = run(a_rest);
        let (b_run, b_tail) = run(b_rest);
        let both_numbers = a_run.starts_with(|c: char| c.is_ascii_digit())
            && b_run.starts_with(|c: char| c.is_ascii_digit());
        let order = if both_numbers {
            let (a_digits, b_digits) =
                (a_run.trim_start_matches('0'), b_run.trim_start_matches('0'));
            a_digits.len().cmp(&b_digits.len()).then_with(|| a_digits.cmp(b_digits))
        } else {
            a_run.cmp(b_run)
        };
        if order.is_ne() {
            return order;
        }
        (a_rest, b_rest) = (a_tail, b_tail);
    }
    // Equal but for leading zeros or an ending: still a total order.
    a_rest.len().cmp(&b_rest.len()).then_with(|| a.cmp(b))
}

/// The run of digits, or of other characters, at the start, and the rest.
fn run(text: &str) -> (&str, &str) {
    let digits = text.starts_with(|c: char| c.is_ascii_digit());
    let end = text.find(|c: char| c.is_ascii_digit() != digits).unwrap_or(text.len());
    text.split_at(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn models_are_named_in_four_ways() {
        let named = |name: &str, selector| ModelSpec::Named { name: name.to_owned(), selector };
        let parse = |text: &str| text.parse::<ModelSpec>();
        assert_eq!(parse("churn").unwrap(), named("churn", Selector::Best));
        let version = Selector::Version("v1".to_owned());
        assert_eq!(parse("churn/v1").unwrap(), named("churn", version));
        let champion = Selector::Alias(Alias::Champion);
        assert_eq!(parse("churn@champion").unwrap(), named("churn", champion));
        for path in ["./churn", "/m/model.json", "model.json", "models/churn/v1"] {
            assert_eq!(parse(path).unwrap(), ModelSpec::Path(path.into()));
        }
        assert!(parse("churn@king").unwrap_err().to_string().contains("champion or challenger"));
        assert!(parse("").is_err() && parse("a b").is_err() && parse("churn/.v").is_err());
    }

    #[test]
    fn versions_are_ordered_as_people_count() {
        let mut versions = ["v10", "v9", "2025-01-10", "v9a", "2025-01-9", "v09"];
        versions.sort_by(|a, b| newer(a, b));
        assert_eq!(versions, ["2025-01-9", "2025-01-10", "v09", "v9", "v9a", "v10"]);
    }
}
