//! Reading a CSV file, plain or gzipped, row by row as text.
//!
//! The first row names the columns. The delimiter is seen from it: a comma, a semicolon or a tab. No
//! value is interpreted: identifiers keep their zeros, dates and amounts are for `ingest`.

use super::identity::refuse_special;
use super::source::SourceError;
use crate::error::{Failure, Kind};
use csv::ByteRecord;
use flate2::read::MultiGzDecoder;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// A CSV file whose header has been read.
pub struct CsvFile {
    path: PathBuf,
    /// Names of the columns.
    pub columns: Vec<String>,
    reader: csv::Reader<Box<dyn Read>>,
    record: ByteRecord,
    /// The current row; the header is row 1.
    row: u64,
}

/// A CSV file that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum CsvError {
    /// It cannot be opened, or is no ordinary file.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// Reading stopped.
    #[error("cannot read {} from row {row} on", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The row; the header is row 1.
        row: u64,
        /// What the reader says.
        source: csv::Error,
    },
    /// No text in UTF-8.
    #[error(
        "{} row {row} is not UTF-8: export it as CSV UTF-8, or convert it with \
         `iconv -f WINDOWS-1252 -t UTF-8`", path.display()
    )]
    NotUtf8 {
        /// The file.
        path: PathBuf,
        /// The row; the header is row 1.
        row: u64,
    },
    /// A row of another length than the header.
    #[error(
        "{} row {row} (line {line}) has {found} cells and the header {expected}: a cell with a delimiter, \
         a quote or a line break in it must stand in quotes", path.display()
    )]
    Ragged {
        /// The file.
        path: PathBuf,
        /// The row; the header is row 1.
        row: u64,
        /// The line on which it begins.
        line: u64,
        /// Its cells.
        found: usize,
        /// The header's.
        expected: usize,
    },
    /// A header that does not name columns.
    #[error("{}: {reason}: its first row must name every column once", path.display())]
    Header {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
}

impl Failure for CsvError {
    fn kind(&self) -> Kind {
        match self {
            CsvError::Source(error) => error.kind(),
            CsvError::Read { source, .. } if source.is_io_error() => Kind::Failed,
            CsvError::Ragged { .. } | CsvError::NotUtf8 { .. } => Kind::DataQuality,
            _ => Kind::Usage,
        }
    }
}

impl CsvFile {
    /// Opens a file and reads its header.
    pub fn open(path: &Path) -> Result<Self, CsvError> {
        let io = |error| CsvError::from(SourceError::io(path, error));
        // Before it is opened: that may wait for ever.
        refuse_special(path, &std::fs::metadata(path).map_err(io)?)?;
        let mut file = BufReader::new(File::open(path).map_err(io)?);
        let is_gzip = file.fill_buf().map_err(io)?.starts_with(&[0x1f, 0x8b]);
        let bytes: Box<dyn Read> =
            if is_gzip { Box::new(MultiGzDecoder::new(file)) } else { Box::new(file) };
        let mut text = BufReader::with_capacity(1 << 16, bytes);
        let start = text.fill_buf().map_err(io)?;
        if start.starts_with(&[0xff, 0xfe]) || start.starts_with(&[0xfe, 0xff]) {
            return Err(CsvError::NotUtf8 { path: path.to_owned(), row: 1 });
        }
        let delimiter = delimiter_of(start);
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(Box::new(text) as Box<dyn Read>);
        let (path, record) = (path.to_owned(), ByteRecord::new());
        let mut file = Self { path, columns: Vec::new(), reader, record, row: 0 };
        file.columns = file.header()?;
        Ok(file)
    }

    fn header(&mut self) -> Result<Vec<String>, CsvError> {
        if !self.advance()? {
            return Err(self.no_header("the file is empty".to_owned()));
        }
        let names: Vec<String> = self.cells()?.iter().map(|name| name.trim().to_owned()).collect();
        for (i, name) in names.iter().enumerate() {
            if name.is_empty() {
                return Err(self.no_header(format!("column {} has no name", i + 1)));
            }
            if names[..i].contains(name) {
                return Err(self.no_header(format!("'{name}' stands twice in the header")));
            }
        }
        Ok(names)
    }

    fn no_header(&self, reason: String) -> CsvError {
        CsvError::Header { path: self.path.clone(), reason }
    }

    /// The cells of the next row, as many as there are columns; `None` at the end.
    pub fn next_row(&mut self) -> Result<Option<Vec<&str>>, CsvError> {
        if !self.advance()? {
            return Ok(None);
        }
        let (found, expected) = (self.record.len(), self.columns.len());
        if found != expected {
            let (path, row, line) = (self.path.clone(), self.row, self.line());
            return Err(CsvError::Ragged { path, row, line, found, expected });
        }
        self.cells().map(Some)
    }

    /// The line on which the current row begins.
    fn line(&self) -> u64 {
        self.record.position().map_or(0, csv::Position::line)
    }

    fn advance(&mut self) -> Result<bool, CsvError> {
        self.row += 1;
        let (path, row) = (&self.path, self.row);
        self.reader.read_byte_record(&mut self.record).map_err(|source| CsvError::Read {
            path: path.clone(),
            row,
            source,
        })
    }

    fn cells(&self) -> Result<Vec<&str>, CsvError> {
        let cells: Result<Vec<_>, _> = self.record.iter().map(std::str::from_utf8).collect();
        cells.map_err(|_| CsvError::NotUtf8 { path: self.path.clone(), row: self.row })
    }
}

/// The most frequent of the delimiters in the first line, outside quotes.
fn delimiter_of(start: &[u8]) -> u8 {
    let mut quoted = false;
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    for &byte in start {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            _ if quoted => {}
            _ => counts.iter_mut().filter(|(d, _)| *d == byte).for_each(|(_, n)| *n += 1),
        }
    }
    // The first of equals: a comma.
    counts.iter().rev().max_by_key(|(_, n)| *n).map_or(b',', |(delimiter, _)| *delimiter)
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
            rows.push(row.into_iter().map(str::to_owned).collect());
        }
        Ok((columns, rows))
    }

    #[test]
    fn delimiters_marks_quotes_and_gzip_are_seen() {
        let plain = rows(b"id,name\n007,\"a, b\nc\"\n").unwrap();
        assert_eq!(plain.0, ["id", "name"]);
        assert_eq!(plain.1, [["007", "a, b\nc"]]);
        assert_eq!(rows(b"\xef\xbb\xbfid;\"a,b,c\"\r\n1;2,50\r\n").unwrap().1, [["1", "2,50"]]);
        assert_eq!(rows(b"id\tname\n1\tx\n").unwrap().0, ["id", "name"]);
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(b"id,name\n007,\"a, b\nc\"\n").unwrap();
        assert_eq!(rows(&gzip.finish().unwrap()).unwrap(), plain);
    }

    #[test]
    fn what_is_wrong_is_said_with_its_row() {
        let error = |content: &[u8]| rows(content).unwrap_err().to_string();
        assert!(error(b"a,b\n1,2\n3\n").contains("row 3 (line 3) has 1 cells and the header 2"));
        assert!(error(b"a,b\n1,M\xfcller\n").contains("row 2 is not UTF-8"));
        assert!(error(b"a,a\n").contains("'a' stands twice"));
        assert!(error(b"a,\n").contains("column 2 has no name"));
        assert!(error(b"").contains("is empty"));
    }
}
