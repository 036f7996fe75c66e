//! A histogram: how many lie between two values, with some values marked.

use super::canvas::{Anchor, Canvas};
use super::scale::{Scale, ticks};
use super::{About, Drawing, Numbers};
use crate::report::locale::Locale;

/// Counts between ascending edges.
#[derive(Debug, Clone)]
pub(crate) struct Histogram {
    /// Edges, one more than counts.
    pub edges: Vec<f64>,
    /// How many lie from an edge to the next.
    pub counts: Vec<f64>,
    /// Values to mark, each with its name.
    pub marks: Vec<(f64, String)>,
    /// The edges as they are read.
    pub edges_shown: Vec<String>,
    /// Names of what is measured and of what is counted.
    pub columns: [String; 2],
}

const WIDTH: f64 = 560.0;
const HEIGHT: f64 = 232.0;
const LEFT: f64 = 58.0;
const RIGHT: f64 = 12.0;
const BOTTOM: f64 = 190.0;
/// A mark's name takes a line above the bars.
const LINE: f64 = 17.0;

/// Draws a histogram.
pub(crate) fn histogram(about: &About, shown: &Histogram, locale: &Locale) -> Drawing {
    let Histogram { edges, counts, marks, edges_shown, columns } = shown;
    let most = counts.iter().copied().fold(0.0, f64::max);
    let steps = ticks(0.0, most.max(1.0), 3);
    let top = 10.0 + LINE * marks.len() as f64;
    let y = Scale::new((0.0, *steps.last().unwrap_or(&1.0)), (BOTTOM, top));
    let ends = (edges.first().copied().unwrap_or(0.0), edges.last().copied().unwrap_or(1.0));
    let x = Scale::new(ends, (LEFT, WIDTH - RIGHT));
    let mut canvas = Canvas::new(WIDTH, HEIGHT);
    for step in &steps {
        canvas.line("grid", (LEFT, y.at(*step)), (WIDTH - RIGHT, y.at(*step)));
        let at = (LEFT - 8.0, y.at(*step) + 4.0);
        canvas.text("tick", at, Anchor::End, &locale.whole(*step));
    }
    let between = |at: usize| format!("{}–{}", edges_shown[at], edges_shown[at + 1]);
    for (at, count) in counts.iter().enumerate() {
        let (left, right) = (x.at(edges[at]), x.at(edges[at + 1]));
        let height = BOTTOM - y.at(*count);
        let says = format!("{}: {}", between(at), locale.whole(*count));
        canvas.rect("fill-2", (left + 0.5, BOTTOM - height), (right - left - 1.0, height), &says);
    }
    canvas.line("axis", (LEFT, BOTTOM), (WIDTH - RIGHT, BOTTOM));
    let every = edges.len().div_ceil(9).max(1);
    for at in (0..edges.len()).step_by(every) {
        canvas.text("tick", (x.at(edges[at]), BOTTOM + 17.0), Anchor::Middle, &edges_shown[at]);
    }
    canvas.text("tick", (WIDTH - RIGHT, HEIGHT - 6.0), Anchor::End, &columns[0]);
    for (at, (value, name)) in marks.iter().enumerate() {
        let (place, line) = (x.at(value.clamp(ends.0, ends.1)), 12.0 + LINE * at as f64);
        canvas.line("mark", (place, line + 4.0), (place, BOTTOM));
        let anchor = if place > WIDTH * 0.7 { Anchor::End } else { Anchor::Start };
        canvas.text("value", (place, line), anchor, name);
    }
    let rows = counts.iter().enumerate();
    let rows = rows.map(|(at, count)| vec![between(at), locale.whole(*count)]).collect();
    let numbers = Numbers { header: columns.to_vec(), rows };
    Drawing { markup: canvas.image(about), numbers }
}
