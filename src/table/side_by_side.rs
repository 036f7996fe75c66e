//! The tables that lie side by side in one folder, as one would name them: files, folders, patterns.
//!
//! Files of the same columns are one table. Which of the tables is which is not for this file.

use super::files::Files;
use super::source::SourceError;
use super::stores::Stores;
use super::table_format::TableFormat;
use super::walk::{is_hidden, is_parquet};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The tables at `place`: itself, where it is one; else those directly in it, by name. Folders without Parquet files
/// are left out.
pub(crate) fn tables_at(
    place: &Path,
    stores: &Stores,
) -> Result<Vec<(String, Files)>, SourceError> {
    let open = |spec: String| Files::open(&spec, stores).map(|files| (spec, files));
    let whole = || Ok(vec![open(place.display().to_string())?]);
    if !place.is_dir() || TableFormat::of(place).is_some() {
        return whole();
    }
    let (folders, files) = entries(place)?;
    let is_partition = |folder: &PathBuf| {
        folder.file_name().is_some_and(|name| name.to_string_lossy().contains('='))
    };
    if folders.iter().any(is_partition) {
        return whole();
    }
    let mut groups: BTreeMap<Vec<String>, Vec<PathBuf>> = BTreeMap::new();
    for file in files {
        let columns = Files::open(&file.display().to_string(), stores)?.column_names();
        groups.entry(columns).or_default().push(file);
    }
    if folders.is_empty() && groups.len() <= 1 {
        return whole();
    }
    let mut tables = Vec::new();
    for folder in folders {
        match open(folder.display().to_string()) {
            Err(SourceError::NoFiles { .. }) => {}
            table => tables.push(table?),
        }
    }
    for group in groups.values() {
        for spec in specs(place, group, stores) {
            tables.push(open(spec)?);
        }
    }
    tables.sort_by(|(a, _), (b, _)| a.cmp(b));
    Ok(tables)
}

/// The folders and the Parquet files directly in a folder.
fn entries(place: &Path) -> Result<(Vec<PathBuf>, Vec<PathBuf>), SourceError> {
    let io = |error| SourceError::io(place, error);
    let (mut folders, mut files) = (Vec::new(), Vec::new());
    for entry in std::fs::read_dir(place).map_err(io)? {
        let path = entry.map_err(io)?.path();
        if is_hidden(&path) {
            continue;
        }
        if path.is_dir() {
            folders.push(path);
        } else if path.is_file() && is_parquet(&path)? {
            files.push(path);
        }
    }
    files.sort();
    Ok((folders, files))
}

/// How files of the same columns are named: one by its name, several by what their names begin with where no other
/// file's does, else each by its own.
fn specs(place: &Path, files: &[PathBuf], stores: &Stores) -> Vec<String> {
    let each = || files.iter().map(|file| file.display().to_string()).collect();
    let [first, .., last] = files else { return each() };
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let (first, last) = (name(first), name(last));
    // The files are sorted: what the first and the last begin with, all do.
    let same = first.chars().zip(last.chars()).take_while(|(a, b)| a == b);
    let begin: String = same.map(|(a, _)| a).collect();
    let is_plain = |c: char| !"*?[]{}".contains(c);
    let pattern = format!("{}*", place.join(&begin).display());
    let found = || Files::open(&pattern, stores).map(|found| found.dataset.files.len());
    if !begin.is_empty()
        && pattern[..pattern.len() - 1].chars().all(is_plain)
        && found().ok() == Some(files.len())
    {
        return vec![pattern];
    }
    each()
}
