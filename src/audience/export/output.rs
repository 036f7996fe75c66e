//! A table while it is written: which rows it takes, in which file they go, and what is counted.

use super::files::{CsvFile, ParquetFile, TableFile, XlsxFile};
use super::person::Person;
use super::target::{Column, Format, Key, Part, Reader, Table, Target};
use super::written::{Changed, Count, LeftOut, Written, WrittenFile};
use std::borrow::Cow;
use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};
use xxhash_rust::xxh3::xxh3_64;

const LEFT_OUT: [LeftOut; 7] = [
    LeftOut::NoConsentAds,
    LeftOut::NoEmail,
    LeftOut::EmailNotAscii,
    LeftOut::NoPhone,
    LeftOut::InvalidPhone,
    LeftOut::NoAddress,
    LeftOut::SameAddress,
];
const CHANGED: [Changed; 3] = [Changed::InvalidPhone, Changed::UnsafeText, Changed::Shortened];

/// A table that is being written.
pub(super) struct Output {
    target: &'static Target,
    table: &'static Table,
    columns: Vec<&'static Column>,
    header: Vec<&'static str>,
    /// The target's folder.
    folder: PathBuf,
    file: Option<Box<dyn TableFile>>,
    /// Rows of each file.
    rows: Vec<u64>,
    /// Hashes of the addresses of its rows.
    addresses: HashSet<u64>,
    left_out: [u64; LEFT_OUT.len()],
    changed: [u64; CHANGED.len()],
}

impl Output {
    /// A table of a target beneath the folder of exports; without rows nothing is created.
    pub(super) fn of(
        target: &'static Target,
        table: &'static Table,
        with_properties: bool,
        exports: &Path,
    ) -> Self {
        let header = if table.has_header { table.header(with_properties) } else { Vec::new() };
        Self {
            target,
            table,
            columns: table.all_columns(with_properties).collect(),
            header,
            folder: exports.join(target.name),
            file: None,
            rows: Vec::new(),
            addresses: HashSet::new(),
            left_out: [0; LEFT_OUT.len()],
            changed: [0; CHANGED.len()],
        }
    }

    /// Adds those who belong in the table.
    pub(super) fn write(&mut self, people: &[Person<'_>]) -> io::Result<()> {
        people.iter().try_for_each(|person| self.write_person(person))
    }

    fn write_person(&mut self, person: &Person<'_>) -> io::Result<()> {
        if let Err(reason) = self.takes(person) {
            self.left_out[reason as usize] += 1;
            return Ok(());
        }
        let mut changed = [false; CHANGED.len()];
        let mut row: Vec<Option<Cow<'_, str>>> = Vec::with_capacity(self.columns.len());
        for column in &self.columns {
            let cell = column.cell(person);
            let most = self.table.text_bytes;
            match (&cell, column.part) {
                (None, Part::Phone) if person.has_invalid_phone => {
                    changed[Changed::InvalidPhone as usize] = true;
                }
                (None, Part::Text) if person.has_unsafe_text => {
                    changed[Changed::UnsafeText as usize] = true;
                }
                (Some(text), _) if text.len() > most => {
                    changed[Changed::Shortened as usize] = true;
                }
                _ => {}
            }
            row.push(cell.map(|text| cut(text, most)));
        }
        self.changed.iter_mut().zip(changed).for_each(|(n, changed)| *n += u64::from(changed));
        self.add(&row)
    }

    /// Whether the person belongs in the table, by consent and address.
    fn takes(&mut self, person: &Person<'_>) -> Result<(), LeftOut> {
        if self.target.reader == Reader::AdPlatform && !person.contact.consent_ads {
            return Err(LeftOut::NoConsentAds);
        }
        let address = match self.table.key {
            Key::Nothing => return Ok(()),
            Key::Findable(is_findable) if is_findable(person) => return Ok(()),
            Key::Findable(_) => return Err(LeftOut::NoAddress),
            Key::Email => person.email.ok_or(LeftOut::NoEmail)?,
            Key::AsciiEmail => {
                let email = person.email.ok_or(LeftOut::NoEmail)?;
                let name = email.rsplit_once('@').map_or(email, |(name, _)| name);
                Some(email).filter(|_| name.is_ascii()).ok_or(LeftOut::EmailNotAscii)?
            }
            Key::Phone if person.has_invalid_phone => return Err(LeftOut::InvalidPhone),
            Key::Phone => person.e164().ok_or(LeftOut::NoPhone)?,
        };
        let is_new = self.addresses.insert(xxh3_64(address.to_lowercase().as_bytes()));
        if is_new { Ok(()) } else { Err(LeftOut::SameAddress) }
    }

    fn add(&mut self, row: &[Option<Cow<'_, str>>]) -> io::Result<()> {
        if let (Some(file), Some(rows)) = (&mut self.file, self.rows.last_mut())
            && file.offer(row)?
        {
            *rows += 1;
            return Ok(());
        }
        let mut next = self.next_file()?;
        if !next.offer(row)? {
            return Err(io::Error::other("a row is larger than a file may be"));
        }
        if let Some(full) = self.file.replace(next) {
            full.finish()?;
        }
        self.rows.push(1);
        Ok(())
    }

    fn next_file(&self) -> io::Result<Box<dyn TableFile>> {
        std::fs::create_dir_all(&self.folder)?;
        let path = self.folder.join(self.numbered(self.rows.len() + 1));
        let disarms = self.target.reader == Reader::People;
        Ok(match self.table.format {
            Format::Csv => {
                Box::new(CsvFile::begin(&path, &self.header, self.table.limits, disarms)?)
            }
            Format::Xlsx => Box::new(XlsxFile::begin(&path, &self.header)?),
            Format::Parquet => Box::new(ParquetFile::begin(&path, &self.header)?),
        })
    }

    fn numbered(&self, number: usize) -> String {
        format!("{}-{number}.{}", self.table.name, self.table.format.extension())
    }

    /// Completes the files. A single one needs no number.
    pub(super) fn finish(mut self) -> io::Result<Written> {
        if let Some(file) = self.file.take() {
            file.finish()?;
        }
        let mut names: Vec<String> = (1..=self.rows.len()).map(|n| self.numbered(n)).collect();
        if let [only] = &mut names[..] {
            let plain = format!("{}.{}", self.table.name, self.table.format.extension());
            std::fs::rename(self.folder.join(&*only), self.folder.join(&plain))?;
            *only = plain;
        }
        let rows: u64 = self.rows.iter().sum();
        let name = |name| format!("{}/{name}", self.target.name);
        let files = names.into_iter().zip(self.rows);
        let least = self.table.least_rows;
        Ok(Written {
            target: self.target.name,
            table: self.table.name,
            files: files.map(|(file, rows)| WrittenFile { name: name(file), rows }).collect(),
            left_out: counts(&LEFT_OUT, &self.left_out),
            changed: counts(&CHANGED, &self.changed),
            too_few: (rows > 0 && rows < least).then_some(least),
        })
    }
}

/// The text cut to so many bytes, at a character's boundary.
fn cut(text: Cow<'_, str>, most: usize) -> Cow<'_, str> {
    if text.len() <= most {
        return text;
    }
    let end = (0..=most).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(&text[..end]),
        Cow::Owned(mut text) => {
            text.truncate(end);
            Cow::Owned(text)
        }
    }
}

fn counts<R: Copy>(reasons: &[R], rows: &[u64]) -> Vec<Count<R>> {
    let found = reasons.iter().zip(rows).filter(|(_, rows)| **rows > 0);
    found.map(|(&reason, &rows)| Count { reason, rows }).collect()
}
