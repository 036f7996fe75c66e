//! Whose rows are, how often they are there, and histories that ended: files as shops have them.

use crate::field_cases_rows::{AS_OF, days, finding, numbers, purchases, texts, write};
use crate::workplace::Workplace;
use arrow_array::{ArrayRef, BooleanArray, Int64Array};
use std::sync::Arc;

fn ids(values: impl IntoIterator<Item = i64>) -> ArrayRef {
    Arc::new(Int64Array::from_iter_values(values))
}

#[test]
fn words_for_nobody_are_no_customer() {
    let work = Workplace::new();
    let names = [" K-10", "Laufkunde", "K-10\u{a0}", "12.0", "(not set)", "-1", "N/A", "12", "\t"];
    write(
        &work,
        "till.parquet",
        vec![
            ("customer_id", texts(&names)),
            ("order_date", days(&[0, 1, 2, 3, 4, 5, 6, 7, 8])),
            ("amount", numbers(&[1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0])),
        ],
    );
    work.write("winback.toml", "[quality]\nmax_no_customer_share = 0.6\n");
    let (found, ended) = purchases(&work, "--transactions till.parquet");
    let right = [("12".to_owned(), 2.0, 136.0), ("K-10".to_owned(), 2.0, 5.0)];
    assert_eq!(found, right);
    assert!(ended.stdout.contains("4 of 9 rows used (5 no customer)"), "{}", ended.stdout);
}

#[test]
fn zero_is_nobody_where_it_has_many_rows_and_hashes_are_customers() {
    let work = Workplace::new();
    let table = |path: &str, zeros: usize| {
        let customer = (0..200).map(|i| match i {
            _ if i < zeros => 0,
            199 => -8_234_567_890_123_456,
            _ => 1 + i as i64 % 50,
        });
        write(
            &work,
            path,
            vec![
                ("customer_id", ids(customer)),
                ("order_date", days(&(0..200).map(|i| i % 90).collect::<Vec<_>>())),
                ("amount", numbers(&(0..200).map(|i| f64::from(i) + 0.5).collect::<Vec<_>>())),
            ],
        );
        let (found, _) = purchases(&work, &format!("--transactions {path}"));
        let has = |id: &str| found.iter().any(|(found, ..)| found == id);
        (has("0"), has("-8234567890123456"))
    };
    assert_eq!(table("guests.parquet", 40), (false, true));
    assert_eq!(table("counted.parquet", 3), (true, true));
}

#[test]
fn identifiers_of_two_tables_meet_by_a_setting() {
    let work = Workplace::new();
    let padded: Vec<String> = (1..=60).map(|i| format!("00{i:04}")).collect();
    let padded: Vec<&str> = padded.iter().map(String::as_str).collect();
    write(
        &work,
        "tx.parquet",
        vec![
            ("customer_id", ids((0..180).map(|i| 1 + i % 60))),
            ("order_date", days(&(0..180).map(|i| i % 90).collect::<Vec<_>>())),
            ("amount", numbers(&(0..180).map(f64::from).collect::<Vec<_>>())),
        ],
    );
    write(
        &work,
        "crm.parquet",
        vec![
            ("customer_id", texts(&padded)),
            ("consent_email", Arc::new(BooleanArray::from(vec![true; 60]))),
        ],
    );
    let flags = "--transactions tx.parquet --customers crm.parquet";
    assert_eq!(purchases(&work, flags).0.len(), 120, "everybody twice");
    work.write("winback.toml", "[columns]\nid_normalise = \"trim,unzero\"\n");
    assert_eq!(purchases(&work, flags).0.len(), 60);
    work.write("winback.toml", "[columns]\nid_normalise = \"upper\"\n");
    let call = format!("features {flags} {AS_OF} --out f.parquet");
    work.run(&call).expect_error(2, &["winback.toml:2", "'upper'", "unzero"]);
}

#[test]
fn one_identifier_with_many_rows_is_named() {
    let work = Workplace::new();
    let names: Vec<String> = (0..900)
        .map(|i| {
            if i % 3 == 0 { "kasse.eins@shop.example".to_owned() } else { format!("c{}", i % 290) }
        })
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    write(
        &work,
        "tx.parquet",
        vec![
            ("customer_id", texts(&names)),
            ("order_date", days(&(0..900).map(|i| i % 90).collect::<Vec<_>>())),
            ("amount", numbers(&(0..900).map(f64::from).collect::<Vec<_>>())),
        ],
    );
    let (_, ended) = purchases(&work, "--transactions tx.parquet");
    let said = "'k…@s….' has 300 of 900 rows (33.3%)";
    assert!(ended.stderr.contains(said), "{}", ended.stderr);
    assert!(!ended.stderr.contains("kasse"), "no address stands in a message");
    let report = work.run(&format!("check --format json --transactions tx.parquet {AS_OF}")).json();
    assert_eq!(finding(&report, "one customer")["severity"], "warn");
}

/// Two exports that overlap by a half, and an order's total on each of its lines.
#[test]
fn rows_that_are_there_twice_end_the_run_and_totals_are_named() {
    let work = Workplace::new();
    let orders = |from: i64, to: i64| -> Vec<(&str, ArrayRef)> {
        let lines: Vec<i64> = (from..to).collect();
        let money: Vec<f64> = lines.iter().map(|line| (line / 3) as f64 + 9.0).collect();
        let when: Vec<i64> = lines.iter().map(|line| line / 3 % 90).collect();
        vec![
            ("customer_id", ids(lines.iter().map(|line| 1 + line / 3 % 40))),
            ("order_id", ids(lines.iter().map(|line| line / 3))),
            ("order_date", days(&when)),
            ("total_price", numbers(&money)),
            ("product_id", ids(lines.iter().map(|line| line % 3))),
            ("item_price", numbers(&money.iter().map(|x| x / 3.0).collect::<Vec<_>>())),
        ]
    };
    write(&work, "once/a.parquet", orders(0, 600));
    let once = format!("features --transactions once {AS_OF} --out f.parquet");
    let ended = work.run(&once).expect_code(0);
    let said = "200 of 200 orders of several lines have the same total_price on every line";
    assert!(ended.stderr.contains(said) && ended.stderr.contains("item_price"), "{}", ended.stderr);
    write(&work, "twice/a.parquet", orders(0, 600));
    write(&work, "twice/b.parquet", orders(300, 900));
    let twice = format!("--transactions twice {AS_OF}");
    let parts = ["25.0 % of the rows of twice repeat", "quality.max_repeated_share"];
    // 300 of 1,200 rows.
    work.run(&format!("features {twice} --out f.parquet")).expect_error(3, &parts);
    work.run(&format!("run {twice}")).expect_error(3, &parts);
    let report = work.run(&format!("check --format json {twice}")).expect_code(3).json();
    assert_eq!(finding(&report, "duplicates")["severity"], "fail");
    work.write("winback.toml", "[quality]\nmax_repeated_share = 0.3\n");
    purchases(&work, "--transactions twice");
}

#[test]
fn a_history_that_ended_long_ago_is_stale() {
    let work = Workplace::new();
    let rows: Vec<(i64, i64, f64)> = (0..3000).map(|i| (i % 300, 18_000 + i % 400, 9.5)).collect();
    work.write_transactions("old.parquet", &rows);
    let run = format!("run --transactions old.parquet {AS_OF} --horizon-days 60");
    work.run(&run).expect_error(4, &["the history has ended", "2020-05-17", "lookback_days"]);
    assert!(!work.path("output/scores").exists());
}
