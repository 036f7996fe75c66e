//! `winback check` on histories that can and cannot be used.

use crate::workplace::Workplace;
use arrow_array::{ArrayRef, Float64Array, Int32Array, Int64Array, RecordBatch, StringArray};
use std::sync::Arc;

/// 600 customers buying every 30 days from 2023-01-01 on, for `days`.
fn regular(days: i64) -> Vec<(i64, i64, f64)> {
    let first = 19_358;
    let of =
        |c: i64| (0..days).filter(move |d| (d + c) % 30 == 0).map(move |d| (c, first + d, 9.5));
    (0..600).flat_map(of).collect()
}

fn finding<'a>(report: &'a serde_json::Value, subject: &str) -> &'a serde_json::Value {
    report["findings"].as_array().unwrap().iter().find(|f| f["subject"] == subject).unwrap()
}

#[test]
fn a_sound_history_passes() {
    let work = Workplace::new();
    work.write_transactions("tx/a.parquet", &regular(700));
    let ended =
        work.run("check --transactions tx --as-of 2024-12-01 --horizon-days 60 --format json");
    let report = ended.expect_code(0).json();
    assert_eq!(report["verdict"], "ok", "{report:#}");
    assert_eq!(finding(&report, "customers")["found"], "600 have bought, 0 of them once (0.0%)");
    let horizon = finding(&report, "horizon")["found"].as_str().unwrap();
    assert!(
        horizon.starts_with("60 days; half of the gaps between orders are within 30 days"),
        "{horizon}"
    );
    let text = work.run("check --transactions tx --horizon-days 60").expect_code(0);
    assert!(text.stdout.contains("outcome windows"), "{}", text.stdout);
    assert!(text.stderr.contains("customer_id = customer_id"), "{}", text.stderr);
    let last = text.stdout.trim_end().lines().last().unwrap();
    assert!(last.ends_with("Next: winback run, with the same options"), "{last}");
    // A horizon shorter than the usual gap calls loyal customers lost.
    let short = work.run("check --transactions tx --horizon-days 14 --format json").expect_code(0);
    assert_eq!(finding(&short.json(), "horizon")["severity"], "warn");
}

#[test]
fn an_automatic_horizon_is_one_that_can_be_judged() {
    let work = Workplace::new();
    work.write_transactions("tx/a.parquet", &regular(100));
    let horizon = |flags: &str| {
        let report = work.run(&format!("check --transactions tx --format json {flags}"));
        finding(&report.expect_code(0).json(), "horizon")["found"].as_str().unwrap().to_owned()
    };
    let found = horizon("");
    assert!(found.starts_with("automatic: 25 days; "), "{found}");
    assert!(found.ends_with("within 30, of which history and lookback can judge 25"), "{found}");
    work.write_transactions("tx/a.parquet", &regular(140));
    // Two windows with a pause of 30 days before each, a step of 9 days and 14 days of history.
    let found = horizon("--gap-days 30");
    assert!(found.starts_with("automatic: 28 days; "), "{found}");
    let flags = "--as-of 2023-05-21 --gap-days 30 --models models --format json";
    let trained = work.run(&format!("train --transactions tx {flags}")).expect_code(0);
    let said = trained.json();
    assert_eq!(said["horizon_days"], 28);
    // The window of the oldest cutoff ends before the newest cutoff, whose customers judge the model.
    let cutoffs = said["cutoffs"].as_array().unwrap();
    assert_eq!(cutoffs.last().unwrap(), "2023-03-24");
    assert!(cutoffs[0].as_str().unwrap() <= "2023-01-25", "{cutoffs:?}");
    assert!(trained.stderr.contains("28 days instead of the 30"), "{}", trained.stderr);
}

#[test]
fn identifiers_of_the_tables_are_held_against_each_other() {
    let work = Workplace::new();
    work.write_transactions("tx.parquet", &regular(400));
    let table = |name: &str, ids: Vec<String>| {
        let n = ids.len();
        let columns: [(&str, ArrayRef); 3] = [
            ("customer_id", Arc::new(StringArray::from(ids))),
            (
                "email",
                Arc::new(StringArray::from_iter_values((0..n).map(|i| format!("c{i}@shop.test")))),
            ),
            ("consent_email", Arc::new(StringArray::from(vec!["yes"; n]))),
        ];
        work.write_parquet(name, &RecordBatch::try_from_iter(columns).unwrap());
    };
    let check = |flags: &str| {
        let call =
            format!("check --transactions tx.parquet --horizon-days 60 --format json {flags}");
        work.run(&call)
    };
    let of = |ended: crate::workplace::Ended| {
        let found = finding(&ended.json(), "customers in their table").clone();
        (found["severity"].clone(), found.to_string())
    };
    table("plain.parquet", (0..600).map(|i| i.to_string()).collect());
    let (severity, found) = of(check("--customers plain.parquet").expect_code(0));
    assert!(severity == "ok" && found.contains("600 of 600 with transactions"), "{found}");
    table("padded.parquet", (0..600).map(|i| format!("{i:06}")).collect());
    let (severity, found) = of(check("--customers padded.parquet").expect_code(3));
    assert!(severity == "fail" && found.contains("'1' here and '000001' there"), "{found}");
    assert!(found.contains("id_normalise = \\\"trim,unfloat,unzero\\\""), "{found}");
    work.write("winback.toml", "[columns]\nid_normalise = \"trim,unfloat,unzero\"\n");
    let (severity, found) = of(check("--customers padded.parquet").expect_code(0));
    assert!(severity == "ok" && found.contains("600 of 600"), "{found}");
    table("strangers.parquet", (0..600).map(|i| format!("k{i}x")).collect());
    let (severity, found) = of(check("--customers strangers.parquet").expect_code(3));
    assert!(severity == "fail" && found.contains("0 of 600"), "{found}");
}

/// What `check` and `run` end with, on the same input.
fn both(work: &Workplace, flags: &str) -> [i32; 2] {
    let check = work.run(&format!("check {flags}")).code;
    [check, work.run(&format!("run {flags} --output out --models models --dry-run")).code]
}

#[test]
fn check_and_run_end_alike() {
    let work = Workplace::new();
    work.write_transactions("tx.parquet", &regular(400));
    let tx = "--transactions tx.parquet --horizon-days 60";
    assert_eq!(both(&work, &format!("{tx} --as-of 2024-02-05")), [0, 0]);
    assert_eq!(both(&work, &format!("{tx} --as-of 2026-02-05")), [4, 4], "long ended");
    let mut again = regular(90);
    again.extend((0..600).map(|c| (c, 20_200, 9.5)));
    work.write_transactions("again.parquet", &again);
    let of_a_gap = "--transactions again.parquet --horizon-days 20 --as-of 2024-10-01";
    assert_eq!(both(&work, of_a_gap), [4, 4], "goes on later");
    let events = |name: &str, times: &[&str], ids: fn(i64) -> i64| {
        let n = 600;
        let columns: [(&str, ArrayRef); 3] = [
            ("customer_id", Arc::new(Int64Array::from_iter_values((0..n).map(ids)))),
            (
                "event_time",
                Arc::new(StringArray::from_iter_values(
                    (0..n).map(|i| times[i as usize % times.len()]),
                )),
            ),
            ("event_type", Arc::new(StringArray::from(vec!["visit"; n as usize]))),
        ];
        work.write_parquet(name, &RecordBatch::try_from_iter(columns).unwrap());
        both(&work, &format!("{tx} --as-of 2024-02-05 --events {name}"))
    };
    assert_eq!(events("fine.parquet", &["2024-01-03"], |i| i), [0, 0]);
    assert_eq!(events("odd.parquet", &["2024-01-03", "soon"], |i| i), [3, 3]);
    assert_eq!(events("all.parquet", &["soon"], |i| i), [3, 3]);
    assert_eq!(events("strangers.parquet", &["2024-01-03"], |i| i + 9000), [0, 0]);
}

#[test]
fn a_date_far_after_the_data_is_warned_of_with_both_dates() {
    let work = Workplace::new();
    work.write_transactions("tx.parquet", &regular(400));
    let tx = "--transactions tx.parquet --horizon-days 60";
    let warned = |as_of: &str| {
        let call = format!("features {tx} --as-of {as_of} --out f.parquet");
        let said = work.run(&call).expect_code(0).stderr;
        let check = work.run(&format!("check {tx} --as-of {as_of}")).expect_code(0).stdout;
        assert_eq!(said.contains("WARN age: "), check.contains("newest transaction, which is of"));
        said
    };
    let said = warned("2024-04-15");
    let both = "as-of 2024-04-15 lies 70 days after the newest transaction, which is of 2024-02-04";
    assert!(said.contains(both), "{said}");
    assert!(!warned("2024-03-01").contains("WARN age"), "three weeks");
}

#[test]
fn what_is_wrong_is_found_with_its_remedy() {
    let work = Workplace::new();
    work.write_transactions("short.parquet", &regular(40));
    let check =
        |arguments: &str| work.run(&format!("check --format json --transactions {arguments}"));
    let report = check("short.parquet --horizon-days 180").expect_code(3).json();
    assert_eq!(finding(&report, "outcome windows")["severity"], "fail");
    // Age alone has an exit code of its own.
    work.write("winback.toml", "[data]\nmax_staleness_days = 3\n[outcome]\nhorizon_days = 20\n");
    let ended = check("short.parquet --as-of 2023-03-01").expect_error(4, &["too old"]);
    assert_eq!(finding(&ended.json(), "age")["severity"], "fail");

    let mut twice = regular(40);
    twice.extend(regular(40));
    work.write_transactions("twice.parquet", &twice);
    let report = check("twice.parquet").expect_code(0).json();
    assert_eq!(finding(&report, "duplicates")["severity"], "warn");
    assert!(finding(&report, "duplicates")["found"].as_str().unwrap().starts_with("50.0%"));
}

#[test]
fn nulls_drift_and_currencies_are_seen() {
    let work = Workplace::new();
    let write = |name: &str, customers: ArrayRef, currency: &str| {
        let dates = ["2024-01-01", "2024-01-02", "2024-01-03"];
        let columns: [(&str, ArrayRef); 4] = [
            ("customer_id", customers),
            ("date", Arc::new(StringArray::from(dates.to_vec()))),
            ("amount", Arc::new(Float64Array::from(vec![1.0, f64::NAN, 3.0]))),
            ("currency", Arc::new(StringArray::from(vec![currency; 3]))),
        ];
        work.write_parquet(name, &RecordBatch::try_from_iter(columns).unwrap());
    };
    write("tx/a.parquet", Arc::new(Int64Array::from(vec![None, Some(2), Some(3)])), "EUR");
    write("tx/b.parquet", Arc::new(Int32Array::from(vec![None, None, Some(3)])), "USD");
    let report = work.run("check --transactions tx --format json").expect_code(3).json();
    assert_eq!(
        finding(&report, "customer_id = customer_id")["found"],
        "Int32 and Int64; 3 of 6 values are null"
    );
    assert_eq!(finding(&report, "schema of 2 files")["severity"], "warn");
    assert_eq!(finding(&report, "currency = currency")["severity"], "warn");
    assert_eq!(finding(&report, "amount")["severity"], "fail");
}

#[test]
fn input_that_is_none_is_a_matter_of_usage() {
    let work = Workplace::new();
    work.write("empty/notes.txt", "nothing here");
    work.write("text.parquet", "customer,amount");
    work.write("zero.parquet", "");
    let path = work.write_transactions("good.parquet", &regular(10));
    let whole = std::fs::read(&path).unwrap();
    std::fs::write(work.path("cut.parquet"), &whole[..whole.len() / 2]).unwrap();
    let cases = [
        ("missing.parquet", "missing.parquet does not exist"),
        ("empty", "no Parquet file in folder empty"),
        ("none/*.parquet", "no file matches"),
        ("text.parquet", "is not a Parquet file"),
        ("good.parquet --amount price", "--amount: no column 'price'"),
        ("good.parquet --amount amount --customer-id amount", "a column plays one part"),
        ("good.parquet --as-of tomorrow", "--as-of: 'tomorrow' is not a date"),
        ("good.parquet --config nowhere.toml", "nowhere.toml"),
    ];
    for (arguments, expected) in cases {
        work.run(&format!("check --transactions {arguments}")).expect_error(2, &[expected]);
    }
    for (file, expected) in [("cut.parquet", "truncated"), ("zero.parquet", "0 bytes")] {
        // It may still be being written.
        work.run(&format!("check --transactions {file}")).expect_error(1, &[expected]);
    }
    work.run("check").expect_error(2, &["no transactions given", "--transactions"]);
}

#[test]
fn what_no_cluster_does_is_refused() {
    let work = Workplace::new();
    let data = work.generate(20, "");
    work.write("winback.toml", "[data]\nas_of = \"data_end\"\n");
    work.run(&format!("audience {data} --engine spark --remote sc://127.0.0.1:1"))
        .expect_error(2, &["reads the transactions on this machine", "docs/scale.md"]);
}
