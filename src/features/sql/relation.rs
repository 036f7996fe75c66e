//! The files of an input as a relation: exactly those that winback itself reads, columns that stand in
//! their paths included.

use super::dialect::Dialect;
use super::phrase;
use crate::ingest::{ColumnMap, PathType, PathValue, TableColumn, in_path, path_type};
use crate::table::{DataFile, Files, Footer};
use arrow_array::Array;
use arrow_array::cast::AsArray;

/// One file by its path; several as a list where the engine has one and nothing stands in the paths,
/// else as the union of the mapped columns of each.
pub fn relation<C: TableColumn>(
    files: &Files,
    mapping: &ColumnMap<C, String>,
    dialect: Dialect,
) -> String {
    let path = |file: &DataFile| file.path.to_string_lossy().into_owned();
    let from_paths: ColumnMap<C, PathType> = mapping
        .iter()
        .filter_map(|(column, name)| Some((column, path_type(files, name, column.spec().accepts)?)))
        .collect();
    match &files.dataset.files[..] {
        [one] if from_paths.is_empty() => dialect.parquet(&path(one)),
        several if from_paths.is_empty() && dialect == Dialect::DuckDb => {
            let list: Vec<String> = several.iter().map(|f| phrase::text(&path(f))).collect();
            format!("read_parquet([{}], union_by_name = true)", list.join(", "))
        }
        _ => {
            let one = |(file, footer): (&DataFile, &Footer)| {
                let columns: Vec<String> = mapping
                    .iter()
                    .map(|(column, name)| {
                        let of_path = from_paths.get(column).copied();
                        expression(file, footer, name, of_path, dialect)
                    })
                    .collect();
                format!("select {} from {}", columns.join(", "), dialect.parquet(&path(file)))
            };
            let each: Vec<String> = files.iter().map(one).collect();
            format!("(\n        {}\n        ) files", each.join("\n        union all "))
        }
    }
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
    if footer.schema().column_with_name(name).is_some() {
        return quoted;
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
