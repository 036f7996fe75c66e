//! What campaigns did, from a measurement of those on the lists against those held back.

use super::Section;
use crate::audience::measure::{CampaignMeasured, Effect, GroupMeasured, Measurement};
use crate::report::blocks::{self, Cell, Html, Table, columns};
use crate::report::facts::PageFacts;
use crate::report::locale::{Locale, NOT_KNOWN};
use crate::report::svg::{About, Dot, DotAxis, dots};
use crate::report::words;

pub(super) fn section(facts: &PageFacts<'_>) -> Section {
    let said = match facts.campaigns {
        Some(measured) => all(measured, facts.locale),
        None => vec![blocks::missing(words::NO_CAMPAIGNS)],
    };
    Section::new("campaigns", words::CAMPAIGNS, said)
}

fn all(measured: &Measurement, locale: &Locale) -> Vec<Html> {
    let mut said = vec![blocks::paragraph(&measured.sentence)];
    said.push(effects(measured, locale));
    said.push(campaigns(measured, locale));
    let offers = measured.groupings.iter().find(|grouping| grouping.by == "offer");
    let known = offers.map(|grouping| {
        let groups = grouping.groups.iter();
        groups.filter(|group| group.shrunk_save_rate.is_some()).collect::<Vec<_>>()
    });
    said.extend(known.filter(|known| !known.is_empty()).map(|known| learned(&known, locale)));
    said
}

/// A campaign as it is called.
fn name(campaign: &CampaignMeasured, locale: &Locale) -> String {
    let date = campaign.list_date.as_ref().and_then(|date| date.parse().ok());
    let date = date.map(|date| locale.date(date));
    date.map_or_else(|| campaign.campaign.clone(), |date| format!("{}, {date}", campaign.campaign))
}

fn effects(measured: &Measurement, locale: &Locale) -> Html {
    let points = |share: f64| locale.decimal(share * 100.0, 1);
    let row = |name: String, effect: Option<&Effect>| {
        let found = effect.map(|effect| effect.bought_share);
        let shown = found.map_or_else(
            || vec![words::TOO_FEW.to_owned(), NOT_KNOWN.to_owned()],
            |found| {
                let interval = words::interval(&points(found.low), &points(found.high));
                vec![words::points(&points(found.value)), words::points(&interval)]
            },
        );
        Dot {
            label: name,
            value: found.map(|found| found.value),
            interval: found.map(|found| (found.low, found.high)),
            expected: None,
            shown,
        }
    };
    let mut rows: Vec<Dot> = measured
        .campaigns
        .iter()
        .map(|campaign| row(name(campaign, locale), campaign.effect.as_ref()))
        .collect();
    if rows.len() > 1 {
        rows.push(row(words::ALL_CAMPAIGNS.to_owned(), measured.effect.as_ref()));
    }
    let [title, description] = words::EFFECTS;
    let about = About::new("effects", title, description);
    let axis = DotAxis {
        columns: words::EFFECT_COLUMNS.map(str::to_owned).to_vec(),
        line: Some(0.0),
        least: None,
        tick: &points,
    };
    blocks::figure(&about, dots(&about, &rows, &axis))
}

fn campaigns(measured: &Measurement, locale: &Locale) -> Html {
    let count = |n: u64| Cell::number(n as f64, locale.count(n));
    let row = |campaign: &CampaignMeasured| {
        let effect = campaign.effect.as_ref();
        let bought = |share: Option<f64>| {
            let share = share.unwrap_or(f64::NAN);
            Cell::number(share, locale.percent(share, 1))
        };
        let profit = effect.map(|effect| effect.profit);
        let value = profit.map_or(f64::NAN, |profit| profit.value);
        let interval = profit.map_or_else(
            || NOT_KNOWN.to_owned(),
            |profit| words::interval(&locale.money(profit.low), &locale.money(profit.high)),
        );
        vec![
            Cell::text(name(campaign, locale)),
            count(campaign.treated),
            bought(effect.map(|effect| effect.treated.bought_share)),
            count(campaign.control),
            bought(effect.map(|effect| effect.control.bought_share)),
            Cell::number(value, locale.money(value)),
            Cell::text(interval),
        ]
    };
    blocks::table(Table {
        id: "campaign-table".to_owned(),
        caption: words::CAMPAIGNS_TABLE.to_owned(),
        columns: columns(&words::CAMPAIGN_COLUMNS),
        rows: measured.campaigns.iter().map(row).collect(),
        is_tool: false,
    })
}

fn learned(groups: &[&GroupMeasured], locale: &Locale) -> Html {
    let row = |group: &&GroupMeasured| {
        let rate = group.shrunk_save_rate.unwrap_or(f64::NAN);
        vec![
            Cell::text(words::class(&group.group)),
            Cell::number(group.treated as f64, locale.count(group.treated)),
            Cell::number(group.control as f64, locale.count(group.control)),
            Cell::number(rate, locale.percent(rate, 2)),
        ]
    };
    blocks::table(Table {
        id: "learned".to_owned(),
        caption: words::LEARNED.to_owned(),
        columns: columns(&words::LEARNED_COLUMNS),
        rows: groups.iter().map(row).collect(),
        is_tool: false,
    })
}
