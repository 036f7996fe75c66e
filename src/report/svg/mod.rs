//! Eight drawings, one a file: bars, a line with a band, a histogram, a heat map, a flow, dots with intervals,
//! curves with a marked point, and a tile. They know nothing of customers.
//!
//! All text and numbers come written; a drawing gives the same bytes wherever it is made. Each is an image with
//! a title and a description to who cannot see it, and has its numbers as a table. Colours are classes that the
//! page's style sheet fills, so that light, dark and paper are its business.

mod bar;
mod canvas;
mod curve;
mod dots;
mod flow;
mod heat_map;
mod histogram;
mod line;
mod scale;
#[cfg(test)]
mod tests;
mod tile;

pub(super) use bar::{Bar, bars};
pub(super) use curve::{Curve, CurveAxes, Mark, Stroke, curves};
pub(super) use dots::{Dot, DotAxis, dots};
pub(super) use flow::{Flow, flow};
pub(super) use heat_map::{HeatCell, HeatMap, heat_map};
pub(super) use histogram::{Histogram, histogram};
pub(super) use line::{Line, line};
pub(super) use tile::{Gauge, Tile, tile};

/// What a drawing is called on its page.
#[derive(Debug, Clone)]
pub(super) struct About {
    /// An identifier that no other drawing of the page has.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it shows, in a sentence or two.
    pub description: String,
}

impl About {
    /// Puts it together.
    pub(super) fn new(id: &str, title: impl Into<String>, description: impl Into<String>) -> Self {
        Self { id: id.to_owned(), title: title.into(), description: description.into() }
    }
}

/// The numbers of a drawing as a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Numbers {
    /// The columns' names.
    pub header: Vec<String>,
    /// The cells, as they are read.
    pub rows: Vec<Vec<String>>,
}

/// A drawing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Drawing {
    /// Its markup.
    pub markup: String,
    /// Its numbers; empty where the markup is a table already.
    pub numbers: Numbers,
}

/// Text within markup, or within an attribute in double quotes.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            letter => out.push(letter),
        }
    }
    out
}
