//! Comma-separated values: UTF-8, RFC 4180, safe to open in a spreadsheet.
//!
//! A text that a spreadsheet would run as a formula gets an apostrophe in front ([`disarmed`]). Numbers are
//! the program's own and never text.

use super::Cell;
use super::disarm::disarmed;
use rayon::prelude::*;
use std::io::Write;

/// CSV and its options.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Csv {
    /// Begin with a byte-order mark, by which Excel knows UTF-8.
    pub byte_order_mark: bool,
    /// Disarm texts that a spreadsheet would run.
    pub spreadsheet_safe: bool,
}

impl Default for Csv {
    fn default() -> Self {
        Self { byte_order_mark: false, spreadsheet_safe: true }
    }
}

/// Rows whose lines are made by one thread at a time.
const ROWS_AT_A_TIME: usize = 1024;
/// Pieces of so many rows that are made before any is written.
const PIECES_AT_A_TIME: usize = 64;

impl Csv {
    /// Writes a header and rows, each with as many cells as the header. Lines are made in parallel, and
    /// written in order.
    pub(crate) fn write<R: Sync>(
        self,
        header: &[&str],
        rows: &[R],
        fill: impl Fn(&R, &mut Line<'_>) + Sync,
        out: &mut dyn Write,
    ) -> std::io::Result<()> {
        if self.byte_order_mark {
            out.write_all("\u{feff}".as_bytes())?;
        }
        let mut line = Vec::new();
        add_line(header.iter().copied(), &mut line);
        out.write_all(&line)?;
        for rows in rows.chunks(ROWS_AT_A_TIME * PIECES_AT_A_TIME) {
            let lines = |rows: &[R]| {
                let mut lines = Vec::new();
                for row in rows {
                    let mut line = Line::begin(&mut lines, self.spreadsheet_safe);
                    fill(row, &mut line);
                    line.end();
                }
                lines
            };
            let pieces: Vec<Vec<u8>> = rows.par_chunks(ROWS_AT_A_TIME).map(lines).collect();
            pieces.iter().try_for_each(|piece| out.write_all(piece))?;
        }
        out.flush()
    }
}

/// A line in the making.
pub(crate) struct Line<'a> {
    lines: &'a mut Vec<u8>,
    start: usize,
    is_first: bool,
    spreadsheet_safe: bool,
}

impl<'a> Line<'a> {
    fn begin(lines: &'a mut Vec<u8>, spreadsheet_safe: bool) -> Self {
        Self { start: lines.len(), lines, is_first: true, spreadsheet_safe }
    }

    /// Adds a cell.
    pub(crate) fn add(&mut self, cell: Cell<'_>) {
        match cell {
            Cell::Text(text) if self.spreadsheet_safe => self.add_text(&disarmed(&text)),
            Cell::Text(text) => self.add_text(&text),
            Cell::Empty => self.add_number(format_args!("")),
            Cell::Whole(number) => self.add_number(format_args!("{number}")),
            Cell::Money(money) => self.add_number(format_args!("{money:.2}")),
            Cell::Probability(probability) => self.add_number(format_args!("{probability:.4}")),
        }
    }

    /// Texts with commas, quotes or line breaks are quoted.
    fn add_text(&mut self, text: &str) {
        self.part();
        if text.bytes().any(|byte| matches!(byte, b'"' | b',' | b'\n' | b'\r')) {
            self.lines.push(b'"');
            self.lines.extend_from_slice(text.replace('"', "\"\"").as_bytes());
            self.lines.push(b'"');
        } else {
            self.lines.extend_from_slice(text.as_bytes());
        }
    }

    fn add_number(&mut self, number: std::fmt::Arguments<'_>) {
        self.part();
        // Memory takes whatever is written.
        let _ = self.lines.write_fmt(number);
    }

    fn part(&mut self) {
        if !std::mem::take(&mut self.is_first) {
            self.lines.push(b',');
        }
    }

    /// A line with nothing on it would be no row.
    fn end(self) {
        if self.lines.len() == self.start {
            self.lines.extend_from_slice(b"\"\"");
        }
        self.lines.push(b'\n');
    }
}

/// Adds a line of texts as they are.
pub(super) fn add_line<T: AsRef<str>>(cells: impl Iterator<Item = T>, lines: &mut Vec<u8>) {
    let mut line = Line::begin(lines, false);
    cells.for_each(|cell| line.add_text(cell.as_ref()));
    line.end();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fill(cells: &Vec<Cell<'static>>, line: &mut Line<'_>) {
        cells.iter().cloned().for_each(|cell| line.add(cell));
    }

    fn written(csv: Csv, cells: Vec<Cell<'static>>) -> String {
        let mut out = Vec::new();
        let header: Vec<&str> = cells.iter().map(|_| "h").collect();
        csv.write(&header, &[cells], fill, &mut out).unwrap();
        String::from_utf8(out).unwrap().split_once('\n').unwrap().1.to_owned()
    }

    #[test]
    fn formulas_are_disarmed_and_numbers_are_not_touched() {
        let texts = ["=HYPERLINK(\"x\")", "+1+2", "-2+3", "@SUM(A1)", "\tx", "+4930123456", "a=b"];
        let cells = texts.iter().map(|text| Cell::text(Some(*text))).collect();
        assert_eq!(
            written(Csv::default(), cells),
            "\"'=HYPERLINK(\"\"x\"\")\",'+1+2,'-2+3,'@SUM(A1),'\tx,+4930123456,a=b\n"
        );
        let numbers =
            vec![Cell::Money(-3.456), Cell::Probability(0.12345), Cell::Whole(-7), Cell::Empty];
        assert_eq!(written(Csv::default(), numbers), "-3.46,0.1235,-7,\n");
    }

    #[test]
    fn commas_quotes_and_line_breaks_stay_within_their_cell() {
        let cells = vec![Cell::text(Some("Müller, \"Max\"\nBerlin")), Cell::Whole(1)];
        assert_eq!(written(Csv::default(), cells), "\"Müller, \"\"Max\"\"\nBerlin\",1\n");
        assert_eq!(written(Csv::default(), vec![Cell::Empty]), "\"\"\n");
    }

    #[test]
    fn lines_stay_in_order_however_many_threads_make_them() {
        let rows: Vec<i64> = (0..200_000).collect();
        let mut out = Vec::new();
        let fill = |row: &i64, line: &mut Line<'_>| line.add(Cell::Whole(*row));
        Csv::default().write(&["n"], &rows, fill, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        let read: Vec<i64> = text.lines().skip(1).map(|line| line.parse().unwrap()).collect();
        assert_eq!(read, rows);
    }

    #[test]
    fn the_byte_order_mark_and_raw_texts_are_options() {
        let raw = Csv { byte_order_mark: true, spreadsheet_safe: false };
        let mut out = Vec::new();
        let row = vec![Cell::text(Some("=1"))];
        raw.write(&["h"], &[row], fill, &mut out).unwrap();
        assert_eq!(out, "\u{feff}h\n=1\n".as_bytes());
    }
}
