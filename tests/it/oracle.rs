//! The independent judge: every feature equals its SQL definition as `DuckDB` runs it.
//!
//! Needs a Python with duckdb: the one that `WINBACK_PYTHON` names, or that of `.venv` (scripts/test
//! makes it). Skipped, and said so, without.

use crate::workplace::Workplace;
use std::path::{Path, PathBuf};
use std::process::Command;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// A Python that can import duckdb. One that is named must be able to.
#[expect(clippy::disallowed_methods, reason = "a test may be told where its tools are")]
fn python() -> Option<PathBuf> {
    let named = std::env::var("WINBACK_PYTHON").ok().map(PathBuf::from);
    let python = named.clone().unwrap_or_else(|| Path::new(ROOT).join(".venv/bin/python"));
    let able = Command::new(&python).args(["-c", "import duckdb"]).output();
    let able = able.is_ok_and(|output| output.status.success());
    assert!(able || named.is_none(), "WINBACK_PYTHON cannot import duckdb");
    if !able {
        eprintln!("skipped: no Python with duckdb; scripts/test makes one");
    }
    able.then_some(python)
}

/// Computes the features in both ways and has them compared; gives the comparison's last line.
fn compare(work: &Workplace, python: &Path, flags: &str) -> String {
    work.run(&format!("features --quiet --out features.parquet {flags}")).expect_code(0);
    let sql = work.run(&format!("sql --quiet --dialect duckdb {flags}")).expect_code(0).stdout;
    work.write("features.sql", &sql);
    let output = Command::new(python)
        .arg(Path::new(ROOT).join("scripts/oracle.py"))
        .args(["--features", "features.parquet", "--sql", "features.sql"])
        .current_dir(work.path(""))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
    said.trim_end().lines().last().unwrap_or_default().to_owned()
}

#[test]
fn a_generated_business_with_events_and_customers() {
    let Some(python) = python() else { return };
    let work = Workplace::new();
    let data = work.generate(500, "--transactions-per-file 2000");
    // The SQL knows customers by their rows; those without any are for the Rust side alone.
    let data = data.split(" --customers").next().unwrap();
    let said = compare(&work, &python, &format!("{data} --as-of 2024-09-01"));
    assert!(said.ends_with("no mismatches"), "{said}");
}

#[test]
fn another_zone_and_calendar_day_orders() {
    let Some(python) = python() else { return };
    let work = Workplace::new();
    work.generate(300, "--id-type integer --no-events");
    work.write("winback.toml", "[data]\nzone = \"America/New_York\"\n");
    let columns = "--customer-id customer_id --timestamp timestamp --amount amount \
                   --channel channel";
    let data = "--transactions history/transactions --as-of 2024-11-04";
    let said = compare(&work, &python, &format!("{data} {columns}"));
    assert!(said.ends_with("no mismatches"), "{said}");
}

#[test]
fn online_retail() {
    let Some(python) = python() else { return };
    let file = Path::new(ROOT).join("../shared/data/online_retail.parquet");
    if !file.exists() {
        eprintln!("skipped: there is no ../shared/data");
        return;
    }
    let columns = "--customer-id CustomerID --timestamp InvoiceDate --quantity Quantity \
                   --unit-price UnitPrice --order-id InvoiceNo --product-id StockCode";
    let flags = format!("--transactions {} --as-of 2011-10-10 {columns}", file.display());
    let said = compare(&Workplace::new(), &python, &flags);
    assert!(said.ends_with("no mismatches"), "{said}");
}
