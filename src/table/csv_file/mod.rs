//! Reading a CSV file, plain or gzipped, row by row as text.
//!
//! The first row names the columns. The delimiter is seen from it: a comma, a semicolon, a tab or a bar.
//! No value is interpreted: identifiers keep their zeros, dates and amounts are for `ingest`. A row has at
//! most [`LONGEST_ROW`] bytes, so that a quote that is never closed does not take the file into memory.

mod bytes;
mod error;

pub(crate) use error::CsvError;

use super::identity::refuse_special;
use super::source::SourceError;
use bytes::{CsvBytes, Look, too_long};
use csv::ByteRecord;
use std::path::{Path, PathBuf};

/// Bytes of a row, its line breaks included.
pub(super) const LONGEST_ROW: u64 = 64 << 20;

/// A CSV file whose header has been read.
pub(crate) struct CsvFile {
    path: PathBuf,
    /// Names of the columns, each once.
    pub columns: Vec<String>,
    reader: csv::Reader<CsvBytes>,
    record: ByteRecord,
    /// The current row; the header is row 1.
    row: u64,
    /// The last cell of the row before.
    last_cell: LastCell,
}

impl CsvFile {
    /// Opens a file and reads its header.
    pub(crate) fn open(path: &Path) -> Result<Self, CsvError> {
        let io = |error| CsvError::from(SourceError::io(path, error));
        let meta = std::fs::metadata(path).map_err(io)?;
        if meta.is_dir() {
            return Err(CsvError::Folder(path.to_owned()));
        }
        // Before it is opened: that may wait for ever.
        refuse_special(path, &meta)?;
        let (bytes, look) = CsvBytes::open(path, LONGEST_ROW).map_err(io)?;
        let delimiter = match look {
            Look::Csv { delimiter } => delimiter,
            Look::Utf16 => {
                return Err(CsvError::NotUtf8 { path: path.to_owned(), row: 1, from: "UTF-16" });
            }
            Look::Other(what) => return Err(CsvError::NoCsv { path: path.to_owned(), what }),
        };
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(bytes);
        let (path, record) = (path.to_owned(), ByteRecord::new());
        let last_cell = LastCell::default();
        let mut file = Self { path, columns: Vec::new(), reader, record, row: 0, last_cell };
        file.columns = file.header()?;
        Ok(file)
    }

    /// A column without a name is called by its place.
    fn header(&mut self) -> Result<Vec<String>, CsvError> {
        if !self.advance()? {
            return Err(CsvError::Empty(self.path.clone()));
        }
        let name = |(i, cell): (usize, &str)| match cell.trim() {
            "" => format!("column_{}", i + 1),
            name => name.to_owned(),
        };
        let names: Vec<String> = self.current()?.cells().enumerate().map(name).collect();
        let is_second = |(i, name): &(usize, &String)| names[..*i].contains(name);
        if let Some((_, name)) = names.iter().enumerate().find(is_second) {
            return Err(CsvError::SameName { path: self.path.clone(), name: name.clone() });
        }
        Ok(names)
    }

    /// The next row, with as many cells as there are columns; `None` at the end.
    pub(crate) fn next_row(&mut self) -> Result<Option<CsvRow<'_>>, CsvError> {
        if !self.advance()? {
            return Ok(None);
        }
        let (found, expected) = (self.record.len(), self.columns.len());
        if found != expected {
            let (path, row, line) = (self.path.clone(), self.row, self.line());
            return Err(CsvError::Ragged { path, row, line, found, expected });
        }
        self.current().map(Some)
    }

    /// The line on which the current row begins.
    fn line(&self) -> u64 {
        self.record.position().map_or(0, csv::Position::line)
    }

    fn advance(&mut self) -> Result<bool, CsvError> {
        let line = self.line();
        self.row += 1;
        self.reader.get_mut().begin_row();
        match self.reader.read_byte_record(&mut self.record) {
            Ok(true) => {
                self.last_cell = LastCell::of(&self.record);
                Ok(true)
            }
            Ok(false) if self.last_cell.is_open(self.reader.get_ref()) => {
                Err(self.endless(self.row - 1, line, None))
            }
            Ok(false) => Ok(false),
            Err(error) if too_long(&error) => {
                let line = self.reader.position().line();
                Err(self.endless(self.row, line, Some(LONGEST_ROW)))
            }
            Err(source) => Err(CsvError::Read { path: self.path.clone(), row: self.row, source }),
        }
    }

    fn endless(&self, row: u64, line: u64, limit: Option<u64>) -> CsvError {
        CsvError::Endless { path: self.path.clone(), row, line, limit }
    }

    fn current(&self) -> Result<CsvRow<'_>, CsvError> {
        CsvRow::of(&self.record).ok_or_else(|| CsvError::NotUtf8 {
            path: self.path.clone(),
            row: self.row,
            from: "WINDOWS-1252",
        })
    }
}

/// A row.
#[derive(Clone, Copy)]
pub(crate) struct CsvRow<'a> {
    /// All cells, one behind the other.
    text: &'a str,
    record: &'a ByteRecord,
}

impl<'a> CsvRow<'a> {
    /// None where a cell is not UTF-8.
    fn of(record: &'a ByteRecord) -> Option<Self> {
        let text = std::str::from_utf8(record.as_slice()).ok()?;
        // A letter in two cells is none.
        let is_whole = |place| record.range(place).is_some_and(|at| text.is_char_boundary(at.end));
        let row = Self { text, record };
        (text.is_ascii() || (0..record.len()).all(is_whole)).then_some(row)
    }

    /// The cell at a place; empty where there is none.
    pub(crate) fn cell(self, place: usize) -> &'a str {
        let cell = self.record.range(place).and_then(|at| self.text.get(at));
        without_formula(cell.unwrap_or_default())
    }

    /// All cells.
    pub(crate) fn cells(self) -> impl Iterator<Item = &'a str> {
        (0..self.record.len()).map(move |place| self.cell(place))
    }
}

/// The text of a cell that is written as a formula so that Excel keeps its zeros: `="007"`.
fn without_formula(cell: &str) -> &str {
    let inner = cell.strip_prefix("=\"").and_then(|cell| cell.strip_suffix('"'));
    inner.filter(|inner| !inner.contains('"')).unwrap_or(cell)
}

/// What tells, at the end of a file, that its last cell was opened by a quote and not closed.
#[derive(Debug, Default)]
struct LastCell {
    has_break: bool,
    ends_with_break: bool,
}

impl LastCell {
    fn of(record: &ByteRecord) -> Self {
        let cell = record.iter().next_back().unwrap_or_default();
        Self { has_break: cell.contains(&b'\n'), ends_with_break: cell.ends_with(b"\n") }
    }

    /// A line break stands within quotes only, and the one that ends the file in no closed cell; a closed
    /// cell ends with a quote.
    fn is_open(&self, bytes: &CsvBytes) -> bool {
        let has_one = if bytes.ends_with_break() { self.ends_with_break } else { self.has_break };
        has_one && bytes.last_visible() != Some(b'"')
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    fn rows(content: &[u8]) -> Result<(Vec<String>, Vec<Vec<String>>), CsvError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("f.csv");
        std::fs::write(&path, content).unwrap();
        let mut file = CsvFile::open(&path)?;
        let (columns, mut rows) = (file.columns.clone(), Vec::new());
        while let Some(row) = file.next_row()? {
            rows.push(row.cells().map(str::to_owned).collect());
        }
        Ok((columns, rows))
    }

    #[test]
    fn delimiters_marks_quotes_and_gzip_are_seen() {
        let plain = rows(b"id,name\n007,\"a, b\nc\"\n").unwrap();
        assert_eq!(plain.0, ["id", "name"]);
        assert_eq!(plain.1, [["007", "a, b\nc"]]);
        let marked = rows(b"\xef\xbb\xbf\"id\";\"a,b,c\"\r\n1;2,50\r\n\r\n").unwrap();
        assert_eq!(marked.0, ["id", "a,b,c"]);
        assert_eq!(marked.1, [["1", "2,50"]]);
        assert_eq!(rows(b"id\tname\n1\tx\n").unwrap().0, ["id", "name"]);
        assert_eq!(rows(b"id|name\n=\"007\"|a,b\n").unwrap().1, [["007", "a,b"]]);
        assert_eq!(rows(b"id;name\r1;a,b,c\r").unwrap(), rows(b"id;name\n1;a,b,c\n").unwrap());
        assert_eq!(rows(b"sep=;\r\nid;name\r\n1;x\r\n").unwrap().0, ["id", "name"]);
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(b"id,name\n007,\"a, b\nc\"\n").unwrap();
        assert_eq!(rows(&gzip.finish().unwrap()).unwrap(), plain);
    }

    #[test]
    fn columns_without_a_name_go_by_their_place() {
        assert_eq!(
            rows(b",id, name ,\n0,1,x,\n").unwrap().0,
            ["column_1", "id", "name", "column_4"]
        );
        assert_eq!(rows(b"id\n").unwrap().1.len(), 0);
    }

    #[test]
    fn what_is_wrong_is_said_with_its_row() {
        let error = |content: &[u8]| rows(content).unwrap_err().to_string();
        assert!(
            error(b"a,b\n1,\"x\ny\"\n3\n").contains("row 3 (line 4) has 1 cells and the header 2")
        );
        assert!(error(b"Orders 2024\n\na,b\n1,x\n").contains("`tail -n +"));
        assert!(error(b"a,b\n1,x\nTotal\n").contains("`head -n 2`"));
        assert!(error(b"a,b\n1,M\xfcller\n").contains("row 2 is not UTF-8"));
        assert!(error(b"a,b\n\xc3,\xbc\n").contains("row 2 is not UTF-8"));
        assert!(error(b"\xff\xfea\0,\0b\0").contains("iconv -f UTF-16"));
        assert!(error(b"a\0,\0b\0\n\0").contains("iconv -f UTF-16"));
        assert!(error(b"a,a\n").contains("'a' stands twice"));
        assert!(error(b"").contains("is empty"));
        assert!(error(b"\xef\xbb\xbf").contains("is empty"));
        assert!(error(b"PK\x03\x04....").contains("ZIP"));
        assert!(error(b"PAR1....").contains("Parquet"));
    }

    #[test]
    fn a_quote_that_is_not_closed_swallows_no_rows() {
        for open in ["a,b\n1,\"x\n2,y\n", "a,b\n1,\"x\n2,y", "a,b\n1,x\n2,\"y\n"] {
            let error = rows(open.as_bytes()).unwrap_err().to_string();
            assert!(error.contains("does not end: a cell that begins with a quote"), "{error}");
        }
        for closed in ["a,b\n1,\"x\n\"\n", "a,b\n1,\"x\ny\"", "a,b\n1,5\" pipe\n", "a\n\"x\"\"\n\""]
        {
            rows(closed.as_bytes()).unwrap();
        }
    }
}
