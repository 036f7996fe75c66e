//! `winback train` and `winback score`: reproducible, blind to the future, and clear when they refuse.

use crate::errors::refused;
use crate::leakage::{changed, split};
use crate::workplace::{Workplace, read_whole};
use arrow_array::RecordBatch;
use arrow_array::cast::AsArray;
use arrow_array::types::Float64Type;
use arrow_select::concat::concat_batches;
use insta::assert_snapshot;

const SCORES: &str = "out/scores/as_of=2024-08-01/part-00000.parquet";

/// Trains and scores as of 2024-08-01; gives the bytes of the model and of the scores.
fn train_and_score(work: &Workplace, flags: &str) -> (Vec<u8>, Vec<u8>) {
    let question = "--as-of 2024-08-01 --horizon-days 60 --quiet --format json";
    let trained = work.run(&format!("train {question} {flags}")).expect_code(0).json();
    work.run(&format!("score {question} {flags} --output out")).expect_code(0);
    let version = trained["version"].as_str().unwrap();
    let read = |path: &str| std::fs::read(work.path(path)).unwrap();
    let models = flags.split_once("--models ").map_or("models", |(_, folder)| folder);
    (read(&format!("{models}/churn/{version}/model.json")), read(SCORES))
}

/// The scores without the columns that name the run and its input.
fn scores(work: &Workplace) -> RecordBatch {
    let mut batch = read_whole(&work.path(SCORES));
    for name in ["model_version", "run_id"] {
        batch.remove_column(batch.schema().index_of(name).unwrap());
    }
    batch
}

#[test]
fn threads_do_not_matter_and_later_rows_are_not_seen() {
    let work = Workplace::new();
    work.generate(250, "--transactions-per-file 1000000");
    let folders = ["transactions", "events"];
    let originals = folders
        .map(|folder| read_whole(&work.path(&format!("history/{folder}/part-00000.parquet"))));
    let flags = "--transactions t.parquet --events e.parquet";
    let write = |later: fn(&RecordBatch) -> RecordBatch| {
        for (name, rows) in ["t.parquet", "e.parquet"].iter().zip(&originals) {
            let (before, after) = split(rows);
            let whole = concat_batches(&rows.schema(), [&later(&after), &before]).unwrap();
            work.write_parquet(name, &whole);
        }
    };
    write(RecordBatch::clone);
    let one = train_and_score(&work, &format!("{flags} --threads 1"));
    let expected = scores(&work);
    std::fs::remove_dir_all(work.path("models")).unwrap();
    let seven = train_and_score(&work, &format!("{flags} --threads 7"));
    assert!(one.0 == seven.0, "the model depends on the number of threads");
    assert!(one.1 == seven.1, "the scores depend on the number of threads");

    write(|after| concat_batches(&after.schema(), [&changed(after), after]).unwrap());
    std::fs::remove_dir_all(work.path("models")).unwrap();
    train_and_score(&work, flags);
    // But a no: it counts up to the present.
    let without_nos = |mut batch: RecordBatch| {
        batch.remove_column(batch.schema().index_of("unsubscribed").unwrap());
        batch
    };
    let (found, expected) = (without_nos(scores(&work)), without_nos(expected));
    assert_eq!(found, expected, "rows at or after as_of changed the scores");
}

/// The solver is a choice of how, never of what.
#[test]
fn both_solvers_give_the_same_scores() {
    let work = Workplace::new();
    let data = work.generate(250, "--no-events").split(" --events").next().unwrap().to_owned();
    let probabilities = |solver: &str| -> Vec<Option<f64>> {
        let model =
            format!("[model]\nsolver = \"{solver}\"\nfeatures = [\"recency\", \"frequency\"]\n");
        work.write("winback.toml", &model);
        train_and_score(&work, &format!("{data} --models {solver}"));
        let scores = scores(&work);
        let column = scores.column_by_name("churn_probability").unwrap();
        column.as_primitive::<Float64Type>().iter().collect()
    };
    let (newton, linfa) = (probabilities("newton"), probabilities("linfa"));
    assert!(newton.iter().flatten().count() > 100);
    for (newton, linfa) in newton.iter().zip(&linfa) {
        let near = newton.zip(*linfa).map_or(newton == linfa, |(a, b)| (a - b).abs() < 1e-6);
        assert!(near, "{newton:?} by newton, {linfa:?} by linfa");
    }
}

#[test]
fn what_cannot_be_learned_is_said() {
    let work = Workplace::new();
    let new_year = 19_723; // 2024-01-01, in days since 1970
    let call = "train --transactions t.parquet --horizon-days 30 --models models --as-of";
    let rows: Vec<_> = (0..40).map(|i| (1 + i % 8, new_year + i, 5.0)).collect();
    work.write_transactions("t.parquet", &rows);
    assert_snapshot!(refused(&work, 3, &format!("{call} 2024-02-01")),
        @"error: too little history before 2024-02-01: 31 days, but one complete outcome window needs at least 44 (gap 0 + horizon 30 + 14 of history before it); shorten --horizon-days or provide older transactions");
    assert_snapshot!(refused(&work, 3, &format!("{call} 2023-02-01")),
        @"error: no transaction before as-of 2023-02-01: 40 rows are dated on it or later; choose a later --as-of");
    assert_snapshot!(refused(&work, 2, "train --as-of 2024-02-01"),
        @"error: no transactions given: pass --transactions, or set data.transactions in winback.toml");
}

#[test]
fn models_that_cannot_be_used() {
    let work = Workplace::new();
    let rows: Vec<_> = (0..40).map(|i| (i % 8, 19_723 + i, 5.0)).collect();
    work.write_transactions("t.parquet", &rows);
    let call = "score --transactions t.parquet --as-of 2024-02-01 --output out --models models";
    assert_snapshot!(refused(&work, 2, call),
        @"error: no model churn in models: it holds no model yet. Train one with: winback train");
    assert_snapshot!(refused(&work, 2, &format!("{call} --model nowhere/model.json")),
        @"error: no model at nowhere/model.json: give the path of a model.json or of its folder");
    work.write("broken/model.json", "{");
    let message = refused(&work, 2, &format!("{call} --model broken/model.json"));
    assert!(message.contains("broken/model.json"), "{message}");
    assert!(message.contains("restore it or train again"), "{message}");
}
