//! Each drawing as text: a change of any of them is seen.

use super::*;
use crate::report::locale::{Language, Locale};

fn about() -> About {
    About::new("it", "A title", "What it shows, \"quoted\" & <marked>")
}

fn locale() -> Locale {
    Locale::new(Language::English, None)
}

/// Markup with an element a line, and the table beneath.
fn read(drawing: &Drawing) -> String {
    let Drawing { markup, numbers } = drawing;
    let rows: Vec<String> = std::iter::once(&numbers.header)
        .chain(&numbers.rows)
        .map(|cells| cells.join(" | "))
        .collect();
    format!("{}\n\n{}", markup.replace("><", ">\n<"), rows.join("\n"))
}

#[test]
fn bars_have_names_and_numbers() {
    let bar = |label: &str, value: f64, is_marked| Bar {
        label: label.to_owned(),
        value,
        shown: format!("{value}"),
        is_marked,
    };
    let all = [bar("A & B", 4.0, true), bar("none", 0.0, false), bar("two", 2.0, false)];
    insta::assert_snapshot!(read(&bars(&about(), ["Name", "Number"], &all)));
}

#[test]
fn a_line_is_broken_where_nothing_is_known() {
    let values = [Some(0.2), Some(0.3), None, Some(0.25), Some(0.35)];
    let point = |(at, value): (usize, &Option<f64>)| {
        (format!("p{at}"), *value, value.map_or("–".to_owned(), |value| format!("{value}")))
    };
    let shown = Line {
        points: values.iter().enumerate().map(point).collect(),
        band: Some((0.2, 0.4, "others".to_owned())),
        columns: ["Period", "Rate"].map(str::to_owned),
    };
    insta::assert_snapshot!(read(&line(&about(), &shown)));
}

#[test]
fn a_histogram_marks_its_quantiles() {
    let shown = Histogram {
        edges: vec![0.0, 30.0, 60.0, 90.0],
        counts: vec![12.0, 7.0, 1.0],
        marks: vec![(25.0, "half".to_owned()), (80.0, "most".to_owned())],
        edges_shown: ["0", "30", "60", "more"].map(str::to_owned).to_vec(),
        columns: ["Days", "Orders"].map(str::to_owned),
    };
    insta::assert_snapshot!(read(&histogram(&about(), &shown, &locale())));
}

#[test]
fn a_heat_map_is_a_table_with_shades() {
    let cell = |value: Option<f64>| HeatCell {
        value,
        shown: value.map_or_else(String::new, |value| format!("{value}")),
        beneath: value.map_or_else(String::new, |_| "of 9".to_owned()),
    };
    let shown = HeatMap {
        corner: "Month".to_owned(),
        columns: ["0", "1"].map(str::to_owned).to_vec(),
        rows: vec![
            ("Jan".to_owned(), vec![cell(Some(9.0)), cell(Some(3.0))]),
            ("Feb".to_owned(), vec![cell(Some(0.0)), cell(None)]),
        ],
        most: None,
    };
    insta::assert_snapshot!(read(&heat_map(&about(), &shown)));
}

#[test]
fn a_flow_keeps_its_members() {
    let shown = Flow {
        from: ["low", "high"].map(str::to_owned).to_vec(),
        to: ["low", "high"].map(str::to_owned).to_vec(),
        members: vec![vec![60.0, 20.0], vec![0.0, 20.0]],
        columns: ["From", "To", "Customers"].map(str::to_owned),
        ends: ["before", "now"].map(str::to_owned),
    };
    insta::assert_snapshot!(read(&flow(&about(), &shown, &locale())));
}

#[test]
fn dots_stand_in_their_intervals() {
    let dot = |label: &str, value: Option<f64>| Dot {
        label: label.to_owned(),
        value,
        interval: value.map(|value| (value - 0.1, value + 0.1)),
        expected: value.map(|value| value + 0.05),
        shown: vec![value.map_or("too few".to_owned(), |value| format!("{value}"))],
    };
    let axis = DotAxis {
        columns: ["Row", "Value"].map(str::to_owned).to_vec(),
        line: Some(0.0),
        least: None,
        tick: &|value| format!("{value:.2}"),
    };
    let rows = [dot("one", Some(0.2)), dot("two", None)];
    insta::assert_snapshot!(read(&dots(&about(), &rows, &axis)));
}

#[test]
fn names_of_curves_keep_apart() {
    let curve = |name: &str, end: f64, stroke| Curve {
        name: name.to_owned(),
        points: vec![(0.0, 0.0), (50.0, end * 0.6), (100.0, end)],
        stroke,
    };
    let axes = CurveAxes {
        names: ["Size", "Found"],
        x: &|x| format!("{x}"),
        y: &|y| format!("{y:.1}"),
        tick: &|y| format!("{y}"),
    };
    let mark = Mark { at: (50.0, 0.6), name: "chosen".to_owned() };
    let all = [curve("found", 1.0, Stroke::Marked), curve("ceiling", 1.0, Stroke::Limit)];
    insta::assert_snapshot!(read(&curves(&about(), &all, Some(&mark), &axes)));
}

#[test]
fn a_tile_has_a_gauge_where_others_are_known() {
    let gauge = Gauge {
        value: 0.33,
        band: (0.2, 0.4),
        shown: ["33%", "20%", "40%"].map(str::to_owned),
        columns: ["This shop", "Others"].map(str::to_owned),
    };
    let shown = Tile {
        name: "Rate".to_owned(),
        number: "33%".to_owned(),
        beneath: "of <all>".to_owned(),
        gauge: Some(gauge),
    };
    insta::assert_snapshot!(read(&tile(&about(), &shown)));
}
