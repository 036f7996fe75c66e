//! A CSV file within limits.

use super::{Limits, Row, TableFile};
use crate::audience::export::csv::add_line;
use crate::audience::export::disarm::disarmed;
use crate::table::private_file;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// A CSV file that is being written.
pub(crate) struct CsvFile {
    out: BufWriter<File>,
    limits: Limits,
    /// Whether texts that look like formulas are disarmed.
    disarms: bool,
    rows: u64,
    bytes: u64,
    line: Vec<u8>,
}

impl CsvFile {
    /// Begins a file; an empty header is none.
    pub(crate) fn begin(
        path: &Path,
        header: &[&str],
        limits: Limits,
        disarms: bool,
    ) -> io::Result<Self> {
        let mut out = BufWriter::new(private_file(path)?);
        let mut line = Vec::new();
        if !header.is_empty() {
            add_line(header.iter(), &mut line);
        }
        out.write_all(&line)?;
        Ok(Self { out, limits, disarms, rows: 0, bytes: line.len() as u64, line })
    }
}

impl TableFile for CsvFile {
    fn offer(&mut self, row: &Row<'_>) -> io::Result<bool> {
        self.line.clear();
        let texts = row.iter().map(|cell| cell.as_deref().unwrap_or_default());
        if self.disarms {
            add_line(texts.map(disarmed), &mut self.line);
        } else {
            add_line(texts, &mut self.line);
        }
        let bytes = self.bytes + self.line.len() as u64;
        // A single row that is too large is written nevertheless.
        if self.rows > 0 && (self.rows >= self.limits.rows || bytes > self.limits.bytes) {
            return Ok(false);
        }
        self.out.write_all(&self.line)?;
        (self.rows, self.bytes) = (self.rows + 1, bytes);
        Ok(true)
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.out.flush()
    }
}
