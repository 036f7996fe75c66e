//! Orders beside each other: returns under numbers of their own, refunds told of twice, older versions, and heads that have the
//! money of their lines. And tables of which nothing of the kind may be said.

use crate::field_cases_rows::{AS_OF, days, finding, numbers, texts, write};
use crate::row_kinds::{check, of_a, rows};
use crate::workplace::Workplace;
use arrow_array::ArrayRef;

/// A row: order, day, amount, what the column beside says.
type Row = (i64, i64, f64, &'static str);

/// Twelve customers with three orders each, of amounts that differ; then `more` for every sixth of the orders.
fn table(work: &Workplace, column: &str, word: &str, more: impl Fn(Row) -> Vec<Row>) {
    let word: &'static str = Box::leak(word.to_owned().into_boxed_str());
    let mut all: Vec<(String, Row)> = Vec::new();
    for k in 0..36_i64 {
        let row = (1001 + k, k * 2, 20.0 + (k * 7) as f64, word);
        let customer = format!("c{}", k % 12);
        all.push((customer.clone(), row));
        if k % 6 == 0 {
            all.extend(more(row).into_iter().map(|row| (customer.clone(), row)));
        }
    }
    let ids: Vec<&str> = all.iter().map(|(customer, _)| customer.as_str()).collect();
    let orders: Vec<String> = all.iter().map(|(_, row)| row.0.to_string()).collect();
    let orders: Vec<&str> = orders.iter().map(String::as_str).collect();
    let words: Vec<&str> = all.iter().map(|(_, row)| row.3).collect();
    let columns = vec![
        ("customer_id", texts(&ids)),
        ("order_id", texts(&orders)),
        ("order_date", days(&all.iter().map(|(_, row)| row.1).collect::<Vec<_>>())),
        ("amount", numbers(&all.iter().map(|(_, row)| row.2).collect::<Vec<_>>())),
        (column, texts(&words)),
    ];
    write(work, "tx.parquet", columns);
}

/// Whether a pass warns of a subject, and `check` finds it.
fn warned(work: &Workplace, subject: &str) -> bool {
    let call = format!("features --transactions tx.parquet {AS_OF} --out f.parquet");
    let said = work.run(&call).expect_code(0).stderr.contains(&format!("WARN {subject}: "));
    let found =
        check(work)["findings"].as_array().unwrap().iter().any(|found| found["subject"] == subject);
    assert_eq!(said, found, "{subject}: every pass says what check does");
    said
}

#[test]
fn orders_that_name_the_earlier_one_are_asked_about() {
    let original = |order: i64| -> &'static str { Box::leak(order.to_string().into_boxed_str()) };
    for column in ["original_order_id", "parent_transaction_id", "Reference Txn ID", "VGBEL"] {
        let work = Workplace::new();
        table(&work, column, "", |(order, day, amount, _)| {
            vec![(order + 7000, day + 3, amount, original(order))]
        });
        assert!(warned(&work, &format!("orders named by {column}")), "{column}");
        // What costs more is no return.
        table(&work, column, "", |(order, day, amount, _)| {
            vec![(order + 7000, day + 3, amount * 2.0, original(order))]
        });
        assert!(!warned(&work, &format!("orders named by {column}")), "{column}");
        // Renewals name the order that began it again and again.
        table(&work, column, "", |(order, day, amount, _)| {
            let renewal = |k: i64| (order + 7000 * k, day + k, amount, original(order));
            (1..5).map(renewal).collect()
        });
        assert!(!warned(&work, &format!("orders named by {column}")), "{column}");
    }
}

#[test]
fn what_is_given_back_under_a_number_of_its_own_is_asked_about() {
    let subject = "sales taken back by other orders";
    for (column, sale, back) in [
        ("status", "COMPLETED", "REVERSED"),
        ("status", "paid", "refunded"),
        ("estado", "pagado", "devuelto"),
    ] {
        let work = Workplace::new();
        table(&work, column, sale, |(order, day, amount, _)| {
            vec![(order + 7000, day + 3, amount, back)]
        });
        assert!(warned(&work, subject), "{back}");
        // An order of its own that was given back.
        table(&work, column, sale, |(order, day, amount, _)| {
            vec![(order + 7000, day + 3, amount + 0.5, back)]
        });
        assert!(!warned(&work, subject), "{back}");
    }
    // Of a subscription every payment has the amount of the last.
    let work = Workplace::new();
    let states: Vec<&str> = (0..24).map(|k| if k % 6 == 5 { "refunded" } else { "paid" }).collect();
    rows(&work, &[9.99; 24], &[("status", &states)]);
    assert!(!warned(&work, subject));
}

#[test]
fn a_refund_that_is_told_of_twice_is_asked_about() {
    for (sale, first, then) in [
        ("SALE", "RETURN", "REFUND"),
        ("charge.succeeded", "refund.created", "charge.refunded"),
        ("facture", "avoir", "remboursement"),
    ] {
        let work = Workplace::new();
        table(&work, "transaction_type", sale, |(order, day, amount, _)| {
            vec![(order, day + 2, amount, first), (order, day + 3, amount, then)]
        });
        assert!(warned(&work, "states of a return"), "{first}");
        table(&work, "transaction_type", sale, |(order, day, amount, _)| {
            vec![(order, day + 2, amount / 2.0, first), (order, day + 3, amount / 2.0, first)]
        });
        assert!(!warned(&work, "states of a return"), "{first}: in two parts");
    }
}

#[test]
fn what_takes_a_refund_back_is_neither_a_sale_nor_a_return() {
    for word in ["chargeback_reversed", "REFUND_VOID", "dispute won", "Chargeback Reversal"] {
        let work = Workplace::new();
        rows(&work, &[5.0, 7.0, 7.0], &[("type", &["sale", "chargeback", word])]);
        let found = crate::row_kinds::said_of(&work, "type");
        assert_eq!(found.0, "warn", "{word}");
        assert!(found.1.contains("not understood"), "{word}: {}", found.1);
    }
    let work = Workplace::new();
    rows(&work, &[5.0, 7.0, 7.0], &[("type", &["sale", "refund_pending", "refund_declined"])]);
    assert_eq!(of_a(&work), (1.0, 5.0), "nothing is given back yet");
    let work = Workplace::new();
    rows(&work, &[5.0, 5.0], &[("Record Type", &["SentForSettle", "SentForRefund"])]);
    assert_eq!(of_a(&work), (1.0, 0.0), "where captures are sales");
}

#[test]
fn older_versions_are_said_in_every_pass() {
    let work = Workplace::new();
    for column in ["updated_at", "_airbyte_extracted_at", "sync_ts"] {
        table(&work, column, "2024-10-01", |(order, day, amount, _)| {
            vec![(order, day, amount + 1.0, "2024-10-02")]
        });
        assert!(warned(&work, &format!("versions by {column}")), "{column}");
        table(&work, column, "2024-10-01", |_| Vec::new());
        assert!(!warned(&work, &format!("versions by {column}")), "{column}");
    }
}

#[test]
fn heads_with_the_money_of_their_lines_are_the_sales() {
    let work = Workplace::new();
    let table = |of_lines: [f64; 2], of_head: f64, head: &str| {
        let kinds = [head, "line", "line"];
        let amounts = [of_head, of_lines[0], of_lines[1]];
        let row = |order: usize| (0..3).map(move |k| (order, k));
        let all: Vec<(usize, usize)> = (0..4).flat_map(row).collect();
        let orders: Vec<String> = all.iter().map(|(order, _)| format!("o{order}")).collect();
        let column = |values: Vec<f64>| numbers(&values);
        let columns: Vec<(&str, ArrayRef)> = vec![
            ("customer_id", texts(&["a"; 12])),
            ("order_id", texts(&orders.iter().map(String::as_str).collect::<Vec<_>>())),
            (
                "order_date",
                days(&all.iter().map(|(order, _)| *order as i64 * 9).collect::<Vec<_>>()),
            ),
            ("amount", column(all.iter().map(|(_, k)| amounts[*k]).collect())),
            ("record_type", texts(&all.iter().map(|(_, k)| kinds[*k]).collect::<Vec<_>>())),
        ];
        write(&work, "tx.parquet", columns);
        of_a(&work)
    };
    for head in ["header", "summary", "total"] {
        assert_eq!(table([3.0, 5.0], 8.0, head), (4.0, 32.0), "{head}: lines have the money");
        assert_eq!(table([0.0, 0.0], 8.0, head), (4.0, 32.0), "{head}: the head has it");
        assert_eq!(table([3.0, 5.0], 0.0, head), (4.0, 32.0), "{head}: the head has none");
    }
}

#[test]
fn kinds_of_orders_that_are_none_are_asked_about_beside_unknown_ones() {
    let work = Workplace::new();
    for word in ["test", "draft", "void"] {
        rows(
            &work,
            &[1.0, 2.0, 4.0, 8.0],
            &[("order_type", &["regular", word, "regular", "express"])],
        );
        let found = finding(&check(&work), "rows by order_type");
        assert_eq!(found["severity"], "warn", "{word}: {found}");
    }
    rows(&work, &[1.0, 2.0, 4.0], &[("order_type", &["regular", "pickup", "delivery"])]);
    assert_eq!(finding(&check(&work), "rows by order_type")["severity"], "ok");
}
