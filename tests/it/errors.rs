//! Bad input: one clear message with the exit code of its kind, no panic, and nothing left behind.
//!
//! Each case is a call of the binary and, word for word, what the person who made it reads.

use crate::workplace::Workplace;
use arrow::array::{
    ArrayRef, BooleanArray, Float64Array, Int64Array, RecordBatch, StringArray,
    TimestampMicrosecondArray,
};
use std::sync::Arc;

/// 2024-01-01, in days since 1970.
const NEW_YEAR: i64 = 19_723;

/// A folder with a sound history in `good.parquet`: three customers, January 2024.
fn workplace() -> Workplace {
    let work = Workplace::new();
    let rows: Vec<_> = (0..30).map(|i| (i % 3, NEW_YEAR + i, 10.0 + i as f64)).collect();
    work.write_transactions("good.parquet", &rows);
    work
}

/// Runs a call that must fail with `code`; gives what stderr says, the folder's path left out.
#[track_caller]
fn refused(work: &Workplace, code: i32, arguments: &str) -> String {
    let before = work.everything();
    let ended = work.run(&format!("{arguments} --quiet")).expect_code(code);
    assert_eq!(ended.stdout, "");
    assert!(!ended.stderr.contains("panicked"), "{}", ended.stderr);
    assert_eq!(work.everything(), before, "left behind by: {arguments}");
    ended.stderr.replace(&*work.path("").to_string_lossy(), "")
}

/// `winback features` of `transactions` in a run that is sound in all else.
#[track_caller]
fn features_of(work: &Workplace, code: i32, transactions: &str) -> String {
    let call = "features --as-of 2024-03-01 --out new/features.parquet --spill-dir .";
    refused(work, code, &format!("{call} --transactions {transactions}"))
}

/// A history of two rows of which `column` is replaced.
fn with_column(work: &Workplace, column: &str, values: ArrayRef) {
    let n = values.len() as i64;
    let times = (0..n).map(|i| (NEW_YEAR + i) * 86_400_000_000);
    let columns: [(&str, ArrayRef); 3] = [
        ("customer_id", Arc::new(Int64Array::from_iter_values(0..n))),
        ("timestamp", Arc::new(TimestampMicrosecondArray::from_iter_values(times))),
        ("amount", Arc::new(Float64Array::from_iter_values((0..n).map(|i| i as f64)))),
    ];
    let columns = columns.map(|(name, array)| {
        if name == column { (name, Arc::clone(&values), true) } else { (name, array, true) }
    });
    work.write_parquet("bad.parquet", &RecordBatch::try_from_iter_with_nullable(columns).unwrap());
}

#[test]
fn files_that_are_not_there_or_not_parquet() {
    let work = workplace();
    insta::assert_snapshot!(features_of(&work, 2, "nowhere.parquet"), @"");
    std::fs::create_dir(work.path("empty")).unwrap();
    insta::assert_snapshot!(features_of(&work, 2, "empty"), @"");
    insta::assert_snapshot!(features_of(&work, 2, "empty/*.parquet"), @"");
    work.write("table.csv", "customer_id,timestamp,amount\n1,2024-01-01,3\n");
    insta::assert_snapshot!(features_of(&work, 2, "table.csv"), @"");
    work.write("folder/readme.txt", "nothing to see");
    insta::assert_snapshot!(features_of(&work, 2, "folder"), @"");
    work.write("zero.parquet", "");
    insta::assert_snapshot!(features_of(&work, 2, "zero.parquet"), @"");
    insta::assert_snapshot!(features_of(&work, 2, "s3://bucket/orders/"), @"");
}

#[test]
fn a_truncated_file_among_whole_ones() {
    let work = workplace();
    let whole = std::fs::read(work.path("good.parquet")).unwrap();
    std::fs::create_dir(work.path("history")).unwrap();
    std::fs::write(work.path("history/a.parquet"), &whole).unwrap();
    std::fs::write(work.path("history/b.parquet"), &whole[..whole.len() / 2]).unwrap();
    insta::assert_snapshot!(features_of(&work, 2, "history"), @"");
}

#[test]
fn pages_that_are_damaged_under_a_sound_footer() {
    let work = workplace();
    let mut bytes = std::fs::read(work.path("good.parquet")).unwrap();
    bytes[4..200].fill(0xff);
    std::fs::write(work.path("bad.parquet"), bytes).unwrap();
    let message = features_of(&work, 2, "bad.parquet");
    assert!(message.starts_with("error: bad.parquet is not a readable Parquet file"), "{message}");
}

#[test]
fn columns_that_are_missing_or_mapped_twice() {
    let work = workplace();
    insta::assert_snapshot!(features_of(&work, 2, "good.parquet --amount Amount"), @"");
    insta::assert_snapshot!(features_of(&work, 2, "good.parquet --customer-id timestamp"), @"");
    let twice = "good.parquet --customer-id customer_id --order-id customer_id";
    insta::assert_snapshot!(features_of(&work, 2, twice), @"");
    let ids: ArrayRef = Arc::new(Int64Array::from(vec![1, 2]));
    let batch = RecordBatch::try_from_iter([("customer_id", ids)]).unwrap();
    work.write_parquet("ids.parquet", &batch);
    insta::assert_snapshot!(features_of(&work, 2, "ids.parquet"), @"");
    // Required columns must be in every file, not in one of them.
    std::fs::create_dir(work.path("history")).unwrap();
    for name in ["good.parquet", "ids.parquet"] {
        std::fs::copy(work.path(name), work.path("history").join(name)).unwrap();
    }
    insta::assert_snapshot!(features_of(&work, 2, "history"), @"");
}

#[test]
fn columns_of_a_type_that_cannot_play_the_part() {
    let work = workplace();
    with_column(&work, "amount", Arc::new(StringArray::from(vec!["12,50", "3"])));
    insta::assert_snapshot!(features_of(&work, 2, "bad.parquet"), @"");
    with_column(&work, "timestamp", Arc::new(Int64Array::from(vec![20240101, 20240102])));
    insta::assert_snapshot!(features_of(&work, 2, "bad.parquet"), @"");
    with_column(&work, "customer_id", Arc::new(BooleanArray::from(vec![true, false])));
    insta::assert_snapshot!(features_of(&work, 2, "bad.parquet"), @"");
}

#[test]
fn values_that_make_no_sense() {
    let work = workplace();
    with_column(&work, "timestamp", Arc::new(StringArray::from(vec!["2024-01-01", "31/01/2024"])));
    insta::assert_snapshot!(features_of(&work, 3, "bad.parquet"), @"");
    with_column(&work, "customer_id", Arc::new(Float64Array::from(vec![1.0, 2.5])));
    insta::assert_snapshot!(features_of(&work, 3, "bad.parquet"), @"");
    with_column(&work, "customer_id", Arc::new(Int64Array::from(vec![None, None])));
    insta::assert_snapshot!(features_of(&work, 3, "bad.parquet"), @"");
    with_column(&work, "customer_id", Arc::new(StringArray::from(vec![Some(""), None])));
    insta::assert_snapshot!(features_of(&work, 3, "bad.parquet"), @"");
    with_column(&work, "amount", Arc::new(Float64Array::from(vec![f64::NAN, f64::INFINITY])));
    insta::assert_snapshot!(features_of(&work, 3, "bad.parquet"), @"");
    with_column(&work, "amount", Arc::new(Float64Array::from(vec![1.0, f64::NEG_INFINITY, 2.0])));
    insta::assert_snapshot!(features_of(&work, 3, "bad.parquet"), @"");
    let none: Vec<Option<i64>> = vec![None, None];
    with_column(&work, "timestamp", Arc::new(TimestampMicrosecondArray::from(none)));
    insta::assert_snapshot!(features_of(&work, 3, "bad.parquet"), @"");
    let empty: Vec<i64> = Vec::new();
    with_column(&work, "customer_id", Arc::new(Int64Array::from(empty)));
    insta::assert_snapshot!(features_of(&work, 3, "bad.parquet"), @"");
}

#[test]
fn rows_at_the_wrong_time() {
    let work = workplace();
    let year_2200 = 84_006;
    work.write_transactions("some.parquet", &[(1, NEW_YEAR, 1.0), (2, year_2200, 1.0)]);
    insta::assert_snapshot!(features_of(&work, 3, "some.parquet"), @"");
    work.write_transactions("all.parquet", &[(1, year_2200, 1.0), (2, year_2200, 1.0)]);
    insta::assert_snapshot!(features_of(&work, 3, "all.parquet"), @"");
    let call = "features --transactions good.parquet --out f.parquet --as-of";
    insta::assert_snapshot!(refused(&work, 3, &format!("{call} 2024-01-01")), @"");
    work.write("stale.toml", "[data]\nmax_staleness_days = 2\n");
    let stale = format!("{call} 2024-02-05 --config stale.toml");
    insta::assert_snapshot!(refused(&work, 4, &stale), @"");
}

#[test]
fn questions_that_cannot_be_asked() {
    let work = workplace();
    let call = "features --transactions good.parquet --out f.parquet";
    insta::assert_snapshot!(refused(&work, 2, call), @"");
    insta::assert_snapshot!(refused(&work, 2, "features --as-of 2024-03-01 --out f.parquet"), @"");
    let refused = |more: &str| refused(&work, 2, &format!("{call} {more}"));
    insta::assert_snapshot!(refused("--as-of 2024-02-30"), @"");
    insta::assert_snapshot!(refused("--as-of 01.02.2024"), @"");
    insta::assert_snapshot!(refused("--as-of 2024-03-01 --features purchase,spend"), @"");
    insta::assert_snapshot!(refused("--as-of 2024-03-01 --features spend,spend"), @"");
    insta::assert_snapshot!(refused("--as-of 2024-03-01 --features distinct_products"), @"");
    insta::assert_snapshot!(refused("--as-of 2024-03-01 --threads 0"), @"");
    insta::assert_snapshot!(refused("--as-of 2024-03-01 --memory-limit 1KB"), @"");
    insta::assert_snapshot!(refused("--as-of 2024-03-01 --memory-limit lots"), @"");
    insta::assert_snapshot!(refused("--as-of 2024-03-01 --custmer-id id"), @"");
    insta::assert_snapshot!(refused("--as-of 2024-03-01 --lookback-days -3"), @"");
}

#[test]
fn configurations_that_cannot_be_used() {
    let work = workplace();
    let call = "features --transactions good.parquet --as-of 2024-03-01 --out f.parquet";
    let configured = |text: &str| {
        work.write("conf.toml", text);
        refused(&work, 2, &format!("{call} --config conf.toml"))
    };
    insta::assert_snapshot!(configured("[data]\ntransaction = \"a\"\n"), @"");
    insta::assert_snapshot!(configured("[data]\nzone = \"Europe/Atlantis\"\n"), @"");
    insta::assert_snapshot!(configured("[outcome]\nhorizon_days = 0\n"), @"");
    insta::assert_snapshot!(configured("[columns]\namount = 7\n"), @"");
    insta::assert_snapshot!(configured("[quality]\nmax_no_time_share = 5\n"), @"");
    insta::assert_snapshot!(configured("[data\n"), @"");
    let absent = format!("{call} --config absent.toml");
    insta::assert_snapshot!(refused(&work, 2, &absent), @"");
}

#[test]
fn outputs_that_cannot_be_written() {
    let work = workplace();
    let call = "features --transactions good.parquet --as-of 2024-03-01 --spill-dir . --out";
    insta::assert_snapshot!(refused(&work, 2, &format!("{call} good.parquet/f.parquet")), @"");
    std::fs::create_dir(work.path("taken")).unwrap();
    insta::assert_snapshot!(refused(&work, 2, &format!("{call} taken")), @"");
    if cfg!(target_os = "linux") {
        insta::assert_snapshot!(refused(&work, 2, &format!("{call} /proc/no/f.parquet")), @"");
    }
}

#[test]
fn a_failed_run_leaves_yesterdays_file_alone() {
    let work = workplace();
    work.write("features.parquet", "yesterday's");
    let call = "features --as-of 2023-01-01 --out features.parquet --transactions good.parquet";
    refused(&work, 3, call);
    assert_eq!(work.read("features.parquet"), "yesterday's");
}

#[test]
fn programs_read_the_same_as_json() {
    let work = workplace();
    let call = "features --as-of 2024-03-01 --out f.parquet --log-format json --transactions";
    let message = refused(&work, 2, &format!("{call} nowhere.parquet"));
    let error: serde_json::Value = serde_json::from_str(&message).unwrap();
    assert_eq!(error["exit_code"], 2);
    assert_eq!(error["error"], "nowhere.parquet does not exist: check the path");
}
