//! Paths of files in a Delta log: URIs, relative to the table or absolute.

use super::DeltaError;
use crate::table::hive::unescaped;
use std::path::{Path, PathBuf};

/// The name of a file as the log's actions have it, undone: two spellings are one file.
pub(in crate::table) fn name(uri: &str) -> String {
    let name = unescaped(uri);
    // `file:/x` is what Hadoop writes, `file:///x` what the rest of the world does.
    match name.strip_prefix("file:") {
        Some(path) => format!("/{}", path.trim_start_matches('/')),
        None => name,
    }
}

/// Where a file lies on this machine.
pub(super) fn local(table: &Path, name: &str) -> Result<PathBuf, DeltaError> {
    if is_remote(name) {
        return Err(DeltaError::Remote { table: table.to_owned(), file: name.to_owned() });
    }
    Ok(table.join(name))
}

/// Whether a name begins with a scheme, such as `s3://`.
fn is_remote(name: &str) -> bool {
    let Some((scheme, _)) = name.split_once("://") else { return false };
    !scheme.is_empty() && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_a_path_are_one() {
        let table = Path::new("/data/tx");
        let at = |uri: &str| local(table, &name(uri)).map_err(|error| error.to_string());
        assert_eq!(at("day=1/a%20b.parquet").unwrap(), Path::new("/data/tx/day=1/a b.parquet"));
        assert_eq!(at("day=A%253AB/a.parquet").unwrap(), Path::new("/data/tx/day=A%3AB/a.parquet"));
        for absolute in ["/old/a.parquet", "file:/old/a.parquet", "file:///old/a.parquet"] {
            assert_eq!(at(absolute).unwrap(), Path::new("/old/a.parquet"));
        }
        assert!(at("s3://bucket/a.parquet").unwrap_err().contains("in an object store"));
        assert!(at("abfss://c@b.net/a.parquet").is_err());
    }
}
