//! What a table asks of its readers: refused by name where this one does not have it.

use super::DeltaError;
use super::action::{MetaData, Protocol};
use std::path::Path;

/// The newest reader version: from 3 on features are named one by one.
const NEWEST_READER: i32 = 3;

/// Features that a reader may have heard of without more ado. Deletion vectors and column mapping may be
/// allowed and not in use, which is seen from files and settings; checkpoints of version 2 from theirs.
const READ: [&str; 5] =
    ["timestampNtz", "vacuumProtocolCheck", "deletionVectors", "columnMapping", "v2Checkpoint"];

/// The setting that says whether columns go by other names in the files.
const COLUMN_MAPPING: &str = "delta.columnMapping.mode";

/// What the newest version of a table says of itself.
#[derive(Debug, Default)]
pub(super) struct Reading {
    pub protocol: Protocol,
    pub meta_data: MetaData,
}

impl Reading {
    /// Refuses what is not read.
    pub(super) fn check(&self, table: &Path) -> Result<(), DeltaError> {
        let refuse = |what: String| Err(DeltaError::Unsupported { table: table.to_owned(), what });
        let version = self.protocol.min_reader_version;
        if version > NEWEST_READER {
            return refuse(format!("needs a reader of version {version}"));
        }
        let features = self.protocol.reader_features.iter().flatten();
        let unknown: Vec<&str> =
            features.map(String::as_str).filter(|name| !READ.contains(name)).collect();
        if !unknown.is_empty() {
            return refuse(format!("needs the reader feature {}", unknown.join(", ")));
        }
        let MetaData { format, configuration } = &self.meta_data;
        if let Some(Some(mode)) = configuration.get(COLUMN_MAPPING)
            && mode != "none"
        {
            return refuse(format!("has column mapping by {mode}"));
        }
        if let Some(provider) = &format.provider
            && provider != "parquet"
        {
            return refuse(format!("has files of the format {provider}"));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_read_is_refused_by_name() {
        let check = |version, features: &[&str], setting: (&str, &str)| {
            let features = features.iter().map(|name| (*name).to_owned()).collect();
            let protocol =
                Protocol { min_reader_version: version, reader_features: Some(features) };
            let setting = (setting.0.to_owned(), Some(setting.1.to_owned()));
            let meta_data = MetaData { configuration: [setting].into(), ..MetaData::default() };
            let refused = Reading { protocol, meta_data }.check(Path::new("tx"));
            refused.err().map(|error| error.to_string()).unwrap_or_default()
        };
        let none = (COLUMN_MAPPING, "none");
        assert_eq!(check(1, &[], none), "");
        assert_eq!(check(3, &READ, ("delta.appendOnly", "true")), "");
        assert!(check(4, &[], none).contains("needs a reader of version 4"));
        let said = check(3, &["timestampNtz", "variantType", "typeWidening"], none);
        assert!(said.contains("the reader feature variantType, typeWidening"), "{said}");
        assert!(said.contains("delta_scan('tx')"), "{said}");
        assert!(check(2, &[], (COLUMN_MAPPING, "name")).contains("column mapping by name"));
    }
}
