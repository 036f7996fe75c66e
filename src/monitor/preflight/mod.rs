//! Preflight: can this history be used? Findings by subject, each with a severity and a remedy.
//!
//! [`of_transactions`] is what every pass knows once the rows are read; [`of_purpose`] whether they reach for
//! the question; [`of_events`], [`of_customers`] and [`of_ids`] are about the other tables. Nothing here reads,
//! gates or logs.

mod contact;
mod discounts;
mod file_names;
mod foreign_money;
mod given_back;
mod ids;
mod inspected;
mod left_out;
mod money;
mod money_unit;
mod one_order_each;
mod order_numbers;
mod order_states;
mod price_base;
mod purpose;
mod rounded_ids;
mod rows;
mod schema;
mod sellers;
mod unmet;
mod unpaid;
mod versions;

pub(crate) use contact::{of_customers, of_events, of_transaction_refusals};
pub(crate) use ids::{CUSTOMERS, Overlap, of_ids};
pub(crate) use inspected::gate as gate_repeats;
pub(crate) use purpose::{Purpose, far_after, findings as of_purpose};
pub(crate) use schema::nulls_of;
pub(crate) use unmet::Reach;
pub(crate) use versions::unasked as unasked_versions;

use crate::history::{History, Inspection};
use crate::ingest::{ColumnMap, QualityLimits, TransactionColumn};
use crate::table::Files;
use serde::Serialize;

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

    /// As it should be.
    pub fn ok(subject: impl Into<String>, found: impl Into<String>) -> Self {
        let (subject, found) = (subject.into(), found.into());
        Self { subject, severity: Severity::Ok, found, remedy: None, is_stale: false }
    }

    /// Usable; look at it.
    pub fn warn(
        subject: impl Into<String>,
        found: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        let remedy = Some(remedy.into());
        Self { severity: Severity::Warn, remedy, ..Self::ok(subject, found) }
    }

    /// Not usable.
    pub fn fail(
        subject: impl Into<String>,
        found: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self { severity: Severity::Fail, ..Self::warn(subject, found, remedy) }
    }
}

/// The transactions that were read, and where from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Read<'a> {
    /// Their files.
    pub files: &'a Files,
    /// Which column plays which part.
    pub mapping: &'a ColumnMap<TransactionColumn, String>,
    /// Parts that the user gives to no column.
    pub declined: &'a [TransactionColumn],
    /// What became of them.
    pub history: &'a History,
    /// What they look like beside each other.
    pub seen: &'a Inspection,
    /// Shares of rows that may be unusable.
    pub limits: &'a QualityLimits,
}

/// What every pass over the transactions finds, in the order in which a person would ask: `check` shows
/// all of it, the others warn of what is not as it should be.
pub(crate) fn of_transactions(read: &Read<'_>) -> Vec<Finding> {
    let mut findings = rows::findings(read);
    findings.extend(left_out::findings(read.history.quality(), read.history.marker_values()));
    let older = read.history.quality().left_out.older_version;
    findings.extend(left_out::unread_words(read.files, read.mapping, read.history.marker_values()));
    findings.extend(versions::changes(read.history.marker_values(), older));
    let (states, names) = (read.history.order_states(), read.files.column_names());
    findings.extend(order_states::findings(states, &names, read.mapping));
    findings.extend(left_out::lists(read.files, &names));
    findings.extend(versions::equal(read.history.equal_versions()));
    findings.extend(schema::findings(read.files, read.mapping));
    findings.extend(money::findings(read.files, read.mapping));
    findings.extend(discounts::findings(read));
    findings.extend(price_base::finding(read.files, read.mapping));
    let markers = read.history.marker_values();
    findings.extend(foreign_money::finding(read.files, read.mapping));
    findings.extend(money_unit::finding(read.seen, read.files, read.mapping));
    findings.extend(money_unit::of_rows(read.seen, read.mapping));
    findings.extend(given_back::finding(read, markers));
    findings.extend(given_back::left_of(read));
    findings.extend(rounded_ids::finding(read.files, read.mapping));
    findings.extend(file_names::finding(read.files, read.mapping, markers));
    findings.extend(unpaid::finding(read, markers));
    findings.extend(left_out::gift_cards(read.history.category_names(), read.mapping));
    findings.extend(money::signs(&read.history.cell_notes().currencies));
    findings.extend(inspected::findings(read));
    findings.extend(order_numbers::finding(read));
    let used = read.history.quality().used;
    findings.extend(sellers::finding(read.seen, used, read.files, read.mapping));
    findings.extend(one_order_each::finding(read.seen, read.files, read.mapping));
    findings
}
