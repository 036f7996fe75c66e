//! A table: cells as they are read, with what they are sorted by.

use super::{Html, rendered};
use crate::report::locale::NOT_KNOWN;
use crate::report::words;
use askama::Template;

/// A table.
#[derive(Debug, Clone, Default)]
pub(crate) struct Table {
    /// An identifier that no other element of the page has.
    pub id: String,
    /// What it holds.
    pub caption: String,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows; the first cell names the row.
    pub rows: Vec<Vec<Cell>>,
    /// Whether it may be sorted, filtered and copied.
    pub is_tool: bool,
}

/// A column of a table.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    /// Its name.
    pub name: String,
    /// Whether numbers stand in it.
    pub is_number: bool,
}

/// Columns of these names; those that begin with `>` hold numbers.
pub(crate) fn columns(names: &[&str]) -> Vec<Column> {
    let column = |name: &&str| Column {
        name: name.trim_start_matches('>').to_owned(),
        is_number: name.starts_with('>'),
    };
    names.iter().map(column).collect()
}

/// A cell.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cell {
    /// What is read.
    pub text: String,
    /// A second, smaller line.
    pub beneath: String,
    /// What it is sorted by, and what is copied, where that is not the text.
    pub key: Option<String>,
    /// Where the text leads.
    pub link: Option<String>,
}

impl Cell {
    /// A text.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// A text with a smaller line beneath.
    pub(crate) fn two(text: impl Into<String>, beneath: impl Into<String>) -> Self {
        Self { text: text.into(), beneath: beneath.into(), ..Self::default() }
    }

    /// A number as it is read, with the number itself.
    pub(crate) fn number(value: f64, shown: String) -> Self {
        let key = value.is_finite().then(|| format!("{value}"));
        Self { text: shown, key, ..Self::default() }
    }
}

#[derive(Template)]
#[template(path = "table.html")]
struct TableHtml<'a> {
    table: &'a Table,
}

/// A table; a column in which nothing is known is left out.
pub(crate) fn table(mut table: Table) -> Html {
    let is_known = |at: usize| {
        at == 0 || table.rows.is_empty() || table.rows.iter().any(|row| row[at].text != NOT_KNOWN)
    };
    let known: Vec<bool> = (0..table.columns.len()).map(is_known).collect();
    keep(&mut table.columns, &known);
    table.rows.iter_mut().for_each(|row| keep(row, &known));
    rendered(&TableHtml { table: &table })
}

/// Keeps those at the places that are wanted.
fn keep<T>(all: &mut Vec<T>, wanted: &[bool]) {
    let mut wanted = wanted.iter();
    all.retain(|_| wanted.next().copied().unwrap_or(false));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_of_which_nothing_is_known_is_left_out() {
        let row =
            |name: &str, money: &str| vec![Cell::text(name), Cell::text(money), Cell::text("7")];
        let made = |rows: Vec<Vec<Cell>>| {
            let columns = columns(&["Play", ">Money", ">Customers"]);
            let table = table(Table { columns, rows, ..Table::default() }).into_text();
            (table.contains("Money"), table.contains("Customers"))
        };
        assert_eq!(made(vec![row("Call", NOT_KNOWN), row("Offer", NOT_KNOWN)]), (false, true));
        assert_eq!(made(vec![row("Call", NOT_KNOWN), row("Offer", "3")]), (true, true));
        assert_eq!(made(Vec::new()), (true, true), "nothing is known of nobody");
    }
}
