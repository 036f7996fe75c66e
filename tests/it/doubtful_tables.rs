//! Tables of which rows alone do not tell what they mean: sales in parts, numbers of lines for those of orders, times at
//! which a table was written, customers in two spellings, orders that cost nothing, discounts beside prices. Every pass
//! warns of them, and of none of the tables that only look so.

use crate::field_cases_rows::{AS_OF, days, numbers, texts, write};
use crate::workplace::Workplace;
use arrow_array::{ArrayRef, TimestampMicrosecondArray};
use std::sync::Arc;

/// A row: customer, order, day, minute of the day, amount.
type Row = (usize, String, i64, i64, f64);

/// 120 rows of 20 customers: six moments each, nine days apart.
fn table(row: impl Fn(usize, usize) -> Vec<Row>) -> Vec<Row> {
    (0..20)
        .flat_map(|customer| (0..6).map(move |k| (customer, k)))
        .flat_map(|(c, k)| row(c, k))
        .collect()
}

fn amount(customer: usize, k: usize) -> f64 {
    10.0 + (customer * 7 + k * 3) as f64
}

/// The table on disk; `id` spells a customer.
fn put(work: &Workplace, rows: &[Row], id: impl Fn(usize, usize) -> String) {
    let ids: Vec<String> = rows.iter().enumerate().map(|(at, row)| id(row.0, at)).collect();
    let orders: Vec<&str> = rows.iter().map(|row| row.1.as_str()).collect();
    let micros = rows.iter().map(|row| ((19_997 + row.2) * 1440 + row.3) * 60_000_000);
    let times: ArrayRef = Arc::new(TimestampMicrosecondArray::from_iter_values(micros));
    let amounts: Vec<f64> = rows.iter().map(|row| row.4).collect();
    let columns = vec![
        ("customer_id", texts(&ids.iter().map(String::as_str).collect::<Vec<_>>())),
        ("order_id", texts(&orders)),
        ("order_date", times),
        ("amount", numbers(&amounts)),
    ];
    write(work, "tx.parquet", columns);
}

/// Whether a pass warns of a subject.
fn warned(work: &Workplace, subject: &str) -> bool {
    let call = format!("features --transactions tx.parquet {AS_OF} --out f.parquet");
    work.run(&call).expect_code(0).stderr.contains(&format!("WARN {subject}: "))
}

fn plain(customer: usize, _: usize) -> String {
    format!("c{customer}")
}

#[test]
fn a_sale_in_parts_is_asked_about() {
    let work = Workplace::new();
    let instalments = |c: usize, k: usize| {
        let day = (k * 9) as i64;
        let part = |n: i64| (c, format!("o{c}-{}", k / 2), day + n * 9, 610, amount(c, k));
        if k.is_multiple_of(2) { vec![part(0), part(1)] } else { Vec::new() }
    };
    put(&work, &table(instalments), plain);
    assert!(warned(&work, "parts of orders by order_id"));
    // Numbers of a till, which begin anew every week.
    let till =
        |c: usize, k: usize| vec![(c, format!("{}", k % 3), (k * 9) as i64, 610, amount(c, k))];
    put(&work, &table(till), plain);
    assert!(!warned(&work, "parts of orders by order_id"));
    // What was sent two days later is no part of its own.
    let sent = |c: usize, k: usize| {
        let part = |n: i64| (c, format!("o{c}-{k}"), (k * 9) as i64 + n, 610, amount(c, k));
        vec![part(0), part(2)]
    };
    put(&work, &table(sent), plain);
    assert!(!warned(&work, "parts of orders by order_id"));
}

#[test]
fn numbers_of_tills_on_two_days_in_a_row_are_asked_about() {
    let work = Workplace::new();
    let subject = "order_id = order_id";
    let till = |c: usize, k: usize| {
        let day = (k * 9) as i64;
        let sale = |n: i64| (c, format!("{}", k % 3), day + n, 610, amount(c, k) + n as f64);
        vec![sale(0), sale(1)]
    };
    put(&work, &table(till), plain);
    assert!(warned(&work, subject));
    // Numbers of the whole shop: what was sent on the next day is of the same order.
    let sent = |c: usize, k: usize| {
        let part = |n: i64| (c, format!("o{c}-{k}"), (k * 9) as i64 + n, 610, amount(c, k));
        vec![part(0), part(1)]
    };
    put(&work, &table(sent), plain);
    assert!(!warned(&work, subject));
}

#[test]
fn numbers_of_lines_are_asked_about() {
    let lines = |minute: i64| {
        table(move |c, k| {
            let line = |n: usize| {
                (c, format!("{c}-{k}-{n}"), (k * 9) as i64, minute, amount(c, k) + n as f64)
            };
            vec![line(0), line(1)]
        })
    };
    let work = Workplace::new();
    put(&work, &lines(613), plain);
    assert!(warned(&work, "order_id = order_id"));
    put(&work, &lines(0), plain);
    assert!(!warned(&work, "order_id = order_id"), "days, no moments");
    let orders =
        |c: usize, k: usize| vec![(c, format!("{c}-{k}"), (k * 9) as i64, 613, amount(c, k))];
    put(&work, &table(orders), plain);
    assert!(!warned(&work, "order_id = order_id"));
}

#[test]
fn times_at_which_the_table_was_written_are_asked_about() {
    let work = Workplace::new();
    let written =
        |c: usize, k: usize| vec![(c, format!("{c}-{k}"), 80, (c + k) as i64, amount(c, k))];
    put(&work, &table(written), plain);
    assert!(warned(&work, "times of order_date"));
    let sold =
        |c: usize, k: usize| vec![(c, format!("{c}-{k}"), (k * 9) as i64, 613, amount(c, k))];
    put(&work, &table(sold), plain);
    assert!(!warned(&work, "times of order_date"));
}

#[test]
fn customers_in_two_spellings_are_asked_about() {
    let work = Workplace::new();
    let sold =
        |c: usize, k: usize| vec![(c, format!("{c}-{k}"), (k * 9) as i64, 613, amount(c, k))];
    let rows = table(sold);
    let subject = "spellings of customer_id";
    put(&work, &rows, |c, at| if at % 2 == 0 { format!("{c:06}") } else { format!("{c}") });
    assert!(warned(&work, subject), "zeros");
    work.write("winback.toml", "[columns]\nid_normalise = \"trim,unquote,unfloat,unzero,lower\"\n");
    assert!(!warned(&work, subject), "the setting that is named makes one of them");
    work.write("winback.toml", "");
    put(&work, &rows, |c, at| if at % 2 == 0 { format!("K{c}x") } else { format!("k{c}X") });
    assert!(warned(&work, subject), "capitals");
    put(&work, &rows, |c, _| format!("{c:06}"));
    assert!(!warned(&work, subject));
}

#[test]
fn identifiers_of_one_order_each_are_asked_about() {
    let work = Workplace::new();
    let ids: Vec<String> = (0..120).map(|at| format!("k{at}")).collect();
    let people: Vec<String> = (0..120).map(|at| format!("u{}", at % 20)).collect();
    let as_texts = |of: &[String]| texts(&of.iter().map(String::as_str).collect::<Vec<_>>());
    let columns = |beside: &'static str| {
        vec![
            ("customer_id", as_texts(&ids)),
            (beside, as_texts(&people)),
            ("order_date", days(&(0..120).map(|at| at % 80).collect::<Vec<_>>())),
            ("amount", numbers(&[5.0; 120])),
        ]
    };
    let subject = "orders of customer_id";
    write(&work, "tx.parquet", columns("customer_unique_id"));
    assert!(warned(&work, subject));
    write(&work, "tx.parquet", columns("customer_city"));
    assert!(!warned(&work, subject));
}

#[test]
fn orders_that_cost_nothing_are_asked_about() {
    let work = Workplace::new();
    let subject = "orders that cost nothing by amount";
    let trials = |c: usize, k: usize| {
        let paid = if k == 0 { 0.0 } else { amount(c, k) };
        vec![(c, format!("{c}-{k}"), (k * 9) as i64, 613, paid)]
    };
    put(&work, &table(trials), plain);
    assert!(warned(&work, subject));
    work.write("winback.toml", "[rows]\ncolumn = \"amount\"\ndrop = [\"0\"]\n");
    assert!(!warned(&work, subject), "the setting that is named leaves them out");
    work.write("winback.toml", "");
    // A part of a bundle costs nothing, its order does.
    let bundles = |c: usize, k: usize| {
        let line = |paid: f64| (c, format!("{c}-{k}"), (k * 9) as i64, 613, paid);
        vec![line(amount(c, k)), line(0.0)]
    };
    put(&work, &table(bundles), plain);
    assert!(!warned(&work, subject));
}

#[test]
fn discounts_beside_prices_are_asked_about() {
    let work = Workplace::new();
    let columns = |price: &'static str| {
        vec![
            ("customer_id", texts(&["a", "b", "c"])),
            ("order_date", days(&[0, 1, 2])),
            ("quantity", numbers(&[2.0, 1.0, 1.0])),
            (price, numbers(&[10.0, 20.0, 5.0])),
            ("discount_amount", numbers(&[1.0, 0.0, 2.0])),
        ]
    };
    write(&work, "tx.parquet", columns("unit_price"));
    assert!(warned(&work, "unit_price and discount_amount"));
    work.write("winback.toml", "[columns]\ndiscount = \"none\"\n");
    assert!(!warned(&work, "unit_price and discount_amount"));
    work.write("winback.toml", "");
    write(&work, "tx.parquet", columns("amount"));
    assert!(!warned(&work, "unit_price and discount_amount"));
}

#[test]
fn identifiers_in_two_spellings_are_asked_about_whatever_parts_them() {
    let work = Workplace::new();
    let rows = table(|c, k| vec![(c, format!("o{c}-{k}"), (k * 9) as i64, 610, amount(c, k))]);
    for (one, other) in [("C00010", "C10"), ("1,0", "10")] {
        // A number of three digits behind the mark.
        put(&work, &rows, |c, at| format!("{}{:02}", if at % 2 == 0 { one } else { other }, c));
        assert!(warned(&work, "spellings of customer_id"), "{one}");
    }
    put(&work, &rows, plain);
    assert!(!warned(&work, "spellings of customer_id"));
}

#[test]
fn identifiers_that_a_spreadsheet_has_rounded_are_asked_about() {
    let work = Workplace::new();
    let rows = table(|c, k| vec![(c, format!("o{c}-{k}"), (k * 9) as i64, 610, amount(c, k))]);
    put(&work, &rows, |c, _| format!("{}.{:02}E+11", 1 + c % 9, c));
    assert!(warned(&work, "rounded identifiers in customer_id"));
    put(&work, &rows, plain);
    assert!(!warned(&work, "rounded identifiers in customer_id"));
}

#[test]
fn one_identifier_with_far_more_rows_than_the_next_is_asked_about() {
    let work = Workplace::new();
    let shop = |at_the_till: usize| {
        let mut rows = Vec::new();
        for c in 0..600 {
            let n = if c == 0 { at_the_till } else { 5 };
            rows.extend((0..n).map(|k| (c, format!("o{c}-{k}"), k as i64, 610, amount(c % 20, k))));
        }
        rows
    };
    put(&work, &shop(60), plain);
    assert!(warned(&work, "one customer"), "2 % of the rows");
    put(&work, &shop(20), plain);
    assert!(!warned(&work, "one customer"));
}
