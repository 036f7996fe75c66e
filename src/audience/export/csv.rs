//! Comma-separated values: UTF-8, RFC 4180, safe to open in a spreadsheet.
//!
//! A text that a spreadsheet would run as a formula gets an apostrophe in front ([`disarmed`]). Numbers are
//! the program's own and never text.

use super::Cell;
use super::disarm::disarmed;
use rayon::prelude::*;
use std::borrow::Cow;
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
        cells: impl Fn(&R) -> Vec<Cell> + Sync,
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
                    add_line(cells(row).iter().map(|cell| self.written(cell)), &mut lines);
                }
                lines
            };
            let pieces: Vec<Vec<u8>> = rows.par_chunks(ROWS_AT_A_TIME).map(lines).collect();
            pieces.iter().try_for_each(|piece| out.write_all(piece))?;
        }
        out.flush()
    }
}

impl Csv {
    fn written(self, cell: &Cell) -> Cow<'_, str> {
        match cell {
            Cell::Empty => Cow::Borrowed(""),
            Cell::Text(text) if self.spreadsheet_safe => disarmed(text),
            Cell::Text(text) => Cow::Borrowed(text),
            Cell::Whole(number) => Cow::Owned(number.to_string()),
            Cell::Money(money) => Cow::Owned(format!("{money:.2}")),
            Cell::Probability(probability) => Cow::Owned(format!("{probability:.4}")),
        }
    }
}

/// Adds a line; texts with commas, quotes or line breaks are quoted.
pub(super) fn add_line<T: AsRef<str>>(cells: impl Iterator<Item = T>, lines: &mut Vec<u8>) {
    let start = lines.len();
    for (k, cell) in cells.enumerate() {
        if k > 0 {
            lines.push(b',');
        }
        let text = cell.as_ref();
        if text.bytes().any(|byte| matches!(byte, b'"' | b',' | b'\n' | b'\r')) {
            lines.push(b'"');
            lines.extend_from_slice(text.replace('"', "\"\"").as_bytes());
            lines.push(b'"');
        } else {
            lines.extend_from_slice(text.as_bytes());
        }
    }
    // A line with nothing on it would be no row.
    if lines.len() == start {
        lines.extend_from_slice(b"\"\"");
    }
    lines.push(b'\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(csv: Csv, cells: Vec<Cell>) -> String {
        let mut out = Vec::new();
        let header: Vec<&str> = cells.iter().map(|_| "h").collect();
        csv.write(&header, &[cells], Vec::clone, &mut out).unwrap();
        String::from_utf8(out).unwrap().split_once('\n').unwrap().1.to_owned()
    }

    #[test]
    fn formulas_are_disarmed_and_numbers_are_not_touched() {
        let texts = ["=HYPERLINK(\"x\")", "+1+2", "-2+3", "@SUM(A1)", "\tx", "+4930123456", "a=b"];
        let cells = texts.iter().map(|text| Cell::Text((*text).to_owned())).collect();
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
        let cells = vec![Cell::Text("Müller, \"Max\"\nBerlin".to_owned()), Cell::Whole(1)];
        assert_eq!(written(Csv::default(), cells), "\"Müller, \"\"Max\"\"\nBerlin\",1\n");
        assert_eq!(written(Csv::default(), vec![Cell::Empty]), "\"\"\n");
    }

    #[test]
    fn lines_stay_in_order_however_many_threads_make_them() {
        let rows: Vec<i64> = (0..200_000).collect();
        let mut out = Vec::new();
        let cells = |row: &i64| vec![Cell::Whole(*row)];
        Csv::default().write(&["n"], &rows, cells, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        let read: Vec<i64> = text.lines().skip(1).map(|line| line.parse().unwrap()).collect();
        assert_eq!(read, rows);
    }

    #[test]
    fn the_byte_order_mark_and_raw_texts_are_options() {
        let raw = Csv { byte_order_mark: true, spreadsheet_safe: false };
        let mut out = Vec::new();
        let row = vec![Cell::Text("=1".to_owned())];
        raw.write(&["h"], &[row], Vec::clone, &mut out).unwrap();
        assert_eq!(out, "\u{feff}h\n=1\n".as_bytes());
    }
}
