//! Columns that stand in the files' paths (`key=value` folders) are columns like any other.

use crate::workplace::Workplace;
use arrow_array::{ArrayRef, Float64Array, Int64Array, RecordBatch};
use std::sync::Arc;

/// Purchases as (customer, day of November 2024, amount).
const ROWS: [(i64, i64, f64); 6] =
    [(1, 1, 10.0), (2, 1, 5.0), (1, 9, 20.0), (3, 9, 7.5), (2, 20, 1.0), (3, 20, 2.0)];

/// 2024-11-01 in days since 1970.
const FIRST_DAY: i64 = 20_028;

/// The same rows once in one file and once in a folder for each day, in files of customer and amount.
fn both_ways(work: &Workplace) {
    let flat: Vec<_> =
        ROWS.iter().map(|&(who, day, paid)| (who, FIRST_DAY + day - 1, paid)).collect();
    work.write_transactions("flat.parquet", &flat);
    for of_day in [1, 9, 20] {
        let rows: Vec<_> = ROWS.iter().filter(|row| row.1 == of_day).collect();
        let columns: [(&str, ArrayRef); 2] = [
            ("customer_id", Arc::new(Int64Array::from_iter_values(rows.iter().map(|r| r.0)))),
            ("amount", Arc::new(Float64Array::from_iter_values(rows.iter().map(|r| r.2)))),
        ];
        let batch = RecordBatch::try_from_iter(columns).unwrap();
        // Not every file has the same extension.
        let name = ["part-0.parquet", "part-0.PARQ"][usize::from(of_day == 9)];
        let folder = format!("days/shop=A%2FB/order_date=2024-11-{of_day:02}");
        work.write_parquet(&format!("{folder}/{name}"), &batch);
    }
    work.write("days/_SUCCESS", "");
    work.write("days/.part.crc", "no data");
}

#[test]
fn a_date_in_the_path_is_the_timestamp_named_or_recognised() {
    let work = Workplace::new();
    both_ways(&work);
    let features = |flags: &str| {
        let call = format!("features --as-of 2024-12-01 --out out.parquet {flags}");
        let said = work.run(&call).expect_code(0);
        (std::fs::read(work.path("out.parquet")).unwrap(), said.stderr)
    };
    let (flat, _) = features("--transactions flat.parquet");
    let (recognised, said) = features("--transactions days");
    assert_eq!(flat, recognised, "the same rows are the same features");
    assert!(said.contains("timestamp = order_date"), "{said}");
    assert_eq!(flat, features("--transactions days --timestamp order_date").0);
}

#[test]
fn a_text_in_the_path_is_a_channel_and_check_says_where_it_stands() {
    let work = Workplace::new();
    both_ways(&work);
    let flags = "--transactions days --channel shop --as-of 2024-12-01";
    let checked = work.run(&format!("check {flags} --format json")).stdout;
    let checked: serde_json::Value = serde_json::from_str(&checked).unwrap();
    let findings = checked["findings"].as_array().unwrap();
    let of = |subject: &str| {
        let found = findings.iter().find(|f| f["subject"] == subject);
        found.unwrap_or_else(|| panic!("{subject} is not among {findings:?}"))["found"].clone()
    };
    assert_eq!(of("channel = shop"), "in the names of folders");
    assert_eq!(of("schema of 3 files"), "mapped columns have one type each");
    work.run(&format!("features {flags} --out out.parquet")).expect_code(0);
}

#[test]
fn a_path_that_cannot_play_the_part_is_refused() {
    let work = Workplace::new();
    both_ways(&work);
    let call = "features --transactions days --timestamp shop --as-of 2024-12-01 --out out.parquet";
    work.run(call).expect_error(3, &["'shop'", "not a date or time", "'A/B'"]);
    let call = "features --transactions days --amount shop --as-of 2024-12-01 --out out.parquet";
    work.run(call).expect_error(3, &["days", "'shop'", "not a number", "'A/B'"]);
}

#[test]
fn sql_reads_the_very_files_that_features_reads() {
    let work = Workplace::new();
    both_ways(&work);
    for dialect in ["duckdb", "spark", "datafusion"] {
        let call = format!("sql --dialect {dialect} --transactions days --as-of 2024-12-01");
        let sql = work.run(&call).expect_code(0).stdout;
        for part in ["order_date=2024-11-01/part-0.parquet", "order_date=2024-11-09/part-0.PARQ"] {
            assert_eq!(sql.matches(part).count(), 1, "{part} in {sql}");
        }
        assert!(sql.contains("cast('2024-11-20' as date) as"), "{sql}");
        assert!(!sql.contains("_SUCCESS") && !sql.contains(".crc"), "{sql}");
    }
}

#[test]
fn sql_knows_the_columns_of_all_files() {
    let work = Workplace::new();
    work.write_transactions("many/a.parquet", &[(1, FIRST_DAY, 1.0)]);
    let columns: [(&str, ArrayRef); 4] = [
        ("customer_id", Arc::new(Int64Array::from(vec![1]))),
        ("timestamp", Arc::new(arrow_array::Date32Array::from(vec![20_030]))),
        ("amount", Arc::new(Float64Array::from(vec![2.0]))),
        ("discount", Arc::new(Float64Array::from(vec![0.5]))),
    ];
    work.write_parquet("many/b.pq", &RecordBatch::try_from_iter(columns).unwrap());
    let call = "sql --dialect duckdb --transactions many --as-of 2024-12-01";
    let sql = work.run(call).expect_code(0).stdout;
    assert!(
        sql.contains("read_parquet(['many/a.parquet', 'many/b.pq'], union_by_name = true)"),
        "{sql}"
    );
    assert!(sql.contains("\"discount\""), "only the second file has it: {sql}");
}

#[test]
fn a_model_learns_from_a_column_in_the_path() {
    let work = Workplace::new();
    work.generate(400, "--no-events --transactions-per-file 2000");
    let files = work.list("history/transactions");
    assert!(files.len() > 1, "{files:?}");
    for (i, name) in files.iter().enumerate() {
        let folder = work.path(&format!("hive/region={}", ["north", "south"][i % 2]));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::rename(work.path("history/transactions").join(name), folder.join(name)).unwrap();
    }
    let call = "train --transactions hive --category region --as-of 2024-10-01 --horizon-days 60 \
                --format json";
    work.run(call).expect_code(0);
}
