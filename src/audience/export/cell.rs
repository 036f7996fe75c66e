//! The typed cells of a list.

use std::borrow::Cow;

/// A value of a table.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cell<'a> {
    /// An empty cell.
    Empty,
    /// Text from data: not to be trusted by spreadsheets.
    Text(Cow<'a, str>),
    /// A whole number.
    Whole(i64),
    /// Money, to the cent.
    Money(f64),
    /// A probability, to four decimals.
    Probability(f64),
}

impl<'a> Cell<'a> {
    /// A text, or nothing.
    pub(crate) fn text(text: Option<impl Into<Cow<'a, str>>>) -> Self {
        text.map_or(Cell::Empty, |text| Cell::Text(text.into()))
    }

    /// A probability, or nothing.
    pub(crate) fn probability(probability: Option<f64>) -> Self {
        probability.map_or(Cell::Empty, Cell::Probability)
    }

    /// Money, or nothing.
    pub(crate) fn money(money: Option<f64>) -> Self {
        money.map_or(Cell::Empty, Cell::Money)
    }
}
