//! Shapes on a sheet of fixed size, put together as text. Where they stand is for the drawings.

use super::{About, escaped};
use crate::words::shortened;
use std::fmt::Write as _;

/// Which end of a text stands at its place.
#[derive(Debug, Clone, Copy)]
pub(super) enum Anchor {
    /// Its beginning.
    Start,
    /// Its middle.
    Middle,
    /// Its end.
    End,
}

/// Units that a letter takes on a narrow screen, where letters are largest.
const LETTER: f64 = 8.4;
/// Letters of a name, at most.
const NAME: usize = 26;

/// The room that the longest of some texts takes.
pub(super) fn room(texts: impl IntoIterator<Item = impl AsRef<str>>) -> f64 {
    let letters = texts.into_iter().map(|text| text.as_ref().chars().count());
    letters.max().unwrap_or(0) as f64 * LETTER
}

/// A name as it stands on a drawing; the table of its numbers has the whole.
pub(super) fn name(text: &str) -> String {
    shortened(text, NAME)
}

/// A sheet.
#[derive(Debug)]
pub(super) struct Canvas {
    width: f64,
    height: f64,
    body: String,
}

/// A coordinate: to a tenth of a unit, without a nought at the end.
pub(super) fn place(value: f64) -> String {
    let text = format!("{value:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// The points of a path, straight from one to the next.
pub(super) fn path_through(points: &[(f64, f64)]) -> String {
    let mut path = String::new();
    for (at, (x, y)) in points.iter().enumerate() {
        let _ = write!(path, "{}{} {}", if at == 0 { 'M' } else { 'L' }, place(*x), place(*y));
    }
    path
}

impl Canvas {
    /// An empty sheet; a unit is about a pixel.
    pub(super) fn new(width: f64, height: f64) -> Self {
        Self { width, height, body: String::new() }
    }

    /// A rectangle, with a word for who points at it.
    pub(super) fn rect(&mut self, class: &str, corner: (f64, f64), size: (f64, f64), says: &str) {
        let _ = write!(
            self.body,
            "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"{}",
            place(corner.0),
            place(corner.1),
            place(size.0.max(0.0)),
            place(size.1.max(0.0)),
            closed("rect", says)
        );
    }

    /// A straight line.
    pub(super) fn line(&mut self, class: &str, from: (f64, f64), to: (f64, f64)) {
        let _ = write!(
            self.body,
            "<line class=\"{class}\" x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"/>",
            place(from.0),
            place(from.1),
            place(to.0),
            place(to.1)
        );
    }

    /// A circle, with a word for who points at it.
    pub(super) fn circle(&mut self, class: &str, centre: (f64, f64), radius: f64, says: &str) {
        let _ = write!(
            self.body,
            "<circle class=\"{class}\" cx=\"{}\" cy=\"{}\" r=\"{}\"{}",
            place(centre.0),
            place(centre.1),
            place(radius),
            closed("circle", says)
        );
    }

    /// A path, with a word for who points at it.
    pub(super) fn path(&mut self, class: &str, path: &str, says: &str) {
        let _ = write!(self.body, "<path class=\"{class}\" d=\"{path}\"{}", closed("path", says));
    }

    /// A text.
    pub(super) fn text(&mut self, class: &str, at: (f64, f64), anchor: Anchor, text: &str) {
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let (x, y) = (place(at.0), place(at.1));
        let _ = write!(
            self.body,
            "<text class=\"{class}\" x=\"{x}\" y=\"{y}\"{anchor}>{}</text>",
            escaped(text)
        );
    }

    /// The whole as an image of HTML, under its title and description.
    pub(super) fn image(self, about: &About) -> String {
        let About { id, title, description } = about;
        format!(
            "<svg viewBox=\"0 0 {} {}\" role=\"img\" aria-labelledby=\"{id}-title {id}-desc\">\
             <title id=\"{id}-title\">{}</title><desc id=\"{id}-desc\">{}</desc>{}</svg>",
            place(self.width),
            place(self.height),
            escaped(title),
            escaped(description),
            self.body
        )
    }
}

fn closed(element: &str, says: &str) -> String {
    if says.is_empty() {
        "/>".to_owned()
    } else {
        format!("><title>{}</title></{element}>", escaped(says))
    }
}
