//! `winback features --snapshots`: features of several dates beside what became of the customers.

use crate::feature_file::{feature_bytes, features};
use crate::workplace::{Workplace, engines, python, read_whole};
use arrow_array::Array;
use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Float64Type, Int64Type};
use std::collections::BTreeMap;

const DAY: i64 = 19_700;

/// Rows by customer and days from the first date: (churned, days to the next purchase).
fn labels(work: &Workplace, flags: &str) -> BTreeMap<(i64, i64), (Option<bool>, Option<f64>)> {
    feature_bytes(work, flags);
    let rows = read_whole(&work.path("features.parquet"));
    let customers = rows.column(0).as_primitive::<Int64Type>();
    let dates = rows.column_by_name("as_of").unwrap().as_primitive::<Date32Type>();
    let churned = rows.column_by_name("churned").unwrap().as_boolean();
    let days = rows.column_by_name("days_to_next_purchase").unwrap().as_primitive::<Float64Type>();
    let row = |i: usize| {
        let key = (customers.value(i), i64::from(dates.value(i)) - DAY);
        let label = churned.is_valid(i).then(|| churned.value(i));
        (key, (label, days.is_valid(i).then(|| days.value(i))))
    };
    (0..rows.num_rows()).map(row).collect()
}

/// 2023-12-09 is day 19,700.
const FLAGS: &str = "--transactions tx.parquet --as-of 2024-03-18 --snapshots 2024-03-08,2023-12-09 --horizon-days 20 \
                     --gap-days 2 --lookback-days 90 --features purchases,spend";

#[test]
fn labels_are_of_the_window_and_of_those_who_are_asked_about() {
    let work = Workplace::new();
    let bought =
        [(1, &[-10, 9][..]), (2, &[-80, 1, 30]), (3, &[-91]), (4, &[-1, 5, 88, 95]), (5, &[3])];
    let rows: Vec<(i64, i64, f64)> = bought
        .iter()
        .flat_map(|(id, days)| days.iter().map(|day| (*id, DAY + day, 2.0)))
        .chain([(1, DAY + 4, -2.0)])
        .collect();
    work.write_transactions("tx.parquet", &rows);
    let expected = BTreeMap::from([
        ((1, 0), (Some(false), Some(7.0))),
        // What is bought in the gap or after the window is not bought in it.
        ((2, 0), (Some(true), None)),
        ((4, 0), (Some(false), Some(3.0))),
        // The window of the later date is not over yet.
        ((1, 90), (None, None)),
        ((2, 90), (None, None)),
        ((4, 90), (None, None)),
        ((5, 90), (None, None)),
    ]);
    assert_eq!(labels(&work, FLAGS), expected);
}

#[test]
fn features_are_those_of_each_date() {
    let work = Workplace::new();
    let data = work.generate(300, "--transactions-per-file 2000");
    let dates = ["2024-03-01", "2024-06-15"];
    let flags =
        format!("{data} --as-of 2024-09-01 --snapshots {} --horizon-days 60", dates.join(","));
    feature_bytes(&work, &flags);
    let rows = read_whole(&work.path("features.parquet"));
    let names: Vec<String> = rows.schema().fields().iter().map(|f| f.name().clone()).collect();
    let (ids, at) =
        (rows.column(0).as_string::<i32>(), rows.column(1).as_primitive::<Date32Type>());
    let mut seen = 0;
    for (date, day) in dates.into_iter().zip([19_783, 19_889]) {
        let of_date = features(&work, &format!("{data} --as-of {date}"));
        for i in (0..rows.num_rows()).filter(|&i| at.value(i) == day) {
            let customer = &of_date[ids.value(i)];
            for (j, name) in
                names.iter().enumerate().filter(|(_, name)| customer.contains_key(*name))
            {
                let column =
                    crate::cast::cast(rows.column(j), &arrow_schema::DataType::Float64).unwrap();
                let column = column.as_primitive::<Float64Type>();
                let value = if column.is_null(i) { f64::NAN } else { column.value(i) };
                assert_eq!(value.to_bits(), customer[name].to_bits(), "{name} of {}", ids.value(i));
            }
            seen += 1;
        }
    }
    assert!(seen == rows.num_rows() && seen > 100, "{seen} of {}", rows.num_rows());
}

#[test]
fn what_is_missing_or_not_known_is_said() {
    let work = Workplace::new();
    work.write_transactions("tx.parquet", &[(1, DAY - 5, 2.0)]);
    let refused = |flags: &str, parts: &[&str]| {
        let call = format!("--transactions tx.parquet --as-of 2024-03-18 {flags}");
        work.run(&format!("features --out x.parquet {call}")).expect_error(2, parts);
        work.run(&format!("sql --dialect spark {call}")).expect_error(2, parts);
    };
    refused("--snapshots 2024-01-01", &["--horizon-days"]);
    refused("--snapshots 2024-03-19 --horizon-days 9", &["2024-03-19", "--as-of 2024-03-18"]);
    refused("--snapshots 2024-13-01 --horizon-days 9", &["2024-13-01", "YYYY-MM-DD"]);
}

#[test]
#[ignore = "needs a Python with duckdb and datafusion; run scripts/test"]
fn other_engines_make_the_same_snapshots() {
    let work = Workplace::new();
    let data = work.generate(500, "--transactions-per-file 2000");
    work.write_parquet("tills.parquet", &crate::oracle::tills());
    let generated =
        format!("{data} --as-of 2024-09-01 --snapshots 2024-02-01,2024-05-10,2024-08-20");
    let tills = format!("{} --snapshots 2024-11-01,2024-12-20", crate::oracle::TILLS);
    for flags in [generated, tills] {
        let flags = format!("{flags} --horizon-days 30 --gap-days 1");
        work.run(&format!("features --quiet --out features.parquet {flags}")).expect_code(0);
        for engine in engines() {
            let call = format!("sql --quiet --dialect {engine} {flags}");
            let sql = work.run(&call).expect_code(0).stdout;
            work.write("features.sql", &sql);
            let files = ["--features", "features.parquet", "--sql", "features.sql"];
            let said =
                python("scripts/oracle.py", &work, &[&files[..], &["--engine", engine]].concat());
            assert!(said.trim_end().ends_with("no mismatches"), "{engine}, {flags}: {said}");
            if engine == "spark" {
                python("scripts/check_spark.py", &work, &["features.sql"]);
            }
        }
    }
}
