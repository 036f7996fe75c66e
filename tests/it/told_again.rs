//! One sale in several rows: its total among its lines, its states one after the other, its cancellation in a row of its
//! own; and tables in which nothing of the kind is there.

use crate::field_cases_rows::{AS_OF, days, finding, numbers, purchases, texts, write};
use crate::row_kinds::{check, of_a, rows, said_of};
use crate::workplace::Workplace;
use arrow_array::{ArrayRef, Int64Array, ListArray, StringArray};
use std::sync::Arc;

/// So many orders of a customer, each with rows of such amounts, days after its first, and words in `column`.
fn orders(work: &Workplace, n: i64, each: &[(f64, i64, &str)], column: &str) {
    let repeated = |k: usize| each.iter().map(move |row| (k, row));
    let all: Vec<_> = (0..n as usize).flat_map(repeated).collect();
    let numbers_of: Vec<String> =
        all.iter().map(|(order, _)| format!("{}", 1001 + order)).collect();
    let numbers_of: Vec<&str> = numbers_of.iter().map(String::as_str).collect();
    let when: Vec<i64> = all.iter().map(|(order, row)| *order as i64 * 9 + row.1).collect();
    let amounts: Vec<f64> = all.iter().map(|(order, row)| row.0 * (1.0 + *order as f64)).collect();
    let words: Vec<&str> = all.iter().map(|(_, row)| row.2).collect();
    let columns = vec![
        ("customer_id", texts(&vec!["a"; all.len()])),
        ("order_id", texts(&numbers_of)),
        ("order_date", days(&when)),
        ("amount", numbers(&amounts)),
        (column, texts(&words)),
    ];
    write(work, "tx.parquet", columns);
}

/// What a pass warns of under a subject.
fn warned(work: &Workplace, subject: &str) -> bool {
    let call = format!("features --transactions tx.parquet {AS_OF} --out f.parquet");
    work.run(&call).expect_code(0).stderr.contains(&format!("WARN {subject}: "))
}

#[test]
fn totals_among_lines_are_left_out_by_their_word() {
    for (column, line, total) in [
        ("line_type", "item", "total"),
        ("line_type", "line", "grand_total"),
        ("row_type", "product", "subtotal"),
        ("record_type", "D", "H"),
        ("Zeilentyp", "Artikel", "Summe"),
        ("type_ligne", "ligne", "sous-total"),
        ("tipo_linea", "linea", "Total"),
        ("Positionsart", "Position", "Gesamt"),
    ] {
        let work = Workplace::new();
        orders(&work, 4, &[(3.0, 0, line), (5.0, 0, line), (8.0, 0, total)], column);
        assert_eq!(of_a(&work), (4.0, 80.0), "{column} {total}");
    }
}

#[test]
fn totals_without_a_word_are_warned_of() {
    let work = Workplace::new();
    orders(&work, 4, &[(3.0, 0, "x"), (5.0, 0, "y"), (8.0, 0, "z")], "sku");
    assert!(warned(&work, "sums in amount"));
    orders(
        &work,
        4,
        &[(3.0, 0, "x"), (5.0, 0, "y"), (8.0, 0, "z"), (1.0, 0, "v"), (9.0, 0, "w")],
        "sku",
    );
    assert!(warned(&work, "sums in amount"), "a subtotal stands among them, too");
    orders(&work, 4, &[(3.0, 0, "x"), (5.0, 0, "y"), (8.5, 0, "z")], "sku");
    assert!(!warned(&work, "sums in amount"));
}

#[test]
fn states_of_a_sale_in_rows_of_their_own_are_warned_of_and_settled() {
    for (column, states) in [
        ("status", ["placed", "paid", "shipped"]),
        ("estado", ["pagado", "enviado", "entregado"]),
        ("Bestellstatus", ["bezahlt", "versendet", "geliefert"]),
    ] {
        let work = Workplace::new();
        let each: Vec<_> = states.iter().zip(0..).map(|(state, day)| (2.0, day, *state)).collect();
        orders(&work, 4, &each, column);
        let found = finding(&check(&work), "states of a sale");
        assert!(found["found"].as_str().unwrap().starts_with("4 of 4 orders"), "{found}");
        assert!(warned(&work, "states of a sale"));
        let rule = "[rows]\nkey = [\"order_id\"]\nnewest_by = \"order_date\"\n";
        work.write("winback.toml", rule);
        assert_eq!(of_a(&work), (4.0, 20.0), "{column}: the setting that is named");
        assert!(!warned(&work, "states of a sale"));
    }
}

#[test]
fn a_cancellation_in_a_row_of_its_own_is_warned_of_and_settled() {
    for (column, sale, word, amount) in [
        ("status", "paid", "cancelled", 2.0),
        ("status", "paid", "refunded", 2.0),
        ("statut", "payée", "annulée", 0.0),
        ("type", "sale", "void", 2.0),
        ("is_cancelled", "false", "true", 2.0),
        ("_deleted", "false", "true", 2.0),
    ] {
        let work = Workplace::new();
        orders(&work, 4, &[(2.0, 0, sale), (amount, 1, word)], column);
        assert!(warned(&work, "sales taken back"), "{column} {word}");
        let rule = "[rows]\nkey = [\"order_id\"]\nnewest_by = \"order_date\"\n";
        work.write("winback.toml", rule);
        let call = format!("features --transactions tx.parquet {AS_OF} --out f.parquet");
        work.run(&call).expect_error(3, &["none of the 8 rows"]);
    }
    let work = Workplace::new();
    orders(&work, 4, &[(2.0, 0, "sale"), (0.0, 1, "refund")], "type");
    assert!(warned(&work, "sales taken back"), "a refund of nothing");
}

#[test]
fn orders_that_only_look_so_are_not_warned_of() {
    for (column, each) in [
        ("status", [(2.0, 0, "cancelled"), (2.0, 1, "paid")]),
        ("status", [(2.0, 0, "failed"), (2.0, 1, "paid")]),
        ("status", [(2.0, 0, "paid"), (3.0, 0, "cancelled")]),
        ("status", [(2.0, 0, "paid"), (3.0, 0, "shipped")]),
        ("is_current", [(2.0, 0, "true"), (2.0, 0, "false")]),
        ("dbt_valid_to", [(2.0, 0, ""), (2.0, 0, "2024-11-01")]),
    ] {
        let work = Workplace::new();
        orders(&work, 4, &each, column);
        assert!(!warned(&work, "sales taken back"), "{column} {each:?}");
        assert!(!warned(&work, "states of a sale"), "{column} {each:?}");
    }
}

#[test]
fn events_of_services_are_sales_returns_or_neither() {
    for (column, sale, takes_back, neither) in [
        ("action", "purchase", "refund", "add_to_cart"),
        ("topic", "orders/create", "orders/cancelled", "orders/updated"),
        ("X-Shopify-Topic", "orders/paid", "refunds/create", "orders/fulfilled"),
        ("alert_name", "payment_succeeded", "payment_refunded", "subscription_created"),
        ("eventCode", "AUTHORISATION", "CHARGEBACK", "REPORT_AVAILABLE"),
        ("eventCode", "CAPTURE", "CANCELLATION", "AUTHORISATION"),
        ("type", "charge.succeeded", "charge.refunded", "payment_intent.succeeded"),
        (
            "event_type",
            "PAYMENT.CAPTURE.COMPLETED",
            "PAYMENT.CAPTURE.REFUNDED",
            "CHECKOUT.ORDER.APPROVED",
        ),
        ("event_type", "INITIAL_PURCHASE", "CANCELLATION", "EXPIRATION"),
        ("event_type", "order_created", "order_cancelled", "order_shipped"),
        ("event", "Placed Order", "Refunded Order", "Fulfilled Order"),
        ("Journal Type", "Settled", "Refunded", "Fee"),
        ("entity_type", "invoice", "creditmemo", "shipment"),
        ("ObjType", "13", "14", "17"),
        ("detailed_type", "PURCHASE", "PURCHASE_RETURN", "PURCHASE_FEE_FIXED"),
    ] {
        let work = Workplace::new();
        rows(&work, &[100.0, 40.0, 7.0, 3.0], &[(column, &[sale, takes_back, neither, sale])]);
        assert_eq!(of_a(&work), (2.0, 63.0), "{column} {sale}");
    }
}

#[test]
fn payouts_among_kinds_that_are_not_known_are_asked_about() {
    let work = Workplace::new();
    let kinds = ["Reservation", "Payout", "Reservation", "Resolution"];
    rows(&work, &[100.0, 40.0, 7.0, 3.0], &[("Type", &kinds)]);
    let (severity, found) = said_of(&work, "Type");
    assert!(severity == "warn" && found.contains("Payout 1"), "{found}");
}

#[test]
fn kinds_of_something_else_say_nothing() {
    for (column, words) in [
        ("tender_type", ["cash", "gift card", "credit", "card"]),
        ("ticket_type", ["single", "return", "single", "single"]),
        ("job_type", ["order", "return", "return", "return"]),
        ("seat_type", ["standard", "sale", "standard", "sale"]),
        ("topic", ["history", "sale", "art", "science"]),
        ("line_type", ["U", "S", "T", "B"]),
    ] {
        let work = Workplace::new();
        rows(&work, &[100.0, 40.0, 7.0, 3.0], &[(column, &words)]);
        assert_eq!(of_a(&work), (4.0, 150.0), "{column}");
    }
}

#[test]
fn letters_behind_order_numbers_take_their_rows_off_or_are_asked_about() {
    let numbered = |given: [&str; 4]| {
        let work = Workplace::new();
        let (when, amounts) = (days(&[0, 10, 20, 30]), numbers(&[100.0, 5.0, 40.0, 1.0]));
        let customer = ("customer_id", texts(&["a"; 4]));
        let columns =
            vec![customer, ("order_date", when), ("amount", amounts), ("order_id", texts(&given))];
        write(&work, "tx.parquet", columns);
        work
    };
    for end in ["_refund", "-RET", " (refund)", "refund", "/STORNO"] {
        let work = numbered(["1001", "1002", &format!("1001{end}"), "1003"]);
        assert_eq!(of_a(&work), (3.0, 66.0), "{end}");
        assert_eq!(said_of(&work, "order_id").0, "warn");
    }
    let work = numbered(["SO-1001", "SO-1002", "SO-1001-STORNO", "SO-1003"]);
    assert_eq!(of_a(&work), (3.0, 66.0));
    for end in ["-R", "/CR", "-R1"] {
        let work = numbered(["1001", "1002", &format!("1001{end}"), "1003"]);
        assert_eq!(of_a(&work), (4.0, 146.0), "{end}");
        let (severity, found) = said_of(&work, "order_id");
        assert!(severity == "warn" && found.contains("not understood"), "{end}: {found}");
    }
    for given in [["1001-A", "1001-B", "1002-A", "1003-A"], ["1001S", "1002M", "1003R", "1004L"]] {
        let work = numbered(given);
        assert_eq!(of_a(&work), (4.0, 146.0), "{given:?}");
        assert!(!warned(&work, "rows by order_id"), "{given:?}");
    }
}

#[test]
fn tables_with_the_sign_of_a_ledger_are_refused_by_check() {
    let work = Workplace::new();
    orders(&work, 4, &[(-3.0, 0, "x")], "sku");
    let found = finding(&check(&work), "returns");
    assert_eq!(found["severity"], "fail", "{found}");
    assert!(warned(&work, "returns"));
    orders(&work, 4, &[(3.0, 0, "x"), (-3.0, 2, "x"), (5.0, 3, "x")], "sku");
    assert!(!warned(&work, "returns"), "goods given back");
}

#[test]
fn sellers_are_not_taken_for_customers_without_a_word() {
    let work = Workplace::new();
    let table = |who: &str, beside: &str, people: usize| {
        let ids: Vec<String> = (0..120).map(|i| format!("u{}", i % people)).collect();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let when: Vec<i64> = (0..120).map(|i| i / 2).collect();
        let addresses: Vec<String> = (0..120).map(|i| format!("c{}@example.org", i / 3)).collect();
        let addresses: Vec<&str> = addresses.iter().map(String::as_str).collect();
        let columns = vec![
            (who, texts(&ids)),
            ("order_date", days(&when)),
            ("amount", numbers(&[5.0; 120])),
            (beside, texts(&addresses)),
        ];
        write(&work, "tx.parquet", columns);
    };
    table("user_id", "customer_email", 3);
    assert!(warned(&work, "customer_id = user_id"));
    for (who, beside, people) in [
        ("user_id", "customer_email", 40),
        ("user_id", "note", 3),
        ("customer_id", "customer_email", 3),
    ] {
        table(who, beside, people);
        assert!(!warned(&work, &format!("customer_id = {who}")), "{who} {beside} {people}");
    }
}

#[test]
fn lists_of_states_and_rows_without_a_unit_are_warned_of() {
    let work = Workplace::new();
    let states: ArrayRef = Arc::new(list(&[&["paid"], &["paid", "cancelled"], &["paid"]]));
    let columns = vec![
        ("customer_id", texts(&["a"; 3])),
        ("order_date", days(&[0, 1, 2])),
        ("amount", numbers(&[1.0, 2.0, 4.0])),
        ("quantity", Arc::new(Int64Array::from(vec![1, 0, 1])) as ArrayRef),
        ("status", states),
    ];
    write(&work, "tx.parquet", columns);
    assert!(warned(&work, "rows by status"));
    assert!(warned(&work, "no units in quantity"));
}

fn list(rows: &[&[&str]]) -> ListArray {
    let mut builder =
        arrow_array::builder::ListBuilder::new(arrow_array::builder::StringBuilder::new());
    for row in rows {
        row.iter().for_each(|text| builder.values().append_value(text));
        builder.append(true);
    }
    builder.finish()
}

/// Ticks are read by their size; seconds since 2001 look like those of thirty years before, and are asked about.
#[test]
fn numbers_counted_from_other_years_are_read_or_asked_about() {
    let unix = 1_730_000_000_i64;
    let dated = |numbers_of: Vec<i64>| {
        let work = Workplace::new();
        let columns = vec![
            ("customer_id", texts(&["a"; 2])),
            ("order_date", Arc::new(Int64Array::from(numbers_of)) as ArrayRef),
            ("amount", numbers(&[1.0, 2.0])),
        ];
        write(&work, "tx.parquet", columns);
        work
    };
    let since = |work: &Workplace, flags: &str| {
        let (found, ended) = purchases(work, &format!("--transactions tx.parquet {flags}"));
        assert_eq!(found.len(), 1, "{}", ended.stderr);
        let report =
            work.run(&format!("check --format json --transactions tx.parquet {AS_OF} {flags}"));
        finding(&report.json(), "span")["found"].as_str().unwrap().to_owned()
    };
    let of = |change: fn(i64) -> i64| dated(vec![change(unix), change(unix + 86_400)]);
    let days_of_2024 = "2024-10-27 to 2024-10-28: 2 days";
    let windows = of(|seconds| (seconds + 11_644_473_600) * 10_000_000);
    assert_eq!(since(&windows, ""), days_of_2024);
    let net = of(|seconds| (seconds + 62_135_596_800) * 10_000_000);
    assert_eq!(since(&net, ""), days_of_2024);
    let apple = of(|seconds| seconds - 978_307_200);
    assert!(warned(&apple, "span"));
    assert_eq!(since(&apple, "--timestamp-unit apple"), days_of_2024);
}

#[test]
fn words_for_money_are_asked_about() {
    for name in ["Betrag", "Brutto", "net", "valor", "Umsatz (EUR)"] {
        let work = Workplace::new();
        let columns = vec![
            ("customer_id", texts(&["a"; 2])),
            ("order_date", days(&[0, 1])),
            (name, numbers(&[1.0, 2.0])),
        ];
        write(&work, "tx.parquet", columns);
        let call = format!("features --transactions tx.parquet {AS_OF} --out f.parquet");
        work.run(&call).expect_error(2, &[name, "may be meant", "--amount"]);
    }
}

#[test]
fn amounts_in_two_units_among_files_are_warned_of() {
    let work = Workplace::new();
    let part = |path: &str, amounts: ArrayRef| {
        let customer = ("customer_id", Arc::new(StringArray::from(vec!["a"; 2])) as ArrayRef);
        write(&work, path, vec![customer, ("order_date", days(&[0, 1])), ("amount", amounts)]);
    };
    part("tx/1.parquet", numbers(&[19.9, 35.0]));
    part("tx/2.parquet", Arc::new(Int64Array::from(vec![1_990, 4_200])));
    let call = format!("features --transactions tx {AS_OF} --out f.parquet");
    let ended = work.run(&call).expect_code(0);
    assert!(ended.stderr.contains("WARN unit of amount: "), "{}", ended.stderr);
    part("tx/2.parquet", Arc::new(Int64Array::from(vec![20, 35])));
    let ended = work.run(&call).expect_code(0);
    assert!(!ended.stderr.contains("unit of amount"), "{}", ended.stderr);
}

#[test]
fn sales_that_were_sent_again_are_warned_of() {
    let work = Workplace::new();
    orders(&work, 6, &[(3.0, 0, "x"), (5.0, 0, "y"), (3.0, 1, "x"), (5.0, 1, "y")], "sku");
    assert!(warned(&work, "sales sent again"));
    orders(&work, 6, &[(3.0, 0, "x"), (5.0, 1, "y")], "sku");
    assert!(!warned(&work, "sales sent again"), "in parts");
}

#[test]
fn a_word_against_a_sale_in_any_column_is_asked_about() {
    let work = Workplace::new();
    orders(&work, 6, &[(3.0, 0, "Cancelled"), (5.0, 1, "Placed")], "progress");
    assert!(warned(&work, "rows by progress"));
    for (column, word) in
        [("subscription_plan", "Cancelled"), ("trip", "Return"), ("progress", "Placed")]
    {
        orders(&work, 6, &[(3.0, 0, word), (5.0, 1, "One-way")], column);
        assert!(!warned(&work, &format!("rows by {column}")), "{column}");
    }
}
