//! A line through time, small enough to stand beside a dozen others, over the band in which others lie.

use super::canvas::{Anchor, Canvas, path_through};
use super::scale::Scale;
use super::{About, Drawing, Numbers};

/// A line: values one after another, some of them not known.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// Period, value, and the value as it is read.
    pub points: Vec<(String, Option<f64>, String)>,
    /// The band: its lower and upper end, and its name.
    pub band: Option<(f64, f64, String)>,
    /// Names of the periods and of the values.
    pub columns: [String; 2],
}

const WIDTH: f64 = 300.0;
const HEIGHT: f64 = 96.0;
const SIDE: f64 = 6.0;
const TOP: f64 = 8.0;
const BOTTOM: f64 = 74.0;

/// Draws a line; the last known value is marked.
pub(crate) fn line(about: &About, line: &Line) -> Drawing {
    let known: Vec<f64> = line.points.iter().filter_map(|(_, value, _)| *value).collect();
    let ends = line.band.iter().flat_map(|(low, high, _)| [*low, *high]);
    let all = || known.iter().copied().chain(ends.clone());
    let low = all().fold(f64::INFINITY, f64::min);
    let high = all().fold(f64::NEG_INFINITY, f64::max);
    // A line that does not move lies in the middle.
    let margin = if high > low { (high - low) * 0.08 } else { high.abs().max(1.0) * 0.5 };
    let y = Scale::new((low - margin, high + margin), (BOTTOM, TOP));
    let last = line.points.len().saturating_sub(1).max(1) as f64;
    let x = Scale::new((0.0, last), (SIDE, WIDTH - SIDE));
    let mut canvas = Canvas::new(WIDTH, HEIGHT);
    if let Some((from, to, name)) = &line.band {
        let (top, bottom) = (y.at(*to), y.at(*from));
        canvas.rect("band", (0.0, top), (WIDTH, bottom - top), name);
    }
    canvas.line("axis", (0.0, BOTTOM + 4.0), (WIDTH, BOTTOM + 4.0));
    for run in runs(&line.points) {
        let points: Vec<(f64, f64)> =
            run.iter().map(|(at, value)| (x.at(*at as f64), y.at(*value))).collect();
        canvas.path("stroke", &path_through(&points), "");
    }
    for (at, (period, value, shown)) in line.points.iter().enumerate() {
        if let Some(value) = value {
            let is_last = line.points[at + 1..].iter().all(|(_, later, _)| later.is_none());
            let (class, radius) = if is_last { ("dot", 4.0) } else { ("dot-2", 2.0) };
            let centre = (x.at(at as f64), y.at(*value));
            canvas.circle(class, centre, radius, &format!("{period}: {shown}"));
        }
    }
    if let [(first, ..), .., (last, ..)] = line.points.as_slice() {
        canvas.text("tick", (SIDE, HEIGHT - 4.0), Anchor::Start, first);
        canvas.text("tick", (WIDTH - SIDE, HEIGHT - 4.0), Anchor::End, last);
    }
    let rows = line.points.iter().map(|(period, _, shown)| vec![period.clone(), shown.clone()]);
    let numbers = Numbers { header: line.columns.to_vec(), rows: rows.collect() };
    Drawing { markup: canvas.image(about), numbers }
}

/// The stretches of known values, each with its place.
fn runs(points: &[(String, Option<f64>, String)]) -> Vec<Vec<(usize, f64)>> {
    let mut runs = vec![Vec::new()];
    for (at, (_, value, _)) in points.iter().enumerate() {
        match (value, runs.last_mut()) {
            (Some(value), Some(run)) => run.push((at, *value)),
            _ => runs.push(Vec::new()),
        }
    }
    runs.retain(|run| run.len() > 1);
    runs
}
