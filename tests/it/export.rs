//! A model outside the program gives the same scores: SQL in each engine that it is written for, ONNX in `onnxruntime`, JSON in
//! plain Python, all held against `winback score` by `scripts/check_exports.py`.

use crate::workplace::{Workplace, engines, python};
use winback::internals::model::{Curve, Factor, Knot, Shape, Term};
use winback::internals::registry::Registry;
use winback::model::Artifact;

fn train(work: &Workplace, data: &str, as_of: &str) {
    work.run(&format!("train --quiet --horizon-days 60 --as-of {as_of} {data}")).expect_code(0);
}

/// Scores with a model and exports it in every format.
fn export_all(work: &Workplace, model: &str, data: &str, as_of: &str) {
    let question = format!("--quiet --model {model} --as-of {as_of} {data}");
    work.run(&format!("score --output out {question}")).expect_code(0);
    work.run(&format!("features --out features.parquet {question}")).expect_code(0);
    for (format, file) in [("onnx", "model.onnx"), ("json", "model.json")] {
        let export = format!("models export --model {model} --format {format} --out {file}");
        work.run(&export).expect_code(0);
    }
    for engine in engines() {
        let sql = format!("models export --format sql --dialect {engine}");
        work.run(&format!("{sql} --model {model} --out {engine}.sql")).expect_code(0);
        let full = format!("{sql} --from transactions --out {engine}_full.sql");
        work.run(&format!("{full} {question}")).expect_code(0);
    }
}

/// Stores the newest model a second time, as "bent": with a calibration of several parts and with
/// every shape and kind of term, whatever the training chose.
fn bend(work: &Workplace) {
    let registry = Registry::at(work.path("models"));
    let entry = registry.resolve("churn").unwrap();
    let text = std::fs::read_to_string(&entry.path).unwrap();
    let mut content = Artifact::from_json(&text).unwrap().content;
    let knot = |log_odds_in, log_odds_out| Knot { log_odds_in, log_odds_out };
    let knots = vec![knot(-1.0, -1.5), knot(0.0, 0.25), knot(0.5, 0.3), knot(1.5, 2.0)];
    content.calibration.curve = Curve::Isotonic { knots };
    content.calibration.trust = 0.75;
    content.calibration.base_rate_offset = -0.125;
    let shapes = [Shape::Asinh, Shape::Log, Shape::Logit, Shape::Identity];
    for (column, shape) in content.design.columns.iter_mut().zip(shapes) {
        column.shape = shape;
    }
    let terms = [
        Term::Hinge { column: 0, knot: -0.5 },
        Term::Hinge { column: 3, knot: 0.25 },
        Term::Missing { column: 3 },
        Term::Product { first: Factor::line(0), second: Factor::line(1) },
        Term::Product { first: Factor { column: 3, knot: Some(0.25) }, second: Factor::line(0) },
        Term::Product {
            first: Factor { column: 1, knot: Some(-0.5) },
            second: Factor { column: 3, knot: Some(0.5) },
        },
    ];
    for (column, term) in content.design.terms.iter_mut().rev().zip(terms) {
        column.term = term;
    }
    let artifact = Artifact::new(content).unwrap();
    let json = artifact.to_json().unwrap();
    registry.store("bent", &artifact.version, json.as_bytes(), "# bent", None).unwrap();
}

/// Holds every export against the scores.
#[track_caller]
fn compare(work: &Workplace, as_of: &str) {
    let scores = format!("out/scores/as_of={as_of}/part-*.parquet");
    let ours = ["--scores", &scores, "--features", "features.parquet"];
    let check = |exports: &[&str], expected: usize| {
        let said = python("scripts/check_exports.py", work, &[&ours[..], exports].concat());
        assert_eq!(said.matches(": ok").count(), expected, "{exports:?}: {said}");
    };
    check(&["--onnx", "model.onnx", "--json", "model.json"], 3);
    for engine in engines() {
        let (sql, full) = (format!("{engine}.sql"), format!("{engine}_full.sql"));
        check(&["--engine", engine, "--sql", &sql, "--full-sql", &full], 2);
    }
}

#[test]
#[ignore = "needs a Python with duckdb, datafusion and onnxruntime; run scripts/test"]
fn every_export_gives_the_scores() {
    let work = Workplace::new();
    let data = work.generate(600, "");
    // The SQL knows customers by their rows; those without any are for the program alone.
    let data = data.split(" --customers").next().unwrap();
    train(&work, data, "2024-09-01");
    bend(&work);
    for model in ["churn", "bent"] {
        export_all(&work, model, data, "2024-09-01");
        compare(&work, "2024-09-01");
    }
}

#[test]
#[ignore = "needs a Python with duckdb, datafusion and onnxruntime; run scripts/test"]
fn a_model_of_one_outcome_has_exports_too() {
    let work = Workplace::new();
    // Everybody buys every week: nobody churns, and the model is the base rate.
    let weekly = |customer: i64| (0..60).map(move |week| (customer, 19000 + 7 * week, 5.0));
    let rows: Vec<(i64, i64, f64)> = (0..40).flat_map(weekly).collect();
    work.write_transactions("t.parquet", &rows);
    train(&work, "--transactions t.parquet", "2023-03-01");
    export_all(&work, "churn", "--transactions t.parquet", "2023-03-01");
    let model: serde_json::Value = serde_json::from_str(&work.read("model.json")).unwrap();
    assert_eq!(model["terms"], serde_json::json!([]));
    compare(&work, "2023-03-01");
}

#[test]
fn what_cannot_be_exported_is_said() {
    let work = Workplace::new();
    let export = "models export --out model.sql";
    work.run(export).expect_error(2, &["--format"]);
    work.run(&format!("{export} --format pmml")).expect_error(2, &["pmml", "sql, onnx, json"]);
    work.run(&format!("{export} --format sql --model nobody")).expect_error(2, &["nobody"]);
    let data = "--from transactions --as-of 2024-01-01";
    work.run(&format!("{export} --format onnx {data}")).expect_error(2, &["--format sql"]);
    work.run("models list --format sql").expect_error(2, &["sql", "table, json"]);
    assert!(!work.path("model.sql").exists());
}
