//! Tables for people: a heading, columns aligned, no frame; readable in a terminal and in a mail.

use comfy_table::{CellAlignment, Table, presets};

/// A table under construction.
#[derive(Debug)]
pub struct TextTable {
    table: Table,
}

impl TextTable {
    /// A table with these headings; one starting with `>` is a column of numbers, flushed right.
    pub fn new(headings: &[&str]) -> Self {
        let mut table = Table::new();
        table.load_style(presets::NOTHING);
        table.set_header(headings.iter().map(|h| h.trim_start_matches('>')));
        for (column, heading) in table.column_iter_mut().zip(headings) {
            column.set_padding((0, 2));
            if heading.starts_with('>') {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        Self { table }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: &[String]) {
        self.table.add_row(cells);
    }
}

impl std::fmt::Display for TextTable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for line in self.table.lines() {
            writeln!(f, "{}", line.trim_end())?;
        }
        Ok(())
    }
}
