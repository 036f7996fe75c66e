//! `monitor/history.parquet`: what every night's checks found, a row for each night and check.
//!
//! It is made anew from what each published night left of its checks, beside those nights whose folders have been
//! taken away; so a night that runs again replaces its own rows, and one after which the file was not written is
//! caught up with. Reading nights and putting the file in its place is for whoever calls.

use super::reading::{Reading, Watch};
use crate::table::{Footer, ParquetSink, Rows, RowsError, SourceError};
use crate::time::day_number;
use arrow_array::builder::{Date32Builder, Float64Builder, Int64Builder, StringBuilder};
use arrow_array::cast::AsArray;
use arrow_array::types::Date32Type;
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use arrow_select::concat::concat_batches;
use arrow_select::filter::filter_record_batch;
use jiff::civil::Date;
use parquet::arrow::ProjectionMask;
use parquet::errors::ParquetError;
use std::collections::HashSet;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

/// Why the history is not read or written.
#[derive(Debug, thiserror::Error)]
pub enum HistoryFileError {
    /// It cannot be opened.
    #[error(transparent)]
    Open(#[from] SourceError),
    /// It cannot be read.
    #[error(transparent)]
    Rows(#[from] RowsError),
    /// Its columns are others.
    #[error("it has other columns than this version writes")]
    OtherColumns,
    /// It cannot be put together.
    #[error(transparent)]
    Arrow(#[from] ArrowError),
    /// It cannot be written.
    #[error(transparent)]
    Parquet(#[from] ParquetError),
}

/// Its columns.
pub(crate) fn schema() -> SchemaRef {
    let field = |name: &str, data_type, nullable| Field::new(name, data_type, nullable);
    Arc::new(Schema::new(vec![
        field("as_of", DataType::Date32, false),
        field("check", DataType::Utf8, false),
        field("of", DataType::Utf8, true),
        field("signal", DataType::Utf8, false),
        field("value", DataType::Float64, true),
        field("expected", DataType::Float64, true),
        field("customers", DataType::Int64, false),
        field("says", DataType::Utf8, false),
        field("model_version", DataType::Utf8, false),
        field("scores_run_id", DataType::Utf8, false),
    ]))
}

/// The rows in the file at `path` of nights other than `nights`.
pub(crate) fn rows_of_others(
    path: &Path,
    nights: &[Date],
) -> Result<Vec<RecordBatch>, HistoryFileError> {
    let footer = Footer::open(path)?;
    if footer.schema().fields() != schema().fields() {
        return Err(HistoryFileError::OtherColumns);
    }
    let known: HashSet<i32> = nights.iter().map(|date| day_number(*date)).collect();
    let mut kept = Vec::new();
    for batch in Rows::all_of(path, footer, ProjectionMask::all()) {
        let batch = batch?;
        let days = batch.column(0).as_primitive::<Date32Type>();
        let is_other = days.values().iter().map(|day| Some(!known.contains(day))).collect();
        kept.push(filter_record_batch(&batch, &is_other)?);
    }
    Ok(kept)
}

/// Writes the rows of `others` and of `nights`, by date.
pub(crate) fn write<W: Write + Send>(
    out: W,
    others: &[RecordBatch],
    nights: &[Watch],
) -> Result<(), HistoryFileError> {
    let own = rows(nights)?;
    let all = concat_batches(&schema(), others.iter().chain([&own]))?;
    let days = all.column(0).as_primitive::<Date32Type>().values();
    // Rows of a night stand together, in the order of its checks.
    let mut dates = days.to_vec();
    dates.sort_unstable();
    dates.dedup();
    let mut sink = ParquetSink::new(out, schema())?;
    for date in dates {
        let of_date = days.iter().map(|day| Some(*day == date)).collect();
        sink.write(filter_record_batch(&all, &of_date)?)?;
    }
    sink.finish()?;
    Ok(())
}

/// The rows of some nights.
fn rows(nights: &[Watch]) -> Result<RecordBatch, ArrowError> {
    let (mut as_of, mut customers) = (Date32Builder::new(), Int64Builder::new());
    let mut numbers = [Float64Builder::new(), Float64Builder::new()];
    let mut texts: [StringBuilder; 6] = Default::default();
    for night in nights {
        // A date that is none is of no night.
        let Ok(date) = night.as_of.parse::<Date>() else { continue };
        for Reading { check, of, signal, value, expected, customers: n, says } in &night.readings {
            as_of.append_value(day_number(date));
            numbers[0].append_option(*value);
            numbers[1].append_option(*expected);
            customers.append_value(*n as i64);
            let night = [&night.model_version, &night.scores_run_id].map(|t| Some(t.as_str()));
            let of = [Some(check.as_str()), of.as_deref(), Some(signal.name()), Some(says)];
            texts.iter_mut().zip(of.into_iter().chain(night)).for_each(|(t, v)| t.append_option(v));
        }
    }
    let [value, expected] = numbers.each_mut().map(|b| Arc::new(b.finish()) as ArrayRef);
    let [check, of, signal, says, model, run] =
        texts.each_mut().map(|b| Arc::new(b.finish()) as ArrayRef);
    let (as_of, customers) = (Arc::new(as_of.finish()), Arc::new(customers.finish()));
    let columns = vec![as_of, check, of, signal, value, expected, customers, says, model, run];
    RecordBatch::try_new(schema(), columns)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::monitor::{Reading, Signal};
    use crate::time::date_of_day;

    fn night(as_of: &str, psi: f64) -> Watch {
        let reading = |of: &str, value| Reading {
            of: Some(of.to_owned()),
            signal: Signal::Warn,
            value: Some(value),
            ..Reading::not_known("feature_drift", "moved")
        };
        Watch {
            as_of: as_of.to_owned(),
            model_version: "v1".to_owned(),
            scores_run_id: "r".to_owned(),
            signal: Signal::Warn,
            readings: vec![reading("b", psi), reading("a", 0.1)],
        }
    }

    #[test]
    fn a_night_replaces_its_own_rows_and_lost_folders_keep_theirs() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("history.parquet");
        let [one, two] = [night("2024-10-02", 0.2), night("2024-10-01", 0.3)];
        let file = || std::fs::File::create(&path).unwrap();
        write(file(), &[], &[one.clone(), two]).unwrap();
        let first = std::fs::read(&path).unwrap();
        // The folder of the first date is gone; the second has run again.
        let date: Date = "2024-10-02".parse().unwrap();
        let others = rows_of_others(&path, &[date]).unwrap();
        let day = others[0].column(0).as_primitive::<Date32Type>().value(0);
        assert_eq!(date_of_day(day).to_string(), "2024-10-01");
        write(file(), &others, &[one]).unwrap();
        assert!(first == std::fs::read(&path).unwrap(), "the same rows give the same bytes");
        let all = rows_of_others(&path, &[]).unwrap();
        assert_eq!(all.iter().map(RecordBatch::num_rows).sum::<usize>(), 4);
        std::fs::write(&path, "PAR1").unwrap();
        assert!(rows_of_others(&path, &[]).is_err());
    }
}
