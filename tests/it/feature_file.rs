//! `winback features` run on some input, and the file that it writes as values that can be compared.
//!
//! No test stands here.

use crate::cast::cast;
use crate::workplace::{Workplace, read_parquet};
use arrow_array::cast::AsArray;
use arrow_array::types::Float64Type;
use arrow_array::{Array, RecordBatch};
use arrow_schema::DataType;
use std::collections::BTreeMap;

/// Runs `winback features`; gives the file's bytes.
#[track_caller]
pub fn feature_bytes(work: &Workplace, flags: &str) -> Vec<u8> {
    let call = format!("features --out features.parquet --quiet {flags}");
    work.run(&call).expect_code(0);
    std::fs::read(work.path("features.parquet")).unwrap()
}

/// Runs `winback features`; gives each customer's features by name, null as NaN.
#[track_caller]
pub fn features(work: &Workplace, flags: &str) -> BTreeMap<String, BTreeMap<String, f64>> {
    feature_bytes(work, flags);
    let mut customers = BTreeMap::new();
    for batch in read_parquet(&work.path("features.parquet")) {
        let ids = cast(batch.column(0), &DataType::Utf8).unwrap();
        for (row, id) in ids.as_string::<i32>().iter().enumerate() {
            customers.insert(id.unwrap().to_owned(), features_of_row(&batch, row));
        }
    }
    customers
}

fn features_of_row(batch: &RecordBatch, row: usize) -> BTreeMap<String, f64> {
    let schema = batch.schema();
    let value = |i: usize| {
        let column = cast(batch.column(i), &DataType::Float64).unwrap();
        let column = column.as_primitive::<Float64Type>();
        (
            schema.field(i).name().clone(),
            if column.is_null(row) { f64::NAN } else { column.value(row) },
        )
    };
    (1..batch.num_columns()).map(value).collect()
}
