//! The nights so far: each leaves a few numbers, from which one page lists them all. No night's page is made again
//! for it.

use super::blocks::{self, Cell, Html, Table, columns, rendered};
use super::facts::PageFacts;
use super::frame::Frame;
use super::locale::{Locale, NOT_KNOWN};
use super::words;
use askama::Template;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A night in a few numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Night {
    /// The date everything is seen from (YYYY-MM-DD).
    pub as_of: String,
    /// The model, and its grade.
    pub model: Option<String>,
    /// Customers who are overdue and more likely to leave than not.
    pub overdue_and_likely: Option<u64>,
    /// Value at risk with them.
    pub value_at_risk_of_overdue: Option<f64>,
    /// Value at risk over all scored.
    pub value_at_risk: Option<f64>,
    /// Customers on the list.
    pub listed: Option<u64>,
    /// Repeat purchase rate.
    pub repeat_purchase_rate: Option<f64>,
}

impl Night {
    /// What a night leaves.
    pub(crate) fn of(facts: &PageFacts<'_>) -> Self {
        let exposure = facts.standing.map(|standing| standing.exposure);
        let model =
            facts.model.map(|model| format!("{} ({:?})", model.version, model.content.grade));
        Self {
            as_of: facts.as_of.to_string(),
            model,
            overdue_and_likely: exposure.map(|exposure| exposure.overdue_and_likely),
            value_at_risk_of_overdue: exposure.and_then(|e| e.value_at_risk_of_overdue),
            value_at_risk: exposure.and_then(|exposure| exposure.value_at_risk),
            listed: facts.contacts.map(|contacts| contacts.summary.listed as u64),
            repeat_purchase_rate: facts.loyalty.repeat_purchase_rate.rate.value,
        }
    }
}

#[derive(Template)]
#[template(path = "index.html")]
struct IndexHtml<'a> {
    policy: &'a str,
    style: &'a Html,
    script: &'a Html,
    nights: Html,
}

/// The page that lists nights, the newest first, each with the way from there to its page.
pub(crate) fn index(nights: &[(Night, String)], locale: &Locale) -> String {
    let Frame { policy, style, script } = Frame::new(words::INDEX_TITLE);
    let mut newest: Vec<&(Night, String)> = nights.iter().collect();
    newest.sort_by(|(a, _), (b, _)| b.as_of.cmp(&a.as_of));
    let row = |(night, way): &&(Night, String)| row(night, locale, way.clone());
    let nights = blocks::table(Table {
        id: "nights".to_owned(),
        caption: words::NIGHTS.to_owned(),
        columns: columns(&words::NIGHT_COLUMNS),
        rows: newest.iter().map(row).collect(),
        is_tool: false,
    });
    rendered(&IndexHtml { policy: &policy, style: &style, script: &script, nights }).into_text()
}

fn row(night: &Night, locale: &Locale, place: String) -> Vec<Cell> {
    let date: Option<Date> = night.as_of.parse().ok();
    let count = |n: Option<u64>| {
        n.map_or_else(|| Cell::text(NOT_KNOWN), |n| Cell::number(n as f64, locale.count(n)))
    };
    let money = |m: Option<f64>| {
        m.map_or_else(|| Cell::text(NOT_KNOWN), |m| Cell::number(m, locale.money(m)))
    };
    let name = date.map_or_else(|| night.as_of.clone(), |date| locale.date(date));
    vec![
        Cell { link: Some(place), ..Cell::text(name) },
        count(night.overdue_and_likely),
        money(night.value_at_risk_of_overdue),
        money(night.value_at_risk),
        count(night.listed),
        Cell::text(night.model.as_deref().unwrap_or(NOT_KNOWN)),
    ]
}
