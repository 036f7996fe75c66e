//! The independent judges: every feature equals its SQL definition as `DuckDB`, `DataFusion` and, where it
//! is asked for, Spark run it.

use crate::workplace::{Workplace, engines, python, real_data};
use arrow_array::{
    Array, ArrayRef, BooleanArray, Float64Array, Int64Array, RecordBatch, StructArray,
    TimestampMicrosecondArray,
};
use arrow_schema::Field;
use std::sync::Arc;

/// Computes the features here and in every engine, and has them compared.
#[track_caller]
fn compare(work: &Workplace, flags: &str) {
    compare_in(&engines(), work, flags);
}

#[track_caller]
fn compare_in(engines: &[&str], work: &Workplace, flags: &str) {
    work.run(&format!("features --quiet --out features.parquet {flags}")).expect_code(0);
    for engine in engines {
        let sql =
            work.run(&format!("sql --quiet --dialect {engine} {flags}")).expect_code(0).stdout;
        work.write("features.sql", &sql);
        let files = ["--features", "features.parquet", "--sql", "features.sql"];
        let said = python("scripts/oracle.py", work, &[&files[..], &["--engine", engine]].concat());
        assert!(said.trim_end().ends_with("no mismatches"), "{engine}, {flags}: {said}");
    }
}

/// Has Spark plan the statement, where it is asked for: how often it reads, shuffles and expands rows.
#[track_caller]
fn check_plan(work: &Workplace, flags: &str) {
    if engines().contains(&"spark") {
        let sql = work.run(&format!("sql --quiet --dialect spark {flags}")).expect_code(0).stdout;
        work.write("spark.sql", &sql);
        python("scripts/check_spark.py", work, &["spark.sql"]);
    }
}

#[test]
#[ignore = "needs a Python with duckdb and datafusion; run scripts/test"]
fn a_generated_business_with_events_and_customers() {
    let work = Workplace::new();
    let data = work.generate(500, "--transactions-per-file 2000");
    // The SQL knows customers by their rows; those without any are for the Rust side alone.
    let data = data.split(" --customers").next().unwrap();
    let flags = format!("{data} --as-of 2024-09-01");
    compare(&work, &flags);
    check_plan(&work, &flags);
}

#[test]
#[ignore = "needs a Python with duckdb and datafusion; run scripts/test"]
fn another_zone_and_calendar_day_orders() {
    let work = Workplace::new();
    work.generate(300, "--id-type integer --no-events");
    work.write("winback.toml", "[data]\nzone = \"America/New_York\"\n");
    let columns = "--customer-id customer_id --timestamp timestamp --amount amount \
                   --channel channel --order-id none";
    let data = "--transactions history/transactions --as-of 2024-11-04";
    compare(&work, &format!("{data} {columns}"));
}

#[test]
#[ignore = "needs a Python with duckdb and datafusion, and ../shared/data; run scripts/test"]
fn online_retail_of_real_data() {
    let file = real_data("online_retail.parquet");
    let columns = "--customer-id CustomerID --timestamp InvoiceDate --quantity Quantity \
                   --unit-price UnitPrice --order-id InvoiceNo --product-id StockCode";
    let flags = format!("--transactions {} --as-of 2011-10-10 {columns}", file.display());
    let work = Workplace::new();
    compare(&work, &flags);
    check_plan(&work, &flags);
}

/// Orders as tills write them: numbers that restart, vouchers as lines of their own, returns with a
/// flag at the instant of a sale, lines without a number.
pub fn tills() -> RecordBatch {
    let mut state = 1u64;
    let mut draw = move |below: u64| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let n = 20_000;
    let customer: Vec<i64> = (0..n).map(|_| draw(150) as i64).collect();
    let hours: Vec<i64> =
        (0..n).map(|_| (20_000 + draw(100)) as i64 * 24 + draw(2) as i64).collect();
    let number: Vec<Option<i64>> =
        (0..n).map(|_| Some(draw(5) as i64).filter(|n| *n < 4)).collect();
    let amount: Vec<f64> = (0..n)
        .map(|_| (draw(5000) as f64 / 100.0 + 1.0) * if draw(6) == 0 { -0.4 } else { 1.0 })
        .collect();
    let returned: Vec<bool> = (0..n).map(|_| draw(20) == 0).collect();
    let micros = hours.iter().map(|hour| hour * 3_600_000_000);
    RecordBatch::try_from_iter([
        ("customer", Arc::new(Int64Array::from(customer)) as ArrayRef),
        ("ts", Arc::new(TimestampMicrosecondArray::from_iter_values(micros)) as ArrayRef),
        ("amount", Arc::new(Float64Array::from(amount)) as ArrayRef),
        ("receipt", Arc::new(Int64Array::from(number)) as ArrayRef),
        ("is_return", Arc::new(BooleanArray::from(returned)) as ArrayRef),
    ])
    .unwrap()
}

/// The flags that read them.
pub const TILLS: &str = "--transactions tills.parquet --as-of 2025-06-01 --customer-id customer --timestamp ts \
                         --amount amount --order-id receipt --return-flag is_return";

#[test]
#[ignore = "needs a Python with duckdb and datafusion; run scripts/test"]
fn orders_with_vouchers_and_numbers_that_restart() {
    let work = Workplace::new();
    work.write_parquet("tills.parquet", &tills());
    compare(&work, TILLS);
}

#[test]
#[ignore = "needs a Python with duckdb and datafusion; run scripts/test"]
fn columns_in_the_path() {
    let work = Workplace::new();
    work.generate(300, "--no-events --transactions-per-file 2000");
    for (i, name) in work.list("history/transactions").iter().enumerate() {
        let folder = work.path(&format!("hive/region={}", ["north%20west", "7"][i % 2]));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::rename(work.path("history/transactions").join(name), folder.join(name)).unwrap();
    }
    let flags = "--transactions hive --category region --as-of 2024-09-01";
    compare(&work, flags);
}

/// States as shops write them, flags and times of deletion, in files that do not all have them.
#[test]
#[ignore = "needs a Python with duckdb and datafusion; run scripts/test"]
fn rows_that_do_not_count() {
    let work = Workplace::new();
    let n = 3000;
    let columns = |first: usize| -> Vec<(&str, ArrayRef)> {
        let of = |i: usize| first + i;
        let micros = (0..n).map(|i| (19_800 + (of(i) * 7 % 300) as i64) * 86_400_000_000);
        let states = ["wc-completed", "Storniert", "on-hold", "geprüft", "", "Annulé", "PAID"];
        let deleted = ["", "2024-01-05 10:00:00", "0000-00-00", "9999-12-31", "true", "no", "1"];
        let text = |words: &[&str; 7], step: usize| -> ArrayRef {
            let words = (0..n).map(|i| words[of(i) * step % 11 % 7].to_owned());
            Arc::new(arrow_array::StringArray::from_iter_values(words))
        };
        vec![
            (
                "customer",
                Arc::new(Int64Array::from_iter_values((0..n).map(|i| (of(i) % 97) as i64 + 1))),
            ),
            ("ts", Arc::new(TimestampMicrosecondArray::from_iter_values(micros))),
            ("amount", Arc::new(Float64Array::from_iter_values((0..n).map(|i| (i % 50) as f64)))),
            ("Status", text(&states, 3)),
            ("deleted_at", text(&deleted, 5)),
            ("kind", text(&["sale", "LOAN", "x1", "X2", "sale", "sale", "gift"], 1)),
        ]
    };
    let mut old = columns(1);
    old.truncate(5);
    work.write_parquet("tx/old.parquet", &RecordBatch::try_from_iter(old).unwrap());
    work.write_parquet("tx/new.parquet", &RecordBatch::try_from_iter(columns(1 + n)).unwrap());
    let flags = "--transactions tx --as-of 2025-06-01 --customer-id customer --timestamp ts --amount amount";
    for rows in [
        "",
        "[rows]\ncolumn = \"kind\"\nkeep = [\"Sale\", \"loan\"]\n",
        "[rows]\ncolumn = \"kind\"\ndrop = [\"gift\"]\ndrop_prefix = \"x\"\n",
    ] {
        work.write("winback.toml", rows);
        compare(&work, flags);
    }
}

/// Returns that only the number of their order, or a column of signs, tells.
#[test]
#[ignore = "needs a Python with duckdb and datafusion; run scripts/test"]
fn returns_by_their_numbers_and_signs() {
    let work = Workplace::new();
    let n = 3000_i64;
    let text = |value: fn(i64) -> String| -> ArrayRef {
        Arc::new(arrow_array::StringArray::from_iter_values((0..n).map(value)))
    };
    let numbers = text(|i| match i % 11 {
        0 => format!("RMA-{i}"),
        1 => format!("c{i}"),
        2 => format!("Storno {i}/24"),
        3 => format!("AMZ-{i}"),
        4 => format!("{i}X"),
        _ => i.to_string(),
    });
    let some_codes = text(|i| if i % 11 == 0 { format!("RMA-{i}") } else { format!("{}", i / 3) });
    let signs = text(|i| ["+", "1", "-", "", "plus", "-1", "+"][(i % 7) as usize].to_owned());
    let micros = (0..n).map(|i| (19_800 + i * 7 % 300) * 86_400_000_000);
    for (name, column) in [
        ("invoice_no", &numbers),
        ("receipt_no", &some_codes),
        ("order_id", &some_codes),
        ("sign", &signs),
    ] {
        let batch = RecordBatch::try_from_iter([
            (
                "customer_id",
                Arc::new(Int64Array::from_iter_values((0..n).map(|i| i % 97 + 1))) as ArrayRef,
            ),
            (
                "ts",
                Arc::new(TimestampMicrosecondArray::from_iter_values(micros.clone())) as ArrayRef,
            ),
            (
                "amount",
                Arc::new(Float64Array::from_iter_values((0..n).map(|i| (i % 50) as f64)))
                    as ArrayRef,
            ),
            (name, Arc::clone(column)),
        ]);
        work.write_parquet("tx.parquet", &batch.unwrap());
        let order = if name == "sign" { String::new() } else { format!("--order-id {name}") };
        compare(
            &work,
            &format!("--transactions tx.parquet --as-of 2025-06-01 --timestamp ts {order}"),
        );
    }
}

/// Times as numbers, in a business that is not in universal time, and columns inside of structs.
#[test]
#[ignore = "needs a Python with duckdb and datafusion; run scripts/test"]
fn counted_times_and_fields_of_structs() {
    let work = Workplace::new();
    work.write("winback.toml", "[data]\nzone = \"America/New_York\"\n");
    let n = 3000_i64;
    let millis = (0..n).map(|i| 1_700_000_000_000 + i * 7_919_003 % 31_536_000_000);
    let ids: ArrayRef = Arc::new(Int64Array::from_iter_values((0..n).map(|i| i * i % 97)));
    let customer = StructArray::from(vec![(
        Arc::new(Field::new("id", ids.data_type().clone(), true)),
        Arc::clone(&ids),
    )]);
    let amounts = Float64Array::from_iter_values((0..n).map(|i| (i % 50) as f64 + 0.25));
    let batch = RecordBatch::try_from_iter([
        ("customer", Arc::new(customer) as ArrayRef),
        ("created", Arc::new(Int64Array::from_iter_values(millis)) as ArrayRef),
        ("amount", Arc::new(amounts) as ArrayRef),
    ]);
    work.write_parquet("orders.parquet", &batch.unwrap());
    let flags = "--transactions orders.parquet --timestamp created --as-of 2024-09-01";
    compare(&work, &format!("{flags} --timestamp-unit ms"));
    let refused = work.run(&format!("sql --dialect duckdb {flags}"));
    refused.expect_error(2, &["'created'", "timestamp_unit"]);
}

/// Versions of rows in several files, some deleted in the end, many with equal times.
#[test]
#[ignore = "needs a Python with duckdb and datafusion; run scripts/test"]
fn the_newest_version_of_a_row() {
    // DataFusion does not know which of two rows of a file stands later.
    let in_order: Vec<&str> = engines().into_iter().filter(|name| *name != "datafusion").collect();
    let work = Workplace::new();
    let mut state = 7u64;
    let mut draw = move |below: u64| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    for name in ["tx/b", "tx/a", "tx/a-2"] {
        let n = 3000;
        let mut some = |below: u64| -> Vec<i64> { (0..n).map(|_| draw(below) as i64).collect() };
        let order: Vec<Option<i64>> =
            some(800).into_iter().map(|id| Some(id).filter(|id| *id > 5)).collect();
        let customers = order.iter().map(|id| id.unwrap_or(3) % 97 + 1);
        let day = |days: Vec<i64>| days.into_iter().map(|day| (19_900 + day) * 86_400_000_000);
        let text = |words: Vec<i64>, of: [&'static str; 4]| -> ArrayRef {
            let words = words.into_iter().map(|i| of[i as usize]);
            Arc::new(arrow_array::StringArray::from_iter_values(words))
        };
        let versions: Vec<Option<f64>> =
            some(9).into_iter().map(|v| Some(v as f64).filter(|v| *v > 0.0)).collect();
        let batch = RecordBatch::try_from_iter_with_nullable([
            ("customer", Arc::new(Int64Array::from_iter_values(customers)) as ArrayRef, true),
            ("ts", Arc::new(TimestampMicrosecondArray::from_iter_values(day(some(200)))), true),
            (
                "amount",
                Arc::new(Float64Array::from_iter_values(some(90).iter().map(|&x| x as f64))),
                true,
            ),
            ("order_id", Arc::new(Int64Array::from(order)), true),
            ("line", text(some(4), ["1", "2", "", "x"]), true),
            ("status", text(some(4), ["paid", "paid", "cancelled", "deleted"]), true),
            ("version", Arc::new(Float64Array::from(versions)), true),
        ]);
        work.write_parquet(&format!("{name}.parquet"), &batch.unwrap());
    }
    let columns = "--customer-id customer --timestamp ts --amount amount --order-id order_id";
    let flags = format!("--transactions tx --as-of 2025-06-01 {columns}");
    for key in ["[\"order_id\", \"line\"]", "[\"order_id\"]"] {
        work.write("winback.toml", &format!("[rows]\nkey = {key}\nnewest_by = \"version\"\n"));
        compare_in(&in_order, &work, &flags);
        let refused = work.run(&format!("sql --dialect datafusion {flags}"));
        refused.expect_error(2, &["'version'", "equal versions", "duckdb or spark"]);
    }
}
