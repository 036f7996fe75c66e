//! Loyalty measures as small multiples: each with its number, its way through the periods, its definition and what
//! it rests on.

use super::Section;
use crate::loyalty::{Benchmark, Measure, Unit};
use crate::report::blocks::{self, Html};
use crate::report::facts::PageFacts;
use crate::report::locale::Locale;
use crate::report::svg::{About, Line, line};
use crate::report::words;
use crate::words::capitalised;

pub(super) fn section(facts: &PageFacts<'_>) -> Section {
    let (loyalty, locale) = (facts.loyalty, facts.locale);
    let period = &loyalty.period;
    let [from, to] = [period.start.date(), period.last_day()].map(|day| locale.date(day));
    let lead = words::period(&from, &to, &locale.count(period.days.into()));
    let rate = &loyalty.repeat_purchase_rate;
    let measures = loyalty.measures();
    let cards = measures.iter().enumerate().filter_map(|(at, measure)| {
        let band = std::ptr::eq(*measure, &raw const rate.rate).then_some(&rate.benchmark);
        card(at, measure, band, locale)
    });
    let mut said =
        vec![blocks::paragraph(&lead), blocks::side_by_side("cards", cards.collect::<Vec<_>>())];
    let missing: Vec<(String, String)> = measures.iter().filter_map(|m| missing(m)).collect();
    if !missing.is_empty() {
        said.extend([blocks::heading(words::NOT_AVAILABLE), blocks::terms(&missing)]);
    }
    Section::new("loyalty", words::LOYALTY, said)
}

/// A measure that cannot be worked out: its name, what it is and why not.
fn missing(measure: &Measure) -> Option<(String, String)> {
    if measure.value.is_some() {
        return None;
    }
    let because = measure.not_available_because.as_deref().unwrap_or_default();
    let definition = words::sentence(&measure.definition);
    let says = format!("{definition} {}", words::not_available(because));
    Some((capitalised(measure.name), says))
}

/// A measure's value as it is read.
pub(super) fn shown(value: f64, unit: Unit, locale: &Locale) -> String {
    match unit {
        Unit::Share => locale.percent(value, 1),
        Unit::Money => locale.money(value),
        Unit::Ratio => locale.decimal(value, 2),
        Unit::Points | Unit::Index => locale.decimal(value, 1),
    }
}

/// The card of a measure that has a value.
fn card(at: usize, measure: &Measure, band: Option<&Benchmark>, locale: &Locale) -> Option<Html> {
    let Measure { name, unit, value, n, n_of, definition, series, .. } = measure;
    let value = (*value)?;
    let name = capitalised(name);
    let mut said = Vec::new();
    if series.iter().filter(|point| point.value.is_some()).count() > 1 {
        let about = About::new(&format!("measure-{at}"), words::series(&name), words::SERIES);
        let points = series.iter().map(|point| {
            let shown = shown(point.value.unwrap_or(f64::NAN), *unit, locale);
            (locale.date(point.end.day_before()), point.value, shown)
        });
        let band = band.map(|band| (band.low, band.high, words::ELSEWHERE.to_owned()));
        let columns = [words::PERIOD_END.to_owned(), name.clone()];
        let drawn = line(&about, &Line { points: points.collect(), band, columns });
        said.push(blocks::small_figure(drawn));
    }
    said.push(blocks::note(&words::sentence(definition)));
    said.push(blocks::note(&words::rests_on(&locale.count(*n), n_of)));
    Some(blocks::card(&name, &shown(value, *unit, locale), said))
}
