//! What an order cost: discounts and refunds that stand on one row of it, sales that were given back, and
//! totals on every line.

use crate::field_cases_rows::{AS_OF, days, finding, numbers, purchases, texts, write};
use crate::workplace::Workplace;

/// Two orders of lines with a discount and a refund on the first row of each, and one given back.
fn till(work: &Workplace) {
    write(
        work,
        "till.parquet",
        vec![
            ("customer", texts(&["a"; 6])),
            ("order_no", texts(&["1", "1", "2", "2", "3", "4"])),
            ("order_date", days(&[0, 0, 10, 10, 20, 30])),
            ("qty", numbers(&[1.0, 2.0, 1.0, 1.0, 1.0, 1.0])),
            ("price", numbers(&[60.0, 20.0, 10.0, 40.0, 70.0, 30.0])),
            ("order_discount", numbers(&[25.0, 0.0, 5.0, 0.0, 0.0, 0.0])),
            ("amount_refunded", numbers(&[0.0, 0.0, 25.0, 0.0, 70.0, -10.0])),
        ],
    );
}

#[test]
fn what_is_taken_off_an_order_reduces_it_wherever_it_stands() {
    let work = Workplace::new();
    till(&work);
    let (found, ended) = purchases(&work, "--transactions till.parquet");
    // 100 − 25, 50 − 5 − 25, nothing of the third, 30 − 10.
    assert_eq!(found, [("a".to_owned(), 3.0, 75.0 + 20.0 + 20.0)], "{}", ended.stderr);
    assert!(ended.stdout.contains("5 of 6 rows used (1 refunded in full)"), "{}", ended.stdout);
    let (found, _) = purchases(&work, "--transactions till.parquet --refunded-amount none");
    assert_eq!(found, [("a".to_owned(), 4.0, 75.0 + 45.0 + 70.0 + 30.0)]);
    // Without order numbers what stands on a row is the row's.
    let (found, _) = purchases(&work, "--transactions till.parquet --order-id none");
    assert_eq!(found, [("a".to_owned(), 3.0, 35.0 + 40.0 + 40.0 + 20.0)]);
    let refused = work
        .run(&format!("sql --dialect duckdb --transactions till.parquet {AS_OF}"))
        .expect_code(2);
    assert!(refused.stderr.contains("order_discount"), "{}", refused.stderr);
}

#[test]
fn a_discount_of_an_order_is_one_and_a_refund_is_none() {
    let work = Workplace::new();
    till(&work);
    let features = "--features discount_depth";
    let out = work
        .run(&format!("features {AS_OF} --transactions till.parquet --out d.parquet {features}"));
    out.expect_code(0);
    let batch = &crate::workplace::read_parquet(&work.path("d.parquet"))[0];
    let depth = crate::cast::cast(batch.column(1), &arrow_schema::DataType::Float64).unwrap();
    let depth = arrow_array::cast::AsArray::as_primitive::<arrow_array::types::Float64Type>(&depth);
    // 25 and 5 of what was asked before them: 115 and 30. What was given back is no discount.
    let discounts = 25.0 + 5.0;
    assert!((depth.value(0) - discounts / (115.0 + discounts)).abs() < 1e-9, "{}", depth.value(0));
}

#[test]
fn an_amount_that_is_net_contains_no_refund() {
    let work = Workplace::new();
    let table = |amount: &'static str| {
        vec![
            ("customer", texts(&["a"; 2])),
            ("order_date", days(&[0, 10])),
            (amount, numbers(&[50.0, 20.0])),
            ("refunded_amount", numbers(&[30.0, 0.0])),
        ]
    };
    write(&work, "gross.parquet", table("amount"));
    write(&work, "net.parquet", table("net_amount"));
    assert_eq!(purchases(&work, "--transactions gross.parquet").0[0].2, 40.0);
    assert_eq!(purchases(&work, "--transactions net.parquet").0[0].2, 70.0);
}

#[test]
fn a_sale_that_was_given_back_does_not_count_and_a_return_is_one() {
    let work = Workplace::new();
    let table = |flag: &'static str| {
        vec![
            ("customer", texts(&["a"; 4])),
            ("order_no", texts(&["1", "2", "3", "4"])),
            ("order_date", days(&[0, 10, 20, 30])),
            ("amount", numbers(&[50.0, 20.0, 30.0, -30.0])),
            (flag, texts(&["No", "Yes", "No", "Yes"])),
        ]
    };
    // The sale of 20 was given back; the last row is a return of its own.
    write(&work, "sales.parquet", table("Returned"));
    assert_eq!(purchases(&work, "--transactions sales.parquet").0, [("a".to_owned(), 2.0, 50.0)]);
    // A flag that the row itself is a return.
    write(&work, "rows.parquet", table("is_return"));
    assert_eq!(purchases(&work, "--transactions rows.parquet").0, [("a".to_owned(), 2.0, 30.0)]);
}

#[test]
fn a_total_on_every_line_is_counted_once_when_it_is_said_to_be_one() {
    let work = Workplace::new();
    let orders: Vec<i64> = (0..12).flat_map(|order| [order; 3]).collect();
    let names: Vec<String> = orders.iter().map(|order| format!("o{order}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let totals: Vec<f64> = orders.iter().map(|order| 60.0 + *order as f64).collect();
    let products: Vec<String> = (0..36).map(|line| format!("p{line}")).collect();
    let products: Vec<&str> = products.iter().map(String::as_str).collect();
    let table = |totals: &[f64]| {
        vec![
            ("customer", texts(&["a"; 36])),
            ("order_no", texts(&names)),
            ("order_date", days(&orders)),
            ("product", texts(&products)),
            ("total", numbers(totals)),
        ]
    };
    let right = (0..12).map(|order| 60.0 + f64::from(order)).sum::<f64>();
    write(&work, "t.parquet", table(&totals));
    let (found, ended) = purchases(&work, "--transactions t.parquet");
    assert_eq!(found[0].2, 3.0 * right);
    assert!(ended.stderr.contains("amount_per = \"order\""), "{}", ended.stderr);
    work.write("winback.toml", "[columns]\namount_per = \"order\"\n");
    let (found, ended) = purchases(&work, "--transactions t.parquet");
    assert!((found[0].2 - right).abs() < 1e-9 && found[0].1 == 12.0, "{found:?}");
    assert!(!ended.stderr.contains("amount_per"), "{}", ended.stderr);
    let report = work.run(&format!("check --format json --transactions t.parquet {AS_OF}"));
    finding(&report.json(), "duplicates");
    // The total on an order's first row only, empty cells or zeros on the others.
    let first: Vec<f64> =
        (0..36).map(|line| if line % 3 == 0 { totals[line] } else { 0.0 }).collect();
    write(&work, "t.parquet", table(&first));
    let (found, _) = purchases(&work, "--transactions t.parquet");
    assert!((found[0].2 - right).abs() < 1e-9, "{found:?}");
    let refused =
        work.run(&format!("features {AS_OF} --transactions t.parquet --order-id none --out x"));
    assert!(refused.expect_code(2).stderr.contains("--order-id"));
}
