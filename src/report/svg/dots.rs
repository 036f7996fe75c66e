//! Dots with their intervals, one a row, on an axis that all of them share.

use super::canvas::{Anchor, Canvas, name, room};
use super::scale::{Scale, ticks};
use super::{About, Drawing, Numbers};

/// A row.
#[derive(Debug, Clone)]
pub(crate) struct Dot {
    /// Its name.
    pub label: String,
    /// The value; a row without one shows its words alone.
    pub value: Option<f64>,
    /// The ends of the interval.
    pub interval: Option<(f64, f64)>,
    /// What was to be expected: a hollow mark.
    pub expected: Option<f64>,
    /// Value and interval as they are read.
    pub shown: Vec<String>,
}

/// The axis of the rows.
pub(crate) struct DotAxis<'a> {
    /// Names of the rows, and of each of the texts shown.
    pub columns: Vec<String>,
    /// A value that a line marks, such as no effect.
    pub line: Option<f64>,
    /// Ends that the axis reaches at least.
    pub least: Option<(f64, f64)>,
    /// How a value of the axis is read.
    pub tick: &'a dyn Fn(f64) -> String,
}

const WIDTH: f64 = 560.0;
const ROW: f64 = 28.0;
/// Room for the names on the left, at least.
const LEFT: f64 = 150.0;
const RIGHT: f64 = 20.0;

/// Draws the rows in their order.
pub(crate) fn dots(about: &About, rows: &[Dot], axis: &DotAxis<'_>) -> Drawing {
    let ends = |dot: &Dot| {
        let interval = dot.interval.into_iter().flat_map(|(low, high)| [low, high]);
        dot.value.into_iter().chain(dot.expected).chain(interval).collect::<Vec<f64>>()
    };
    let fixed = axis.least.into_iter().flat_map(|(low, high)| [low, high]).chain(axis.line);
    let all: Vec<f64> = rows.iter().flat_map(ends).chain(fixed).collect();
    let low = all.iter().copied().fold(f64::INFINITY, f64::min);
    let high = all.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let steps = ticks(low, high, 4);
    let reach = (steps.first().copied().unwrap_or(0.0), steps.last().copied().unwrap_or(1.0));
    let left = LEFT.max(12.0 + room(rows.iter().map(|dot| name(&dot.label))));
    let x = Scale::new(reach, (left, WIDTH - RIGHT));
    let bottom = 6.0 + ROW * rows.len() as f64;
    let mut canvas = Canvas::new(WIDTH, bottom + 24.0);
    for step in &steps {
        canvas.line("grid", (x.at(*step), 6.0), (x.at(*step), bottom));
        canvas.text("tick", (x.at(*step), bottom + 17.0), Anchor::Middle, &(axis.tick)(*step));
    }
    if let Some(line) = axis.line {
        canvas.line("mark", (x.at(line), 2.0), (x.at(line), bottom));
    }
    for (at, dot) in rows.iter().enumerate() {
        let middle = 6.0 + ROW * (at as f64 + 0.5);
        let says = format!("{}: {}", dot.label, dot.shown.join(" · "));
        canvas.text("label", (left - 12.0, middle + 4.0), Anchor::End, &name(&dot.label));
        if let Some((low, high)) = dot.interval {
            canvas.line("interval", (x.at(low), middle), (x.at(high), middle));
        }
        if let Some(expected) = dot.expected {
            canvas.circle("ring", (x.at(expected), middle), 5.5, &says);
        }
        if let Some(value) = dot.value {
            canvas.circle("dot", (x.at(value), middle), 4.5, &says);
        }
    }
    let row = |dot: &Dot| [std::slice::from_ref(&dot.label), &dot.shown].concat();
    let numbers = Numbers { header: axis.columns.clone(), rows: rows.iter().map(row).collect() };
    Drawing { markup: canvas.image(about), numbers }
}
