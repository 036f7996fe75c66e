//! What the page rests on: rows used and refused, how far the history reaches, and who can be contacted.

use super::Section;
use crate::audience::LeftOff;
use crate::loyalty::Standing;
use crate::report::blocks::{self, Cell, Html, Table, columns};
use crate::report::contacts::Contacts;
use crate::report::facts::PageFacts;
use crate::report::svg::{About, Bar, bars};
use crate::report::words;

pub(super) fn section(facts: &PageFacts<'_>) -> Section {
    let (locale, quality) = (facts.locale, facts.quality);
    let later = (quality.not_yet > 0).then(|| locale.count(quality.not_yet));
    let [used, rows] = [quality.used, quality.rows].map(|rows| locale.count(rows));
    let period = &facts.loyalty.period;
    let begins = period.history_begins.parse();
    let begins = begins.map_or_else(|_| period.history_begins.clone(), |day| locale.date(day));
    let base = &facts.loyalty.base;
    let [ever, now, lapsed] =
        [base.buyers_ever, base.customers_at_end, base.lapsed_at_end].map(|n| locale.count(n));
    let counted = facts.loyalty.counted_share.map(|share| locale.percent(share, 2));
    let mut said = vec![
        words::rows(&used, &rows, later.as_deref()),
        words::history(&begins, &locale.date(facts.as_of.date())),
        words::base(&ever, &now, &lapsed),
    ];
    said.extend(counted.map(|share| words::counted_share(&share)));
    let contacts = match facts.contacts {
        Some(contacts) => reach_figure(facts, contacts),
        None => blocks::missing(words::NO_REACH),
    };
    Section::new("data", words::DATA, vec![blocks::list(&said), refused(facts), contacts])
}

fn refused(facts: &PageFacts<'_>) -> Html {
    let left_out = facts.quality.left_out.reasons();
    let all = facts.quality.unusable().into_iter().chain(left_out);
    let rows: Vec<Vec<Cell>> = all
        .filter(|(_, rows)| *rows > 0)
        .map(|(reason, rows)| {
            vec![Cell::text(reason), Cell::number(rows as f64, facts.locale.count(rows))]
        })
        .collect();
    if rows.is_empty() {
        return blocks::missing(words::NONE_REFUSED);
    }
    blocks::table(Table {
        id: "refused".to_owned(),
        caption: words::REFUSED.to_owned(),
        columns: columns(&words::REFUSED_COLUMNS),
        rows,
        is_tool: false,
    })
}

/// Customers who are left after each step: known, scored, not refused, with consent, with an address.
pub(super) fn reach(contacts: &Contacts, standing: Option<&Standing>) -> Vec<u64> {
    let off: u64 = contacts.left_off.iter().map(|(_, customers)| customers).sum();
    let listed = contacts.summary.listed as u64;
    let mut left = standing.map_or(off + listed, |standing| standing.customers.max(off + listed));
    let mut steps = vec![left];
    let refusals = [
        &[LeftOff::NotScored][..],
        &[LeftOff::Suppressed, LeftOff::OptedOut],
        &[LeftOff::NoConsent],
        &[LeftOff::NoAddress],
    ];
    for reasons in refusals {
        let gone: u64 = reasons.iter().map(|reason| contacts.off(*reason)).sum();
        left = left.saturating_sub(gone);
        steps.push(left);
    }
    steps
}

fn reach_figure(facts: &PageFacts<'_>, contacts: &Contacts) -> Html {
    let locale = facts.locale;
    let steps = reach(contacts, facts.standing);
    let last = steps.len().saturating_sub(1);
    let bar = |(at, (name, customers)): (usize, (&str, &u64))| Bar {
        label: name.to_owned(),
        value: *customers as f64,
        shown: locale.count(*customers),
        is_marked: at == last,
    };
    let all: Vec<Bar> = words::REACH_STEPS.into_iter().zip(&steps).enumerate().map(bar).collect();
    let [title, description] = words::REACH;
    let about = About::new("reach", title, description);
    blocks::figure(&about, bars(&about, words::REACH_COLUMNS, &all))
}
