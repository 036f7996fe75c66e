//! Bars that lie on their side, each with its name on the left and its number at its end.

use super::canvas::{Anchor, Canvas, name};
use super::scale::Scale;
use super::{About, Drawing, Numbers};

/// A bar.
#[derive(Debug, Clone)]
pub(crate) struct Bar {
    /// Its name.
    pub label: String,
    /// How long it is, 0 or more.
    pub value: f64,
    /// The value as it is read.
    pub shown: String,
    /// Whether it is the one to look at.
    pub is_marked: bool,
}

const WIDTH: f64 = 560.0;
const ROW: f64 = 30.0;
/// Where names end and bars begin.
const LEFT: f64 = 205.0;
/// Room for the numbers behind the longest bar.
const RIGHT: f64 = 110.0;

/// Draws bars in the order given; `columns` are the names of what is named and of what is shown.
pub(crate) fn bars(about: &About, columns: [&str; 2], bars: &[Bar]) -> Drawing {
    let most = bars.iter().map(|bar| bar.value).fold(0.0, f64::max);
    let scale = Scale::new((0.0, most.max(f64::MIN_POSITIVE)), (0.0, WIDTH - LEFT - RIGHT));
    let mut canvas = Canvas::new(WIDTH, ROW * bars.len() as f64);
    for (at, bar) in bars.iter().enumerate() {
        let top = at as f64 * ROW;
        let length = scale.at(bar.value.max(0.0)).max(if bar.value > 0.0 { 1.0 } else { 0.0 });
        let class = if bar.is_marked { "fill" } else { "fill-2" };
        let says = format!("{}: {}", bar.label, bar.shown);
        canvas.text("label", (LEFT - 10.0, top + 19.5), Anchor::End, &name(&bar.label));
        canvas.rect(class, (LEFT, top + 6.0), (length, ROW - 12.0), &says);
        canvas.text("value", (LEFT + length + 8.0, top + 19.5), Anchor::Start, &bar.shown);
    }
    let rows = bars.iter().map(|bar| vec![bar.label.clone(), bar.shown.clone()]);
    let numbers = Numbers { header: columns.map(str::to_owned).to_vec(), rows: rows.collect() };
    Drawing { markup: canvas.image(about), numbers }
}
