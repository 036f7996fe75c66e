//! Order numbers, amounts and returns by the names and marks that files have; what seems to be an order and is not; wholes
//! beside their parts.

use crate::field_cases_rows::{AS_OF, days, finding, numbers, purchases, texts, write};
use crate::row_kinds::{check, of_a, rows};
use crate::workplace::Workplace;
use arrow_array::{ArrayRef, StringArray, TimestampMicrosecondArray};
use std::sync::Arc;

const ROWS: usize = 120;

fn strings(value: impl Fn(usize) -> String) -> ArrayRef {
    Arc::new(StringArray::from_iter_values((0..ROWS).map(value)))
}

/// Forty customers who buy twice on a day, three hours apart, with a column beside.
fn twice_a_day(work: &Workplace, amount: &str, beside: Option<(&str, ArrayRef)>) {
    let hour = 3_600_000_000;
    let when = |k: usize| {
        (19_997 + (k / 80) as i64 * 9) * 24 * hour + (9 + 3 * (k as i64 / 40 % 2)) * hour
    };
    let when = TimestampMicrosecondArray::from_iter_values((0..ROWS).map(when));
    let mut columns = vec![
        ("customer_id", strings(|k| format!("c{}", k % 40))),
        ("order_date", Arc::new(when) as ArrayRef),
        (amount, numbers(&(0..ROWS).map(|k| 10.0 + k as f64).collect::<Vec<_>>())),
    ];
    columns.extend(beside);
    write(work, "tx.parquet", columns);
}

/// Which column plays a part, as `check` says.
fn taken(work: &Workplace, part: &str) -> Option<String> {
    let report = check(work);
    let all = report["columns"].as_array().unwrap();
    let column = all.iter().find(|column| column["part"] == part)?;
    Some(column["column"].as_str().unwrap().to_owned())
}

#[test]
fn two_orders_of_a_day_without_numbers_are_said_to_be_one() {
    let work = Workplace::new();
    twice_a_day(&work, "amount", None);
    let call = format!("features --transactions tx.parquet {AS_OF} --out f.parquet");
    let said = work.run(&call).expect_code(0).stderr;
    assert!(said.contains("WARN orders of one day: 40 of 80 days (50.0%)"), "{said}");
    assert!(said.contains("[columns] order_id"), "{said}");
    let declined = work.run(&format!("{call} --order-id none")).expect_code(0).stderr;
    assert!(!declined.contains("orders of one day"), "{declined}");
    twice_a_day(&work, "amount", Some(("order_id", strings(|k| format!("o{k}")))));
    assert!(!work.run(&call).expect_code(0).stderr.contains("orders of one day"));
}

#[test]
fn numbers_of_orders_are_known_by_more_names_and_by_their_values() {
    let work = Workplace::new();
    for name in [
        "Order",
        "Order #",
        "receipt",
        "ticket",
        "ticket_no",
        "Transaction No",
        "bill_no",
        "check_no",
        "txn",
        "txn_id",
        "Beleg",
        "pedido",
        "commande",
        "ordine",
    ] {
        twice_a_day(&work, "amount", Some((name, strings(|k| format!("{}", 5000 + k)))));
        assert_eq!(taken(&work, "order_id").as_deref(), Some(name));
    }
    // Places within something, words, support tickets on a few rows.
    let few = (0..ROWS).map(|k| (k % 9 == 0).then(|| format!("T-{k}"))).collect::<StringArray>();
    for (name, column) in [
        ("order", strings(|k| format!("{}", 1 + k % 3))),
        ("order", strings(|k| ["first", "repeat"][k % 2].to_owned())),
        ("ticket", strings(|k| ["VIP", "standard"][k % 2].to_owned())),
        ("ticket", Arc::new(few) as ArrayRef),
    ] {
        twice_a_day(&work, "amount", Some((name, column)));
        assert_eq!(taken(&work, "order_id"), None, "{name}");
    }
    // A usual name goes before.
    twice_a_day(&work, "amount", Some(("receipt_no", strings(|k| format!("{}", 5000 + k)))));
    assert_eq!(taken(&work, "order_id").as_deref(), Some("receipt_no"));
}

#[test]
fn amounts_and_times_are_known_by_more_names() {
    let work = Workplace::new();
    for name in ["trans_amt", "spent", "GMV", "importe", "montant", "omzet", "order_amt"] {
        twice_a_day(&work, name, None);
        assert_eq!(taken(&work, "amount").as_deref(), Some(name));
    }
    for name in ["Bruttopreis", "prezzo", "amt usd"] {
        twice_a_day(&work, name, None);
        let call = format!("check --transactions tx.parquet {AS_OF}");
        work.run(&call).expect_error(2, &[name, "may be meant"]);
    }
    twice_a_day(&work, "spent", Some(("GMV", strings(|_| "1".to_owned()))));
    let call = format!("check --transactions tx.parquet {AS_OF}");
    work.run(&call).expect_error(2, &["spent", "GMV", "may be meant"]);
    write(
        &work,
        "tx.parquet",
        vec![
            ("customer_id", texts(&["a", "b"])),
            ("dt", texts(&["2024-11-01", "2024-11-02"])),
            ("amount", numbers(&[1.0, 2.0])),
        ],
    );
    assert_eq!(taken(&work, "timestamp").as_deref(), Some("dt"));
}

#[test]
fn a_mark_in_a_flag_of_returns_is_a_yes() {
    for name in ["Return", "Is return", "is_return", "return_flag", "refund"] {
        for mark in ["X", "x", "*", "R", "Return"] {
            let work = Workplace::new();
            rows(&work, &[100.0, 40.0, 7.0], &[(name, &["", "", mark])]);
            assert_eq!(of_a(&work), (2.0, 133.0), "{name} {mark}");
        }
    }
    for mark in ["X", "*"] {
        let work = Workplace::new();
        rows(&work, &[100.0, 40.0, 7.0], &[("Returned", &["", "", mark])]);
        assert_eq!(of_a(&work), (2.0, 140.0), "the sale that was given back: {mark}");
    }
    let work = Workplace::new();
    rows(&work, &[100.0, 40.0, 7.0], &[("Return", &["30 days", "", "no return"])]);
    assert_eq!(of_a(&work), (3.0, 147.0), "a policy");
}

#[test]
fn orders_beside_their_parts_are_warned_of() {
    let work = Workplace::new();
    let put = |second: [f64; 2]| {
        rows(
            &work,
            &[50.0, second[0], 20.0, 80.0, second[1], 40.0],
            &[("parent_order_id", &["", "o0", "o0", "", "o3", "o3"])],
        );
        // All of a day.
        let mut columns = vec![
            ("customer_id", texts(&["a"; 6])),
            ("order_date", days(&[0, 0, 0, 9, 9, 9])),
            ("amount", numbers(&[50.0, second[0], 20.0, 80.0, second[1], 40.0])),
            ("order_id", texts(&["o0", "o1", "o2", "o3", "o4", "o5"])),
        ];
        columns.push(("parent_order_id", texts(&["", "o0", "o0", "", "o3", "o3"])));
        write(&work, "tx.parquet", columns);
        check(&work)
    };
    let found = finding(&put([30.0, 40.0]), "orders and their parts by parent_order_id");
    assert_eq!(found["severity"], "warn");
    assert!(found["found"].as_str().unwrap().starts_with("2 of 2 orders"), "{found}");
    let report = put([25.0, 30.0]);
    let findings = report["findings"].as_array().unwrap();
    assert!(
        findings.iter().all(|f| !f["subject"].as_str().unwrap().starts_with("orders and their"))
    );
}

#[test]
fn texts_of_numbers_are_looked_at_as_numbers_are() {
    let work = Workplace::new();
    let amounts = || strings(|k| format!("{:.2}", 10.0 + k as f64));
    let warned = |beside: (&str, ArrayRef), subject: &str| {
        let columns = vec![
            ("customer_id", strings(|k| format!("c{}", k % 40))),
            ("order_id", strings(|k| format!("o{k}"))),
            ("order_date", days(&(0..ROWS as i64).map(|k| k / 2).collect::<Vec<_>>())),
            ("amount", amounts()),
            beside,
        ];
        write(&work, "tx.parquet", columns);
        let call = format!("features --transactions tx.parquet {AS_OF} --out f.parquet");
        work.run(&call).expect_code(0).stderr.contains(&format!("WARN {subject}: "))
    };
    let shares = || strings(|k| ["0.0", "0.1", "0,25"][k % 3].to_owned());
    assert!(warned(("discount", shares()), "discount = discount"));
    let money = strings(|k| ["0.0", "0.5", "3.25"][k % 3].to_owned());
    assert!(!warned(("discount", money), "discount = discount"));
    // One sum, and a name that says money.
    let cup = || strings(|k| ["0", "0.50"][k % 2].to_owned());
    assert!(!warned(("discount", cup()), "discount = discount"));
    assert!(!warned(("discount_amount", shares()), "discount = discount_amount"));
    let rates = strings(|k| ["1.0", "1.08"][k % 2].to_owned());
    assert!(warned(("exchange_rate", rates), "currency of amount"));
    assert!(!warned(("exchange_rate", strings(|_| "1.0".to_owned())), "currency of amount"));
    let euros = strings(|k| format!("{:.2}", 1.1 * (10.0 + k as f64)));
    assert!(warned(("amount_eur", euros), "currency of amount"));
}

#[test]
fn notes_and_small_files_raise_no_false_alarm() {
    let work = Workplace::new();
    let said = |notes: [&str; 3]| {
        rows(&work, &[100.0, 40.0, 7.0], &[("note", &notes)]);
        let call = format!("features --transactions tx.parquet {AS_OF} --out f.parquet");
        work.run(&call).expect_code(0).stderr
    };
    let of_a_note = said(["cancelled my old order", "", ""]);
    assert!(!of_a_note.contains("rows by note"), "{of_a_note}");
    assert!(!of_a_note.contains("WARN one customer"), "{of_a_note}");
    assert!(said(["cancelled by customer", "", ""]).contains("rows by note"));
}

#[test]
fn identifiers_in_quotes_and_other_forms_are_said_to_be_alike() {
    let other: [fn(usize) -> String; 4] = [
        |k| format!("\"{k}\""),
        |k| format!("#{k}"),
        |k| k.to_string().chars().filter_map(|c| char::from_u32(c as u32 + 0xfee0)).collect(),
        |k| format!("0{k}"),
    ];
    for (case, spelling) in other.into_iter().enumerate() {
        let work = Workplace::new();
        let id = |k: usize| {
            let id = 1000 + k % 40;
            if k < 40 { spelling(id) } else { id.to_string() }
        };
        let columns = vec![
            ("customer_id", strings(id)),
            ("order_date", days(&(0..ROWS as i64).map(|k| k / 2).collect::<Vec<_>>())),
            ("amount", numbers(&[5.0; ROWS])),
        ];
        write(&work, "tx.parquet", columns);
        let (found, ended) = purchases(&work, "--transactions tx.parquet");
        assert_eq!(found.len(), 80);
        assert!(ended.stderr.contains("WARN spellings of customer_id: 40 of 80"), "{case}");
        if case != 2 {
            work.write(
                "winback.toml",
                "[columns]\nid_normalise = \"trim,unquote,unfloat,unzero,lower\"\n",
            );
            assert_eq!(purchases(&work, "--transactions tx.parquet").0.len(), 40, "{case}");
        }
    }
}
