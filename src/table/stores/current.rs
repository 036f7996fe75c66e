//! `current/results.jsonl`: which of the results in a store count, a line for each kind of results of a date.
//!
//! Files lie under prefixes that are never used again; what this list names is published, whatever else lies there.
//! It is JSON, a line a row, so that whoever reads the files with SQL can join it.

use super::super::folders::{AS_OF, PARTS, dated_name};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where the list lies beneath the output.
pub(super) const CURRENT: &str = "current/results.jsonl";

/// The column of SQL that tells generations apart.
const GENERATION: &str = "generation=";

/// What counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Current(BTreeMap<(String, String), String>);

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    kind: String,
    as_of: String,
    generation: String,
}

impl Current {
    /// Reads the list.
    pub(super) fn parse(text: &[u8]) -> Result<Self, String> {
        let mut current = Self::default();
        for line in text.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            let line: Line = serde_json::from_slice(line).map_err(|error| error.to_string())?;
            let is_date = line.as_of.parse::<jiff::civil::Date>().is_ok();
            let is_name = line.generation.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
            if !PARTS.contains(&line.kind.as_str()) || !is_date || !is_name {
                return Err(format!("there are no results {}", line.prefix()));
            }
            current.set(&line.kind, &line.as_of, &line.generation);
        }
        Ok(current)
    }

    /// The list as it is written.
    pub(super) fn text(&self) -> Vec<u8> {
        let mut text = Vec::new();
        for ((kind, as_of), generation) in &self.0 {
            let line = serde_json::json!({"kind": kind, "as_of": as_of, "generation": generation});
            text.extend_from_slice(line.to_string().as_bytes());
            text.push(b'\n');
        }
        text
    }

    /// The generation that counts.
    pub(super) fn get(&self, kind: &str, as_of: &str) -> Option<&str> {
        self.0.get(&(kind.to_owned(), as_of.to_owned())).map(String::as_str)
    }

    /// Makes another generation count.
    pub(super) fn set(&mut self, kind: &str, as_of: &str, generation: &str) {
        self.0.insert((kind.to_owned(), as_of.to_owned()), generation.to_owned());
    }

    /// Kinds and dates of which there are results.
    pub(super) fn dated(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.keys().map(|(kind, as_of)| (kind.as_str(), as_of.as_str()))
    }

    /// Whether the file of a name beneath the output belongs to results that do not count.
    pub(super) fn leaves_out(&self, name: &str) -> bool {
        let Some((kind, as_of, generation)) = taken_apart(name) else { return false };
        self.get(kind, as_of) != Some(generation)
    }
}

impl Line {
    fn prefix(&self) -> String {
        prefix(&self.kind, &self.as_of, &self.generation)
    }
}

/// Where results lie beneath the output.
pub(super) fn prefix(kind: &str, as_of: &str, generation: &str) -> String {
    format!("{}/{GENERATION}{generation}", dated_name(kind, as_of))
}

/// Kind, date and generation of a file.
fn taken_apart(name: &str) -> Option<(&str, &str, &str)> {
    let mut parts = name.split('/');
    let kind = parts.next().filter(|kind| PARTS.contains(kind))?;
    let as_of = parts.next()?.strip_prefix(AS_OF)?;
    let generation = parts.next()?.strip_prefix(GENERATION)?;
    parts.next().map(|_| (kind, as_of, generation))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_tells_what_counts() {
        let mut current = Current::default();
        current.set("scores", "2024-10-02", "b-1");
        current.set("scores", "2024-10-01", "a");
        let text = current.text();
        assert_eq!(
            text.split(|b| *b == b'\n').next().unwrap(),
            br#"{"as_of":"2024-10-01","generation":"a","kind":"scores"}"#
        );
        assert_eq!(Current::parse(&text), Ok(current.clone()));
        assert!(!current.leaves_out("scores/as_of=2024-10-01/generation=a/part.parquet"));
        assert!(current.leaves_out("scores/as_of=2024-10-01/generation=b-1/part.parquet"));
        assert!(current.leaves_out("report/as_of=2024-10-01/generation=a/report.html"));
        for other in [CURRENT, "report/index.html", "scores/as_of=2024-10-01/x", "mine/a/b/c"] {
            assert!(!current.leaves_out(other), "{other}");
        }
    }

    #[test]
    fn a_list_that_leads_elsewhere_is_refused() {
        for line in [
            r#"{"kind":"scores","as_of":"2024-10-01","generation":"../../x"}"#,
            r#"{"kind":"..","as_of":"2024-10-01","generation":"a"}"#,
            r#"{"kind":"scores","as_of":"..","generation":"a"}"#,
            r#"{"kind":"scores"}"#,
            "no json",
        ] {
            assert!(Current::parse(line.as_bytes()).is_err(), "{line}");
        }
    }
}
