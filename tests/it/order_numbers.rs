//! Order numbers that alone say that a row takes a sale back, and those that only look so.

use crate::field_cases_rows::{days, numbers, texts, write};
use crate::row_kinds::{of_a, said_of};
use crate::workplace::Workplace;

/// Sales of 100, 5 and 1 with a fourth row between them, under such numbers.
fn numbered(work: &Workplace, column: &str, given: [&str; 4]) {
    write(
        work,
        "tx.parquet",
        vec![
            ("customer_id", texts(&["a"; 4])),
            ("order_date", days(&[0, 10, 20, 30])),
            ("amount", numbers(&[100.0, 40.0, 5.0, 1.0])),
            (column, texts(&given)),
        ],
    );
}

#[test]
fn letters_of_returns_take_their_rows_off() {
    for (column, given) in [
        ("order_id", ["SO-1201", "RMA-0017", "SO-1202", "SO-1203"]),
        ("order_number", ["1201", "RET-2024/3", "1202", "1203"]),
        ("Order ID", ["#1201", "Refund 77", "#1202", "#1203"]),
        ("order_id", ["WEB-1", "STORNO-3", "AMZ-2", "WEB-4"]),
        ("InvoiceNo", ["536365", "C536379", "536366", "536367"]),
        ("invoice_id", ["INV-1", "CN-1", "INV-2", "INV-3"]),
        ("Rechnungsnummer", ["RE-1", "GS-1", "RE-2", "RE-3"]),
        ("invoice_no", ["INV/2024/1", "RINV/2024/1", "INV/2024/2", "INV/2024/3"]),
    ] {
        let work = Workplace::new();
        numbered(&work, column, given);
        assert_eq!(of_a(&work), (3.0, 66.0), "{column} {given:?}");
        let (severity, found) = said_of(&work, column);
        assert_eq!(severity, "warn", "nothing else says so: {found}");
        assert!(found.starts_with("count as returns: "), "{found}");
    }
}

#[test]
fn letters_that_may_be_a_country_or_a_channel_are_asked_about() {
    for given in [["1201", "C1202", "1203", "1204"], ["DE-1201", "CN-1202", "DE-1203", "DE-1204"]] {
        let work = Workplace::new();
        numbered(&work, "order_id", given);
        assert_eq!(of_a(&work), (4.0, 146.0), "{given:?}");
        let (severity, found) = said_of(&work, "order_id");
        assert_eq!(severity, "warn");
        assert!(found.contains("not understood, count: C"), "{found}");
    }
}

#[test]
fn numbers_of_one_kind_and_codes_say_nothing() {
    for (column, given) in [
        ("order_id", ["RET-1", "RET-2", "RET-3", "RET-4"]),
        ("InvoiceNo", ["C536365", "C536379", "C536366", "536367"]),
        ("invoice_id", ["c56a4180", "0f3b2c1d", "9a8b7c6d", "1a2b3c4d"]),
        ("invoice_id", ["1001X", "C536379", "1002X", "1003X"]),
        ("invoice_id", ["RE-1", "RE-2", "AB-3", "AB-4"]),
    ] {
        let work = Workplace::new();
        numbered(&work, column, given);
        assert_eq!(of_a(&work), (4.0, 146.0), "{column} {given:?}");
    }
}

/// Who chooses by the column has seen its numbers.
#[test]
fn a_setting_says_otherwise() {
    let work = Workplace::new();
    numbered(&work, "InvoiceNo", ["536365", "C536379", "536366", "536367"]);
    for (rows, expected) in [
        ("known_words = false", (4.0, 146.0)),
        ("column = \"InvoiceNo\"\ndrop_prefix = \"C\"", (3.0, 106.0)),
    ] {
        work.write("winback.toml", &format!("[rows]\n{rows}\n"));
        assert_eq!(of_a(&work), expected, "{rows}");
    }
}
