//! The win-back list from published scores: who is on it, who is not, and why.

use crate::night::configured;
use crate::workplace::Workplace;
use std::collections::BTreeMap;

const LISTS: &str = "out/audience/as_of=2024-10-01";

/// Rows of a list by column name.
fn rows(work: &Workplace, file: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(work.path(&format!("{LISTS}/{file}"))).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

fn scored() -> Workplace {
    let work = Workplace::new();
    configured(&work, "[audience]\ncontact_cost = 0.2\noffer_cost = 1.0\n");
    work.run("train").expect_code(0);
    work.run("audience").expect_error(2, &["no complete scores as of 2024-10-01", "winback score"]);
    work.run("score").expect_code(0);
    work
}

#[test]
fn everyone_is_on_the_list_or_off_it_for_a_reason() {
    let work = scored();
    let made = work.run("audience --format json").expect_code(0).json();
    let (on, off) = (rows(&work, "win_back.csv"), rows(&work, "left_off.csv"));
    assert_eq!(on.len() as u64, made["listed"].as_u64().unwrap());
    assert_eq!(on.len() + off.len(), 2000, "all customers of the table are accounted for");
    let profit = |row: &BTreeMap<String, String>| row["expected_profit"].parse::<f64>().unwrap();
    assert!(on.windows(2).all(|pair| profit(&pair[0]) >= profit(&pair[1])), "best first");
    assert!(on.iter().all(|row| profit(row) >= 0.0 && !row["reason_1"].is_empty()));
    let counts: BTreeMap<&str, u64> = made["left_off"]
        .as_array()
        .unwrap()
        .iter()
        .map(|count| (count["reason"].as_str().unwrap(), count["customers"].as_u64().unwrap()))
        .collect();
    for reason in ["no_consent", "suppressed", "control_group", "not_profitable", "returned"] {
        let found = off.iter().filter(|row| row["left_off"] == reason).count() as u64;
        assert!(found > 0 && counts[reason] == found, "{reason}: {found} {counts:?}");
    }
    // Who has bought since is on no list; without transactions that is not known, and is said.
    let told = work.run("audience").expect_code(0);
    assert!(told.stdout.contains("returned"), "{}", told.stdout);
}

#[test]
fn limits_cool_down_and_control_are_kept() {
    let work = scored();
    work.run("audience --list-size 7 --control-share 0").expect_code(0);
    let seven = rows(&work, "win_back.csv");
    assert_eq!(seven.len(), 7);
    // An earlier campaign, ten days before.
    std::fs::rename(work.path(LISTS), work.path("as_of=2024-09-21")).unwrap();
    let again = "audience --list-size 7 --control-share 0 --contacted as_of=2024-09-21";
    work.run(again).expect_code(0);
    let next = rows(&work, "win_back.csv");
    let on_both =
        next.iter().filter(|row| seven.iter().any(|s| s["customer_id"] == row["customer_id"]));
    assert_eq!(on_both.count(), 0, "contacted ten days ago");
    work.run(&format!("{again} --cool-down-days 5")).expect_code(0);
    assert_eq!(rows(&work, "win_back.csv"), seven, "five days are over");
    work.run("audience --budget 2.0 --control-share 0").expect_code(0);
    let bought: f64 = rows(&work, "win_back.csv").len() as f64 * 0.2;
    assert!(bought <= 2.0, "the budget is kept");
    work.run("audience --contacted nobody.csv").expect_error(2, &["nobody.csv"]);
    work.run("audience --control-share 2").expect_error(2, &["--control-share"]);
}

#[test]
fn the_list_needs_no_transactions() {
    let work = scored();
    let toml = work.read("winback.toml");
    let without: Vec<&str> =
        toml.lines().filter(|line| !line.starts_with("transactions")).collect();
    work.write("winback.toml", &without.join("\n"));
    let ended = work.run("audience --format json").expect_code(0);
    assert_eq!(ended.json()["looked_for_purchases"], false);
    assert!(ended.stderr.contains("who has bought since the scores is not known"));
    work.run("audience --as-of data_end").expect_error(2, &["--transactions"]);
    work.write("out/scores/as_of=2024-10-01/_manifest.json", "{");
    work.run("audience").expect_error(2, &["_manifest.json is damaged"]);
}
