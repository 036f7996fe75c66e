//! Presets on exports that something else than `winback import` made Parquet of: other spellings of the names, facts of orders
//! on their first line alone, postcodes as fractions, people known in two ways.

use crate::field_cases_rows::{AS_OF, numbers, purchases, texts, write};
use crate::workplace::Workplace;
use arrow_array::{ArrayRef, StringArray};
use std::sync::Arc;

fn some(values: [Option<&str>; 3]) -> ArrayRef {
    Arc::new(StringArray::from(values.to_vec()))
}

/// An order of two lines and one of a line, by Shopify's names as `spell` writes them.
fn shopify(work: &Workplace, spell: fn(&str) -> String, is_filled: bool, gateway: &str) {
    let fact = |one: &'static str, other: &'static str| {
        some([Some(one), is_filled.then_some(one), Some(other)])
    };
    let columns: Vec<(String, ArrayRef)> = vec![
        (spell("Name"), texts(&["#1001", "#1001", "#1002"])),
        (spell("Email"), fact("ada@example.org", "bob@example.org")),
        (spell("Financial Status"), fact("paid", "paid")),
        (spell("Created at"), fact("2024-11-01 10:00:00 +0000", "2024-11-02 10:00:00 +0000")),
        (spell("Lineitem quantity"), numbers(&[1.0, 2.0, 1.0])),
        (spell("Lineitem price"), numbers(&[10.0, 4.0, 7.0])),
        (
            spell("Payment Method"),
            some([Some("PayPal"), is_filled.then_some("PayPal"), Some(gateway)]),
        ),
    ];
    write(work, "tx.parquet", columns.iter().map(|(n, c)| (n.as_str(), Arc::clone(c))).collect());
}

#[test]
fn a_preset_knows_its_columns_in_other_spellings() {
    let spellings: [fn(&str) -> String; 3] = [
        ToString::to_string,
        |name| name.to_lowercase().replace(' ', "_"),
        |name| name.replace(" a", " A").replace(" q", " Q").replace(" p", " P"),
    ];
    for spell in spellings {
        let work = Workplace::new();
        shopify(&work, spell, true, "Stripe");
        let (found, ended) = purchases(&work, "--transactions tx.parquet --preset shopify");
        let of = |id: &str, purchases, spend| (id.to_owned(), purchases, spend);
        let both = [of("ada@example.org", 1.0, 18.0), of("bob@example.org", 1.0, 7.0)];
        assert_eq!(found, both, "{}", ended.stderr);
        let check = work.run(&format!("check --transactions tx.parquet {AS_OF}"));
        assert!((check.stdout.clone() + &check.stderr).contains("shopify"), "{}", check.stderr);
    }
}

#[test]
fn orders_of_the_gateway_for_tests_do_not_count() {
    let work = Workplace::new();
    shopify(&work, ToString::to_string, true, "Bogus Gateway");
    let (found, ended) = purchases(&work, "--transactions tx.parquet --preset shopify");
    assert_eq!(found.len(), 1, "{}", ended.stderr);
    assert!(ended.stderr.contains("1 test"), "{}", ended.stderr);
}

#[test]
fn lines_without_the_facts_of_their_order_are_said() {
    let work = Workplace::new();
    shopify(&work, ToString::to_string, false, "Stripe");
    work.write("winback.toml", "[quality]\nmax_no_customer_share = 0.9\nmax_no_time_share = 0.9\n");
    let call = format!("check --transactions tx.parquet --preset shopify {AS_OF}");
    let said = work.run(&call).stdout;
    assert!(
        said.contains("lines of shopify's orders")
            && said.contains("Email is empty in 1 of the rows"),
        "{said}"
    );
    assert!(said.contains("winback import"), "{said}");
    shopify(&work, ToString::to_string, true, "Stripe");
    assert!(!work.run(&call).stdout.contains("lines of shopify"));
}

#[test]
fn customers_of_a_preset_are_known_as_the_transactions_know_them() {
    let work = Workplace::new();
    let customers = vec![
        ("Customer ID", texts(&["701", "702", "703"])),
        ("Email", texts(&["ada@example.org", "bob@example.org", "cy@example.org"])),
        ("Accepts Email Marketing", texts(&["yes", "yes", "yes"])),
        ("Total Spent", numbers(&[1.0, 2.0, 3.0])),
        ("Default Address Zip", numbers(&[2138.0, 2139.0, 2140.0])),
    ];
    write(&work, "customers.parquet", customers);
    let known = |who: &str, ids: [&str; 3]| {
        write(
            &work,
            "tx.parquet",
            vec![
                (who, texts(&ids)),
                ("order_date", texts(&["2024-11-01", "2024-11-02", "2024-11-03"])),
                ("amount", numbers(&[1.0, 2.0, 4.0])),
            ],
        );
        work.write("winback.toml", "[customer_columns]\npreset = \"shopify\"\n");
        let call = format!(
            "check --transactions tx.parquet --customer-id {who} --customers customers.parquet {AS_OF}"
        );
        let said = work.run(&call);
        assert!(said.stdout.contains("3 of 3 with transactions"), "{}", said.stdout);
    };
    known("customer_id", ["701", "702", "703"]);
    known("customer_email", ["ada@example.org", "bob@example.org", "cy@example.org"]);
}
