//! Rows that the user chooses by the values of a column.

use super::{LeftOutReason, Verdict};
use crate::ingest::meaning::plain::trimmed;

/// Rows chosen by the values of a column; case and blanks around a value do not matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChosenRows {
    /// The column's name in the files.
    pub column: String,
    /// Values with which rows count, and no others; all do where there is none.
    pub keep: Vec<String>,
    /// Values with which rows are left out.
    pub drop: Vec<String>,
    /// Beginning of values with which rows are left out.
    pub drop_prefix: Option<String>,
    /// Whether the column's well-known words no longer count.
    pub replaces_known_words: bool,
}

impl ChosenRows {
    /// What is chosen of a value; nothing where neither it nor its absence is named.
    pub fn verdict(&self, text: Option<&str>) -> Option<Verdict> {
        let text = trimmed(text.unwrap_or_default());
        let dropped = among(&self.drop, text)
            || self.drop_prefix.as_ref().is_some_and(|prefix| text.starts_with(prefix.as_str()));
        if dropped {
            return Some(Verdict::LeftOut(LeftOutReason::Setting));
        }
        if self.keep.is_empty() {
            return None;
        }
        let kept = among(&self.keep, text);
        Some(if kept { Verdict::Counts } else { Verdict::LeftOut(LeftOutReason::Setting) })
    }

    /// What is named, each with the setting that names it.
    pub fn named(&self) -> Vec<(&'static str, &str)> {
        let keep = self.keep.iter().map(|value| ("keep", value.as_str()));
        let drop = self.drop.iter().map(|value| ("drop", value.as_str()));
        let prefix = self.drop_prefix.iter().map(|value| ("drop_prefix", value.as_str()));
        keep.chain(drop).chain(prefix).collect()
    }

    /// Which of them a value is, by their places in [`ChosenRows::named`].
    pub fn used_by(&self, text: &str) -> Vec<usize> {
        let text = trimmed(text);
        let is_used = |(key, value): &(&str, &str)| match *key {
            "drop_prefix" => text.starts_with(value),
            _ => is_same(value, text),
        };
        let named = self.named();
        (0..named.len()).filter(|&i| is_used(&named[i])).collect()
    }
}

fn is_same(value: &str, text: &str) -> bool {
    trimmed(value).to_lowercase() == text.to_lowercase()
}

fn among(values: &[String], text: &str) -> bool {
    values.iter().any(|value| is_same(value, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(keep: &[&str], drop: &[&str], prefix: Option<&str>) -> ChosenRows {
        let list = |values: &[&str]| values.iter().map(|v| (*v).to_owned()).collect();
        ChosenRows {
            column: "kind".to_owned(),
            keep: list(keep),
            drop: list(drop),
            drop_prefix: prefix.map(str::to_owned),
            replaces_known_words: false,
        }
    }

    #[test]
    fn chosen_values_leave_rows_out_whatever_their_case() {
        let out = |chosen: &ChosenRows, text: Option<&str>| {
            matches!(chosen.verdict(text), Some(Verdict::LeftOut(_)))
        };
        let keep = chosen(&["Sale"], &[], None);
        assert!(!out(&keep, Some(" SALE ")) && out(&keep, Some("loan")) && out(&keep, None));
        let drop = chosen(&[], &["Loan"], None);
        assert!(out(&drop, Some("loan")) && !out(&drop, Some("sale")) && !out(&drop, None));
        let prefix = chosen(&[], &[], Some("C"));
        assert!(out(&prefix, Some("C536379")) && !out(&prefix, Some("536379")));
        assert!(!out(&prefix, Some("c536379")), "the case of a prefix counts");
    }

    #[test]
    fn what_is_named_is_used_by_its_values() {
        let both = chosen(&["Sale"], &["Loan"], Some("C"));
        assert_eq!(both.used_by(" sale "), [0]);
        assert_eq!(both.used_by("Cash"), [2]);
        assert_eq!(both.used_by("gift"), [0usize; 0]);
    }
}
