//! Nights that train anew: when, who becomes champion, and what is kept of the decision.

use crate::night::configured;
use crate::workplace::Workplace;
use serde_json::Value;

/// A champion that was trained with `then`, and a configuration that retrains with `now`.
fn champion(then: &str, now: &str) -> Workplace {
    let work = Workplace::new();
    configured(&work, "");
    let base = work.read("winback.toml");
    let with = |more: &str| base.replace("[output]", &format!("{more}\n[output]"));
    work.write("winback.toml", &with(then));
    work.run("run --as-of 2024-07-01").expect_code(0);
    work.write("winback.toml", &with(now));
    work
}

fn night(work: &Workplace, as_of: &str) -> Value {
    work.run(&format!("run --as-of {as_of} --format json")).expect_code(0).json()
}

#[test]
fn a_challenger_that_is_better_takes_the_champions_place() {
    let weak = "features = [\"calendar\"]";
    let work = champion(weak, "retrain = \"weekly\"");
    let first =
        work.list("models/churn").into_iter().find(|name| name.starts_with("2024")).unwrap();
    // Before an outcome is known that the champion had not seen there is nothing to compare.
    let early = night(&work, "2024-08-29");
    assert!(early["decision"].is_null() && early["model"] == format!("churn/{first}"), "{early}");
    let tried = work.run("run --as-of 2024-08-30 --dry-run --format json").expect_code(0).json();
    assert_eq!(tried["decision"]["promoted"], true);
    assert_eq!(work.run("models list --format json").json().as_array().unwrap().len(), 1);

    let made = night(&work, "2024-08-30");
    let decision = &made["decision"];
    assert_eq!(decision["champion"], *first);
    assert_eq!(decision["promoted"], true, "{decision}");
    let contest = &decision["contest"];
    assert_eq!(contest["test_as_of"], "2024-07-01");
    assert!(contest["log_loss"]["low"].as_f64().unwrap() > 0.0, "{contest}");
    assert!(contest["customers"].as_u64().unwrap() > 100);
    let second = made["model"].as_str().unwrap().trim_start_matches("churn/").to_owned();
    assert!(second.starts_with("2024-08-30") && made["trained"] == true, "{second}");
    assert_eq!(made["scores"]["model_version"], second);

    // The same night again: nothing is due, and the same model gives the same scores.
    let again = night(&work, "2024-08-30");
    assert!(again["decision"].is_null());
    assert_eq!(again["scores"]["run_id"], made["scores"]["run_id"]);

    let listed = work.run("models list --format json").expect_code(0).json();
    assert_eq!(listed[1]["decision"], *decision);
    let said = work.run("models list").expect_code(0).stdout;
    assert!(said.contains("promoted over"), "{said}");
    let shown = work.run("models show").expect_code(0).stdout;
    assert!(shown.contains(&format!("promoted over {first}")), "{shown}");
    work.run("models rollback").expect_code(0);
    let back = work.run("models list --format json").expect_code(0).json();
    assert_eq!(back[0]["aliases"], serde_json::json!(["champion"]));
}

#[test]
fn a_challenger_that_cannot_be_kept_ends_no_night() {
    let work = champion("features = [\"calendar\"]", "retrain = \"weekly\"");
    let tried = work.run("run --as-of 2024-08-30 --dry-run --format json").expect_code(0).json();
    let challenger = tried["model"].as_str().unwrap();
    // Something stands in its place.
    work.write(&format!("models/{challenger}"), "");
    let night = work.run("run --as-of 2024-08-30 --format json").expect_code(0);
    assert!(night.stderr.contains("no challenger was kept"), "{}", night.stderr);
    let night = night.json();
    assert!(night["model"].as_str().unwrap().starts_with("churn/2024-07-01"), "{night}");
    assert!(night["decision"].is_null() && night["published"] == true);
}

#[test]
fn a_model_that_has_seen_what_came_is_said_to_have() {
    let work = champion("", "");
    let said = work.run("run --as-of 2024-06-30").expect_code(0).stderr;
    assert!(said.contains("was trained as of 2024-07-01, after 2024-06-30"), "{said}");
    for as_of in ["2024-07-01", "2024-07-02"] {
        let said = work.run(&format!("run --as-of {as_of}")).expect_code(0).stderr;
        assert!(!said.contains("was trained as of"), "{said}");
    }
}

#[test]
fn a_challenger_that_is_not_better_stays_behind() {
    let work = champion("", "retrain = \"monthly\"\nfeatures = [\"calendar\"]");
    let made = night(&work, "2024-09-15");
    assert_eq!(made["decision"]["promoted"], false, "{}", made["decision"]);
    assert_eq!(made["trained"], false);
    assert!(made["model"].as_str().unwrap().starts_with("churn/2024-07-01"), "{}", made["model"]);
    let listed = work.run("models list --format json").expect_code(0).json();
    assert_eq!(listed[1]["aliases"], serde_json::json!(["challenger"]));
    // It was tried: it is not tried again tomorrow.
    assert!(night(&work, "2024-09-16")["decision"].is_null());
}

#[test]
fn drift_asks_for_a_training_once_a_week() {
    let drift = "retrain = \"on_drift\"\n[monitor]\ndrift = [0.0, 0.0]";
    let work = champion("", drift);
    // The last night did not alert: its limits were others.
    assert!(night(&work, "2024-09-01")["decision"].is_null());
    assert!(night(&work, "2024-09-02")["decision"].is_object());
    assert!(night(&work, "2024-09-03")["decision"].is_null());
}

#[test]
fn nights_of_the_past_are_those_that_would_have_been() {
    let work = Workplace::new();
    configured(&work, "");
    let ran = work.run("run --from 2024-09-29 --to 2024-10-01 --format json").expect_code(0).json();
    let dates: Vec<&Value> =
        ran["nights"].as_array().unwrap().iter().map(|n| &n["as_of"]).collect();
    assert_eq!(dates, ["2024-09-29", "2024-09-30", "2024-10-01"]);
    let dates = ["as_of=2024-09-29", "as_of=2024-09-30", "as_of=2024-10-01"];
    assert_eq!(work.list("out/audience"), dates);
    let read = |date: &str| {
        let part =
            |part: &str| std::fs::read(work.path(&format!("out/{part}/{date}/_manifest.json")));
        ["scores", "audience", "report", "monitor"].map(|kind| part(kind).unwrap())
    };
    let made = dates.map(read);
    for date in dates {
        work.run(&format!("run --as-of {}", date.trim_start_matches("as_of="))).expect_code(0);
    }
    assert!(made == dates.map(read), "each is the night of its date, byte for byte");
    let again = work.run("run --from 2024-09-30 --to 2024-10-02 --if-changed").expect_code(0);
    assert_eq!(again.stdout.matches("unchanged").count(), 2, "{}", again.stdout);

    // Where none of them has anything to do, they end as one does.
    let none = work.run("run --from 2024-09-30 --to 2024-10-02 --if-changed").expect_code(99);
    assert_eq!(none.stdout.matches("unchanged").count(), 3, "{}", none.stdout);
    assert!(none.stderr.contains("nothing to do"), "{}", none.stderr);
    let to_come = work.run("run --from 2024-10-02 --to 8999-12-31");
    to_come.expect_error(2, &["--to 8999-12-31 has not come yet"]);

    // The first that fails ends it, and it says where to go on.
    let stopped = work.run("run --from 2024-10-02 --to 2024-12-01 --transactions nowhere.parquet");
    stopped.expect_error(2, &["go on with --from 2024-10-02 --to 2024-12-01", "nowhere.parquet"]);
    work.run("run --from 2026-03-01 --to 2026-03-02").expect_error(4, &["2026-03-01", "0 before"]);
    work.run("run --from 2024-10-02 --to 2024-10-01").expect_error(2, &["is after"]);
    let both = work.run("run --from 2024-10-02 --to 2024-10-03 --as-of 2024-10-02");
    both.expect_error(2, &["--as-of is one night"]);
    work.run("run --from 2024-10-02").expect_code(2);
    work.run("run --from soon --to 2024-10-01").expect_code(2);
}
