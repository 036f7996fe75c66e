//! Who the customers are: the RFM map, stages and the moves between them, concentration, channels, discounts and
//! service.

use super::Section;
use crate::loyalty::{
    Changes, ChannelSales, ClassCount, Concentration, FailureGroup, Move, MultiChannel,
    ServiceFailures, Standing,
};
use crate::report::blocks::{self, Cell, Html, Table, columns};
use crate::report::facts::PageFacts;
use crate::report::locale::{Locale, NOT_KNOWN};
use crate::report::svg::{
    About, Bar, Curve, CurveAxes, Dot, DotAxis, Flow, HeatCell, HeatMap, Stroke, bars, curves,
    dots, flow, heat_map,
};
use crate::report::words;
use crate::stats::share_of;
use std::collections::BTreeSet;

/// Stages of the score file, in the order of a customer's life.
const STAGES: [&str; 9] = [
    "prospect", "new", "one_time", "repeat", "loyal", "advocate", "slipping", "sleeping", "lapsed",
];

pub(super) fn section(facts: &PageFacts<'_>) -> Section {
    let (loyalty, locale) = (facts.loyalty, facts.locale);
    let mut said = Vec::new();
    match facts.standing {
        Some(standing) => {
            said.push(rfm(standing, locale));
            said.push(stages(&standing.stages, facts));
        }
        None => said.push(blocks::missing(words::NO_SCORES)),
    }
    said.push(match facts.changes {
        Some(changes) => moves(changes, locale),
        None => blocks::missing(words::NO_FLOW),
    });
    said.push(blocks::side_by_side(
        "pair",
        [concentration(&loyalty.concentration, locale), channels(&loyalty.multi_channel, locale)],
    ));
    said.push(blocks::side_by_side(
        "pair",
        [discounts(facts), service(&loyalty.service_failures, locale)],
    ));
    Section::new("who", words::WHO, said)
}

fn rfm(standing: &Standing, locale: &Locale) -> Html {
    let has_money = standing.rfm.iter().any(|cell| cell.value_at_risk.is_some());
    let [title, description] = if has_money { words::RFM } else { words::RFM_UNPRICED };
    let cell = |recency: u8, frequency: u8| {
        let found = standing
            .rfm
            .iter()
            .find(|cell| cell.recency == recency && cell.frequency == frequency)
            .filter(|cell| cell.customers > 0);
        found.map_or_else(HeatCell::default, |cell| HeatCell {
            value: if has_money { cell.value_at_risk } else { Some(cell.customers as f64) },
            shown: locale.count(cell.customers),
            beneath: cell.segment.as_deref().map(words::class).unwrap_or_default(),
        })
    };
    // Equal numbers share a fifth, so that others may be empty.
    let there = standing.rfm.iter().filter(|cell| cell.customers > 0);
    let (recencies, frequencies): (BTreeSet<u8>, BTreeSet<u8>) =
        there.map(|cell| (cell.recency, cell.frequency)).unzip();
    let row = |frequency: &u8| {
        let cells = recencies.iter().map(|recency| cell(*recency, *frequency));
        (words::frequency(*frequency), cells.collect())
    };
    let map = HeatMap {
        corner: words::RFM_CORNER.to_owned(),
        columns: recencies.iter().copied().map(words::recency).collect(),
        rows: frequencies.iter().rev().map(row).collect(),
        most: None,
    };
    let about = About::new("rfm", title, description);
    let figure = blocks::figure(&about, heat_map(&about, &map));
    let is_whole = recencies.len() == 5 && frequencies.len() == 5;
    let note = (!is_whole).then(|| blocks::note(words::RFM_TIES));
    blocks::together(std::iter::once(figure).chain(note))
}

fn stages(stages: &[ClassCount], facts: &PageFacts<'_>) -> Html {
    let locale = facts.locale;
    let known = |number: Option<f64>, shown: &dyn Fn(f64) -> String| {
        number.map_or_else(|| Cell::text(NOT_KNOWN), |number| Cell::number(number, shown(number)))
    };
    // Of those with a score nobody is sure to stay.
    let leavers = |class: &ClassCount| Some(class.expected_leavers).filter(|n| *n > 0.0);
    let row = |class: &ClassCount| {
        vec![
            Cell::text(words::class(&class.class)),
            Cell::number(class.customers as f64, locale.count(class.customers)),
            known(leavers(class), &|number| locale.whole(number)),
            known(class.value_at_risk, &|money| locale.money(money)),
        ]
    };
    let mut in_order: Vec<&ClassCount> = stages.iter().collect();
    in_order.sort_by_key(|class| STAGES.iter().position(|stage| *stage == class.class));
    in_order.retain(|stage| stage.customers > 0);
    let unscored = in_order.iter().any(|stage| leavers(stage).is_none());
    let lookback = locale.count(facts.lookback_days.into());
    let note = unscored.then(|| blocks::note(&words::no_score(&lookback)));
    let [title, _] = words::STAGES;
    let table = blocks::table(Table {
        id: "stages".to_owned(),
        caption: title.to_owned(),
        columns: columns(&words::STAGE_COLUMNS),
        rows: in_order.into_iter().map(row).collect(),
        is_tool: false,
    });
    blocks::together(std::iter::once(table).chain(note))
}

fn moves(changes: &Changes, locale: &Locale) -> Html {
    let place =
        |class: &Option<String>| STAGES.iter().position(|stage| Some(*stage) == class.as_deref());
    let mut steps: Vec<&Move> = changes.stages.moves.iter().collect();
    steps.sort_by_key(|step| (place(&step.from), place(&step.to)));
    let name = |class: &Option<String>| {
        class.as_deref().map_or_else(|| words::NOT_THERE.to_owned(), words::class)
    };
    let (mut from, mut to): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    let mut members: Vec<Vec<f64>> = Vec::new();
    for step in steps {
        let row = place_of(&mut from, name(&step.from));
        let column = place_of(&mut to, name(&step.to));
        if members.len() <= row {
            members.push(Vec::new());
        }
        let cells = &mut members[row];
        if cells.len() <= column {
            cells.resize(column + 1, 0.0);
        }
        cells[column] += step.customers as f64;
    }
    for row in &mut members {
        row.resize(to.len(), 0.0);
    }
    let date = locale.date(changes.previous.date());
    let about = About::new("flow", words::FLOW, words::flow(&date));
    let shown = Flow {
        from,
        to,
        members,
        columns: words::FLOW_COLUMNS.map(str::to_owned),
        ends: [date, words::TONIGHT_END.to_owned()],
    };
    blocks::figure(&about, flow(&about, &shown, locale))
}

/// Where a name stands, at the end if it is new.
fn place_of(names: &mut Vec<String>, name: String) -> usize {
    names.iter().position(|known| *known == name).unwrap_or_else(|| {
        names.push(name);
        names.len() - 1
    })
}

fn concentration(found: &Concentration, locale: &Locale) -> Html {
    let (Some(top), Some(few)) =
        (found.top_fifth_share.value, found.customers_for_four_fifths.value)
    else {
        let because = found.top_fifth_share.not_available_because.as_deref().unwrap_or_default();
        return blocks::together([
            blocks::heading(words::CONCENTRATION),
            blocks::missing(&words::not_available(because)),
        ]);
    };
    let said = words::concentration(&locale.percent(top, 1), &locale.percent(few, 1));
    let about = About::new("concentration", words::CONCENTRATION, said);
    let percent = |share: f64| locale.percent(share, 0);
    let curve = Curve {
        name: words::SALES.to_owned(),
        points: found.curve.iter().map(|point| (point.customers, point.revenue)).collect(),
        stroke: Stroke::Marked,
    };
    let axes =
        CurveAxes { names: words::CONCENTRATION_AXES, x: &percent, y: &percent, tick: &percent };
    let mark = crate::report::svg::Mark { at: (0.2, top), name: locale.percent(top, 1) };
    blocks::figure(&about, curves(&about, &[curve], Some(&mark), &axes))
}

fn channels(found: &MultiChannel, locale: &Locale) -> Html {
    let Some(share) = found.share.value else {
        let because = found.share.not_available_because.as_deref().unwrap_or_default();
        return blocks::together([
            blocks::heading(words::CHANNELS[0]),
            blocks::missing(&words::not_available(because)),
        ]);
    };
    let has_money = found.channels.iter().any(|channel| channel.sales.is_some());
    let [title, description] =
        if has_money { words::CHANNELS } else { words::CHANNELS_BY_CUSTOMERS };
    let [several, one] = [&found.retention_of_several, &found.retention_of_one]
        .map(|measure| locale.percent(measure.value.unwrap_or(f64::NAN), 1));
    let said = words::channels(&locale.percent(share, 1), &several, &one);
    let about = About::new("channels", title, format!("{description} {said}"));
    let bar = |channel: &ChannelSales| Bar {
        label: words::class(&channel.channel),
        value: channel.sales.unwrap_or(channel.customers as f64),
        shown: channel
            .sales
            .map_or_else(|| locale.count(channel.customers), |money| locale.money_short(money)),
        is_marked: false,
    };
    let all: Vec<Bar> = found.channels.iter().map(bar).collect();
    let second = if has_money { words::SALES } else { words::CUSTOMERS };
    blocks::figure(&about, bars(&about, [words::CHANNEL, second], &all))
}

fn discounts(facts: &PageFacts<'_>) -> Html {
    let (found, locale) = (&facts.loyalty.discount_dependence, facts.locale);
    let said = match (found.hunters.value, found.customers) {
        (Some(share), Some(customers)) => {
            let [revenue, margin] = [found.revenue_share, found.margin_share]
                .map(|share| locale.percent(share.unwrap_or(f64::NAN), 1));
            let customers = locale.count(customers);
            let said = words::discounts(&customers, &locale.percent(share, 1), &revenue, &margin);
            blocks::together([
                blocks::paragraph(&said),
                blocks::note(&words::sentence(&found.margin_definition)),
            ])
        }
        _ => {
            let because = found.hunters.not_available_because.as_deref().unwrap_or_default();
            blocks::missing(&words::not_available(because))
        }
    };
    blocks::together([blocks::heading(words::DISCOUNTS), said])
}

fn service(found: &ServiceFailures, locale: &Locale) -> Html {
    let [title, description] = words::SERVICE;
    if let Some(because) = &found.churn_not_available_because {
        let because = words::not_available(because);
        return blocks::together([blocks::heading(title), blocks::missing(&because)]);
    }
    let row = |group: &FailureGroup| {
        let lost =
            (group.customers_at_start > 0).then(|| share_of(group.lost, group.customers_at_start));
        let percent = |share: Option<f64>| {
            share.map_or_else(|| NOT_KNOWN.to_owned(), |s| locale.percent(s, 1))
        };
        let [gone, all] = [group.lost, group.customers_at_start].map(|n| locale.count(n));
        Dot {
            label: words::failures(group.failures),
            value: lost.map(|lost| lost.value),
            interval: lost.map(|lost| (lost.low, lost.high)),
            expected: group.churn_of_alike,
            shown: vec![
                percent(lost.map(|lost| lost.value)),
                percent(group.churn_of_alike),
                words::lost_of(&gone, &all),
            ],
        }
    };
    let rows: Vec<Dot> = found.groups.iter().map(row).collect();
    let about = About::new("service", title, description);
    let axis = DotAxis {
        columns: words::SERVICE_COLUMNS.map(str::to_owned).to_vec(),
        line: None,
        least: Some((0.0, 0.0)),
        tick: &|share| locale.percent(share, 0),
    };
    let figure = blocks::figure(&about, dots(&about, &rows, &axis));
    blocks::together([figure, blocks::note(&words::sentence(&found.definition))])
}
