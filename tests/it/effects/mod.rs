//! Every setting has an effect: for each key of the table of options, two values give different results.
//!
//! The results are what a command says and the values in the files that it makes. Manifests, the campaign's record
//! and the page are left aside: they repeat the settings. Keys on which results must not depend are on a list of
//! their own.

mod cases;
mod tables;

use self::cases::{NONE, Settings, cases, sample, with};
use self::tables::{events, orders, people, registered_people};
use crate::workplace::Workplace;
use arrow_array::RecordBatch;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What the process uses, where things lie, and what they are called: results stay the same.
const WITHOUT_EFFECT: [&str; 9] = [
    "engine.engine",
    "engine.remote",
    "engine.work_dir",
    "machine.memory_limit",
    "machine.spill_dir",
    "machine.threads",
    "model.model",
    "model.models",
    "output.output",
];

/// Where no case of this test shows it, and a test of the module does.
const IN_UNIT_TESTS: [&str; 3] =
    ["engine.sample_customers", "monitor.auc_lost", "monitor.base_rate"];

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data");

/// The tables, a model, a night, and what a campaign is said to have shown.
fn prepared() -> Workplace {
    let data = Workplace::new();
    let orders = orders();
    data.write_parquet("orders.parquet", &orders);
    data.write_parquet("orders_2.parquet", &orders.slice(0, 1000));
    let twice = arrow_select::concat::concat_batches(&orders.schema(), [&orders, &orders]).unwrap();
    data.write_parquet("twice.parquet", &twice);
    data.write_parquet("events.parquet", &events());
    data.write_parquet("people.parquet", &people());
    data.write_parquet("registered.parquet", &registered_people());
    let sample = File::open(Path::new(SAMPLE).join("events.parquet")).unwrap();
    let sample = ParquetRecordBatchReaderBuilder::try_new(sample).unwrap().build().unwrap();
    let batches: Vec<RecordBatch> = sample.map(Result::unwrap).collect();
    let all = arrow_select::concat::concat_batches(&batches[0].schema(), &batches).unwrap();
    data.write_parquet("fewer_events.parquet", &all.slice(0, all.num_rows() * 39 / 40));
    for (name, from, columns) in [
        (
            "paid.parquet",
            &orders,
            [
                ("Customer Email", "who"),
                ("Created (UTC)", "at"),
                ("Amount", "paid"),
                ("Converted Amount", "paid_2"),
            ],
        ),
        (
            "metrics.parquet",
            &events(),
            [("customer_id", "who_2"), ("email", "who"), ("datetime", "at"), ("metric", "what")],
        ),
        (
            "members.parquet",
            &people(),
            [
                ("customer_id", "who_2"),
                ("Email Address", "who"),
                ("First Name", "mail"),
                ("CONFIRM_TIME", "at"),
            ],
        ),
    ] {
        let renamed =
            columns.map(|(name, of)| (name, Arc::clone(from.column_by_name(of).unwrap())));
        data.write_parquet(name, &RecordBatch::try_from_iter(renamed).unwrap());
    }
    let settings = with(
        self::sample(),
        &[
            ("model", "models", "'models'"),
            ("output", "output", "'out'"),
            ("audience", "control_share", "0.5"),
            ("audience", "min_overdue", "0.0"),
        ],
    );
    data.write("winback.toml", &written(&settings, &data));
    for command in ["train", "score", "audience"] {
        data.run(command).expect_code(0);
    }
    let measure = "measure --campaign out/audience/as_of=2024-10-01 --days 30 --out measured.json";
    data.run(measure).expect_code(0);
    let list = data.read("out/audience/as_of=2024-10-01/win_back.csv");
    data.write("earlier/as_of=2024-09-20/win_back.csv", &list);
    let mut measured: serde_json::Value =
        serde_json::from_str(&data.read("measured.json")).unwrap();
    let groups = measured["groupings"][0]["groups"].as_array_mut().unwrap();
    for group in groups {
        group["shrunk_save_rate"] = 0.4.into();
        group["effect"]["save_rate"] = serde_json::json!({ "value": 0.4, "low": 0.3, "high": 0.5 });
    }
    data.write("measured.json", &measured.to_string());
    data
}

fn written(settings: &Settings, data: &Workplace) -> String {
    let mut text = String::new();
    let mut section = "";
    for ((of, key), value) in settings {
        if section != *of {
            section = of;
            writeln!(text, "[{section}]").unwrap();
        }
        writeln!(text, "{key} = {value}").unwrap();
    }
    let folder = data.path("").display().to_string();
    text.replace("DATA", folder.trim_end_matches('/')).replace("SAMPLE", SAMPLE)
}

/// What a command says and makes with these settings.
fn observed(settings: &Settings, command: &str, data: &Workplace) -> (i32, String, String) {
    let work = Workplace::new();
    let has = |words: &[&str]| words.iter().any(|word| command.starts_with(word));
    let copy = |from: &str, to: &str| {
        let folders = ["-a".into(), data.path(from), work.path(to)];
        let copied = std::process::Command::new("cp").args(folders).status();
        assert!(copied.unwrap().success());
    };
    if has(&["run"]) {
        copy("models", "models");
    }
    if has(&["audience", "report", "run", "score"]) {
        copy("out", "winback-output");
        let list = work.path("winback-output/as_of=2024-10-01/audience");
        std::fs::remove_dir_all(list).unwrap();
    }
    work.write("winback.toml", &written(settings, data));
    let command = written_command(command, data);
    let ended = work.run(&command);
    let mut seen = if command.contains("--format json") { ended.stdout } else { String::new() };
    if ended.code == 0 {
        for path in work.everything() {
            seen.push_str(&content(&path));
        }
    }
    let here = work.path("").display().to_string();
    (ended.code, seen.replace(here.trim_end_matches('/'), "HERE"), ended.stderr)
}

fn written_command(command: &str, data: &Workplace) -> String {
    let folder = data.path("").display().to_string();
    command.replace("DATA", folder.trim_end_matches('/'))
}

/// The values of a file of results.
fn content(path: &PathBuf) -> String {
    const REPEAT_SETTINGS: [&str; 4] =
        ["winback.toml", "_manifest.json", "campaign.json", "model.json"];
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    if !path.is_file()
        || REPEAT_SETTINGS.contains(&&*name)
        || path.components().any(|part| part.as_os_str() == "models")
    {
        return String::new();
    }
    String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned()
}

#[test]
fn two_values_of_every_setting_differ_in_what_comes_out() {
    let data = prepared();
    let faults: Vec<String> = cases()
        .par_iter()
        .filter_map(|case| {
            let (section, key) = case.key;
            let [one, other] = case.values.map(|value| {
                let mut settings = case.beside.clone();
                settings.remove(&case.key);
                if value != NONE {
                    settings.insert(case.key, value.to_owned());
                }
                observed(&settings, case.command, &data)
            });
            let [a, b] = case.values;
            let said = format!("{} {}", one.2, other.2);
            if one.0 != 0 && other.0 != 0 && !["preset", "data"].contains(&section) {
                return Some(format!("{section}.{key}: both end with {}: {said}", one.0));
            }
            (one.0 == other.0 && one.1 == other.1)
                .then(|| format!("{section}.{key}: {a} and {b} are the same: {said}"))
        })
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_key_has_a_case_or_is_without_effect_by_intent() {
    let schema = Workplace::new().run("config schema").expect_code(0).json();
    let mut known = BTreeSet::new();
    for (section, table) in schema["properties"].as_object().unwrap() {
        known.extend(
            table["properties"].as_object().unwrap().keys().map(|key| format!("{section}.{key}")),
        );
    }
    let cases: BTreeSet<String> =
        cases().iter().map(|case| format!("{}.{}", case.key.0, case.key.1)).collect();
    let intent: Vec<String> =
        WITHOUT_EFFECT.iter().chain(&IN_UNIT_TESTS).map(|key| (*key).to_owned()).collect();
    assert!(intent.iter().all(|key| known.contains(key) && !cases.contains(key)));
    let proved: BTreeSet<String> = cases.into_iter().chain(intent).collect();
    let missing: Vec<&String> = known.difference(&proved).collect();
    let unknown: Vec<&String> = proved.difference(&known).collect();
    assert!(missing.is_empty() && unknown.is_empty(), "missing {missing:?}, unknown {unknown:?}");
    println!(
        "{} keys, of which {} are without effect by intent",
        known.len(),
        WITHOUT_EFFECT.len()
    );
}
