//! The files of an input as a relation: exactly those that winback itself reads, columns that stand in
//! their paths included.

use super::dialect::Dialect;
use super::newest::{FILE, ROW};
use super::phrase;
use crate::ingest::{
    Accepts, ColumnMap, PathType, PathValue, TableColumn, in_path, path_type, type_in,
};
use crate::table::{DataFile, Files, Footer, field_path};
use arrow_array::Array;
use arrow_array::cast::AsArray;
use arrow_schema::DataType;

/// The mapped columns and those named `extras`. One file by its path; several as a list where the engine has one
/// and nothing stands in the paths, else as the union of the mapped columns of each.
pub fn relation<C: TableColumn>(
    files: &Files,
    mapping: &ColumnMap<C, String>,
    extras: &[&str],
    dialect: Dialect,
) -> String {
    let columns = columns(files, mapping, extras);
    let is_plain = |name: &str| {
        files.footers.iter().all(|footer| {
            field_path(footer.schema().fields(), name).is_none_or(|path| path.len() == 1)
        })
    };
    let none_in_paths = columns.iter().all(|(name, of_path)| of_path.is_none() && is_plain(name));
    match &files.dataset.files[..] {
        [one] if none_in_paths => dialect.parquet(&path(one)),
        several if none_in_paths && dialect == Dialect::DuckDb => {
            let list: Vec<String> = several.iter().map(|f| phrase::text(&path(f))).collect();
            format!("read_parquet([{}], union_by_name = true)", list.join(", "))
        }
        several if none_in_paths && dialect == Dialect::Spark && are_alike(files, &columns) => {
            let paths: Vec<String> = several.iter().map(path).collect();
            one_of(&paths).map_or_else(
                || format!("{} files", union(files, &columns, dialect, |_| String::new())),
                |glob| dialect.parquet(&glob),
            )
        }
        _ => format!("{} files", union(files, &columns, dialect, |_| String::new())),
    }
}

/// Whether every file has every column, of one type: engines that are given several files at once take
/// columns and types from one of them.
fn are_alike(files: &Files, columns: &[(&str, Option<PathType>)]) -> bool {
    let types = |footer: &Footer| -> Option<Vec<DataType>> {
        columns.iter().map(|(name, _)| type_in(footer, name)).collect()
    };
    let mut all = files.footers.iter().map(types);
    let first = all.next().flatten();
    first.is_some() && all.all(|types| types == first)
}

/// A glob that means these paths and no others; None where it would mean more.
fn one_of(paths: &[String]) -> Option<String> {
    if paths.iter().any(|path| path.contains(['{', '}', '[', ']', '*', '?', ',', '\\'])) {
        return None;
    }
    let first = paths.first()?;
    let common = first.match_indices('/').map(|(at, _)| at + 1);
    let mut folder = common.filter(|at| paths.iter().all(|path| path.starts_with(&first[..*at])));
    let folder = folder.next_back().unwrap_or(0);
    let names: Vec<&str> = paths.iter().map(|path| &path[folder..]).collect();
    Some(format!("{}{{{}}}", &first[..folder], names.join(",")))
}

/// The mapped columns and those named `extras`, with two more: where a row's file stands in the order of
/// `files_in_order`, and where the row stands in its file. For engines that know the latter.
pub(super) fn with_places<C: TableColumn>(
    files: &Files,
    mapping: &ColumnMap<C, String>,
    extras: &[&str],
    files_in_order: &[usize],
    dialect: Dialect,
) -> String {
    union(files, &columns(files, mapping, extras), dialect, |file| {
        let place = files_in_order.iter().position(|&at| at == file).unwrap_or(file);
        format!(", {place} as {FILE}, {} as {ROW}", dialect.row_in_file())
    })
}

fn path(file: &DataFile) -> String {
    file.path.to_string_lossy().into_owned()
}

/// The columns, each once, with their types where they stand in paths.
fn columns<'a, C: TableColumn>(
    files: &Files,
    mapping: &'a ColumnMap<C, String>,
    extras: &[&'a str],
) -> Vec<(&'a str, Option<PathType>)> {
    let named = mapping.iter().map(|(column, name)| (name.as_str(), column.spec().accepts));
    let named = named.chain(extras.iter().map(|name| (*name, Accepts::Anything)));
    let mut columns: Vec<(&str, Option<PathType>)> = Vec::new();
    for (name, accepts) in named {
        if columns.iter().all(|(known, _)| *known != name) {
            columns.push((name, path_type(files, name, accepts)));
        }
    }
    columns
}

/// The columns of every file, and `more` of the one with a number.
fn union(
    files: &Files,
    columns: &[(&str, Option<PathType>)],
    dialect: Dialect,
    more: impl Fn(usize) -> String,
) -> String {
    let one = |(i, (file, footer)): (usize, (&DataFile, &Footer))| {
        let columns: Vec<String> = columns
            .iter()
            .map(|&(name, of_path)| expression(file, footer, name, of_path, dialect))
            .collect();
        let more = more(i);
        let rows = if more.is_empty() {
            dialect.parquet(&path(file))
        } else {
            dialect.parquet_with_rows(&path(file))
        };
        format!("select {}{more} from {rows}", columns.join(", "))
    };
    let each: Vec<String> = files.iter().enumerate().map(one).collect();
    format!("(\n        {}\n        )", each.join("\n        union all "))
}

/// A mapped column of one file: its own, a constant of its path, or null.
fn expression(
    file: &DataFile,
    footer: &Footer,
    name: &str,
    of_path: Option<PathType>,
    dialect: Dialect,
) -> String {
    let quoted = dialect.quoted(name);
    match field_path(footer.schema().fields(), name).as_deref() {
        Some([_]) => return quoted,
        Some(path) => {
            let steps: Vec<String> =
                path.iter().map(|field| dialect.quoted(field.name())).collect();
            return format!("{} as {quoted}", steps.join("."));
        }
        None => {}
    }
    let value = match (of_path, in_path(file, footer, name)) {
        (Some(path_type), Some(text)) => path_type.value(text),
        _ => PathValue::Null,
    };
    let literal = match value {
        PathValue::Null => "null".to_owned(),
        PathValue::Integer(number) => number.to_string(),
        PathValue::Number(number) => format!("{number:e}"),
        PathValue::Flag(flag) => flag.to_string(),
        PathValue::Date(day) => {
            format!("cast('{}' as date)", crate::time::date_of_day(day))
        }
        PathValue::Text(entry) => match entry.as_string_opt::<i32>() {
            Some(texts) if texts.len() == 1 => phrase::text(texts.value(0)),
            _ => "null".to_owned(),
        },
    };
    format!("{literal} as {quoted}")
}
