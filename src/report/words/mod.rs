//! The page's own texts, in English. Numbers come written; texts are whole sentences, since no other language puts its
//! words in the same order.
//!
//! Not here: what others say of themselves and the page repeats. Definitions of measures and of features, reasons of
//! score files, meanings of plays and of being left off, and a measurement's sentence stand where each is made.

mod campaigns;
mod contact;
mod data;
mod lights;
mod loyalty;
mod method;
mod over_time;
mod tonight;
mod trust;
mod who;
mod why;

pub(super) use campaigns::*;
pub(super) use contact::*;
pub(super) use data::*;
pub(super) use lights::*;
pub(super) use loyalty::*;
pub(super) use method::*;
pub(super) use over_time::*;
pub(super) use tonight::*;
pub(super) use trust::*;
pub(super) use who::*;
pub(super) use why::*;

use crate::model::Grade;

/// So many of something, by the number as it is written: every language writes one as `1`.
fn counted(shown: &str, one: &str, many: &str) -> String {
    format!("{shown} {}", if shown == "1" { one } else { many })
}

fn customers(shown: &str) -> String {
    counted(shown, "customer", "customers")
}

/// A number of days.
pub(super) fn days(shown: &str) -> String {
    counted(shown, "day", "days")
}

fn transaction_rows(shown: &str) -> String {
    counted(shown, "transaction row", "transaction rows")
}

// The frame.

pub(super) const BRAND: &str = "winback";
pub(super) const SKIP: &str = "Skip to the content";
pub(super) const CONTENTS: &str = "Contents";
pub(super) const NUMBERS: &str = "Numbers";
pub(super) const FILTER: &str = "Filter";
pub(super) const COPY: &str = "Copy as CSV";
pub(super) const COPIED: &str = "Copied";
pub(super) const THEME: &str = "Light or dark";
pub(super) const ALL_NIGHTS: &str = "All nights";
pub(super) const INDEX_TITLE: &str = "All nights";
pub(super) const FOOTER: &str =
    "Made by winback. Nothing on this page was fetched, and nothing leaves it.";
pub(super) const GOOD: &str = "good";
pub(super) const WATCH: &str = "worth a look";
pub(super) const BAD: &str = "not good";
pub(super) const CUSTOMERS: &str = "Customers";

pub(super) fn title(date: &str) -> String {
    format!("Customers as of {date}")
}

/// The program and its version.
pub(super) fn program(version: &str) -> String {
    format!("winback {version}")
}

pub(super) fn meta(
    has_money: bool,
    currency: Option<&str>,
    model: Option<(&str, Grade)>,
    run: Option<&str>,
) -> String {
    let money = match currency {
        _ if !has_money => "No amounts in the data".to_owned(),
        Some(currency) => format!("Money in {currency}"),
        None => "Money in the currency of the data".to_owned(),
    };
    let mut parts = vec![money];
    parts.extend(model.map(|(version, grade)| format!("model {version}, grade {grade:?}")));
    parts.extend(run.map(|run| format!("run {run}")));
    parts.join(" · ")
}

// Sections: what stands in the contents, and above the section.

pub(super) const TONIGHT: [&str; 2] = ["Tonight", "Tonight"];
pub(super) const CONTACT: [&str; 2] = ["Contact", "Whom to contact"];
pub(super) const LOYALTY: [&str; 2] = ["Loyalty", "Loyalty measures"];
pub(super) const OVER_TIME: [&str; 2] = ["Over time", "Customers over time"];
pub(super) const WHO: [&str; 2] = ["Who", "Who they are"];
pub(super) const WHY: [&str; 2] = ["Why", "Why they leave"];
pub(super) const TRUST: [&str; 2] = ["Trust", "How far to trust it"];
pub(super) const CAMPAIGNS: [&str; 2] = ["Campaigns", "What campaigns did"];
pub(super) const DATA: [&str; 2] = ["Data", "Data"];
pub(super) const METHOD: [&str; 2] = ["Method", "Words and method"];

// The index of nights.

pub(super) const NIGHTS: &str = "Nights";
pub(super) const NIGHT_COLUMNS: [&str; 6] = [
    "Night",
    ">Overdue and likely to leave",
    ">At stake",
    ">Expected cost of churn",
    ">On the list",
    "Model",
];
