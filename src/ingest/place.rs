//! Where a value stands, so that a message can name the file and the column.

use super::IngestError;
use std::path::Path;

/// Where a value stands, for messages.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The file.
    pub path: &'a Path,
    /// The column.
    pub column: &'a str,
}

impl Place<'_> {
    /// The column's bytes make no sense.
    pub fn unreadable(&self, reason: &dyn std::fmt::Display) -> IngestError {
        IngestError::NotParquet {
            path: self.path.to_owned(),
            reason: format!("column '{}': {reason}", self.column),
        }
    }

    /// One value makes no sense.
    pub fn bad_value(&self, value: String, wanted: &'static str) -> IngestError {
        IngestError::BadValue {
            path: self.path.to_owned(),
            column: self.column.to_owned(),
            value,
            wanted,
        }
    }

    /// How the column's values are written cannot be seen from them.
    pub fn open_form(&self, reason: String, remedy: String) -> IngestError {
        IngestError::OpenForm {
            path: self.path.to_owned(),
            column: self.column.to_owned(),
            reason,
            remedy,
        }
    }
}
