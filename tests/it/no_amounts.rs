//! Histories in which no column tells of money: who leaves is scored, what they are worth is not known.

use crate::field_cases_rows::{AS_OF, days, finding, numbers, texts, write};
use crate::night::configured;
use crate::workplace::{Workplace, read_parquet, read_whole, real_data};
use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, RecordBatch, StringArray};
use std::collections::BTreeMap;

const OF_MONEY: [&str; 7] = [
    "tier",
    "rfm_monetary",
    "spend",
    "spend_365d",
    "predicted_value",
    "predicted_value_365d",
    "value_at_risk",
];

/// The rows of a list by column name.
fn rows(work: &Workplace, path: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(work.path(path)).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

/// Whether what is made of money is null in a score file, and the rest of it is not.
fn knows_no_money(scores: &RecordBatch) {
    for name in OF_MONEY {
        let column = scores.column_by_name(name).unwrap();
        assert_eq!(column.null_count(), scores.num_rows(), "{name}");
    }
    for name in ["churn_probability", "rfm_segment", "lifecycle_stage", "purchases", "reason_1"] {
        let column = scores.column_by_name(name).unwrap();
        assert!(column.null_count() < scores.num_rows(), "{name}");
    }
}

#[test]
fn a_night_without_amounts_scores_and_lists_by_whom_a_contact_may_keep() {
    let work = Workplace::new();
    configured(&work, "[columns]\namount = \"none\"\n");
    let trained = work.run("train").expect_code(0);
    assert!(
        trained.stderr.contains("WARN no amounts: no column tells of money"),
        "{}",
        trained.stderr
    );
    let scored = work.run("score").expect_code(0);
    assert!(scored.stderr.contains("WARN no amounts"), "{}", scored.stderr);
    knows_no_money(&read_whole(&work.path("out/scores/as_of=2024-10-01/part-00000.parquet")));
    let made = work.run("audience --list-size 50").expect_code(0);
    let by = "the list is by the chance that a contact keeps the customer";
    assert!(made.stdout.contains(by), "{}", made.stdout);
    let list = rows(&work, "out/audience/as_of=2024-10-01/win_back.csv");
    assert_eq!(list.len(), 50);
    let kept = |row: &BTreeMap<String, String>| {
        let number = |name: &str| row[name].parse::<f64>().unwrap();
        number("churn_probability") * (3.0 / number("churn_factor")).min(1.0)
    };
    // The file has four digits of a probability and two of a factor.
    assert!(list.windows(2).all(|pair| kept(&pair[0]) >= kept(&pair[1]) - 0.005), "{list:?}");
    for row in &list {
        assert!(row["value_at_risk"].is_empty() && row["expected_profit"].is_empty(), "{row:?}");
        assert!(row["value_at_pace"].is_empty() && row["tier"].is_empty(), "{row:?}");
    }
    let json = work.run("audience --list-size 50 --format json").expect_code(0).json();
    assert!(json["expected_profit"].is_null() && json["listed"] == 50);
    work.run("audience --budget 100").expect_error(2, &["audience.budget", "--list-size"]);
    work.run("backtest").expect_code(0);
    work.run("run").expect_code(0);
}

#[test]
fn a_model_of_money_is_refused_without_it() {
    let work = Workplace::new();
    configured(&work, "");
    work.run("train").expect_code(0);
    work.run("score --amount none").expect_error(2, &["--amount", "does not map"]);
}

#[test]
fn features_of_money_are_absent_and_check_says_so() {
    let work = Workplace::new();
    let columns = |more: Option<(&'static str, ArrayRef)>| {
        let mut columns: Vec<(&str, ArrayRef)> =
            vec![("customer_id", texts(&["a", "a", "b"])), ("date", days(&[0, 30, 60]))];
        columns.extend(more);
        columns
    };
    write(&work, "tx.parquet", columns(None));
    let call = format!("features {AS_OF} --transactions tx.parquet --out f.parquet");
    let ended = work.run(&call).expect_code(0);
    assert!(ended.stderr.contains("WARN no amounts"), "{}", ended.stderr);
    let schema = read_parquet(&work.path("f.parquet"))[0].schema();
    let names: Vec<&str> = schema.fields().iter().map(|field| field.name().as_str()).collect();
    assert!(names.contains(&"purchases") && names.contains(&"gap_mean_days"), "{names:?}");
    for name in ["spend", "spend_30d", "order_value_cv", "spend_ratio_30d", "return_value_share"] {
        assert!(!names.contains(&name), "{name}");
    }
    let asked = format!("{call} --features spend");
    work.run(&asked).expect_error(2, &["feature 'spend' needs --amount"]);
    let report = work.run(&format!("check --format json --transactions tx.parquet {AS_OF}")).json();
    assert_eq!(finding(&report, "no amounts")["severity"], "warn");
    // What reads like money is asked about.
    write(&work, "tx.parquet", columns(Some(("list_price", numbers(&[1.0, 2.0, 3.0])))));
    work.run(&call).expect_error(2, &["list_price may be meant", "\"none\" if no column"]);
    work.run(&format!("{call} --amount none")).expect_code(0);
    work.run(&format!("{call} --amount list_price")).expect_code(0);
}

/// Uses of a service: who, when, what.
#[test]
#[ignore = "needs ../shared/data; run scripts/test"]
fn uses_of_a_service_of_real_data() {
    let file = real_data("ms_usage.parquet");
    let work = Workplace::new();
    let mut users = Vec::new();
    for batch in read_parquet(&file) {
        let ids = batch.column_by_name("user").unwrap().as_string::<i64>();
        users.extend(ids.iter().flatten().map(str::to_owned));
    }
    users.sort();
    users.dedup();
    let emails = (0..users.len()).map(|i| format!("user{i}@example.org"));
    let people: Vec<(&str, ArrayRef)> = vec![
        ("customer_id", std::sync::Arc::new(StringArray::from(users.clone()))),
        ("email", std::sync::Arc::new(StringArray::from_iter_values(emails))),
        ("consent_email", texts(&vec!["yes"; users.len()])),
    ];
    write(&work, "people.parquet", people);
    let settings = format!(
        "[data]\ntransactions = {:?}\ncustomers = \"people.parquet\"\nas_of = \"2015-05-13\"\n[columns]\n\
         customer_id = \"user\"\nproduct_id = \"item\"\n[outcome]\nhorizon_days = 28\nlookback_days = 180\n[output]\n\
         output = \"out\"\n",
        file.display().to_string()
    );
    work.write("winback.toml", &settings);
    let trained = work.run("train --format json").expect_code(0);
    assert!(trained.stderr.contains("WARN no amounts"), "{}", trained.stderr);
    work.run("score").expect_code(0);
    let scores = work.list("out/scores/as_of=2015-05-13");
    let part = scores.iter().find(|name| name.starts_with("part")).unwrap();
    knows_no_money(&read_whole(&work.path(&format!("out/scores/as_of=2015-05-13/{part}"))));
    work.run("audience --list-size 20").expect_code(0);
    assert_eq!(rows(&work, "out/audience/as_of=2015-05-13/win_back.csv").len(), 20);
}
