//! A tile: one number, large, with its name above, a word beneath, and a gauge where others' numbers are known.

use super::canvas::{Anchor, Canvas};
use super::scale::Scale;
use super::{About, Drawing, Numbers, escaped};

/// A tile.
#[derive(Debug, Clone)]
pub(crate) struct Tile {
    /// What the number is.
    pub name: String,
    /// The number as it is read.
    pub number: String,
    /// What it is beside.
    pub beneath: String,
    /// A gauge.
    pub gauge: Option<Gauge>,
}

/// A value beside the band in which others lie.
#[derive(Debug, Clone)]
pub(crate) struct Gauge {
    /// The value.
    pub value: f64,
    /// The band.
    pub band: (f64, f64),
    /// Value and ends of the band as they are read.
    pub shown: [String; 3],
    /// Names of the value and of the band.
    pub columns: [String; 2],
}

const WIDTH: f64 = 240.0;
const HEIGHT: f64 = 34.0;
/// Letters of a number that have room in a tile in the usual size.
const SHORT: usize = 9;

/// Writes a tile; its gauge is an image with numbers of its own.
pub(crate) fn tile(about: &About, shown: &Tile) -> Drawing {
    let Tile { name, number, beneath, gauge } = shown;
    let (image, numbers) = match gauge {
        Some(gauge) => (draw(about, gauge), numbers(gauge)),
        None => (String::new(), Numbers::default()),
    };
    let class = if number.chars().count() > SHORT { "number long" } else { "number" };
    let markup = format!(
        "<div class=\"tile\"><p class=\"name\">{}</p><p class=\"{class}\">{}</p>{image}<p class=\"beneath\">{}</p></div>",
        escaped(name),
        escaped(number),
        escaped(beneath)
    );
    Drawing { markup, numbers }
}

fn draw(about: &About, gauge: &Gauge) -> String {
    let most = (gauge.value.max(gauge.band.1) * 1.25).max(f64::MIN_POSITIVE);
    let x = Scale::new((0.0, most), (4.0, WIDTH - 4.0));
    let mut canvas = Canvas::new(WIDTH, HEIGHT);
    let [value, low, high] = &gauge.shown;
    canvas.rect("track", (0.0, 5.0), (WIDTH, 6.0), "");
    let (from, to) = (x.at(gauge.band.0), x.at(gauge.band.1));
    canvas.rect("band", (from, 3.0), (to - from, 10.0), &format!("{low}–{high}"));
    canvas.circle("dot", (x.at(gauge.value), 8.0), 5.0, value);
    canvas.text("tick", (from, 29.0), Anchor::Middle, low);
    canvas.text("tick", (to, 29.0), Anchor::Middle, high);
    canvas.image(about)
}

fn numbers(gauge: &Gauge) -> Numbers {
    let [value, low, high] = &gauge.shown;
    let header = gauge.columns.to_vec();
    Numbers { header, rows: vec![vec![value.clone(), format!("{low}–{high}")]] }
}
