//! Rows that do not count, in files as shops have them.

use crate::cast::cast;
use crate::workplace::read_parquet;
use crate::workplace::{Ended, Workplace};
use arrow_array::cast::AsArray;
use arrow_array::{
    ArrayRef, BooleanArray, Float64Array, Int64Array, RecordBatch, StringArray,
    TimestampMicrosecondArray,
};
use arrow_schema::DataType;
use std::sync::Arc;

pub const AS_OF: &str = "--as-of 2025-01-01";
/// 2024-10-01, in days since 1970.
const OCTOBER: i64 = 19_997;

pub fn texts(values: &[&str]) -> ArrayRef {
    Arc::new(StringArray::from_iter_values(values))
}

pub fn numbers(values: &[f64]) -> ArrayRef {
    Arc::new(Float64Array::from(values.to_vec()))
}

/// Days after 2024-10-01.
pub fn days(values: &[i64]) -> ArrayRef {
    let micros = values.iter().map(|day| (OCTOBER + day) * 86_400_000_000);
    Arc::new(TimestampMicrosecondArray::from_iter_values(micros))
}

/// Writes columns as a table.
pub fn write(work: &Workplace, path: &str, columns: Vec<(&str, ArrayRef)>) {
    let columns = columns.into_iter().map(|(name, column)| (name, column, true));
    work.write_parquet(path, &RecordBatch::try_from_iter_with_nullable(columns).unwrap());
}

/// Customer, purchases and spend, as `features` computes them; and how it ended.
pub fn purchases(work: &Workplace, flags: &str) -> (Vec<(String, f64, f64)>, Ended) {
    let call = format!("features {AS_OF} --out f.parquet --features purchases,spend {flags}");
    let ended = work.run(&call).expect_code(0);
    let mut found = Vec::new();
    for batch in read_parquet(&work.path("f.parquet")) {
        let text = |k: usize| cast(batch.column(k), &DataType::Utf8).unwrap();
        let (ids, purchases, spend) = (text(0), text(1), text(2));
        let number = |texts: &ArrayRef, i: usize| {
            texts.as_string::<i32>().value(i).parse().unwrap_or(f64::NAN)
        };
        found.extend((0..batch.num_rows()).map(|i| {
            let id = ids.as_string::<i32>().value(i).to_owned();
            (id, number(&purchases, i), number(&spend, i))
        }));
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    (found, ended)
}

/// The finding of a subject.
pub fn finding(report: &serde_json::Value, subject: &str) -> serde_json::Value {
    let all = report["findings"].as_array().unwrap();
    let found = all.iter().find(|finding| finding["subject"] == subject);
    found.unwrap_or_else(|| panic!("no finding '{subject}' in {report:#}")).clone()
}

/// An ERP's export: words of another language, a time of cancellation, a state nobody knows.
fn erp(work: &Workplace) {
    write(
        work,
        "erp.parquet",
        vec![
            ("customer_id", texts(&["a"; 6])),
            ("order_date", days(&[0, 10, 20, 30, 40, 50])),
            ("amount", numbers(&[1.0, 2.0, 4.0, 8.0, 16.0, 32.0])),
            (
                "Auftragsstatus",
                texts(&["Erledigt", "storniert", "Angebot", "Erledigt", "phase 3", "erledigt"]),
            ),
            (
                "cancelled_at",
                Arc::new(StringArray::from(vec![
                    None,
                    None,
                    Some(""),
                    Some("2024-11-02 09:00:00"),
                    Some("0000-00-00"),
                    None,
                ])),
            ),
        ],
    );
}

#[test]
fn what_never_became_a_sale_is_left_out_and_said() {
    let work = Workplace::new();
    erp(&work);
    let (found, ended) = purchases(&work, "--transactions erp.parquet");
    assert_eq!(found, [("a".to_owned(), 3.0, 49.0)], "{}", ended.stderr);
    assert!(ended.stdout.contains("3 of 6 rows used (2 cancelled, 1 draft)"), "{}", ended.stdout);
    assert!(ended.stderr.contains("WARN rows left out: 3 of 6 rows (50.0%)"), "{}", ended.stderr);
    let report = work.run(&format!("check --format json --transactions erp.parquet {AS_OF}"));
    let report = report.expect_code(0).json();
    assert_eq!(finding(&report, "rows left out")["severity"], "warn");
    let by_word = finding(&report, "rows by Auftragsstatus");
    let words = "left out: Angebot 1, storniert 1; count: Erledigt 2, erledigt 1; \
                 not understood, count: phase 3 1";
    assert_eq!(
        (by_word["severity"].as_str(), by_word["found"].as_str()),
        (Some("warn"), Some(words))
    );
}

#[test]
fn the_configuration_says_otherwise() {
    let work = Workplace::new();
    erp(&work);
    let with = |toml: &str| {
        work.write("winback.toml", toml);
        let (found, ended) = purchases(&work, "--transactions erp.parquet");
        (found[0].2, ended.stderr)
    };
    assert_eq!(with("[rows]\nknown_words = false\n").0, 63.0);
    let keep = "[rows]\ncolumn = \"Auftragsstatus\"\nkeep = [\"ERLEDIGT\"]\n";
    assert_eq!(with(keep).0, 33.0, "cancelled_at still counts");
    let (spend, said) =
        with("[rows]\nknown_words = false\ncolumn = \"Auftragsstatus\"\ndrop = [\"phase 3\"]\n");
    assert_eq!(spend, 47.0);
    assert!(said.contains("1 left out by [rows]"), "{said}");
    let fails = |toml: &str, parts: &[&str]| {
        work.write("winback.toml", toml);
        let call = format!("features --transactions erp.parquet {AS_OF} --out f.parquet");
        work.run(&call).expect_error(2, parts);
    };
    fails("[rows]\ncolumn = \"Status\"\ndrop = [\"x\"]\n", &["no column 'Status'", "rows.column"]);
    fails(
        "[rows]\ncolumn = \"Auftragsstatus\"\n",
        &["winback.toml:2", "keep, drop or drop_prefix"],
    );
    fails("[rows]\nkeep = [\"x\"]\n", &["winback.toml:2", "rows.column"]);
}

/// Numbers of cancelled invoices by their letter, on the column that is the order's number too.
#[test]
fn rows_are_left_out_by_the_beginning_of_a_mapped_column() {
    let work = Workplace::new();
    write(
        &work,
        "tx.parquet",
        vec![
            ("customer_id", Arc::new(Int64Array::from(vec![1, 1, 1])) as ArrayRef),
            ("date", days(&[0, 1, 2])),
            ("amount", numbers(&[5.0, 7.0, -5.0])),
            ("InvoiceNo", texts(&["536365", "536366", "C536367"])),
        ],
    );
    assert_eq!(purchases(&work, "--transactions tx.parquet").0[0].2, 7.0, "a return");
    work.write("winback.toml", "[rows]\ncolumn = \"InvoiceNo\"\ndrop_prefix = \"C\"\n");
    let (found, ended) = purchases(&work, "--transactions tx.parquet");
    assert_eq!(found[0].2, 12.0);
    assert!(ended.stdout.contains("2 of 3 rows used (1 left out by [rows])"), "{}", ended.stdout);
}

#[test]
fn a_table_of_nothing_but_tests_is_refused() {
    let work = Workplace::new();
    write(
        &work,
        "tx.parquet",
        vec![
            ("customer_id", texts(&["a", "b"])),
            ("order_date", days(&[0, 1])),
            ("amount", numbers(&[1.0, 2.0])),
            ("test", Arc::new(BooleanArray::from(vec![true, true]))),
        ],
    );
    let call = format!("features --transactions tx.parquet {AS_OF} --out f.parquet");
    work.run(&call).expect_error(3, &["none of the 2 rows", "2 test"]);
}
