//! What others build on: columns of files, keys of JSON, layout of folders, help of commands.
//!
//! Each is a snapshot of names and types, values left out. A changed snapshot is a changed contract: it
//! belongs into the changelog.

use crate::workplace::Workplace;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const CONFIG: &str = "--config demo/winback.toml";
const SCORES: &str = "demo/output/scores/as_of=2025-01-01";
const LISTS: &str = "demo/output/audience/as_of=2025-01-01";

/// Every path of a document with the types that stand there; elements of a list share one path.
fn shape(document: &Value) -> String {
    fn walk(path: &str, value: &Value, found: &mut BTreeMap<String, BTreeSet<&'static str>>) {
        let mut note = |name| found.entry(path.to_owned()).or_default().insert(name);
        match value {
            Value::Null => drop(note("null")),
            Value::Bool(_) => drop(note("bool")),
            Value::Number(_) => drop(note("number")),
            Value::String(_) => drop(note("text")),
            Value::Array(items) => {
                note("list");
                for item in items {
                    walk(&format!("{path}[]"), item, found);
                }
            }
            // Values by feature: which ones a model reads is no contract.
            Value::Object(_) if path.ends_with(".features") => drop(note("object by feature")),
            Value::Object(members) => {
                note("object");
                for (key, value) in members {
                    walk(&format!("{path}.{key}"), value, found);
                }
            }
        }
    }
    let mut found = BTreeMap::new();
    walk("", document, &mut found);
    let line = |(path, types): (String, BTreeSet<&str>)| {
        let types: Vec<&str> = types.into_iter().collect();
        format!("{path}: {}", types.join(" or "))
    };
    found.into_iter().filter(|(path, _)| !path.is_empty()).map(line).collect::<Vec<_>>().join("\n")
}

/// A text of which only the words count: every number is a #.
fn without_numbers(text: &str) -> String {
    let mut words = String::new();
    for c in text.chars() {
        let is_number = c.is_ascii_digit() || (c == '.' && words.ends_with('#'));
        if !is_number {
            words.push(c);
        } else if !words.ends_with('#') {
            words.push('#');
        }
    }
    words
}

/// A demo, and what it said.
fn demo() -> (Workplace, Value) {
    let work = Workplace::new();
    let said = work
        .run("demo --shape wholesale --customers 600 --out demo --format json")
        .expect_code(0)
        .json();
    (work, said)
}

#[test]
fn columns_of_the_files() {
    let (work, _) = demo();
    let file = std::fs::File::open(work.path(&format!("{SCORES}/part-00000.parquet"))).unwrap();
    let schema = ParquetRecordBatchReaderBuilder::try_new(file).unwrap().schema().clone();
    let columns = schema.fields().iter().map(|field| {
        let null = if field.is_nullable() { "nullable" } else { "required" };
        format!("{} {} {null}", field.name(), field.data_type())
    });
    insta::assert_snapshot!("score_file", columns.collect::<Vec<_>>().join("\n"));
    let header = |name: &str| {
        let text = work.read(&format!("{LISTS}/{name}"));
        text.lines().next().unwrap().replace(',', "\n")
    };
    insta::assert_snapshot!("win_back_csv", header("win_back.csv"));
    insta::assert_snapshot!("left_off_csv", header("left_off.csv"));
}

#[test]
fn folders_manifests_and_models() {
    let (work, _) = demo();
    let version = work.list("demo/models/churn").into_iter().find(|name| name.starts_with("20"));
    let version = version.unwrap();
    let root = work.path("demo");
    let below = |path: std::path::PathBuf| {
        Some(path.strip_prefix(&root).ok()?.to_string_lossy().replace(&version, "VERSION"))
    };
    let layout = work.everything().into_iter().filter_map(below);
    let layout = layout.filter(|path| !path.is_empty() && !path.starts_with("data"));
    let layout: Vec<String> = layout.collect();
    insta::assert_snapshot!("layout", layout.join("\n"));
    let json = |path: &str| serde_json::from_str::<Value>(&work.read(path)).unwrap();
    insta::assert_snapshot!("scores_manifest", shape(&json(&format!("{SCORES}/_manifest.json"))));
    insta::assert_snapshot!("audience_manifest", shape(&json(&format!("{LISTS}/_manifest.json"))));
    let model = format!("demo/models/churn/{version}");
    insta::assert_snapshot!("model_json", shape(&json(&format!("{model}/model.json"))));
    let card =
        without_numbers(&work.read(&format!("{model}/card.md")).replace(&version, "VERSION"));
    // Which columns a model has is no contract.
    let is_coefficient = |line: &&str| line.contains("| +#") || line.contains("| -#");
    let card: Vec<&str> = card.lines().filter(|line| !is_coefficient(line)).collect();
    insta::assert_snapshot!("card_md", card.join("\n"));
}

#[test]
fn json_of_every_command() {
    let (work, demo) = demo();
    insta::assert_snapshot!("json_demo", shape(&demo));
    let version = demo["model"]["version"].as_str().unwrap();
    let compare = format!("models compare churn churn/{version}");
    let promote = format!("models promote churn/{version}");
    for (name, call) in [
        ("run", "run"),
        ("check", "check"),
        ("features", "features --out features.parquet"),
        ("features_list", "features --list"),
        ("score", "score"),
        ("audience", "audience"),
        ("backtest", "backtest --cutoffs 2"),
        ("models_list", "models list"),
        ("models_show", "models show"),
        ("report", "report"),
        ("models_compare", &compare),
        ("models_promote", &promote),
        ("train", "train --model another"),
    ] {
        let said = work.run(&format!("{call} {CONFIG} --format json")).expect_code(0).json();
        insta::assert_snapshot!(format!("json_{name}"), shape(&said));
    }
    let export = format!("models export --format json {CONFIG} --out model.json");
    work.run(&export).expect_code(0);
    let exported: Value = serde_json::from_str(&work.read("model.json")).unwrap();
    insta::assert_snapshot!("models_export_json", shape(&exported));
    let init = work.run("init --out new.toml --format json").expect_code(0).json();
    insta::assert_snapshot!("json_init", shape(&init));
    work.write("orders.csv", "Name,Email,Lineitem quantity\n#1,a@shop.test,1\n");
    let imported = work.run("import orders.csv --out tables --format json").expect_code(0).json();
    insta::assert_snapshot!("json_import", shape(&imported));
    let rows = (0..240).map(|k| format!("{},{},{},a\n", k % 2, u8::from(k % 3 == 0), k % 3));
    let rows = rows.collect::<String>();
    work.write("experiment.csv", &format!("treated,bought,revenue,arm\n{rows}"));
    let call = "measure --outcomes experiment.csv --by arm --format json";
    insta::assert_snapshot!("json_measure", shape(&work.run(call).expect_code(0).json()));
    let call = "generate --customers 500 --out business --format json";
    let generated = work.run(call).expect_code(0).json();
    insta::assert_snapshot!("json_generate", shape(&generated));
}

#[test]
fn help_of_every_command() {
    let work = Workplace::new();
    let help = |command: &str| work.run(&format!("{command} --help")).expect_code(0).stdout;
    let whole = help("");
    insta::assert_snapshot!("help", whole);
    let named = whole.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let commands = named.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let commands: Vec<&str> = commands.filter_map(|line| line.split_whitespace().next()).collect();
    assert!(commands.len() > 10, "{commands:?}");
    for command in commands.into_iter().filter(|command| *command != "help") {
        insta::assert_snapshot!(format!("help_{command}"), help(command));
    }
    insta::assert_snapshot!("help_models_export", help("models export"));
}

#[test]
fn measures_of_two_models_stand_side_by_side() {
    let (work, demo) = demo();
    let version = demo["model"]["version"].as_str().unwrap();
    let call = format!("models compare churn churn/{version} {CONFIG} --format json");
    let compared = work.run(&call).expect_code(0).json();
    let auc = &demo["model"]["test"]["auc"];
    let measures = compared["measures"].as_array().unwrap();
    let found = measures.iter().find(|m| m["measure"] == "auc").unwrap();
    assert!(auc.is_number() && found["one"] == *auc && found["other"] == *auc, "{found}");
}

#[test]
fn the_readers_of_shapes_read_them() {
    let document = serde_json::json!({"a": [{"b": 1}, {"b": null, "c": "x"}], "d": {"e": true}});
    let found =
        ".a: list\n.a[]: object\n.a[].b: null or number\n.a[].c: text\n.d: object\n.d.e: bool";
    assert_eq!(shape(&document), found);
    assert_eq!(without_numbers("AUC 0.81 of 12 (2024-01-02)."), "AUC # of # (#-#-#).");
}
