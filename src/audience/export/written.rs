//! What an export has come to: files, rows, and what was left out by reason.

use crate::words::{counted, whole};
use serde::Serialize;

/// Why a row is not in a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[repr(usize)]
pub enum LeftOut {
    /// Consent to advertising platforms is not on record.
    NoConsentAds,
    /// There is no e-mail address that may be used.
    NoEmail,
    /// The address has characters that the target does not take.
    EmailNotAscii,
    /// There is no phone number that may be used.
    NoPhone,
    /// The phone number cannot be dialled: its country is not known, or its length is not possible.
    InvalidPhone,
    /// There is nothing by which the target could find the customer.
    NoAddress,
    /// An earlier row has the same address.
    SameAddress,
}

impl LeftOut {
    /// In words, after a number of rows.
    pub fn meaning(self) -> &'static str {
        match self {
            LeftOut::NoConsentAds => "without consent to advertising platforms",
            LeftOut::NoEmail => "without an e-mail address that may be used",
            LeftOut::EmailNotAscii => "whose address the target does not take",
            LeftOut::NoPhone => "without a phone number that may be used",
            LeftOut::InvalidPhone => "whose phone number cannot be dialled",
            LeftOut::NoAddress => "without what the target finds people by",
            LeftOut::SameAddress => "with an address that is in it already",
        }
    }
}

/// Why a cell is not what it is in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[repr(usize)]
pub enum Changed {
    /// A phone number that cannot be dialled was left out.
    InvalidPhone,
    /// A name or postal code was left out that a spreadsheet would run as a formula.
    UnsafeText,
    /// A text was cut to the target's limit.
    Shortened,
}

/// Rows, by reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Count<R> {
    /// The reason.
    pub reason: R,
    /// How many.
    pub rows: u64,
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WrittenFile {
    /// Its name beneath the folder of exports, with slashes.
    pub name: String,
    /// Its rows, the header not counted.
    pub rows: u64,
}

/// What a table has come to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Written {
    /// The target.
    pub target: &'static str,
    /// The table.
    pub table: &'static str,
    /// Its files; none where no row is left.
    pub files: Vec<WrittenFile>,
    /// Contacts that are not in it.
    pub left_out: Vec<Count<LeftOut>>,
    /// Rows that are in it with less than the list has.
    pub changed: Vec<Count<Changed>>,
    /// What the target asks for at least, where it is more than there is.
    pub too_few: Option<u64>,
}

impl Written {
    /// Rows in all files.
    pub fn rows(&self) -> u64 {
        self.files.iter().map(|file| file.rows).sum()
    }

    /// What was written and what was left out, in a line.
    pub fn in_words(&self) -> String {
        let Self { target, table, left_out, .. } = self;
        let rows = counted(self.rows() as f64, "row", "rows");
        let mut text = format!("{target}/{table}: {rows}");
        let reason = |count: &Count<LeftOut>| {
            format!("{} {}", whole(count.rows as f64), count.reason.meaning())
        };
        if !left_out.is_empty() {
            let all: Vec<String> = left_out.iter().map(reason).collect();
            text.push_str(&format!("; left out: {}", all.join(", ")));
        }
        text
    }

    /// What somebody should know before the files are used: that there is none, or too few rows.
    pub fn warning(&self) -> Option<String> {
        let Self { target, table, .. } = self;
        if self.files.is_empty() {
            let no_consent = LeftOut::NoConsentAds;
            let why = match self.left_out.iter().find(|count| count.reason == no_consent) {
                Some(count) => format!(
                    "{} customers have no consent to advertising platforms on record (consent_ads)",
                    count.rows
                ),
                None => "nobody on the list has what it needs".to_owned(),
            };
            return Some(format!("{target}: no file '{table}' was written: {why}"));
        }
        let least = self.too_few?;
        let rows = self.rows();
        Some(format!("{target}: '{table}' has {rows} rows; {target} asks for at least {least}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_left_out_is_said_in_a_line() {
        let mut written = Written {
            target: "klaviyo",
            table: "sms",
            files: vec![WrittenFile { name: "klaviyo/sms.csv".to_owned(), rows: 1 }],
            left_out: vec![
                Count { reason: LeftOut::NoPhone, rows: 1200 },
                Count { reason: LeftOut::InvalidPhone, rows: 9 },
            ],
            changed: Vec::new(),
            too_few: None,
        };
        assert_eq!(
            written.in_words(),
            "klaviyo/sms: 1 row; left out: 1,200 without a phone number that may be used, 9 whose phone \
             number cannot be dialled"
        );
        written.left_out.clear();
        assert_eq!(written.in_words(), "klaviyo/sms: 1 row");
    }
}
