//! Times of a no that are the same impossible date in every row: 1900-01-01, 2200-12-31. They say "never", which is
//! seen from the files' statistics alone. One row with another date, and each of them is a no.

use crate::ingest::meaning::no_columns::{NoColumn, NoReading, is_never};
use crate::table::cast::text_views;
use crate::table::{Files, Footer};
use arrow_array::{Array, ArrayRef};
use parquet::arrow::arrow_reader::statistics::StatisticsConverter;

/// The columns named as times of a no whose every row says never.
pub(in crate::ingest) fn never_columns(files: &Files) -> Vec<String> {
    let is_time = |name: &String| {
        let is_time = |reading| matches!(reading, NoReading::Time | NoReading::Until);
        NoColumn::named(name).is_some_and(|column| is_time(column.reading))
    };
    files
        .column_names()
        .into_iter()
        .filter(is_time)
        .filter(|name| says_never(files, name))
        .collect()
}

fn says_never(files: &Files, name: &str) -> bool {
    let mut date: Option<String> = None;
    for footer in files.footers.iter().filter(|footer| footer.rows() > 0) {
        let Some(only) = only_value(footer, name) else { return false };
        if date.get_or_insert_with(|| only.clone()) != &only {
            return false;
        }
    }
    date.is_some_and(|date| is_never(&date))
}

/// The one value that a column has in every row of a file; none where there are several, or a row without.
fn only_value(footer: &Footer, name: &str) -> Option<String> {
    let (schema, parquet) = (footer.schema(), footer.metadata.parquet_schema());
    let groups = footer.parquet().row_groups();
    let known = StatisticsConverter::try_new(name, schema, parquet).ok()?;
    let nulls = known.row_group_null_counts(groups).ok()?;
    if nulls.iter().any(|nulls| nulls != Some(0)) {
        return None;
    }
    let mut values = Vec::new();
    for ends in [known.row_group_mins(groups).ok()?, known.row_group_maxes(groups).ok()?] {
        values.extend(texts(&ends)?);
    }
    let first = values.first()?.clone();
    values.iter().all(|value| *value == first).then_some(first)
}

fn texts(ends: &ArrayRef) -> Option<Vec<String>> {
    if ends.null_count() > 0 {
        return None;
    }
    Some(text_views(ends).ok()?.iter().flatten().map(str::to_owned).collect())
}
