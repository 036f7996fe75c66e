//! The checks of a night: what they find, what they end, what is kept of them, and who is told.

use crate::night::configured;
use crate::workplace::{Workplace, python};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::Value;
use std::fs::File;
use std::net::TcpListener;

const WATCH: &str = "out/monitor/as_of=2024-10-01/monitor.json";
const HISTORY: &str = "out/monitor/history.parquet";

fn json(work: &Workplace, path: &str) -> Value {
    serde_json::from_str(&work.read(path)).unwrap()
}

/// The events in a file of lines.
fn lines(work: &Workplace, path: &str) -> Vec<Value> {
    work.read(path).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn reading<'a>(watch: &'a Value, check: &str) -> &'a Value {
    let readings = watch["readings"].as_array().unwrap();
    readings.iter().find(|reading| reading["check"] == check).unwrap()
}

fn rows_of_history(work: &Workplace) -> usize {
    let file = File::open(work.path(HISTORY)).unwrap();
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap().build().unwrap();
    reader.map(|batch| batch.unwrap().num_rows()).sum()
}

#[test]
fn a_night_is_checked_and_its_rows_are_its_own() {
    let work = Workplace::new();
    configured(&work, "");
    let said = work.run("run --format json").expect_code(0).json();
    let watch = json(&work, WATCH);
    assert_eq!(said["watch"], watch);
    assert_eq!(watch["scores_run_id"], said["scores"]["run_id"]);
    // On the night of the training customers are those of the training, counted in the same bins.
    assert_eq!(reading(&watch, "score_drift")["signal"], "good");
    let moved = watch["readings"].as_array().unwrap().iter();
    let moved = moved.filter(|r| r["check"] == "feature_drift" && r["signal"] != "good");
    assert_eq!(moved.count(), 0, "{watch}");
    assert_eq!(reading(&watch, "calibration")["signal"], "not_known");
    let rows = watch["readings"].as_array().unwrap().len();
    assert_eq!(rows_of_history(&work), rows);
    let first = std::fs::read(work.path(HISTORY)).unwrap();
    work.run("run").expect_code(0);
    assert!(first == std::fs::read(work.path(HISTORY)).unwrap(), "a night replaces its own rows");

    // A week later there is an early sign, and two months later an outcome.
    let next = work.run("run --as-of 2024-10-08 --format json").expect_code(0).json();
    let early = reading(&next["watch"], "base_rate");
    assert!(early["value"].is_number() && early["expected"].is_number(), "{early}");
    let last = work.run("run --as-of 2024-11-30 --format json").expect_code(0).json();
    for check in ["calibration", "auc", "lost_money"] {
        let known = reading(&last["watch"], check);
        assert_ne!(known["signal"], "not_known", "{known}");
        assert!(known["value"].is_number() && known["expected"].is_number(), "{known}");
    }
    assert_eq!(rows_of_history(&work), 3 * rows);
    // The folder of a date may go; the history keeps it, and makes itself anew where it is damaged.
    std::fs::remove_dir_all(work.path("out/as_of=2024-10-01")).unwrap();
    work.run("run --as-of 2024-10-08").expect_code(0);
    assert_eq!(rows_of_history(&work), 3 * rows);
    work.write(HISTORY, "PAR1");
    let mended = work.run("run --as-of 2024-10-08").expect_code(0);
    assert!(mended.stderr.contains("is made anew"), "{}", mended.stderr);
    assert_eq!(rows_of_history(&work), 2 * rows);
}

#[test]
fn an_alert_ends_the_night_where_it_shall() {
    let work = Workplace::new();
    let told = "[monitor]\ndrift = [0.0, 0.0]\nmetrics = \"metrics.prom\"\nwebhook = \"hook.ndjson\"\n\
                lineage = \"lineage.ndjson\"\n";
    configured(&work, told);
    let night = work.run("run").expect_code(0);
    assert!(night.stdout.contains("alerts: score drift"), "{}", night.stdout);
    let page = work.read("out/report/as_of=2024-10-01/report.html");
    assert!(page.contains("Drift: not good"), "the page shows the alert");
    let hook = lines(&work, "hook.ndjson");
    assert_eq!((&hook[0]["event"], &hook[0]["as_of"]), (&"alert".into(), &"2024-10-01".into()));

    let gated = format!("{}\nfail_on_alert = true\n", work.read("winback.toml"));
    work.write("winback.toml", &gated);
    let before = work.read(WATCH);
    work.run("run").expect_error(5, &["may be wrong", "score drift", "monitor.fail_on_alert"]);
    work.run("run --as-of 2024-10-02").expect_code(5);
    assert_eq!(work.list("out/scores"), ["as_of=2024-10-01"], "nothing is published");
    assert_eq!(before, work.read(WATCH));
    let hook = lines(&work, "hook.ndjson");
    let failed = &hook[hook.len() - 1];
    assert_eq!((&failed["event"], &failed["exit_code"]), (&"failed".into(), &5.into()));
    assert!(!failed["alerts"].as_array().unwrap().is_empty());
    let metrics = work.read("metrics.prom");
    assert!(metrics.contains("winback_night_success 0\n"), "{metrics}");
    assert!(metrics.contains("winback_night_exit_code 5\n"), "{metrics}");
    assert!(metrics.contains("winback_monitor_signal{check=\"score_drift\"} 2\n"), "{metrics}");
}

#[test]
fn whoever_is_told_is_told_of_every_end() {
    let work = Workplace::new();
    let told = "[monitor]\nlineage = \"lineage.ndjson\"\nwebhook = \"hook.ndjson\"\n";
    configured(&work, told);
    work.run("run").expect_code(0);
    work.run("run --if-changed").expect_code(99);
    work.run("run --transactions nowhere.parquet").expect_code(2);
    work.run("run --dry-run").expect_code(0);
    let events = lines(&work, "lineage.ndjson");
    let kinds: Vec<&str> =
        events.iter().map(|event| event["eventType"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["START", "COMPLETE", "START", "COMPLETE", "START", "FAIL"]);
    for pair in events.chunks(2) {
        assert_eq!(pair[0]["run"]["runId"], pair[1]["run"]["runId"]);
    }
    let outputs = events[1]["outputs"].as_array().unwrap();
    assert_eq!(outputs.len(), 3);
    let rows = &outputs[0]["outputFacets"]["outputStatistics"]["rowCount"];
    assert!(rows.as_u64().unwrap() > 0, "{rows}");
    let message = &events[5]["run"]["facets"]["errorMessage"]["message"];
    assert!(message.as_str().unwrap().contains("nowhere.parquet"), "{message}");
    let hook = lines(&work, "hook.ndjson");
    assert_eq!(hook.len(), 1, "a night with nothing to do is no failure: {hook:?}");
    assert!(hook[0]["text"].as_str().unwrap().contains("failed (exit code 2)"), "{}", hook[0]);
}

#[test]
fn nobody_who_cannot_be_told_ends_a_night_and_no_address_is_shown() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let work = Workplace::new();
    let address = format!("http://{closed}/T0/verysecret?token=verysecret");
    let told = format!(
        "[monitor]\ndrift = [0.0, 0.0]\nwebhook = \"{address}\"\nlineage = \"{address}\"\n\
         metrics = \"no/folder\\u0000/metrics\"\n"
    );
    configured(&work, &told);
    let night = work.run("run -v --format json").expect_code(0);
    for option in ["monitor.webhook", "monitor.lineage", "monitor.metrics"] {
        assert!(night.stderr.contains(option), "{option}: {}", night.stderr);
    }
    assert!(!night.stderr.contains("verysecret") && !night.stdout.contains("verysecret"));
    for path in work.everything().iter().filter(|path| path.starts_with(work.path("out"))) {
        let bytes = std::fs::read(path).unwrap_or_default();
        let shown = bytes.windows(10).any(|window| window == b"verysecret");
        assert!(!shown, "{}", path.display());
    }
    let wrong = work.read("winback.toml").replace("webhook = \"http:", "webhook = \"gopher:");
    work.write("winback.toml", &wrong);
    let refused = work.run("run").expect_error(2, &["winback.toml:", "monitor.webhook"]);
    assert!(!refused.stderr.contains("verysecret"), "{}", refused.stderr);
}

#[test]
#[ignore = "needs a Python with prometheus-client; run scripts/test"]
fn metrics_are_read_by_prometheus() {
    let work = Workplace::new();
    configured(&work, "[monitor]\nmetrics = \"metrics.prom\"\n");
    let night = work.run("run --format json").expect_code(0).json();
    let said = python("scripts/check_metrics.py", &work, &["metrics.prom"]);
    assert!(said.trim_end().ends_with("samples, read alike by both parsers"), "{said}");
    let scored = format!("winback_customers{{state=\"scored\"}} {}\n", night["scores"]["eligible"]);
    assert!(work.read("metrics.prom").contains(&scored), "{scored}");
}
