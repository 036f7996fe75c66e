//! `winback init --from`: which of the tables in a folder is which becomes the configuration, and that is one that
//! the next command can use.

use crate::workplace::Workplace;
use arrow_array::{ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray};
use std::sync::Arc;

fn texts(values: &[&str]) -> ArrayRef {
    Arc::new(StringArray::from(values.to_vec()))
}

fn table(work: &Workplace, name: &str, columns: Vec<(&str, ArrayRef)>) {
    std::fs::create_dir_all(work.path(name).parent().unwrap()).unwrap();
    work.write_parquet(name, &RecordBatch::try_from_iter(columns).unwrap());
}

fn settings(work: &Workplace, name: &str) -> Vec<String> {
    let text = work.read(name);
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with(['#', '[']));
    lines.map(str::to_owned).collect()
}

#[test]
fn a_folder_of_tables_becomes_a_configuration_that_works() {
    let work = Workplace::new();
    work.run("generate --customers 200 --out exports --quiet").expect_code(0);
    let ended = work.run("init --from exports").expect_code(0);
    for said in [
        "transactions: exports/transactions (",
        "events: exports/events (",
        "customers: exports/customers",
    ] {
        assert!(ended.stdout.contains(said), "{}", ended.stdout);
    }
    let lines = settings(&work, "winback.toml");
    for line in [
        "transactions = \"exports/transactions\"",
        "customers = \"exports/customers.parquet\"",
        "consent_email = \"consent_email\"",
        "type = \"type\"",
    ] {
        assert!(lines.iter().any(|known| known == line), "{lines:?}");
    }
    let checked = work.run("check --format json").expect_code(0).json();
    let taken = checked["columns"].as_array().unwrap();
    assert!(taken.iter().all(|taken| taken["how"] == "named"), "{taken:?}");
    // In another folder the paths are from the root.
    std::fs::create_dir(work.path("conf")).unwrap();
    work.run("init --from exports --out conf/winback.toml").expect_code(0);
    work.run("check --config conf/winback.toml --quiet").expect_code(0);
}

#[test]
fn tables_are_told_by_their_columns_where_their_names_say_nothing() {
    let work = Workplace::new();
    let ids = || -> ArrayRef { Arc::new(Int64Array::from(vec![1, 2])) };
    let times = || texts(&["2024-01-01", "2024-02-01"]);
    let orders = |name: &str| {
        let amounts: ArrayRef = Arc::new(Float64Array::from(vec![10.0, 20.0]));
        let numbers = texts(&["a", "b"]);
        let columns = vec![
            ("customer_id", ids()),
            ("date", times()),
            ("amount", amounts),
            ("order_id", numbers),
        ];
        table(&work, name, columns);
    };
    orders("dump/2024-a.parquet");
    orders("dump/2024-b.parquet");
    let kinds = texts(&["open", "click"]);
    table(
        &work,
        "dump/x.parquet",
        vec![("customer_id", ids()), ("timestamp", times()), ("type", kinds)],
    );
    let mails = texts(&["a@x.test", "b@x.test"]);
    let consents = texts(&["yes", "no"]);
    table(
        &work,
        "dump/y.parquet",
        vec![("customer_id", ids()), ("email", mails), ("consent_email", consents)],
    );
    table(&work, "dump/z.parquet", vec![("colour", texts(&["red", "blue"]))]);
    let ended = work.run("init --from dump --format json").expect_code(0).json();
    let found: Vec<(&str, &str)> = ended["found"]["tables"]
        .as_array()
        .unwrap()
        .iter()
        .map(|table| (table["role"].as_str().unwrap(), table["path"].as_str().unwrap()))
        .collect();
    let expected = [
        ("transactions", "dump/2024-*"),
        ("events", "dump/x.parquet"),
        ("customers", "dump/y.parquet"),
    ];
    assert_eq!(found, expected);
    assert_eq!(ended["found"]["unused"][0], "dump/z.parquet");
    work.run("check --as-of 2024-03-01").expect_error(3, &[]);
}

#[test]
fn a_layout_that_is_known_is_named_by_its_preset() {
    let work = Workplace::new();
    let one = |text: &str| texts(&[text]);
    let columns =
        ["Name", "Email", "Financial Status", "Paid at", "Fulfillment Status", "Created at"];
    let cells =
        ["#1001", "a@x.test", "paid", "2024-01-02", "fulfilled", "2024-01-01 10:00:00 +0100"];
    let mut columns: Vec<(&str, ArrayRef)> = columns.into_iter().zip(cells.map(one)).collect();
    for name in ["Subtotal", "Total", "Lineitem quantity", "Lineitem price"] {
        columns.push((name, Arc::new(Float64Array::from(vec![2.0]))));
    }
    columns.push(("Lineitem name", one("Tea")));
    table(&work, "orders_export.parquet", columns);
    let ended = work.run("init --from orders_export.parquet").expect_code(0);
    assert!(ended.stdout.contains("preset shopify"), "{}", ended.stdout);
    assert!(settings(&work, "winback.toml").contains(&"preset = \"shopify\"".to_owned()));
}

#[test]
fn people_who_said_no_are_not_passed_over() {
    let work = Workplace::new();
    work.run("generate --customers 100 --out exports --quiet").expect_code(0);
    std::fs::copy(
        work.path("exports/customers.parquet"),
        work.path("exports/unsubscribed.parquet"),
    )
    .unwrap();
    let ended = work.run("init --from exports").expect_code(0);
    assert!(ended.stdout.contains("customers: exports/customers.parquet"), "{}", ended.stdout);
    let said = "people who said no, by the name: exports/unsubscribed.parquet";
    assert!(
        ended.stdout.contains(said) && ended.stdout.contains("data.customers"),
        "{}",
        ended.stdout
    );
}

#[test]
fn what_is_no_history_is_said() {
    let work = Workplace::new();
    table(&work, "dump/z.parquet", vec![("colour", texts(&["red"]))]);
    work.run("init --from dump")
        .expect_error(2, &["no table in dump looks like transactions", "(there are dump)"]);
    work.run("init --from nowhere").expect_error(2, &["nowhere does not exist"]);
    work.write("csv/orders.csv", "customer_id,date\n1,2024-01-01\n");
    work.run("init --from csv").expect_error(2, &["orders.csv", "winback import"]);
    assert!(!work.path("winback.toml").exists(), "nothing is written");
}
