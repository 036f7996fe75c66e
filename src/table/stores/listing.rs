//! Which objects a URL names: the object itself, all below a prefix, or those that a pattern matches. The same
//! rules as for local folders: names set aside are skipped, table formats are not read as plain files.

use super::super::hive::partition_columns;
use super::super::source::{DataFile, SourceError};
use super::super::table_format::TableFormat;
use super::super::walk::has_parquet_name;
use super::connection::{Connection, StoredObject};
use super::error::StoreError;
use super::object::Object;
use super::url::{StoreUrl, Wanted};
use object_store::ObjectMeta;
use object_store::path::Path;
use std::path::{Path as FilePath, PathBuf};
use std::sync::Arc;

/// The Parquet files that a URL names, sorted by relative name; at least one.
pub(super) fn files(
    url: &StoreUrl,
    connection: &Arc<Connection>,
) -> Result<Vec<DataFile>, SourceError> {
    let wanted = Wanted::of(&url.key)?;
    let Wanted { root, pattern } = &wanted;
    let prefix: Path = root.split('/').filter(|part| !part.is_empty()).collect();
    refuse_tables_above(&prefix, connection)?;
    if pattern.is_none()
        && !root.is_empty()
        && let Some(meta) = connection.head(&prefix)?
    {
        let folder = root.rsplit_once('/').map_or("", |(folder, _)| folder);
        return Ok(vec![data_file(meta, folder, connection)]);
    }
    let listed = connection.list(&prefix)?;
    refuse_tables(&listed, connection)?;
    let mut files = Vec::new();
    for meta in listed {
        let Some(name) = wanted.name_of(meta.location.as_ref()) else { continue };
        let is_named = has_parquet_name(FilePath::new(name));
        let file = data_file(meta, root, connection);
        if is_named || begins_as_parquet(&file)? {
            files.push(file);
        }
    }
    if files.is_empty() {
        return Err(match pattern {
            Some(_) => SourceError::NoMatch(url.to_string()),
            None => StoreError::NoFiles { url: url.to_string() }.into(),
        });
    }
    files.sort_by(|a, b| a.relative.cmp(&b.relative));
    Ok(files)
}

/// A key from a prefix on.
fn below<'a>(key: &'a str, root: &str) -> &'a str {
    key.strip_prefix(root).unwrap_or(key).trim_start_matches('/')
}

fn data_file(meta: ObjectMeta, root: &str, connection: &Arc<Connection>) -> DataFile {
    let key = meta.location.to_string();
    let relative = below(&key, root).to_owned();
    let bytes = meta.size;
    let object: Arc<dyn Object> = Arc::new(StoredObject::new(connection.clone(), meta));
    DataFile {
        path: PathBuf::from(connection.url(&key)),
        partition: partition_columns(&relative),
        relative,
        bytes,
        object: Some(object),
    }
}

/// By its first bytes: Hive writes files without an extension.
fn begins_as_parquet(file: &DataFile) -> Result<bool, SourceError> {
    let Some(object) = file.object.as_ref().filter(|_| file.bytes >= 4) else { return Ok(false) };
    let start = object.ranges(std::slice::from_ref(&(0..4)));
    let start = start.map_err(|error| SourceError::io(&file.path, error))?;
    Ok(start.first().is_some_and(|start| start[..] == *b"PAR1"))
}

/// Refuses objects that are a table only together with its log.
fn refuse_tables(listed: &[ObjectMeta], connection: &Connection) -> Result<(), StoreError> {
    for meta in listed {
        let key = meta.location.as_ref();
        if let Some((table, format)) = table_of(key) {
            return Err(StoreError::Table { url: connection.url(table), format });
        }
    }
    Ok(())
}

/// The table to whose log an object belongs.
fn table_of(key: &str) -> Option<(&str, TableFormat)> {
    let of = |part: &str| {
        let start = key.split('/').scan(0, |at, name| {
            let start = *at;
            *at += name.len() + 1;
            Some((start, name))
        });
        start
            .into_iter()
            .find(|(_, name)| *name == part)
            .map(|(at, _)| key[..at].trim_end_matches('/'))
    };
    if let Some(table) = of("_delta_log") {
        return Some((table, TableFormat::Delta));
    }
    if let Some(table) = of(".hoodie") {
        return Some((table, TableFormat::Hudi));
    }
    let table = of("metadata").filter(|_| key.ends_with(".metadata.json"))?;
    Some((table, TableFormat::Iceberg))
}

/// Refuses a prefix within a Delta table: its files may be no part of the table any more. Whether there is a log
/// cannot always be asked: then it is not.
fn refuse_tables_above(prefix: &Path, connection: &Connection) -> Result<(), StoreError> {
    let mut above = Path::default();
    for part in prefix.parts() {
        if connection.has_any(&above.clone().join("_delta_log")) {
            let (url, format) = (connection.url(above.as_ref()), TableFormat::Delta);
            return Err(StoreError::Table { url, format });
        }
        above = above.join(part);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_tells_of_its_table() {
        assert_eq!(table_of("a/b/_delta_log/0.json"), Some(("a/b", TableFormat::Delta)));
        assert_eq!(table_of("_delta_log/0.json"), Some(("", TableFormat::Delta)));
        assert_eq!(table_of("t/metadata/v1.metadata.json"), Some(("t", TableFormat::Iceberg)));
        assert_eq!(table_of("t/.hoodie/x"), Some(("t", TableFormat::Hudi)));
        assert_eq!(table_of("t/metadata/a.parquet"), None);
    }
}
