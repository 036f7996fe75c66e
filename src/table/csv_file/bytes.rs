//! The bytes of a CSV file: unpacked, without marks, and bounded row by row.
//!
//! What is in a row is for the file itself.

use flate2::read::MultiGzDecoder;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

/// What a file looks like by its first bytes.
pub(super) enum Look {
    /// Text with this delimiter.
    Csv {
        /// A comma, a semicolon, a tab or a bar.
        delimiter: u8,
    },
    /// Text of two bytes a character.
    Utf16,
    /// No text: what it is, and what to do.
    Other(&'static str),
}

/// The text of a file from its first column name on.
pub(super) struct CsvBytes {
    text: BufReader<Box<dyn Read>>,
    ends_with_break: bool,
    last_visible: Option<u8>,
    /// Bytes read since the row began.
    since: u64,
    longest_row: u64,
}

/// A row longer than allowed, as an error of reading.
#[derive(Debug, thiserror::Error)]
#[error("the row is too long")]
struct TooLong;

/// Whether reading stopped at a row that is too long.
pub(super) fn too_long(error: &csv::Error) -> bool {
    let csv::ErrorKind::Io(error) = error.kind() else { return false };
    error.get_ref().and_then(|inner| inner.downcast_ref::<TooLong>()).is_some()
}

impl CsvBytes {
    /// Opens a file and looks at its beginning.
    pub(super) fn open(path: &Path, longest_row: u64) -> io::Result<(Self, Look)> {
        let mut file = BufReader::new(File::open(path)?);
        let is_gzip = file.fill_buf()?.starts_with(&[0x1f, 0x8b]);
        let bytes: Box<dyn Read> =
            if is_gzip { Box::new(MultiGzDecoder::new(file)) } else { Box::new(file) };
        let mut text = BufReader::with_capacity(1 << 16, bytes);
        let look = look(text.fill_buf()?);
        if let Look::Csv { .. } = look {
            if text.buffer().starts_with(MARK) {
                text.consume(MARK.len());
            }
            if let Some((_, length)) = separator_line(text.buffer()) {
                text.consume(length);
            }
        }
        let (ends_with_break, last_visible) = (false, None);
        Ok((Self { text, ends_with_break, last_visible, since: 0, longest_row }, look))
    }

    /// A row begins about here: what is read from now on is its own.
    pub(super) fn begin_row(&mut self) {
        self.since = 0;
    }

    /// Whether what was read ends with a line break.
    pub(super) fn ends_with_break(&self) -> bool {
        self.ends_with_break
    }

    /// The last byte that is part of no line break.
    pub(super) fn last_visible(&self) -> Option<u8> {
        self.last_visible
    }
}

impl Read for CsvBytes {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.since > self.longest_row {
            return Err(io::Error::other(TooLong));
        }
        let n = self.text.read(buffer)?;
        self.since += n as u64;
        if let Some(last) = buffer[..n].last() {
            self.ends_with_break = *last == b'\n';
        }
        let visible = buffer[..n].iter().rev().find(|byte| !b"\r\n".contains(byte));
        self.last_visible = visible.copied().or(self.last_visible);
        Ok(n)
    }
}

/// UTF-8's byte order mark.
const MARK: &[u8] = b"\xef\xbb\xbf";

fn look(start: &[u8]) -> Look {
    let is_utf16 = [&[0xff, 0xfe], &[0xfe, 0xff]].iter().any(|mark| start.starts_with(*mark));
    if start.starts_with(b"PK\x03\x04") {
        return Look::Other(
            "a ZIP archive or an Excel workbook: unpack it, or save the sheet as CSV UTF-8",
        );
    }
    if start.starts_with(b"PAR1") {
        return Look::Other("Parquet already: the other commands read it as it is");
    }
    // No text in UTF-8 has a zero byte.
    if is_utf16 || start.contains(&0) {
        return Look::Utf16;
    }
    let text = start.strip_prefix(MARK).unwrap_or(start);
    let delimiter = match separator_line(text) {
        Some((delimiter, _)) => delimiter,
        None => delimiter_of(text),
    };
    Look::Csv { delimiter }
}

/// Excel's line `sep=;` before the header: the delimiter, and the line's length.
fn separator_line(text: &[u8]) -> Option<(u8, usize)> {
    let rest = text.strip_prefix(b"sep=")?;
    let (&delimiter, end) = rest.split_first()?;
    let line_break =
        [&b"\r\n"[..], b"\n"].into_iter().find(|line_break| end.starts_with(line_break))?;
    Some((delimiter, "sep=".len() + 1 + line_break.len()))
}

/// The most frequent of the delimiters in the first line, outside quotes.
fn delimiter_of(text: &[u8]) -> u8 {
    let mut quoted = false;
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0), (b'|', 0)];
    for &byte in text {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
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

    #[test]
    fn a_row_is_bounded_wherever_it_stands() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("f.csv");
        let content = format!("a,b\n{}2,\"{}", "1,x\n".repeat(100_000), "y,z\n".repeat(200_000));
        std::fs::write(&path, content).unwrap();
        let (bytes, _) = CsvBytes::open(&path, 300_000).unwrap();
        let mut reader = csv::Reader::from_reader(bytes);
        let mut record = csv::ByteRecord::new();
        let mut rows = 0;
        let error = loop {
            reader.get_mut().begin_row();
            match reader.read_byte_record(&mut record) {
                Ok(more) => assert!(more, "the end is not reached"),
                Err(error) => break error,
            }
            rows += 1;
        };
        assert_eq!(rows, 100_000);
        assert!(too_long(&error));
    }
}
