//! How far to trust the scores: a verdict, predicted beside observed, leavers found, simpler ways, and past scores
//! beside what happened.

use super::Section;
use crate::model::Artifact;
use crate::model::evaluate::{Metrics, ReliabilityBin};
use crate::monitor::Matured;
use crate::report::blocks::{self, Cell, Html, Table, columns};
use crate::report::facts::PageFacts;
use crate::report::locale::{Locale, NOT_KNOWN};
use crate::report::svg::{About, Curve, CurveAxes, Dot, DotAxis, Stroke, curves, dots};
use crate::report::words;
use crate::stats::share_of;

pub(super) fn section(facts: &PageFacts<'_>) -> Section {
    let mut said = match facts.model {
        Some(model) => judged(model, facts.locale),
        None => vec![blocks::missing(words::NO_MODEL)],
    };
    said.push(blocks::heading(words::MATURED));
    said.push(match facts.matured {
        Some(matured) => past(matured, facts.locale),
        None => blocks::missing(words::NOT_MATURED),
    });
    Section::new("trust", words::TRUST, said)
}

fn judged(model: &Artifact, locale: &Locale) -> Vec<Html> {
    let content = &model.content;
    let mut said = vec![blocks::lights(&[super::lights::grade(model, locale)])];
    let Some(judgement) = &content.judgement else {
        said.push(blocks::missing(words::NOT_JUDGED));
        return said;
    };
    let test = &judgement.test;
    let date = judgement.as_of.parse().map_or_else(|_| judgement.as_of.clone(), |d| locale.date(d));
    let customers = locale.count(test.n_rows);
    let days = locale.count(content.rule.horizon_days.into());
    said.push(blocks::paragraph(&words::judged(&customers, &date, &days)));
    let (tenths, simpler) = (&judgement.reliability, &judgement.baseline_tenths);
    said.push(blocks::list(&verdict(test, tenths, locale)));
    let rankings = [
        (words::BY_MODEL, Some(tenths)),
        (words::BY_RECENCY, simpler.days_since_last.as_ref()),
        (words::BY_OWN_GAP, simpler.own_gap.as_ref()),
    ];
    said.push(blocks::side_by_side(
        "pair",
        [
            predicted(tenths, "tenths", words::TENTHS[0], locale),
            gains(&rankings, test.churn_rate, locale),
        ],
    ));
    said.push(compared(model, locale));
    said
}

fn verdict(test: &Metrics, tenths: &[ReliabilityBin], locale: &Locale) -> Vec<String> {
    let top = tenths
        .last()
        .map(|top| words::verdict(&locale.share(top.mean_predicted), &locale.share(top.observed)));
    let found = test.capture_at_20.map(|found| {
        let most = (0.2 / test.churn_rate).min(1.0);
        words::gained(&locale.percent(0.2, 0), &locale.share(found), &locale.share(most))
    });
    top.into_iter().chain(found).collect()
}

fn predicted(tenths: &[ReliabilityBin], id: &str, title: &str, locale: &Locale) -> Html {
    let row = |(at, bin): (usize, &ReliabilityBin)| {
        let left = share_of((bin.observed * bin.n as f64).round() as u64, bin.n);
        Dot {
            label: words::tenth(at + 1, tenths.len()),
            value: Some(bin.observed),
            interval: Some((left.low, left.high)),
            expected: Some(bin.mean_predicted),
            shown: vec![
                locale.percent(bin.mean_predicted, 1),
                locale.percent(bin.observed, 1),
                locale.count(bin.n),
            ],
        }
    };
    let rows: Vec<Dot> = tenths.iter().enumerate().map(row).collect();
    let about = About::new(id, title, words::TENTHS[1]);
    let axis = DotAxis {
        columns: words::TENTHS_COLUMNS.map(str::to_owned).to_vec(),
        line: None,
        least: Some((0.0, 1.0)),
        tick: &|share| locale.percent(share, 0),
    };
    blocks::figure(&about, dots(&about, &rows, &axis))
}

fn gains(
    rankings: &[(&str, Option<&Vec<ReliabilityBin>>)],
    churn_rate: f64,
    locale: &Locale,
) -> Html {
    let mut shown = Vec::new();
    let steps: Vec<f64> = (0..=10).map(|step| f64::from(step) / 10.0).collect();
    let limit = |name: &str, found: fn(f64, f64) -> f64| Curve {
        name: name.to_owned(),
        points: steps.iter().map(|share| (*share, found(*share, churn_rate))).collect(),
        stroke: Stroke::Limit,
    };
    let strokes = [Stroke::Marked, Stroke::Quiet, Stroke::Dotted];
    for ((name, tenths), stroke) in rankings.iter().zip(strokes) {
        let Some(tenths) = tenths.filter(|tenths| tenths.len() == 10) else { continue };
        shown.push(Curve { name: (*name).to_owned(), points: found_by_share(tenths), stroke });
    }
    shown.push(limit(words::CEILING, |share, rate| (share / rate).min(1.0)));
    shown.push(limit(words::AT_RANDOM, |share, _| share));
    let [title, description] = words::GAINS;
    let about = About::new("gains", title, description);
    let percent = |share: f64| locale.percent(share, 0);
    let axes = CurveAxes { names: words::GAINS_AXES, x: &percent, y: &percent, tick: &percent };
    blocks::figure(&about, curves(&about, &shown, None, &axes))
}

/// Which share of the leavers the riskiest tenth, two tenths and so on hold.
fn found_by_share(tenths: &[ReliabilityBin]) -> Vec<(f64, f64)> {
    let customers: f64 = tenths.iter().map(|bin| bin.n as f64).sum();
    let left: f64 = tenths.iter().map(|bin| bin.n as f64 * bin.observed).sum();
    let mut sums = (0.0, 0.0);
    let mut points = vec![sums];
    for bin in tenths.iter().rev() {
        sums = (sums.0 + bin.n as f64, sums.1 + bin.n as f64 * bin.observed);
        points.push((sums.0 / customers.max(1.0), sums.1 / left.max(1.0)));
    }
    points
}

fn compared(model: &Artifact, locale: &Locale) -> Html {
    let Some(judgement) = &model.content.judgement else { return Html::default() };
    let baselines = &judgement.baselines;
    let all = [
        Some(&judgement.test),
        baselines.bg_nbd.as_ref(),
        baselines.own_gap.as_ref(),
        baselines.days_since_last.as_ref(),
        baselines.base_rate.as_ref(),
    ];
    let number = |value: Option<f64>, digits: usize| {
        value.map_or_else(
            || Cell::text(NOT_KNOWN),
            |value| Cell::number(value, locale.decimal(value, digits)),
        )
    };
    let row = |(name, metrics): (&str, &Metrics)| {
        vec![
            Cell::text(name),
            number(metrics.auc, 3),
            number(Some(metrics.log_loss), 3),
            number(Some(metrics.ece), 3),
            number(metrics.lift_at_10, 2),
        ]
    };
    let rows = words::COMPARED_NAMES.into_iter().zip(all);
    blocks::table(Table {
        id: "compared".to_owned(),
        caption: words::COMPARED.to_owned(),
        columns: columns(&words::COMPARED_COLUMNS),
        rows: rows.filter_map(|(name, metrics)| Some(row((name, metrics?)))).collect(),
        is_tool: false,
    })
}

fn past(matured: &Matured, locale: &Locale) -> Html {
    let metrics = &matured.metrics;
    let predicted_leavers = metrics.mean_probability * metrics.n_rows as f64;
    let said = words::matured(
        &locale.date(matured.as_of.date()),
        &locale.count(metrics.n_rows),
        &locale.whole(predicted_leavers),
        &locale.count(metrics.n_churned),
    );
    let figure = predicted(&matured.by_tenth, "matured-tenths", words::MATURED_TENTHS, locale);
    blocks::together([blocks::paragraph(&said), figure])
}
