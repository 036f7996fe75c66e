//! Rows that say in codes, or in columns of names made up of several words, that they are no sales; and what only
//! sounds like it.

use crate::field_cases_rows::{AS_OF, days, finding, numbers, purchases, texts, write};
use crate::row_kinds::{check, of_a, rows, said_of};
use crate::workplace::Workplace;

/// Sales of 100, 5 and 1 with a fourth row of another code between them.
#[test]
fn codes_of_systems_are_read_as_words_are() {
    for (column, sale, other, spend) in [
        ("transaction_type", "S", "R", 66.0),
        ("sale_return_indicator", "S", "R", 66.0),
        ("Belegart", "RE", "GS", 66.0),
        ("doc_type", "I", "C", 66.0),
        ("doc_type", "INV", "CRN", 66.0),
        ("type", "INV", "CM", 66.0),
        ("Document Type", "SI", "SC", 66.0),
        ("tipo_documento", "FT", "NC", 66.0),
        ("type_piece", "FA", "AV", 66.0),
        ("invoice_type_code", "380", "381", 66.0),
        ("TipoDeComprobante", "I", "E", 66.0),
        ("AUART", "TA", "RE", 66.0),
        ("FKART", "F2", "RE", 66.0),
        ("VBTYP", "C", "H", 66.0),
        ("BLART", "RV", "DG", 66.0),
        ("Belegart", "RE", "AN", 106.0),
        ("transaction_type", "S", "V", 106.0),
        ("docstatus", "1", "2", 106.0),
        ("transaction_status", "S", "D", 106.0),
        ("response_code", "00", "05", 106.0),
        ("processor_response_code", "000", "51", 106.0),
    ] {
        let work = Workplace::new();
        rows(&work, &[100.0, 40.0, 5.0, 1.0], &[(column, &[sale, other, sale, sale])]);
        assert_eq!(of_a(&work).1, spend, "{column}: {sale}, {other}");
        assert_eq!(said_of(&work, column).0, "ok", "{column}: {sale}, {other}");
    }
}

/// Numbers of states mean something beside the columns of their system alone.
#[test]
fn states_are_read_by_number_in_the_tables_of_their_system() {
    let work = Workplace::new();
    let states = ("status_id", &["10", "5", "4", "11"] as &[&str]);
    let amounts = [100.0, 40.0, 5.0, 1.0];
    rows(&work, &amounts, &[states, ("order_is_digital", &["false"; 4])]);
    assert_eq!(of_a(&work), (2.0, 101.0), "BigCommerce's");
    rows(&work, &amounts, &[states]);
    assert_eq!(of_a(&work), (4.0, 146.0));
    assert_eq!(said_of(&work, "status_id").0, "warn", "whose states they are is not known");
}

#[test]
fn codes_that_may_be_anything_leave_every_row_in() {
    for (column, values, severity) in [
        ("transaction_type", ["S", "R", "Q", "S"], "warn"),
        ("transaction_type", ["D", "C", "D", "D"], "warn"),
        ("type", ["S", "R", "S", "S"], "warn"),
        ("type", ["S", "M", "L", "XL"], "ok"),
        ("kind", ["F", "M", "F", "M"], "ok"),
        ("result", ["A", "B", "A", "B"], "ok"),
        ("event", ["Concert", "Opera", "Cancelled Concert", "Opera"], "ok"),
    ] {
        let work = Workplace::new();
        rows(&work, &[1.0, 2.0, 4.0, 8.0], &[(column, &values)]);
        assert_eq!(of_a(&work), (4.0, 15.0), "{column} {values:?}");
        assert_eq!(said_of(&work, column).0, severity, "{column} {values:?}");
    }
}

/// Words that are not known are the more, and among them are sales that were none.
#[test]
fn a_column_that_is_passed_over_names_what_speaks_against_its_rows() {
    let work = Workplace::new();
    let states = ["Picked", "Sorted", "Staged", "Cancelled"];
    rows(&work, &[1.0, 2.0, 4.0, 8.0], &[("line_status", &states)]);
    let (severity, found) = said_of(&work, "line_status");
    assert_eq!(severity, "warn");
    assert!(found.ends_with("all of its rows count, also Cancelled 1"), "{found}");
}

#[test]
fn names_made_of_several_words_are_known() {
    for (column, usual, other, spend) in [
        ("orderPaymentStatus", "PAID", "FULLY_REFUNDED", 106.0),
        ("cancelState", "NONE_REQUESTED", "CANCELED", 106.0),
        ("result", "SUCCESS", "FAIL", 106.0),
        ("pos_order_state", "paid", "cancel", 106.0),
        ("order_item_type", "line_item", "shipping", 106.0),
        ("_hoodie_is_deleted", "false", "true", 106.0),
        ("order_cancelled_date", "", "2024-11-03", 106.0),
        ("chargeback_date", "", "2024-11-03", 106.0),
        ("refund_date", "", "2024-11-03 10:00:00", 106.0),
        ("dispute", "", "dp_123", 106.0),
        ("gift_card", "false", "true", 106.0),
        ("_change_type", "insert", "update_preimage", 106.0),
        ("METADATA$ACTION", "INSERT", "DELETE", 106.0),
        ("refund", "0", "1", 66.0),
        ("is_credit", "no", "yes", 66.0),
        ("is_return_order", "false", "true", 66.0),
        ("refunded_order_id", "", "o0", 66.0),
        ("return_against", "", "o0", 66.0),
        ("reservation_status", "Completed", "Canceled", 106.0),
        ("Trip or Order Status", "completed", "canceled", 106.0),
        ("Статус заказа", "Оплачен", "Отменен", 106.0),
        ("no_show", "false", "true", 106.0),
        ("is_rejected", "N", "Y", 106.0),
        ("multiplier", "1", "-1", 66.0),
        ("sign", "+", "-", 66.0),
        ("Vorzeichen", "1", "-1", 66.0),
        ("qty_sign", "plus", "minus", 66.0),
        ("Type", "Website Payment", "Hold on Balance for Dispute Investigation", 106.0),
        // What is none of these is left as it is.
        ("customer_status", "active", "cancelled", 146.0),
        ("billing_state", "CA", "NY", 146.0),
        ("sign", "Aries", "Leo", 146.0),
        ("payment_type", "card", "refund", 146.0),
        ("return_date", "", "2024-11-03", 146.0),
        ("store_credit", "0", "1", 146.0),
        ("trip_type", "one-way", "return", 146.0),
        ("cancellation_policy", "flexible", "void", 146.0),
    ] {
        let work = Workplace::new();
        rows(&work, &[100.0, 40.0, 5.0, 1.0], &[(column, &[usual, other, usual, usual])]);
        assert_eq!(of_a(&work).1, spend, "{column}: {other}");
    }
}

/// WooCommerce's analytics: of a sale that was given back, the row of its refund says so too.
#[test]
fn refunds_of_woocommerces_analytics_are_taken_off_once() {
    let work = Workplace::new();
    let states = ["wc-completed", "wc-refunded", "wc-refunded", "wc-processing"];
    let (parents, units) = (["0", "0", "2", "0"], ["1", "1", "-1", "2"]);
    let beside: [(&str, &[&str]); 3] =
        [("status", &states), ("parent_id", &parents), ("num_items_sold", &units)];
    rows(&work, &[40.0, 15.0, -15.0, 60.0], &beside);
    assert_eq!(of_a(&work), (3.0, 100.0));
}

#[test]
fn money_given_back_that_nobody_reads_is_warned_of() {
    let told = |column: &str, values: &[f64]| {
        let work = Workplace::new();
        let columns = vec![
            ("customer_id", texts(&["a"; 2])),
            ("order_date", days(&[0, 10])),
            ("amount", numbers(&[100.0, 50.0])),
            (column, numbers(values)),
        ];
        write(&work, "tx.parquet", columns);
        let findings = check(&work)["findings"].as_array().unwrap().clone();
        findings.into_iter().find(|finding| finding["subject"] == "refunds")
    };
    for column in ["refund", "refunds_total_usd", "refund_amount_eur"] {
        let finding = told(column, &[40.0, 0.0]).unwrap_or_else(|| panic!("{column}"));
        let remedy = finding["remedy"].as_str().unwrap();
        assert!(remedy.contains(&format!("--refunded-amount {column}")), "{remedy}");
        assert!(told(column, &[0.0, 0.0]).is_none(), "{column} without refunds");
    }
    for column in ["refund_count", "returned_amount", "total_refunded", "refund_fee"] {
        assert!(told(column, &[40.0, 0.0]).is_none(), "{column}");
    }
}

#[test]
fn files_that_are_called_refunds_are_warned_of() {
    let work = Workplace::new();
    let file = |name: &str, amount: f64| {
        let columns = vec![
            ("customer_id", texts(&["a"])),
            ("order_date", days(&[0])),
            ("amount", numbers(&[amount])),
        ];
        write(&work, name, columns);
    };
    let said = || {
        let report = work.run(&format!("check --format json --transactions tx {AS_OF}")).json();
        let findings = report["findings"].as_array().unwrap().clone();
        let found = findings.into_iter().find(|finding| finding["subject"] == "files by name");
        found.map(|finding| finding["found"].as_str().unwrap().to_owned())
    };
    file("tx/orders_2024-10.parquet", 10.0);
    file("tx/refunds_2024-10.parquet", -4.0);
    assert_eq!(said(), None, "what is negative is a return");
    file("tx/refunds_2024-10.parquet", 4.0);
    assert!(said().unwrap().starts_with("refunds_2024-10.parquet: "));
}

#[test]
fn amounts_in_cents_are_warned_of() {
    let work = Workplace::new();
    let columns = vec![
        ("customer_id", texts(&["a"])),
        ("order_date", days(&[0])),
        ("amount_in_cents", numbers(&[1999.0])),
    ];
    write(&work, "tx.parquet", columns);
    let call =
        format!("check --format json --transactions tx.parquet {AS_OF} --amount amount_in_cents");
    let found = finding(&work.run(&call).json(), "unit of amount_in_cents");
    assert!(found["remedy"].as_str().unwrap().contains("amount_in_cents / 100.0"), "{found}");
}

/// Exports of several years that spell a column differently, and a struct with one part alone.
#[test]
fn columns_are_found_in_other_capitals() {
    let work = Workplace::new();
    for (name, who, paid, amount) in [
        ("tx/1.parquet", "customer_id", "amount", 10.0),
        ("tx/2.parquet", "Customer_ID", "AMOUNT", 5.0),
    ] {
        let columns = vec![
            (who, texts(&["a"])),
            ("order_date", days(&[amount as i64])),
            (paid, numbers(&[amount])),
        ];
        write(&work, name, columns);
    }
    assert_eq!(purchases(&work, "--transactions tx").0, [("a".to_owned(), 2.0, 15.0)]);
}

/// Books in which a cancelled invoice stays, and a document of its own takes it back.
#[test]
fn a_cancellation_with_a_row_of_its_own_is_taken_off_once() {
    for (kind, [sale, cancellation]) in
        [("Belegart", ["Rechnung", "Storno"]), ("Belegart", ["RE", "ST"]), ("FKART", ["F2", "S1"])]
    {
        let work = Workplace::new();
        let kinds = [sale, cancellation, sale, sale];
        let states = ["storniert", "erledigt", "erledigt", "erledigt"];
        let amounts = [40.0, 40.0, 7.0, 9.0];
        rows(&work, &amounts, &[(kind, &kinds), ("status", &states)]);
        assert_eq!(of_a(&work), (3.0, 16.0), "{kind}");
        rows(&work, &amounts, &[(kind, &kinds), ("storniert", &["X", "", "", ""])]);
        assert_eq!(of_a(&work), (3.0, 16.0), "{kind}");
        rows(&work, &amounts, &[(kind, &[sale; 4]), ("status", &states)]);
        assert_eq!(of_a(&work), (3.0, 56.0), "{kind}: no document, the word leaves the sale out");
    }
}

#[test]
fn changes_to_other_rows_are_warned_of() {
    let work = Workplace::new();
    rows(&work, &[40.0, 42.0, 7.0, 7.0], &[("Op", &["I", "U", "I", "D"])]);
    let found = finding(&check(&work), "changes by Op");
    assert_eq!(found["severity"], "warn");
    assert!(found["found"].as_str().unwrap().starts_with("D 1, U 1: "), "{found}");
    rows(&work, &[40.0, 42.0], &[("Op", &["I", "I"])]);
    let report = check(&work).to_string();
    assert!(!report.contains("changes by Op"), "{report}");
}
