//! Curves over one axis, with a point that is marked.

use super::canvas::{Anchor, Canvas, path_through, room};
use super::scale::{Scale, ticks};
use super::{About, Drawing, Numbers};

/// A curve.
#[derive(Debug, Clone)]
pub(crate) struct Curve {
    /// Its name.
    pub name: String,
    /// Its points, ascending.
    pub points: Vec<(f64, f64)>,
    /// How it is drawn.
    pub stroke: Stroke,
}

/// How a curve is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stroke {
    /// The one to look at.
    Marked,
    /// Another.
    Quiet,
    /// A third.
    Dotted,
    /// Nothing lies beyond it.
    Limit,
}

impl Stroke {
    fn class(self) -> &'static str {
        match self {
            Stroke::Marked => "stroke",
            Stroke::Quiet => "stroke-2",
            Stroke::Dotted => "stroke-3",
            Stroke::Limit => "limit",
        }
    }
}

/// The point that is marked.
#[derive(Debug, Clone)]
pub(crate) struct Mark {
    /// Its place, in the units of the axes.
    pub at: (f64, f64),
    /// What stands beside it.
    pub name: String,
}

/// How the axes are read.
pub(crate) struct CurveAxes<'a> {
    /// Names of the axes.
    pub names: [&'a str; 2],
    /// How a value of the axis below is read.
    pub x: &'a dyn Fn(f64) -> String,
    /// How a value of the axis on the left is read.
    pub y: &'a dyn Fn(f64) -> String,
    /// How it is read where there is little room: on the axis itself.
    pub tick: &'a dyn Fn(f64) -> String,
}

const WIDTH: f64 = 560.0;
const HEIGHT: f64 = 290.0;
/// Room for what stands beside the curves, at least: values on the left, names on the right.
const LEFT: f64 = 64.0;
const RIGHT: f64 = 140.0;
/// From the curves to their names, with a piece of each stroke.
const KEY: f64 = 32.0;
const TOP: f64 = 26.0;
const BOTTOM: f64 = 240.0;
/// Names at the ends of curves keep so far apart.
const APART: f64 = 20.0;

/// Draws curves; all of them have a value at the places of the first.
pub(crate) fn curves(
    about: &About,
    shown: &[Curve],
    mark: Option<&Mark>,
    axes: &CurveAxes<'_>,
) -> Drawing {
    let points = || shown.iter().flat_map(|curve| &curve.points);
    let most_x = points().map(|point| point.0).fold(0.0, f64::max);
    let low = points().map(|point| point.1).fold(0.0, f64::min);
    let high = points().map(|point| point.1).fold(0.0, f64::max);
    let (below, beside) = (ticks(0.0, most_x, 4), ticks(low, high, 4));
    let last = |ticks: &[f64]| ticks.last().copied().unwrap_or(1.0);
    let left = LEFT.max(8.0 + room(beside.iter().map(|step| (axes.tick)(*step))));
    let right = WIDTH - RIGHT.max(KEY + room(shown.iter().map(|curve| &curve.name)));
    // The axis below ends where the curves do.
    let x = Scale::new((0.0, most_x.max(f64::MIN_POSITIVE)), (left, right));
    let y = Scale::new((beside.first().copied().unwrap_or(0.0), last(&beside)), (BOTTOM, TOP));
    let mut canvas = Canvas::new(WIDTH, HEIGHT);
    for step in &beside {
        let class = if *step == 0.0 { "axis" } else { "grid" };
        canvas.line(class, (left, y.at(*step)), (right, y.at(*step)));
        canvas.text("tick", (left - 8.0, y.at(*step) + 4.0), Anchor::End, &(axes.tick)(*step));
    }
    for step in below.iter().filter(|step| **step <= most_x * 1.001) {
        canvas.text("tick", (x.at(*step), BOTTOM + 18.0), Anchor::Middle, &(axes.x)(*step));
    }
    canvas.text("tick", (0.0, 12.0), Anchor::Start, axes.names[1]);
    canvas.text("tick", (right, HEIGHT - 10.0), Anchor::End, axes.names[0]);
    for curve in shown {
        let path: Vec<(f64, f64)> =
            curve.points.iter().map(|point| (x.at(point.0), y.at(point.1))).collect();
        canvas.path(curve.stroke.class(), &path_through(&path), &curve.name);
    }
    for (curve, height) in ends(shown, &y) {
        canvas.line(curve.stroke.class(), (right + 10.0, height), (right + 26.0, height));
        canvas.text("label", (right + KEY, height + 4.0), Anchor::Start, &curve.name);
    }
    if let Some(Mark { at, name }) = mark {
        let (left, height) = (x.at(at.0), y.at(at.1));
        canvas.line("mark", (left, BOTTOM), (left, height));
        canvas.circle("dot", (left, height), 5.0, name);
        let anchor = if left > WIDTH * 0.5 { Anchor::End } else { Anchor::Start };
        canvas.text("value", (left, height - 11.0), anchor, name);
    }
    Drawing { markup: canvas.image(about), numbers: numbers(shown, axes) }
}

/// The curves with the height at which the name of each stands: that of its end, or apart from the name above.
fn ends<'a>(shown: &'a [Curve], y: &Scale) -> Vec<(&'a Curve, f64)> {
    let end = |curve: &'a Curve| Some((curve, y.at(curve.points.last()?.1)));
    let mut ends: Vec<(&Curve, f64)> = shown.iter().filter_map(end).collect();
    ends.sort_by(|a, b| a.1.total_cmp(&b.1));
    for at in 1..ends.len() {
        ends[at].1 = ends[at].1.max(ends[at - 1].1 + APART);
    }
    ends
}

fn numbers(shown: &[Curve], axes: &CurveAxes<'_>) -> Numbers {
    let mut header = vec![axes.names[0].to_owned()];
    header.extend(shown.iter().map(|curve| curve.name.clone()));
    let Some(first) = shown.first() else { return Numbers { header, rows: Vec::new() } };
    let row = |at: usize| {
        let value = |curve: &Curve| {
            curve.points.get(at).map_or_else(String::new, |point| (axes.y)(point.1))
        };
        let mut cells = vec![(axes.x)(first.points[at].0)];
        cells.extend(shown.iter().map(value));
        cells
    };
    Numbers { header, rows: (0..first.points.len()).map(row).collect() }
}
