//! Tables to which a row is added again whenever it changes.

use crate::field_cases_rows::{AS_OF, days, finding, numbers, purchases, texts, write};
use crate::workplace::Workplace;
use arrow_array::{ArrayRef, Int64Array, StringArray};
use std::sync::Arc;

const NEWEST: &str = "[rows]\nkey = [\"order_id\", \"line\"]\nnewest_by = \"updated_at\"\n";

/// Three exports of one table: b's line is corrected twice, a's second line is deleted in the end, c's order
/// is cancelled and comes back, one row has no key, and one is there twice.
fn exports(work: &Workplace) {
    let part = |name: &str,
                customer: &[&str],
                order: &[Option<&str>],
                line: &[Option<i64>],
                amount: &[f64],
                status: &[&str],
                updated: &[i64]| {
        let at = days(&vec![0; customer.len()]);
        let columns: Vec<(&str, ArrayRef)> = vec![
            ("customer_id", texts(customer)),
            ("order_date", at),
            ("amount", numbers(amount)),
            ("order_id", Arc::new(StringArray::from(order.to_vec()))),
            ("line", Arc::new(Int64Array::from(line.to_vec()))),
            ("status", texts(status)),
            ("updated_at", days(updated)),
        ];
        write(work, name, columns);
    };
    let (a, b, c) = (Some("o1"), Some("o2"), Some("o3"));
    part(
        "tx/2.parquet",
        &["a", "a", "b", "c", "d"],
        &[a, a, b, c, None],
        &[Some(1), Some(2), Some(1), Some(1), None],
        &[1.0, 2.0, 100.0, 8.0, 64.0],
        &["paid"; 5],
        &[1, 1, 2, 1, 1],
    );
    part(
        "tx/1.parquet",
        &["a", "b", "c", "d"],
        &[a, b, c, None],
        &[Some(2), Some(1), Some(1), None],
        &[2.0, 4.0, 8.0, 32.0],
        &["deleted", "paid", "cancelled", "paid"],
        &[9, 7, 2, 9],
    );
    part(
        "tx/3.parquet",
        &["c", "b", "a"],
        &[c, b, a],
        &[Some(1), Some(1), Some(1)],
        &[16.0, 50.0, 1.0],
        &["paid"; 3],
        &[3, 3, 1],
    );
}

#[test]
fn the_newest_version_of_a_row_counts_in_every_command() {
    let work = Workplace::new();
    exports(&work);
    work.write("winback.toml", NEWEST);
    let (found, ended) = purchases(&work, "--transactions tx");
    let spend: Vec<(&str, f64)> = found.iter().map(|row| (row.0.as_str(), row.2)).collect();
    assert_eq!(spend, [("a", 1.0), ("b", 4.0), ("c", 16.0), ("d", 96.0)], "{}", ended.stderr);
    let counted = "5 of 12 rows used (1 deleted, 6 superseded by a newer version)";
    assert!(ended.stdout.contains(counted), "{}", ended.stdout);
    assert!(ended.stderr.contains("WARN equal versions: 1 rows"), "{}", ended.stderr);
    let report = work.run(&format!("check --format json --transactions tx {AS_OF}"));
    let report = report.expect_code(0).json();
    let left_out = finding(&report, "rows left out")["found"].clone();
    assert_eq!(
        left_out,
        "7 of 12 rows (58.3%) do not count: 1 deleted, 6 superseded by a newer version"
    );
    assert!(finding(&report, "equal versions")["found"].as_str().unwrap().starts_with("1 rows"));
    let status = finding(&report, "rows by status")["found"].clone();
    assert_eq!(status, "left out: deleted 1; count: paid 5", "older versions say nothing");
}

#[test]
fn of_equal_versions_the_later_row_counts_and_texts_may_be_versions() {
    let work = Workplace::new();
    let part = |name: &str, amounts: &[f64], versions: ArrayRef| {
        let columns = vec![
            ("customer_id", texts(&vec!["a"; amounts.len()])),
            ("order_date", days(&vec![0; amounts.len()])),
            ("amount", numbers(amounts)),
            ("order_id", texts(&vec!["o"; amounts.len()])),
            ("version", versions),
        ];
        write(&work, name, columns);
    };
    work.write("winback.toml", "[rows]\nkey = [\"order_id\"]\nnewest_by = \"version\"\n");
    let spend = |work: &Workplace| purchases(work, "--transactions tx").0[0].2;
    part("tx/a.parquet", &[1.0, 2.0], texts(&["9", "10"]));
    part("tx/b.parquet", &[4.0, 8.0, 16.0], texts(&["10", "10", ""]));
    assert_eq!(spend(&work), 8.0, "numbers as text are numbers");
    part(
        "tx/a.parquet",
        &[1.0, 2.0],
        texts(&["2024-12-01 10:00:00+02:00", "2024-12-01T08:30:00Z"]),
    );
    part(
        "tx/b.parquet",
        &[4.0, 8.0, 16.0],
        texts(&["2024-12-01 08:29", "30.11.2024 8:05", "soon"]),
    );
    let call = format!("features --transactions tx {AS_OF} --out f.parquet");
    work.run(&call).expect_error(3, &["column 'version'", "'soon'", "rows.newest_by"]);
    let rule = "[rows]\nkey = [\"order_id\"]\nnewest_by = \"version\"\n";
    work.write("winback.toml", &format!("{rule}[quality]\nmax_no_amount_share = 0.5\n"));
    let (found, ended) = purchases(&work, "--transactions tx");
    assert_eq!(found[0].2, 2.0, "dates are compared as instants");
    let bad = "column 'version': 1 cell is not a date or time, such as 'soon'";
    assert!(ended.stderr.contains(bad), "{}", ended.stderr);
    part("tx/a.parquet", &[1.0, 2.0], texts(&["01HZX", "01HZW"]));
    part("tx/b.parquet", &[4.0, 8.0, 16.0], texts(&["01HZV", "01HZY", "01HY9"]));
    assert_eq!(spend(&work), 8.0, "texts by their letters");
    part("tx/b.parquet", &[4.0], Arc::new(Int64Array::from(vec![3])));
    work.run(&call).expect_error(2, &["column 'version'", "Utf8", "Int64", "rows.newest_by"]);
}

#[test]
fn a_rule_that_cannot_be_followed_is_refused() {
    let work = Workplace::new();
    exports(&work);
    let fails = |toml: &str, parts: &[&str]| {
        work.write("winback.toml", toml);
        let call = format!("features --transactions tx {AS_OF} --out f.parquet");
        work.run(&call).expect_error(2, parts);
    };
    fails("[rows]\nnewest_by = \"updated_at\"\n", &["winback.toml:2", "rows.key"]);
    fails("[rows]\nkey = [\"order_id\"]\n", &["winback.toml:2", "rows.newest_by"]);
    fails(
        "[rows]\nkey = [\"order\"]\nnewest_by = \"updated_at\"\n",
        &["no column 'order'", "Map it with rows.key"],
    );
    fails(
        "[rows]\nkey = [\"order_date\"]\nnewest_by = \"updated_at\"\n",
        &["column 'order_date'", "the key of a row needs"],
    );
    work.write("winback.toml", NEWEST);
    let call = format!("sql --dialect datafusion --transactions tx {AS_OF} --features spend");
    work.run(&call).expect_error(2, &["updated_at", "duckdb or spark"]);
}

#[test]
fn check_names_versions_that_are_counted() {
    let work = Workplace::new();
    exports(&work);
    let report = work.run(&format!("check --format json --transactions tx {AS_OF}")).json();
    let versions = finding(&report, "versions by updated_at");
    assert_eq!(versions["severity"], "warn");
    let found = versions["found"].as_str().unwrap();
    assert!(
        found.starts_with("5 of 12 rows (41.7%) have the order_id and line of a row"),
        "{found}"
    );
    let remedy = versions["remedy"].as_str().unwrap();
    assert!(
        remedy.contains("key = [\"order_id\", \"line\"], newest_by = \"updated_at\""),
        "{remedy}"
    );
}
