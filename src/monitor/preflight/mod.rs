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
mod holders;
mod ids;
mod inspected;
mod instalments;
mod left_out;
mod measures;
mod money;
mod money_unit;
mod numbers_of_lines;
mod one_order_each;
mod order_numbers;
mod order_states;
mod price_base;
mod purpose;
mod rounded_ids;
mod rows;
mod schema;
mod sellers;
mod spellings;
mod twins;
mod unmet;
mod unpaid;
mod versions;

pub(crate) use contact::{of_customers, of_events, of_transaction_refusals};
pub(crate) use holders::of_holders;
pub(crate) use ids::{CUSTOMERS, Overlap, of_ids};
pub(crate) use inspected::gate as gate_repeats;
pub(crate) use purpose::{Purpose, far_after, findings as of_purpose};
pub(crate) use schema::nulls_of;
pub(crate) use unmet::Reach;
pub(crate) use versions::unasked as unasked_versions;

use crate::history::{History, Inspection};
use crate::ingest::{ColumnMap, ColumnValues, QualityLimits, TransactionColumn};
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

impl<'a> Read<'a> {
    /// The columns that play no part.
    fn free_columns(&self) -> Vec<String> {
        let mut names = self.files.column_names();
        names.retain(|name| !self.mapping.is_mapped(name));
        names
    }

    /// The columns whose values may say that a row is no sale.
    fn markers(&self) -> &'a [ColumnValues] {
        self.history.marker_values()
    }
}

/// What looks at the transactions that were read, by what it may find.
enum Check {
    One(fn(&Read<'_>) -> Option<Finding>),
    Several(fn(&Read<'_>) -> Vec<Finding>),
}

/// Every check of the transactions, in the order in which a person would ask.
const CHECKS: &[Check] = &[
    Check::Several(rows::findings),
    Check::Several(left_out::findings),
    Check::Several(left_out::unread_words),
    Check::One(versions::changes),
    Check::Several(order_states::findings),
    Check::Several(left_out::lists),
    Check::One(versions::equal),
    Check::Several(schema::findings),
    Check::Several(money::findings),
    Check::Several(discounts::findings),
    Check::One(price_base::finding),
    Check::One(foreign_money::finding),
    Check::One(measures::finding),
    Check::One(money_unit::finding),
    Check::Several(money_unit::of_rows),
    Check::One(given_back::finding),
    Check::One(given_back::left_of),
    Check::One(rounded_ids::finding),
    Check::One(file_names::finding),
    Check::One(unpaid::finding),
    Check::One(instalments::finding),
    Check::One(left_out::gift_cards),
    Check::One(money::signs),
    Check::Several(inspected::findings),
    Check::One(numbers_of_lines::finding),
    Check::Several(spellings::findings),
    Check::Several(twins::findings),
    Check::One(order_numbers::finding),
    Check::One(sellers::finding),
    Check::One(one_order_each::finding),
];

/// What every pass over the transactions finds: `check` shows all of it, the others warn of what is not as it should
/// be.
pub(crate) fn of_transactions(read: &Read<'_>) -> Vec<Finding> {
    let found = |check: &Check| match check {
        Check::One(finding) => finding(read).into_iter().collect(),
        Check::Several(findings) => findings(read),
    };
    CHECKS.iter().flat_map(found).collect()
}
