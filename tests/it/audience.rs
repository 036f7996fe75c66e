//! The win-back list from published scores: who is on it, who is not, and why.

use crate::night::configured;
use crate::workplace::Workplace;
use arrow_array::{ArrayRef, RecordBatch, StringArray, TimestampMicrosecondArray};
use std::collections::BTreeMap;
use std::sync::Arc;

const LISTS: &str = "out/audience/as_of=2024-10-01";

/// Rows of a list by column name.
fn rows(work: &Workplace, file: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(work.path(&format!("{LISTS}/{file}"))).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

fn scored() -> Workplace {
    let work = Workplace::new();
    configured(&work, "[audience]\nreminder_cost = 0.2\ncontrol_share = 0.1\n");
    work.run("train").expect_code(0);
    work.run("audience").expect_error(2, &["no complete scores as of 2024-10-01", "winback score"]);
    work.run("score").expect_code(0);
    work
}

#[test]
fn whoever_is_named_gets_files_of_the_list() {
    let work = scored();
    let wrong = work.run("audience --formats csv,klavyo");
    wrong.expect_error(2, &["klavyo", "klaviyo"]);
    let made =
        work.run("audience --formats csv,klaviyo,google --format json").expect_code(0).json();
    let on = rows(&work, "win_back.csv");
    let contacts = rows(&work, "exports/csv/contacts.csv");
    let ids = |rows: &[BTreeMap<String, String>]| -> Vec<String> {
        rows.iter().map(|row| row["customer_id"].clone()).collect()
    };
    assert_eq!(ids(&contacts), ids(&on), "those who are called are not written to");
    for name in ["rank", "churn_probability", "risk_band", "why"] {
        let of = |rows: &[BTreeMap<String, String>]| -> Vec<String> {
            rows.iter().map(|row| row[name].clone()).collect()
        };
        assert_eq!(of(&contacts), of(&on), "{name}");
    }
    let by_mail = rows(&work, "exports/klaviyo/email.csv");
    let with_mail = on.iter().filter(|row| !row["email"].is_empty()).count();
    assert!(with_mail > 0 && by_mail.len() <= with_mail);
    let google = made["exports"].as_array().unwrap().iter().find(|one| one["target"] == "google");
    let google = google.unwrap();
    assert!(google["files"].as_array().unwrap().is_empty(), "nobody has agreed: {google}");
    assert_eq!(google["left_out"][0]["reason"], "no_consent_ads");
    assert_eq!(google["left_out"][0]["rows"].as_u64().unwrap() as usize, on.len());
    let manifest = work.read(&format!("{LISTS}/_manifest.json"));
    assert!(manifest.contains("exports/klaviyo/email.csv") && !manifest.contains("google/"));
}

#[test]
fn everyone_is_on_the_list_or_off_it_for_a_reason() {
    let work = scored();
    let made = work.run("audience --format json").expect_code(0).json();
    let [on, calls, control, off] =
        ["win_back.csv", "call.csv", "control.csv", "left_off.csv"].map(|name| rows(&work, name));
    assert_eq!((on.len() + calls.len()) as u64, made["listed"].as_u64().unwrap());
    assert_eq!(on.len() + calls.len() + off.len(), 2000, "all customers are accounted for");
    let number = |row: &BTreeMap<String, String>, name: &str| row[name].parse::<f64>().unwrap();
    let gain = |row: &BTreeMap<String, String>| number(row, "expected_profit");
    assert!(on.windows(2).all(|pair| gain(&pair[0]) >= gain(&pair[1])), "best first");
    for row in on.iter().chain(&calls) {
        assert!(gain(row) >= 0.0 && row["why"].len() > 10, "{row:?}");
        assert!(row["play"] == "service" || number(row, "churn_factor") >= 1.0, "{row:?}");
        assert!((row["play"] == "call") == (row["offer_code"] == "call"));
        let at_risk = number(row, "churn_probability") * number(row, "value_at_pace");
        assert!((at_risk - number(row, "value_at_risk")).abs() < 0.01 * (1.0 + at_risk));
        assert!(row["list_date"] == "2024-10-01" && row["expires_on"] == "2024-10-15");
    }
    assert!(calls.iter().all(|row| !row["phone"].is_empty()), "who is called has a number");
    // Those held back are among those left off, and nobody can write to them by mistake.
    let held: Vec<&str> = off
        .iter()
        .filter(|row| row["left_off"] == "control_group")
        .map(|row| row["customer_id"].as_str())
        .collect();
    assert_eq!(held.len(), control.len());
    for row in &control {
        assert!(held.contains(&row["customer_id"].as_str()));
        assert!(row["email"].is_empty() && row["phone"].is_empty());
    }
    for row in off.iter().filter(|row| row["left_off"] == "too_early") {
        assert!(row["wait_until"].as_str() >= "2024-10-01" && row["play"] == "wait", "{row:?}");
        assert!(row["detail"].contains(&row["wait_until"]), "{row:?}");
    }
    let counts: BTreeMap<&str, u64> = made["left_off"]
        .as_array()
        .unwrap()
        .iter()
        .map(|count| (count["reason"].as_str().unwrap(), count["customers"].as_u64().unwrap()))
        .collect();
    for reason in ["no_consent", "suppressed", "control_group", "too_early", "returned"] {
        let found = off.iter().filter(|row| row["left_off"] == reason).count() as u64;
        assert!(found > 0 && counts[reason] == found, "{reason}: {found} {counts:?}");
    }
    let record: serde_json::Value =
        serde_json::from_str(&work.read(&format!("{LISTS}/campaign.json"))).unwrap();
    assert_eq!(record["listed"], made["listed"]);
    assert_eq!(record["offers"][0]["basis"], "assumed");
    assert!(record["power"]["detectable"].as_f64().unwrap() > 0.0);
    // Who has bought since is on no list; without transactions that is not known, and is said.
    let told = work.run("audience").expect_code(0);
    assert!(told.stdout.contains("returned"), "{}", told.stdout);
    assert!(told.stdout.contains("save rates are assumed"), "{}", told.stdout);
    assert!(told.stdout.contains("percentage points would be seen"), "{}", told.stdout);
}

#[test]
fn limits_cool_down_and_control_are_kept() {
    let work = scored();
    work.run("audience --list-size 7 --control-share 0 --call-top-share 0").expect_code(0);
    let seven = rows(&work, "win_back.csv");
    assert_eq!(seven.len(), 7);
    // An earlier campaign, ten days before.
    std::fs::rename(work.path("out/as_of=2024-10-01/audience"), work.path("as_of=2024-09-21"))
        .unwrap();
    let again =
        "audience --list-size 7 --control-share 0 --call-top-share 0 --contacted as_of=2024-09-21";
    work.run(again).expect_code(0);
    let next = rows(&work, "win_back.csv");
    let on_both =
        next.iter().filter(|row| seven.iter().any(|s| s["customer_id"] == row["customer_id"]));
    assert_eq!(on_both.count(), 0, "contacted ten days ago");
    work.run(&format!("{again} --cool-down-days 5")).expect_code(0);
    assert_eq!(rows(&work, "win_back.csv"), seven, "five days are over");
    let spent = work.run("audience --budget 2.0 --control-share 0 --format json").expect_code(0);
    assert!(spent.json()["expected_cost"].as_f64().unwrap() <= 2.0, "the budget is kept");
    // A spreadsheet has written the identifiers anew.
    let anew = |row: &BTreeMap<String, String>| {
        let id = &row["customer_id"];
        if row["rank"].ends_with('1') {
            format!("'{id}\n")
        } else {
            format!("\" {} \"\n", id.to_lowercase())
        }
    };
    let list: String = seven.iter().map(anew).collect();
    work.write("sent.csv", &format!("customer_id\n{list}"));
    let call = "audience --list-size 7 --control-share 0 --call-top-share 0 --contacted sent.csv";
    work.run(call).expect_code(0);
    assert_eq!(rows(&work, "win_back.csv"), next, "the same are left alone");
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

#[test]
fn of_several_vouchers_each_gets_the_one_that_brings_most() {
    let work = scored();
    work.run("audience --voucher-share 0.05,0.2 --voucher-save-rate 0.1,0.2,0.3").expect_error(
        2,
        &["--voucher-share", "2 values for 3 vouchers", "one for each, or one for all"],
    );
    work.run("audience --voucher-share 0.05,0.2 --voucher-code WB5")
        .expect_error(2, &["--voucher-code", "1 value for 2 vouchers"]);
    let several = "audience --control-share 0 --call-top-share 0 --reminder-save-rate 0.001 \
                   --voucher-take-rate 0.1 --voucher-share 0.05,0.2 --voucher-save-rate 0.1,0.3 \
                   --voucher-code WB5,WB20";
    work.run(several).expect_code(0);
    let on = rows(&work, "win_back.csv");
    let with = |code: &str| on.iter().filter(|row| row["offer_code"] == code).count();
    assert!(with("WB5") > 0 && with("WB20") > 0, "{} and {}", with("WB5"), with("WB20"));
    let number = |row: &BTreeMap<String, String>, name: &str| row[name].parse::<f64>().unwrap();
    let (mut vouchers, mut worked_out) = (0, 0);
    for row in on.iter().filter(|row| row["offer_code"].starts_with("WB")) {
        let [p, pace, value] =
            ["churn_probability", "value_at_pace", "offer_value"].map(|name| number(row, name));
        let taper = (3.0 / number(row, "churn_factor")).min(1.0);
        let is_small = row["offer_code"] == "WB5";
        let order = value / if is_small { 0.05 } else { 0.2 };
        let gain = |share: f64, rate: f64| {
            p * rate * taper * (0.3 * pace - share * order) - (1.0 - p) * 0.1 * share * order
        };
        let [small, large] = [gain(0.05, 0.1), gain(0.2, 0.3)];
        let chosen = if is_small { small } else { large };
        vouchers += 1;
        // The pace of the dearest hundredth is capped: what they bring cannot be worked out from their row.
        if (chosen - number(row, "expected_profit")).abs() < 0.02 + 0.01 * chosen {
            worked_out += 1;
            assert!(chosen > small.max(large) - 0.05, "{row:?}");
        }
    }
    assert!(worked_out * 10 > vouchers * 9, "{worked_out} of {vouchers}");
    let record: serde_json::Value =
        serde_json::from_str(&work.read(&format!("{LISTS}/campaign.json"))).unwrap();
    let offers = record["offers"].as_array().unwrap();
    let offers: Vec<&str> = offers.iter().map(|offer| offer["offer"].as_str().unwrap()).collect();
    assert_eq!(offers, ["reminder", "WB5", "WB20", "call"]);
}

#[test]
fn the_list_says_what_was_bought_last() {
    let work = scored();
    work.run("audience --control-share 0 --min-overdue 0").expect_code(0);
    let on = rows(&work, "win_back.csv");
    assert!(!on.is_empty() && on.iter().all(|row| !row["last_product_category"].is_empty()));
    let kinds: std::collections::BTreeSet<&str> =
        on.iter().map(|row| row["last_product_category"].as_str()).collect();
    assert!(kinds.len() > 1, "{kinds:?}");
}

#[test]
fn contacted_people_are_known_by_any_list() {
    let work = scored();
    let on = |work: &Workplace| -> Vec<(String, String)> {
        let mut on: Vec<(String, String)> = rows(work, "win_back.csv")
            .into_iter()
            .filter(|row| !row["email"].is_empty())
            .map(|row| (row["customer_id"].clone(), row["email"].clone()))
            .collect();
        on.sort();
        on
    };
    work.run("audience").expect_code(0);
    let all = on(&work);
    let some = &all[..3];
    let lists = |work: &Workplace, name: &str| -> Vec<(String, String)> {
        work.run(&format!("audience --contacted {name}")).expect_code(0);
        let now = on(work);
        all.iter().filter(|one| !now.contains(one)).cloned().collect()
    };
    let csv = |day: &str, mark: char| -> String {
        let row = |(_, email): &(String, String)| {
            format!("Klick{mark}{}{mark}{day}\n", email.to_uppercase())
        };
        let rows: String = some.iter().map(row).collect();
        format!("\u{feff}Campaign{mark}E-Mail Address{mark}Sent At\n{rows}")
    };
    work.write("sent.csv", &csv("2024-09-25 10:00:00", ';'));
    assert_eq!(lists(&work, "sent.csv"), some, "by address, with semicolons");
    work.write("sent.csv", &csv("2024-05-01", '\t'));
    assert!(lists(&work, "sent.csv").is_empty(), "long ago");
    work.write("sent.csv", &csv("not known", ','));
    assert_eq!(lists(&work, "sent.csv"), some, "a day that nobody can read may be yesterday");
    let ids = || -> ArrayRef {
        Arc::new(some.iter().map(|one| Some(one.0.clone())).collect::<StringArray>())
    };
    let day = |day: i64| -> ArrayRef {
        Arc::new(TimestampMicrosecondArray::from_iter_values(
            some.iter().map(|_| day * 86_400_000_000),
        ))
    };
    // 2024-09-25, 2024-05-01
    for (days, gone) in [(19_991, some), (19_844, &all[..0])] {
        let columns = [("customer_id", ids()), ("contacted_at", day(days))];
        work.write_parquet("sent/a.parquet", &RecordBatch::try_from_iter(columns).unwrap());
        assert_eq!(lists(&work, "sent"), gone);
        assert_eq!(lists(&work, "sent/a.parquet"), gone);
    }
    work.write("names.csv", "name\nx\n");
    work.run("audience --contacted names.csv").expect_error(
        2,
        &["names.csv", "has no column of customers", "customer_id or email", "it has name"],
    );
    work.run("audience --contacted nowhere.csv").expect_error(2, &["nowhere.csv"]);
}
