//! What a target is: a table or several, each declared as data. How they are written is for `output`.

use super::files::Limits;
use super::normalise::sha256;
use super::person::Person;
use std::borrow::Cow;

/// Who takes the list.
#[derive(Debug)]
pub(crate) struct Target {
    /// Its name in the settings, and its folder.
    pub name: &'static str,
    /// What becomes of the files.
    pub reader: Reader,
    /// What is written for it.
    pub tables: &'static [Table],
}

/// What becomes of a target's files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reader {
    /// People read them: everything as it stands in the data.
    People,
    /// A sending tool takes them: texts that look like formulas are left out, they would be mailed.
    Tool,
    /// An advertising platform takes them: likewise, and only of those who agreed to it.
    AdPlatform,
}

/// A table of a target: one file, or several by number where one has a limit.
#[derive(Debug)]
pub(crate) struct Table {
    /// The file's name without number and extension.
    pub name: &'static str,
    /// The file's format.
    pub format: Format,
    /// Whether it begins with a header.
    pub has_header: bool,
    /// Its columns.
    pub columns: &'static [Column],
    /// Columns that are added on request.
    pub properties: &'static [Column],
    /// What a row needs.
    pub key: Key,
    /// What one file holds at most.
    pub limits: Limits,
    /// Bytes that a text may have.
    pub text_bytes: usize,
    /// Rows below which the target refuses the list or cannot use it.
    pub least_rows: u64,
}

impl Table {
    /// A CSV table with a header and no limits.
    pub(crate) const fn csv(name: &'static str, key: Key, columns: &'static [Column]) -> Self {
        Self {
            name,
            format: Format::Csv,
            has_header: true,
            columns,
            properties: &[],
            key,
            limits: Limits::NONE,
            text_bytes: usize::MAX,
            least_rows: 0,
        }
    }

    /// The header.
    pub(crate) fn header(&self, with_properties: bool) -> Vec<&'static str> {
        self.all_columns(with_properties).map(|column| column.header).collect()
    }

    /// The columns that are written.
    pub(crate) fn all_columns(
        &self,
        with_properties: bool,
    ) -> impl Iterator<Item = &'static Column> {
        let properties = if with_properties { self.properties } else { &[] };
        self.columns.iter().chain(properties)
    }
}

/// The format of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// Comma-separated values.
    Csv,
    /// An Excel workbook.
    Xlsx,
    /// A Parquet file.
    Parquet,
}

impl Format {
    /// The extension of its files.
    pub(crate) fn extension(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Xlsx => "xlsx",
            Format::Parquet => "parquet",
        }
    }
}

/// What a row of a table needs; of two rows with the same address the second is left out.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Key {
    /// The column stays empty.
    Nothing,
    /// An e-mail address.
    Email,
    /// An e-mail address without other than ASCII characters in front of the @.
    AsciiEmail,
    /// A number that can be dialled.
    Phone,
    /// What this function asks for: enough for the target to find somebody.
    Findable(fn(&Person<'_>) -> bool),
}

/// How a cell is made.
pub(super) type Value = for<'p> fn(&'p Person<'_>) -> Option<Cow<'p, str>>;

/// A column of a table.
#[derive(Debug)]
pub(crate) struct Column {
    /// Its name in the file.
    pub header: &'static str,
    value: Value,
    hashed: bool,
    blank: Option<&'static str>,
    /// What of the person it shows.
    pub part: Part,
}

/// What a column shows of a person, where that may have been left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// A phone number.
    Phone,
    /// A name or postal code.
    Text,
    /// Something else.
    Other,
}

/// A column.
pub(super) const fn column(header: &'static str, value: Value) -> Column {
    Column { header, value, hashed: false, blank: None, part: Part::Other }
}

/// A column of phone numbers.
pub(super) const fn phone(header: &'static str, value: Value) -> Column {
    Column { part: Part::Phone, ..column(header, value) }
}

/// A column of names or postal codes.
pub(super) const fn safe_text(header: &'static str, value: Value) -> Column {
    Column { part: Part::Text, ..column(header, value) }
}

impl Column {
    /// Its values are written as SHA-256.
    pub(crate) const fn hashed(self) -> Self {
        Self { hashed: true, ..self }
    }

    /// What stands for nothing, where a blank would leave an older value in place.
    pub(crate) const fn blank(self, blank: &'static str) -> Self {
        Self { blank: Some(blank), ..self }
    }

    /// The cell of a row.
    pub(crate) fn cell<'p>(&self, person: &'p Person<'_>) -> Option<Cow<'p, str>> {
        match (self.value)(person) {
            Some(text) if self.hashed => Some(Cow::Owned(sha256(&text))),
            None => self.blank.map(Cow::Borrowed),
            text => text,
        }
    }
}

/// A text that is there already.
pub(super) fn text(text: Option<&str>) -> Option<Cow<'_, str>> {
    text.map(Cow::Borrowed)
}

/// A text that was made.
pub(super) fn made<'p>(text: Option<String>) -> Option<Cow<'p, str>> {
    text.map(Cow::Owned)
}
