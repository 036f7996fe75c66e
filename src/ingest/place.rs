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
    pub fn bad_value(
        &self,
        value: String,
        wanted: &'static str,
        remedy: &'static str,
    ) -> IngestError {
        IngestError::BadValue {
            path: self.path.to_owned(),
            column: self.column.to_owned(),
            value,
            wanted,
            remedy,
        }
    }

    /// The column cannot be taken as it is.
    pub fn unusable(&self, reason: String, remedy: String) -> IngestError {
        IngestError::UnusableColumn {
            path: self.path.to_owned(),
            column: self.column.to_owned(),
            reason,
            remedy,
        }
    }
}
