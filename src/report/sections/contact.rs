//! Whom to contact: plays and offers, how many, the first of the list, who was left off, and who comes due.

use super::Section;
use crate::audience::{CampaignSummary, LeftOff, OfferSummary, Play, PlaySummary};
use crate::report::blocks::{self, Cell, Html, Table, columns};
use crate::report::contacts::{Contacts, ListSize, Listed, WEEKS, play_named};
use crate::report::facts::PageFacts;
use crate::report::locale::{Locale, NOT_KNOWN};
use crate::report::svg::{About, Bar, Curve, CurveAxes, Mark, Stroke, bars, curves};
use crate::report::words;
use crate::words::capitalised;
use jiff::ToSpan;

pub(super) fn section(facts: &PageFacts<'_>) -> Section {
    let said = match facts.contacts {
        Some(contacts) => all(facts, contacts),
        None => vec![blocks::missing(words::NO_LIST)],
    };
    Section::new("contact", words::CONTACT, said)
}

fn all(facts: &PageFacts<'_>, contacts: &Contacts) -> Vec<Html> {
    let locale = facts.locale;
    let mut said = Vec::new();
    let costs = strange_costs(facts, &contacts.summary).map(|says| blocks::warning(&says));
    if contacts.summary.listed == 0 {
        said.push(blocks::missing(&empty(contacts, locale)));
        said.extend(costs);
    } else {
        said.push(blocks::list(&expectations(&contacts.summary, locale)));
        said.push(blocks::links(words::FILES, &contacts.files));
        said.push(plays(&contacts.summary, locale));
        said.push(offers(&contacts.summary, locale));
        said.extend(costs);
        said.extend(sizes(contacts, locale));
        said.push(best(contacts, locale));
    }
    said.push(blocks::side_by_side("pair", [left_off(contacts, locale), due(facts, contacts)]));
    said
}

/// Why nobody is on the list.
pub(super) fn empty(contacts: &Contacts, locale: &Locale) -> String {
    let cause = LeftOff::of_an_empty_list(&contacts.left_off);
    words::empty_list(cause.map(|(reason, customers)| (locale.count(customers), reason.meaning())))
}

fn expectations(summary: &CampaignSummary, locale: &Locale) -> Vec<String> {
    let saves = locale.decimal(summary.expected_saves, usize::from(summary.expected_saves < 10.0));
    let [listed, control] = [summary.listed, summary.control].map(|n| locale.count(n as u64));
    let leavers = locale.whole(summary.expected_leavers);
    let mut said = Vec::new();
    if summary.value_at_risk.is_none() {
        said.push(words::NO_AMOUNTS.to_owned());
    }
    said.push(words::would_leave(&listed, &leavers, &saves));
    let stayers = locale.whole(summary.expected_stayers);
    let given_away = Some(summary.expected_given_away).filter(|money| *money > 0.0);
    let given_away = given_away.map(|money| locale.money(money));
    said.push(words::would_stay(&stayers, given_away.as_deref()));
    if let Some(power) = &summary.power {
        let [assumed, detectable] = [power.assumed, power.detectable]
            .map(|share| words::points(&locale.decimal(share * 100.0, 1)));
        said.push(words::held_back(&control, &assumed, &detectable));
        let needed = power.contacts_needed.filter(|_| power.power < 0.5);
        said.extend(needed.map(|needed| words::too_small(&locale.count(needed))));
    }
    said
}

/// Money, or nothing known.
fn money(amount: Option<f64>, locale: &Locale) -> Cell {
    amount
        .map_or_else(|| Cell::text(NOT_KNOWN), |amount| Cell::number(amount, locale.money(amount)))
}

fn plays(summary: &CampaignSummary, locale: &Locale) -> Html {
    let row = |of: &PlaySummary| {
        let customers = of.customers as f64;
        vec![
            Cell::two(of.play.title(), capitalised(of.play.meaning())),
            Cell::number(customers, locale.whole(customers)),
            money(of.value_at_risk, locale),
            Cell::number(of.expected_saves, locale.decimal(of.expected_saves, 1)),
            money(Some(of.expected_cost), locale),
            money(of.expected_profit, locale),
        ]
    };
    blocks::table(Table {
        id: "plays".to_owned(),
        caption: words::PLAYS.to_owned(),
        columns: columns(&words::PLAY_COLUMNS),
        rows: summary.plays.iter().map(row).collect(),
        is_tool: false,
    })
}

fn offers(summary: &CampaignSummary, locale: &Locale) -> Html {
    let row = |of: &OfferSummary| {
        let customers = of.customers as f64;
        let break_even = of.break_even_probability;
        vec![
            Cell::text(words::offer(&of.offer)),
            Cell::number(customers, locale.whole(customers)),
            Cell::number(of.save_rate, locale.percent(of.save_rate, 1)),
            Cell::text(&of.basis),
            money(Some(of.contact_cost), locale),
            break_even.map_or_else(
                || Cell::text(NOT_KNOWN),
                |risk| Cell::number(risk, locale.share(risk)),
            ),
        ]
    };
    blocks::table(Table {
        id: "offers".to_owned(),
        caption: words::OFFERS.to_owned(),
        columns: columns(&words::OFFER_COLUMNS),
        rows: summary.offers.iter().map(row).collect(),
        is_tool: false,
    })
}

/// An order that is worth so many calls, or less than one by so much, is counted in another money than they are.
const CALLS_OF_AN_ORDER: [f64; 2] = [0.2, 1000.0];

/// Says so where what contacts cost does not fit what orders are worth.
fn strange_costs(facts: &PageFacts<'_>, summary: &CampaignSummary) -> Option<String> {
    let [least, most] = CALLS_OF_AN_ORDER;
    let call = summary.offers.iter().find(|offer| offer.offer == Play::Call.name())?.contact_cost;
    let order = facts.loyalty.spend_per_transaction.value?;
    let is_strange = call > 0.0 && order > 0.0 && !(least..=most).contains(&(order / call));
    let [call, order] = [call, order].map(|money| facts.locale.money(money));
    is_strange.then(|| words::costs_of_another_currency(&call, &order))
}

/// What lists of other sizes would do; nothing where there is no money or nobody.
fn sizes(contacts: &Contacts, locale: &Locale) -> Option<Html> {
    if contacts.sizes.len() < 3 {
        return None;
    }
    let listed = contacts.summary.listed as u64;
    let chosen = contacts.sizes.iter().find(|size| size.customers == listed)?;
    let name = words::chosen(&locale.count(listed));
    let points = |of: fn(&ListSize) -> f64| {
        contacts.sizes.iter().map(|size| (size.customers as f64, of(size))).collect()
    };
    let curve = |name: &str, points, stroke| Curve { name: name.to_owned(), points, stroke };
    let whole = |value: f64| locale.whole(value);
    let money = |value: f64| locale.money(value);
    let reached = [
        curve(words::LEAVERS, points(|size| size.leavers), Stroke::Marked),
        curve(words::STAYERS, points(|size| size.customers as f64 - size.leavers), Stroke::Quiet),
    ];
    let at = |y: f64| Mark { at: (listed as f64, y), name: name.clone() };
    let [title, description] = words::LEAVERS_CURVE;
    let about = About::new("leavers-curve", title, description);
    let names = [words::LIST_SIZE, words::CUSTOMERS];
    let axes = CurveAxes { names, x: &whole, y: &whole, tick: &whole };
    let first = blocks::figure(&about, curves(&about, &reached, Some(&at(chosen.leavers)), &axes));
    let [title, description] = words::PROFIT_CURVE;
    let about = About::new("profit-curve", title, description);
    let profit = [curve(words::PROFIT, points(|size| size.profit), Stroke::Marked)];
    let tick = |value: f64| locale.money_short(value);
    let names = [words::LIST_SIZE, words::PROFIT];
    let axes = CurveAxes { names, x: &whole, y: &money, tick: &tick };
    let second = blocks::figure(&about, curves(&about, &profit, Some(&at(chosen.profit)), &axes));
    let heading = blocks::heading(words::HOW_MANY);
    Some(blocks::together([heading, blocks::side_by_side("pair", [first, second])]))
}

fn best(contacts: &Contacts, locale: &Locale) -> Html {
    let row = |one: &Listed| {
        let title: Option<&str> = play_named(&one.play).map(Play::title);
        let play = title.unwrap_or(&one.play);
        vec![
            Cell::number(one.rank as f64, locale.count(one.rank)),
            Cell::two(&one.customer_id, &one.contact),
            Cell::text(play),
            Cell::text(words::offer(&one.offer)),
            Cell::number(one.churn_probability, locale.share(one.churn_probability)),
            Cell::number(one.overdue_days, locale.whole(one.overdue_days)),
            Cell::number(one.value_at_risk, locale.money(one.value_at_risk)),
            Cell::number(one.expected_profit, locale.money(one.expected_profit)),
            Cell::text(&one.why),
        ]
    };
    blocks::table(Table {
        id: "best".to_owned(),
        caption: words::best(&locale.count(contacts.best.len() as u64)),
        columns: columns(&words::BEST_COLUMNS),
        rows: contacts.best.iter().map(row).collect(),
        is_tool: true,
    })
}

fn left_off(contacts: &Contacts, locale: &Locale) -> Html {
    let [title, description] = words::NOT_LISTED;
    let about = About::new("left-off", title, description);
    let bar = |(reason, customers): &(LeftOff, u64)| Bar {
        label: capitalised(words::left_off(*reason)),
        value: *customers as f64,
        shown: locale.count(*customers),
        is_marked: *reason == LeftOff::TooEarly,
    };
    let all: Vec<Bar> = contacts.left_off.iter().map(bar).collect();
    blocks::figure(&about, bars(&about, words::LEFT_OFF_COLUMNS, &all))
}

fn due(facts: &PageFacts<'_>, contacts: &Contacts) -> Html {
    let locale = facts.locale;
    if contacts.due.iter().all(|customers| *customers == 0) {
        return blocks::missing(words::NOBODY_DUE);
    }
    let [title, description] = words::DUE;
    let about = About::new("due", title, description);
    let bar = |week: usize| {
        let days = i64::try_from(week * 7).unwrap_or_default();
        let day = facts.as_of.date().saturating_add(days.days());
        let customers = contacts.due[week];
        Bar {
            label: locale.date(day),
            value: customers as f64,
            shown: locale.count(customers),
            is_marked: week < 2,
        }
    };
    let all: Vec<Bar> = (0..WEEKS).map(bar).collect();
    blocks::figure(&about, bars(&about, words::DUE_COLUMNS, &all))
}
