//! A flow: how many went from each of some places on the left to each of some on the right. Bands are as thick
//! as they have members.

use super::canvas::{Anchor, Canvas, place};
use super::{About, Drawing, Numbers};
use crate::report::locale::Locale;

/// Members on the way from places on the left to places on the right.
#[derive(Debug, Clone)]
pub(crate) struct Flow {
    /// Places on the left.
    pub from: Vec<String>,
    /// Places on the right.
    pub to: Vec<String>,
    /// Members from each place on the left to each on the right.
    pub members: Vec<Vec<f64>>,
    /// Names of left, right and members.
    pub columns: [String; 3],
    /// What stands above left and right.
    pub ends: [String; 2],
}

const WIDTH: f64 = 560.0;
const HEIGHT: f64 = 330.0;
const TOP: f64 = 30.0;
const LEFT: f64 = 160.0;
const RIGHT: f64 = 395.0;
const NODE: f64 = 8.0;
/// Between two places, so that the name of a thin one has room.
const SPACE: f64 = 12.0;

/// Draws a flow. Members that stay where they are have a quiet band, the others a marked one.
pub(crate) fn flow(about: &About, flow: &Flow, locale: &Locale) -> Drawing {
    let leaving: Vec<f64> = flow.members.iter().map(|row| row.iter().sum()).collect();
    let arriving: Vec<f64> =
        (0..flow.to.len()).map(|to| flow.members.iter().map(|row| row[to]).sum()).collect();
    let total = leaving.iter().sum::<f64>().max(1.0);
    let places = flow.from.len().max(flow.to.len()).max(1) as f64;
    let unit = (HEIGHT - TOP - SPACE * (places - 1.0)).max(1.0) / total;
    let mut canvas = Canvas::new(WIDTH, HEIGHT + 4.0);
    canvas.text("tick", (LEFT, 14.0), Anchor::End, &flow.ends[0]);
    canvas.text("tick", (RIGHT + NODE, 14.0), Anchor::Start, &flow.ends[1]);
    let (mut left, mut right) = (tops(&leaving, unit), tops(&arriving, unit));
    for (from, row) in flow.members.iter().enumerate() {
        for (to, members) in row.iter().enumerate().filter(|(_, members)| **members > 0.0) {
            let thick = members * unit;
            let stays = flow.from[from] == flow.to[to];
            let says = format!("{} → {}: {}", flow.from[from], flow.to[to], locale.whole(*members));
            let class = if stays { "band" } else { "band-2" };
            canvas.path(class, &ribbon(left[from], right[to], thick), &says);
            left[from] += thick;
            right[to] += thick;
        }
    }
    for (at, (name, members)) in flow.from.iter().zip(&leaving).enumerate() {
        let top = tops(&leaving, unit)[at];
        canvas.rect("fill-2", (LEFT, top), (NODE, (members * unit).max(1.0)), "");
        let middle = top + members * unit / 2.0 + 4.0;
        let text = format!("{name} {}", locale.whole(*members));
        canvas.text("label", (LEFT - 8.0, middle), Anchor::End, &text);
    }
    for (at, (name, members)) in flow.to.iter().zip(&arriving).enumerate() {
        let top = tops(&arriving, unit)[at];
        canvas.rect("fill-2", (RIGHT, top), (NODE, (members * unit).max(1.0)), "");
        let middle = top + members * unit / 2.0 + 4.0;
        let text = format!("{name} {}", locale.whole(*members));
        canvas.text("label", (RIGHT + NODE + 8.0, middle), Anchor::Start, &text);
    }
    let mut rows = Vec::new();
    for (from, row) in flow.from.iter().zip(&flow.members) {
        for (to, members) in flow.to.iter().zip(row).filter(|(_, members)| **members > 0.0) {
            rows.push(vec![from.clone(), to.clone(), locale.whole(*members)]);
        }
    }
    let numbers = Numbers { header: flow.columns.to_vec(), rows };
    Drawing { markup: canvas.image(about), numbers }
}

/// Where each place begins.
fn tops(members: &[f64], unit: f64) -> Vec<f64> {
    let mut top = TOP;
    let next = |members: &f64| {
        let at = top;
        top += members * unit + SPACE;
        at
    };
    members.iter().map(next).collect()
}

/// A band from the left, at height `from`, to the right, at height `to`.
fn ribbon(from: f64, to: f64, thick: f64) -> String {
    let (start, end, middle) = (LEFT + NODE, RIGHT, f64::midpoint(LEFT + NODE, RIGHT));
    let [x0, x1, xm, a, b, c, d] =
        [start, end, middle, from, to, to + thick, from + thick].map(place);
    format!("M{x0} {a}C{xm} {a} {xm} {b} {x1} {b}V{c}C{xm} {c} {xm} {d} {x0} {d}Z")
}
