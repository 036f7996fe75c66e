//! Findings from footers alone: mapped columns and their nulls, drift between files.

use super::{Finding, Read};
use crate::ingest::{ColumnMap, TableColumn, TransactionColumn, type_in};
use crate::table::{Files, Footer};
use crate::words::counted;
use parquet::file::metadata::{ColumnChunkMetaData, RowGroupMetaData};
use parquet::file::statistics::Statistics;
use std::collections::{BTreeMap, BTreeSet};

type Mapping = ColumnMap<TransactionColumn, String>;

pub(super) fn findings(read: &Read<'_>) -> Vec<Finding> {
    let Read { files, mapping, .. } = *read;
    let mut findings: Vec<Finding> =
        parts(mapping).map(|(part, column)| mapped(part, column, files)).collect();
    findings.push(drift(files, mapping));
    findings
}

/// Keys of the mapped columns with their names in the files; the currency has a finding of its own.
fn parts(mapping: &Mapping) -> impl Iterator<Item = (&'static str, &str)> {
    let mapped = mapping.iter().filter(|(column, _)| *column != TransactionColumn::Currency);
    mapped.map(|(column, name)| (column.spec().key, name.as_str()))
}

/// Whether a column stands in the files' paths alone.
fn is_in_path(files: &Files, column: &str) -> bool {
    files.footers.iter().all(|footer| type_of(footer, column).is_none())
        && files
            .dataset
            .files
            .iter()
            .any(|file| file.partition.iter().any(|(key, _)| key == column))
}

fn type_of(footer: &Footer, column: &str) -> Option<String> {
    type_in(footer, column).map(|found| found.to_string())
}

/// The statistics of a column in every row group; `None` where a group has none.
pub(super) fn statistics<'a>(
    footer: &'a Footer,
    column: &'a str,
) -> impl Iterator<Item = Option<&'a Statistics>> {
    footer.parquet().row_groups().iter().flat_map(move |group| {
        group
            .columns()
            .iter()
            .filter(move |chunk| chunk.column_path().string() == column)
            .map(|chunk| chunk.statistics())
    })
}

/// Whether some row has more there than nothing, as far as the footers tell.
pub(super) fn has_any(files: &Files, name: &str) -> bool {
    let groups = files.footers.iter().flat_map(|footer| footer.parquet().row_groups());
    let chunks = groups.flat_map(RowGroupMetaData::columns);
    let mut of_column =
        chunks.filter(|chunk| chunk.column_path().parts().first().is_some_and(|root| root == name));
    of_column.any(tells_something)
}

fn tells_something(chunk: &ColumnChunkMetaData) -> bool {
    let Some(known) = chunk.statistics() else { return chunk.num_values() > 0 };
    let nulls = known.null_count_opt().unwrap_or_default();
    if i64::try_from(nulls).is_ok_and(|nulls| nulls >= chunk.num_values()) {
        return false;
    }
    match known {
        Statistics::Boolean(_) => false,
        Statistics::Int32(ends) => ends.min_opt() != Some(&0) || ends.max_opt() != Some(&0),
        Statistics::Int64(ends) => ends.min_opt() != Some(&0) || ends.max_opt() != Some(&0),
        Statistics::Float(ends) => !(is_zero(ends.min_opt()) && is_zero(ends.max_opt())),
        Statistics::Double(ends) => !(is_zero(ends.min_opt()) && is_zero(ends.max_opt())),
        Statistics::ByteArray(ends) => {
            let is_nothing = |text: Option<&parquet::data_type::ByteArray>| {
                text.and_then(|text| std::str::from_utf8(text.data()).ok())
                    .is_some_and(|text| text.trim().is_empty() || text.trim().parse() == Ok(0.0))
            };
            !(is_nothing(ends.min_opt()) && is_nothing(ends.max_opt()))
        }
        _ => true,
    }
}

fn is_zero<T: PartialEq + From<u8>>(end: Option<&T>) -> bool {
    end.is_some_and(|end| *end == T::from(0))
}

/// How many values of a column are null in the files that have it; `None` where a file does not say.
pub(crate) fn nulls_of(files: &Files, column: &str) -> Option<u64> {
    let with_column = files.footers.iter().filter(|footer| type_of(footer, column).is_some());
    let known = with_column.flat_map(|footer| statistics(footer, column));
    known.map(|known| known.and_then(Statistics::null_count_opt)).sum()
}

fn mapped(part: &str, column: &str, files: &Files) -> Finding {
    let subject = format!("{part} = {column}");
    let rows: u64 = files.footers.iter().map(Footer::rows).sum();
    if is_in_path(files, column) {
        return Finding::ok(subject, "in the names of folders");
    }
    let types: BTreeSet<String> = files.footers.iter().filter_map(|f| type_of(f, column)).collect();
    let types: Vec<String> = types.into_iter().collect();
    let types = types.join(" and ");
    match nulls_of(files, column) {
        None => Finding::ok(subject, format!("{types}; nulls are not counted in the files")),
        Some(nulls) if nulls >= rows && rows > 0 => Finding::warn(
            subject,
            format!("{types}; every value is null"),
            "leave the column out, or map another one",
        ),
        Some(nulls) => Finding::ok(subject, format!("{types}; {nulls} of {rows} values are null")),
    }
}

fn drift(files: &Files, mapping: &Mapping) -> Finding {
    let files_there = counted(files.footers.len() as f64, "file", "files");
    let subject = format!("schema of {files_there}");
    let mut changes = Vec::new();
    for (part, column) in parts(mapping).filter(|(_, column)| !is_in_path(files, column)) {
        let mut by_type = BTreeMap::<Option<String>, usize>::new();
        for footer in &files.footers {
            *by_type.entry(type_of(footer, column)).or_default() += 1;
        }
        if by_type.len() > 1 {
            let words: Vec<String> = by_type
                .iter()
                .map(|(found, n)| format!("{} in {n}", found.as_deref().unwrap_or("missing")))
                .collect();
            changes.push(format!("{part} ({column}) is {}", words.join(", ")));
        }
    }
    if changes.is_empty() {
        return Finding::ok(subject, "mapped columns have one type each");
    }
    Finding::warn(
        subject,
        changes.join("; "),
        "types that can be converted are; have the export write one schema",
    )
}
