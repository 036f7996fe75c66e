//! What a generated business still has ahead: its settings and how many of its later days are told, in a file
//! beside its tables. Only a business with later days has one.

use super::error::{GenerateError, io};
use super::settings::BusinessSettings;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// Name of the file.
pub(super) const PLAN: &str = "business.json";

/// The business and where its history stands.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Plan {
    /// What was asked for when it was generated.
    pub settings: BusinessSettings,
    /// Days that were added since.
    pub days_added: u32,
}

impl Plan {
    /// The plan of the business in a folder.
    pub(super) fn read(folder: &Path) -> Result<Self, GenerateError> {
        let path = folder.join(PLAN);
        let text = fs::read_to_string(&path).map_err(|error| match error.kind() {
            ErrorKind::NotFound => GenerateError::NoPlan(folder.to_owned()),
            _ => io("read", &path)(error),
        })?;
        serde_json::from_str(&text).map_err(|source| GenerateError::Plan { path, source })
    }

    /// Writes it.
    pub(super) fn write(&self, path: &Path) -> Result<(), GenerateError> {
        let mut text = serde_json::to_string_pretty(self)
            .map_err(|source| GenerateError::Plan { path: path.to_owned(), source })?;
        text.push('\n');
        fs::write(path, text).map_err(io("write", path))
    }
}

/// A date as `2024-12-31`.
pub(super) mod date_as_text {
    use jiff::civil::Date;
    use serde::{Deserialize, Deserializer, Serializer};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
    pub(in crate::generate) fn serialize<S: Serializer>(
        date: &Date,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        to.collect_str(date)
    }

    pub(in crate::generate) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Date, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}
