//! Bad input: one clear message with the exit code of its kind, no panic, and nothing left behind.
//!
//! Each case is a call of the binary and, word for word, what the person who made it reads.

use crate::workplace::Workplace;
use arrow_array::{
    Array, ArrayRef, BooleanArray, Float64Array, Int64Array, RecordBatch, StringArray,
    TimestampMicrosecondArray,
};
use insta::assert_snapshot;
use std::sync::Arc;

/// 2024-01-01, in days since 1970.
const NEW_YEAR: i64 = 19_723;

/// A folder with a sound history in `good.parquet`: three customers, January 2024.
fn workplace() -> Workplace {
    let work = Workplace::new();
    let rows: Vec<_> = (0..30).map(|i| (1 + i % 3, NEW_YEAR + i, 10.0 + i as f64)).collect();
    work.write_transactions("good.parquet", &rows);
    work
}

/// Runs a call that must fail with `code`; gives what stderr says, the folder's path left out.
#[track_caller]
pub fn refused(work: &Workplace, code: i32, arguments: &str) -> String {
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
fn with_column(work: &Workplace, column: &str, values: impl Array + 'static) {
    let values: ArrayRef = Arc::new(values);
    let n = values.len() as i64;
    let times = (0..n).map(|i| (NEW_YEAR + i) * 86_400_000_000);
    let columns: [(&str, ArrayRef); 3] = [
        ("customer_id", Arc::new(Int64Array::from_iter_values(1..=n))),
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
    assert_snapshot!(features_of(&work, 2, "nowhere.parquet"),
        @"error: nowhere.parquet does not exist: check the path");
    std::fs::create_dir(work.path("empty")).unwrap();
    assert_snapshot!(features_of(&work, 2, "empty"),
        @"error: no Parquet file in folder empty: point to the folder that holds the *.parquet files");
    assert_snapshot!(features_of(&work, 2, "empty/*.parquet"),
        @"error: no file matches empty/*.parquet: check the pattern, and quote it so that the shell leaves it alone");
    work.write("table.csv", "customer_id,timestamp,amount\n1,2024-01-01,3\n");
    assert_snapshot!(features_of(&work, 2, "table.csv"),
        @"error: table.csv is not a Parquet file: `winback import` makes Parquet of CSV; convert others");
    work.write("folder/readme.txt", "nothing to see");
    assert_snapshot!(features_of(&work, 2, "folder"),
        @"error: no Parquet file in folder folder (but readme.txt): point to the folder that holds the *.parquet files");
    work.write("zero.parquet", "");
    assert_snapshot!(features_of(&work, 1, "zero.parquet"),
        @"error: zero.parquet is empty (0 bytes): it may still be being written; run again, or remove it");
}

#[cfg(not(feature = "cloud"))]
#[test]
fn an_object_store_without_the_feature_for_it() {
    let work = workplace();
    assert_snapshot!(features_of(&work, 2, "s3://bucket/orders/"),
        @"error: s3://bucket/orders lies in an object store, and this program was built without the cargo feature 'cloud': take the released program, build with --features cloud, or copy the files first");
}

#[test]
fn a_truncated_file_among_whole_ones() {
    let work = workplace();
    let whole = std::fs::read(work.path("good.parquet")).unwrap();
    std::fs::create_dir(work.path("history")).unwrap();
    std::fs::write(work.path("history/a.parquet"), &whole).unwrap();
    std::fs::write(work.path("history/b.parquet"), &whole[..whole.len() / 2]).unwrap();
    assert_snapshot!(features_of(&work, 1, "history"),
        @"error: history/b.parquet is truncated (the footer is missing): it may still be being written; run again, or copy it again");
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
    assert_snapshot!(features_of(&work, 2, "good.parquet --amount Amount"),
        @"error: --amount: no column 'Amount' in good.parquet, which has customer_id, timestamp, amount; did you mean 'amount'?");
    assert_snapshot!(features_of(&work, 2, "good.parquet --customer-id timestamp"),
        @"error: good.parquet: no column is named or recognised as timestamp; it has customer_id, timestamp, amount: name one with --timestamp or in winback.toml");
    let twice = "good.parquet --customer-id customer_id --order-id customer_id";
    assert_snapshot!(features_of(&work, 2, twice),
        @"error: --order-id: column 'customer_id' already plays customer_id (--customer-id): a column plays one part");
    let ids: ArrayRef = Arc::new(Int64Array::from(vec![1, 2]));
    let batch = RecordBatch::try_from_iter([("customer_id", ids)]).unwrap();
    work.write_parquet("ids.parquet", &batch);
    assert_snapshot!(features_of(&work, 2, "ids.parquet"),
        @"error: ids.parquet: no column is named or recognised as timestamp; it has customer_id: name one with --timestamp or in winback.toml");
    // Required columns must be in every file, not in one of them.
    std::fs::create_dir(work.path("history")).unwrap();
    for name in ["good.parquet", "ids.parquet"] {
        std::fs::copy(work.path(name), work.path("history").join(name)).unwrap();
    }
    assert_snapshot!(features_of(&work, 2, "history"),
        @"error: history/ids.parquet: no column 'timestamp' for timestamp; the file has: customer_id. Map it with --timestamp");
}

#[test]
fn columns_of_a_type_that_cannot_play_the_part() {
    let work = workplace();
    with_column(&work, "amount", BooleanArray::from(vec![true, false]));
    assert_snapshot!(features_of(&work, 2, "bad.parquet"),
        @"error: bad.parquet: column 'amount' has type Boolean, but amount needs a number (float, integer or decimal) or text that tells one: export it as a number, or name another column with --amount");
    with_column(&work, "timestamp", BooleanArray::from(vec![true, false]));
    assert_snapshot!(features_of(&work, 2, "bad.parquet"),
        @"error: bad.parquet: column 'timestamp' has type Boolean, but timestamp needs a date, a timestamp, or text or a number that tells one: export it as a timestamp, or name another column with --timestamp");
    with_column(&work, "customer_id", BooleanArray::from(vec![true, false]));
    assert_snapshot!(features_of(&work, 2, "bad.parquet"),
        @"error: bad.parquet: column 'customer_id' has type Boolean, but customer id needs an integer, a UUID or text: export it as text, or name another column with --customer-id");
}

#[test]
fn values_that_make_no_sense() {
    let work = workplace();
    with_column(&work, "timestamp", StringArray::from(vec!["2024-01-01", "31/02/2024"]));
    assert_snapshot!(features_of(&work, 3, "bad.parquet"),
        @r#"error: 50.0 % of the rows of bad.parquet cannot be used because of a missing or unreadable time (1 of 2); at most 1.0 % are allowed. Fix the data or raise quality.max_no_time_share. bad.parquet: column 'timestamp': 1 cell is not a date or time, such as '31/02/2024': correct these values, or tell their format with --timestamp-format or columns.timestamp_format (such as "%d.%m.%Y %H:%M") or, for numbers, their unit with --timestamp-unit or columns.timestamp_unit (s, ms, us, ns, or excel for the days of a spreadsheet)"#);
    with_column(&work, "customer_id", Float64Array::from(vec![1.0, 2.5]));
    assert_snapshot!(features_of(&work, 3, "bad.parquet"),
        @"error: bad.parquet: column 'customer_id': '2.5' is not a whole number: export the identifiers as text");
    with_column(&work, "customer_id", Int64Array::from(vec![None, None]));
    assert_snapshot!(features_of(&work, 3, "bad.parquet"),
        @"error: none of the 2 rows of bad.parquet can be used: 2 no customer; check the export, and which columns are mapped");
    with_column(&work, "customer_id", StringArray::from(vec![Some(""), None]));
    assert_snapshot!(features_of(&work, 3, "bad.parquet"),
        @"error: none of the 2 rows of bad.parquet can be used: 2 no customer; check the export, and which columns are mapped");
    with_column(&work, "amount", Float64Array::from(vec![f64::NAN, f64::INFINITY]));
    assert_snapshot!(features_of(&work, 3, "bad.parquet"),
        @"error: none of the 2 rows of bad.parquet can be used: 2 amount not finite; check the export, and which columns are mapped");
    with_column(&work, "amount", Float64Array::from(vec![1.0, f64::NEG_INFINITY, 2.0]));
    assert_snapshot!(features_of(&work, 3, "bad.parquet"),
        @"error: 33.3 % of the rows of bad.parquet cannot be used because of a missing or unreadable amount (1 of 3); at most 1.0 % are allowed. Fix the data or raise quality.max_no_amount_share");
    let none: Vec<Option<i64>> = vec![None, None];
    with_column(&work, "timestamp", TimestampMicrosecondArray::from(none));
    assert_snapshot!(features_of(&work, 3, "bad.parquet"),
        @"error: none of the 2 rows of bad.parquet can be used: 2 no time; check the export, and which columns are mapped");
    let empty: Vec<i64> = Vec::new();
    with_column(&work, "customer_id", Int64Array::from(empty));
    assert_snapshot!(features_of(&work, 3, "bad.parquet"),
        @"error: bad.parquet has no rows: nothing to learn from or to score; check the export");
}

#[test]
fn rows_at_the_wrong_time() {
    let work = workplace();
    let year_2200 = 84_006;
    work.write_transactions("some.parquet", &[(1, NEW_YEAR, 1.0), (2, year_2200, 1.0)]);
    assert_snapshot!(features_of(&work, 3, "some.parquet"),
        @"error: 50.0 % of the rows of some.parquet cannot be used because of a date in the future (1 of 2); at most 0.1 % are allowed. Fix the data or raise quality.max_future_share");
    work.write_transactions("all.parquet", &[(1, year_2200, 1.0), (2, year_2200, 1.0)]);
    assert_snapshot!(features_of(&work, 3, "all.parquet"),
        @"error: none of the 2 rows of all.parquet can be used: 2 dated in the future; check the export, and which columns are mapped");
    let call = "features --transactions good.parquet --out f.parquet --as-of";
    assert_snapshot!(refused(&work, 3, &format!("{call} 2024-01-01")),
        @"error: no transaction before as-of 2024-01-01: 30 rows are dated on it or later; choose a later --as-of");
    work.write("stale.toml", "[data]\nmax_staleness_days = 2\n");
    let stale = format!("{call} 2024-02-05 --config stale.toml");
    assert_snapshot!(refused(&work, 4, &stale),
        @"error: the newest transaction before as-of 2024-02-05 is of 2024-01-30, 5 days earlier; at most 2 are allowed (data.max_staleness_days): has last night's export arrived?");
}

#[test]
fn questions_that_cannot_be_asked() {
    let work = workplace();
    let call = "features --transactions good.parquet --out f.parquet";
    assert_snapshot!(refused(&work, 2, call),
        @"error: no as-of date given: pass --as-of YYYY-MM-DD, or set data.as_of in winback.toml");
    assert_snapshot!(refused(&work, 2, "features --as-of 2024-03-01 --out f.parquet"),
        @"error: no transactions given: pass --transactions, or set data.transactions in winback.toml");
    let refused = |more: &str| refused(&work, 2, &format!("{call} {more}"));
    assert_snapshot!(refused("--as-of 2024-02-30"),
        @r#"error: --as-of: '2024-02-30' is not a date: write it as YYYY-MM-DD, or as one of "today", "yesterday", "data_end""#);
    assert_snapshot!(refused("--as-of 01.02.2024"),
        @r#"error: --as-of: '01.02.2024' is not a date: write it as YYYY-MM-DD, or as one of "today", "yesterday", "data_end""#);
    assert_snapshot!(refused("--as-of 2024-03-01 --features purchase,spend"),
        @"error: no feature is called 'purchase' (did you mean 'purchases'?); winback features --list shows all");
    assert_snapshot!(refused("--as-of 2024-03-01 --features spend,spend"),
        @"error: feature 'spend' is asked for twice");
    assert_snapshot!(refused("--as-of 2024-03-01 --features distinct_products"),
        @"error: feature 'distinct_products' needs --product-id, which the input does not map");
    assert_snapshot!(refused("--as-of 2024-03-01 --threads 0"),
        @"error: --threads: 0 is not a number of threads: use a whole number from 1 to 1024");
    assert_snapshot!(refused("--as-of 2024-03-01 --memory-limit 1KB"),
        @"error: --memory-limit: '1KB' is too little memory: at least 64MiB are needed");
    assert_snapshot!(refused("--as-of 2024-03-01 --memory-limit lots"),
        @"error: --memory-limit: 'lots' is not a size of memory: write it as 4GiB, 500MB or bytes");
    assert_snapshot!(refused("--as-of 2024-03-01 --custmer-id id"),
        @r#"
        error: unexpected argument '--custmer-id' found

          tip: a similar argument exists: '--customer-id'

        Usage: winback features --transactions <PATH> --out <FILE> --as-of <DATE> --customer-id <COLUMN>

        For more information, try '--help'.
    "#);
    assert_snapshot!(refused("--as-of 2024-03-01 --lookback-days -3"),
        @r#"
        error: unexpected argument '-3' found

        Usage: winback features [OPTIONS]

        For more information, try '--help'.
    "#);
}

#[test]
fn configurations_that_cannot_be_used() {
    let work = workplace();
    let call = "features --transactions good.parquet --as-of 2024-03-01 --out f.parquet";
    let configured = |text: &str| {
        work.write("conf.toml", text);
        refused(&work, 2, &format!("{call} --config conf.toml"))
    };
    assert_snapshot!(configured("[data]\ntransaction = \"a\"\n"),
        @"error: conf.toml:2: unknown key 'transaction' in [data] (did you mean 'transactions'?); its keys are transactions, events, customers, zone, as_of, max_staleness_days");
    assert_snapshot!(configured("[data]\nzone = \"Europe/Atlantis\"\n"),
        @"error: conf.toml:2: data.zone: unknown time zone 'Europe/Atlantis': use an IANA name such as Europe/Berlin, or UTC");
    assert_snapshot!(configured("[outcome]\nhorizon_days = 0\n"),
        @r#"error: conf.toml:2: outcome.horizon_days: 0 is not a horizon: use a whole number from 1 to 3650, or "auto""#);
    assert_snapshot!(configured("[columns]\namount = 7\n"),
        @"error: conf.toml:2: columns.amount: 7 is not a column's name: use text");
    assert_snapshot!(configured("[quality]\nmax_no_time_share = 5\n"),
        @"error: conf.toml:2: quality.max_no_time_share: 5 is not a share: use a number from 0 to 1");
    assert_snapshot!(configured("[data\n"),
        @"error: conf.toml:1: unclosed table, expected `]`");
    let absent = format!("{call} --config absent.toml");
    assert_snapshot!(refused(&work, 2, &absent),
        @r#"
        error: cannot read the configuration absent.toml
          because: No such file or directory (os error 2)
    "#);
}

#[test]
fn outputs_that_cannot_be_written() {
    let work = workplace();
    let call = "features --transactions good.parquet --as-of 2024-03-01 --spill-dir . --out";
    assert_snapshot!(refused(&work, 2, &format!("{call} good.parquet/f.parquet")),
        @r#"
        error: cannot write to good.parquet/f.parquet: choose another place, or make it writable
          because: Not a directory (os error 20)
    "#);
    std::fs::create_dir(work.path("taken")).unwrap();
    assert_snapshot!(refused(&work, 2, &format!("{call} taken")),
        @r#"
        error: cannot write to taken: choose another place, or make it writable
          because: entity already exists
    "#);
    if cfg!(target_os = "linux") {
        assert_snapshot!(refused(&work, 2, &format!("{call} /proc/no/f.parquet")),
        @r#"
        error: cannot write to /proc/no/f.parquet: choose another place, or make it writable
          because: No such file or directory (os error 2)
    "#);
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
