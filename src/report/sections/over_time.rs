//! Customers over time: cohorts, the time between orders, and the way from the first order to the third.

use super::Section;
use crate::loyalty::{Cohort, CohortMonth, CohortTable, FunnelStep, TimeBetweenOrders};
use crate::report::blocks::{self, Cell, Html, Table, columns};
use crate::report::facts::PageFacts;
use crate::report::locale::{Locale, NOT_KNOWN};
use crate::report::svg::{About, HeatCell, HeatMap, Histogram, heat_map, histogram};
use crate::report::words;
use jiff::civil::Date;

/// Months since the first order that have room on the page.
const MONTHS: usize = 13;
/// Cohorts that have room on the page: the newest.
const COHORTS: usize = 13;

pub(super) fn section(facts: &PageFacts<'_>) -> Section {
    let (loyalty, locale) = (facts.loyalty, facts.locale);
    let said = vec![
        blocks::heading(words::COHORTS),
        cohorts(&loyalty.cohorts, locale),
        gaps(&loyalty.time_between_orders, locale),
        funnel(&loyalty.order_funnel.steps, &loyalty.order_funnel.definition, locale),
    ];
    Section::new("over-time", words::OVER_TIME, said)
}

fn cohorts(table: &CohortTable, locale: &Locale) -> Html {
    if let Some(because) = &table.not_available_because {
        return blocks::missing(&words::not_available(because));
    }
    let views: [(&str, View); 3] = [
        ("share", |month, locale| cell(month.share, month.share.map(|s| locale.percent(s, 0)))),
        ("customers", |month, locale| {
            cell(Some(month.buyers as f64), Some(locale.count(month.buyers)))
        }),
        ("sales", |month, locale| {
            cell(month.revenue, month.revenue.map(|money| locale.whole_short(money)))
        }),
    ];
    let has_money = table.cohorts.iter().flat_map(|c| &c.months).any(|m| m.revenue.is_some());
    let panels = views
        .into_iter()
        .zip(words::COHORT_TABS)
        .filter(|((id, _), _)| *id != "sales" || has_money);
    let panel = |((id, view), name): ((&'static str, View), &'static str)| {
        (name.to_owned(), cohort_map(table, id, name, view, locale))
    };
    let panels: Vec<(String, Html)> = panels.map(panel).collect();
    blocks::together([
        blocks::paragraph(words::COHORT_NOTE),
        blocks::tabs("cohort", words::COHORT_LABEL, &panels),
        blocks::note(&words::sentence(&table.definition)),
    ])
}

/// What a cell shows of a cohort's month.
type View = fn(&CohortMonth, &Locale) -> HeatCell;

fn cell(value: Option<f64>, shown: Option<String>) -> HeatCell {
    HeatCell { value, shown: shown.unwrap_or_default(), beneath: String::new() }
}

fn cohort_map(table: &CohortTable, id: &str, name: &str, view: View, locale: &Locale) -> Html {
    let shown = &table.cohorts[table.cohorts.len().saturating_sub(COHORTS)..];
    let months = shown.iter().map(|cohort| cohort.months.len()).max().unwrap_or(0).min(MONTHS);
    let row = |cohort: &Cohort| {
        let size = cell(None, Some(locale.count(cohort.customers)));
        let months = (0..months).map(|at| {
            let month = cohort.months.get(at);
            let mut cell = month.map_or_else(HeatCell::default, |month| view(month, locale));
            // The first month is everybody: its shade would hide all others.
            if at == 0 {
                cell.value = None;
            }
            cell
        });
        (month_name(&cohort.month, locale), std::iter::once(size).chain(months).collect())
    };
    let mut rows: Vec<(String, Vec<HeatCell>)> = shown.iter().map(row).collect();
    if id == "share" {
        let everybody: u64 = table.cohorts.iter().map(|cohort| cohort.customers).sum();
        let average = (0..months).map(|at| {
            let share = table.average_share.get(at).copied().flatten();
            cell(share.filter(|_| at > 0), share.map(|share| locale.percent(share, 0)))
        });
        let size = cell(None, Some(locale.count(everybody)));
        rows.push((words::AVERAGE.to_owned(), std::iter::once(size).chain(average).collect()));
    }
    let columns = std::iter::once(words::CUSTOMERS.to_owned())
        .chain((0..months).map(|month| locale.count(month as u64)));
    let about = About::new(&format!("cohort-{id}"), words::cohort(name), "");
    let map = HeatMap {
        corner: words::FIRST_ORDER_IN.to_owned(),
        columns: columns.collect(),
        rows,
        most: None,
    };
    blocks::bare(heat_map(&about, &map))
}

/// `2024-03` as a month is read.
fn month_name(month: &str, locale: &Locale) -> String {
    let first: Option<Date> = format!("{month}-01").parse().ok();
    first.map_or_else(|| month.to_owned(), |day| locale.month(day))
}

fn gaps(gaps: &TimeBetweenOrders, locale: &Locale) -> Html {
    let [title, description] = words::GAPS;
    if let Some(because) = &gaps.not_available_because {
        let because = words::not_available(because);
        return blocks::together([blocks::heading(title), blocks::missing(&because)]);
    }
    let width = gaps.histogram.first().and_then(|bin| Some(bin.to_days? + 1 - bin.from_days));
    let last = |from: u32| f64::from(from + width.unwrap_or(1));
    let mut edges: Vec<f64> = gaps.histogram.iter().map(|bin| bin.from_days.into()).collect();
    edges.extend(gaps.histogram.last().map(|bin| last(bin.from_days)));
    let mut edges_shown: Vec<String> = edges.iter().map(|edge| locale.whole(*edge)).collect();
    if let (Some(end), Some(None)) =
        (edges_shown.last_mut(), gaps.histogram.last().map(|bin| bin.to_days))
    {
        words::OPEN_BIN.clone_into(end);
    }
    let quantiles = [gaps.median_days, gaps.three_quarters_days, gaps.nine_tenths_days];
    let days = quantiles.map(|days| locale.whole(days.unwrap_or(f64::NAN)));
    let names = words::gap_marks(&days[0], &days[1], &days[2]);
    let marks = quantiles.into_iter().zip(names);
    let about = About::new("gaps", title, description);
    let drawn = Histogram {
        edges,
        counts: gaps.histogram.iter().map(|bin| bin.gaps as f64).collect(),
        marks: marks.filter_map(|(days, name)| Some((days?, name))).collect(),
        edges_shown,
        columns: words::GAPS_COLUMNS.map(str::to_owned),
    };
    let figure = blocks::figure(&about, histogram(&about, &drawn, locale));
    blocks::together([figure, blocks::note(&words::sentence(&gaps.definition))])
}

fn funnel(steps: &[FunnelStep], definition: &str, locale: &Locale) -> Html {
    let share = |share: Option<f64>| {
        share.map_or_else(
            || Cell::text(NOT_KNOWN),
            |share| Cell::number(share, locale.percent(share, 1)),
        )
    };
    let row = |step: &FunnelStep| {
        vec![
            Cell::text(words::step(step.from_order)),
            Cell::number(step.customers as f64, locale.count(step.customers)),
            share(step.share),
            share(step.share_within_a_year),
            step.median_days.map_or_else(
                || Cell::text(NOT_KNOWN),
                |days| Cell::number(days, locale.whole(days)),
            ),
        ]
    };
    blocks::together([
        blocks::table(Table {
            id: "funnel".to_owned(),
            caption: words::FUNNEL.to_owned(),
            columns: columns(&words::FUNNEL_COLUMNS),
            rows: steps.iter().map(row).collect(),
            is_tool: false,
        }),
        blocks::note(&words::sentence(definition)),
    ])
}
