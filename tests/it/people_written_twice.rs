//! Customers who are written in two ways, and rows that are there once for every category or measure of theirs.

use crate::field_cases_rows::{AS_OF, days, finding, numbers, purchases, texts, write};
use crate::workplace::Workplace;
use arrow_array::{ArrayRef, Int64Array, TimestampMicrosecondArray};
use serde_json::Value;
use std::sync::Arc;

/// A row for each of some identifiers, in no order of time.
fn of(work: &Workplace, ids: &[String]) {
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let n = ids.len() as i64;
    let columns = vec![
        ("customer_id", texts(&ids)),
        ("order_date", days(&(0..n).map(|k| k * 7 % n).collect::<Vec<i64>>())),
        ("amount", numbers(&vec![1.0; ids.len()])),
        ("order_id", Arc::new(Int64Array::from_iter_values(5000..5000 + n)) as ArrayRef),
    ];
    write(work, "tx.parquet", columns);
}

fn check(work: &Workplace) -> Value {
    let report = work.run(&format!("check --format json --transactions tx.parquet {AS_OF}"));
    report.expect_code(0).json()
}

fn subjects(report: &Value) -> Vec<&str> {
    let all = report["findings"].as_array().unwrap().iter();
    all.filter(|finding| finding["severity"] != "ok")
        .filter_map(|finding| finding["subject"].as_str())
        .collect()
}

fn both(one: fn(u32) -> String, other: fn(u32) -> String) -> Vec<String> {
    (1000..1012).flat_map(|k| [one(k), other(k)]).collect()
}

#[test]
fn one_number_in_two_forms_is_found_and_a_setting_makes_it_one() {
    let work = Workplace::new();
    of(&work, &both(|k| k.to_string(), |k| format!("CUST-{k}")));
    let report = check(&work);
    let said = finding(&report, "forms of customer_id");
    assert_eq!(
        said["found"],
        "12 numbers are there in two forms, such as '1000' and 'CUST-1000': each counts as a customer"
    );
    let remedy = said["remedy"].as_str().unwrap();
    assert!(remedy.contains("id_normalise = \"trim,unprefix,unfloat\""), "{remedy}");
    let (found, ended) = purchases(&work, "--transactions tx.parquet");
    assert_eq!(found.len(), 24);
    assert!(ended.stderr.contains("WARN forms of customer_id: 12 numbers"), "{}", ended.stderr);
    work.write("winback.toml", "[columns]\nid_normalise = \"trim,unprefix,unfloat\"\n");
    let (found, ended) = purchases(&work, "--transactions tx.parquet");
    assert_eq!(found.len(), 12);
    assert!(!ended.stderr.contains("forms of"), "{}", ended.stderr);
}

#[test]
fn phone_numbers_with_their_country_and_without_are_found() {
    let work = Workplace::new();
    of(&work, &both(|k| format!("+49 170 55{k}7"), |k| format!("0170 55{k}7")));
    let said = finding(&check(&work), "forms of customer_id");
    let found = said["found"].as_str().unwrap();
    assert!(
        found.starts_with("12 phone numbers are there with their country's and without"),
        "{found}"
    );
    assert!(!found.contains("55100"), "no number is shown whole: {found}");
}

#[test]
fn letters_of_shops_and_numbers_alone_are_no_finding() {
    for ids in [
        both(|k| format!("WEB-{k}"), |k| format!("POS-{k}")),
        both(|k| format!("C{k}"), |k| format!("C{}", k + 500)),
        both(|k| k.to_string(), |k| (k + 500).to_string()),
        both(|k| format!("C{k}"), |k| (k + 500).to_string()),
    ] {
        let work = Workplace::new();
        of(&work, &ids);
        let report = check(&work);
        let said = subjects(&report);
        assert!(!said.contains(&"forms of customer_id"), "{}: {said:?}", ids[0]);
    }
}

#[test]
fn addresses_among_numbers_are_asked_about() {
    let work = Workplace::new();
    of(&work, &both(|k| k.to_string(), |k| format!("c{k}@example.org")));
    let said = finding(&check(&work), "addresses in customer_id");
    let found = "12 of 24 customers are known by an e-mail address, the others by something else: whoever is there by \
                 both counts as two";
    assert_eq!(said["found"], found);
    of(&work, &both(|k| format!("a{k}@example.org"), |k| format!("c{k}@example.org")));
    assert!(!subjects(&check(&work)).contains(&"addresses in customer_id"));
}

/// Two lines of an order, each with another column.
fn lines(work: &Workplace, products: &[&str], name: &str, values: &[&str]) {
    let columns = vec![
        ("customer_id", texts(&vec!["a"; products.len()])),
        ("order_date", days(&vec![0; products.len()])),
        ("order_id", texts(&vec!["1"; products.len()])),
        ("product_id", texts(products)),
        ("amount", numbers(&vec![5.0; products.len()])),
        (name, texts(values)),
    ];
    write(work, "tx.parquet", columns);
}

#[test]
fn rows_of_every_category_of_a_product_are_found() {
    let work = Workplace::new();
    lines(&work, &["p", "p", "q"], "category", &["shoes", "sale", "shoes"]);
    let said = finding(&check(&work), "rows by category");
    let found = said["found"].as_str().unwrap();
    assert!(
        found.starts_with("33.3% of the rows equal another one of their order in all but"),
        "{found}"
    );
    lines(&work, &["p", "r", "q"], "category", &["shoes", "sale", "shoes"]);
    assert!(!subjects(&check(&work)).contains(&"rows by category"));
}

#[test]
fn measures_and_plans_below_sales_are_found() {
    let work = Workplace::new();
    lines(&work, &["p", "q", "r"], "metric", &["revenue", "discount", "units"]);
    let said = finding(&check(&work), "measures by metric");
    assert!(said["remedy"].as_str().unwrap().contains("column = \"metric\" with keep"));
    lines(&work, &["p", "q", "r"], "measure", &["kg", "pcs", "l"]);
    assert!(!subjects(&check(&work)).contains(&"measures by measure"));
    lines(&work, &["p", "q", "r"], "scenario", &["Actual", "Budget", "Actual"]);
    assert_eq!(purchases(&work, "--transactions tx.parquet").0[0].2, 10.0);
    lines(&work, &["p", "q", "r"], "scenario", &["A", "B", "A"]);
    assert_eq!(purchases(&work, "--transactions tx.parquet").0[0].2, 15.0);
}

#[test]
fn numbers_of_instalments_are_asked_about() {
    let work = Workplace::new();
    lines(&work, &["p", "q", "r"], "installment_no", &["1", "2", "3"]);
    assert!(subjects(&check(&work)).contains(&"instalments by installment_no"));
    for (name, values) in [("installment_no", &["1", "1", "1"]), ("installments", &["1", "2", "3"])]
    {
        lines(&work, &["p", "q", "r"], name, values);
        assert!(
            !subjects(&check(&work)).iter().any(|said| said.starts_with("instalments")),
            "{name}"
        );
    }
}

/// Twelve customers in numbers of two shops, each with a name.
fn named(work: &Workplace, name: fn(u32, u32) -> String) {
    let rows: Vec<(u32, u32)> = (0..4).flat_map(|k| (1..=24).map(move |id| (id, k % 2))).collect();
    let names: Vec<String> = rows.iter().map(|(id, shop)| name(*id, *shop)).collect();
    let shops: Vec<&str> =
        rows.iter().map(|(_, shop)| ["north", "south"][*shop as usize]).collect();
    let n = rows.len() as i64;
    let columns = vec![
        (
            "customer_id",
            Arc::new(Int64Array::from_iter_values(rows.iter().map(|row| row.0.into()))) as ArrayRef,
        ),
        ("order_date", days(&(0..n).map(|k| k % 80).collect::<Vec<i64>>())),
        ("amount", numbers(&vec![1.0; rows.len()])),
        ("customer_name", texts(&names.iter().map(String::as_str).collect::<Vec<_>>())),
        ("store", texts(&shops)),
    ];
    write(work, "tx.parquet", columns);
}

#[test]
fn numbers_that_each_store_begins_anew_are_told_by_names() {
    let work = Workplace::new();
    named(&work, |id, shop| format!("Person {id} of {shop}"));
    let said = finding(&check(&work), "people by customer_id");
    let found = "24 of 24 numbers of several rows (100.0%) have several values of customer_name, and hardly one within each \
                 store: different people may count as one customer";
    assert_eq!(said["found"], found);
    let (_, ended) = purchases(&work, "--transactions tx.parquet");
    assert!(ended.stderr.contains("WARN people by customer_id"), "{}", ended.stderr);
    named(&work, |id, shop| format!("{}erson {id}", if shop == 0 { 'P' } else { 'p' }));
    assert!(!subjects(&check(&work)).contains(&"people by customer_id"));
}

/// Twelve customers' sales in two exports, the second some time later or on the day alone.
fn two_systems(work: &Workplace, other_time: fn(i64) -> i64) {
    const DAY: i64 = 86_400_000_000;
    let sales: Vec<(i64, i64)> =
        (0..24).map(|k| (k % 12, 20_000 * DAY + k * DAY + 30_000_123_456 + k)).collect();
    for (path, first, time) in
        [("tx/shop.parquet", 0, (|at| at) as fn(i64) -> i64), ("tx/erp.parquet", 900, other_time)]
    {
        let customers: Vec<String> = sales.iter().map(|sale| format!("c{}", sale.0)).collect();
        let micros = sales.iter().map(|sale| time(sale.1));
        let columns = vec![
            ("customer_id", texts(&customers.iter().map(String::as_str).collect::<Vec<_>>())),
            (
                "order_date",
                Arc::new(TimestampMicrosecondArray::from_iter_values(micros)) as ArrayRef,
            ),
            ("amount", numbers(&(0..24).map(|k| 10.0 + f64::from(k % 7)).collect::<Vec<_>>())),
            (
                "order_id",
                Arc::new(Int64Array::from_iter_values(first + 1000..first + 1024)) as ArrayRef,
            ),
        ];
        write(work, path, columns);
    }
}

#[test]
fn the_sales_of_two_systems_are_asked_about() {
    const HOUR: i64 = 3_600_000_000;
    let said = |other_time: fn(i64) -> i64| {
        let work = Workplace::new();
        two_systems(&work, other_time);
        let report = work
            .run(&format!("check --format json --transactions tx {AS_OF}"))
            .expect_code(0)
            .json();
        subjects(&report).contains(&"sales of two systems")
    };
    assert!(said(|at| at + HOUR) && said(|at| at - at % (24 * HOUR)));
    assert!(!said(|at| at + HOUR + 12_345) && !said(|at| at + 48 * HOUR));
}

#[test]
fn amounts_that_only_rise_may_be_sums_so_far() {
    let said = |amount: fn(i64) -> f64| {
        let work = Workplace::new();
        let rows: Vec<i64> = (0..60).collect();
        let customers: Vec<String> = rows.iter().map(|k| format!("c{}", k % 12)).collect();
        let columns = vec![
            ("customer_id", texts(&customers.iter().map(String::as_str).collect::<Vec<_>>())),
            ("order_date", days(&rows)),
            ("amount", numbers(&rows.iter().map(|k| amount(*k)).collect::<Vec<_>>())),
        ];
        write(&work, "tx.parquet", columns);
        subjects(&check(&work)).contains(&"amount = amount")
    };
    assert!(said(|k| 10.0 + k as f64));
    assert!(!said(|k| 10.0 + (k * 7 % 60) as f64));
}

#[test]
fn people_who_get_a_new_number_with_every_order_are_told_by_their_address() {
    let said = |address: fn(i64) -> String| {
        let work = Workplace::new();
        let rows: Vec<i64> = (0..60).collect();
        // Members keep their number; guests have one for each order.
        let id = |k: i64| if k % 30 < 20 { format!("m{}", k % 30) } else { format!("g{k}") };
        let ids: Vec<String> = rows.iter().map(|k| id(*k)).collect();
        let addresses: Vec<String> = rows.iter().map(|k| address(*k)).collect();
        let columns = vec![
            ("customer_id", texts(&ids.iter().map(String::as_str).collect::<Vec<_>>())),
            ("order_date", days(&rows)),
            ("amount", numbers(&vec![1.0; rows.len()])),
            ("email", texts(&addresses.iter().map(String::as_str).collect::<Vec<_>>())),
        ];
        write(&work, "tx.parquet", columns);
        let report = check(&work);
        subjects(&report)
            .contains(&"numbers by email")
            .then(|| finding(&report, "numbers by email"))
    };
    let found = said(|k| format!("c{}@example.org", k % 30)).unwrap();
    assert_eq!(found["remedy"], "if they are the same people: --customer-id email");
    let words = "10 of 30 values of email with several rows (33.3%) stand beside several values of customer_id";
    assert!(found["found"].as_str().unwrap().starts_with(words), "{found}");
    assert!(said(|k| format!("c{}@example.org", if k % 30 < 20 { k % 30 } else { k })).is_none());
}

#[test]
fn numbers_of_lines_are_told_by_orders_that_follow_each_other_within_minutes() {
    let said = |seconds_apart: i64, orders_of_two: bool| -> Option<String> {
        let work = Workplace::new();
        // Four customers buy three lines each day.
        let rows: Vec<i64> = (0..60).collect();
        let customers: Vec<String> = rows.iter().map(|k| format!("c{}", k / 3 % 4)).collect();
        let at = |k: &i64| {
            (19_997 + k / 12) * 86_400_000_000 + (40_003 + (k % 3) * seconds_apart) * 1_000_000
        };
        let order = |k: &i64| if orders_of_two { 5000 + k - k % 3 + (k % 3) / 2 } else { 5000 + k };
        let columns = vec![
            ("customer_id", texts(&customers.iter().map(String::as_str).collect::<Vec<_>>())),
            (
                "order_date",
                Arc::new(TimestampMicrosecondArray::from_iter_values(rows.iter().map(at)))
                    as ArrayRef,
            ),
            ("amount", numbers(&rows.iter().map(|k| 5.0 + (k % 11) as f64).collect::<Vec<_>>())),
            (
                "order_id",
                Arc::new(Int64Array::from_iter_values(rows.iter().map(order))) as ArrayRef,
            ),
        ];
        write(&work, "tx.parquet", columns);
        let report = check(&work);
        let all = report["findings"].as_array().unwrap();
        let mut said = all.iter().filter(|finding| finding["severity"] == "warn");
        let said = said.find(|finding| finding["subject"] == "order_id = order_id")?;
        Some(said["found"].as_str().unwrap().to_owned())
    };
    let soon = "no order has two rows, and 40 of 60 orders begin within a quarter of an hour of another one of their customer: \
                order_id may number lines";
    assert_eq!(said(20, false).as_deref(), Some(soon));
    assert_eq!(said(3600, false), None);
    assert_eq!(said(20, true), None);
    let parts = "20 of 20 moments at which a customer bought have several orders: order_id may number parts of orders, such as \
                 deliveries";
    assert_eq!(said(0, true).as_deref(), Some(parts));
}
