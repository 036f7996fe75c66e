//! What happens at or after `as_of` cannot be seen in the features: not one bit of the file changes.

use crate::cast::cast;
use crate::feature_file::feature_bytes;
use crate::workplace::{Workplace, read_whole};
use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int64Type};
use arrow_array::{ArrayRef, BooleanArray, RecordBatch, UInt32Array};
use arrow_schema::DataType;
use arrow_select::concat::concat_batches;
use arrow_select::filter::filter_record_batch;
use arrow_select::take::take_record_batch;
use std::sync::Arc;

/// 2024-08-01T00:00:00Z.
const AS_OF_MICROS: i64 = 1_722_470_400_000_000;
const QUESTION: &str = "--as-of 2024-08-01 --transactions t.parquet --events e.parquet";

/// Rows before `as_of`, and the others.
pub fn split(rows: &RecordBatch) -> (RecordBatch, RecordBatch) {
    let micros = cast(rows.column_by_name("timestamp").unwrap(), &DataType::Int64).unwrap();
    let times = micros.as_primitive::<Int64Type>();
    let part = |past: bool| {
        let keep: BooleanArray =
            times.iter().map(|t| Some((t.unwrap() < AS_OF_MICROS) == past)).collect();
        filter_record_batch(rows, &keep).unwrap()
    };
    (part(true), part(false))
}

/// The same customers and times, all else another: columns but those two reversed, money × −7.
pub fn changed(rows: &RecordBatch) -> RecordBatch {
    let n = rows.num_rows() as u32;
    let reversed = take_record_batch(rows, &UInt32Array::from_iter_values((0..n).rev())).unwrap();
    let schema = rows.schema();
    let columns: Vec<ArrayRef> = schema
        .fields()
        .iter()
        .enumerate()
        .map(|(i, field)| match field.name().as_str() {
            "customer_id" | "timestamp" => Arc::clone(rows.column(i)),
            "amount" | "value" => {
                let money = reversed.column(i).as_primitive::<Float64Type>();
                Arc::new(money.unary::<_, Float64Type>(|x| x * -7.0)) as ArrayRef
            }
            _ => Arc::clone(reversed.column(i)),
        })
        .collect();
    RecordBatch::try_new(schema, columns).unwrap()
}

#[test]
fn rows_at_or_after_as_of_change_nothing() {
    let work = Workplace::new();
    work.generate(400, "--transactions-per-file 1000000");
    let tables = ["t", "e"];
    let folders = ["transactions", "events"];
    let originals = folders
        .map(|folder| read_whole(&work.path(&format!("history/{folder}/part-00000.parquet"))));
    let mut files = Vec::new();
    let mut write_all = |later: fn(&RecordBatch) -> RecordBatch| {
        for (table, rows) in tables.iter().zip(&originals) {
            let (before, after) = split(rows);
            assert!(before.num_rows() > 1000 && after.num_rows() > 500, "nothing is shown");
            let whole = concat_batches(&rows.schema(), [&later(&after), &before]).unwrap();
            work.write_parquet(&format!("{table}.parquet"), &whole);
        }
        files.push(feature_bytes(&work, QUESTION));
    };
    write_all(RecordBatch::clone);
    write_all(|after| after.slice(0, 0));
    write_all(changed);
    write_all(|after| concat_batches(&after.schema(), [after, &changed(after), after]).unwrap());
    assert!(files.iter().all(|file| *file == files[0]));
}

#[test]
fn a_row_at_the_very_instant_is_after_it() {
    let work = Workplace::new();
    let micros = [AS_OF_MICROS - 1, AS_OF_MICROS - 86_400_000_000, AS_OF_MICROS];
    let write = |n: usize| {
        let ids = arrow_array::Int64Array::from_iter_values((0..n).map(|_| 1));
        let times = micros.iter().take(n).copied();
        let columns: [(&str, ArrayRef); 3] = [
            ("customer_id", Arc::new(ids)),
            (
                "timestamp",
                Arc::new(arrow_array::TimestampMicrosecondArray::from_iter_values(times)),
            ),
            ("amount", Arc::new(arrow_array::Float64Array::from(vec![5.0; n]))),
        ];
        work.write_parquet("t.parquet", &RecordBatch::try_from_iter(columns).unwrap());
        feature_bytes(&work, "--as-of 2024-08-01 --transactions t.parquet")
    };
    let (one, two, three) = (write(1), write(2), write(3));
    assert_ne!(one, two, "the last microsecond before as_of and the day before count");
    assert_eq!(two, three);
}
