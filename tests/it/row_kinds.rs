//! What a row says of itself: its kind, its state in the language of the shop, flags; and columns that only
//! sound like it.

use crate::field_cases_rows::{AS_OF, days, finding, numbers, purchases, texts, write};
use crate::workplace::Workplace;
use arrow_array::{ArrayRef, BooleanArray, Int64Array, StringArray};
use std::sync::Arc;

/// Customer a's rows of 100, 40, 7, 3 … ten days apart, with columns of texts beside.
pub fn rows(work: &Workplace, amounts: &[f64], beside: &[(&str, &[&str])]) {
    let n = amounts.len();
    let when: Vec<i64> = (0..n as i64).map(|i| i * 10).collect();
    let orders: Vec<String> = (0..n).map(|i| format!("o{i}")).collect();
    let orders: Vec<&str> = orders.iter().map(String::as_str).collect();
    let mut columns = vec![
        ("customer_id", texts(&vec!["a"; n])),
        ("order_date", days(&when)),
        ("amount", numbers(amounts)),
        ("order_id", texts(&orders)),
    ];
    columns.extend(beside.iter().map(|(name, values)| (*name, texts(values))));
    write(work, "tx.parquet", columns);
}

/// The customer's purchases and spend.
pub fn of_a(work: &Workplace) -> (f64, f64) {
    let (found, ended) = purchases(work, "--transactions tx.parquet");
    assert_eq!(found.len(), 1, "{}", ended.stderr);
    (found[0].1, found[0].2)
}

pub fn check(work: &Workplace) -> serde_json::Value {
    work.run(&format!("check --format json --transactions tx.parquet {AS_OF}")).json()
}

/// What `check` says of a column.
pub fn said_of(work: &Workplace, column: &str) -> (String, String) {
    let found = finding(&check(work), &format!("rows by {column}"));
    let part = |key: &str| found[key].as_str().unwrap().to_owned();
    (part("severity"), part("found"))
}

#[test]
fn refunds_with_positive_amounts_are_returns() {
    for (column, sale, refund) in [
        ("transaction_type", "sale", "refund"),
        ("type", "SALE", "RETURN"),
        ("kind", "charge", "chargeback"),
        ("Document Type", "Invoice", "Credit Memo"),
        ("doc_type", "invoice", "credit_note"),
        ("Event Type", "Payment", "Refund - damaged"),
        ("Belegart", "Rechnung", "Gutschrift"),
        ("Vorgangsart", "Verkauf", "Storno"),
        ("type_document", "facture", "avoir"),
        ("Type", "vente", "Remboursement"),
        ("tipo", "venta", "Devolución"),
        ("tipo_documento", "factura", "Nota de crédito"),
        ("Tipo documento", "fattura", "nota di credito"),
        ("record_type", "sale", "payment_refund"),
    ] {
        let work = Workplace::new();
        rows(&work, &[100.0, 40.0], &[(column, &[sale, refund])]);
        assert_eq!(of_a(&work), (1.0, 60.0), "{column} {refund}");
        rows(&work, &[100.0, -40.0], &[(column, &[sale, refund])]);
        assert_eq!(of_a(&work), (1.0, 60.0), "{column} {refund}, negative");
        let (severity, found) = said_of(&work, column);
        let words = format!("count as returns: {refund} 1; count: {sale} 1");
        assert_eq!((severity.as_str(), found.as_str()), ("ok", words.as_str()));
    }
}

#[test]
fn words_of_books_and_services_are_known() {
    // The second of three rows is of the other word.
    for (column, usual, other, spend) in [
        ("Transaction Type", "Invoice", "Payment", 103.0),
        ("Belegart", "Rechnung", "Zahlung", 103.0),
        ("Transaction Type", "Payment", "Payment", 143.0),
        ("Record Type", "Settled", "MerchantPayout", 103.0),
        ("Type", "ACCREC", "ACCRECCREDIT", 63.0),
        ("Type", "ACCREC", "ACCPAY", 103.0),
        ("gift_type", "Donation", "Pledge", 103.0),
        ("order_status", "paid", "En attente de virement bancaire", 103.0),
        ("etat", "Livré", "Erreur de paiement", 103.0),
        ("status", "支払い済み", "返金済み", 103.0),
        ("status", "Shipped", "Shipped - Returned to Seller", 103.0),
        ("StageName", "Closed Won", "Closed Lost", 103.0),
        ("properties_dealstage", "closedwon", "closedlost", 103.0),
        ("properties_hs_is_closed_won", "true", "false", 103.0),
        ("won", "1", "0", 103.0),
        ("authorization_result", "APPROVED", "DECLINED", 103.0),
        ("payment_error_message", "", "Card declined", 103.0),
        ("rejection_reason", "", "fraud", 103.0),
        ("type", "shop_order", "shop_subscription", 103.0),
        ("refund_status", "none", "Full refund", 103.0),
        ("pagado", "S", "N", 103.0),
        ("anulado", "N", "S", 103.0),
        ("dbt_is_deleted", "False", "True", 103.0),
        ("failed_at", "", "2024-03-05 10:00:00", 103.0),
        ("type_facture", "Facture", "Facture d'avoir", 63.0),
        ("type_facture", "Facture", "Facture proforma", 103.0),
        ("typ_dokumentu", "Faktura", "Oferta", 103.0),
        ("typ_dokumentu", "Faktura", "Faktura korygująca", 63.0),
        ("typ_dokumentu", "FV", "KFV", 63.0),
        ("bilagstype", "Faktura", "Betaling", 103.0),
        ("тип_документа", "Реализация", "Возврат", 63.0),
        ("Type", "Cash Sale", "Customer Deposit", 103.0),
        ("type", "SalesOrd", "Estimate", 103.0),
        ("trx_type", "Room Charge", "Payment", 103.0),
        ("Gift Type", "Cash", "Pledge", 103.0),
        ("Gift Type", "Recurring Gift Pay-Cash", "Recurring Gift", 103.0),
        ("Type", "RecurringDonationPayment", "RecurringDonation", 103.0),
        ("donation_type", "Cash", "Pledge", 103.0),
        ("trnc", "TKTT", "RFND", 63.0),
        ("transaction_code", "B1", "B2", 63.0),
        ("short_resv_status", "CO", "CX", 103.0),
        ("RESV_STATUS", "CHECKED OUT", "NO SHOW", 103.0),
        ("Reservierungsstatus", "Abgereist", "Nicht erschienen", 103.0),
        ("visit_status", "Signed in", "Late cancel", 103.0),
        ("Zahlungsstatus", "Bezahlt", "Offen", 103.0),
        ("document", "Invoice", "Quote", 103.0),
        ("Dokument", "Rechnung", "Angebot", 103.0),
        ("document", "scan1.pdf", "scan2.pdf", 143.0),
        ("del", "0", "1", 103.0),
        ("transaction_state", "paid", "open", 103.0),
        ("appointment_status", "Completed", "No Show", 103.0),
        ("attendance", "attended", "absent", 103.0),
        ("order_phase", "order", "quote", 103.0),
        ("invoice_state", "issued", "written_off", 103.0),
        ("posting_status", "POSTED", "PARKED", 103.0),
        ("stornováno", "ne", "ano", 103.0),
        ("txn_category", "purchase", "fee", 103.0),
        ("result_code", "0", "51", 103.0),
        ("amount_type", "Order", "Referral Fee", 103.0),
        ("scenario", "Actual", "Forecast", 103.0),
        // What is none of these is left as it is.
        ("attendance", "12", "15", 143.0),
        ("order_phase", "1", "2", 143.0),
        ("txn_category", "grocery", "fee", 143.0),
        ("scenario", "A", "B", 143.0),
        ("checkpoint_status", "north", "south", 143.0),
        ("type", "single", "return", 143.0),
        ("gift_type", "Birthday", "Other", 143.0),
        ("gift_type", "Cash", "Credit Card", 143.0),
        ("type", "Shirt", "Shoes", 143.0),
        ("kind", "online", "offline", 143.0),
        ("status", "VIP", "gold", 143.0),
    ] {
        let work = Workplace::new();
        rows(&work, &[100.0, 40.0, 3.0], &[(column, &[usual, other, usual])]);
        assert_eq!(of_a(&work).1, spend, "{column}: {other}");
    }
}

/// What is open in a column about the work on orders is new, and may be paid: it counts and is asked about.
#[test]
fn open_orders_count_and_are_asked_about() {
    for (column, states) in [
        ("stateName", ["Abgeschlossen", "Offen", "In Bearbeitung"]),
        ("Bestellstatus", ["In Bearbeitung", "Offen", "Storniert"]),
    ] {
        let work = Workplace::new();
        rows(&work, &[100.0, 40.0, 3.0], &[(column, &states)]);
        let cancelled = if states[2] == "Storniert" { 3.0 } else { 0.0 };
        assert_eq!(of_a(&work).1, 143.0 - cancelled, "{column}");
        let (severity, found) = said_of(&work, column);
        assert!(severity == "warn" && found.contains("not understood, count: Offen 1"), "{found}");
    }
}

/// Promises among kinds that are not known are named.
#[test]
fn promises_in_a_column_of_other_kinds_are_asked_about() {
    let work = Workplace::new();
    let kinds = ["Walk-in", "Quote", "Phone", "Web"];
    rows(&work, &[100.0, 40.0, 3.0, 7.0], &[("type", &kinds)]);
    let (severity, found) = said_of(&work, "type");
    assert!(severity == "warn" && found.contains("also Quote 1"), "{found}");
}

/// A ledger of a payment service, with states beside: what failed takes nothing back.
#[test]
fn rows_of_other_kinds_are_left_out_by_their_words() {
    let work = Workplace::new();
    let kinds = [
        "sale",
        "payout",
        "stripe_fee",
        "authorization",
        "adjustment",
        "refund",
        "quote",
        "refund",
    ];
    let states = ["paid", "paid", "paid", "paid", "paid", "failed", "", "refunded"];
    let amounts = [100.0, 90.0, 3.0, 50.0, 7.0, 40.0, 11.0, 20.0];
    rows(&work, &amounts, &[("reporting_category", &kinds), ("status", &states)]);
    assert_eq!(of_a(&work), (2.0, 87.0));
    let (severity, found) = said_of(&work, "reporting_category");
    let words = "left out: authorization 1, payout 1, quote 1, stripe_fee 1; count as returns: refund 2; \
                 count: sale 1; not understood, count: adjustment 1";
    assert_eq!((severity.as_str(), found.as_str()), ("warn", words));
    let all = finding(&check(&work), "rows left out")["found"].to_string();
    assert!(all.contains("1 failed, 1 draft, 3 no purchase"), "{all}");
}

/// A ledger in which the sale says that it was given back, and its refund has a row: neither counts twice.
#[test]
fn a_refund_with_a_row_of_its_own_is_taken_off_once() {
    let work = Workplace::new();
    let kinds = ["shop_order", "shop_order_refund", "shop_order", "shop_order"];
    for refund in [40.0, -40.0] {
        let states = ["wc-refunded", "wc-completed", "wc-completed", "wc-cancelled"];
        rows(&work, &[40.0, refund, 7.0, 9.0], &[("type", &kinds), ("status", &states)]);
        assert_eq!(of_a(&work), (2.0, 7.0));
    }
    let kinds = ["sale", "fee", "sale", "sale"];
    let states = ["refunded", "", "paid", "paid"];
    rows(&work, &[40.0, 1.0, 7.0, 9.0], &[("type", &kinds), ("status", &states)]);
    assert_eq!(of_a(&work), (2.0, 16.0), "no refund has a row: the word leaves the sale out");
}

/// Kinds of goods, of customers and of payment are no kinds of rows.
#[test]
fn a_type_of_something_else_leaves_every_row_in() {
    for values in [
        ["shoes", "hats", "bags", "tip"],
        ["card", "transfer", "cash", "fee"],
        ["B2B", "B2C", "B2B", "draft"],
        ["CA", "NY", "OR", "IN"],
    ] {
        let work = Workplace::new();
        rows(&work, &[1.0, 2.0, 4.0, 8.0], &[("type", &values)]);
        assert_eq!(of_a(&work), (4.0, 15.0), "{values:?}");
        let (severity, found) = said_of(&work, "type");
        assert!(severity == "ok" && found.contains("all of its rows count"), "{found}");
    }
    // A refund among them is one all the same.
    let work = Workplace::new();
    rows(&work, &[1.0, 2.0, 4.0, 8.0], &[("type", &["B2B", "B2C", "B2B", "refund"])]);
    assert_eq!(of_a(&work), (3.0, -1.0));
}

#[test]
fn states_are_read_in_the_language_of_the_shop() {
    for (column, sold, not) in [
        ("statut", "payé", &["annulée", "Remboursé", "en attente"] as &[&str]),
        ("état_commande", "Livrée", &["Annulé", "remboursée", "EN ATTENTE"]),
        ("estado_pedido", "entregado", &["cancelado", "reembolsado", "pendiente"]),
        ("Estado", "Pagado", &["Anulada", "Devuelto", "Pendiente de pago"]),
        ("stato_ordine", "spedito", &["annullato", "rimborsato", "in attesa"]),
        ("situação", "concluído", &["cancelado", "estornado", "aguardando pagamento"]),
        ("toestand", "betaald", &["geannuleerd", "terugbetaald", "wacht op betaling"]),
        ("Auftragsstatus", "Erledigt", &["Storniert", "erstattet", "unbezahlt"]),
        ("Zahlungsstatus", "bezahlt", &["abgelehnt", "Rückerstattet", "ausstehend"]),
        ("order_status", "completed", &["Canceled by customer", "payment failed", "abandoned"]),
        ("status", "paid", &["voided", "declined", "expired"]),
        ("state", "complete", &["chargeback", "Cancelled - out of stock", "unpaid"]),
        ("κατάσταση", "Ολοκληρώθηκε", &["Ακυρώθηκε", "Ακυρωμένη", "ακυρώθηκε"]),
        ("статус", "виконано", &["скасовано", "Скасований", "скасована"]),
        ("סטטוס", "הושלם", &["בוטל", "מבוטל", "בוטל"]),
        ("الحالة", "مكتمل", &["ملغي", "ملغى", "ملغاة"]),
        ("status", "COMPLETE", &["CANC", "cxl", "CNCL"]),
    ] {
        let work = Workplace::new();
        let values = [sold, not[0], sold, not[1], not[2], sold];
        rows(&work, &[1.0, 2.0, 4.0, 8.0, 16.0, 32.0], &[(column, &values)]);
        assert_eq!(of_a(&work), (3.0, 37.0), "{column}");
        assert_eq!(said_of(&work, column).0, "ok", "{column}");
    }
}

#[test]
fn a_state_of_a_country_is_no_state_of_an_order() {
    let work = Workplace::new();
    let amounts = [1.0, 2.0, 4.0, 8.0];
    for (column, values) in [
        ("State", ["CA", "NY", "TX", "OR"]),
        ("Estado", ["Jalisco", "Sonora", "Puebla", "Nuevo León"]),
        ("Stato", ["Italia", "Francia", "Italia", "Spagna"]),
        ("mode", ["online", "store", "online", "test"]),
    ] {
        rows(&work, &amounts, &[(column, &values)]);
        assert_eq!(of_a(&work), (4.0, 15.0), "{column}");
        let (severity, found) = said_of(&work, column);
        assert!(severity == "ok" && !found.contains("Jalisco"), "{found}");
    }
    // A column whose name is clear is asked about.
    rows(&work, &amounts, &[("order_status", &["A", "B", "A", "C"])]);
    assert_eq!((of_a(&work).1, said_of(&work, "order_status").0.as_str()), (15.0, "warn"));
}

#[test]
fn flags_that_speak_against_a_sale_leave_rows_out() {
    for (column, good, bad) in [
        ("paid", "yes", "no"),
        ("captured", "true", "false"),
        ("success", "1", "0"),
        ("livemode", "TRUE", "FALSE"),
        ("live_mode", "true", "false"),
        ("is_draft", "0", "1"),
        ("test_order", "false", "true"),
        ("is_void", "no", "yes"),
        ("disputed", "false", "true"),
        ("refunded", "false", "true"),
        ("bezahlt", "ja", "nein"),
        ("payé", "oui", "non"),
        ("environment", "live", "sandbox"),
        ("storno", "", "X"),
        ("cancel_reason", "", "customer"),
        ("STBLG", "0000000000", "0100000017"),
        ("superseded_by", "", "A-17"),
        ("failure_code", "", "card_declined"),
    ] {
        let work = Workplace::new();
        rows(&work, &[1.0, 2.0, 4.0], &[(column, &[good, bad, good])]);
        assert_eq!(of_a(&work), (2.0, 5.0), "{column}");
        assert!(said_of(&work, column).1.starts_with("left out: "), "{column}");
    }
    let work = Workplace::new();
    let flags: Vec<(&str, ArrayRef)> = vec![
        ("customer_id", texts(&["a"; 4])),
        ("order_date", days(&[0, 1, 2, 3])),
        ("amount", numbers(&[1.0, 2.0, 4.0, 8.0])),
        ("paid", Arc::new(BooleanArray::from(vec![Some(true), Some(true), Some(false), None]))),
        ("captured", Arc::new(Int64Array::from(vec![1, 0, 1, 1]))),
    ];
    write(&work, "tx.parquet", flags);
    assert_eq!(of_a(&work), (2.0, 9.0), "a flag that is not set says nothing; one no is enough");
}

#[test]
fn a_column_that_is_more_than_a_flag_is_none() {
    let work = Workplace::new();
    rows(
        &work,
        &[1.0, 2.0, 4.0],
        &[("paid", &["0", "19.90", "1"]), ("draft", &["beer", "true", ""])],
    );
    assert_eq!(of_a(&work), (3.0, 7.0));
    assert!(said_of(&work, "paid").1.contains("all of its rows count"));
    // Where nothing is left the run ends, and says why.
    rows(&work, &[1.0, 2.0], &[("captured", &["false", "false"])]);
    let call = format!("features --transactions tx.parquet {AS_OF} --out f.parquet");
    work.run(&call).expect_error(3, &["none of the 2 rows", "2 not paid", "winback check"]);
}

#[test]
fn of_a_sale_given_back_in_part_the_rest_counts() {
    let work = Workplace::new();
    let when =
        StringArray::from(vec![None, Some("2024-10-20"), Some("2024-10-25"), Some("2024-11-02")]);
    write(
        &work,
        "tx.parquet",
        vec![
            ("customer_id", texts(&["a"; 4])),
            ("order_date", days(&[0, 10, 20, 30])),
            ("amount", numbers(&[100.0, 50.0, 20.0, 9.0])),
            ("order_id", texts(&["1", "2", "3", "4"])),
            ("amount_refunded", numbers(&[0.0, 10.0, 20.0, 0.0])),
            ("refunded_at", Arc::new(when)),
        ],
    );
    // 50 less 10; 20 given back whole; one of which only the time is known.
    assert_eq!(of_a(&work), (2.0, 140.0));
}

#[test]
fn a_value_to_drop_that_never_occurs_is_said_and_changes_nothing() {
    let work = Workplace::new();
    let states = ["completed", "cancelled", "failed", "wholesale"];
    rows(&work, &[1.0, 2.0, 4.0, 8.0], &[("status", &states)]);
    let with = |toml: &str| {
        work.write("winback.toml", toml);
        let (found, ended) = purchases(&work, "--transactions tx.parquet");
        (found[0].2, ended.stderr)
    };
    let (spend, said) = with("[rows]\ncolumn = \"status\"\ndrop = [\"wholesal\"]\n");
    assert_eq!(spend, 9.0);
    let words = "rows.drop: no value of column 'status' is 'wholesal'";
    assert!(said.contains(words), "{said}");
    let (spend, said) = with("[rows]\ncolumn = \"status\"\ndrop = [\"Wholesale\"]\n");
    assert!(spend == 1.0 && !said.contains("rows.drop"), "{said}");
    let keep = "[rows]\ncolumn = \"status\"\nkeep = [\"completed\", \"failed\", \"lost\"]\n";
    let (spend, said) = with(keep);
    assert!(
        spend == 5.0 && said.contains("rows.keep: no value of column 'status' is 'lost'"),
        "{said}"
    );
}

/// Eight orders a day of 70 customers, up to the last day of 2024.
fn shop() -> Vec<(&'static str, ArrayRef)> {
    const ROWS: i64 = 4000;
    let whole = |of: fn(i64) -> i64| -> ArrayRef {
        Arc::new(Int64Array::from_iter_values((0..ROWS).map(of)))
    };
    vec![
        ("customer_id", whole(|i| 1 + i * 37 % 70)),
        ("order_date", days(&(0..ROWS).map(|i| i / 8 + 92 - 500).collect::<Vec<_>>())),
        ("amount", numbers(&(0..ROWS).map(|i| 5.0 + (i % 13) as f64).collect::<Vec<_>>())),
        ("order_id", whole(|i| i)),
    ]
}

#[test]
fn the_night_warns_of_versions_and_kinds_as_check_does() {
    let work = Workplace::new();
    for (part, version) in [("tx/a.parquet", 1), ("tx/b.parquet", 2)] {
        let mut columns = shop();
        let rows = columns[0].1.len();
        columns[2].1 = numbers(&vec![f64::from(version); rows]);
        columns.push(("updated_at", days(&vec![100 + i64::from(version); rows])));
        let kinds: Vec<&str> =
            (0..rows).map(|i| if i % 9 == 0 { "swap" } else { "sale" }).collect();
        columns.push(("transaction_type", texts(&kinds)));
        write(&work, part, columns);
    }
    let report = work.run(&format!("check --format json --transactions tx {AS_OF}")).json();
    assert_eq!(finding(&report, "versions by updated_at")["severity"], "warn");
    assert_eq!(finding(&report, "rows by transaction_type")["severity"], "warn");
    let call = format!("run --transactions tx {AS_OF} --horizon-days 60 --output o --models m");
    let said = work.run(&call).stderr;
    for words in [
        "WARN versions by updated_at: 4000 of 8000 rows",
        "WARN rows by transaction_type:",
        "swap 890",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
}

#[test]
fn late_strays_do_not_move_the_end_and_a_thin_end_is_said() {
    let work = Workplace::new();
    let late = |name: &str, first: i64, apart: i64| {
        let mut columns = shop();
        let mut when: Vec<i64> = (0..4000).map(|i| i / 8 + 92 - 500).collect();
        for k in 0..24 {
            when[k as usize * 100] = first + k * apart;
        }
        columns[1].1 = days(&when);
        write(&work, name, columns);
        let call = format!("check --format json --transactions {name} --as-of data_end");
        work.run(&call).json()
    };
    // 0.6 % of the rows, from 60 days after the others on.
    let far = late("far.parquet", 91 + 60, 9);
    let words = "24 rows lie up to 266 days after all others, as far as 2025-09-24";
    assert_eq!(finding(&far, "dates far off")["found"], words);
    let age = finding(&far, "age")["found"].to_string();
    assert!(age.contains("as-of 2025-01-01"), "{age}");
    // Nothing tells these from a shop that has closed: the end follows them, and that is said.
    let near = late("near.parquet", 96, 5);
    let found = finding(&near, "thin end")["found"].to_string();
    assert!(found.contains("from 2025-01-01 on, hold 24 rows"), "{found}");
}

#[test]
fn warnings_of_currencies_hold_no_personal_data() {
    let work = Workplace::new();
    let values = ["EUR", "ada.lovelace@example.org", "DE89370400440532013000", "+49 171 2345678"];
    rows(&work, &[1.0, 2.0, 4.0, 8.0], &[("currency", &values)]);
    let said = check(&work).to_string();
    for secret in ["lovelace", "0440532013", "2345678"] {
        assert!(!said.contains(secret), "{said}");
    }
    assert!(said.contains("several"), "{said}");
}

/// 3 % of the rows are those of customer 0, twenty times as many as a customer has.
#[test]
fn guests_are_nobody_however_few_they_are() {
    let work = Workplace::new();
    for word in ["0", "guest", "-1", "", "not logged in"] {
        let mut columns = shop();
        let names: Vec<String> = (0..4000)
            .map(|i| if i % 33 == 0 { word.to_owned() } else { (1 + i * 37 % 700).to_string() })
            .collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        columns[0].1 = texts(&names);
        write(&work, "tx.parquet", columns);
        let (found, ended) = purchases(&work, "--transactions tx.parquet");
        assert_eq!(found.len(), 700, "{word}");
        assert!(ended.stdout.contains("122 no customer"), "{}", ended.stdout);
    }
    // A table that counts from 0: its customer 0 is like the others.
    let mut columns = shop();
    let ids: ArrayRef = Arc::new(Int64Array::from_iter_values((0..4000).map(|i| i * 37 % 70)));
    columns[0].1 = ids;
    write(&work, "tx.parquet", columns);
    assert_eq!(purchases(&work, "--transactions tx.parquet").0.len(), 70);
}

#[test]
fn dates_before_marks_are_read() {
    let work = Workplace::new();
    for dates in [
        ["2024. 11. 28.", "2024. 12. 1. 10:30"],
        ["2024年11月28日", "2024年12月1日 10时30分"],
        ["2024.11.28.", "2024.12.01."],
    ] {
        let columns: Vec<(&str, ArrayRef)> = vec![
            ("customer_id", texts(&["a", "a"])),
            ("order_date", texts(&dates)),
            ("amount", numbers(&[1.0, 2.0])),
        ];
        write(&work, "tx.parquet", columns);
        assert_eq!(of_a(&work), (2.0, 3.0), "{dates:?}");
    }
}

/// Names with small words between others, marks that tools add to every table, and a till that is tried out.
#[test]
fn marks_against_a_sale_are_known_by_longer_names() {
    for (column, no, others) in [
        ("Fecha de cancelación", "2024-03-12", ""),
        ("Date d'annulation", "12/03/2024", ""),
        ("_PEERDB_IS_DELETED", "true", "false"),
        ("_dlt_deleted", "1", "0"),
        ("is_training_mode", "true", "false"),
        ("Trainingsmodus", "J", "N"),
        ("Status Terakhir", "Dibatalkan Pembeli", "Selesai"),
        ("Rodzaj dokumentu", "Proforma", "Faktura"),
        ("取引区分", "見積", "売上"),
    ] {
        let work = Workplace::new();
        rows(&work, &[100.0, 40.0], &[(column, &[others, no])]);
        assert_eq!(of_a(&work), (1.0, 100.0), "{column}");
    }
    let work = Workplace::new();
    rows(&work, &[100.0, 40.0], &[("payout_status", &["paid", "failed"])]);
    assert_eq!(of_a(&work), (2.0, 140.0), "whether the seller was paid");
}

#[test]
fn a_date_that_stands_for_never_cancels_nothing() {
    for column in ["cancelled_at", "deleted_at", "voided_at", "refunded_at", "failed_at"] {
        for never in [
            "1900-01-01",
            "1970-01-01 00:00:00",
            "9999-12-31",
            "2200-01-01",
            "0001-01-01",
            "1899-12-30",
        ] {
            let work = Workplace::new();
            rows(&work, &[100.0, 40.0, 3.0], &[(column, &[never, "2024-10-15 08:00:00", never])]);
            assert_eq!(of_a(&work), (2.0, 103.0), "{column} {never}");
        }
    }
}

#[test]
fn disputes_points_credits_and_lines_are_what_they_are() {
    // The second of three rows is of the other word.
    for (column, usual, other, spend) in [
        ("dispute_status", "", "won", 143.0),
        ("dispute_status", "", "needs_response", 143.0),
        ("dispute_status", "", "lost", 103.0),
        ("status", "paid", "disputed", 143.0),
        ("status", "paid", "dispute_won", 143.0),
        ("status", "paid", "Chargeback lost", 103.0),
        ("payment_status", "Completed", "Canceled_Reversal", 143.0),
        ("financial_status", "paid", "authorized", 143.0),
        ("status", "succeeded", "requires_capture", 103.0),
        ("transaction_type", "SALE", "EARN", 103.0),
        ("transaction_type", "EARN", "REDEEM", 103.0),
        ("transaction_type", "EARN", "EXPIRE", 103.0),
        ("invoice_type", "invoice", "credit", 63.0),
        ("invoice_type", "standard", "credit_note", 63.0),
        ("Type", "invoice", "credit", 63.0),
        ("payment_kind", "credit", "debit", 143.0),
        ("line_type", "product", "shipping", 103.0),
        ("line_type", "line_item", "tax", 103.0),
        ("transaction_type", "sale", "gift_card_sale", 103.0),
        ("transaction_type", "sale", "gift_card_redemption", 103.0),
        ("state", "complete", "closed", 103.0),
        ("move_type", "out_invoice", "out_refund", 63.0),
        ("VBTYP", "M", "O", 63.0),
        ("FKART", "F2", "S1", 63.0),
        ("SHKZG", "S", "H", 63.0),
        ("FKSTO", "", "X", 103.0),
        ("IsWon", "true", "false", 103.0),
        ("dealstage", "closedwon", "appointmentscheduled", 103.0),
        ("Belegart", "Rechnung", "Auftrag", 103.0),
        ("Belegart", "Auftrag", "Auftrag", 143.0),
        ("is_current", "true", "false", 103.0),
        ("dbt_valid_to", "9999-12-31", "2024-10-20", 103.0),
        ("state", "sale", "sent", 103.0),
        ("status", "shipped", "sent", 143.0),
        // Elsewhere what is closed is done: it counts, and is asked about.
        ("status", "completed", "closed", 143.0),
    ] {
        let work = Workplace::new();
        rows(&work, &[100.0, 40.0, 3.0], &[(column, &[usual, other, usual])]);
        assert_eq!(of_a(&work).1, spend, "{column}: {other}");
    }
    let work = Workplace::new();
    let beside: [(&str, &[&str]); 2] =
        [("disputed", &["false", "true", "true"]), ("dispute_status", &["", "won", "lost"])];
    rows(&work, &[100.0, 40.0, 3.0], &beside);
    assert_eq!(of_a(&work).1, 140.0);
    let beside: [(&str, &[&str]); 2] =
        [("increment_id", &["1", "2", "3"]), ("status", &["complete", "closed", "processing"])];
    rows(&work, &[100.0, 40.0, 3.0], &beside);
    assert_eq!(of_a(&work).1, 103.0, "Magento's closed orders were given back");
}

#[test]
fn an_open_invoice_is_not_paid() {
    for (states, spend) in [
        (["paid", "open", "draft"], 100.0),
        (["paid", "open", "uncollectible"], 100.0),
        // An order that is open may be one on its way.
        (["completed", "open", "cancelled"], 140.0),
    ] {
        let work = Workplace::new();
        rows(&work, &[100.0, 40.0, 3.0], &[("status", &states)]);
        assert_eq!(of_a(&work).1, spend, "{states:?}");
    }
}

#[test]
fn what_is_not_active_counts_and_is_named() {
    let work = Workplace::new();
    rows(&work, &[100.0, 40.0, 3.0], &[("active", &["Y", "N", "Y"])]);
    assert_eq!(of_a(&work).1, 143.0, "it may as well be the customer");
    let (severity, found) = said_of(&work, "active");
    assert_eq!(
        (severity.as_str(), found.as_str()),
        ("warn", "count: Y 2; not understood, count: N 1")
    );
    rows(&work, &[100.0, 40.0, 3.0], &[("active", &["Y", "Y", "Y"])]);
    assert_eq!(said_of(&work, "active").0, "ok");
}

/// A flag against its row that may be about something else.
#[test]
fn flags_in_doubt_count_and_are_named() {
    let work = Workplace::new();
    for column in ["is_duplicate", "excluded", "invalid", "on_hold", "is_spam"] {
        rows(&work, &[100.0, 40.0, 3.0], &[(column, &["false", "true", "false"])]);
        assert_eq!(of_a(&work).1, 143.0, "{column}");
        let (severity, found) = said_of(&work, column);
        assert!(severity == "warn" && found.contains("not understood, count: true 1"), "{found}");
        rows(&work, &[100.0, 40.0, 3.0], &[(column, &["0", "0", ""])]);
        assert_eq!(said_of(&work, column).0, "ok", "{column}");
    }
    rows(&work, &[100.0, 40.0, 3.0], &[("held", &["shop", "web", "shop"])]);
    assert_eq!(said_of(&work, "held").0, "ok", "words of something else");
}

/// The first words of a note, and what failed beside what was approved.
#[test]
fn words_against_a_sale_in_any_column_are_asked_about() {
    let work = Workplace::new();
    for (column, values) in [
        ("note", ["VOID – entered twice", "thanks", "thanks"]),
        ("memo", ["Cancelled: wrong table", "hello", "hello"]),
        ("auth_answer", ["APPROVED", "DECLINED", "APPROVED"]),
    ] {
        rows(&work, &[100.0, 40.0, 3.0], &[(column, &values)]);
        assert_eq!(said_of(&work, column).0, "warn", "{column}");
    }
    for (column, values) in [
        ("note", ["Void of taste and of sense – says she", "thanks", "thanks"]),
        ("upload", ["error", "none", "none"]),
    ] {
        rows(&work, &[100.0, 40.0, 3.0], &[(column, &values)]);
        assert!(!check(&work).to_string().contains(&format!("rows by {column}")), "{column}");
    }
}

#[test]
fn days_without_a_row_are_said() {
    let work = Workplace::new();
    let check = |name: &str, day: fn(i64) -> i64| {
        let mut columns = shop();
        columns[1].1 = days(&(0..4000).map(|i| day(i / 8) + 92 - 500).collect::<Vec<_>>());
        write(&work, name, columns);
        work.run(&format!("check --format json --transactions {name} {AS_OF}")).json()
    };
    let lost = check("lost.parquet", |day| if day < 200 { day - 60 } else { day });
    let found = finding(&lost, "days without rows")["found"].to_string();
    assert!(found.contains("no row is of the 60 days from"), "{found}");
    let whole = check("whole.parquet", |day| day);
    assert!(!whole.to_string().contains("days without rows"), "{whole}");
}

#[test]
fn pieces_given_back_come_off_their_sale() {
    let work = Workplace::new();
    let beside: [(&str, &[&str]); 2] =
        [("quantity", &["4", "2", "1"]), ("returned_quantity", &["1", "2", ""])];
    rows(&work, &[100.0, 40.0, 3.0], &beside);
    assert_eq!(of_a(&work), (2.0, 78.0));
    // Money says it better, and where no quantity says how many were sold, pieces say nothing.
    let money: [(&str, &[&str]); 3] =
        [beside[0], beside[1], ("amount_refunded", &["10", "0", "0"])];
    rows(&work, &[100.0, 40.0, 3.0], &money);
    assert_eq!(of_a(&work), (3.0, 133.0));
}

#[test]
fn validity_of_rows_is_that_of_versions() {
    let work = Workplace::new();
    let table = |orders: &[&str]| {
        vec![
            ("customer_id", texts(&["a"; 3])),
            ("order_id", texts(orders)),
            ("order_date", days(&[0, 0, 9])),
            ("amount", numbers(&[100.0, 90.0, 5.0])),
            ("valid_from", texts(&["2024-01-01", "2024-02-01", "2024-01-09"])),
            ("valid_to", texts(&["2024-02-01", "9999-12-31", "9999-12-31"])),
        ]
    };
    write(&work, "tx.parquet", table(&["1", "1", "2"]));
    let versions = finding(&check(&work), "versions by valid_from");
    assert!(
        versions["remedy"].as_str().unwrap().contains("newest_by = \"valid_from\""),
        "{versions}"
    );
    write(&work, "tx.parquet", table(&["1", "2", "3"]));
    assert!(!check(&work).to_string().contains("versions by"), "a ticket is valid for some days");
}

#[test]
fn names_of_people_stand_in_no_finding() {
    let work = Workplace::new();
    rows(&work, &[1.0, 2.0, 4.0], &[("order_status", &["paid", "Hans Albers", "paid"])]);
    let said = check(&work).to_string();
    assert!(!said.contains("Albers") && said.contains("H… A… 1"), "{said}");
}

/// Rows that nobody may have paid for, or of which something may have gone wrong: they count, and are asked about.
#[test]
fn what_may_be_no_sale_is_asked_about() {
    for (column, usual, other) in [
        ("comp", "false", "true"),
        ("staff_sale", "N", "Y"),
        ("is_internal", "0", "1"),
        ("is-replacement-order", "false", "true"),
        ("sample_order", "no", "yes"),
        ("error_message", "", "Address not found"),
        ("order_type", "Standard", "Sample"),
        ("order_type", "Online", "Internal"),
        ("sale_type", "Retail", "Staff"),
    ] {
        let work = Workplace::new();
        rows(&work, &[100.0, 40.0, 7.0, 3.0], &[(column, &[usual, other, usual, usual])]);
        assert_eq!(of_a(&work), (4.0, 150.0), "{column} {other}");
        let (severity, found) = said_of(&work, column);
        assert_eq!(severity, "warn", "{column} {other}: {found}");
    }
    // What every row has says nothing of any.
    let work = Workplace::new();
    rows(&work, &[100.0, 40.0], &[("error_code", &["E000", "E000"])]);
    assert_eq!(of_a(&work), (2.0, 140.0));
}
