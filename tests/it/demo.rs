//! The demo: what it makes works on, and what is not its own stays.

use crate::workplace::Workplace;

#[test]
fn the_demo_makes_a_folder_that_works_on() {
    let work = Workplace::new();
    let made = work.run("demo --customers 2500 --out demo --format json").expect_code(0).json();
    let top = made["most_worth_a_call"].as_array().unwrap();
    assert_eq!(top.len(), 20);
    assert!(top.iter().all(|customer| customer["why"].as_str().unwrap().contains(" day")));
    // The first is one whom a marketer would call.
    let first = |name: &str| top[0][name].as_f64().unwrap();
    assert!(first("churn_probability") > 0.6, "{}", top[0]);
    assert!(first("overdue_days") > 0.0, "{}", top[0]);
    let list = "demo/output/audience/as_of=2025-01-01/win_back.csv";
    let first = work.read(list);
    work.run("run --config demo/winback.toml").expect_code(0);
    assert_eq!(work.read(list), first, "the same night again");
    work.run("run --config demo/winback.toml --if-changed").expect_code(99);

    work.write("demo/notes.txt", "mine");
    let told = work.run("demo --customers 2500 --out demo").expect_code(0).stdout;
    assert_eq!(work.read(list), first, "the same seed makes the same business");
    assert_eq!(work.read("demo/notes.txt"), "mine");
    for part in [
        "20 CUSTOMERS MOST WORTH A CONTACT",
        " EUR  ",
        "HOW GOOD IS THE MODEL",
        "WHERE EVERYTHING LIES",
    ] {
        assert!(told.contains(part), "{told}");
    }
    let widest = told.lines().map(|line| line.chars().count()).max();
    assert!(widest <= Some(96), "{told}");
}

#[test]
fn what_is_not_its_own_stays() {
    let work = Workplace::new();
    work.write("shop/data/orders.parquet", "precious");
    work.run("demo --customers 500 --out shop").expect_error(2, &["shop", "--out"]);
    work.run("demo --customers 500 --out shop/data/orders.parquet").expect_error(2, &["--out"]);
    assert_eq!(work.read("shop/data/orders.parquet"), "precious");
    assert_eq!(work.list("shop"), ["data"]);
    work.run("demo --customers 0 --out new").expect_error(2, &["--customers"]);
}

/// README's first screen is what the demo prints, but for what is marked as left out and the model's hash.
#[test]
#[ignore = "twenty seconds: scripts/test runs it"]
fn readme_shows_what_the_demo_prints() {
    let readme = include_str!("../../README.md");
    let shown = readme.split("$ winback demo\n").nth(1).unwrap().split("```").next().unwrap();
    let work = Workplace::new();
    let printed = without_hash(&work.run("demo").expect_code(0).stdout);
    let mut rest = printed.as_str();
    let without_hash = without_hash(shown);
    for part in without_hash.split("[…") {
        let part = part.split_once("…]\n").map_or(part, |(_, part)| part).trim_end();
        let at = rest.find(part);
        assert!(at.is_some(), "not printed, or not in this order:\n{part}\n\nprinted:\n{printed}");
        rest = &rest[at.unwrap_or_default() + part.len()..];
    }
    assert_eq!(rest.trim_end(), "", "the end is missing in README.md");
}

/// The lines but for the one with the model's folder.
fn without_hash(text: &str) -> String {
    let lines = text.split_inclusive('\n').filter(|line| !line.contains("/models/churn/"));
    lines.collect()
}
