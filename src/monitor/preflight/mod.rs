//! Preflight: can this history be used? Findings by subject, each with a severity and a remedy.
//!
//! Footers are looked at first (schema drift, nulls, currencies), then every row once (unusable rows by
//! reason, span, customers, duplicates). Nothing is trained, kept or written.

mod contact;
mod inspected;
mod left_out;
mod money;
mod rows;
mod scan;
mod schema;
mod sketch;

pub use contact::{of_customers, of_events};
pub use inspected::{findings as rows_beside_each_other, gate as gate_repeats};
pub use left_out::findings as rows_left_out;
pub use scan::{Scan, scan};

use crate::ingest::{ColumnMap, QualityLimits, TransactionColumn};
use crate::table::{Dataset, Footer};
use crate::time::{AsOf, Horizon, Zone};
use serde::Serialize;
use std::collections::BTreeSet;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// As it should be.
    Ok,
    /// Usable; look at it.
    Warn,
    /// Not usable.
    Fail,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What was looked at: a part of the data, with its column.
    pub subject: String,
    /// How much it matters.
    pub severity: Severity,
    /// What was found.
    pub found: String,
    /// What to do about it, where there is something to do.
    pub remedy: Option<String>,
    /// Whether the only fault is age.
    #[serde(skip)]
    pub is_stale: bool,
}

impl Finding {
    /// As one line of a log: what was looked at, what was found, what to do.
    pub fn in_a_line(&self) -> String {
        let remedy = self.remedy.as_ref().map_or_else(String::new, |remedy| format!("; {remedy}"));
        format!("{}: {}{remedy}", self.subject, self.found)
    }

    fn ok(subject: impl Into<String>, found: impl Into<String>) -> Self {
        let (subject, found) = (subject.into(), found.into());
        Self { subject, severity: Severity::Ok, found, remedy: None, is_stale: false }
    }

    fn warn(
        subject: impl Into<String>,
        found: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        let remedy = Some(remedy.into());
        Self { severity: Severity::Warn, remedy, ..Self::ok(subject, found) }
    }

    fn fail(
        subject: impl Into<String>,
        found: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self { severity: Severity::Fail, ..Self::warn(subject, found, remedy) }
    }
}

/// The transactions as files, and which column plays which part.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The files.
    pub dataset: &'a Dataset,
    /// Their footers.
    pub footers: &'a [Footer],
    /// The parts.
    pub mapping: &'a ColumnMap<TransactionColumn, String>,
}

/// What the data is to be used for.
#[derive(Debug, Clone)]
pub struct Purpose {
    /// Instant from which it is seen; the end of the data where absent.
    pub as_of: Option<AsOf>,
    /// Length of the outcome window.
    pub horizon: Horizon,
    /// Days between `as_of` and the outcome window.
    pub gap_days: u32,
    /// How far back the last purchase may lie.
    pub lookback_days: u32,
    /// Days that may lie between the newest transaction and `as_of`.
    pub max_staleness_days: Option<u32>,
    /// Shares of rows that may be unusable.
    pub limits: QualityLimits,
    /// The business's zone.
    pub zone: Zone,
}

/// All findings, in the order in which a person would ask.
pub fn findings(input: &Input<'_>, scan: &Scan, purpose: &Purpose) -> Vec<Finding> {
    let mut findings = rows::findings(scan, purpose);
    findings.extend(left_out::findings(&scan.quality, &scan.marker_values));
    findings.extend(schema::findings(input));
    findings.extend(money_findings(input));
    findings.extend(money::signs(&scan.currencies));
    findings
}

/// Findings about money that the footers show: every pass knows them.
pub fn money_findings(input: &Input<'_>) -> Vec<Finding> {
    money::findings(input)
}

/// The finding that amounts carry signs of several currencies.
pub fn several_currencies(signs: &BTreeSet<String>) -> Option<Finding> {
    money::signs(signs)
}
