//! Amounts that do not mean what they seem to: percentages beside prices, prices of a hundred pieces, hundredths among units,
//! several currencies, what is not paid. Every pass warns of them, and of none of the tables that only look so.

use crate::field_cases_rows::{AS_OF, days, numbers, texts, write};
use crate::workplace::{Ended, Workplace};
use arrow_array::{ArrayRef, Int64Array, StringArray};
use std::sync::Arc;

const ROWS: i64 = 120;

fn amount(k: i64) -> f64 {
    10.99 + ((k * 37) % 60) as f64
}

/// Orders of 40 customers, with some columns beside.
fn put(work: &Workplace, money: &[(&str, ArrayRef)]) {
    let ids: Vec<String> = (0..ROWS).map(|k| format!("c{}", k % 40)).collect();
    let orders: Vec<String> = (0..ROWS).map(|k| format!("o{k}")).collect();
    let mut columns = vec![
        ("customer_id", texts(&ids.iter().map(String::as_str).collect::<Vec<_>>())),
        ("order_id", texts(&orders.iter().map(String::as_str).collect::<Vec<_>>())),
        ("order_date", days(&(0..ROWS).map(|k| k / 2).collect::<Vec<_>>())),
    ];
    columns.extend(money.iter().map(|(name, column)| (*name, Arc::clone(column))));
    write(work, "tx.parquet", columns);
}

fn all(value: impl Fn(i64) -> f64) -> ArrayRef {
    numbers(&(0..ROWS).map(value).collect::<Vec<_>>())
}

fn whole(value: impl Fn(i64) -> i64) -> ArrayRef {
    Arc::new(Int64Array::from_iter_values((0..ROWS).map(value)))
}

fn words(value: impl Fn(i64) -> Option<&'static str>) -> ArrayRef {
    Arc::new((0..ROWS).map(value).collect::<StringArray>())
}

fn features(work: &Workplace, flags: &str) -> Ended {
    let call = format!("features --transactions tx.parquet {AS_OF} --out f.parquet {flags}");
    work.run(&call).expect_code(0)
}

/// Whether a pass warns of a subject.
fn warned(work: &Workplace, subject: &str) -> bool {
    features(work, "").stderr.contains(&format!("WARN {subject}: "))
}

#[test]
fn percentages_beside_quantity_and_price_are_asked_about_until_they_are_declined() {
    let work = Workplace::new();
    let beside = |name: &'static str, column: ArrayRef| {
        put(
            &work,
            &[("quantity", whole(|k| 1 + k % 3)), ("unit_price", all(amount)), (name, column)],
        );
    };
    for name in ["discount_percent", "Rabatt %", "remise_pct", "descuento_porcentaje"] {
        let subject = format!("unit_price and {name}");
        beside(name, all(|k| (k % 3) as f64 * 10.0));
        assert!(warned(&work, &subject), "{name}");
        assert!(!features(&work, "--discount none").stderr.contains(&subject), "{name}");
        beside(name, words(|k| Some(if k % 3 == 0 { "10%" } else { "0%" })));
        assert!(warned(&work, &subject), "{name} as text");
        beside(name, all(|_| 0.0));
        assert!(!warned(&work, &subject), "{name}: there are none");
    }
    for name in ["discount_code", "discount_name", "price_after_discount"] {
        beside(name, words(|_| Some("10OFF")));
        assert!(!warned(&work, &format!("unit_price and {name}")), "{name}");
    }
    for (name, each) in [("Discount %", 10.0), ("discount", -2.0)] {
        put(&work, &[("amount", all(amount)), (name, all(move |_| each))]);
        let subject = format!("discount = {name}");
        assert!(features(&work, "").stderr.contains(&subject), "{name}");
    }
    put(&work, &[("amount", all(amount)), ("discount_percent", all(|_| 10.0))]);
    assert!(!features(&work, "").stderr.contains("discount_percent:"), "what was paid");
}

#[test]
fn a_column_of_refunds_may_be_declined() {
    let work = Workplace::new();
    put(&work, &[("amount", all(amount)), ("refund_amount_usd", all(|k| (k % 2) as f64))]);
    assert!(warned(&work, "refunds"));
    assert!(!features(&work, "--refunded-amount none").stderr.contains("WARN refunds"));
}

#[test]
fn prices_of_a_hundred_pieces_are_asked_about() {
    let work = Workplace::new();
    for (name, of, is_asked) in [
        ("PEINH", 100, true),
        ("price_unit", 1000, true),
        ("PEINH", 1, false),
        ("price_unit", 37, false),
    ] {
        put(
            &work,
            &[
                ("quantity", whole(|k| 1 + k % 3)),
                ("unit_price", all(amount)),
                (name, whole(move |_| of)),
            ],
        );
        assert_eq!(warned(&work, &format!("unit_price by {name}")), is_asked, "{name} {of}");
    }
}

#[test]
fn hundredths_among_units_and_amounts_far_off_are_asked_about() {
    let work = Workplace::new();
    put(
        &work,
        &[("amount", all(|k| if k % 3 == 0 { (amount(k) * 100.0).round() } else { amount(k) }))],
    );
    assert!(warned(&work, "units of amount"));
    put(&work, &[("amount", all(|k| if k % 3 == 0 { amount(k).round() } else { amount(k) }))]);
    assert!(!warned(&work, "units of amount"));
    put(&work, &[("amount", all(|k| if k % 50 == 0 { 9_999_999.99 } else { amount(k) }))]);
    assert!(warned(&work, "amount far off"));
    put(&work, &[("amount", all(|k| if k % 50 == 0 { 2_500.0 } else { amount(k) }))]);
    assert!(!warned(&work, "amount far off"));
}

#[test]
fn several_currencies_without_a_column_of_them_are_asked_about() {
    let work = Workplace::new();
    let rate = |k: i64| if k % 3 == 0 { 0.0064 } else { 1.0 };
    put(&work, &[("amount", all(|k| amount(k) / rate(k))), ("exchange_rate", all(rate))]);
    assert!(warned(&work, "currency of amount"));
    put(&work, &[("amount", all(amount)), ("exchange_rate", all(|_| 1.0))]);
    assert!(!warned(&work, "currency of amount"));
    put(&work, &[("amount", all(|k| amount(k) / rate(k))), ("amount_eur", all(amount))]);
    assert!(warned(&work, "currency of amount"));
    put(&work, &[("amount", all(amount)), ("amount_eur", all(amount))]);
    assert!(!warned(&work, "currency of amount"));
}

#[test]
fn what_may_not_be_paid_is_asked_about_where_no_state_says_it() {
    let work = Workplace::new();
    let paid = || words(|k| (k % 5 > 0).then_some("2024-10-05"));
    put(&work, &[("amount", all(amount)), ("paid_at", paid())]);
    assert!(warned(&work, "unpaid by paid_at"));
    put(
        &work,
        &[("amount", all(amount)), ("paid_at", paid()), ("status", words(|_| Some("paid")))],
    );
    assert!(!warned(&work, "unpaid by paid_at"));
    put(&work, &[("amount", all(amount)), ("paid_at", words(|_| Some("2024-10-05")))]);
    assert!(!warned(&work, "unpaid by paid_at"));
    put(&work, &[("amount", all(amount)), ("balance_due", all(|k| (k % 2) as f64))]);
    assert!(warned(&work, "unpaid by balance_due"));
    put(&work, &[("amount", all(amount)), ("balance_due", all(|_| 0.0))]);
    assert!(!warned(&work, "unpaid by balance_due"));
}

#[test]
fn gift_cards_and_dates_that_stand_for_none_are_asked_about() {
    let work = Workplace::new();
    let category =
        |word: &'static str| words(move |k| Some(if k % 6 == 0 { word } else { "Shoes" }));
    put(&work, &[("amount", all(amount)), ("category", category("Gift Cards"))]);
    assert!(warned(&work, "gift cards by category"));
    put(&work, &[("amount", all(amount)), ("category", category("Gifts"))]);
    assert!(!warned(&work, "gift cards by category"));
    let ids: Vec<String> = (0..ROWS).map(|k| format!("c{}", k % 40)).collect();
    let columns = vec![
        ("customer_id", texts(&ids.iter().map(String::as_str).collect::<Vec<_>>())),
        (
            "order_date",
            days(&(0..ROWS).map(|k| if k % 12 == 0 { -9000 } else { k / 2 }).collect::<Vec<_>>()),
        ),
        ("amount", all(amount)),
    ];
    write(&work, "tx.parquet", columns);
    assert!(warned(&work, "a date alone"));
}

#[test]
fn tables_of_which_no_order_costs_anything_are_asked_about() {
    let work = Workplace::new();
    put(&work, &[("amount", all(|_| 0.0))]);
    assert!(warned(&work, "orders that cost nothing by amount"));
}

#[test]
fn whole_amounts_beside_a_currency_with_hundredths_are_asked_about() {
    let work = Workplace::new();
    let cents = |k: i64| 1_595 + (k * 37) % 900;
    let put = |amounts: ArrayRef, currency: &'static str| {
        put(&work, &[("amount", amounts), ("currency", words(move |_| Some(currency)))]);
    };
    for code in ["EUR", "usd"] {
        put(whole(cents), code);
        assert!(warned(&work, "unit of amount"), "{code}");
    }
    for (amounts, code) in
        [(whole(cents), "JPY"), (whole(|k| 19 + k % 40), "eur"), (all(amount), "EUR")]
    {
        put(amounts, code);
        assert!(!warned(&work, "unit of amount"), "{code}");
    }
}

#[test]
fn currencies_as_numbers_and_under_other_names_are_asked_about() {
    let work = Workplace::new();
    let two = |k: i64| if k % 3 == 0 { 752 } else { 978 };
    put(&work, &[("amount", all(amount)), ("currency", whole(two))]);
    assert!(warned(&work, "currency = currency"));
    for (name, is_asked) in [
        ("order_currency_code", true),
        ("id_currency", true),
        ("base_currency", false),
        ("valutazione", false),
        ("amenagement", false),
    ] {
        put(&work, &[("grand_total", all(amount)), (name, whole(two))]);
        let call = format!(
            "features --transactions tx.parquet {AS_OF} --out f.parquet --amount grand_total"
        );
        let said = work.run(&call).expect_code(0).stderr;
        assert_eq!(said.contains("WARN currency of grand_total: "), is_asked, "{name}");
        put(&work, &[("grand_total", all(amount)), (name, whole(|_| 978))]);
        assert!(!work.run(&call).expect_code(0).stderr.contains("WARN currency of"), "{name}: one");
    }
}

#[test]
fn what_came_back_is_named_by_its_own_flag() {
    let work = Workplace::new();
    let money = |name: &'static str| {
        put(&work, &[("amount", all(amount)), (name, all(|k| (k % 2) as f64))]);
        features(&work, "").stderr
    };
    assert!(money("Retourenmenge").contains("name it with --refunded-quantity Retourenmenge"));
    assert!(money("valor_devolvido").contains("name it with --refunded-amount valor_devolvido"));
    put(
        &work,
        &[
            ("amount_total", all(amount)),
            ("amount_paid", all(|k| amount(k) + 2.0)),
            ("amount_return", all(|_| 2.0)),
        ],
    );
    let said = features(&work, "--amount amount_total").stderr;
    assert!(!said.contains("WARN refunds"), "change is no refund: {said}");
}

#[test]
fn what_is_left_of_sales_is_asked_about() {
    let work = Workplace::new();
    put(&work, &[("order_total", all(amount)), ("order_adjusted_total", all(|k| amount(k) / 2.0))]);
    let said = features(&work, "--amount order_total").stderr;
    assert!(said.contains("WARN what is left of order_total: order_adjusted_total"), "{said}");
    assert!(!features(&work, "--amount order_adjusted_total").stderr.contains("WARN what is left"));
}

#[test]
fn prices_of_rows_and_of_units_are_told_apart() {
    let work = Workplace::new();
    let units = |k: i64| 1 + (k / 5) % 3;
    let price = |k: i64| 4.0 + (k % 5) as f64;
    let product = |k: i64| ["a", "b", "c", "d", "e"][(k % 5) as usize];
    let put = |name: &'static str, money: ArrayRef| {
        let products = words(move |k| Some(product(k)));
        put(&work, &[("quantity", whole(units)), ("product_id", products), (name, money)]);
    };
    put("unit_price", all(|k| price(k) * units(k) as f64));
    assert!(warned(&work, "unit_price = unit_price"));
    put("unit_price", all(price));
    assert!(!warned(&work, "unit_price = unit_price"));
    put("amount", all(price));
    assert!(warned(&work, "amount = amount"));
    put("amount", all(|k| price(k) * units(k) as f64));
    assert!(!warned(&work, "amount = amount"));
}
