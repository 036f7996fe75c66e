//! The examples of `examples/`, run: each does what its story promises.

use crate::workplace::Workplace;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use winback::model::Artifact;

#[expect(dead_code, reason = "its main is for readers")]
#[path = "../../examples/nightly.rs"]
mod nightly;
#[expect(dead_code, reason = "its main is for readers")]
#[path = "../../examples/own_feature.rs"]
mod own_feature;
#[expect(dead_code, reason = "its main is for readers")]
#[path = "../../examples/score_in_process.rs"]
mod score_in_process;

#[test]
fn the_examples_tell_their_stories() {
    let work = Workplace::new();
    let night = nightly::night(&work.path("shop")).unwrap();
    let list = night.audience.unwrap();
    assert_eq!((list.summary.listed, list.best.len(), night.trained), (100, 20, false));
    assert!(list.folder.join("win_back.csv").is_file());

    let version = work.list("shop/models/churn").into_iter().find(|name| name.starts_with("20"));
    let model = work.read(&format!("shop/models/churn/{}/model.json", version.unwrap()));
    let artifact = Artifact::from_json(&model).unwrap();
    let risk = score_in_process::risk_by_silence(&artifact, [5.0, 30.0, 90.0, 180.0]).unwrap();
    assert!(risk[0].1 > 0.0 && risk.is_sorted_by(|a, b| a.1 < b.1), "{risk:?}");

    let (out, transactions) =
        (work.path("features.parquet"), work.path("shop/history/transactions"));
    let written =
        own_feature::with_large_orders(&transactions.to_string_lossy(), "2024-10-01", &out)
            .unwrap();
    let file = std::fs::File::open(out).unwrap();
    let schema = ParquetRecordBatchReaderBuilder::try_new(file).unwrap().schema().clone();
    assert_eq!(schema.fields().len(), written.features + 1);
    assert_eq!(schema.fields().last().unwrap().name(), "large_orders");
}
