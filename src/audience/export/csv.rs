//! Comma-separated values: UTF-8, RFC 4180, safe to open in a spreadsheet.
//!
//! A text that a spreadsheet would run as a formula gets an apostrophe in front ([`disarmed`]). Numbers are
//! the program's own and never text.

use super::disarm::disarmed;
use super::{Cell, ListFormat};
use std::borrow::Cow;
use std::io::Write;

/// CSV and its options.
#[derive(Debug, Clone, Copy)]
pub struct Csv {
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

impl ListFormat for Csv {
    fn write(
        &self,
        header: &[&str],
        rows: &mut dyn Iterator<Item = Vec<Cell>>,
        out: &mut dyn Write,
    ) -> std::io::Result<()> {
        if self.byte_order_mark {
            out.write_all("\u{feff}".as_bytes())?;
        }
        let mut lines = Vec::new();
        add_line(header.iter().copied(), &mut lines);
        for row in rows {
            add_line(row.iter().map(|cell| self.written(cell)), &mut lines);
            if lines.len() >= AT_A_TIME {
                out.write_all(&lines)?;
                lines.clear();
            }
        }
        out.write_all(&lines)?;
        out.flush()
    }
}

/// Bytes that are written at a time, about.
const AT_A_TIME: usize = 1 << 16;

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
        csv.write(&header, &mut std::iter::once(cells), &mut out).unwrap();
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
    fn the_byte_order_mark_and_raw_texts_are_options() {
        let raw = Csv { byte_order_mark: true, spreadsheet_safe: false };
        let mut out = Vec::new();
        let row = vec![Cell::Text("=1".to_owned())];
        raw.write(&["h"], &mut std::iter::once(row), &mut out).unwrap();
        assert_eq!(out, "\u{feff}h\n=1\n".as_bytes());
    }
}
