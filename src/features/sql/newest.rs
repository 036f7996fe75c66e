//! The newest version of every row, chosen before anything else: what `ingest::newest` does, said once
//! more in SQL.

use super::SqlError;
use super::dialect::Dialect;
use super::relation::with_places;
use super::time_form::{is_number, types};
use crate::ingest::{Accepts, ColumnMap, NewestRule, TransactionColumn, is_text, order_of_paths};
use crate::table::Files;
use arrow_schema::DataType;

/// The largest finite number: everything beyond, NaN included, is no version.
const LARGEST: &str = "1.7976931348623157e308";

/// The newest rows as a relation: the mapped columns and those named `extras`.
///
/// # Errors
///
/// An engine or a column of versions with which another row would be the newest.
pub fn newest_rows(
    files: &Files,
    mapping: &ColumnMap<TransactionColumn, String>,
    extras: &[&str],
    rule: &NewestRule,
    dialect: Dialect,
) -> Result<String, SqlError> {
    let version = version(files, rule, dialect)?;
    let keys: Vec<String> = rule
        .key
        .iter()
        .map(|name| format!("nullif({}, '')", dialect.text(&dialect.quoted(name))))
        .collect();
    let mut extras = extras.to_vec();
    extras.extend(rule.key.iter().map(String::as_str).chain([rule.newest_by.as_str()]));
    let paths = files.dataset.files.iter().map(|file| file.path.as_path());
    let rows = with_places(files, mapping, &extras, &order_of_paths(paths), dialect);
    let keyless: Vec<String> = keys.iter().map(|key| format!("{key} is null")).collect();
    Ok(format!(
        "(\n      select * from (select f.*, row_number() over (partition by {} order by {version} desc nulls \
         last, {FILE} desc, {ROW} desc) as winback_version\n        from {rows} f) v\n      where \
         winback_version = 1 or ({})\n      ) n",
        keys.join(", "),
        keyless.join(" and "),
    ))
}

/// Where a row's file stands in the order of paths.
pub(super) const FILE: &str = "winback_file";
/// Where a row stands in its file.
pub(super) const ROW: &str = "winback_row";

/// What versions are sorted by.
fn version(files: &Files, rule: &NewestRule, dialect: Dialect) -> Result<String, SqlError> {
    let column = dialect.quoted(&rule.newest_by);
    let refuse = |reason: &str| {
        Err(SqlError::NotReadable { column: rule.newest_by.clone(), reason: reason.to_owned() })
    };
    let types = types(files, &rule.newest_by, Accepts::Time);
    if types.iter().any(is_text) {
        return refuse(
            "(rows.newest_by) is text, which SQL does not sort as winback does: export it as a timestamp or \
             a number",
        );
    }
    let has_zone = |found: &DataType| matches!(found, DataType::Timestamp(_, Some(_)));
    if types.iter().any(is_number) != types.iter().all(is_number)
        || types.iter().any(has_zone) != types.iter().all(has_zone)
    {
        return refuse("(rows.newest_by) has another type in some files: write it as one type");
    }
    if dialect == Dialect::DataFusion {
        return refuse(
            "(rows.newest_by) may have equal versions, of which the later row counts, and this engine's SQL \
             does not know where a row stands: use duckdb or spark",
        );
    }
    let is_float = types.iter().any(DataType::is_floating);
    Ok(if is_float {
        format!("case when abs({column}) <= {LARGEST} then {column} end")
    } else {
        column
    })
}
